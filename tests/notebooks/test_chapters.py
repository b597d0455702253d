"""The form of the chapters: each rule notices a notebook that breaks it, and no chapter does."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser
from nbformat import NotebookNode

from tools.notebooks import CHAPTERS, WIDGET, WIDGET_VIEW
from tools.notebooks.files import read
from tools.notebooks.finish import KERNELSPEC, LANGUAGE_INFO

Rule = Callable[[NotebookNode], Iterator[str]]

READABLE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4,12})*")
EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u4e00-\u9fff\uac00-\ud7af]")
LONGEST_CELL = 15
LARGEST = 1_000_000
MARKDOWN = create_md_parser(
    MdParserConfig(enable_extensions={"amsmath", "colon_fence", "deflist", "dollarmath"}), DocutilsRenderer
)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode]]:
    return ((cell, output) for cell in code_cells(notebook) for output in cell.outputs)


def is_valid(notebook: NotebookNode) -> Iterator[str]:
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        yield "cells have ids from nbformat 4.5 on"
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        yield str(error)


def has_readable_ids(notebook: NotebookNode) -> Iterator[str]:
    ids = [cell.get("id", "") for cell in notebook.cells]
    for name in ids:
        if not READABLE_ID.fullmatch(name) or RANDOM_ID.fullmatch(name):
            yield f"{name!r} is not a name such as 'padding-live'"
        if ids.count(name) > 1:
            yield f"{name!r} names two cells"


def is_executed_in_order(notebook: NotebookNode) -> Iterator[str]:
    for number, cell in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != number:
            yield f"{cell.id} ran as {cell.execution_count}, not as {number}"


def raises_and_warns_nowhere(notebook: NotebookNode) -> Iterator[str]:
    for cell, output in outputs(notebook):
        if output.output_type == "error" or output.get("name") == "stderr":
            yield f"{cell.id} stores an error or a warning"


def has_short_cells(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        if (lines := len(cell.source.splitlines())) > LONGEST_CELL:
            yield f"{cell.id} has {lines} lines; what needs more than {LONGEST_CELL} belongs in course_utils"


def has_one_line_paragraphs(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in wrapped_lines(cell.source):
                yield f"{cell.id} wraps the paragraph {line!r}: one paragraph is one line"


def wrapped_lines(text: str) -> Iterator[str]:
    """Yield the first line of every paragraph that has several, in directives, too."""
    for token in MARKDOWN.parse(text):
        if token.type == "inline" and any(child.type == "softbreak" for child in token.children or []):
            yield token.content.splitlines()[0]
        if token.type in ("fence", "colon_fence") and token.info.startswith("{"):
            body = re.sub(r"\A(:[\w-]+:.*\n|---\n(.*\n)*?---\n)*", "", token.content)
            if not token.info.startswith(("{code", "{math", "{figure", "{image")):
                yield from wrapped_lines(body)


def is_small(notebook: NotebookNode) -> Iterator[str]:
    if (size := len(nbformat.writes(notebook).encode())) > LARGEST:
        yield f"{size} bytes"


def stores_nothing_of_the_run(notebook: NotebookNode) -> Iterator[str]:
    if (
        notebook.metadata.get("kernelspec") != KERNELSPEC
        or notebook.metadata.get("language_info") != LANGUAGE_INFO
    ):
        yield "its metadata is not what `make notebooks` writes"
    if "widgets" in notebook.metadata:
        yield "it stores widget state"
    for cell, output in outputs(notebook):
        if WIDGET_VIEW in output.get("data", {}):
            yield f"{cell.id} stores a widget view"


def has_stills(notebook: NotebookNode) -> Iterator[str]:
    for cell, output in outputs(notebook):
        if WIDGET in output.get("data", {}) and "image/png" not in output.data:
            yield f"{cell.id} displays a widget and has no still"


def has_english_code(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        if found := EAST_ASIAN.search(cell.source):
            yield f"{cell.id} has {found[0]!r} in its code: code, comments and labels are English"


def notebook_of(*cells: NotebookNode, **metadata: object) -> NotebookNode:
    """Make a notebook that nbformat has not repaired."""
    metadata = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO} | metadata
    return nbformat.from_dict({**nbformat.v4.new_notebook(), "cells": cells, "metadata": metadata})


def code(source: str = "1", *stored: NotebookNode, name: str = "cell", count: int | None = 1) -> NotebookNode:
    return nbformat.v4.new_code_cell(source, id=name, execution_count=count, outputs=list(stored))


def text(source: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, id="text")


def display(data: dict[str, object]) -> NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/plain": ""} | data)


BROKEN: list[tuple[Rule, NotebookNode]] = [
    (is_valid, nbformat.from_dict({**nbformat.v4.new_notebook(), "nbformat_minor": 4})),
    (is_valid, nbformat.from_dict({**nbformat.v4.new_notebook(), "metadata": 1})),
    (has_readable_ids, notebook_of(code(name="3f2a91bc"))),
    (has_readable_ids, notebook_of(code(name="Padding_live"))),
    (has_readable_ids, notebook_of(code(name="padding"), code(name="padding"))),
    (is_executed_in_order, notebook_of(code(count=None))),
    (is_executed_in_order, notebook_of(code(count=2), code(count=1))),
    (raises_and_warns_nowhere, notebook_of(code("1", nbformat.v4.new_output("error", ename="E", evalue="")))),
    (
        raises_and_warns_nowhere,
        notebook_of(code("1", nbformat.v4.new_output("stream", name="stderr", text="!"))),
    ),
    (has_short_cells, notebook_of(code("\n".join("x" * 16)))),
    (has_one_line_paragraphs, notebook_of(text("하나\n둘"))),
    (has_one_line_paragraphs, notebook_of(text("- one\n  two"))),
    (has_one_line_paragraphs, notebook_of(text(":::{note}\n:class: tip\none\ntwo\n:::"))),
    (is_small, notebook_of(text("x" * LARGEST))),
    (stores_nothing_of_the_run, nbformat.v4.new_notebook()),
    (stores_nothing_of_the_run, notebook_of(widgets={})),
    (stores_nothing_of_the_run, notebook_of(code("1", display({WIDGET_VIEW: {"model_id": "0"}})))),
    (has_stills, notebook_of(code("1", display({WIDGET: {}})))),
    (has_english_code, notebook_of(code('print("합성곱")'))),
]
RULES = list(dict.fromkeys(rule for rule, _ in BROKEN))
SOUND = notebook_of(
    text("# 제목\n\n한 문단은 한 줄입니다.\n\n- 하나\n- 둘\n\n$$\na\n= b\n$$\n\n```python\na\nb\n```"),
    nbformat.v4.new_markdown_cell(":::{note}\n:class: tip\n하나\n:::", id="note"),
    code("\n".join("x" * 15), display({WIDGET: {}, "image/png": ""}), name="padding-live"),
)


@pytest.mark.parametrize(("rule", "notebook"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_rule_notices(rule: Rule, notebook: NotebookNode) -> None:
    assert list(rule(notebook))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_accepts_a_sound_notebook(rule: Rule) -> None:
    assert list(rule(SOUND)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_chapter(path: Path, rule: Rule) -> None:
    assert list(rule(read(path))) == []
