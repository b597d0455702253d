"""Both editions on paper: all of the text, no missing glyph, links that lead somewhere, numbers that are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import Tag
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from course_utils import quizzes
from course_utils.sphinxext.build import SOLUTIONS
from course_utils.sphinxext.editions import EDITIONS
from tools.html_tree import attribute, plain, read
from tools.pdf.__main__ import print_edition
from tools.pdf.edition import Edition
from tools.pdf.pages import anchor
from tools.pdf.press import has_hangul, page_numbers
from tools.pdf.questions import shuffled_indices

LARGEST = 40_000_000
TODAY = date(2026, 11, 28)


class Print:
    """A printed edition, read back."""

    def __init__(self, edition: Edition, path: Path) -> None:
        self.edition = edition
        self.path = path
        self.reader = PdfReader(path)
        self.numbers = page_numbers(path.read_bytes())

    @cached_property
    def lines(self) -> list[list[str]]:
        """The lines of every page."""
        return [[line.strip() for line in page.extract_text().splitlines()] for page in self.reader.pages]

    @cached_property
    def texts(self) -> list[str]:
        """The text of every page, without spaces: where these stand is the typesetter's business."""
        return [squeezed("".join(lines)) for lines in self.lines]

    def outline(self) -> Iterator[tuple[str, int]]:
        """Yield the title and the page of every entry of the outline."""

        def below(entries: list) -> Iterator[tuple[str, int]]:
            for entry in entries:
                if isinstance(entry, list):
                    yield from below(entry)
                else:
                    yield entry.title, self.reader.get_destination_page_number(entry) + 1

        yield from below(self.reader.outline)


def squeezed(text: str) -> str:
    """Return a text without white space, and without the invisible marks that set formulas."""
    return re.sub(r"[\s\u200b\u2060\ufeff]", "", text)


@pytest.fixture(scope="module", params=EDITIONS)
def printed(
    request: pytest.FixtureRequest, browser: Browser, book: Path, tmp_path_factory: pytest.TempPathFactory
) -> Print:
    """An edition, printed once for all tests."""
    edition = Edition(book, request.param)
    target = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    return Print(edition, print_edition(browser, edition, target, TODAY))


def test_browser_has_a_font_with_hangul(browser: Browser) -> None:
    assert has_hangul(browser)


def test_every_heading_is_printed(printed: Print) -> None:
    pages = printed.edition.pages
    starts = [printed.numbers[page.anchor] for page in pages]
    assert starts == sorted(starts)
    ends = [*starts[1:], len(printed.texts)]
    for page, start, end in zip(pages, starts, ends, strict=True):
        text = "".join(printed.texts[start - 1 : end])
        article = read(page.file).select_one("article")
        assert article is not None
        for link in article.select(".headerlink, .katex-mathml"):
            link.decompose()
        missing = [
            heading
            for heading in map(plain, article.select("h1, h2, h3"))
            if squeezed(heading) not in text and not re.fullmatch(r"[ㄱ-ㅎ]", heading)
        ]
        assert not missing, f"{page.name}: {missing}"


def test_contents_outline_and_pages_agree(printed: Print) -> None:
    contents = "".join(printed.texts[2 : printed.numbers["index"] - 1])
    outline = [(squeezed(title), page) for title, page in printed.outline()]
    assert len(outline) > 200
    listed = 0
    for page in printed.edition.pages:
        tree = read(page.file)
        for link in tree.select(".headerlink"):
            link.decompose()
        for heading in tree.select("article h1, article h2:not(.rubric)"):
            section = heading.parent
            assert isinstance(section, Tag)
            place = page.anchor if heading.name == "h1" else anchor(page.name, attribute(section, "id"))
            title = squeezed(plain(heading))
            assert (title, printed.numbers[place]) in outline, f"{title} is not in the outline with its page"
            assert f"{title}{printed.numbers[place]}" in contents, f"{title} is not in the contents with its page"
            listed += 1
    assert listed > 100


def test_pages_have_their_numbers(printed: Print) -> None:
    for number, lines in list(enumerate(printed.lines, 1))[2:]:
        assert str(number) in lines[:6] + lines[-3:], f"page {number} has no number"


def test_every_link_leads_somewhere(printed: Print) -> None:
    names = printed.reader.named_destinations
    inside, outside = 0, 0
    for number, page in enumerate(printed.reader.pages, 1):
        for link in map(resolved, page.annotations or []):
            action = resolved(link["/A"]) if "/A" in link else link
            if "/URI" in action:
                assert re.match(r"https?://|mailto:", str(action["/URI"])), f"page {number}: {action['/URI']}"
                outside += 1
            else:
                target = str(action.get("/Dest", action.get("/D")))
                assert target in names, f"page {number}: {target} is nowhere"
                inside += 1
    assert inside > 500
    assert outside > 30


def resolved(thing: object) -> DictionaryObject:
    return thing.get_object()  # type: ignore[attr-defined]


