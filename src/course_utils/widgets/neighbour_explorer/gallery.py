"""The pictures of an explorer as small thumbnails, their classes, and who is nearest to whom."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from course_utils.widgets.neighbour_explorer.ranking import Bytes, Ranking, by_features, by_pixels

COUNTS, SIDES = range(3, 151), range(8, 513)
_THUMBNAIL, _COLUMNS, _QUALITY = 64, 12, 75


@dataclass(frozen=True, eq=False)
class Gallery:
    """All that the page needs: it ranks nothing, it only looks up.

    In each space, the nearest ten of a picture and their scores take 20 bytes, where its features alone would take
    1,280 even at a byte each; and the page can't disagree with the kernel about ties.

    Args:
        sprite: One JPEG with all thumbnails, row by row.
        tile: Height and width of a thumbnail.
        labels: Each picture's class, shape `(pictures,)`.
        class_names: The names of the classes.
        brightness: Each picture's mean over all its pixel values, shape `(pictures,)`.
        features: Neighbours in feature space.
        pixels: Neighbours in pixel space.
    """

    sprite: bytes
    tile: tuple[int, int]
    labels: Bytes
    class_names: tuple[str, ...]
    brightness: Bytes
    features: Ranking
    pixels: Ranking

    @classmethod
    def of(
        cls, images: ArrayLike, labels: ArrayLike, features: ArrayLike, class_names: Sequence[str] | None = None
    ) -> Gallery:
        """Make a gallery of pictures, as `NeighbourExplorer` describes them."""
        pictures = _checked_images(np.asarray(images))
        classes = _checked_labels(np.asarray(labels), len(pictures), class_names)
        names = range(int(classes.max()) + 1) if class_names is None else class_names
        vectors = _checked_features(np.asarray(features), len(pictures))
        sprite, tile = _sprite(pictures)
        brightness = (pictures.sum(axis=(1, 2, 3), dtype=np.uint64) / pictures[0].size).round().astype(np.uint8)
        rankings = by_features(vectors), by_pixels(pictures)
        return cls(sprite, tile, classes, tuple(map(str, names)), brightness, *rankings)

    @property
    def most(self) -> int:
        """How many neighbours each picture has here."""
        return int(self.features.order.shape[1])

    def digest(self) -> str:
        """Return the SHA-256 of all that it holds."""
        digest = hashlib.sha256(self.sprite)
        digest.update(repr((self.tile, self.class_names)).encode())
        for array in (self.labels, self.brightness, *self.features, *self.pixels):
            digest.update(np.ascontiguousarray(array).data)
        return digest.hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON but for its arrays, which cross to the page as bytes."""
        return {
            "sprite": memoryview(self.sprite),
            "tile": " ".join(map(str, self.tile)),
            "columns": _COLUMNS,
            "labels": _view(self.labels),
            "class_names": [*self.class_names],
            "brightness": _view(self.brightness),
            "features": {name: _view(part) for name, part in self.features._asdict().items()},
            "pixels": {name: _view(part) for name, part in self.pixels._asdict().items()},
        }


def _view(array: Bytes) -> memoryview:
    return np.ascontiguousarray(array).data.cast("B")


def _sprite(images: Bytes) -> tuple[bytes, tuple[int, int]]:
    """All pictures on one sheet, each scaled to fit a thumbnail, its proportions kept."""
    count, *shape = images.shape[:3]
    height, width = tile = tuple(max(1, round(length * _THUMBNAIL / max(shape))) for length in shape)
    sheet = Image.new("RGB", (_COLUMNS * width, -(-count // _COLUMNS) * height))
    for place, image in enumerate(images):
        row, column = divmod(place, _COLUMNS)
        thumbnail = Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(thumbnail, (column * width, row * height))
    content = io.BytesIO()
    sheet.save(content, "JPEG", quality=_QUALITY, optimize=True)
    return content.getvalue(), (tile[0], tile[1])


def _checked_images(images: NDArray[Any]) -> Bytes:
    fits = images.dtype == np.uint8 and images.ndim == 4 and images.shape[3] == 3
    if not fits or len(images) not in COUNTS or any(side not in SIDES for side in images.shape[1:3]):
        raise traitlets.TraitError(
            f"`images` must be {COUNTS[0]} to {COUNTS[-1]} pictures of 8-bit pixels, {SIDES[0]} to {SIDES[-1]} of them "
            "high and wide, shape (pictures, height, width, 3). "
            f"Received: dtype={images.dtype}, shape={images.shape}. "
            "Pixels from 0 to 255 become 8-bit ones by `images.round().astype('uint8')`."
        )
    return images


def _checked_labels(labels: NDArray[Any], count: int, class_names: Sequence[str] | None) -> Bytes:
    classes = 256 if class_names is None else len(class_names)
    if isinstance(class_names, str) or not classes:
        raise traitlets.TraitError(f"`class_names` must be a list of names. Received: class_names={class_names!r}")
    whole = labels.dtype.kind in "iu" or (labels.dtype.kind == "f" and np.array_equal(labels, np.trunc(labels)))
    if labels.shape != (count,) or not whole or labels.min() < 0 or labels.max() >= classes:
        raise traitlets.TraitError(
            f"`labels` must be {count} whole numbers, one a picture, from 0 to {classes - 1}. "
            f"Received: dtype={labels.dtype}, shape={labels.shape}"
            + (f", from {labels.min()} to {labels.max()}" if labels.size and whole else "")
        )
    return labels.astype(np.uint8)


def _checked_features(features: NDArray[Any], count: int) -> NDArray[Any]:
    """One row of numbers a picture; feature maps are averaged over their places."""
    if features.dtype.kind not in "fiu" or features.ndim not in (2, 4) or len(features) != count or not features.size:
        raise traitlets.TraitError(
            f"`features` must be numbers of shape ({count}, features) or ({count}, height, width, features), a row for "
            f"each picture, such as `pretrained.extract_features` gives. "
            f"Received: dtype={features.dtype}, shape={features.shape}"
        )
    rows = features.mean(axis=(1, 2), dtype=np.float64) if features.ndim == 4 else features
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=1) | ~rows.any(axis=1))
    if bad.size:
        raise traitlets.TraitError(
            "`features` must be finite, and no picture's may all be 0, since then they have no direction. "
            f"Received: such features of picture {bad[0]}"
        )
    return rows
