"""Every chapter can be downloaded as a notebook in the language of its edition, beside its page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.sphinxext.editions import SOURCE_LANGUAGE
from course_utils.sphinxext.locale import catalogue_path, read_catalogue
from course_utils.sphinxext.publishing import read_setting
from course_utils.sphinxext.setup_cell import SETUP, set_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx

# What Markdown puts around the text of a line: indent or quote, then heading, list marker, directive or $$.
LINE = re.compile(r"([\s>]*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+|:\s+|:{3,}\{[\w-]+\}\s*|\$\$)?)(.*?)(\s*(?:\$\$)?)")
TABLE_CELL = re.compile(r"(?<!\\)\|")
PICTURE = re.compile(r"!\[([^\]]*)\]")


def translate_line(line: str, messages: Mapping[str, str]) -> str:
    """Translate one line of Markdown whose text is a message of the catalogue.

    Args:
        line: A line of a Markdown cell.
        messages: Translations by source text.

    Returns:
        The line with its text translated and its markup kept; an unknown text stays as it is.
    """
    match = LINE.fullmatch(line)
    assert match is not None
    start, text, end = match.groups()
    if text in messages:
        return f"{start}{messages[text]}{end}"
    cells = [cell.strip() for cell in TABLE_CELL.split(text)[1:-1]]
    if any(cell in messages for cell in cells):
        return "| " + " | ".join(messages.get(cell, cell) for cell in cells) + " |"
    return PICTURE.sub(lambda picture: f"![{messages.get(picture[1], picture[1])}]", line)


def translate_markdown(source: str, messages: Mapping[str, str]) -> str:
    """Translate a Markdown cell by the catalogue of its page.

    A paragraph on one line is a message word for word, so no parser is needed; a display formula is one of
    several lines.

    Args:
        source: The cell's text.
        messages: Translations by source text.

    Returns:
        The translated text.
    """
    for message, translation in messages.items():
        if "\n" in message:
            source = source.replace(message, translation)
    return "\n".join(translate_line(line, messages) for line in source.split("\n"))


def translate_notebook(notebook: Mapping[str, Any], messages: Mapping[str, str], language: str) -> dict[str, Any]:
    """Translate a notebook: its Markdown cells, and the language that its set-up cell chooses.

    Args:
        notebook: A notebook as JSON.
        messages: Translations by source text.
        language: The edition's language code.

    Returns:
        A new notebook; code and outputs are those of the original.
    """
    cells = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            source = translate_markdown(source, messages)
        else:
            source = source.replace(f'use_language("{SOURCE_LANGUAGE}")', f'use_language("{language}")')
        cells.append({**cell, "source": source.splitlines(keepends=True)})
    return {**notebook, "cells": cells}


def set_up_notebook(notebook: Mapping[str, Any], requirement: str | None) -> dict[str, Any]:
    """Have a notebook's set-up cell install the course from where the book is published, or nothing.

    Args:
        notebook: A notebook as JSON.
        requirement: What pip installs; `None` where the book is published nowhere.

    Returns:
        A new notebook.
    """
    cells = [
        {**cell, "source": set_up("".join(cell["source"]), requirement).splitlines(keepends=True)}
        if cell.get("id") == SETUP
        else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def offer_notebook(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the edition's notebook beside the page and give the template its name."""
    context["notebook"] = None
    source = Path(app.env.doc2path(pagename)) if doctree is not None else None
    if source is None or source.suffix != ".ipynb":
        return
    notebook = json.loads(source.read_text(encoding="utf-8"))
    language = app.config.language
    if language != SOURCE_LANGUAGE:
        catalogue = read_catalogue(catalogue_path(Path(app.srcdir), language, pagename))
        messages = {
            str(message.id): str(message.string)
            for message in catalogue
            if message.id and message.string and not message.fuzzy
        }
        notebook = translate_notebook(notebook, messages, language)
    publication = read_setting(app.config.course_publish or {})
    notebook = set_up_notebook(notebook, publication.requirement("colab") if publication else None)
    target = Path(app.outdir, f"{pagename}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    context["notebook"] = target.name


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", offer_notebook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
