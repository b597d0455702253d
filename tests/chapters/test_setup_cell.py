"""The set-up cell of each chapter: harmless on a machine that has the course, complete on Colab."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

import course_utils
from tests.chapters.cells import CHAPTERS

PATHS = sorted(CHAPTERS.glob("*.ipynb"))


class Notebook:
    """Stands in for IPython and notes the magics that a cell runs."""

    def __init__(self) -> None:
        self.magics: list[tuple[str, str]] = []

    def run_line_magic(self, name: str, line: str) -> None:
        self.magics.append((name, line))


def run_set_up(path: Any) -> list[tuple[str, str]]:
    first = next(cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    assert "setup" in first.metadata.tags
    notebook = Notebook()
    exec(TransformerManager().transform_cell(first.source), {"get_ipython": lambda: notebook})
    return notebook.magics


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_installs_nothing_on_a_machine_that_is_not_colab(path: Any) -> None:
    assert run_set_up(path) == []
    assert course_utils.language.current_language() == "ko"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_installs_the_course_on_colab(path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    assert run_set_up(path) == [("pip", 'install --quiet "convnet-course[run]"')]
