"""A figure that sums itself up in a line, and the looks that all of them share."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

DPI = 100
WIDTH = 7.4  # inches: the width of a page of the book
INK = "#1c2330"
MUTED = "#566175"
INPUT, KERNEL, OUTPUT, NEGATIVE = "#b45309", "#0f766e", "#4338ca", "#be123c"

# Rose below zero, paper at zero, the colour of its role above: the same in figures and widgets.
RESPONSE = LinearSegmentedColormap.from_list("response", [NEGATIVE, "white", OUTPUT])
WEIGHT = LinearSegmentedColormap.from_list("weight", [NEGATIVE, "white", KERNEL])

Array = NDArray[Any]


class Plot:
    """A finished figure: a picture for the eye, a summary of its data for tests and for whoever can't see it.

    Args:
        figure: The figure.
        summary: One line that says what it plots, in numbers.
        photographic: Whether it holds photos or dense maps, which JPEG keeps in a third of the bytes of PNG. The
            book's dark theme exchanges ink and paper of all other figures.
    """

    def __init__(self, figure: Figure, summary: str, photographic: bool = False) -> None:
        self.figure = figure
        self.summary = summary
        self.photographic = photographic

    def __repr__(self) -> str:
        """Return the summary."""
        return self.summary

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        mime_type = "image/jpeg" if self.photographic else "image/png"
        return {"text/plain": repr(self), mime_type: base64.b64encode(self._picture).decode("ascii")}

    @cached_property
    def _picture(self) -> bytes:
        """The picture's file content; drawn once, since matplotlib's layout moves a little at each drawing."""
        file = io.BytesIO()
        if self.photographic:
            pillow = {"quality": 80, "subsampling": 0, "optimize": True}  # rose and indigo stay apart
            self.figure.savefig(file, format="jpeg", dpi=DPI, pil_kwargs=pillow)
        else:
            self.figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
        return file.getvalue()


def row(count: int, height: float = 2.6) -> tuple[Figure, list[Any]]:
    """Return a figure with axes side by side, made for pictures rather than curves."""
    size = (min(height * count, WIDTH), min(height, WIDTH / count) + 0.3)
    figure = Figure(figsize=size, layout="constrained")
    axes = list(np.atleast_1d(figure.subplots(1, count)))
    for axis in axes:
        axis.set_axis_off()
        axis.title.set_fontsize(10)
        axis.title.set_color(INK)
    return figure, axes


def check_titles(count: int, titles: Sequence[str]) -> None:
    """Raise a ValueError unless there is a title for each picture."""
    if len(titles) != count:
        raise ValueError(f"Give one title a picture. Received: {count} pictures, {len(titles)} titles")
