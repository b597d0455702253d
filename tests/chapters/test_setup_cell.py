"""The set-up cell of each chapter: it installs nothing in a checkout, and where it is published what is missing."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

import course_utils
from course_utils.sphinxext.setup_cell import set_up
from tests.chapters.cells import CHAPTERS

PATHS = sorted(CHAPTERS.glob("*.ipynb"))
WHEEL = "convnet-course[colab] @ https://host.example/wheel/convnet_course-0.1.0-py3-none-any.whl"


class Notebook:
    """Stands in for IPython and notes the magics that a cell runs."""

    def __init__(self) -> None:
        self.magics: list[tuple[str, str]] = []

    def run_line_magic(self, name: str, line: str) -> None:
        self.magics.append((name, line))


def set_up_of(path: Path) -> str:
    first = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    assert "setup" in first.metadata.tags
    return str(first.source)


def run(code: str) -> list[tuple[str, str]]:
    """Run a set-up cell; returns the magics that it would run."""
    notebook = Notebook()
    exec(TransformerManager().transform_cell(code), {"get_ipython": lambda: notebook})
    return notebook.magics


@pytest.fixture
def without_course(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where the course can't be found; `import` still works, for what is after the installation."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "course_utils" else find(name))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_sets_the_language_and_installs_nothing(path: Path) -> None:
    code = set_up_of(path)
    assert "pip" not in code
    assert run(code) == []
    assert course_utils.language.current_language() == "ko"
    assert set_up(code) == code


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_published_it_installs_nothing_where_the_course_is(path: Path) -> None:
    assert run(set_up(set_up_of(path), WHEEL)) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_published_it_installs_the_course_on_colab(
    path: Path, without_course: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    code = set_up(set_up_of(path), WHEEL)
    assert run(code) == [("pip", f'install --quiet "{WHEEL}"')]
    assert set_up(code) == set_up_of(path)


def test_published_it_says_elsewhere_what_to_do(without_course: None) -> None:
    with pytest.raises(ModuleNotFoundError, match=re.escape(f'%pip install "{WHEEL}"')):
        run(set_up(set_up_of(PATHS[0]), WHEEL))
