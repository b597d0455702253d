"""An edition that is being printed: where it lies, which pages it has, where it is on the web."""

from __future__ import annotations

import html
import os
import posixpath
from pathlib import Path
from urllib.parse import urljoin

from course_utils.sphinxext.editions import EDITIONS
from course_utils.sphinxext.publishing import configured
from tools.html_tree import attribute, read
from tools.pdf import ROOT
from tools.pdf.pages import Page, anchor, reading_order
from tools.pdf.words import words


class Edition:
    """One edition of a built book.

    Args:
        html: The folder of the built book.
        language: The edition's language code.

    Attributes:
        folder: The folder of the edition.
        pages: Its pages in reading order.
    """

    def __init__(self, html: Path, language: str) -> None:
        self.language = language
        self.words = words(language)
        self.html = html
        self.folder = html / EDITIONS[language].folder
        self.pages = reading_order(self.folder)
        self.title = self.pages[0].title
        published = configured(ROOT)
        self.site = published.site if published else ""  # where it is on the web, with a slash at its end
        self._ids = {page.name: _ids(page) for page in self.pages}

    def printed_target(self, name: str, place: str) -> str | None:
        """Return the id in the printed book of a place on a page, or None if it isn't printed."""
        if name not in self._ids:
            return None
        return anchor(name, place) if place in self._ids[name] else anchor(name)

    def address_of(self, href: str, page: Page) -> str | None:
        """Return the public address of a link that leads out of the printed book, or None without a site."""
        here = Path(os.path.relpath(page.file, self.html)).as_posix()
        return urljoin(self.site + here, href) if self.site else None

    def live_link(self, page: Page, place: str) -> str:
        """Return, as HTML, where a widget is alive."""
        here = posixpath.join(EDITIONS[self.language].folder, f"{page.name}.html")
        if self.site:
            return f'<a href="{html.escape(self.site + here)}#{place}">{self.words["live"]}</a>'
        return self.words["live_at"].format(page=f"<code>{here}</code>")


def _ids(page: Page) -> set[str]:
    return {attribute(tag, "id") for tag in read(page.file).select("article [id]")}
