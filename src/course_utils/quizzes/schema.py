"""What a question file must hold. Every complaint names the file, the question and the key."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any, str], None]

LANGUAGES = ("ko", "en")


def check_file(content: Any, name: str) -> None:
    """Refuse a question file that breaks the rules.

    Args:
        content: What the file's JSON says.
        name: The file's name, for the complaint.

    Raises:
        ValueError: If something is missing, unknown or contradictory.
    """
    _record({"questions": _items(_question)})(content, f"{name}: ")
    twice = _repeated(question["id"] for question in content["questions"])
    _require(not twice, f"{name}: ", f"each question needs its own id. Received twice: {', '.join(twice)}")


def _question(value: Any, place: str) -> None:
    _require(isinstance(value, dict), place, f"must be an object. Received: {value!r}")
    if "id" in value:
        file, _, _ = place.partition(": ")
        place = f"{file}: question {value['id']!r}: "
    kind = value.get("kind")
    _is(*_KINDS)(kind, _at(place, "kind"))
    _KINDS[kind](value, place)


def _choice(value: Any, place: str) -> None:
    option = _record({"text": _text, "reason": _text}, {"right": _is(True), "grid": _grid_rows})
    _common({"choices": _items(option, at_least=2)})(value, place)
    right = sum("right" in choice for choice in value["choices"])
    _require(right == 1, _at(place, "choices"), f'exactly one must have "right": true. Received: {right}')


def _number(value: Any, place: str) -> None:
    trap = _record({"value": _finite, "reason": _text})
    number = {"answer": _finite, "reason": _text, "traps": _items(trap)}
    _common(number, {"tolerance": _finite, "unit": _text})(value, place)
    twice = _repeated([value["answer"], *(trap["value"] for trap in value["traps"])])
    rule = f"must differ from each other and from the answer. Received twice: {', '.join(twice)}"
    _require(not twice, _at(place, "traps"), rule)


def _order(value: Any, place: str) -> None:
    step = _record({"text": _text}, {"reason": _text})
    _common({"steps": _items(step, at_least=3), "reason": _text})(value, place)
    for i, content in enumerate(value["steps"]):
        rule = "is missing: why can't this step come earlier?" if i else "is out of place: nothing is earlier"
        _require(("reason" in content) == (i > 0), _at(place, f"steps[{i}].reason"), rule)


_KINDS: dict[Any, Check] = {"choice": _choice, "number": _number, "order": _order}


def _common(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """A question: what its kind needs, and what every question has."""
    grid = _record({"role": _is("input", "kernel", "output"), "label": _text, "rows": _grid_rows})
    return _record(
        {
            "id": _matches(r"[a-z][a-z0-9-]*", "lower-case words joined by hyphens"),
            "claims": _items(_matches(r"\d(\.\d)?-\d\d", 'a line of the notes, such as "1.1-13"')),
            "kind": _is(*_KINDS),
            "title": _text,
            "prompt": _text,
            **required,
        },
        {
            "hint": _text,
            "quote": _text,
            "code": _matches(r"(?s).*\S.*", "lines of code"),
            "grids": _items(grid),
            **(optional or {}),
        },
    )


def _record(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    checks = {**required, **(optional or {})}

    def check(value: Any, place: str) -> None:
        _require(isinstance(value, dict), place, f"must have {', '.join(required)}. Received: {value!r}")
        for key in required:
            _require(key in value, _at(place, key), "is missing")
        for key, item in value.items():
            _require(key in checks, _at(place, key), f"is no key here. Keys: {', '.join(checks)}")
            checks[key](item, _at(place, key))

    return check


def _items(check_item: Check, at_least: int = 1) -> Check:
    def check(value: Any, place: str) -> None:
        enough = isinstance(value, list) and len(value) >= at_least
        _require(enough, place, f"must be a list of at least {at_least}. Received: {value!r}")
        for i, item in enumerate(value):
            check_item(item, f"{place}[{i}]")

    return check


def _text(value: Any, place: str) -> None:
    """A text in both languages, with every backtick closed."""
    one = _matches(r"(?s)(?=.*\S)([^`]|`[^`]+`)*", "text with each ` closed")
    _record(dict.fromkeys(LANGUAGES, one))(value, place)


def _grid_rows(value: Any, place: str) -> None:
    _items(_items(_finite))(value, place)
    lengths = {len(row) for row in value}
    _require(len(lengths) == 1, place, f"rows must have one length. Received: {sorted(lengths)}")


def _finite(value: Any, place: str) -> None:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    _require(fine, place, f"must be a number. Received: {value!r}")


def _is(*allowed: Any) -> Check:
    rule = f"must be {' or '.join(map(repr, allowed))}"
    return lambda value, place: _require(value in allowed, place, f"{rule}. Received: {value!r}")


def _matches(pattern: str, meaning: str) -> Check:
    def check(value: Any, place: str) -> None:
        fine = isinstance(value, str) and re.fullmatch(pattern, value) is not None
        _require(fine, place, f"must be {meaning}. Received: {value!r}")

    return check


def _require(fine: bool, place: str, rule: str) -> None:
    if not fine:
        raise ValueError(f"{place}{rule}" if place.endswith(": ") else f"{place} {rule}")


def _at(place: str, key: str) -> str:
    return f"{place}{key}" if place.endswith(": ") else f"{place}.{key}"


def _repeated(values: Iterable[Any]) -> list[str]:
    return [str(value) for value, count in Counter(values).items() if count > 1]
