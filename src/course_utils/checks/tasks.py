"""The tasks of the exercises, as the package knows them: public cases and hints, no solutions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from course_utils.checks.wire import decode

Texts = dict[str, Any]  # by language


@dataclass(frozen=True)
class PublicCase:
    """A call that everybody may see.

    Args:
        inputs: The keyword arguments, encoded by `wire`: each decoding gives fresh ones.
        expected: The answer of the reference solution.
    """

    inputs: Any
    expected: Any


@dataclass(frozen=True)
class PublicTask:
    """One task of an exercise.

    Args:
        name: The name of the function that solves it.
        title: Its title, by language.
        points: What it is worth.
        tolerance: How far a number may be off; see `comparing.compare`.
        judge: Which of `judges.JUDGES` tells a right answer from a wrong one.
        cases: The public cases.
        hints: Hints, by language, from the gentlest on.
    """

    name: str
    title: Texts
    points: float
    tolerance: float
    judge: str
    cases: tuple[PublicCase, ...]
    hints: Texts


@dataclass(frozen=True)
class Sheet:
    """An exercise: the tasks of one part of the course.

    Args:
        name: Its name, such as `"1-convolution-and-pooling"`.
        title: Its title, by language.
        tasks: Its tasks, in their order.
    """

    name: str
    title: Texts
    tasks: tuple[PublicTask, ...]

    @property
    def points(self) -> float:
        """What all tasks are worth together."""
        return sum(task.points for task in self.tasks)


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return all exercises, in the order of the course."""
    folder = files("course_utils.checks.sheets")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return tuple(_sheet(json.loads(file.read_text(encoding="utf-8"))) for file in found)


def find(name: str) -> tuple[Sheet, PublicTask]:
    """Return the task of that name, and the exercise that it belongs to.

    Raises:
        ValueError: If there is none.
    """
    for sheet in sheets():
        for task in sheet.tasks:
            if task.name == name:
                return sheet, task
    known = ", ".join(task.name for sheet in sheets() for task in sheet.tasks)
    raise ValueError(f"`task` must be the name of one: {known}. Received: task={name!r}")


def _sheet(content: dict[str, Any]) -> Sheet:
    return Sheet(content["name"], content["title"], tuple(map(_task, content["tasks"])))


def _task(content: dict[str, Any]) -> PublicTask:
    cases = tuple(PublicCase(case["inputs"], decode(case["expected"])) for case in content["cases"])
    return PublicTask(**{**content, "cases": cases})
