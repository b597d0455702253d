"""The picture on the title page: a photo, and what three filters of the first chapter answer to it."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from course_utils import kernels, ops, photos

FILTERS = ("vertical_edges", "horizontal_edges", "outline")
PAPER, NEGATIVE, OUTPUT = np.array((255, 255, 255)), np.array((190, 18, 60)), np.array((67, 56, 202))


def cover() -> str:
    """Return the picture as HTML. It says nothing that the title does not."""
    photo = photos.cat(128)
    pictures = [photo, *(response(photo, name) for name in FILTERS)]
    images = "".join(f'<img src="{data_url(picture)}" alt="">' for picture in pictures)
    return f'<div class="cover-art" aria-hidden="true">{images}</div>'


def response(photo: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """Return what a filter answers to a photo, rose below zero and indigo above, on white paper."""
    kernel = np.repeat(kernels.pattern(name)[:, :, np.newaxis], 3, axis=2)[..., np.newaxis]
    answer = ops.conv2d(photo.astype("float32") / 255, kernel)
    strength = np.clip(np.abs(answer) / np.quantile(np.abs(answer), 0.99), 0, 1)
    colours = PAPER + (np.where(answer < 0, NEGATIVE, OUTPUT) - PAPER) * strength
    return np.asarray(np.round(colours), dtype="uint8")


def data_url(picture: NDArray[np.uint8]) -> str:
    """Return a picture as an address that holds all of it."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="png")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"
