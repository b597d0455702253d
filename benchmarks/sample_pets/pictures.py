"""Reads the pictures of an archive, as the pipelines of the course show them to a net."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

LABELS = "cat", "dog"
SPLITS = "train", "validation", "test"
Pixels: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Split:
    """The files of one split, and their labels: 0 for a cat, 1 for a dog."""

    files: list[bytes]
    labels: NDArray[np.int64]

    def pictures(self) -> list[Image.Image]:
        """Return the pictures, upright and in colour."""
        opened = (Image.open(io.BytesIO(content)) for content in self.files)
        return [ImageOps.exif_transpose(picture).convert("RGB") for picture in opened]

    def pixels(self, side: int) -> Pixels:
        """Return the pictures at `side` pixels, whatever their proportions: `(count, side, side, 3)`."""
        return np.stack([resized(np.asarray(picture), side) for picture in self.pictures()])

    def thumbnails(self, side: int) -> Pixels:
        """Return them averaged down to very few pixels, 0 to 1."""
        small = [picture.resize((side, side), Image.Resampling.BOX) for picture in self.pictures()]
        return np.stack([np.asarray(picture, np.float32) for picture in small]) / 255


@cache
def read(archive: Path) -> dict[str, Split]:
    """Return the splits of an archive, cats and dogs in turn."""
    splits = {}
    with zipfile.ZipFile(archive) as zipped:
        for split in SPLITS:
            names = [sorted(n for n in zipped.namelist() if n.startswith(f"{split}/{label}/")) for label in LABELS]
            order = [(name, label) for pair in zip(*names, strict=True) for label, name in enumerate(pair)]
            files = [zipped.read(name) for name, _ in order]
            splits[split] = Split(files, np.array([label for _, label in order]))
    return splits


def resized(pixels: NDArray[np.uint8], side: int) -> Pixels:
    """Return a picture resized as TensorFlow does by default: bilinear, from the nearest four pixels alone."""
    rows, row_share = _neighbours(pixels.shape[0], side)
    columns, column_share = _neighbours(pixels.shape[1], side)
    values = pixels.astype(np.float32)
    upper, lower = values[rows[0]], values[rows[1]]
    tall = upper + (lower - upper) * row_share[:, None, None]
    left, right = tall[:, columns[0]], tall[:, columns[1]]
    return left + (right - left) * column_share[None, :, None]


def _neighbours(size: int, side: int) -> tuple[NDArray[np.int64], Pixels]:
    """The two source rows of each target row, and how much the second counts."""
    center = (np.arange(side) + 0.5) * size / side - 0.5
    first = np.floor(center)
    pair = np.clip(np.stack([first, first + 1]), 0, size - 1).astype(np.int64)
    return pair, (center - first).astype(np.float32)
