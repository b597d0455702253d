"""The pages of the grader and the outcome of a check: for everybody, in both themes, as narrow as a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import course_utils
from course_utils.checks import check
from course_utils.grading import exercises
from course_utils.grading.feedback import student_page, summary_page
from course_utils.grading.gradebook import Grade, grades
from course_utils.grading.marking import Marks, Remark, TaskMark
from course_utils.grading.results import Result
from course_utils.grading.submissions import Student
from tests.browser.axe import violations
from tests.browser.conftest import NewPage

EXERCISE = exercises.load("1")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def graded() -> list[Grade]:
    """Two students: one solved half of it, one was late and is helped by hand."""
    tasks = {
        task.name: TaskMark(
            task.points if number % 2 else 0,
            {"valid": bool(number % 2), "same": True},
            None if number % 2 else Remark("error", {"error": "ValueError: " + "x" * 200, "group": "valid"}),
            "f",
        )
        for number, task in enumerate(EXERCISE.tasks)
    }
    roster = [Student("a", "홍길동"), Student("b", "Ada Lovelace")]
    found = [Result(student.id, 1, f"{student.id}.ipynb", "0", True, Marks(None, tasks)) for student in roster]
    return grades(roster, found, EXERCISE, penalty=0.1)


def pages(language: str) -> dict[str, str]:
    given = graded()
    return {
        "feedback": student_page(given[0], EXERCISE, language, 0.1),
        "summary": summary_page(given, EXERCISE, language, ["stranger.ipynb"], {"b.ipynb": "lost"}),
    }


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_grader(new_page: NewPage, tmp_path: Path, theme: str, width: int, language: str) -> None:
    for name, text in pages(language).items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
        page = new_page(theme=theme, width=width)
        page.goto((tmp_path / f"{name}.html").as_uri())
        assert violations(page) == []
        assert page.evaluate(WIDE) <= 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_outcome_of_a_check(new_page: NewPage, theme: str, width: int) -> None:
    def wrong(**inputs: Any) -> Any:
        return np.zeros((3, 4, 1))

    course_utils.use_language("en")
    shown = [check("conv2d", wrong), check("output_size", EXERCISE.tasks[0].reference), check("max_pool2d", wrong)]
    course_utils.use_language("ko")
    page = new_page(theme=theme, width=width)
    paper, ink = ("#14181f", "#e7ebf2") if theme == "dark" else ("#ffffff", "#1c2330")
    page.set_content(
        f'<!doctype html><html lang="en" data-theme="{theme}"><head><title>check</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body style="background: {paper}; color: {ink}"><main><h1>check</h1>'
        f"{''.join(one._repr_html_() for one in shown)}</main></body></html>"
    )
    assert violations(page) == []
    assert page.evaluate(WIDE) <= 0
