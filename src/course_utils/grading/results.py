"""What a submission came to, one JSON file each: written whole, read with suspicion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from course_utils.grading.marking import Marks, Remark, TaskMark
from course_utils.grading.submissions import Content, Submission
from course_utils.storage import replacing

FORMAT = 1


@dataclass(frozen=True)
class Result:
    """The marks of one submission.

    Args:
        student: Whose it is.
        attempt: Which of theirs, from 1 on.
        file: Where it was found.
        sha256: A hash of its content.
        late: Whether the course system calls it late.
        marks: What it came to.
    """

    student: str
    attempt: int
    file: str
    sha256: str
    late: bool
    marks: Marks


def result_of(submission: Submission, sha256: str, marks: Marks) -> Result:
    """Return the result of a submission whose content has that `digest`."""
    return Result(submission.student, submission.attempt, submission.file, sha256, submission.late, marks)


def digest(content: Content) -> str:
    """Return a hash of what was handed in."""
    return hashlib.sha256(content.problem.encode() + b"\0" + content.data).hexdigest()


def path_of(folder: Path, student: str, attempt: int) -> Path:
    """Return the file of a result; a student's id can't lead out of the folder."""
    return folder / f"{quote(student, safe=' ')}.{attempt}.json"


def write(result: Result, folder: Path) -> None:
    """Write a result: whole, or not at all."""
    content = {
        "format": FORMAT,
        "student": result.student,
        "attempt": result.attempt,
        "file": result.file,
        "sha256": result.sha256,
        "late": result.late,
        **asdict(result.marks),
    }
    with replacing(path_of(folder, result.student, result.attempt)) as draft:
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(folder: Path, student: str, attempt: int) -> Result | None:
    """Read a result; None where there is none, or none that can be relied on."""
    try:
        content = json.loads(path_of(folder, student, attempt).read_text(encoding="utf-8"))
        if content["format"] != FORMAT or (content["student"], content["attempt"]) != (student, attempt):
            return None
        tasks = {name: _task(mark) for name, mark in content["tasks"].items()}
        marks = Marks(_remark(content["problem"]), tasks)
        return Result(student, attempt, str(content["file"]), str(content["sha256"]), content["late"] is True, marks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _task(content: Mapping[str, Any]) -> TaskMark:
    groups = {str(name): passed is True for name, passed in content["groups"].items()}
    points = content["points"]
    if isinstance(points, bool) or not isinstance(points, int | float):
        raise ValueError(f"points must be a number, and are {points!r}")
    return TaskMark(float(points), groups, _remark(content["remark"]), str(content["fingerprint"]))


def _remark(content: Mapping[str, Any] | None) -> Remark | None:
    return None if content is None else Remark(str(content["kind"]), dict(content["fields"]))
