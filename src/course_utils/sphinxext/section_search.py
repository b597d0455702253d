"""Search that finds sections, in Korean and English, over http and from a disk.

Sphinx's own index leads to pages only, fetches them for excerpts (impossible from `file://`) and splits
Korean at spaces, so that 커널 misses 커널을. Here the text of each section itself is the index: a term is
found wherever it stands, before a particle or inside a compound, in a file smaller than an index of parts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util.nodes import clean_astext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SKIPPED = (nodes.section, nodes.math, nodes.math_block, nodes.raw, nodes.Invisible)


def section_text(section: nodes.section) -> str:
    """Return the text of a section without its title, its subsections, outputs and formulas.

    Args:
        section: A section of a document.

    Returns:
        Text on one line.
    """
    return re.sub(r"\s+", " ", " ".join(texts(section.children[1:]))).strip()


def texts(parts: Iterable[nodes.Node]) -> Iterator[str]:
    """Yield the paragraphs, list items, table cells and code in some nodes."""
    for part in parts:
        if isinstance(part, SKIPPED) or not isinstance(part, nodes.Element):
            continue
        if isinstance(part, nodes.TextElement):
            pieces = part.findall(nodes.Text)
            # Joined without a space: 커널 and 을 are one word even if the first is in bold.
            yield "".join(piece.astext() for piece in pieces if not isinstance(piece.parent, nodes.math))
        elif part.get("nb_element") != "cell_code_output":
            yield from texts(part.children)


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
        section_records(app.env)[app.env.docname] = [
            (section["ids"][0], clean_astext(section[0]), section_text(section))  # type: ignore[arg-type]
            for section in doctree.findall(nodes.section)
        ]


def section_records(env: BuildEnvironment) -> dict[str, list[tuple[str, str, str]]]:
    """Return id, title and text of every section, by page."""
    records: dict[str, list[tuple[str, str, str]]] = env.__dict__.setdefault("course_sections", {})
    return records


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index as a script: a page on `file://` may load a script, but may not fetch a file."""
    if exception or app.builder.format != "html":
        return
    records = section_records(app.env)
    pages = [{"url": f"{page}.html", "sections": sections} for page, sections in sorted(records.items())]
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
