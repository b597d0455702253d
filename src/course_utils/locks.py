"""One process at a time: what two of them would otherwise write at once, the second finds done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PAUSE = 0.1


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Let one process, or thread, at a time work on `target`; the others wait here until it is done.

    The lock is a file beside the target that the operating system holds for the process: where that is killed,
    the lock is free again. Whoever waited should look first whether anything is left to do.

    Args:
        target: The file or folder that is going to be written. Its parent is made if it is not there.

    Example:
        >>> with alone(folder):
        ...     if not folder.exists():
        ...         make(folder)
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f".{target.name}.lock").open("ab") as file:
        while not _taken(file):
            time.sleep(_PAUSE)
        yield  # closing the file gives the lock back


def clear_leftovers(target: Path) -> None:
    """Remove what killed processes have left of their attempts to write `target`.

    Call it with the lock of `alone` held: what a living process is writing looks the same.
    """
    import shutil

    for leftover in target.parent.glob(f".{target.name}-*.part"):
        shutil.rmtree(leftover, ignore_errors=True)


if sys.platform == "win32":
    import msvcrt

    def _taken(file: BinaryIO) -> bool:
        with suppress(OSError):
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _taken(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network disk without locks: what is written is whole there, too, if perhaps twice
            return True
        return True
