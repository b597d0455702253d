"""One page of the book, made fit for paper: nothing folded, nothing that moves, links into the same document."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from bs4 import Tag

from course_utils.sphinxext.build import SOLUTIONS
from tools.html_tree import add_class, attribute, fragment, read
from tools.pdf.edition import Edition
from tools.pdf.pages import HOME, Page, anchor, target_of
from tools.pdf.questions import Sheet

# What a printed page does without: addresses of headings, and lists that lead to places nearby.
DROPPED = ".headerlink, .toctree-wrapper, .outline, .letters"
FOLDED = ".hidden-code"
LONG_CODE = 30
HEADINGS = re.compile("^h[1-6]$")
# Ids of questions and answers are the book's own.
NUMBERED = re.compile(r"#?(?:question|answer)-[\d.]+-\d+$")
REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")


class Chapter:
    """A page as a section of the printed book.

    Args:
        page: The page.
        edition: The edition that it belongs to.
        stills: Addresses of the widgets' stills, by page and id.

    Attributes:
        body: The section.
        sheets: The quizzes printed in it.
    """

    def __init__(self, page: Page, edition: Edition, stills: Mapping[tuple[str, str], str]) -> None:
        self.page = page
        self.edition = edition
        self.stills = stills
        self.sheets: list[Sheet] = []
        article = read(page.file).find("article")
        if not isinstance(article, Tag):
            raise ValueError(f"{page.file} has no <article>, which is what is printed: build the book again.")
        self.body = article
        # Of a solution, the folded code is the solution.
        for dropped in article.select(DROPPED if page.name.startswith(SOLUTIONS) else f"{DROPPED}, {FOLDED}"):
            dropped.decompose()
        for mount in article.select(".cw-mount"):
            self._print_widget(mount)
        self._open_details()
        self._set_formulas()
        self._mark_code()
        self._sink_headings()
        self._move_ids()
        self._move_links()
        self._move_pictures()
        article.name = "section"
        article["id"] = page.anchor
        add_class(article, "chapter")

    def _print_widget(self, mount: Tag) -> None:
        """Put the questions of a quiz in its place, without the call that shows it; a still for any other widget."""
        if attribute(mount, "data-widget") != "Quiz":
            mount.replace_with(fragment(self._still(mount)))
            return
        script, cell = mount.find("script"), mount.find_parent(class_="cell")
        assert isinstance(script, Tag)
        sheet = Sheet(json.loads(script.get_text())["section"], self.edition.language)
        self.sheets.append(sheet)
        (cell or mount).replace_with(fragment(sheet.asked()))

    def _still(self, mount: Tag) -> str:
        """Return the still of a widget, and where it is alive, as HTML."""
        name = attribute(mount, "id")
        picture = mount.find("img")
        alt = attribute(picture, "alt") if isinstance(picture, Tag) else attribute(mount, "data-widget")
        source = self.stills[self.page.name, name]
        return (
            f'<figure class="still" id="{name}"><img src="{source}" alt="{html.escape(alt)}">'
            f"<figcaption>{self.edition.live_link(self.page, name)}</figcaption></figure>"
        )

    def _open_details(self) -> None:
        for details in self.body.select("details"):
            details["open"] = ""

    def _set_formulas(self) -> None:
        """Keep one of the two forms of a formula, and its TeX as the text for those who can't see it."""
        for formula in self.body.select(".katex"):
            tex = formula.select_one("annotation")
            mathml = formula.select_one(".katex-mathml")
            picture = formula.select_one(".katex-html")
            if tex is None or mathml is None or picture is None:
                continue
            formula["role"] = "math"
            formula["aria-label"] = tex.get_text()
            mathml.decompose()
            del picture["aria-hidden"]

    def _mark_code(self) -> None:
        """Drop cells that showed nothing but folded code; let long code break between pages."""
        for cell in self.body.select(".cell"):
            if not cell.get_text(strip=True) and not cell.select_one("img, svg"):
                cell.decompose()
        for block in self.body.select("pre"):
            if block.get_text().count("\n") > LONG_CODE:
                add_class(block, "long")

    def _sink_headings(self) -> None:
        """Let headings of a page that stands below another begin one level deeper; their look stays."""
        for heading in self.body.find_all(HEADINGS):
            level = int(heading.name[1])
            add_class(heading, f"level-{level}")
            heading.name = f"h{min(level + self.page.depth, 6)}"

    def _move_ids(self) -> None:
        """Make ids unique in the book, and what refers to them within the page."""
        for tag in self.body.select("[id]"):
            name = attribute(tag, "id")
            if not NUMBERED.match(name):
                tag["id"] = anchor(self.page.name, name)
        for name in REFERRING:
            for tag in self.body.select(f"[{name}]"):
                tag[name] = " ".join(anchor(self.page.name, place) for place in attribute(tag, name).split())

    def _move_links(self) -> None:
        for link in self.body.select("a[href]"):
            href = attribute(link, "href")
            if NUMBERED.match(href) or re.match(r"[a-z]+:|//", href):
                continue
            if printed := self.edition.printed_target(*target_of(href, self.page, self.edition.folder)):
                link["href"] = f"#{printed}"
            elif live := self.edition.address_of(href, self.page):
                link["href"] = live
            else:
                link.unwrap()

    def _move_pictures(self) -> None:
        for picture in self.body.select("img[src]"):
            source = attribute(picture, "src")
            if not re.match(r"[a-z]+:", source):
                picture["src"] = (self.page.file.parent / source).resolve().as_uri()

    def is_home(self) -> bool:
        """Tell whether this is the landing page."""
        return self.page.name == HOME
