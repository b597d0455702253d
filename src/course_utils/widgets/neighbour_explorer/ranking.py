"""Who is nearest to whom: by the angle between features, or by the distance between pixels."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

MOST_NEIGHBOURS = 10
# Scores that differ by less are ties, which the number of the picture decides: processors differ in late digits.
_DIGITS = 6
# So many columns at once keep the 64-bit copy of large pictures small.
_CHUNK = 1 << 14


class Ranking(NamedTuple):
    """Each picture's nearest neighbours, itself left out, as bytes that a page can hold.

    Attributes:
        order: Numbers of the pictures, the nearest first, shape `(pictures, neighbours)`.
        scores: How near they are, same shape: 100 (cosine similarity + 1), or the distance in brightness levels.
    """

    order: Bytes
    scores: Bytes


def by_features(features: NDArray[Any]) -> Ranking:
    """Rank by cosine similarity.

    Args:
        features: Shape `(pictures, features)`; no row may be all zeros.
    """
    directions = features.astype(np.float64)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    similarity = np.clip(directions @ directions.T, -1, 1)
    return _nearest(-similarity, 100 * (similarity + 1))


def by_pixels(images: Bytes) -> Ranking:
    """Rank by the root of the mean squared difference between pixels.

    Args:
        images: Shape `(pictures, height, width, channels)`.
    """
    distance = np.sqrt(_squared_distances(images) / images[0].size)
    return _nearest(distance, distance)


def _squared_distances(images: Bytes) -> NDArray[np.float64]:
    """Sums of whole numbers below 2⁵³: exact in any order, so the same on every processor."""
    flat = images.reshape(len(images), -1)
    products = np.zeros((len(flat), len(flat)))
    for start in range(0, flat.shape[1], _CHUNK):
        part = flat[:, start : start + _CHUNK].astype(np.float64)
        products += part @ part.T
    squares = products.diagonal()
    distances: NDArray[np.float64] = squares[:, None] + squares - 2 * products
    return distances


def _nearest(distance: NDArray[np.float64], scores: NDArray[np.float64]) -> Ranking:
    rounded = distance.round(_DIGITS)
    np.fill_diagonal(rounded, np.inf)  # nobody is a neighbour of themselves
    most = min(MOST_NEIGHBOURS, len(rounded) - 1)
    order = rounded.argsort(axis=1, kind="stable")[:, :most]
    return Ranking(order.astype(np.uint8), np.take_along_axis(scores, order, axis=1).round().astype(np.uint8))
