"""A photo and what filters answer to it, in the colours of a theme: for the book's title page and its cards."""

from __future__ import annotations

import base64
import io
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from course_utils import kernels, ops

Rgb = tuple[int, int, int]


class Colours(NamedTuple):
    """What a response is drawn in: paper at zero, one colour below and one above."""

    paper: Rgb
    negative: Rgb
    output: Rgb


LIGHT = Colours((255, 255, 255), (190, 18, 60), (67, 56, 202))
DARK = Colours((20, 24, 31), (251, 113, 133), (165, 180, 252))


def response(photo: NDArray[np.uint8], name: str, colours: Colours) -> NDArray[np.uint8]:
    """Return what a filter answers to a photo.

    Args:
        photo: Shape `(height, width, 3)`, values 0 to 255.
        name: A filter of `kernels.names()`.
        colours: What it is drawn in.

    Returns:
        A picture of shape `(height - 2, width - 2, 3)`.
    """
    kernel = np.repeat(kernels.pattern(name)[:, :, np.newaxis], 3, axis=2)[..., np.newaxis]
    answer = ops.conv2d(photo.astype("float32") / 255, kernel)
    strength = np.clip(np.abs(answer) / np.quantile(np.abs(answer), 0.99), 0, 1)
    paper, negative, output = map(np.array, colours)
    return np.asarray(np.round(paper + (np.where(answer < 0, negative, output) - paper) * strength), dtype="uint8")


def data_url(picture: NDArray[np.uint8]) -> str:
    """Return a picture as an address that holds all of it."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="png")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
