"""How far a reader has come: kept in the browser, shown in the contents, shared by the editions, cleared on demand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course_utils import quizzes
from tests.browser.axe import violations

FIRST, SECOND = "chapters/1-convnets", "chapters/1-1-convolution"
KEPT = "() => JSON.parse(localStorage.getItem('convnet-course.progress'))"
DAMAGED = ["", "null", "[]", "{", '{"pages": null, "quizzes": 3, "last": {}}', '{"quizzes": {"1": 3}}']
TO_THE_END = "scrollTo(0, document.body.scrollHeight)"


def link(page: Page, name: str, place: str = ".contents") -> Locator:
    """A page's link in the contents, or in the outline of the landing page."""
    if place == ".contents" and page.locator("body").get_attribute("data-page") == name:
        return page.locator(".contents a[aria-current=page]")
    return page.locator(f"{place} a[href*='{name.rpartition('/')[2]}.html']").first


def kept(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(KEPT))


def test_a_page_is_started_and_read_when_its_end_was_on_screen(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}{FIRST}.html")
    expect(link(page, FIRST)).to_contain_text("읽는 중")
    expect(link(page, SECOND).locator(".told")).to_have_count(0)
    page.evaluate(TO_THE_END)
    expect(link(page, FIRST)).to_contain_text("읽음")
    page.evaluate("scrollTo(0, 0)")
    page.goto(f"{book_address}{SECOND}.html")
    expect(link(page, FIRST)).to_contain_text("읽음")
    expect(link(page, SECOND)).to_contain_text("읽는 중")


def test_the_landing_page_leads_back_to_the_place(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}index.html")
    expect(page.locator(".resume")).to_have_count(0)
    expect(page.locator(".progress")).to_be_hidden()
    page.goto(f"{book_address}{SECOND}.html")
    page.evaluate("document.getElementById('padding').scrollIntoView()")
    page.goto(f"{book_address}index.html")
    expect(link(page, SECOND, ".outline")).to_contain_text("읽는 중")
    page.get_by_role("link", name="이어서 읽기").press("Enter")
    page.wait_for_url(f"**/{SECOND}.html#padding")


def test_editions_share_what_was_read(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{FIRST}.html")
    page.goto(f"{book_url}en/{SECOND}.html")
    expect(link(page, FIRST)).to_contain_text("started")
    page.goto(f"{book_url}en/index.html")
    expect(page.get_by_role("link", name="Go on reading")).to_have_attribute("href", f"{book_url}en/{SECOND}.html")


def test_answers_of_a_quiz_are_counted(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{SECOND}.html")
    quiz = page.locator(".cw-quiz")
    expect(quiz.get_by_role("radio").first).to_be_visible()
    for option in quiz.get_by_role("radio").all():  # the first question has one right answer
        option.check()
        quiz.get_by_role("button", name="확인").click()
        if "퀴즈" in link(page, SECOND).inner_text():
            break
    expect(link(page, SECOND)).to_contain_text("퀴즈 1/")
    solved, of = kept(page)["quizzes"]["1.1"]
    assert solved == 1
    assert of == len(quizzes.load("1.1"))


def test_the_record_is_cleared_after_a_question(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{FIRST}.html")
    button = page.get_by_role("button", name="기록 지우기")
    page.once("dialog", lambda dialog: dialog.dismiss())
    button.press("Enter")
    assert FIRST in kept(page)["pages"]

    page.evaluate("localStorage.setItem('course-theme', 'dark')")
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        button.press("Enter")
    assert list(kept(page)["pages"]) == [FIRST]  # the page that the reader is on
    assert page.evaluate("localStorage.getItem('course-theme')") == "dark"


def test_what_happens_in_one_tab_shows_in_another(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{SECOND}.html")
    other = page.context.new_page()
    other.goto(f"{book_url}{FIRST}.html")
    expect(link(page, FIRST)).to_contain_text("읽는 중")


@pytest.mark.parametrize("junk", DAMAGED)
def test_a_record_that_is_damaged_is_replaced(page: Page, book_url: str, junk: str) -> None:
    page.add_init_script(
        f"sessionStorage.seen ??= (localStorage.setItem('convnet-course.progress', {json.dumps(junk)}), 1)"
    )
    page.goto(f"{book_url}index.html")
    page.goto(f"{book_url}{FIRST}.html")
    expect(link(page, FIRST)).to_contain_text("읽는 중")


def test_nothing_is_shown_where_storage_is_blocked(page: Page, book_url: str) -> None:
    blocked = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } })"
    page.add_init_script(blocked)
    page.goto(f"{book_url}{FIRST}.html")
    page.evaluate(TO_THE_END)
    expect(page.locator(".told, .resume")).to_have_count(0)
    expect(page.locator(".progress")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_marks_are_accessible(new_page: Callable[..., Page], book_url: str, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    for name in (FIRST, SECOND):
        page.goto(f"{book_url}{name}.html")
    page.goto(f"{book_url}index.html")
    expect(page.locator(".resume")).to_be_visible()
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
