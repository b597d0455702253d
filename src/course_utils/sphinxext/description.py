"""What a page says of itself elsewhere: a line for search engines, and a card where a link to it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Search engines show about so many characters, and cut what is longer.
LONGEST = 160
SENTENCE_ENDS = (". ", "? ", "! ")


def described(text: str) -> str:
    """Return as many whole sentences of a text as fit into a description, or its first words.

    Args:
        text: Sentences on one line.

    Returns:
        At most `LONGEST` characters.

    Example:
        >>> described("A filter is small. A photo is large.")
        'A filter is small. A photo is large.'
    """
    if len(text) <= LONGEST:
        return text
    start = text[: LONGEST + 1]
    end = max(start.rfind(mark) for mark in SENTENCE_ENDS)
    return start[: end + 1] if end > 0 else f"{start[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def describe_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template the page's first paragraph, and where the site is known, the address of its card."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    context["description"] = described(" ".join(paragraph.astext().split())) if paragraph is not None else ""
    site = app.config.html_baseurl
    context["card"] = f"{site.rstrip('/')}/_static/social-card.{app.config.language}.png" if site else ""


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", describe_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
