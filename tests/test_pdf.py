"""What the printed book is made of, without a browser: pages in order, links, questions, complaints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course_utils import quizzes
from tools.bundle.__main__ import main as bundle
from tools.html_tree import fragment
from tools.pdf import press, words
from tools.pdf.__main__ import main as print_book
from tools.pdf.pages import Page, reading_order, target_of
from tools.pdf.questions import Sheet, shuffled_indices

HOME = """<nav class="contents"><ul>
<li><a href="chapters/1-one.html">1 One</a><ul><li><a href="chapters/1-1-inner.html">1.1 Inner</a></li></ul></li>
<li><a href="book/results.html">Results</a></li></ul></nav>
<article><h1>The book<a class="headerlink" href="#index">#</a></h1></article>"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(HOME, encoding="utf-8")
    return tmp_path


def test_pages_stand_in_the_order_of_the_contents(edition: Path) -> None:
    told = [(page.name, page.title, page.depth) for page in reading_order(edition)]
    assert told == [
        ("index", "The book", 0),
        ("chapters/1-one", "1 One", 0),
        ("chapters/1-1-inner", "1.1 Inner", 1),
        ("book/results", "Results", 0),
    ]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("#padding", ("chapters/1-one", "padding")),
        ("1-1-inner.html", ("chapters/1-1-inner", "")),
        ("../book/glossary.html#kernel", ("book/glossary", "kernel")),
        ("../index.html?explorer-live.strides=2#for-whom", ("index", "for-whom")),
        ("1-one.ipynb", ("chapters/1-one.ipynb", "")),
        ("../../chapters/1-one.html", ("../chapters/1-one", "")),
    ],
)
def test_links_are_followed_from_their_page(tmp_path: Path, href: str, target: tuple[str, str]) -> None:
    page = Page("chapters/1-one", "1 One", 0, tmp_path / "chapters" / "1-one.html")
    assert target_of(href, page, tmp_path) == target


@pytest.mark.parametrize("section", quizzes.sections())
@pytest.mark.parametrize("language", ["ko", "en"])
def test_sheet_has_every_question_and_no_answer(section: str, language: str) -> None:
    sheet = Sheet(section, language)
    asked, answered = sheet.asked(), f"<div>{sheet.answered()}</div>"
    assert len(fragment(asked).select(".numbered")) == len(sheet.questions)
    answers = fragment(answered).select(".numbered")
    for question, answer in zip(sheet.questions, answers, strict=True):
        items = question.get("choices") or question.get("steps")
        shown = answer.select("b")[0].get_text()
        if question["kind"] == "choice":
            order = shuffled_indices(len(items), f"{section} {question['id']}")
            right = order[words.words(language)["choices"].index(shown)]
            assert items[right].get("right")
        elif question["kind"] == "order":
            order = shuffled_indices(len(items), f"{section} {question['id']}")
            letters = shown.split(" → ")
            assert [order[words.words(language)["steps"].index(letter)] for letter in letters] == [*range(len(items))]
        else:
            number = shown.split(" ")[0].replace(",", "").replace("−", "-")
            assert float(number) == pytest.approx(question["answer"])
            assert shown not in fragment(asked).select("p.blank")[0].get_text()


def test_words_are_in_both_languages() -> None:
    content = json.loads(Path(words.__file__).with_name("words.json").read_text(encoding="utf-8"))
    assert all(texts.keys() == {"ko", "en"} and all(texts.values()) for texts in content.values())


@pytest.mark.parametrize("command", [bundle, print_book])
def test_unbuilt_book_is_told_of(command, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch) -> None:
    if command is print_book:
        monkeypatch.setattr(press, "find_browser", lambda: None)
    assert command(["--build", str(tmp_path)]) == 1
    assert ("make book" if command is bundle else "apt-get install chromium") in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
