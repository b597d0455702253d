"""What the book writes differently from Sphinx: words in every language, nothing wider than the page."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

from course_utils.sphinxext.strings import ui_strings

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CourseTranslator(HTML5Translator):
    """Writes the HTML of a document."""

    def word(self, key: str) -> str:
        """Return a word of the frame in the edition's language, escaped."""
        return html.escape(ui_strings(self.config.language)[key])

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """Add the link that shows a heading's address. Sphinx's own words for it lack translations."""
        if node["ids"]:
            name = self.word("address")
            self.body.append(f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}">#</a>')

    def visit_image(self, node: nodes.Element) -> None:
        """Write a picture with its size, so that nothing moves when it arrives."""
        size = get_image_size(str(Path(self.builder.srcdir, node["uri"].lstrip("/"))))
        place = len(self.body)
        super().visit_image(node)
        if size:
            self.body[place] = self.body[place].replace("<img ", '<img width="{}" height="{}" '.format(*size), 1)

    def visit_table(self, node: nodes.Element) -> None:
        """Open a table inside a box that scrolls, so that a wide one doesn't widen the page."""
        self.body.append('<div class="table-wrapper">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        """Close a table and its box."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_admonition(self, node: nodes.Element, name: str = "") -> None:
        """Open a note; one of the class `dropdown` stays closed until the reader opens it."""
        if "dropdown" not in node["classes"]:
            super().visit_admonition(node, name)
            return
        title = node.pop(0) if isinstance(node[0], nodes.title) else None
        self.body.append(self.starttag(node, "details", CLASS="admonition"))
        self.body.append('<summary class="admonition-title">')
        if title is not None:
            for child in title.children:
                child.walkabout(self)
        else:
            self.body.append(self.word("more"))
        self.body.append("</summary>\n")

    def depart_admonition(self, node: nodes.Element | None = None) -> None:
        """Close a note."""
        if node is not None and "dropdown" in node["classes"]:
            self.body.append("</details>\n")
        else:
            super().depart_admonition(node)


def visit_hidden_code(self: CourseTranslator, node: HideCodeCellNode) -> None:
    """Open code that stays hidden until the reader asks for it. myst-nb's own label is in English only."""
    shown, hidden = self.word("show_code"), self.word("hide_code")
    self.body.append(
        f'<details class="hidden-code"><summary><span class="collapsed">{shown}</span>'
        f'<span class="expanded">{hidden}</span></summary>\n'
    )


def depart_hidden_code(self: CourseTranslator, node: HideCodeCellNode) -> None:
    """Close hidden code."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.set_translator("html", CourseTranslator)
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_hidden_code))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
