"""The whole of an edition as one document: title page, contents, chapters, answers."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bs4 import Tag

from tools.html_tree import attribute, plain, read
from tools.pdf.chapter import HEADINGS, Chapter
from tools.pdf.cover import cover
from tools.pdf.edition import Edition

# Not print.css, which is for a single page: on screen, a PDF follows links and shows no addresses.
STYLES = ("_static/katex/katex.css", "_static/course.css")
AUTHORS = "The convnet-course authors"
ANSWERS = "answers"


class Book:
    """One edition, ready for the press.

    Args:
        edition: The edition.
        stills: Addresses of the widgets' stills, by page and id.
        today: The date on the title page.
    """

    def __init__(self, edition: Edition, stills: Mapping[tuple[str, str], str], today: date) -> None:
        self.edition = edition
        self.words = edition.words
        self.today = today
        self.chapters = [Chapter(page, edition, stills) for page in edition.pages]
        self.sheets = [sheet for chapter in self.chapters for sheet in chapter.sheets]

    def document(self, numbers: Mapping[str, int]) -> str:
        """Return the book as HTML.

        Args:
            numbers: The pages of ids, as far as they are known.
        """
        for link in (link for chapter in self.chapters for link in chapter.body.select("[data-page-of]")):
            link.string = self.words["to_answers"].format(page=number(numbers, attribute(link, "data-page-of")))
        body = "".join(
            [
                self._title_page(),
                self._contents(numbers),
                *(str(chapter.body) for chapter in self.chapters),
                self._answers() if self.sheets else "",
            ]
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{self.edition.language}" data-theme="light"><head><meta charset="utf-8">'
            f"<title>{html.escape(self.edition.title)}</title>{self._styles()}</head>\n<body>{body}</body></html>"
        )

    def entries(self) -> list[tuple[int, str, str]]:
        """Return what the contents list: how deep, the id, the title as HTML."""
        found = []
        for chapter in self.chapters:
            found.append((chapter.page.depth, chapter.page.anchor, html.escape(chapter.page.title)))
            for heading in chapter.body.select(".level-2:not(.rubric)"):
                section = heading.parent
                assert isinstance(section, Tag)
                found.append((chapter.page.depth + 1, attribute(section, "id"), html.escape(plain(heading))))
        return [*found, (0, ANSWERS, self.words["answers"])] if self.sheets else found

    def _title_page(self) -> str:
        words, edition = self.words, self.edition
        told = words["date"].format(year=self.today.year, month=self.today.month, day=self.today.day)
        notes = ["about_widgets", *(["about_questions"] if self.sheets else []), "about_code"]
        about = "".join(f"<p>{words[note]}</p>" for note in notes)
        if edition.site:
            link = f'<a href="{edition.site}">{edition.site}</a>'
            about += f"<p>{words['home'].format(address=link)}</p>"
        return (
            f'<section class="cover"><p class="edition">{words["edition"]}</p>{cover()}'
            f'<p class="title">{html.escape(edition.title)}</p><p class="subtitle">{words["subtitle"]}</p>'
            f'<p class="authors">{AUTHORS}</p>'
            f'<p class="version">{words["version"].format(version=version("convnet-course"), date=told)}</p></section>'
            f'<section class="imprint"><div><p class="imprint-title">{words["about"]}</p>{about}'
            f"<p>© {self.today.year} {AUTHORS}<br>{words['licences']}</p></div></section>"
        )

    def _contents(self, numbers: Mapping[str, int]) -> str:
        lines = "".join(
            f'<p class="entry depth-{depth}{" section" if "--" in place else ""}">'
            f'<a href="#{place}"><span>{title}</span><i></i>'
            f'<span class="page-number">{number(numbers, place)}</span></a></p>'
            for depth, place, title in self.entries()
        )
        return (
            f'<nav class="book-contents" id="contents"><h1 class="level-1">{self.words["contents"]}</h1>'
            f'<div class="columns">{lines}</div></nav>'
        )

    def _answers(self) -> str:
        title, note = self.words["answers"], self.words["answers_note"]
        parts = "".join(
            f'<h2 class="level-2">{html.escape(chapter.page.title)}</h2>{sheet.answered()}'
            for chapter in self.chapters
            for sheet in chapter.sheets
        )
        return (
            f'<section class="chapter answers" id="{ANSWERS}"><h1 class="level-1">{title}</h1>'
            f'<p class="note">{note}</p>{parts}</section>'
        )

    def _styles(self) -> str:
        """Return the book's style sheets, and the head of each chapter's pages."""
        files = [self.edition.folder / style for style in STYLES]
        files = [*(file for file in files if file.is_file()), Path(__file__).with_name("book.css")]
        links = "".join(f'<link rel="stylesheet" href="{file.as_uri()}">' for file in files)
        named = [(chapter.page.anchor, chapter.page.title) for chapter in self.chapters if not chapter.is_home()]
        heads = [("contents", self.words["contents"]), *named, (ANSWERS, self.words["answers"])]
        rules = "".join(
            f"@page p{place} {{ @top-left {{ content: {_css(self.edition.title)} }}\n"
            f"@top-right {{ content: {_css(head)} }} }}\n#{anchor} {{ page: p{place} }}\n"
            for place, (anchor, head) in enumerate(heads)
        )
        return f"{links}<style>{rules}</style>"


def headings(document: Path) -> list[str]:
    """Return the text of every heading of a printed document."""
    return [plain(heading) for heading in read(document).find_all(HEADINGS)]


def number(numbers: Mapping[str, int], place: str) -> str:
    """Return the page of an id; before it is known, something as wide."""
    return str(numbers.get(place, 888))


def _css(text: str) -> str:
    """Return a text as CSS writes one; no tag may end in it."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
