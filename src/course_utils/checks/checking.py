"""`check(task, function)`: a student's function on the public cases, at once, in the student's own kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_utils.checks import wire
from course_utils.checks.comparing import Difference
from course_utils.checks.judges import JUDGES
from course_utils.checks.showing import Shown
from course_utils.checks.speech import say
from course_utils.checks.tasks import PublicTask, find

_passed: set[str] = set()
_hints_seen: dict[str, int] = {}


class CheckError(AssertionError):
    """A check failed where a machine asks, not a person: nbgrader takes an exception for lost points."""


@dataclass(frozen=True)
class Failure:
    """The first public case that a function does not answer as expected.

    Args:
        number: Which one, from 1 on.
        inputs: The arguments of the call.
        expected: The expected answer.
        received: What came back, or None where nothing did.
        difference: How the two differ, or the error.
    """

    number: int
    inputs: dict[str, Any]
    expected: Any
    received: Any
    difference: Difference


def check(task: str, function: Callable[..., Any]) -> Shown:
    """Call a function on the public cases of a task and show the first answer that is not the expected one.

    Args:
        task: The name of the task, such as `"conv2d"`.
        function: The function that solves it.

    Returns:
        What a notebook shows: whether it passed, the first case that failed with expected, received and
        difference, and how far the exercise has come.

    Raises:
        ValueError: If there is no such task.
        TypeError: If `function` can't be called.
        CheckError: If a case fails while nbgrader runs the notebook.
    """
    sheet, wanted = find(task)
    if not callable(function):
        raise TypeError(f"`function` must be a function. Received: function={function!r}")
    failure = first_failure(wanted, function)
    if failure is None:
        _passed.add(task)
    else:
        _passed.discard(task)
    shown = Shown(wanted, failure, progress_of(sheet))
    if failure is not None and os.environ.get("NBGRADER_EXECUTION"):
        raise CheckError(shown.text())
    return shown


def first_failure(task: PublicTask, function: Callable[..., Any]) -> Failure | None:
    """Return the first public case that a function does not answer as expected, or None."""
    for number, case in enumerate(task.cases, start=1):
        inputs = wire.decode(case.inputs)
        received = None
        try:
            received = wire.decode(wire.encode(function(**wire.decode(case.inputs))))
            difference = JUDGES[task.judge](inputs, case.expected, received, task.tolerance)
        except NotImplementedError:
            difference = Difference("todo")
        except Exception as error:  # whatever a beginner's code may raise
            kind = "odd" if _own(error) else "error"
            difference = Difference(kind, {"error": f"{type(error).__name__}: {error}" if kind == "error" else error})
        if difference is not None:
            return Failure(number, inputs, case.expected, received, difference)
    return None


def hint(task: str) -> str:
    """Return the next hint of a task, one further each time, and print it.

    Args:
        task: The name of the task, such as `"conv2d"`.
    """
    _, wanted = find(task)
    hints = wanted.hints[_language()]
    number = _hints_seen[task] = _hints_seen.get(task, 0) + 1
    if number > len(hints):
        return say("hints_over")
    return say("hint", number=number, count=len(hints), hint=hints[number - 1])


def progress_of(sheet: Any) -> tuple[int, int, float, float]:
    """Return how many tasks of an exercise have passed in this kernel, of how many, and the same in points."""
    done = [task for task in sheet.tasks if task.name in _passed]
    return len(done), len(sheet.tasks), sum(task.points for task in done), sheet.points


def _own(error: Exception) -> bool:
    """Whether `wire` raised the error: the function returned, but nothing that could be an answer."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename == wire.__file__


def _language() -> str:
    from course_utils.language import current_language

    return current_language()
