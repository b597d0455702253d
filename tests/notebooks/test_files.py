"""Notebooks on disk."""

from pathlib import Path

import nbformat
import pytest

from tools.notebooks.files import read, write


def notebook(*ids: str | None) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_markdown_cell("한글") | ({"id": name} if name else {}) for name in ids]
    for cell, name in zip(cells, ids, strict=True):
        if name is None:
            del cell["id"]
    return nbformat.from_dict({**nbformat.v4.new_notebook(), "cells": cells})


def test_what_is_written_is_read_and_written_once(tmp_path: Path) -> None:
    path = tmp_path / "chapter.ipynb"
    assert write(path, notebook("padding"))
    assert not write(path, read(path))
    text = path.read_text(encoding="utf-8")
    assert "한글" in text
    assert text.endswith("}\n")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("ids", "complaint"),
    [(("padding", None), "a cell without an id"), (("a", "b", "a"), "several cells.*'a'")],
)
def test_an_id_is_never_made_up(tmp_path: Path, ids: tuple[str | None, ...], complaint: str) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(nbformat.v4.writes(notebook(*ids)), encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read(path)
