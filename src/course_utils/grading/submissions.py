"""What students handed in: found in a folder or in the archive of a course system, read with suspicion."""

from __future__ import annotations

import csv
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

LARGEST_NOTEBOOK = 5_000_000
MOST_FILES = 50_000
# Canvas: surname and first names, perhaps LATE, the user's and the submission's number, and the file's own name.
CANVAS = re.compile(r"(?P<who>[^_/]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_.*")
MOODLE = re.compile(r"(?P<who>[^/]+)_(?P<id>\d+)_assignsubmission_file(?:_[^/]*)?(?:/.*)?")


@dataclass(frozen=True)
class Student:
    """A line of the roster.

    Args:
        id: What the grades call them; column `id`.
        name: Their name; column `name`.
        email: Column `email`, for Moodle.
        canvas_id: Their number in Canvas; column `canvas_id`.
        moodle_id: Their number as a participant in Moodle; column `moodle_id`.
    """

    id: str
    name: str = ""
    email: str = ""
    canvas_id: str = ""
    moodle_id: str = ""


class Content(NamedTuple):
    """What is in a file that somebody handed in.

    Attributes:
        data: Its bytes; empty where they can't be had.
        problem: Why they can't be had: a key of the grader's messages, or nothing.
    """

    data: bytes
    problem: str = ""


@dataclass(frozen=True)
class Submission:
    """A file that somebody handed in.

    Args:
        student: Whose it is, by the roster.
        attempt: Which of their files it is, from 1 on.
        file: Where it was found.
        read: Gives its content: a class of thousands need not fit into memory.
        late: Whether the course system calls it late.
    """

    student: str
    attempt: int
    file: str
    read: Callable[[], Content] = field(repr=False)
    late: bool = False


class _Found(NamedTuple):
    file: str
    read: Callable[[], Content]
    when: float


def read_roster(path: Path) -> list[Student]:
    """Read a roster: a CSV file with a column `id`, and `name`, `email`, `canvas_id` and `moodle_id` where known.

    Raises:
        ValueError: If there is no column `id`, or a student has none or that of another.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = ("id", "name", "email", "canvas_id", "moodle_id")
    if not rows or "id" not in rows[0]:
        raise ValueError(f"{path} must be a CSV file with a column `id` and at least one student below it")
    students = [Student(**{key: (row.get(key) or "").strip() for key in known}) for row in rows]
    ids = [student.id for student in students]
    if "" in ids or len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1} | {"(none)" for i in ids if not i})
        raise ValueError(f"{path} must give each student an `id` of their own. Received: {', '.join(twice)}")
    return students


def collect(path: Path, roster: Sequence[Student]) -> tuple[list[Submission], list[str]]:
    """Find the notebooks of a class.

    A notebook belongs to the student whose `id` is the name of the file or of a folder on the way to it, or whose
    number a Canvas or Moodle archive puts into the name. A student's files are attempts, in the order of their time.

    Args:
        path: A folder, or a zip archive.
        roster: The class.

    Returns:
        The submissions, and the files that belong to nobody on the roster.

    Raises:
        ValueError: If it is neither, or has too many files.
    """
    if path.is_dir():
        found = list(_in_folder(path))
    elif path.is_file() and zipfile.is_zipfile(path):
        found = list(_in_archive(path))
    else:
        raise ValueError(f"`submissions` must be a folder or a zip archive. Received: {path}")
    theirs: dict[str, list[tuple[_Found, bool]]] = {}
    nobodys = []
    for one in found:
        student, late = owner(one.file, roster)
        if student is None:
            nobodys.append(one.file)
        else:
            theirs.setdefault(student.id, []).append((one, late))
    submissions = []
    for student in roster:
        files = sorted(theirs.get(student.id, []), key=lambda item: (item[0].when, item[0].file))
        for attempt, (one, late) in enumerate(files, start=1):
            submissions.append(Submission(student.id, attempt, one.file, one.read, late))
    return submissions, nobodys


def owner(file: str, roster: Sequence[Student]) -> tuple[Student | None, bool]:
    """Return whose a file is, by its name, and whether the name says that it is late."""
    by_id = {student.id: student for student in roster}
    parts = file.split("/")
    for part in (*parts[:-1], parts[-1].rpartition(".")[0]):
        if part in by_id:
            return by_id[part], False
    for pattern, column in ((MOODLE, "moodle_id"), (CANVAS, "canvas_id")):
        for part in parts:
            match = pattern.fullmatch(part)
            if match is None:
                continue
            matching = [s for s in roster if getattr(s, column) == match["id"]] or [
                s for s in roster if s.name and s.name == match["who"]
            ]
            if len(matching) == 1:
                return matching[0], bool(match.groupdict().get("late"))
    return None, False


def _in_folder(root: Path) -> Iterator[_Found]:
    count = 0
    for folder, folders, files in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(files):
            if not name.endswith(".ipynb"):
                continue
            count += 1
            _not_too_many(count, root)
            path = Path(folder, name)
            yield _Found(path.relative_to(root).as_posix(), partial(_read_file, path), path.lstat().st_mtime)


def _read_file(path: Path) -> Content:
    """Read a file, but no link, no pipe and nothing large."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return Content(b"", "unreadable")
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Content(b"", "unreadable")
        if status.st_size > LARGEST_NOTEBOOK:
            return Content(b"", "too_large")
        return Content(file.read(LARGEST_NOTEBOOK))


def _in_archive(path: Path) -> Iterator[_Found]:
    """Look into an archive without unpacking it: a name in it leads nowhere."""
    archive = zipfile.ZipFile(path)  # open for as long as somebody may still read from it
    members = [member for member in archive.infolist() if member.filename.endswith(".ipynb")]
    _not_too_many(len(members), path)
    for member in members:
        yield _Found(member.filename, partial(_read_member, archive, member), _seconds(member.date_time))


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Content:
    if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 1:
        return Content(b"", "unreadable")
    try:
        with archive.open(member) as file:
            content = file.read(LARGEST_NOTEBOOK + 1)  # what the archive says of its size may be a lie
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return Content(b"", "unreadable")
    return Content(b"", "too_large") if len(content) > LARGEST_NOTEBOOK else Content(content)


def _seconds(when: tuple[int, ...]) -> float:
    total = 0.0
    for part, most in zip(when, (1, 13, 32, 24, 60, 61), strict=False):
        total = total * most + part
    return total


def _not_too_many(count: int, where: Path) -> None:
    if count > MOST_FILES:
        raise ValueError(f"{where} has more than {MOST_FILES:,} notebooks")
