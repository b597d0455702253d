"""Points for a notebook: the sandbox computes, this trusted process compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course_utils.checks import wire
from course_utils.checks.comparing import Difference
from course_utils.checks.judges import JUDGES
from course_utils.grading.exercises import Case, Exercise
from course_utils.grading.reading import read_notebook
from course_utils.grading.sandbox import Limits, Outcome, Sandbox, SandboxError

# What may have been the fault of another cell: the task gets a second chance without them.
STOPPED = {"time", "memory", "output", "died"}
LONGEST_REMARK = 300


@dataclass(frozen=True)
class Remark:
    """Why a task, or a notebook, lost points: a key of the grader's messages and what the message tells."""

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """A task as the marker needs it: cases with their answers, and what they are worth.

    Args:
        name: The name of the function.
        points: What it is worth.
        imports: The modules that a solution may import.
        judge: Which of `checks.judges.JUDGES` tells a right answer from a wrong one.
        fingerprint: A hash of all that decides the points, the seed included.
        cases: The hidden cases.
    """

    name: str
    points: float
    imports: tuple[str, ...]
    judge: str
    fingerprint: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class TaskMark:
    """What a task came to.

    Args:
        points: The points earned.
        groups: For each group of cases, whether all of it was answered as expected.
        remark: The first thing that went wrong, or None.
        fingerprint: What it was marked by; see `Assignment`.
    """

    points: float
    groups: Mapping[str, bool]
    remark: Remark | None
    fingerprint: str


@dataclass(frozen=True)
class Marks:
    """What a notebook came to.

    Args:
        problem: Why nothing in it could be marked, or None.
        tasks: What each task came to.
    """

    problem: Remark | None
    tasks: Mapping[str, TaskMark]

    @property
    def points(self) -> float:
        """The points of all tasks."""
        return round(sum(mark.points for mark in self.tasks.values()), 2)


def assignments(exercise: Exercise, seed: int) -> list[Assignment]:
    """Return the tasks of an exercise with the hidden cases of a seed."""
    found = []
    for task in exercise.tasks:
        cases = tuple(task.hidden(seed))
        drawn = json.dumps([[case.group, case.inputs] for case in cases], sort_keys=True)
        fingerprint = hashlib.sha256(f"{task.fingerprint} {drawn}".encode()).hexdigest()[:16]
        found.append(Assignment(task.name, task.points, task.imports, task.judge, fingerprint, cases))
    return found


def mark(
    content: bytes,
    tasks: Sequence[Assignment],
    sandbox: Sandbox,
    known: Mapping[str, TaskMark] | None = None,
    problem: str = "",
    limits: Limits | None = None,
) -> Marks:
    """Mark a notebook.

    Args:
        content: The bytes of its file.
        tasks: The tasks, with their cases.
        sandbox: Where its code may run.
        known: What its tasks came to before; kept where nothing that decides it has changed.
        problem: Why there are no bytes; see `submissions.Content`.
        limits: What each task may use.

    Raises:
        SandboxError: If the sandbox fails again when it is tried anew. Nothing is known then about the notebook.
    """
    notebook = read_notebook(content) if not problem else None
    if notebook is None or notebook.problem:
        kind = notebook.problem if notebook else problem
        remark = Remark(kind, {"detail": notebook.detail if notebook else ""})
        return Marks(remark, {task.name: _nothing(task, remark) for task in tasks})
    marked = {}
    for task in tasks:
        before = (known or {}).get(task.name)
        kept = before is not None and before.fingerprint == task.fingerprint
        marked[task.name] = before if before is not None and kept else _mark_task(notebook.cells, task, sandbox, limits)
    return Marks(None, marked)


def _mark_task(
    cells: Sequence[Mapping[str, str]], task: Assignment, sandbox: Sandbox, limits: Limits | None
) -> TaskMark:
    inputs = [case.inputs for case in task.cases]

    def run(alone: bool) -> Outcome:
        try:
            return sandbox.run(cells, task.name, inputs, task.imports, limits, alone)
        except SandboxError:  # it may have been killed from outside: once more, in a new one
            return sandbox.run(cells, task.name, inputs, task.imports, limits, alone)

    outcome = run(alone=False)
    if outcome.ended in STOPPED and '"case"' not in outcome.written:
        outcome = run(alone=True)
    return judge(outcome, task)


def judge(outcome: Outcome, task: Assignment) -> TaskMark:
    """Compare what came out of the sandbox with the answers of the reference solution.

    Args:
        outcome: What came out; nothing about it is taken for granted.
        task: The task.
    """
    answers, trouble = _answers(outcome, len(task.cases))
    groups = dict.fromkeys((case.group for case in task.cases), True)
    first: Remark | None = None
    for number, case in enumerate(task.cases):
        remark = _judge_case(case, answers.get(number), trouble, task)
        if remark is not None:
            groups[case.group] = False
            first = first or Remark(remark.kind, {**remark.fields, "group": case.group})
    points = round(task.points * sum(groups.values()) / len(groups), 2)
    return TaskMark(points, groups, first, task.fingerprint)


def _judge_case(case: Case, line: Mapping[str, Any] | None, trouble: Remark, task: Assignment) -> Remark | None:
    if line is None:
        return trouble
    if "error" in line:
        return _error(line["error"])
    try:
        received = wire.decode(line.get("value"))
        difference = JUDGES[task.judge](wire.decode(case.inputs), case.expected, received, case.tolerance)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        return Remark("odd", {"error": str(error)[:LONGEST_REMARK]})
    return None if difference is None else _plain(difference)


def _answers(outcome: Outcome, count: int) -> tuple[dict[int, Mapping[str, Any]], Remark]:
    """Return the first line about each case, and what to say of cases that there is none about."""
    answers: dict[int, Mapping[str, Any]] = {}
    trouble = Remark(outcome.ended if outcome.ended in STOPPED else "no_answer")
    for text in outcome.written.split("\n"):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if not isinstance(line, dict):
            continue
        number = line.get("case")
        if type(number) is int and 0 <= number < count:
            answers.setdefault(number, line)
        elif "error" in line:
            trouble = _error(line["error"])
        elif "missing" in line:
            trouble = Remark("missing")
    return answers, trouble


def _error(text: Any) -> Remark:
    if isinstance(text, str) and text.startswith("NotImplementedError"):
        return Remark("todo")
    return Remark("error", {"error": text[:LONGEST_REMARK] if isinstance(text, str) else "?"})


def _plain(difference: Difference) -> Remark:
    """A difference as JSON can hold it."""
    fields = {key: str(value) if isinstance(value, tuple) else value for key, value in difference.fields.items()}
    return Remark(difference.kind, fields)


def _nothing(task: Assignment, remark: Remark) -> TaskMark:
    return TaskMark(0.0, dict.fromkeys((case.group for case in task.cases), False), remark, task.fingerprint)
