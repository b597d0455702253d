"""The site as its readers meet it: files, and for each page its links, ids, launch buttons and addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from tools.html_tree import attribute, read

ADDRESSED = ("href", "src", "action", "poster")
CARD = ("og:url", "og:image")


class Place(NamedTuple):
    """Where an address leads within the site.

    Attributes:
        path: A file below the site.
        fragment: An id in it, or nothing.
    """

    path: str
    fragment: str


@dataclass(frozen=True)
class SitePage:
    """What a page says that can be wrong.

    Args:
        path: The page's path below the site.
        addresses: Every address that it links to or loads, once each.
        ids: The ids in it.
        notebook: The address of the notebook that it offers, or nothing.
        launches: The addresses of its launch buttons.
        own: Its addresses in the published book, by name: `"canonical"`, `"og:url"`, `"og:image"`.
    """

    path: str
    addresses: tuple[str, ...]
    ids: frozenset[str]
    notebook: str
    launches: tuple[str, ...]
    own: dict[str, str]

    @property
    def notebook_path(self) -> str:
        """The path below the site of the notebook that the page offers."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(self.notebook)))


@dataclass(frozen=True)
class Site:
    """The folder that is published.

    Args:
        folder: Where it is.
        files: The path below it of every file. Letter case counts, as it does on a web server.
        pages: Its pages by path.
        address: Where it is published, with a slash at its end, or nothing.
    """

    folder: Path
    files: frozenset[str]
    pages: dict[str, SitePage]
    address: str

    def text(self, path: str) -> str:
        """Return what is written in a file."""
        return (self.folder / path).read_text(encoding="utf-8")

    def ending(self, end: str) -> list[str]:
        """Return the files whose path ends so, in order."""
        return sorted(path for path in self.files if path.endswith(end))

    def place(self, address: str, page: str) -> Place | None:
        """Return where an address leads within the site.

        Args:
            address: What a page links to.
            page: The page's path.

        Returns:
            The place; its path begins with `..` or `/` if it lies outside of the site. `None` for an address
            elsewhere on the web.
        """
        if self.address and address.startswith(self.address):
            address, page = address.removeprefix(self.address) or "index.html", ""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if not path:
            return Place(page, unquote(parts.fragment))
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return Place(posixpath.join(target, "index.html") if path.endswith("/") else target, unquote(parts.fragment))


def read_site(folder: Path, address: str) -> Site:
    """Read a site.

    Args:
        folder: Where it is.
        address: Where it is published, with a slash at its end, or nothing.

    Raises:
        FileNotFoundError: If there is none.
    """
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(f"There is no {folder / 'index.html'}: make the site first, with `make site`.")
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {path: read_page(folder, path) for path in sorted(files) if path.endswith(".html")}
    return Site(folder, files, pages, address)


def read_page(folder: Path, path: str) -> SitePage:
    """Read a page of a site."""
    tags = read(folder / path).find_all(True)
    links = [tag for tag in tags if tag.name == "a"]
    notebooks = [attribute(tag, "href") for tag in links if tag.has_attr("download")]
    return SitePage(
        path,
        tuple(dict.fromkeys(address for tag in tags for address in addresses(tag))),
        frozenset(attribute(tag, "id") for tag in tags if tag.has_attr("id")),
        next((address for address in notebooks if address.endswith(".ipynb")), ""),
        tuple(attribute(tag, "href") for tag in links if "launch" in tag.get_attribute_list("class")),
        dict(pair for tag in tags for pair in own_addresses(tag)),
    )


def addresses(tag: Tag) -> Iterator[str]:
    """Yield what a tag links to or loads."""
    yield from (attribute(tag, name) for name in ADDRESSED if tag.has_attr(name))
    for candidate in attribute(tag, "srcset").split(","):
        yield from candidate.split()[:1]


def own_addresses(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the name and value of a page's own address, if a tag tells one."""
    if tag.name == "link" and "canonical" in tag.get_attribute_list("rel"):
        yield "canonical", attribute(tag, "href")
    if tag.name == "meta" and attribute(tag, "property") in CARD:
        yield attribute(tag, "property"), attribute(tag, "content")
