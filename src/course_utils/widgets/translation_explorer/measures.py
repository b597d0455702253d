"""How much of a map moved along with the object, and how much of it stayed where it was."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.floating[Any]]

# What two computations of the same number may differ by, as a share of the largest number of the map.
_ROUNDING = 1e-4


class Agreement(NamedTuple):
    """How well a response map, moved back, equals the one from the start.

    Args:
        compared: Cells that lie on both maps and answer on at least one of them.
        agreeing: Those among them that have the same number on both.
        lost: Cells of the object's response that moved off the map.
        difference: The largest difference between two compared cells.
    """

    compared: int
    agreeing: int
    lost: int
    difference: float

    @property
    def share(self) -> float:
        """Agreeing cells among all that there were to find; NaN where nothing answers."""
        return ratio(self.agreeing, self.compared + self.lost)


def cells_moved(pixels: int, strides: int) -> int:
    """Return the whole number of cells that is nearest to a shift by so many pixels; halves go up."""
    return int(np.floor(pixels / strides + 0.5))


def agreement(start: Map, now: Map, empty: Map, rows: int, columns: int) -> Agreement:
    """Compare a response map with the one from the start, moved by whole cells.

    Args:
        start: Response map of the object at its first place, shape `(height, width)`.
        now: Response map of the moved object.
        empty: Response map of the background alone: what differs from it is the object's.
        rows: Cells that the response should have moved down.
        columns: Cells that it should have moved to the right.
    """
    tolerance = _ROUNDING * (float(start.max()) or 1.0)
    height, width = start.shape
    top, left = max(-rows, 0), max(-columns, 0)
    bottom, right = max(min(height - rows, height), top), max(min(width - columns, width), left)
    before = start[top:bottom, left:right]
    after = now[top + rows : bottom + rows, left + columns : right + columns]
    answering = np.maximum(before, after) > tolerance
    differences = np.abs(before - after)[answering]
    of_object = np.abs(start - empty) > tolerance
    lost = of_object.sum() - of_object[top:bottom, left:right].sum()
    return Agreement(
        compared=int(answering.sum()),
        agreeing=int((differences <= tolerance).sum()),
        lost=int(lost),
        difference=float(differences.max(initial=0)),
    )


def in_place(start: Map, now: Map) -> float:
    """Return how much of a map stayed where it was: the common part of both maps over the part that either has.

    1 for equal maps, 0 for maps that answer nowhere in the same cell, NaN if none of them answers.
    """
    return ratio(float(np.minimum(start, now).sum()), float(np.maximum(start, now).sum()))


def ratio(now: float, start: float) -> float:
    """Return `now` as a share of `start`; NaN if there was no answer at the start."""
    return now / start if start > 1e-6 else float("nan")
