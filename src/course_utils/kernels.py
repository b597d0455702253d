"""Classic filters with a name: edges, blur, sharpen, emboss, Gabor.

They are drawn by hand, so that a reader can see what a filter does before a network learns its own. The numbers live in
`kernels.json`, which the widgets read too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray


@cache
def _table() -> dict[str, dict[str, list[list[float]]]]:
    text = files("course_utils").joinpath("kernels.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def names() -> list[str]:
    """Return the names of all filters."""
    return list(_table())


def pattern(name: str, kernel_size: int = 3) -> NDArray[np.float32]:
    """Return the numbers of one filter in one channel.

    Args:
        name: One of `names()`.
        kernel_size: 3 or 5.

    Returns:
        Array of shape `(kernel_size, kernel_size)`.

    Raises:
        ValueError: If there is no such filter, or not in that size.

    Example:
        >>> pattern("vertical_edges")
        array([[-1.,  0.,  1.],
               [-2.,  0.,  2.],
               [-1.,  0.,  1.]], dtype=float32)
    """
    if name not in _table():
        raise ValueError(f"There is no filter of that name. Received: name={name!r}. Names: {', '.join(names())}")
    sizes = _table()[name]
    if str(kernel_size) not in sizes:
        raise ValueError(f"`kernel_size` must be {' or '.join(sizes)}. Received: kernel_size={kernel_size!r}")
    return np.array(sizes[str(kernel_size)], dtype="float32")


def stack(filters: Sequence[str], channels: int = 3, kernel_size: int = 3) -> NDArray[np.float32]:
    """Stack named filters into one convolution kernel, the same pattern in each input channel.

    Args:
        filters: Names from `names()`, one an output channel.
        channels: Number of input channels.
        kernel_size: 3 or 5.

    Returns:
        Array of shape `(kernel_size, kernel_size, channels, len(filters))`, as `keras.layers.Conv2D` keeps its kernel.

    Raises:
        ValueError: If a filter is unknown, or none is named.

    Example:
        >>> stack(["blur", "sharpen"]).shape
        (3, 3, 3, 2)
    """
    if isinstance(filters, str) or not filters:
        raise ValueError(f"`filters` must be a list of one or more filter names. Received: filters={filters!r}")
    patterns = np.stack([pattern(name, kernel_size) for name in filters], axis=-1)
    return np.repeat(patterns[:, :, None, :], channels, axis=2)
