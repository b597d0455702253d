"""Search that finds sections, in Korean and English, over http and from a disk.

Sphinx's own index leads to pages only, fetches them for excerpts (impossible from `file://`) and splits
Korean at spaces, so that 커널 misses 커널을. Here the text of each section itself is the index: a term is
found wherever it stands, before a particle or inside a compound, in a file smaller than an index of parts.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.nodes import clean_astext

from course_utils.sphinxext.glossary_terms import PAGE, book_glossary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class term_list(nodes.General, nodes.Element):
    """The terms of the glossary; each of them is found on its own."""


SKIPPED = (nodes.section, nodes.math, nodes.math_block, nodes.raw, nodes.Invisible, term_list)


class SectionRecord(NamedTuple):
    """What the search knows of a section, or of a term of the glossary.

    Attributes:
        id: Its address on the page.
        title: Its title.
        text: Its paragraphs, list items and table cells, on one line.
        code: Its code.
    """

    id: str
    title: str
    text: str
    code: str = ""


def section_record(section: nodes.section) -> SectionRecord:
    """Return what the search knows of a section: nothing of its subsections, outputs and formulas.

    Args:
        section: A section of a document.
    """
    parts = list(text_elements(section.children[1:]))
    code = [part for part in parts if isinstance(part, nodes.literal_block)]
    prose = (part for part in parts if not isinstance(part, nodes.literal_block))
    title = section[0]
    assert isinstance(title, nodes.title)
    return SectionRecord(section["ids"][0], clean_astext(title), one_line(prose), one_line(code))


def term_record(entry: nodes.definition_list_item) -> SectionRecord:
    """Return what the search knows of a term of the glossary."""
    name, definition = entry.children
    assert isinstance(name, nodes.term)
    return SectionRecord(name["ids"][0], name.astext(), one_line(text_elements([definition])))


def text_elements(parts: Iterable[nodes.Node]) -> Iterator[nodes.TextElement]:
    """Yield the paragraphs, list items, table cells and code in some nodes."""
    for part in parts:
        if isinstance(part, SKIPPED) or not isinstance(part, nodes.Element):
            continue
        if isinstance(part, nodes.TextElement):
            yield part
        elif part.get("nb_element") != "cell_code_output":
            yield from text_elements(part.children)


def one_line(elements: Iterable[nodes.TextElement]) -> str:
    """Return the text of some elements without its formulas, on one line."""
    # Joined without a space within an element: 커널 and 을 are one word even if the first is in bold.
    texts = (
        "".join(piece.astext() for piece in element.findall(nodes.Text) if not isinstance(piece.parent, nodes.math))
        for element in elements
    )
    return re.sub(r"\s+", " ", " ".join(texts)).strip()


class SectionCollector(EnvironmentCollector):
    """Keeps the text of every section in the environment, so that an incremental build knows all of it."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document that is about to be read again."""
        section_records(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what another process has read."""
        for docname in docnames:
            section_records(env)[docname] = section_records(other)[docname]

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the sections of a document that was just read."""
        sections = map(section_record, doctree.findall(nodes.section))
        entries = (entry for terms in doctree.findall(term_list) for entry in terms.findall(nodes.definition_list_item))
        section_records(app.env)[app.env.docname] = [*sections, *map(term_record, entries)]


def section_records(env: BuildEnvironment) -> dict[str, list[SectionRecord]]:
    """Return what the search knows of every section, by page."""
    records: dict[str, list[SectionRecord]] = env.__dict__.setdefault("course_sections", {})
    return records


def explained_terms(env: BuildEnvironment) -> dict[tuple[str, str], list[str]]:
    """Return the words for the terms that a section explains, by page and section."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, term in book_glossary(env).items():
        wording = term.wordings[env.config.language]
        for place in ((term.page, term.section), (PAGE, key)):
            words[place] += dict.fromkeys((wording.term, *wording.forms, *wording.sought))
    return words


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index as a script: a page on `file://` may load a script, but may not fetch a file."""
    if exception or app.builder.format != "html":
        return
    terms = explained_terms(app.env)
    pages = [
        {"url": f"{page}.html", "sections": [[*record, terms.get((page, record.id), [])] for record in records]}
        for page, records in sorted(section_records(app.env).items())
    ]
    index = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", "search-index.js").write_text(f"courseSearchIndex={index};\n", "utf-8")


def replace_sphinx_search(app: Sphinx) -> None:
    """Tell the builder to make no index of its own."""
    app.builder.search = False  # type: ignore[attr-defined]


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Add the page that shows all results."""
    yield "search", {}, "search.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_env_collector(SectionCollector)
    app.connect("builder-inited", replace_sphinx_search)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
