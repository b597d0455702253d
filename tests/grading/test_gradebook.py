"""Grades: attempts, overrides, lateness; files that course systems and spreadsheets read as they are meant."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from course_utils.grading import gradebook, results
from course_utils.grading.exercises import Exercise
from course_utils.grading.feedback import student_page, summary_page
from course_utils.grading.gradebook import Grade, Override, grades
from course_utils.grading.marking import Marks, Remark, TaskMark
from course_utils.grading.messages import for_student
from course_utils.grading.results import Result
from course_utils.grading.submissions import Student

ROSTER = [
    Student("ada", "Lovelace, Ada", "ada@example.org", "101", "9001"),
    Student("gildong", '홍 "길동"', "", "102", ""),
    Student("evil", "=HYPERLINK(1)", "", "103", "9003"),
    Student("absent", "Nobody", "", "104", "9004"),
]


def result(exercise: Exercise, student: str, share: float, attempt: int = 1, late: bool = False) -> Result:
    tasks = {
        task.name: TaskMark(
            round(task.points * share, 2), {"all": share == 1}, None if share == 1 else Remark("time"), "f"
        )
        for task in exercise.tasks
    }
    return Result(student, attempt, f"{student}.ipynb", "0" * 64, late, Marks(None, tasks))


def by_id(given: list[Grade]) -> dict[str, Grade]:
    return {grade.student.id: grade for grade in given}


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def given(exercise: Exercise) -> list[Grade]:
    return grades(
        ROSTER, [result(exercise, name, share) for name, share in (("ada", 1), ("gildong", 0.5), ("evil", 0))], exercise
    )


def test_absent_is_not_zero(given: list[Grade], exercise: Exercise, tmp_path: Path) -> None:
    assert [grade.total for grade in given] == [20, 10, 0, None]
    gradebook.write_grades(tmp_path / "grades.csv", given, exercise)
    rows = table(tmp_path / "grades.csv")
    assert [len(row) for row in rows] == [len(rows[0])] * 5
    assert [row[rows[0].index("total")] for row in rows[1:]] == ["20", "10", "0", ""]


def test_names_cross_whole_and_formulas_are_none(given: list[Grade], exercise: Exercise, tmp_path: Path) -> None:
    gradebook.write_grades(tmp_path / "grades.csv", given, exercise)
    assert [row[1] for row in table(tmp_path / "grades.csv")[1:]] == [
        "Lovelace, Ada",
        '홍 "길동"',
        "'=HYPERLINK(1)",
        "Nobody",
    ]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("ValueError: shapes (3, 3) and (4, 4) (line 12)", "ValueError (line 12)"),
        ("IndexError: [[0.25, 0.5], [1.0, 2.0]]", "IndexError"),
        ("KeyError: two\nlines (line 3)", "KeyError (line 3)"),
        ("Stolen_0_25_0_5: (line 7)", "Exception (line 7)"),
        ("print: 0.25", "Exception"),
        ("no error at all", "Exception"),
    ],
)
def test_a_student_reads_no_message_that_the_code_could_have_filled(error: str, told: str) -> None:
    assert for_student(Remark("error", {"error": error, "group": "all"})).fields == {"error": told, "group": "all"}
    assert for_student(Remark("wrong", {"expected": "1"})) == Remark("wrong", {"expected": "1"})


def test_the_instructor_reads_the_message_and_the_student_does_not(given: list[Grade], exercise: Exercise) -> None:
    leak = Remark("error", {"error": "ValueError: inputs were 0.8125 (line 2)"})
    name = exercise.tasks[0].name
    result = given[1].result
    assert result is not None
    marks = Marks(None, {**result.marks.tasks, name: TaskMark(0, {"all": False}, leak, "f")})
    leaking = replace(given[1], result=replace(result, marks=marks))
    assert "ValueError (line 2)" in student_page(leaking, exercise, "en", 0.0)
    assert "0.8125" not in student_page(leaking, exercise, "en", 0.0)
    assert "0.8125" in summary_page([leaking], exercise, "en", [], {})


def test_the_files_of_canvas_and_moodle(given: list[Grade], exercise: Exercise, tmp_path: Path) -> None:
    gradebook.write_canvas(tmp_path / "canvas.csv", given, exercise)
    head, possible, *rows = table(tmp_path / "canvas.csv")
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert (possible[0].strip(), possible[5]) == ("Points Possible", "20")
    assert [(row[1], row[5]) for row in rows] == [("101", "20"), ("102", "10"), ("103", "0")]
    gradebook.write_moodle(tmp_path / "moodle.csv", given, exercise)
    rows = table(tmp_path / "moodle.csv")
    assert rows[1] == ["Participant 9001", "Lovelace, Ada", "ada@example.org", "20", "20"]
    assert [row[0] for row in rows[1:]] == ["Participant 9001", "Participant 9003"]


def test_last_or_best_attempt(exercise: Exercise) -> None:
    tries = [result(exercise, "ada", share, attempt) for attempt, share in ((1, 1), (2, 0.5))]
    assert by_id(grades(ROSTER, tries, exercise))["ada"].total == 10
    assert by_id(grades(ROSTER, tries, exercise, attempts="best"))["ada"].total == 20


def test_lateness(exercise: Exercise) -> None:
    found = [result(exercise, "ada", 1), result(exercise, "gildong", 1, late=True), result(exercise, "evil", 1)]
    late = by_id(grades(ROSTER, found, exercise, days_late={"ada": 2, "evil": 30}, penalty=0.1))
    assert [late[name].total for name in ("ada", "gildong", "evil", "absent")] == [16, 18, 0, None]


def test_points_set_by_hand(exercise: Exercise, tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(
        "student,task,points,reason\ngildong,conv2d,5,right but slow\nabsent,output_size,2,shown in person\n"
    )
    overrides = gradebook.read_overrides(path, exercise, ROSTER)
    assert overrides["gildong", "conv2d"] == Override(5, "right but slow")
    given = by_id(grades(ROSTER, [result(exercise, "gildong", 0.5)], exercise, overrides=overrides))
    assert given["gildong"].total == 12.5
    assert given["absent"].total == 2
    assert "right but slow" in student_page(given["gildong"], exercise, "en", 0.0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nobody,conv2d,5,why", "nobody on the roster"),
        ("ada,conv3d,5,why", "no task is 'conv3d'"),
        ("ada,conv2d,6,why", "from 0 to 5"),
        ("ada,conv2d,nan,why", "from 0 to 5"),
        ("ada,conv2d,many,why", "from 0 to 5"),
        ("ada,conv2d,5,", "a reason"),
    ],
)
def test_points_that_can_not_be_set(exercise: Exercise, tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(f"student,task,points,reason\n{line}\n")
    with pytest.raises(ValueError, match=f"line 2: .*{told}"):
        gradebook.read_overrides(path, exercise, ROSTER)


def test_pseudonyms_lead_nowhere(given: list[Grade], exercise: Exercise, tmp_path: Path) -> None:
    gradebook.write_pseudonyms(tmp_path / "a.csv", given, exercise, seed=1)
    gradebook.write_pseudonyms(tmp_path / "b.csv", given, exercise, seed=2)
    rows = table(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text()
    assert not any(student.id in text or student.name in text for student in ROSTER)
    assert sorted(row[-1] for row in rows[1:]) == ["", "0", "10", "20"]
    assert not {row[0] for row in rows[1:]} & {row[0] for row in table(tmp_path / "b.csv")[1:]}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_tell_and_load_nothing(given: list[Grade], exercise: Exercise, language: str) -> None:
    pages = [student_page(grade, exercise, language, 0.0) for grade in given[:3]]
    pages.append(summary_page(given, exercise, language, ["<b>x</b>.ipynb"], {"y.ipynb": "lost"}))
    for page in pages:
        assert f'<html lang="{language}">' in page
        assert "<script" not in page
        assert "http" not in page
    assert "&lt;b&gt;x&lt;/b&gt;.ipynb" in pages[-1]
    assert "=HYPERLINK" in pages[2]
    assert all(task.title(language) in pages[-1] for task in exercise.tasks)


def test_a_result_comes_back_as_it_was(exercise: Exercise, tmp_path: Path) -> None:
    one = result(exercise, "../a/b", 0.5, attempt=3, late=True)
    results.write(one, tmp_path)
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path]
    assert results.read(tmp_path, "../a/b", 3) == one
    assert results.read(tmp_path, "../a/b", 1) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"points"', '"pints"'),
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: text.replace('"student": "ada"', '"student": "eve"'),
        lambda _: "[]",
    ],
)
def test_a_damaged_result_is_none(exercise: Exercise, tmp_path: Path, damage) -> None:
    results.write(result(exercise, "ada", 1), tmp_path)
    path = results.path_of(tmp_path, "ada", 1)
    path.write_text(damage(path.read_text()))
    assert results.read(tmp_path, "ada", 1) is None
