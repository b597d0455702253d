"""Submissions are found in folders and archives, belong to who handed them in, and none of them is trusted."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from course_utils.grading import submissions
from course_utils.grading.submissions import LARGEST_NOTEBOOK, Student, collect, read_roster

ROSTER = [
    Student("ada", "Ada Lovelace", "ada@example.org", canvas_id="101", moodle_id="9001"),
    Student("gildong", "홍길동", "hong@example.org", canvas_id="102", moodle_id="9002"),
    Student("2026-03", "O'Neil, Pat"),
]


def written(path: Path, text: str = "{}", when: int = 1_000_000_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when, when))
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def owners(found: list[submissions.Submission]) -> list[tuple[str, int, str]]:
    return [(one.student, one.attempt, one.file) for one in found]


def test_a_folder_of_files_and_folders(tmp_path: Path) -> None:
    written(tmp_path / "ada.ipynb")
    written(tmp_path / "gildong" / "1-convolution" / "sheet.ipynb")
    written(tmp_path / "stranger.ipynb")
    written(tmp_path / "ada.txt")
    found, nobodys = collect(tmp_path, ROSTER)
    assert owners(found) == [("ada", 1, "ada.ipynb"), ("gildong", 1, "gildong/1-convolution/sheet.ipynb")]
    assert nobodys == ["stranger.ipynb"]


def test_attempts_follow_their_time(tmp_path: Path) -> None:
    written(tmp_path / "ada" / "b.ipynb", "first", when=1_000)
    written(tmp_path / "ada" / "a.ipynb", "second", when=2_000)
    found, _ = collect(tmp_path, ROSTER)
    assert [(one.attempt, one.read().data) for one in found] == [(1, b"first"), (2, b"second")]


def test_the_archive_of_moodle(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "moodle.zip",
        {
            "Ada Lovelace_9001_assignsubmission_file_/sheet.ipynb": "a",
            "홍길동_9002_assignsubmission_file/sheet.ipynb": "b",
            "O'Neil, Pat_7_assignsubmission_file_/sheet.ipynb": "by name",
            "Somebody Else_8_assignsubmission_file_/sheet.ipynb": "c",
        },
    )
    found, nobodys = collect(path, ROSTER)
    assert [(one.student, one.read().data) for one in found] == [
        ("ada", b"a"),
        ("gildong", b"b"),
        ("2026-03", b"by name"),
    ]
    assert nobodys == ["Somebody Else_8_assignsubmission_file_/sheet.ipynb"]


def test_the_archive_of_canvas(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "canvas.zip",
        {
            "lovelaceada_101_555_sheet.ipynb": "a",
            "hong_LATE_102_556_sheet-1.ipynb": "b",
            "who_103_557_sheet.ipynb": "c",
        },
    )
    found, nobodys = collect(path, ROSTER)
    assert [(one.student, one.late) for one in found] == [("ada", False), ("gildong", True)]
    assert nobodys == ["who_103_557_sheet.ipynb"]


def test_links_pipes_and_large_files_are_not_read(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "secret")
    folder = tmp_path / "handed-in"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / "link.ipynb").symlink_to(secret)
    os.mkfifo(folder / "gildong.ipynb")
    written(folder / "2026-03.ipynb", " " * (LARGEST_NOTEBOOK + 1))
    found, _ = collect(folder, ROSTER)
    assert [(one.student, one.read().problem, one.read().data) for one in found] == [
        ("ada", "unreadable", b""),
        ("gildong", "unreadable", b""),
        ("2026-03", "too_large", b""),
    ]


def test_two_hundred_megabytes_of_json_cost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.ipynb", b"[" * 200_000_000)
    found, _ = collect(path, ROSTER)
    assert [(one.read().problem, one.read().data) for one in found] == [("too_large", b"")]


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"../../gildong/x.ipynb": "a", "/etc/ada.ipynb": "b"})
    link = zipfile.ZipInfo("2026-03.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    found, _ = collect(path, ROSTER)
    assert [(one.student, one.read().data, one.read().problem) for one in found] == [
        ("ada", b"b", ""),
        ("gildong", b"a", ""),
        ("2026-03", b"", "unreadable"),
    ]
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_what_is_neither_folder_nor_archive(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", written(tmp_path / "a.txt")):
        with pytest.raises(ValueError, match="a folder or a zip archive"):
            collect(path, ROSTER)


def test_a_roster(tmp_path: Path) -> None:
    path = written(tmp_path / "roster.csv", '\ufeffid,name,moodle_id\nada,"Lovelace, Ada",9001\n 007 ,Bond,\n')
    assert read_roster(path) == [Student("ada", "Lovelace, Ada", moodle_id="9001"), Student("007", "Bond")]


@pytest.mark.parametrize("text", ["", "name\nAda\n", "id,name\nada,\nada,\n", "id,name\n,Ada\n"])
def test_a_roster_that_is_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="`id`"):
        read_roster(written(tmp_path / "roster.csv", text))
