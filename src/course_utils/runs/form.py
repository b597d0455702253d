"""What a value must look like, described by the value's own shape: a dictionary of types, lists of them, and so on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ListOf:
    """Stands for a list of any length, each part of which has the form."""

    form: Any


@dataclass(frozen=True)
class Maybe:
    """Stands for None, or a value that has the form."""

    form: Any


def misfits(value: Any, form: Any, where: str) -> Iterator[str]:
    """Say what in a value is not as described.

    Args:
        value: The value, such as the content of a JSON file.
        form: A type, a dictionary of forms, `ListOf` or `Maybe` one. A `float` may be an integer, and is finite.
        where: What the value is called.

    Yields:
        A sentence for each part that is not.

    Example:
        >>> list(misfits({"cores": True}, {"cores": int}, "machine"))
        ['machine.cores must be int, and is True']
    """
    if isinstance(form, Maybe):
        if value is not None:
            yield from misfits(value, form.form, where)
    elif isinstance(form, ListOf):
        if not isinstance(value, list | tuple):
            yield f"{where} must be a list, and is {value!r}"
            return
        for place, part in enumerate(value):
            yield from misfits(part, form.form, f"{where}[{place}]")
    elif isinstance(form, Mapping):
        if not isinstance(value, Mapping) or set(value) != set(form):
            received = sorted(value) if isinstance(value, Mapping) else repr(value)
            yield f"{where} must have {sorted(form)}, and has {received}"
            return
        for key, part in form.items():
            yield from misfits(value[key], part, f"{where}.{key}")
    elif not _is_a(form, value):
        yield f"{where} must be {form.__name__}, and is {value!r}"


def _is_a(form: type, value: Any) -> bool:
    if isinstance(value, bool):
        return form is bool
    return isinstance(value, int | float) and math.isfinite(value) if form is float else isinstance(value, form)
