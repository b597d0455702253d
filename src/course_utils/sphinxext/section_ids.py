"""Permanent section addresses: a section's HTML id is the id of the Markdown cell that opens it.

Sphinx would make ids from titles, which differ between the editions and change with every rewording.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import clean_astext

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

# myst-nb counts the lines of a notebook as 10,000 times the cell's number plus the line inside the cell.
LINES_PER_CELL = 10_000


def cell_ids(path: Path) -> list[str]:
    """Return the id of every cell of a notebook.

    Args:
        path: A notebook in format 4.5 or newer.

    Returns:
        One id a cell, in order.

    Raises:
        ExtensionError: A cell has none.
    """
    ids = [cell.get("id") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    if None in ids:
        raise ExtensionError(
            f"Cell {ids.index(None) + 1} of {path} has no id, which is the address of what it shows: "
            "save the notebook in format 4.5 and name its cells."
        )
    return ids


def cell_index(node: nodes.Element) -> int:
    """Return the index of the notebook cell that a node was made from.

    Args:
        node: A node of a notebook's document, with a source line.

    Returns:
        The index among all of the notebook's cells.
    """
    assert node.line is not None
    return node.line // LINES_PER_CELL - 1


class SectionIds(SphinxTransform):
    """Rename every section, and every code cell, after its cell.

    On a Markdown page a section's id is the label written above its heading, `(label)=`; the page's title
    may do without one and is then called like the page.
    """

    default_priority = 400  # After translation (20), before MyST resolves links within the page (879).

    def apply(self, **kwargs: Any) -> None:
        """Rename the sections and code cells of one document."""
        path = Path(self.env.doc2path(self.env.docname))
        ids = cell_ids(path) if path.suffix == ".ipynb" else None
        opened: set[str] = set()
        for section in self.document.findall(nodes.section):
            title = section[0]
            assert isinstance(title, nodes.title)
            labels = [name for name in section["names"] if self.document.nametypes.get(name)]
            explicit = [self.document.nameids[label] for label in labels]
            if ids is not None:
                section_id = ids[cell_index(title)]
                if section_id in opened:
                    logger.warning(
                        "The heading %r is the second one in the cell %r: give it a Markdown cell of its "
                        "own, whose id becomes the section's address.",
                        title.astext(),
                        section_id,
                        location=title,
                    )
                    continue
            elif explicit:
                section_id = explicit[0]
            elif section.parent is self.document:
                section_id = Path(self.env.docname).name
            else:
                logger.warning(
                    "The heading %r has no permanent address: write (some-name)= on the line above it.",
                    title.astext(),
                    location=title,
                )
                continue
            opened.add(section_id)
            self.rename(section, section_id, explicit)
            self.note_link_target(section_id, title)
        if ids is not None:
            for cell in self.document.findall(nodes.container):
                if cell.get("nb_element") == "cell_code":
                    cell["ids"].insert(0, ids[cell["cell_index"]])

    def rename(self, section: nodes.section, section_id: str, explicit: list[str]) -> None:
        """Make one id the section's first, keep its labels, drop what Sphinx made from its title."""
        section["ids"] = list(dict.fromkeys([section_id, *explicit]))
        self.document.ids[section_id] = section
        for name in section["names"]:
            if not self.document.nametypes.get(name):
                self.document.nameids[name] = section_id

    def note_link_target(self, section_id: str, title: nodes.title) -> None:
        """Let `[text](#id)` and `[text](other-page.ipynb#id)` find the section; MyST warns of any other."""
        slugs = self.env.metadata[self.env.docname].setdefault("myst_slugs", {})
        slugs[section_id] = (title.line, section_id, clean_astext(title))
        self.document.myst_slugs = slugs  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_transform(SectionIds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
