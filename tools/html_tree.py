"""Small helpers for trees of HTML."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

PARSER = "html.parser"


def read(path: Path) -> BeautifulSoup:
    """Return the tree of an HTML file."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), PARSER)


def fragment(html: str) -> Tag:
    """Return the first element of some HTML."""
    element = BeautifulSoup(html, PARSER).find(True)
    assert isinstance(element, Tag)
    return element


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute's value, or nothing."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def add_class(tag: Tag, name: str) -> None:
    """Add a class to a tag."""
    tag["class"] = " ".join(filter(None, [attribute(tag, "class"), name]))


def plain(tag: Tag) -> str:
    """Return the text of a tag on one line."""
    return re.sub(r"\s+", " ", tag.get_text()).strip()
