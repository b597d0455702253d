"""Small feature maps to pool: the response to real filters, and patterns that part one way of pooling from another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils import kernels, ops, photos

SIDE = 8
STRONGEST = 9

FeatureMap = NDArray[np.float32]


@cache
def feature_map(name: str) -> FeatureMap:
    """Return one of the feature maps that the widget offers.

    `"response"` is the only one that a filter made: two kinds of edge and an outline, around an eye of the cat, after
    ReLU. `"strong"` has a few activated cells among zeros. `"checkerboard"`, `"gradient"` and `"noise"` are patterns.

    Args:
        name: One of `NAMES`.

    Returns:
        Array of shape `(8, 8, channels)`, whole numbers from 0 to 9.

    Raises:
        ValueError: If there is no such feature map.

    Example:
        >>> feature_map("gradient")[0, :, 0]
        array([1., 2., 3., 4., 5., 6., 7., 8.], dtype=float32)
    """
    if name not in _MAKERS:
        raise ValueError(f"There is no feature map of that name. Received: {name!r}. Names: {', '.join(NAMES)}")
    numbers = _MAKERS[name]().astype("float32")
    numbers.flags.writeable = False
    return numbers


def _response() -> NDArray[np.floating[Any]]:
    """Responses of three filters to a small photo, scaled so that the strongest of each is 9, and rounded."""
    photo = photos.cat(2 * SIDE).mean(axis=2, keepdims=True)
    kernel = kernels.stack(["vertical_edges", "horizontal_edges", "outline"], channels=1)
    eye = np.maximum(ops.conv2d(photo, kernel)[3 : 3 + SIDE, 4 : 4 + SIDE], 0)
    scaled: NDArray[np.floating[Any]] = np.round(STRONGEST * eye / eye.max(axis=(0, 1)))
    return scaled


def _strong() -> NDArray[np.floating[Any]]:
    """A few strong cells in the first channel, a single one in the second."""
    numbers = np.zeros((SIDE, SIDE, 2))
    numbers[[1, 3, 6], [6, 4, 0], 0] = [7, STRONGEST, 6]
    numbers[5, 2, 1] = STRONGEST
    return numbers


def _checkerboard() -> NDArray[np.floating[Any]]:
    """Each channel is strong where the other is not."""
    rows, columns = np.indices((SIDE, SIDE))
    odd = (rows + columns) % 2
    return STRONGEST * np.stack([odd, 1.0 - odd], axis=-1)


def _gradient() -> NDArray[np.floating[Any]]:
    """Growing to the right in one channel, downwards in the other."""
    rows, columns = np.indices((SIDE, SIDE))
    return 1.0 + np.stack([columns, rows], axis=-1)


def _noise() -> NDArray[np.floating[Any]]:
    return np.random.default_rng(0).integers(0, STRONGEST + 1, size=(SIDE, SIDE, 2)).astype(float)


_MAKERS: dict[str, Callable[[], NDArray[np.floating[Any]]]] = {
    "response": _response,
    "strong": _strong,
    "checkerboard": _checkerboard,
    "gradient": _gradient,
    "noise": _noise,
}
NAMES = tuple(_MAKERS)