def test_every_glyph_is_embedded_and_has_its_letter(printed: Print) -> None:
    """A letter that no font has would be drawn with glyph 0; without a map of letters, text can't be searched."""
    for number, page in enumerate(printed.reader.pages, 1):
        fonts = fonts_of(page)
        for name, font in fonts.items():
            assert "/ToUnicode" in font, f"page {number}: {name}"
            assert is_embedded(font), f"page {number}: {font.get('/BaseFont')}"
        used = set(glyphs(page, fonts, printed.reader))
        assert used or not printed.texts[number - 1]
        assert 0 not in used, f"page {number} has a letter that no font has"
        assert "\ufffd" not in printed.texts[number - 1], f"page {number}"


def fonts_of(page: PageObject) -> dict[str, DictionaryObject]:
    fonts = page["/Resources"].get("/Font", {}).get_object() if "/Font" in page["/Resources"] else {}  # type: ignore[union-attr, operator, attr-defined]
    return {name: resolved(font) for name, font in fonts.items()}


def is_embedded(font: DictionaryObject) -> bool:
    if font["/Subtype"] == "/Type3":
        return len(resolved(font["/CharProcs"])) > 1
    descriptor = resolved(resolved(resolved(font["/DescendantFonts"])[0])["/FontDescriptor"])  # type: ignore[index]
    return bool({"/FontFile2", "/FontFile3"} & descriptor.keys())


def glyphs(page: PageObject, fonts: dict[str, DictionaryObject], reader: PdfReader) -> Iterator[int]:
    """Yield the number that each glyph of a page has in its font."""
    font: DictionaryObject | None = None
    names: list[str] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
            names = [str(name) for name in font["/Encoding"]["/Differences"][1:]] if "/CharProcs" in font else []  # type: ignore[index, call-overload]
            first = int(font["/Encoding"]["/Differences"][0]) if names else 0  # type: ignore[index, call-overload, arg-type]
        elif operator in (b"Tj", b"TJ"):
            assert font is not None
            shown = operands[0] if operator == b"TJ" else operands
            for text in shown:
                if isinstance(text, (int, float)):
                    continue
                codes = text.original_bytes
                if names:
                    yield from (int(names[code - first][2:], 16) for code in codes)
                else:
                    yield from (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))


def test_text_of_the_book_is_in_the_print(printed: Print) -> None:
    """Paragraphs of every chapter, letter by letter: what is printed can be searched and copied."""
    text = "".join(printed.texts)
    found = checked = 0
    for page in printed.edition.pages:
        for paragraph in read(page.file).select("article section > p"):
            if not paragraph.select(".math, .katex"):
                checked += 1
                found += squeezed(paragraph.get_text())[:60] in text
    assert checked > 300
    assert found >= 0.97 * checked  # a paragraph that goes on overleaf has the head of a page in it


def test_every_widget_has_its_still(printed: Print) -> None:
    mounts = pictures = 0
    for page in printed.edition.pages:
        tree = read(page.file)
        mounts += len(tree.select('.cw-mount:not([data-widget="Quiz"])'))
        pictures += len([image for image in tree.select("article img") if not image.find_parent(class_="cw-mount")])
    tree = resolved(printed.reader.root_object["/StructTreeRoot"])
    figures = [element for element in elements(tree) if element.get("/S") == "/Figure"]
    assert mounts > 15
    assert len(figures) >= mounts + pictures


def elements(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    kids = parent.get("/K")
    kids = kids.get_object() if kids is not None else []
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            yield from elements(found)


def test_all_questions_and_their_answers_are_printed(printed: Print) -> None:
    for section in quizzes.sections():
        for number, question in enumerate(quizzes.load(section), 1):
            asked, answered = (printed.numbers[f"{kind}-{section}-{number}"] for kind in ("question", "answer"))
            title = squeezed(question["title"][printed.edition.language]).replace("`", "")
            assert title in printed.texts[asked - 1]
            assert answered >= printed.numbers["answers"] > asked


def test_solutions_show_their_code(printed: Print) -> None:
    pages = [page for page in printed.edition.pages if page.name.startswith(SOLUTIONS)]
    assert len(pages) == 3
    text = "".join(printed.texts[printed.numbers[pages[0].anchor] - 1 :])
    assert text.count("BEGINSOLUTION") == 21


def test_print_is_described_and_of_a_reasonable_size(printed: Print) -> None:
    told = printed.reader.metadata
    assert told is not None
    assert told.title == printed.edition.title
    assert told.author
    assert printed.reader.root_object["/Lang"] == printed.edition.language
    assert printed.reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert printed.path.stat().st_size <= LARGEST
    assert {tuple(round(float(x)) for x in page.mediabox) for page in printed.reader.pages} == {(0, 0, 595, 842)}


def test_choices_stand_in_the_order_of_the_widget(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}chapters/1-1-convolution.html")
    quiz = page.locator('[data-widget="Quiz"]')
    for place, question in enumerate(quizzes.load("1.1")):
        if question["kind"] != "choice":
            continue
        quiz.locator(".cw-strip button").nth(place).click()
        shown = [squeezed(text) for text in quiz.locator(".cw-choice-text").all_text_contents()]
        order = shuffled_indices(len(question["choices"]), f"1.1 {question['id']}")
        wanted = [squeezed(question["choices"][index]["text"]["ko"]) for index in order]
        wanted = [re.sub(r"[_^]\{([^}]*)\}", r"\1", text).replace("`", "") for text in wanted]
        assert shown == wanted
