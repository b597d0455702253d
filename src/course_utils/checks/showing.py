"""The outcome of a check as a notebook shows it: a sentence, a small table or pictures, and the progress."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from course_utils.checks.speech import as_html, say
from course_utils.checks.tasks import PublicTask

if TYPE_CHECKING:
    from course_utils.checks.checking import Failure

# Up to here a table of numbers can be read; from here on a picture says more.
WIDEST_TABLE = 10
PICTURE_SIDE = 160
STYLE = (
    "<style>"
    ".cc-check{--ok:#0a7d33;--no:#b3261e;font-size:14px;line-height:1.6;max-width:60em}"
    "[data-theme=dark] .cc-check,[data-jp-theme-light=false] .cc-check{--ok:#5fd38d;--no:#ff8a80}"
    ".cc-check p{margin:.3em 0}.cc-check .cc-verdict{font-weight:600}"
    ".cc-check .cc-ok{color:var(--ok)}.cc-check .cc-no{color:var(--no)}"
    ".cc-check .cc-arrays{display:flex;flex-wrap:wrap;gap:1em}.cc-check figure{margin:.3em 0}"
    ".cc-check .cc-cells{overflow-x:auto;max-width:100%}"
    ".cc-check table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0}"
    ".cc-check td{border:1px solid #8886;padding:.1em .45em;text-align:right;background:none}"
    ".cc-check td.cc-no{font-weight:700;outline:2px solid var(--no);outline-offset:-2px}"
    ".cc-check img{image-rendering:pixelated;border:1px solid #8886}"
    ".cc-check progress{width:12em;vertical-align:middle;margin-right:.6em}"
    "</style>"
)


class Shown:
    """What `check` returns.

    Args:
        task: The task.
        failure: The first public case that failed, or None.
        progress: Tasks passed, tasks, points, points in all.
    """

    def __init__(self, task: PublicTask, failure: Failure | None, progress: tuple[int, int, float, float]) -> None:
        self.task = task
        self.failure = failure
        self.progress = progress

    @property
    def passed(self) -> bool:
        """Whether all public cases are answered as expected."""
        return self.failure is None

    def sentences(self) -> list[str]:
        """What it comes to, without the arrays."""
        count = len(self.task.cases)
        if self.failure is None:
            return [say("passed", count=count)]
        difference = self.failure.difference
        says = say(difference.kind, **difference.fields)
        if difference.kind == "todo":
            return [says]
        return [say("failed", count=count, number=self.failure.number), says]

    def how_far(self) -> str:
        """How far the exercise has come."""
        passed, tasks, points, out_of = self.progress
        return say("progress", passed=passed, tasks=tasks, points=f"{points:g}", out_of=f"{out_of:g}")

    def text(self) -> str:
        """All of it in plain text."""
        lines = [f"{'✓' if self.passed else '✗'} {self.task.name}: {' '.join(self.sentences())}"]
        failure = self.failure
        if failure is not None and failure.difference.kind != "todo":
            lines.append(f"{say('call')}: {call(self.task.name, failure.inputs)}")
            lines.append(f"{say('expected')}: {brief(failure.expected)}")
            if failure.received is not None:
                lines.append(f"{say('received')}: {brief(failure.received)}")
        if failure is not None and any(self.task.hints.values()):
            lines.append(say("hint_offer", task=self.task.name))
        return "\n".join([*lines, self.how_far()])

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        kind = "cc-ok" if self.passed else "cc-no"
        mark = "✓" if self.passed else "✗"
        first, *others = self.sentences()
        parts = [f'<p class="cc-verdict {kind}">{mark} <code>{escape(self.task.name)}</code> {as_html(first)}</p>']
        parts += [f"<p>{as_html(sentence)}</p>" for sentence in others]
        failure = self.failure
        if failure is not None and failure.difference.kind != "todo":
            parts.append(f"<p>{say('call')}: <code>{escape(call(self.task.name, failure.inputs))}</code></p>")
            parts.append(_arrays(failure, self.task.tolerance))
        if failure is not None and any(self.task.hints.values()):
            parts.append(f"<p>{as_html(say('hint_offer', task=self.task.name))}</p>")
        passed, tasks, *_ = self.progress
        label = escape(self.how_far())
        parts.append(f'<p><progress value="{passed}" max="{tasks}" aria-label="{label}"></progress>{label}</p>')
        return f'{STYLE}<div class="cc-check">{"".join(parts)}</div>'


def call(name: str, inputs: dict[str, Any]) -> str:
    """Return a call as one would write it, with arrays cut short."""
    return f"{name}({', '.join(f'{key}={brief(value)}' for key, value in inputs.items())})"


def brief(value: Any) -> str:
    """Return a value in a line: an array by its numbers where they are few, by its shape where not."""
    if not isinstance(value, np.ndarray):
        text = repr(value)
        return text if len(text) <= 120 else f"{text[:117]}…"
    if value.size <= 9 and value.ndim <= 2:
        return f"array({np.array2string(value, separator=', ', precision=4).replace(chr(10), '')})"
    return f"<array {value.shape} {value.dtype}>"


def _arrays(failure: Failure, tolerance: float) -> str:
    """Expected, received and difference side by side: numbers where they fit, pictures where not."""
    expected, received = failure.expected, failure.received
    if not isinstance(expected, np.ndarray) or expected.size == 0:
        rows = [(say("expected"), expected)] + ([(say("received"), received)] if received is not None else [])
        return "".join(f"<p>{label}: <code>{escape(brief(value))}</code></p>" for label, value in rows)
    comparable = isinstance(received, np.ndarray) and received.shape == expected.shape and received.dtype.kind in "biuf"
    sides = [(say("expected"), expected)]
    wrong = None
    if isinstance(received, np.ndarray) and received.size and received.dtype.kind in "biuf":
        sides.append((say("received"), received))
    if comparable:
        off = received.astype("float64") - expected
        wrong = ~(np.abs(off) <= tolerance * (1 + np.abs(expected)))
        sides.append((say("difference"), off))
    return f'<div class="cc-arrays">{"".join(_figure(label, array, wrong) for label, array in sides)}</div>'


def _figure(label: str, array: np.ndarray[Any, Any], wrong: np.ndarray[Any, Any] | None) -> str:
    """One plane of an array: that of the first wrong number, or the first."""
    plane, note = _plane(array, wrong)
    marks = _plane(wrong, wrong)[0] if wrong is not None and wrong.shape == array.shape else np.zeros(plane.shape, bool)
    caption = f"{label} {note}".strip()
    if max(plane.shape) <= WIDEST_TABLE:
        return f'<figure class="cc-cells"><figcaption>{escape(caption)}</figcaption>{_table(plane, marks)}</figure>'
    return f"<figure><figcaption>{escape(caption)}</figcaption>{_picture(plane, caption)}</figure>"


def _plane(array: np.ndarray[Any, Any], wrong: np.ndarray[Any, Any] | None) -> tuple[np.ndarray[Any, Any], str]:
    if array.ndim <= 2:
        return np.atleast_2d(array), ""
    channel = 0
    if wrong is not None and wrong.shape == array.shape and wrong.any():
        channel = int(np.argwhere(wrong)[0][-1])
    plane = array[..., channel]
    while plane.ndim > 2:
        plane = plane[0]
    return plane, f"({say('channel', number=channel)})" if array.shape[-1] > 1 else ""


def _table(plane: np.ndarray[Any, Any], marks: np.ndarray[Any, Any]) -> str:
    rows = []
    for values, wrong in zip(plane, marks, strict=True):
        cells = (
            f"<td{' class=cc-no' if bad else ''}>{value:.4g}</td>" for value, bad in zip(values, wrong, strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _picture(plane: np.ndarray[Any, Any], caption: str) -> str:
    from PIL import Image

    finite = np.where(np.isfinite(plane), plane, 0).astype("float64")
    low, high = finite.min(), finite.max()
    grey = ((finite - low) / ((high - low) or 1) * 255).astype("uint8")
    scale = max(1, PICTURE_SIDE // max(grey.shape))
    buffer = io.BytesIO()
    Image.fromarray(grey.repeat(scale, 0).repeat(scale, 1)).save(buffer, "PNG")
    alt = escape(f"{caption}: {plane.shape[0]} × {plane.shape[1]}, {low:.4g} – {high:.4g}", quote=True)
    return f'<img alt="{alt}" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
