"""Photos that come with scikit-image, cropped and scaled by NumPy alone: the same numbers on every machine."""

import numpy as np

# Three are of things that ImageNet knows well, the others are not: there a net's odd details show.
NAMES = (
    "astronaut",
    "camera",
    "chelsea",
    "clock",
    "coffee",
    "coins",
    "hubble_deep_field",
    "moon",
    "retina",
    "rocket",
    "stereo_motorcycle",
    "text",
)


def photo(name: str, size: int) -> np.ndarray:
    """The central square of a photo, scaled by bilinear interpolation to (size, size, 3), values 0 to 255."""
    from skimage import data

    loaded = getattr(data, name)()
    picture = np.asarray(loaded[0] if isinstance(loaded, tuple) else loaded, dtype=np.float64)
    if picture.ndim == 2:
        picture = np.stack([picture] * 3, axis=-1)
    height, width, _ = picture.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = picture[top : top + side, left : left + side]
    place = np.clip((np.arange(size) + 0.5) * side / size - 0.5, 0, side - 1)
    before = np.minimum(place.astype(int), side - 2)
    share = place - before
    rows = square[before] * (1 - share)[:, None, None] + square[before + 1] * share[:, None, None]
    return rows[:, before] * (1 - share)[None, :, None] + rows[:, before + 1] * share[None, :, None]
