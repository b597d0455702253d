"""Notebooks on disk: read, and written in one deterministic form."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode


def read(path: Path) -> NotebookNode:
    """Read a notebook.

    Raises:
        ValueError: If a cell has no id of its own: nbformat would make one up, on which no link can rely.
    """
    notebook: NotebookNode = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    ids = [cell.get("id") for cell in notebook.cells]
    if None in ids:
        raise ValueError(f"{path.name} has a cell without an id. Give it one that says what it is: 'padding-live'.")
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"{path.name} has several cells with the id {twice[0]!r}. Give each its own.")
    return notebook


def write(path: Path, notebook: NotebookNode) -> bool:
    """Write a notebook and return whether the file changed.

    The text is written beside the file and renamed, so that a failure leaves the old one whole.
    """
    text: str = nbformat.writes(notebook).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    beside = path.with_suffix(".ipynb.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return True
