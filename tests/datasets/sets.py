"""Small sets of cats and dogs, as folders and as archives."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.datasets.pictures import encoded

Files = dict[str, bytes]
SMALL = {"train": 4, "validation": 2, "test": 3}


def picture(class_name: str, number: int, side: int = 8) -> bytes:
    """A picture like no other: cats are warm, dogs are cold, and the shade is the number."""
    colour = (200, number % 256, 60) if class_name == "cat" else (60, number % 256, 200)
    return encoded(np.full((side, side + 4, 3), colour, np.uint8))


def pet_images(count: int = 12, broken: Mapping[str, bytes] | None = None, side: int = 8) -> Files:
    """The files of an archive like Microsoft's: folders Cat and Dog, files that are no pictures, broken ones."""
    files = {"readme[1].txt": b"Read me", "MSR-LA - 3467.docx": b"PK"}
    for class_name in ("Cat", "Dog"):
        for number in range(count):
            files[f"PetImages/{class_name}/{number}.jpg"] = picture(class_name.lower(), number, side)
        files[f"PetImages/{class_name}/Thumbs.db"] = b"\xd0\xcf\x11\xe0" + bytes(100)
    return files | dict(broken or {})


def split_set(counts: Mapping[str, int] = SMALL, root: str = "") -> Files:
    return {
        f"{root}{part}/{class_name}s/{class_name}.{number}.jpg": picture(class_name, number)
        for part, count in counts.items()
        for class_name in ("cat", "dog")
        for number in range(count)
    }


def write_folder(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def write_zip(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def contents(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
