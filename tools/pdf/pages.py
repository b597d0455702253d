"""The pages of a built edition, in the order of its contents."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import NamedTuple

from bs4 import Tag

from tools.html_tree import attribute, plain, read

HOME = "index"


class Page(NamedTuple):
    """A page of an edition.

    Attributes:
        name: Its address without `.html`, relative to the edition, such as `"chapters/1-1-convolution"`.
        title: What the contents call it.
        depth: How deep it stands in the contents: 0 for a page of the first level.
        file: The HTML file.
    """

    name: str
    title: str
    depth: int
    file: Path

    @property
    def anchor(self) -> str:
        """The page's id in the printed book."""
        return anchor(self.name)


def anchor(name: str, place: str = "") -> str:
    """Return the id that a page, or a place on it, has in the printed book.

    Args:
        name: The page's name.
        place: An id on the page; empty for its beginning.

    Example:
        >>> anchor("chapters/1-1-convolution", "padding")
        'chapters-1-1-convolution--padding'
    """
    return f"{name.replace('/', '-')}{f'--{place}' if place else ''}"


def target_of(href: str, page: Page, edition: Path) -> tuple[str, str]:
    """Return the page that a link leads to, by its name, and the place on that page.

    Args:
        href: A relative address, as it stands on the page.
        page: The page on which it stands.
        edition: The folder of the edition.

    Returns:
        A name relative to the edition, and an id; the name of what is no page keeps its ending.
    """
    path, _, place = href.partition("#")
    path = path.partition("?")[0]
    if not path:
        return page.name, place
    here = posixpath.dirname(os.path.relpath(page.file, edition))
    return posixpath.normpath(posixpath.join(here, path)).removesuffix(".html"), place


def reading_order(edition: Path) -> list[Page]:
    """Return the pages of an edition, the landing page first.

    Args:
        edition: The folder of the edition's HTML.

    Raises:
        FileNotFoundError: If the book is not built.
    """
    home = edition / f"{HOME}.html"
    if not home.is_file():
        raise FileNotFoundError(f"There is no {home}: build the book first, with `make book`.")
    tree = read(home)
    heading = tree.select_one("article h1")
    assert heading is not None
    for link in heading.select(".headerlink"):
        link.decompose()
    pages = [Page(HOME, plain(heading), 0, home)]
    for link in tree.select("nav.contents li > a"):
        name, _ = target_of(attribute(link, "href"), pages[0], edition)
        pages.append(Page(name, plain(link), _depth(link), edition / f"{name}.html"))
    return pages


def _depth(link: Tag) -> int:
    return sum(parent.name == "li" for parent in link.parents) - 1
