"""`pytest --nbval` collects the chapters, and fails where a stored number is not what the code gives."""

import base64
import copy
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat import NotebookNode

from tools.notebooks import WIDGET, WIDGET_VIEW
from tools.notebooks.files import write


def differ_where_it_matters(cells: dict[str, NotebookNode]) -> None:
    cells["numbers"].outputs[0].text = "43\n"
    cells["counter"].outputs[0].data[WIDGET]["state"]["kernel"][1] = 3
    cells["interact"].outputs[0].text = "stride 3\n"


def differ_where_it_does_not(cells: dict[str, NotebookNode]) -> None:
    png = base64.b64encode(b"another picture").decode()
    cells["figure"].outputs[0].data["image/png"] = png
    cells["counter"].outputs[0].data["image/png"] = png  # a still, which the code does not display
    cells["address"].outputs[0].text = "<object object at 0x123456789abc>\n"


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A copy of the repository's test set-up, with a test and a notebook outside chapters/."""
    for name in ("conftest.py", "pyproject.toml", "tests/nbval.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    shutil.copytree(root / "tools" / "notebooks", tmp_path / "tools" / "notebooks")
    (tmp_path / "tests" / "test_unit.py").write_text("def test_unit(): pass\n")
    for folder in ("chapters", "chapters/.ipynb_checkpoints", "exercises"):
        (tmp_path / folder).mkdir()
        write(
            tmp_path / folder / "empty.ipynb",
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]),
        )
    return tmp_path


def run_pytest(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "collected"),
    [
        ([], ["tests/test_unit.py::test_unit"]),
        (["--nbval"], ["chapters/empty.ipynb::Cell 0"]),
        (["--nbval", "exercises"], ["exercises/empty.ipynb::Cell 0"]),
        (["tests"], ["tests/test_unit.py::test_unit"]),
    ],
)
def test_what_is_collected(project: Path, arguments: list[str], collected: list[str]) -> None:
    listing = run_pytest(project, "--collect-only", "-q", *arguments).stdout
    assert [line for line in listing.splitlines() if "::" in line] == collected


@pytest.mark.slow
def test_what_passes_and_what_fails(project: Path, finished: NotebookNode) -> None:
    assert WIDGET_VIEW not in nbformat.writes(finished)
    for change in (differ_where_it_matters, differ_where_it_does_not):
        notebook = copy.deepcopy(finished)
        change({cell.id: cell for cell in notebook.cells})
        write(project / "chapters" / f"{change.__name__}.ipynb", notebook)
    run = run_pytest(project, "--nbval", f"--junitxml={project / 'report.xml'}")
    ids = [cell.id for cell in finished.cells]
    failed = {
        (case.attrib["classname"].split(".")[1], ids[int(case.attrib["name"].removeprefix("Cell "))])
        for case in ElementTree.parse(project / "report.xml").iter("testcase")
        if len(case)
    }
    changed = ("numbers", "counter", "interact")
    assert failed == {("differ_where_it_matters", name) for name in changed}, run.stdout
