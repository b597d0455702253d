"""Finds and reads the question files."""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeAlias

from course_utils.quizzes.schema import check_file

Question: TypeAlias = dict[str, Any]


def sections() -> tuple[str, ...]:
    """Return the sections that have a quiz, such as `"1.1"`."""
    names = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def load(section: str) -> list[Question]:
    """Read the questions of a section.

    Args:
        section: One of `sections()`.

    Returns:
        The questions as their file holds them, checked.

    Raises:
        ValueError: If there is no such section, or its file breaks the rules of `README.md`.

    Example:
    >>> load("1.1")[0]["kind"]
    'choice'
    """
    if section not in sections():
        known = ", ".join(map(repr, sections()))
        raise ValueError(f"`section` must be one that has a quiz: {known}. Received: section={section!r}")
    name = f"{section}.json"
    content = json.loads(_folder().joinpath(name).read_text(encoding="utf-8"))
    check_file(content, name)
    questions: list[Question] = content["questions"]
    return questions


def _folder() -> Traversable:
    return files("course_utils.quizzes")
