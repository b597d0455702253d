"""Which pictures of a source are cats and which are dogs, and whether somebody has split them already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import PurePosixPath

__all__ = ["CLASSES", "PARTS", "Layout", "find_layout"]

PARTS = ("train", "validation", "test")
CLASSES = ("cat", "dog")

_CLASS_FOLDERS = {"cat": "cat", "cats": "cat", "dog": "dog", "dogs": "dog"}
_PART_FOLDERS = {
    **{"train": "train", "training": "train", "test": "test", "testing": "test"},
    **{"validation": "validation", "valid": "validation", "val": "validation"},
}
_CLASS_NAME = re.compile(r"(cat|dog)[._-]?\d", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The pictures of a source, in numerical order.

    Args:
        classes: The pictures of each class.
        split: The pictures of each part and class, if the source has all three parts of both, else nothing.
    """

    classes: dict[str, list[str]]
    split: dict[tuple[str, str], list[str]]


def find_layout(names: Iterable[str]) -> Layout:
    """Find out how the pictures of a source are arranged.

    A picture's class is the nearest folder called Cat(s) or Dog(s), or else the start of its own name
    (`cat.0.jpg`). Its part is the nearest folder called train, validation or test (also training, val, valid,
    testing). Hidden files do not count.

    Args:
        names: The paths of the files within the source.

    Returns:
        The layout. What belongs to no class is left out.

    Example:
        >>> find_layout(["PetImages/Dog/10.jpg", "PetImages/Dog/9.jpg", "readme.txt"]).classes
        {'cat': [], 'dog': ['PetImages/Dog/9.jpg', 'PetImages/Dog/10.jpg']}
    """
    classes: dict[str, list[str]] = {class_name: [] for class_name in CLASSES}
    split: dict[tuple[str, str], list[str]] = {place: [] for place in product(PARTS, CLASSES)}
    unsplit = False
    for name in sorted(names, key=_in_numerical_order):
        class_name = _class_of(name)
        if class_name is None:
            continue
        classes[class_name].append(name)
        part = _nearest(name, _PART_FOLDERS)
        if part is None:
            unsplit = True
        else:
            split[part, class_name].append(name)
    return Layout(classes, {} if unsplit or not all(split.values()) else split)


def _class_of(name: str) -> str | None:
    parts = PurePosixPath(name).parts
    if any(part.startswith((".", "__MACOSX")) for part in parts):
        return None
    if folder := _nearest(name, _CLASS_FOLDERS):
        return folder
    match = _CLASS_NAME.match(parts[-1])
    return match[1].lower() if match else None


def _nearest(name: str, meanings: dict[str, str]) -> str | None:
    folders = reversed(PurePosixPath(name).parts[:-1])
    return next((meanings[folder.lower()] for folder in folders if folder.lower() in meanings), None)


def _in_numerical_order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A key that puts 9.jpg before 10.jpg, and names without a number behind those with one."""
    pieces = re.split(r"(\d+)", PurePosixPath(name).name.lower())
    numbers = [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece]
    return numbers, name
