"""Writes a zip file whose bytes follow from its content alone."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The first moment that a zip file can name: no file in it has a time of its own.
MOMENT = (1980, 1, 1, 0, 0, 0)
MODE = 0o100644 << 16
UNIX = 3
PACKED = {".whl", ".jpg", ".png", ".woff2"}


def write_archive(target: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write a zip file with one folder in it.

    Args:
        target: The file to write.
        folder: The folder's name.
        files: The content of its files by path; their order doesn't matter.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}", MOMENT)
            entry.create_system, entry.external_attr = UNIX, MODE
            packed = Path(path).suffix in PACKED
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=9)
