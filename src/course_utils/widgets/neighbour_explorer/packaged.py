"""The drawn pets that the explorer opens with: ranked once, the same on every machine."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from course_utils.widgets.neighbour_explorer.gallery import Gallery
from course_utils.widgets.neighbour_explorer.ranking import Ranking

SPRITE, RECORD = "pets.jpg", "pets.json"
_PACKAGE = "course_utils.widgets.neighbour_explorer"


@cache
def pets() -> Gallery:
    """Return the first 60 cats and 60 dogs of the test pictures of `datasets.sample_pets()`.

    `python -m tools.neighbours` makes it from what EfficientNet-Lite0 sees in them. It is stored rather than
    computed, since features differ in late digits between processors, and loading it needs no TensorFlow.

    Raises:
        ValueError: If a file is not the one that was made.
    """
    record = pets_record()
    gallery = restored(files(_PACKAGE).joinpath(SPRITE).read_bytes(), record["gallery"])
    if gallery.digest() != record["sha256"]:
        raise ValueError(
            f"{SPRITE} and {RECORD} are not what was made: a file is damaged. Reinstall the convnet-course package. "
            f"Expected SHA-256: {record['sha256']}. Received: {gallery.digest()}"
        )
    return gallery


def pets_record() -> dict[str, Any]:
    """Return how the gallery was made.

    Returns:
        The `command`, the `net` and its `input_size`, the `versions`, the `files` within `sample_pets()`, the
        SHA-256 of their archive (`source`) and of the gallery (`sha256`), and the `gallery` without its pictures.
    """
    record: dict[str, Any] = json.loads(files(_PACKAGE).joinpath(RECORD).read_text(encoding="utf-8"))
    return record


def description(gallery: Gallery) -> dict[str, Any]:
    """Return a gallery but for its sprite as plain JSON, arrays as base64."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(item) for name, item in value.items()}
        return b64encode(value).decode("ascii") if isinstance(value, memoryview) else value

    return {name: plain(value) for name, value in gallery.to_json().items() if name != "sprite"}


def restored(sprite: bytes, described: dict[str, Any]) -> Gallery:
    """Return the gallery of a sprite and a `description`."""
    labels = _numbers(described["labels"])

    def ranking(name: str) -> Ranking:
        order, scores = (_numbers(described[name][part]).reshape(len(labels), -1) for part in Ranking._fields)
        return Ranking(order, scores)

    height, width = map(int, described["tile"].split())
    names, brightness = tuple(described["class_names"]), _numbers(described["brightness"])
    return Gallery(sprite, (height, width), labels, names, brightness, ranking("features"), ranking("pixels"))


def _numbers(text: str) -> Any:
    return np.frombuffer(b64decode(text), np.uint8)
