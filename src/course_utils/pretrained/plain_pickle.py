"""Reads what pickles of plain data hold, without unpickling: nothing in such a file is ever called or imported.

Python's own unpickler runs what a file tells it to, so a downloaded one could do anything. A checkpoint needs
only numbers, texts, tuples, lists and dictionaries, and a few named things around them. This module walks through
the operations of a pickle, keeps those few, and refuses every other one.
"""

from __future__ import annotations

import pickletools
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, BinaryIO


class PickleRefused(ValueError):
    """A pickle is damaged, or holds more than plain data."""


@dataclass(frozen=True)
class Name:
    """Something that the pickle names, such as `torch.FloatStorage`; it is not looked up."""

    name: str


@dataclass(frozen=True)
class Call:
    """A call that the pickle asks for; it is not made."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Stored:
    """A value that the pickle keeps elsewhere in its file."""

    key: Any


def read(stream: BinaryIO, names: Set[str] = frozenset()) -> Any:
    """Return what the next pickle in a file holds, and leave the file right after it.

    Args:
        stream: A file of pickles, such as `io.BytesIO`.
        names: The things that it may name, such as `{"torch.FloatStorage"}`.

    Returns:
        Numbers, texts, `None`, tuples, lists and dictionaries, with `Name`, `Call` and `Stored` among them.

    Raises:
        PickleRefused: If the pickle is damaged, names something else, or uses any other operation.

    Example:
        >>> import io, pickle
        >>> read(io.BytesIO(pickle.dumps({"sizes": (3, 224)}, protocol=2)))
        {'sizes': (3, 224)}
    """
    machine = _Machine(names)
    try:
        for operation, argument, position in pickletools.genops(stream):
            machine.step(operation.name, argument, position or 0)
        (value,) = machine.stack
    except PickleRefused:
        raise
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise PickleRefused(f"it is damaged ({type(error).__name__})") from error
    return value


class _Machine:
    """The stack of a pickle and its memory, and the operations that are allowed on them."""

    def __init__(self, names: Set[str]) -> None:
        self.stack: list[Any] = []
        self._names = names
        self._marks: list[int] = []
        self._memory: dict[int, Any] = {}

    def step(self, operation: str, argument: Any, position: int) -> None:
        stack = self.stack
        match operation:
            case "PROTO" | "STOP":
                pass
            case "NONE" | "BININT" | "BININT1" | "BININT2" | "LONG1" | "BINUNICODE":
                stack.append(argument)
            case "NEWTRUE" | "NEWFALSE":
                stack.append(operation == "NEWTRUE")
            case "EMPTY_TUPLE" | "EMPTY_LIST" | "EMPTY_DICT":
                stack.append({"EMPTY_TUPLE": (), "EMPTY_LIST": [], "EMPTY_DICT": {}}[operation])
            case "BINPUT" | "LONG_BINPUT":
                self._memory[argument] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(self._memory[argument])
            case "MARK":
                self._marks.append(len(stack))
            case "TUPLE":
                stack.append(tuple(self._since_mark()))
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                stack.append(tuple(self._taken(int(operation[-1]))))
            case "APPEND":
                self._extend(self._taken(1))
            case "APPENDS":
                self._extend(self._since_mark())
            case "SETITEM":
                self._update(self._taken(2))
            case "SETITEMS":
                self._update(self._since_mark())
            case "GLOBAL":
                stack.append(self._named(argument.replace(" ", ".")))
            case "REDUCE":
                stack.append(self._call(*self._taken(2)))
            case "BINPERSID":
                stack.append(Stored(stack.pop()))
            case "BUILD":  # an object's own attributes, such as the version numbers of a state dict: not needed
                stack.pop()
            case _:
                raise PickleRefused(f"operation {operation} at byte {position} is not one of plain data")

    def _taken(self, count: int) -> list[Any]:
        if len(self.stack) < count:
            raise IndexError
        values = self.stack[-count:]
        del self.stack[-count:]
        return values

    def _since_mark(self) -> list[Any]:
        return self._taken(count) if (count := len(self.stack) - self._marks.pop()) else []

    def _extend(self, values: list[Any]) -> None:
        self._last(list).extend(values)

    def _update(self, values: list[Any]) -> None:
        target = self._last(dict)
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, str):  # the hash of a tuple in a tuple in a tuple … can take for ever
                raise PickleRefused(f"a dictionary has a key that is no text but a {type(key).__name__}")
            target[key] = value

    def _last(self, kind: type) -> Any:
        if type(self.stack[-1]) is not kind:
            raise PickleRefused(f"there is a {type(self.stack[-1]).__name__} where a {kind.__name__} belongs")
        return self.stack[-1]

    def _named(self, name: str) -> Name:
        if name not in self._names:
            raise PickleRefused(f"it names {name!r}, which is no part of plain data")
        return Name(name)

    def _call(self, called: Any, arguments: Any) -> Any:
        if not isinstance(called, Name) or not isinstance(arguments, tuple):
            raise PickleRefused("it calls something that it does not name")
        # An ordered dictionary is a dictionary: those of today keep their order.
        return {} if called.name == "collections.OrderedDict" and not arguments else Call(called.name, arguments)
