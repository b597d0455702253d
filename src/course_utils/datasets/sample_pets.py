"""Drawn cats and dogs that come with the package: the data set of every chapter that has no network."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import zipfile
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from course_utils.datasets.arranging import arrange, count_pictures, writable
from course_utils.datasets.sources import open_source
from course_utils.locks import alone, clear_leftovers
from course_utils.storage import cache_folder, replacing

__all__ = ["sample_pets", "sample_pets_table"]

ARCHIVE, TABLE = "sample_pets.zip", "sample_pets.csv"


def sample_pets() -> Path:
    """Return a folder with drawn pictures of cats and dogs, which need no network.

    The pictures come with the package and are drawn by a program, `tools/sample_pets`, so they are free of any
    licence. They vary as photos do: in size and shape, in framing and light, a few are grey. The first call
    unpacks them into the cache, where later ones find them.

    Returns:
        A folder with `train`, `validation` and `test`, in each of which `cat` and `dog` hold JPEG files; it is
        what `keras.utils.image_dataset_from_directory` takes.

    Raises:
        OSError: If the cache can't be written; `CONVNET_COURSE_CACHE` chooses another folder for it.

    Example:
        >>> sorted(path.name for path in sample_pets().iterdir() if path.is_dir())
        ['test', 'train', 'validation']
    """
    with as_file(files("course_utils.datasets") / ARCHIVE) as archive:
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        folder = cache_folder() / f"sample_pets-{digest[:12]}"
        if not _is_whole(folder, archive):
            with alone(writable(folder.parent, "CONVNET_COURSE_CACHE") / folder.name):
                if not _is_whole(folder, archive):
                    _unpack(archive, folder)
    return folder


def sample_pets_table() -> dict[str, NDArray[np.generic]]:
    """Return what the program drew in each picture of `sample_pets()`: pose, framing, coat and so on.

    Returns:
        Columns by name, each with one entry a picture: numbers where all entries are numbers, else text. The
        column `file` holds the path of the picture within the folder of `sample_pets()`.

    Example:
        >>> sample_pets_table()["file"].shape
        (2000,)
    """
    text = (files("course_utils.datasets") / TABLE).read_text(encoding="utf-8")
    names, *rows = csv.reader(io.StringIO(text))
    return {name: _column(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _column(entries: tuple[str, ...]) -> NDArray[np.generic]:
    for kind in (np.int64, np.float64):
        try:
            return np.array(entries).astype(kind)
        except ValueError:
            continue
    return np.array(entries)


def _is_whole(folder: Path, archive: Path) -> bool:
    """Whether all pictures are there: some systems tidy up their caches file by file."""
    if not folder.is_dir():
        return False
    with zipfile.ZipFile(archive) as file:
        expected = sum(name.endswith(".jpg") for name in file.namelist())
    return sum(count_pictures(folder).values()) == expected


def _unpack(archive: Path, folder: Path) -> None:
    clear_leftovers(folder)
    shutil.rmtree(folder, ignore_errors=True)
    with open_source(archive) as source, replacing(folder) as draft:
        arrange(source, draft)
