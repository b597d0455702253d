"""Where the course keeps its files, and how it writes them: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_APPLICATION = "convnet-course"


def data_folder() -> Path:
    """Return the folder of the data sets: `CONVNET_COURSE_DATA`, or one in the user's own data folder.

    The folder need not exist yet. Functions that only read from it work where it can't be written to.
    """
    return _folder("CONVNET_COURSE_DATA", "user_data_path")


def cache_folder() -> Path:
    """Return the folder of what can be computed anew: `CONVNET_COURSE_CACHE`, or one in the user's own cache.

    Deleting it loses time, nothing else.
    """
    return _folder("CONVNET_COURSE_CACHE", "user_cache_path")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path to write a file or a folder at, which takes the place of `target` once it is complete.

    The path lies beside the target, on the same disk, so that taking its place is one step: whoever looks at
    the target sees the old one, or the new one whole. Where the block fails, the target stays as it was and
    what had been written goes; where the process is killed, a `.part` folder is left that nothing reads.

    Args:
        target: The file or folder to be. A folder may not exist yet; a file may.

    Raises:
        FileExistsError: If `target` is a folder that is not empty.
        FileNotFoundError: If the block wrote nothing.

    Example:
        >>> with replacing(Path("figures.json")) as draft:
        ...     draft.write_text("{}")
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent))
    try:
        draft = beside / target.name
        yield draft
        _reach_the_disk(draft)
        draft.replace(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _folder(variable: str, default: str) -> Path:
    import platformdirs

    chosen = os.environ.get(variable)
    return Path(chosen).expanduser() if chosen else getattr(platformdirs, default)(_APPLICATION, appauthor=False)


def _reach_the_disk(path: Path) -> None:
    """Have a file written out before it is renamed: a rename can outlive a power cut that its content does not."""
    if path.is_file():
        with path.open("rb") as file:
            os.fsync(file.fileno())
