"""How values cross between a student's process and the grader: as JSON that can hold nothing but data.

This file stands alone (standard library and NumPy): the sandbox runs it without the rest of the package.
"""

from __future__ import annotations

import base64
import binascii
import math
from typing import Any

import numpy as np

# Kinds of numbers that may cross: truth values, integers, floats. Objects, strings and records may not.
KINDS = "biuf"
MOST_NUMBERS = 2_000_000
MOST_ITEMS = 10_000
DEEPEST = 8
LONGEST_TEXT = 100_000
LARGEST_INTEGER = 2**63


def encode(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON.

    Args:
        value: None, a truth value, number or text, an array of numbers, or a list, tuple or dictionary of these.
        depth: How deep inside another value it lies.

    Raises:
        TypeError: If it is of another type.
        ValueError: If it is too large.
    """
    if depth > DEEPEST:
        raise ValueError(f"a value nested more than {DEEPEST} deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(np.asarray(value))
    if type(value) is int:
        if abs(value) >= LARGEST_INTEGER:
            raise ValueError("an integer of more than 64 bits")
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if type(value) is str:
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"a text of {len(value)} characters")
        return value
    if type(value) in (list, tuple, dict) and len(value) > MOST_ITEMS:
        raise ValueError(f"a {type(value).__name__} of {len(value)} items")
    if type(value) is list:
        return [encode(item, depth + 1) for item in value]
    if type(value) is tuple:
        return {"tuple": [encode(item, depth + 1) for item in value]}
    if type(value) is dict and all(type(key) is str for key in value):
        return {"dict": {key: encode(item, depth + 1) for key, item in value.items()}}
    raise TypeError(f"a value of type {type(value).__name__}")


def decode(form: Any, depth: int = 0) -> Any:
    """Return the value that JSON stands for; the opposite of `encode`.

    Raises:
        ValueError: If it stands for nothing that `encode` makes. Nothing in it is ever run.
    """
    if depth > DEEPEST:
        raise ValueError(f"a value nested more than {DEEPEST} deep")
    if form is None or isinstance(form, bool | int | float):
        if isinstance(form, int) and abs(form) >= LARGEST_INTEGER:
            raise ValueError("an integer of more than 64 bits")
        return form
    if isinstance(form, str):
        if len(form) > LONGEST_TEXT:
            raise ValueError(f"a text of {len(form)} characters")
        return form
    if isinstance(form, list):
        return _decode_items(form, depth)
    if isinstance(form, dict) and len(form) == 1:
        ((kind, content),) = form.items()
        if kind == "float" and content in ("nan", "inf", "-inf"):
            return float(content)
        if kind == "tuple" and isinstance(content, list):
            return tuple(_decode_items(content, depth))
        if kind == "dict" and isinstance(content, dict):
            values = _decode_items(list(content.values()), depth)
            return dict(zip(content, values, strict=True))
        if kind == "array" and isinstance(content, dict):
            return _decode_array(content)
    raise ValueError("a form that stands for no value")


def _encode_array(array: np.ndarray[Any, Any]) -> Any:
    if array.dtype.kind not in KINDS:
        raise TypeError(f"an array of dtype {array.dtype}")
    if array.size > MOST_NUMBERS:
        raise ValueError(f"an array of {array.size:,} numbers")
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(array.shape)
    data = base64.b64encode(plain.tobytes()).decode()
    return {"array": {"dtype": plain.dtype.str, "shape": list(array.shape), "data": data}}


def _decode_array(content: dict[str, Any]) -> np.ndarray[Any, Any]:
    if set(content) != {"dtype", "shape", "data"}:
        raise ValueError("an array without dtype, shape or data")
    name, shape, data = content["dtype"], content["shape"], content["data"]
    names = {"|b1"} | {f"{order}{kind}{size}" for order in "<|" for kind in "iuf" for size in (1, 2, 4, 8)}
    if not (isinstance(name, str) and name in names - {"<f1", "|f1"}):
        raise ValueError("an array of a dtype that may not cross")
    if not (
        isinstance(shape, list) and len(shape) <= DEEPEST and all(type(side) is int and side >= 0 for side in shape)
    ):
        raise ValueError("an array of an impossible shape")
    size = math.prod(shape)
    if size > MOST_NUMBERS or not isinstance(data, str):
        raise ValueError(f"an array of {size:,} numbers")
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ValueError("an array whose data are not base64") from error
    dtype = np.dtype(name)
    if len(raw) != size * dtype.itemsize:
        raise ValueError("an array whose data do not fill its shape")
    return np.frombuffer(raw, dtype).reshape(shape).copy()


def _decode_items(items: list[Any], depth: int) -> list[Any]:
    if len(items) > MOST_ITEMS:
        raise ValueError(f"a list of {len(items)} items")
    return [decode(item, depth + 1) for item in items]
