"""Digits as a reader may draw them: off the centre, larger or smaller, leaning, with a thin or a thick pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Batch = NDArray[np.float32]

_ROTATION, _SHEAR = np.radians(14), 0.2
_SCALES, _PROPORTIONS = (0.8, 1.2), (0.9, 1.1)
_PENS = -0.4, 0.8  # from thinner to thicker
_INK = 0.3  # from here on, a pixel belongs to the digit


def varied(pictures: Batch, random: np.random.Generator) -> Batch:
    """Return each picture as another hand may have drawn it.

    Args:
        pictures: Shape `(count, side, side)`, values 0 (paper) to 1 (ink).
        random: Where the chance comes from.

    Returns:
        As many pictures of the same shape.
    """
    thick_or_thin = _with_other_pens(pictures, random)
    matrices = _matrices(len(pictures), random)
    return _moved(thick_or_thin, matrices, _shifts(pictures, matrices, random))


def _with_other_pens(pictures: Batch, random: np.random.Generator) -> Batch:
    """Strokes made thicker (towards the darkest neighbour) or thinner (towards the palest)."""
    around = np.pad(pictures, [(0, 0), (1, 1), (1, 1)])
    side = pictures.shape[1]
    crosses = [around[:, y : y + side, x : x + side] for y, x in [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)]]
    pens = random.uniform(*_PENS, (len(pictures), 1, 1)).astype(np.float32)
    target = np.where(pens > 0, np.maximum.reduce(crosses), np.minimum.reduce(crosses))
    varied_strokes: Batch = pictures + np.abs(pens) * (target - pictures)
    return varied_strokes


def _matrices(count: int, random: np.random.Generator) -> Batch:
    """What turns, leans and scales each picture: `(count, 2, 2)` for (row, column)."""
    angle, lean = random.uniform(-_ROTATION, _ROTATION, count), random.uniform(-_SHEAR, _SHEAR, count)
    height, proportion = random.uniform(*_SCALES, count), random.uniform(*_PROPORTIONS, count)
    one, zero = np.ones(count), np.zeros(count)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[one, zero], [lean, one]])
    scale = np.array([[height, zero], [zero, height * proportion]])
    matrices: Batch = np.einsum("ijn,jkn,kln->nil", turn, shear, scale).astype(np.float32)
    return matrices


def _shifts(pictures: Batch, matrices: Batch, random: np.random.Generator) -> Batch:
    """How far each digit goes from the middle of its free room, more often a little than all the way."""
    corners = np.array([_corners(picture) for picture in pictures]) @ matrices.transpose(0, 2, 1)
    room = pictures.shape[1] / 2
    low, high = -room - corners.min(axis=1), room - corners.max(axis=1)
    far = np.clip(random.normal(0, 0.5, low.shape), -1, 1)
    shifts: Batch = ((low + high) / 2 + far * np.maximum(high - low, 0) / 2).astype(np.float32)
    return shifts


def _corners(picture: Batch) -> Batch:
    """The corners of the box around a digit, (row, column) from the middle of the picture."""
    ink, middle = picture > _INK, (len(picture) - 1) / 2
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return np.array([(y - middle, x - middle) for y in rows[[0, -1]] for x in columns[[0, -1]]], dtype=np.float32)


def _moved(pictures: Batch, matrices: Batch, shifts: Batch) -> Batch:
    """Each picture seen through its matrix and shift, pixels between pixels weighed from the four around."""
    count, side, _ = pictures.shape
    places = (np.mgrid[:side, :side].reshape(2, -1).T - (side - 1) / 2).astype(np.float32)
    sources = (places - shifts[:, None]) @ np.linalg.inv(matrices).transpose(0, 2, 1)
    sources = np.clip(sources + np.float32((side + 1) / 2), 0, side + 0.99)
    corner = sources.astype(np.int32)
    down, right = np.moveaxis(sources - corner, -1, 0)
    padded = np.pad(pictures, [(0, 0), (1, 2), (1, 2)])
    wide = side + 3
    at = corner[..., 0] * wide + corner[..., 1] + (np.arange(count, dtype=np.int32) * wide**2)[:, None]
    upper = padded.take(at) * (1 - right) + padded.take(at + 1) * right
    lower = padded.take(at + wide) * (1 - right) + padded.take(at + wide + 1) * right
    moved: Batch = (upper * (1 - down) + lower * down).astype(np.float32).reshape(pictures.shape)
    return moved
