"""Real photos that come with scikit-image, cropped and scaled for a page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def cat(size: int = 128) -> NDArray[np.uint8]:
    """Return the photo of Chelsea the cat, cropped to a square around her face.

    Args:
        size: Height and width in pixels.

    Returns:
        Array of shape `(size, size, 3)`, values 0 to 255. The picture is by Stéfan van der Walt, CC0.
    """
    from skimage import data

    return square(data.chelsea()[:, 40:340], size)


def square(picture: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Crop a picture to its central square and scale it.

    Args:
        picture: Array of shape `(height, width, 3)`.
        size: Height and width of the result, in pixels.

    Returns:
        Array of shape `(size, size, 3)`, values 0 to 255.

    Raises:
        ValueError: If the picture is not an array of 8-bit RGB pixels.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise ValueError(
            "`picture` must hold 8-bit RGB pixels, shape (height, width, 3). "
            f"Received: shape={picture.shape}, dtype={picture.dtype}"
        )
    height, width, _ = picture.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    crop = Image.fromarray(picture[top : top + side, left : left + side])
    return np.asarray(crop.resize((size, size), Image.Resampling.LANCZOS))
