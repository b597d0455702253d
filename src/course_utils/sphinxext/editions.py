"""Two editions of every page: which there are, how they link to each other, what each is called."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


class Edition(NamedTuple):
    """A language that the book is published in.

    Attributes:
        language: Language code, also the value of `<html lang>`.
        name: The language's name in itself, as the switch shows it.
        folder: Where the edition lies below the book's address; empty for the source edition.
    """

    language: str
    name: str
    folder: str


EDITIONS = {"ko": Edition("ko", "한국어", folder=""), "en": Edition("en", "English", folder="en")}
SOURCE_LANGUAGE = "ko"


class EditionLink(NamedTuple):
    """How a page refers to itself in an edition.

    Attributes:
        language: The edition's language code.
        name: The edition's name.
        href: Address relative to the page that the link stands on.
        current: Whether the page belongs to this edition.
    """

    language: str
    name: str
    href: str
    current: bool


def edition_links(pagename: str, language: str) -> list[EditionLink]:
    """Return a link to each edition of one page.

    Args:
        pagename: The page's name, such as `"chapters/1-1-convolution"`.
        language: The edition that the links are shown in.

    Returns:
        One link an edition, in the order of `EDITIONS`.

    Example:
        >>> [link.href for link in edition_links("chapters/1-1-convolution", "en")]
        ['../../chapters/1-1-convolution.html', '1-1-convolution.html']
    """
    page = f"{pagename}.html"
    here = posixpath.dirname(posixpath.join(EDITIONS[language].folder, page))
    return [
        EditionLink(
            edition.language,
            edition.name,
            posixpath.relpath(posixpath.join(edition.folder, page), here or "."),
            edition.language == language,
        )
        for edition in EDITIONS.values()
    ]


def name_edition(app: Sphinx, config: Config) -> None:
    """Give the edition its own title."""
    config.html_title = config.course_titles[config.language]


def add_edition_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the page's template the links of the edition switch."""
    context["editions"] = edition_links(pagename, app.config.language)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value("course_titles", {}, "html", dict)
    app.connect("config-inited", name_edition)
    app.connect("html-page-context", add_edition_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
