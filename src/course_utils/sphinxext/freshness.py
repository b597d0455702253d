"""Tell whether what the book is made of has changed, without the seconds that importing Sphinx takes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from course_utils import runs

SOURCES = (
    "_config.yml",
    "_toc.yml",
    "*.md",
    "book/**/*",
    "chapters/**/*",
    "exercises/**/*",
    "locale/**/*.po",
)
TOOLS = ("jupyter-book", "myst-nb", "sphinx")
EXTENSION = Path(__file__).parent
BUNDLES = EXTENSION.parent / "widgets" / "static"
RUNS = EXTENSION.parent / "runs"


def files_below(folder: Path, *patterns: str) -> Iterator[Path]:
    """Yield the files of a folder in a stable order.

    Args:
        folder: Where to look.
        patterns: Globs relative to the folder; without any, all files below it.

    Yields:
        Existing files, but for Python's caches.
    """
    for pattern in patterns or ("**/*",):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def code_files() -> Iterator[Path]:
    """Yield the files that decide how a source is read."""
    return files_below(EXTENSION, "*.py", "*.json")


def shown_files() -> Iterator[Path]:
    """Yield the files of this package that the pages are written with or load."""
    yield from files_below(EXTENSION / "theme")
    yield from files_below(BUNDLES)


def content_digest(paths: Iterable[Path]) -> str:
    """Return a digest of the content of files.

    Args:
        paths: Existing files.

    Returns:
        A hexadecimal SHA-256 digest.
    """
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def fingerprint(root: Path) -> str:
    """Return a digest of the name, time and size of every input, and of the versions of the tools.

    Args:
        root: The folder that holds ``_config.yml``.

    Returns:
        A hexadecimal SHA-256 digest.
    """
    digest = hashlib.sha256(sys.version.encode())
    for tool in TOOLS:
        digest.update(f"{tool} {version(tool)}\n".encode())
    ours = (*files_below(EXTENSION), *files_below(BUNDLES), *files_below(RUNS), *files_below(runs.folder(), "*.json"))
    for path in (*files_below(root, *SOURCES), *ours):
        stat = path.stat()
        digest.update(f"{path} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return digest.hexdigest()
