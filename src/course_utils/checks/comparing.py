"""What an answer may look like beside the expected one, and how to say where it differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

NUMBERS = "biuf"


@dataclass(frozen=True)
class Difference:
    """The first way in which an answer is not the expected one.

    Args:
        kind: Which message of `strings.json` says it.
        fields: What the message tells.
    """

    kind: str
    fields: dict[str, Any] = field(default_factory=dict)


def compare(expected: Any, received: Any, tolerance: float) -> Difference | None:
    """Compare an answer with the expected one.

    An integer has to be met exactly, whatever its type; a number or an array within
    `tolerance · (1 + |expected|)`; a tuple or a list item by item. Truth values are no integers.

    Args:
        expected: The answer of the reference solution.
        received: The answer to judge, as `wire.decode` returns it.
        tolerance: How far a number may be off.

    Returns:
        The first difference, or None.

    Example:
        >>> compare(3, np.int64(3), 0.0) is None
        True
        >>> compare(np.zeros((2, 2)), np.zeros((2, 3)), 0.0)
        Difference(kind='shape', fields={'expected': (2, 2), 'received': (2, 3)})
    """
    if isinstance(expected, np.ndarray):
        return _compare_arrays(expected, received, tolerance)
    received = _plain(received)
    if isinstance(expected, list | tuple):
        return _compare_items(expected, received, tolerance)
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        same = type(expected) is type(received) and expected == received
        return None if same else _values(expected, received)
    if isinstance(received, bool) or not isinstance(received, int | float):
        return Difference("type", {"expected": type(expected).__name__, "received": type_name(received)})
    if isinstance(expected, int):
        return None if expected == received else _values(expected, received)
    return None if abs(received - expected) <= tolerance * (1 + abs(expected)) else _values(expected, received)


def type_name(value: Any) -> str:
    """Return the name of a value's type as a beginner knows it."""
    return "array" if isinstance(value, np.ndarray) else type(value).__name__


def _plain(value: Any) -> Any:
    return (
        value.item() if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0) else value
    )


def _values(expected: Any, received: Any) -> Difference:
    return Difference("value", {"expected": _short(expected), "received": _short(received)})


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _compare_items(expected: list[Any] | tuple[Any, ...], received: Any, tolerance: float) -> Difference | None:
    if isinstance(received, np.ndarray) and received.ndim == 1:
        received = received.tolist()
    if not isinstance(received, list | tuple):
        return Difference("type", {"expected": type(expected).__name__, "received": type_name(received)})
    if len(expected) != len(received):
        return Difference("length", {"expected": len(expected), "received": len(received)})
    for wanted, item in zip(expected, received, strict=True):
        if compare(wanted, item, tolerance):
            return _values(expected, received)
    return None


def _compare_arrays(expected: np.ndarray[Any, Any], received: Any, tolerance: float) -> Difference | None:
    if not isinstance(received, np.ndarray | np.generic):
        return Difference("type", {"expected": "array", "received": type_name(received)})
    if received.dtype.kind not in NUMBERS:
        return Difference("type", {"expected": "array", "received": f"array of {received.dtype}"})
    if expected.shape != received.shape:
        return Difference("shape", {"expected": expected.shape, "received": received.shape})
    if not np.isfinite(received).all():
        return Difference("finite", {"count": int((~np.isfinite(received)).sum())})
    wanted, got = expected.astype("float64"), received.astype("float64")
    wrong = np.abs(got - wanted) > tolerance * (1 + np.abs(wanted))
    if not wrong.any():
        return None
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    share = {"wrong": int(wrong.sum()), "size": int(wrong.size), "place": place}
    return Difference("numbers", {**share, "expected": float(wanted[place]), "received": float(got[place])})
