"""What a training leaves behind: its figures, epoch by epoch, and which epoch was the best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class History:
    """The figures of a training.

    Args:
        epochs: How many epochs were asked for.
        monitor: The figure that says which epoch is the best.
        history: Each figure, epoch by epoch, under the name that Keras gives it: `loss`, `accuracy`, `val_loss`,
            `val_accuracy`.
        seconds: How long each epoch took, validation included.
        stopped: Why it is over: `"finished"`, `"patience"` or `"interrupted"`.
    """

    epochs: int
    monitor: str
    history: dict[str, list[float]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    stopped: str = "finished"

    def __len__(self) -> int:
        """Return the number of epochs that were trained."""
        return len(self.seconds)

    @property
    def best_epoch(self) -> int:
        """The epoch with the best monitored figure, counted from 1; among equals, the one with the least loss."""
        return 1 + max(range(len(self)), key=self._goodness)

    def at_best(self, name: str) -> float:
        """Return a figure of the best epoch."""
        return self.history[name][self.best_epoch - 1]

    def append(self, figures: Mapping[str, Any], seconds: float) -> None:
        """Add an epoch."""
        if self.monitor not in figures:
            raise ValueError(
                f"`monitor` must be one of the figures of this training: {', '.join(sorted(figures))}. "
                f"Received: monitor={self.monitor!r}"
            )
        for name, value in figures.items():
            self.history.setdefault(name, []).append(float(value))
        self.seconds.append(seconds)

    def _goodness(self, epoch: int) -> tuple[float, float]:
        value = self.history[self.monitor][epoch]
        loss = self.history["val_loss" if self.monitor.startswith("val_") else "loss"][epoch]
        return (value if is_better_when_larger(self.monitor) else -value), -loss

    def __repr__(self) -> str:
        if not len(self):
            return "no epoch trained"
        # Where a training stops early, it would stop at another epoch on another processor.
        trained = f"{len(self)} epochs" if len(self) == self.epochs else f"≈ {len(self)} of {self.epochs} epochs"
        best = ", ".join(f"{name} {shown(name, self.at_best(name), '≈ ')}" for name in self._worth_saying())
        return f"trained for {trained}, ≈ {sum(self.seconds):.0f} s; the best is epoch ≈ {self.best_epoch}: {best}"

    def _worth_saying(self) -> list[str]:
        return [name for name in ("accuracy", "val_accuracy", "loss", "val_loss") if name in self.history]


def is_better_when_larger(name: str) -> bool:
    """Say whether a figure grows, as accuracies do, or shrinks, as losses do, where a model gets better."""
    return any(part in name for part in ("acc", "auc", "precision", "recall"))


def shown(name: str, value: float, mark: str = "") -> str:
    """Return a figure as a reader wants it: shares in per cent, losses to three places."""
    return f"{mark}{value:.1%}" if is_better_when_larger(name) else f"{mark}{value:.3f}"
