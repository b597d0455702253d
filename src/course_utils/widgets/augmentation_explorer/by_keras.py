"""A sheet of nine versions of a picture, made by the Keras layers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.plots import Plot

PREVIEWS, COLUMNS = 9, 3
_INCHES = 4.2


def augmented(image: NDArray[np.uint8], layers: Sequence[Any], training: bool) -> NDArray[np.uint8]:
    """Run nine copies of a picture through layers, each with draws of its own.

    Args:
        image: 8-bit pixels of shape `(height, width, channels)`.
        layers: Keras layers for values from 0 to 255.
        training: Whether the layers are to do anything.

    Returns:
        8-bit pixels of shape `(9, height, width, channels)`.
    """
    outputs = np.repeat(image[np.newaxis], PREVIEWS, axis=0).astype("float32")
    for layer in layers:
        outputs = layer(outputs, training=training)
    pixels: NDArray[np.uint8] = np.clip(np.rint(np.asarray(outputs)), 0, 255).astype("uint8")
    return pixels


def sheet(image: NDArray[np.uint8], layers: Sequence[Any], training: bool) -> Plot:
    """Draw nine versions of a picture in three rows.

    Args:
        image: 8-bit pixels of shape `(height, width, channels)`.
        layers: Keras layers for values from 0 to 255.
        training: Whether the layers are to do anything.

    Returns:
        A `Plot` whose summary names the layers.
    """
    from matplotlib.figure import Figure

    height, width, channels = image.shape
    figure = Figure(figsize=(_INCHES, _INCHES * height / width), layout="constrained")
    grid = np.ravel(figure.subplots(PREVIEWS // COLUMNS, COLUMNS))
    for axis, picture in zip(grid, augmented(image, layers, training), strict=True):
        axis.set_axis_off()
        axis.imshow(np.squeeze(picture), cmap="gray", vmin=0, vmax=255)
    names = ", ".join(type(layer).__name__ for layer in layers) if training else ""
    return Plot(figure, f"{PREVIEWS} pictures {height}×{width}×{channels}: {names or 'unchanged'}", photographic=True)
