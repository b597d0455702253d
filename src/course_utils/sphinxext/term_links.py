"""A term links to the glossary where a section first mentions it, and its definition comes with the page."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from course_utils.sphinxext.glossary_terms import PAGE, Term, book_glossary, other_names
from course_utils.sphinxext.strings import ui_strings
from course_utils.sphinxext.term_matching import TermMatcher
from course_utils.sphinxext.widget_output import widget_mount

if TYPE_CHECKING:
    from sphinx.application import Sphinx

UNMARKED_PAGES = (PAGE, "index", "book/instructors", "book/publish")  # the terms themselves, and pages that teach none
UNMARKED = (
    nodes.Titular,  # headings, also of notes
    nodes.FixedTextElement,  # code and formulas that stand alone
    nodes.Invisible,
    nodes.caption,
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.reference,
    nodes.thead,
    widget_mount,
)


class TermLinks(SphinxPostTransform):
    """Mark the first mention of each term in each section, but for the section that explains it.

    It works on what is about to be written, after translation: the text itself, its catalogue and the index of the
    search know nothing of it.
    """

    default_priority = 15  # after references have been resolved (10): no link within a link
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Mark the terms of one page."""
        self.glossary = book_glossary(self.env)
        if not self.glossary or self.env.docname in UNMARKED_PAGES:
            return
        self.matcher = TermMatcher(self.glossary, self.config.language)
        self.address = self.app.builder.get_relative_uri(self.env.docname, PAGE)
        for ids, part in parts(self.document):
            here = {(self.env.docname, section) for section in ids}
            known = {key for key, term in self.glossary.items() if (term.page, term.section) in here}
            for text in [text for node in part for text in running_text(node)]:
                self.mark_text(text, known)

    def mark_text(self, text: nodes.Text, known: set[str]) -> None:
        """Link what a text is the first to mention, and note it as known."""
        written = text.astext()
        pieces: list[nodes.Node] = []
        at = 0
        for start, end, term in self.matcher.mentions(written):
            if term in known:
                continue
            known.add(term)
            if isinstance(text.parent, nodes.strong):  # the term is just being introduced
                continue
            address = f"{self.address}#{term}"
            link = nodes.reference("", written[start:end], refuri=address, internal=True, classes=["term"])
            pieces += [nodes.Text(written[at:start]), link]
            at = end
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(written[at:])])


def parts(document: nodes.document) -> Iterator[tuple[set[str], list[nodes.Node]]]:
    """Yield what stands before the first section below the page's title, then each of these sections.

    Args:
        document: A page.

    Yields:
        The addresses of the sections in a part, and its nodes.
    """
    page = next(document.findall(nodes.section), document)
    sections = [node for node in page.children if isinstance(node, nodes.section)]
    yield set(page["ids"]), [node for node in page.children if node not in sections]
    for section in sections:
        yield {key for inner in section.findall(nodes.section) for key in inner["ids"]}, [section]


def running_text(node: nodes.Node) -> Iterator[nodes.Text]:
    """Yield the texts below a node in which terms are marked."""
    if isinstance(node, nodes.Text):
        yield node
    elif isinstance(node, nodes.Element) and not is_unmarked(node):
        for child in node.children:
            yield from running_text(child)


def is_unmarked(node: nodes.Element) -> bool:
    """Tell whether terms below a node stay as they are."""
    return isinstance(node, UNMARKED) or node.get("nb_element") == "cell_code_output"


def add_definitions(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the definitions of the terms that a page links into the page, with what shows them."""
    links = [] if doctree is None else [link for link in doctree.findall(nodes.reference) if "term" in link["classes"]]
    if links or pagename == PAGE:
        app.add_css_file("terms.css", priority=300)
    if links:
        app.add_js_file("terms.js", priority=310, defer="defer")
        glossary = book_glossary(app.env)
        cards = []
        for key in sorted({link["refuri"].partition("#")[2] for link in links}):
            address = f"{app.builder.get_relative_uri(pagename, glossary[key].page)}#{glossary[key].section}"
            cards.append(card(key, glossary[key], app.config.language, address))
        context["body"] += f'<template class="terms">{"".join(cards)}</template>\n'


def card(key: str, term: Term, language: str, address: str) -> str:
    """Return the HTML of the card that shows a term; it fits into a line of text.

    Args:
        key: The term's id.
        term: The term.
        language: The language of the page.
        address: Where the term is explained, as seen from the page.
    """
    wording = term.wordings[language]
    names = f"<b>{html.escape(wording.term)}</b>"
    for other, name in other_names(term, language):
        names += f' <span lang="{other}">{html.escape(name)}</span>'
    more = f'<a href="{html.escape(address)}">{html.escape(ui_strings(language)["read_more"])}</a>'
    return f'<span class="term-card" data-term="{key}"><span>{names}</span>{html.escape(wording.text)} {more}</span>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_post_transform(TermLinks)
    app.connect("html-page-context", add_definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
