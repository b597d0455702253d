"""Writes checkpoints as PyTorch did before 1.6, right ones and wrong ones, without PyTorch."""

import pickle
import struct
from collections import OrderedDict
from pathlib import Path

import numpy as np

MAGIC, VERSION = 0x1950A86A20F9469CFC6C, 1001
KINDS = {"f": "FloatStorage", "i": "LongStorage"}


class Global:
    """Something that the pickle looks up by its name, whatever is installed here."""

    def __init__(self, module, name):
        self.module, self.name = module, name

    def __reduce__(self):
        return f"{self.module}.{self.name}"


class Tensor:
    """A tensor as a checkpoint describes it."""

    def __init__(self, key, array, offset=0, size=None, stride=None, kind=None, count=None):
        self.storage = ("storage", Global("torch", kind or KINDS[array.dtype.kind]), key, "cpu", count or array.size)
        self.array = array
        steps = tuple(step // array.itemsize for step in array.strides)
        self.view = (offset, array.shape if size is None else size, steps if stride is None else stride)


class _Pickler(pickle._Pickler):
    """Python's own pickler, taught to write names that need not exist and storages that lie elsewhere."""

    def persistent_id(self, thing):
        return (*thing.storage, None) if isinstance(thing, _Storage) else None

    def save(self, thing, save_persistent_id=True):
        if isinstance(thing, Global):
            self.write(pickle.GLOBAL + f"{thing.module}\n{thing.name}\n".encode())
        elif isinstance(thing, Tensor):
            self.save(Global("torch._utils", "_rebuild_tensor_v2"))
            self.save((_Storage(thing), *thing.view, False, OrderedDict()))
            self.write(pickle.REDUCE)
        else:
            super().save(thing, save_persistent_id)


class _Storage:
    def __init__(self, tensor):
        self.storage = tensor.storage


def pickled(thing) -> bytes:
    import io

    stream = io.BytesIO()
    _Pickler(stream, protocol=2).dump(thing)
    return stream.getvalue()


def checkpoint(state, magic=MAGIC, version=VERSION, keys=None, state_pickle=None) -> bytes:
    """The content of a checkpoint of `Tensor`s by name; each part can be replaced by a wrong one."""
    arrays = {thing.storage[2]: thing.array for thing in state.values() if isinstance(thing, Tensor)}
    parts = [pickled(magic), pickled(version), pickled({"little_endian": True})]
    parts += [state_pickle or pickled(state), pickled(list(arrays) if keys is None else keys)]
    for array in arrays.values():
        flat = np.ascontiguousarray(array.ravel(order="K"))
        parts.append(struct.pack("<q", flat.size) + flat.tobytes())
    return b"".join(parts)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
