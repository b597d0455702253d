"""The objects that a reader moves, and the kernel that looks for one of them as a whole."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_INK = {".": 0.0, "+": 0.5, "#": 1.0}


@cache
def _drawings() -> dict[str, list[str]]:
    drawings: dict[str, list[str]] = json.loads(Path(__file__).with_name("objects.json").read_text("utf-8"))
    return drawings


def names() -> list[str]:
    """Return the names of all drawn objects."""
    return list(_drawings())


def drawing(name: str) -> NDArray[np.float32]:
    """Return the ink of a drawn object, from 0 (background shows) to 1 (white).

    Args:
        name: One of `names()`.

    Returns:
        Array of shape `(height, width)`.

    Raises:
        ValueError: If there is no such object.

    Example:
        >>> drawing("cross").sum()
        np.float32(36.0)
    """
    if name not in _drawings():
        raise ValueError(f"There is no object of that name. Received: name={name!r}. Names: {', '.join(names())}")
    return np.array([[_INK[mark] for mark in row] for row in _drawings()[name]], dtype="float32")


def template(item: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the kernel that looks for an object as a whole, with a margin of one cell around it.

    Its numbers add up to 0, so that an even background gets no answer, and it answers with 1 to the object itself.

    Args:
        item: Ink of shape `(height, width)`, not all of it zero.

    Returns:
        Array of shape `(height + 2, width + 2)`.

    Example:
        >>> kernel = template(drawing("ring"))
        >>> bool(abs(kernel.sum()) < 1e-6), kernel.shape
        (True, (12, 12))
    """
    margin = np.pad(item.astype("float64"), 1)
    free = margin - margin.mean()
    kernel: NDArray[np.float32] = (free / (free * margin).sum()).astype("float32")
    return kernel
