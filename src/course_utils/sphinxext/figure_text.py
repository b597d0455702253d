"""Alternative texts of pictures in cell outputs.

A cell's metadata says in each language what its picture shows: `"alt": {"ko": "…", "en": "…"}`. Without it, the
output's `text/plain` serves, a one-line summary of the numbers plotted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class FigureText(SphinxTransform):
    """Give every picture in a cell's output its alternative text."""

    default_priority = 410

    def apply(self, **kwargs: Any) -> None:
        """Describe the pictures of one document."""
        for cell in containers(self.document, "cell_code"):
            written = written_text(cell["cell_metadata"], self.config.language)
            for bundle in containers(cell, "mime_bundle"):
                alternatives = {container["mime_type"]: container for container in bundle.children}  # type: ignore[index]
                text = alternatives["text/plain"].astext().strip() if "text/plain" in alternatives else ""
                for mime_type, alternative in alternatives.items():
                    if not mime_type.startswith("image/"):
                        continue
                    for picture in alternative.findall(nodes.image):
                        self.describe(picture, written or text)

    def describe(self, picture: nodes.image, text: str) -> None:
        """Set a picture's alternative text; a default repr such as `<Figure size …>` describes nothing."""
        if "alt" in picture:
            return
        if not text or text.startswith("<"):
            logger.warning(
                "A picture's text/plain is %r, which is all that readers who can't see it get: "
                "display an object whose repr says what the picture shows.",
                text,
                location=picture.parent,
            )
        picture["alt"] = " ".join(text.split())


def containers(node: nodes.Element, kind: str) -> Iterator[nodes.container]:
    """Yield the containers that myst-nb made for one kind of notebook element."""
    return (found for found in node.findall(nodes.container) if found.get("nb_element") == kind)


def written_text(cell_metadata: Mapping[str, Any], language: str) -> str:
    """Return what a cell says of its picture in one language, or nothing.

    Args:
        cell_metadata: The cell's metadata.
        language: The edition's language code.

    Returns:
        The text of `alt`, or an empty string.
    """
    text: str = cell_metadata.get("alt", {}).get(language, "")
    return text


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_transform(FigureText)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
