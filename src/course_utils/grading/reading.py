"""The code of a notebook that somebody handed in. Its JSON is read here; its code is never looked into."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MOST_CELLS = 2_000
MOST_CODE = 1_000_000


@dataclass(frozen=True)
class Notebook:
    """The code cells of a notebook, or why there are none.

    Args:
        cells: The code cells, as `{"id": …, "code": …}`.
        problem: A key of the grader's messages, or nothing.
        detail: What the message tells.
    """

    cells: tuple[dict[str, str], ...] = ()
    problem: str = ""
    detail: str = ""


def read_notebook(content: bytes) -> Notebook:
    """Read the code cells of a notebook.

    Args:
        content: The bytes of its file.

    Returns:
        Its code cells, or what is wrong with it: nothing is raised, whatever the bytes.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Notebook(problem="not_json")
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        return Notebook(problem="no_notebook")
    if language := _other_language(notebook):
        return Notebook(problem="other_kernel", detail=language)
    found = tuple(
        {"id": _text(cell.get("id"))[:100], "code": _source(cell)} for cell in cells if cell.get("cell_type") == "code"
    )
    if len(found) > MOST_CELLS or sum(len(cell["code"]) for cell in found) > MOST_CODE:
        return Notebook(problem="too_much_code")
    if not any(cell["code"].strip() for cell in found):
        return Notebook(problem="no_code")
    return Notebook(found)


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source")
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return _text(source)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _other_language(notebook: dict[str, Any]) -> str:
    """The language that a notebook says it is in, where that is not Python."""
    metadata = notebook.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    name = _text(language)[:40]
    return "" if name.lower() in ("", "python") else name
