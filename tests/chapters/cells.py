"""The code cells of a chapter, run one after the other in this process, whole or with a mistake in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

CHAPTERS = Path(__file__).parents[2] / "chapters"


def code_cells(chapter: str) -> dict[str, str]:
    """Return the source of each code cell by its id, without set-up cells."""
    notebook = nbformat.read(CHAPTERS / f"{chapter}.ipynb", as_version=4)
    return {
        cell.id: cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and "setup" not in cell.metadata.get("tags", [])
    }


def run(cells: dict[str, str], last: str | None = None) -> Iterator[str]:
    """Run cells in order, up to `last`, and yield the id of each before it runs."""
    namespace: dict[str, Any] = {}
    for cell_id, source in cells.items():
        yield cell_id
        python = TransformerManager().transform_cell(source)
        exec(compile(ast.parse(python), cell_id, "exec"), namespace)
        if cell_id == last:
            return
