"""Reads the tensors of a checkpoint in PyTorch's older format, without PyTorch.

Such a file is five pickles — a magic number, the version, facts about the machine, the state dict and the keys of
its storages — and then, key by key, a count and as many little-endian numbers. Each tensor is a view of a storage:
an offset, a size and a stride for each axis.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from course_utils.pretrained.plain_pickle import Call, Name, PickleRefused, Stored, read

Array = NDArray[Any]

_MAGIC, _VERSION = 0x1950A86A20F9469CFC6C, 1001
_DTYPES: dict[str, np.dtype[Any]] = {"torch.FloatStorage": np.dtype("<f4"), "torch.LongStorage": np.dtype("<i8")}
_TENSOR = "torch._utils._rebuild_tensor_v2"
_NAMES = frozenset({*_DTYPES, _TENSOR, "collections.OrderedDict"})


class CheckpointRefused(ValueError):
    """A file is not a checkpoint of plain tensors."""


def read_checkpoint(path: Path) -> dict[str, Array]:
    """Return the tensors of a checkpoint as arrays.

    Nothing in the file is run: see `plain_pickle`. The memory that it takes grows with its size and with nothing else.

    Args:
        path: A `.pth` file as PyTorch wrote it before version 1.6: a state dict of float32 and int64 tensors.

    Returns:
        The tensors by name, in the order of the file.

    Raises:
        CheckpointRefused: If the file is truncated, damaged, of another format, or holds anything but tensors.

    Reference:
        [Serialization semantics](https://pytorch.org/docs/stable/notes/serialization.html)
    """
    content = path.read_bytes()
    try:
        return _tensors(io.BytesIO(content), room=len(content))
    except PickleRefused as error:
        raise CheckpointRefused(
            f"{path.name} was refused, since a checkpoint may hold plain tensors and nothing else: {error}. "
            "Don't load it by other means: install again what it came with."
        ) from error


def _tensors(stream: io.BytesIO, room: int) -> dict[str, Array]:
    _check(read(stream) == _MAGIC, "it does not begin as a checkpoint of PyTorch before 1.6 does")
    _check(read(stream) == _VERSION, f"its version is not {_VERSION}")
    read(stream)
    state, keys = read(stream, _NAMES), read(stream)
    _check(isinstance(state, dict) and isinstance(keys, list), "it holds no state dict")
    views = {name: _view(value) for name, value in state.items()}
    dtypes = {view.key: view.dtype for view in views.values()}
    storages = {key: _storage(stream, key, dtypes) for key in keys}
    _check(not stream.read(1), "something follows its last storage")
    room_needed = sum(view.dtype.itemsize * math.prod(view.size) for view in views.values())
    _check(room_needed <= room, f"its tensors claim {room_needed:,} bytes, the file has {room:,}")
    return {name: view.of(storages) for name, view in views.items()}


@dataclass(frozen=True)
class _View:
    """A tensor: which numbers of a storage it shows, and in which order."""

    key: str
    dtype: np.dtype[Any]
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]

    def of(self, storages: dict[str, Array]) -> Array:
        _check(self.key in storages, "a tensor has no storage")
        storage = storages[self.key]
        _check(storage.dtype == self.dtype, "two tensors see one storage as different numbers")
        last = self.offset + sum((side - 1) * step for side, step in zip(self.size, self.stride, strict=True))
        _check(last < storage.size, "a tensor reaches past the end of its storage")
        steps = [step * storage.itemsize for step in self.stride]
        try:
            # Convolution weights are stored permuted: only their strides say in which order.
            return np.ascontiguousarray(as_strided(storage[self.offset :], self.size, steps))
        except (ValueError, OverflowError) as error:  # more axes, or longer steps, than an array can have
            raise PickleRefused("a tensor has an impossible shape") from error


def _view(value: Any) -> _View:
    match value:
        case Call(name, (Stored(("storage", Name(kind), str(key), str(), int(), None)), int(offset), size, stride, *_)):
            _check(name == _TENSOR and kind in _DTYPES, f"it calls {name} on {kind}")
            view = _View(str(key), _DTYPES[kind], offset, _counts(size), _counts(stride))
            possible = offset >= 0 and len(view.size) == len(view.stride) and 0 not in view.size
            _check(possible, "a tensor has an impossible shape")
            return view
    raise PickleRefused("the state dict holds something that is no tensor of float32 or int64 numbers")


def _counts(values: Any) -> tuple[int, ...]:
    whole = isinstance(values, tuple) and all(type(value) is int and value >= 0 for value in values)
    _check(whole, "a tensor has an impossible shape")
    counts: tuple[int, ...] = values
    return counts


def _storage(stream: io.BytesIO, key: Any, dtypes: dict[str, np.dtype[Any]]) -> Array:
    _check(isinstance(key, str) and key in dtypes, "a storage belongs to no tensor")
    dtype = dtypes[key]
    count = int.from_bytes(stream.read(8), "little", signed=True)
    left = stream.getbuffer().nbytes - stream.tell()
    _check(0 <= count * dtype.itemsize <= left, "it ends in the middle of a storage")
    return np.frombuffer(stream.read(count * dtype.itemsize), dtype)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise PickleRefused(otherwise)
