"""Results as grades: which attempt counts, what was late, what an instructor set by hand, and the files of it."""

from __future__ import annotations

import csv
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from course_utils.grading.exercises import Exercise
from course_utils.grading.results import Result
from course_utils.grading.submissions import Student
from course_utils.storage import replacing

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Override:
    """Points that an instructor set by hand.

    Args:
        points: The points of the task.
        reason: Why; the student reads it.
    """

    points: float
    reason: str


@dataclass(frozen=True)
class Grade:
    """What a student gets.

    Args:
        student: Who.
        result: The attempt that counts; None where nothing was handed in.
        tasks: The points of each task, as set by hand where they were.
        overrides: What was set by hand.
        days_late: How many days late the attempt was.
        total: All points, less the penalty; None where nothing was handed in and nothing set by hand.
    """

    student: Student
    result: Result | None
    tasks: Mapping[str, float]
    overrides: Mapping[str, Override]
    days_late: float
    total: float | None


def grades(
    roster: Sequence[Student],
    found: Iterable[Result],
    exercise: Exercise,
    *,
    attempts: Literal["last", "best"] = "last",
    overrides: Mapping[tuple[str, str], Override] | None = None,
    days_late: Mapping[str, float] | None = None,
    penalty: float = 0.0,
) -> list[Grade]:
    """Return the grade of every student on the roster.

    Args:
        roster: The class.
        found: The results of its submissions.
        exercise: What was handed in.
        attempts: Whether a student's last or best attempt counts.
        overrides: Points set by hand, by student and task.
        days_late: How late a student was; who is not in it but late by the course system is one day late.
        penalty: The share of the points that a day costs, from 0 to 1.
    """
    theirs: dict[str, list[Result]] = {}
    for one in found:
        theirs.setdefault(one.student, []).append(one)
    chosen = []
    for student in roster:
        result = _counted(theirs.get(student.id, []), attempts)
        mine = {task: given for (who, task), given in (overrides or {}).items() if who == student.id}
        late = (days_late or {}).get(student.id, 1.0 if result is not None and result.late else 0.0)
        chosen.append(_grade(student, result, exercise, mine, late, penalty))
    return chosen


def _counted(tries: Sequence[Result], attempts: Literal["last", "best"]) -> Result | None:
    """The attempt that counts; of several that are equally good, the last."""
    ranked = sorted(tries, key=lambda one: (one.marks.points if attempts == "best" else 0, one.attempt))
    return ranked[-1] if ranked else None


def _grade(
    student: Student,
    result: Result | None,
    exercise: Exercise,
    overrides: Mapping[str, Override],
    days_late: float,
    penalty: float,
) -> Grade:
    marked = result.marks.tasks if result is not None else {}
    tasks = {task.name: marked[task.name].points for task in exercise.tasks if task.name in marked}
    tasks |= {task: given.points for task, given in overrides.items()}
    if not tasks:
        return Grade(student, result, {}, overrides, days_late, None)
    left = max(0.0, 1 - penalty * days_late)
    return Grade(student, result, tasks, overrides, days_late, round(sum(tasks.values()) * left, 2))


def read_overrides(path: Path, exercise: Exercise, roster: Sequence[Student]) -> dict[tuple[str, str], Override]:
    """Read points set by hand: a CSV file with the columns `student`, `task`, `points` and `reason`.

    Raises:
        ValueError: If a line names nobody on the roster, no task, points that can't be, or no reason.
    """
    points = {task.name: task.points for task in exercise.tasks}
    students = {student.id for student in roster}
    found = {}
    for number, row in enumerate(_rows(path, ("student", "task", "points", "reason")), start=2):
        given = _number(row["points"])
        problem = (
            f"nobody on the roster is {row['student']!r}" if row["student"] not in students
            else f"no task is {row['task']!r}: there are {', '.join(points)}" if row["task"] not in points
            else f"points must lie from 0 to {points[row['task']]:g}, and are {row['points']!r}"
            if given is None or not 0 <= given <= points[row["task"]]
            else "there must be a reason" if not row["reason"]
            else ""
        )  # fmt: skip
        if problem:
            raise ValueError(f"{path}, line {number}: {problem}")
        assert given is not None
        found[row["student"], row["task"]] = Override(given, row["reason"])
    return found


