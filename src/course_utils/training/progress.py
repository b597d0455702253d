"""How a training shows that it moves: a tidy line an epoch.

In a notebook the lines are a display that grows in place, in a terminal they are printed. Both are for whoever waits:
the environment variable `TQDM_DISABLE` turns them off, as it does the progress bars of downloads, so that a
notebook that is executed to be stored, or compared with what is stored, holds the summary alone.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from course_utils.training.history import History, shown

_PAUSE = 0.5  # seconds between two looks at an epoch that is under way
_BEST = "  ◀ best"


class Silence:
    """Shows nothing."""

    def start(self, history: History) -> None:
        """Begin, perhaps with epochs that were trained before."""

    def step(self, history: History, done: int, steps: int | None) -> None:
        """Note that batches of the current epoch are done."""

    def epoch(self, history: History) -> None:
        """Note that an epoch is done."""

    def end(self, history: History) -> None:
        """Note that the training is over."""


class Summary(Silence):
    """Prints one line, when the training is over. Its figures stand behind ≈: another processor has others."""

    def end(self, history: History) -> None:
        """Print what was trained."""
        note = {"interrupted": "interrupted; the best weights so far are in the model: "}.get(history.stopped, "")
        print(f"{note}{history!r}", flush=True)


class Terminal(Summary):
    """Prints a line an epoch, with a mark at each that is better than all before."""

    def start(self, history: History) -> None:
        """Say where a training goes on that was stopped before."""
        if len(history):
            print(f"going on after epoch {len(history)}", flush=True)

    def epoch(self, history: History) -> None:
        """Print the line of the epoch."""
        mark = _BEST if history.best_epoch == len(history) else ""
        print(line(history, len(history) - 1) + mark, flush=True)


class Notebook(Summary):
    """Shows the lines of all epochs in a display that is kept up to date, and the current epoch's progress."""

    def __init__(self, display: Callable[..., Any]) -> None:
        self._display = display
        self._handle: Any = None
        self._begun = self._looked = 0.0

    def start(self, history: History) -> None:
        """Open the display."""
        self._handle = self._display({"text/plain": self._text(history)}, raw=True, display_id=True)
        self._begun = time.monotonic()

    def step(self, history: History, done: int, steps: int | None) -> None:
        """Show how far the epoch is, now and then."""
        now = time.monotonic()
        if now - self._looked < _PAUSE:
            return
        self._looked = now
        left = f", about {(now - self._begun) / done * (steps - done):.0f} s left" if steps else ""
        self._update(history, f"{_place(history, len(history))}  batch {done}{f'/{steps}' if steps else ''}{left}")

    def epoch(self, history: History) -> None:
        """Show the line of the epoch."""
        self._update(history)
        self._begun = time.monotonic()

    def end(self, history: History) -> None:
        """Leave the lines of the epochs, and print the summary."""
        self._update(history)
        super().end(history)

    def _update(self, history: History, below: str = "") -> None:
        self._handle.update({"text/plain": self._text(history, below)}, raw=True)

    def _text(self, history: History, below: str = "") -> str:
        lines = [line(history, epoch) for epoch in range(len(history))]
        if lines:
            lines[history.best_epoch - 1] += _BEST
        return "\n".join([*lines, below or ("" if lines else "…")]).rstrip()


def line(history: History, epoch: int) -> str:
    """Return an epoch's figures in one line: those of training, then those of validation."""
    names = sorted(history.history, key=lambda name: (name.startswith("val_"), name))
    figures = "  ".join(f"{name} {shown(name, history.history[name][epoch])}" for name in names)
    return f"{_place(history, epoch)}  {figures}  {history.seconds[epoch]:.1f} s"


def progress(verbose: str | int) -> Silence:
    """Choose how to show a training: as `"auto"` finds right, 1 for a summary alone, 0 for nothing.

    Raises:
        ValueError: If `verbose` is something else.
    """
    if verbose not in ("auto", 0, 1):
        raise ValueError(f'`verbose` must be "auto", 1 (a summary) or 0 (nothing). Received: verbose={verbose!r}')
    if verbose == 0:
        return Silence()
    if verbose == 1 or os.environ.get("TQDM_DISABLE", "").lower() in ("1", "true", "yes", "on"):
        return Summary()
    display = _notebook_display()
    return Notebook(display) if display else Terminal()


def _notebook_display() -> Callable[..., Any] | None:
    """The `display` of a notebook, where there is one: IPython in a terminal can't change what it has printed."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return ipython.display.display if ipython and shell is not None and hasattr(shell, "kernel") else None


def _place(history: History, epoch: int) -> str:
    return f"epoch {epoch + 1:{len(str(history.epochs))}}/{history.epochs}"
