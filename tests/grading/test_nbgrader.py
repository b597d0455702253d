"""The same sources go through nbgrader: its student notebooks are ours, and the references get full marks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import cli
from course_utils.grading import exercises, notebooks

pytestmark = pytest.mark.slow
NAMES = exercises.names()


def nbgrader(course: Path, *arguments: str) -> None:
    """Run a command of nbgrader's in a course."""
    done = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two: one hands in the references, one the stubs. Everything is graded."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "convnets"\n')
    assert cli.main(["release", "--nbgrader", "--language", "en", "--out", str(root)]) == 0
    for name in NAMES:
        nbgrader(root, "generate_assignment", name, "--create")
        for student, folder in (("solved", "source"), ("empty", "release")):
            shutil.copytree(root / folder / name, root / "submitted" / student / name)
        nbgrader(root, "autograde", name)
        nbgrader(root, "generate_feedback", name)
    return root


@pytest.mark.parametrize("name", NAMES)
def test_its_student_notebook_is_ours(course: Path, name: str) -> None:
    theirs = json.loads((course / "release" / name / f"{name}.ipynb").read_text())
    ours = notebooks.student_notebook(exercises.load(name), "en")
    assert [(cell["id"], "".join(cell["source"])) for cell in theirs["cells"]] == [
        (cell["id"], "".join(cell["source"])) for cell in ours["cells"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_gets_full_marks(course: Path, name: str) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        scores = {who: gradebook.find_submission(name, who) for who in ("solved", "empty")}
        assert [(one.score, one.max_score) for one in scores.values()] == [(20, 20), (0, 20)]
    for student in scores:
        assert (course / "feedback" / student / name / f"{name}.html").stat().st_size > 0
