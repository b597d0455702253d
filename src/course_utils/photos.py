"""Real photos that come with scikit-image, cropped and scaled for a page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Free of rights: CC0 or in the public domain. Of some of these things ImageNet has a class, of others it has none.
NAMES = ("chelsea", "coffee", "stereo_motorcycle", "camera", "rocket", "astronaut", "text")


def cat(size: int = 128) -> NDArray[np.uint8]:
    """Return the photo of Chelsea the cat, cropped to a square around her face.

    Args:
        size: Height and width in pixels.

    Returns:
        Array of shape `(size, size, 3)`, values 0 to 255. The picture is by Stéfan van der Walt, CC0.
    """
    from skimage import data

    return square(data.chelsea()[:, 40:340], size)


def photo(name: str, size: int = 224) -> NDArray[np.uint8]:
    """Return one of scikit-image's photos, cropped to its central square.

    Args:
        name: One of `NAMES`.
        size: Height and width in pixels.

    Returns:
        Array of shape `(size, size, 3)`, values 0 to 255. A gray photo has three equal channels.

    Raises:
        ValueError: If there is no photo of that name.

    Reference:
        [skimage.data](https://scikit-image.org/docs/stable/api/skimage.data.html), which says whose they are
    """
    from skimage import data

    if name not in NAMES:
        raise ValueError(f"There is no photo of that name. Received: name={name!r}. Allowed: {', '.join(NAMES)}.")
    loaded = getattr(data, name)()
    picture = loaded[0] if isinstance(loaded, tuple) else loaded  # of a stereo pair, the left one
    return square(picture if picture.ndim == 3 else np.stack([picture] * 3, axis=-1), size)


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
