"""Vectors and rotations. Points come as `(3, count)` arrays: x to the right, y up, z towards the viewer."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = NDArray[np.float64]
Points: TypeAlias = NDArray[np.float32]
Values: TypeAlias = NDArray[np.float32]

AXES: Matrix = np.eye(3)
X, Y, Z = AXES


def vector(values: ArrayLike) -> Vector:
    """Return an array of float64, such as a point or a direction."""
    return np.asarray(values, dtype=np.float64)


def unit(values: ArrayLike) -> Vector:
    """Return a vector of length one in the same direction."""
    long = vector(values)
    short: Vector = long / (np.linalg.norm(long) + 1e-9)
    return short


def units(points: NDArray[Any]) -> NDArray[Any]:
    """Return each column of a `(3, count)` array with length one."""
    scaled: NDArray[Any] = points / (np.linalg.norm(points, axis=0) + 1e-6)
    return scaled


def turn_x(degrees: float) -> Matrix:
    """Return the rotation about x: a nod, downwards for a positive angle."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector([[1, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(degrees: float) -> Matrix:
    """Return the rotation about y: to the viewer's right for a positive angle."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def turn_z(degrees: float) -> Matrix:
    """Return the rotation about z: to the viewer's left for a positive angle."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def step_up(values: NDArray[Any], sharpness: float = 6.0) -> Values:
    """Return the soft step from 0 (values far below 0) to 1 (far above)."""
    return (1 / (1 + np.exp(-np.clip(values * sharpness, -30, 30)))).astype(np.float32)