def read_days_late(path: Path) -> dict[str, float]:
    """Read who was late: a CSV file with the columns `student` and `days`.

    Raises:
        ValueError: If a line has no number of days, or a negative one.
    """
    found = {}
    for number, row in enumerate(_rows(path, ("student", "days")), start=2):
        days = _number(row["days"])
        if days is None or days < 0:
            raise ValueError(f"{path}, line {number}: `days` must be a number from 0 on, and is {row['days']!r}")
        found[row["student"]] = days
    return found


def write_grades(path: Path, given: Sequence[Grade], exercise: Exercise) -> None:
    """Write the grades of the class. Who handed nothing in has empty cells: absent is not zero."""
    names = [task.name for task in exercise.tasks]
    head = ["student", "name", "attempt", *names, "total", "out_of", "days_late", "remark"]
    rows: list[list[Any]] = [head]
    for grade in given:
        remark = "; ".join(f"{task}: {override.reason}" for task, override in sorted(grade.overrides.items()))
        points = [_shown(grade.tasks.get(name)) for name in names]
        attempt = grade.result.attempt if grade.result else ""
        rows.append([grade.student.id, grade.student.name, attempt, *points, _shown(grade.total),
                     f"{exercise.points:g}", f"{grade.days_late:g}" if grade.days_late else "", remark])  # fmt: skip
    write_csv(path, rows)


def write_canvas(path: Path, given: Sequence[Grade], exercise: Exercise) -> None:
    """Write the file that Canvas imports; students without a Canvas number or a grade are left out of it."""
    assignment = exercise.title["en"]
    rows: list[list[Any]] = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment]]
    rows.append(["    Points Possible", "", "", "", "", f"{exercise.points:g}"])
    rows += [
        [grade.student.name, grade.student.canvas_id, grade.student.id, "", "", _shown(grade.total)]
        for grade in given
        if grade.student.canvas_id and grade.total is not None
    ]
    write_csv(path, rows)


def write_moodle(path: Path, given: Sequence[Grade], exercise: Exercise) -> None:
    """Write the worksheet that Moodle imports; students without a Moodle number or a grade are left out of it."""
    rows: list[list[Any]] = [["Identifier", "Full name", "Email address", "Grade", "Maximum Grade"]]
    rows += [
        [f"Participant {grade.student.moodle_id}", grade.student.name, grade.student.email, _shown(grade.total),
         f"{exercise.points:g}"]
        for grade in given
        if grade.student.moodle_id and grade.total is not None
    ]  # fmt: skip
    write_csv(path, rows)


def write_pseudonyms(path: Path, given: Sequence[Grade], exercise: Exercise, seed: int) -> None:
    """Write the grades for sharing: no name, and in the place of the id a word that only the seed can lead back to."""
    names = [task.name for task in exercise.tasks]
    rows = [
        [pseudonym(grade.student.id, seed), *(_shown(grade.tasks.get(name)) for name in names), _shown(grade.total)]
        for grade in given
    ]
    write_csv(path, [["pseudonym", *names, "total"], *sorted(rows)])


def pseudonym(student: str, seed: int) -> str:
    """Return the word that stands for a student."""
    return hmac.new(f"pseudonyms {seed}".encode(), student.encode(), hashlib.sha256).hexdigest()[:10]


def write_csv(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file that no spreadsheet takes a formula from."""
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) and _number(text) is None else text


def _shown(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
            raise ValueError(f"{path} must be a CSV file with the columns {', '.join(columns)}: no {missing[0]}")
        return [{column: (row[column] or "").strip() for column in columns} for row in reader]
