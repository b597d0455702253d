"""Where pictures come from: a folder, or a zip archive that is read in place and never trusted."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from course_utils.datasets.ingest import UnreadablePicture

__all__ = ["Source", "UnsafeArchive", "open_source"]

_LARGEST_ENTRY = 100_000_000
_LARGEST_TOTAL = 8_000_000_000
_MOST_ENTRIES = 200_000
_MOST_TIMES_SMALLER = 100  # what deflate makes of photos is about as large as they are
_SMALL = 1_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_RESERVED = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}


class UnsafeArchive(ValueError):
    """A zip archive holds what an archive of pictures has no reason to hold."""


class Source(Protocol):
    """Files that can be read by name; several threads may do so at once."""

    names: list[str]
    """The paths of the files, relative to the source and with forward slashes."""

    def read(self, name: str) -> bytes:
        """Return the content of a file, or raise UnreadablePicture."""
        ...


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a folder or a zip archive to read pictures from.

    An archive is read in place, nothing of it is unpacked. It is refused as a whole if it holds an entry with an
    absolute path or one that leads out (`..`), a link, an encrypted entry, two entries of one name, a name that
    Windows reserves, or more than pictures can need: 200,000 entries, 100 MB in one or 8 GB in all, or a hundred
    times its own size.

    Args:
        path: The folder or the archive.

    Raises:
        FileNotFoundError: If nothing is there.
        UnsafeArchive: If the archive is refused.
        ValueError: If the file is no zip archive, or not a whole one.
    """
    if path.is_dir():
        yield _Folder(path)
        return
    if not path.exists():
        raise FileNotFoundError(f"There is nothing at {path}. Give the path of a zip archive or a folder of pictures")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ValueError(
            f"{path} is not a whole zip archive ({error}). Its download may have been cut off: get it again, "
            "or give the folder of pictures that came out of it"
        ) from error
    with archive:
        yield _Archive(archive, path)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = [
            Path(folder, file).relative_to(path).as_posix() for folder, _, files in os.walk(path) for file in files
        ]

    def read(self, name: str) -> bytes:
        path = self._path / name
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):  # reading a pipe would wait for ever
                raise UnreadablePicture("unreadable file", "it is no ordinary file")
            if status.st_size > _LARGEST_ENTRY:
                raise UnreadablePicture("too large", f"{status.st_size:,} bytes")
            return path.read_bytes()
        except OSError as error:
            raise UnreadablePicture("unreadable file", error.strerror or str(error)) from error


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._entries = _safe_entries(archive.infolist(), path)
        self.names = list(self._entries)

    def read(self, name: str) -> bytes:
        try:
            return self._archive.read(self._entries[name])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadablePicture("damaged", f"in the archive: {error}") from error


def _safe_entries(entries: list[zipfile.ZipInfo], path: Path) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by name, or the reason to have nothing to do with it."""
    if len(entries) > _MOST_ENTRIES:
        raise _unsafe(path, f"{len(entries):,} entries, at most {_MOST_ENTRIES:,} are allowed")
    total = sum(entry.file_size for entry in entries)
    if total > _LARGEST_TOTAL:
        raise _unsafe(path, f"{total:,} bytes unpacked, at most {_LARGEST_TOTAL:,} are allowed")
    if total > max(_SMALL, _MOST_TIMES_SMALLER * path.stat().st_size):
        raise _unsafe(path, f"it unpacks to {total:,} bytes, more than {_MOST_TIMES_SMALLER} times its own size")
    files: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/")  # archives of older Windows programs
        if fault := _fault(entry, name):
            raise _unsafe(path, f"the entry {entry.filename!r} {fault}")
        if name.casefold() in seen:
            raise _unsafe(path, f"two entries are called {entry.filename!r}")
        seen.add(name.casefold())
        if not name.endswith("/"):
            files[name] = entry
    return files


def _fault(entry: zipfile.ZipInfo, name: str) -> str | None:
    """Say why an entry has no business in an archive of pictures."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ":" in name:
        return "has an absolute path"
    if ".." in parts:
        return "leads out of the archive"
    if entry.orig_filename != entry.filename and "\0" in entry.orig_filename:
        return "has a name with a hidden end"
    if not parts or not name.isprintable():
        return "has no proper name"
    if any(part.partition(".")[0].rstrip().casefold() in _RESERVED for part in parts):
        return "has a name that Windows reserves"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in _METHODS:
        return f"is compressed by method {entry.compress_type}"
    if entry.file_size > _LARGEST_ENTRY:
        return f"has {entry.file_size:,} bytes unpacked, at most {_LARGEST_ENTRY:,} are allowed"
    return None


def _unsafe(path: Path, reason: str) -> UnsafeArchive:
    return UnsafeArchive(
        f"The archive {path} is refused: {reason}. Nothing was unpacked. If you trust it, unpack it yourself and "
        "give the folder instead"
    )
