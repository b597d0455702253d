"""The same sources go through nbgrader: its student notebook is ours, and the reference gets full marks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import cli
from course_utils.grading import exercises, notebooks

NAME = exercises.load("1").name


def nbgrader(course: Path, *arguments: str) -> None:
    """Run a command of nbgrader's in a course."""
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two: one hands in the reference, one the stubs. Everything is graded."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "convnets"\n')
    assert cli.main(["release", "--nbgrader", "--exercise", "1", "--language", "en", "--out", str(root)]) == 0
    nbgrader(root, "generate_assignment", NAME, "--create")
    for student, folder in (("solved", "source"), ("empty", "release")):
        shutil.copytree(root / folder / NAME, root / "submitted" / student / NAME)
    nbgrader(root, "autograde", NAME)
    nbgrader(root, "generate_feedback", NAME)
    return root


@pytest.mark.slow
def test_its_student_notebook_is_ours(course: Path) -> None:
    theirs = json.loads((course / "release" / NAME / f"{NAME}.ipynb").read_text())
    ours = notebooks.student_notebook(exercises.load("1"), "en")
    assert [(cell["id"], "".join(cell["source"])) for cell in theirs["cells"]] == [
        (cell["id"], "".join(cell["source"])) for cell in ours["cells"]
    ]


@pytest.mark.slow
def test_the_reference_gets_full_marks(course: Path) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        scores = {who: gradebook.find_submission(NAME, who) for who in ("solved", "empty")}
        assert {who: (one.score, one.max_score) for who, one in scores.items()} == {
            "solved": (20, 20),
            "empty": (0, 20),
        }
    for student in scores:
        assert (course / "feedback" / student / NAME / f"{NAME}.html").stat().st_size > 0
