"""Features on disk, one row a picture, found again by the picture's own content.

A folder holds pieces of a few hundred rows, each written whole or not at all: `features.npy`, and `keys.npy` with
the hash of the picture that each row belongs to. So an interrupted extraction goes on where it stopped, the order
of the pictures does not matter, and a picture that has changed is another one.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.storage import replacing

Array = NDArray[Any]
_KEY_BYTES = 16


def key_of(*arrays: Array, text: str = "") -> bytes:
    """Return a short hash of arrays, their shapes and types, and a text."""
    digest = hashlib.sha256(text.encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.digest()[:_KEY_BYTES]


class FeatureStore:
    """The rows that are in a folder, and those that are to be written into it.

    Args:
        folder: Where the pieces are. It need not exist.
        row_shape: Shape of one row of float32 numbers.
        piece: How many rows make a piece.
    """

    def __init__(self, folder: Path, row_shape: Sequence[int | None], piece: int = 256) -> None:
        self._folder = folder
        self._piece = piece
        self._row_shape = tuple(row_shape)
        self._rows: dict[bytes, Array] = {}
        self._unwritten: list[bytes] = []
        self._lock = threading.Lock()
        for path in sorted(folder.glob("[0-9a-f]*/")):
            self._rows.update(self._read(path))

    def __contains__(self, key: bytes) -> bool:
        return key in self._rows

    def __getitem__(self, key: bytes) -> Array:
        return self._rows[key]

    def add(self, keys: Sequence[bytes], features: Iterable[Array]) -> None:
        """Take in rows, and write them once there are enough for a piece. Threads may do so at the same time."""
        with self._lock:
            new = {key: row for key, row in zip(keys, features, strict=True) if key not in self._rows}
            self._rows |= new
            self._unwritten.extend(new)
            if len(self._unwritten) >= self._piece:
                self.write()

    def write(self) -> None:
        """Write the rows that are not on disk yet; from then on they take no memory."""
        if not self._unwritten:
            return
        keys = np.frombuffer(b"".join(self._unwritten), np.uint8).reshape(-1, _KEY_BYTES)
        path = self._folder / key_of(keys).hex()
        try:
            with replacing(path) as draft:
                draft.mkdir()
                np.save(draft / "keys.npy", keys, allow_pickle=False)
                np.save(draft / "features.npy", np.stack([self._rows[key] for key in self._unwritten]))
        except OSError as error:
            if not path.exists():  # or another process was faster
                warnings.warn(f"These features are not kept, since {path} can't be written: {error}", stacklevel=2)
        self._rows.update(self._read(path))
        self._unwritten.clear()

    def _read(self, path: Path) -> Iterator[tuple[bytes, Array]]:
        """Read a piece; its features stay on disk until they are looked at."""
        try:
            keys = np.load(path / "keys.npy", allow_pickle=False)
            features = np.load(path / "features.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            shutil.rmtree(path, ignore_errors=True)  # damaged: its pictures are computed anew
            return
        if features.dtype == np.float32 and features.shape[1:] == self._row_shape and len(keys) == len(features):
            yield from zip((key.tobytes() for key in keys), features, strict=True)
