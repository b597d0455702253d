"""Definitions of terms at hand: a card on hover, focus and tap, and the page that lists them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations

CHAPTER = "chapters/1-2-max-pooling.html"
NAMES = {"": ("최대 풀링", "max pooling"), "en/": ("max pooling", "최대 풀링")}
MORE = {"": "자세히 보기", "en/": "Read more"}
SECTION = "chapters/1-2-max-pooling.html#largest"


def term(page: Page) -> Locator:
    """The first link to max pooling in a chapter."""
    return page.locator('a.term[href$="#max-pooling"]').first


def card(page: Page) -> Locator:
    return page.locator(".term-card")


def on_screen(page: Page, element: Locator) -> bool:
    box = element.bounding_box()
    assert box is not None
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    return box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.parametrize("folder", NAMES, ids=["ko", "en"])
def test_hovering_shows_the_definition_in_both_names(page: Page, book_address: str, folder: str) -> None:
    page.goto(f"{book_address}{folder}{CHAPTER}", wait_until="networkidle")
    expect(card(page)).to_have_count(0)
    term(page).hover()
    for name in NAMES[folder]:
        expect(card(page)).to_contain_text(name)
    assert on_screen(page, card(page))
    expect(card(page).get_by_role("link", name=MORE[folder])).to_have_attribute("href", "#largest")

    page.mouse.move(5, 5)
    expect(card(page)).to_have_count(0)


def test_the_pointer_may_move_onto_the_card(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{CHAPTER}")
    term(page).hover()
    card(page).hover()
    page.wait_for_timeout(400)  # longer than the card stays without a pointer
    expect(card(page)).to_be_visible()
    card(page).get_by_role("link").click()
    page.wait_for_url(f"**/{SECTION}")


def test_a_pointer_that_passes_shows_nothing(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{CHAPTER}")
    term(page).hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    expect(card(page)).to_have_count(0)


def test_the_keyboard_reaches_the_card_and_leaves_it(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}{CHAPTER}")
    term(page).focus()
    expect(card(page)).to_be_visible()
    expect(term(page)).to_have_accessible_description(re.compile("가장 큰 값"))
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()  # as long as the focus is there

    page.keyboard.press("Tab")
    expect(card(page).get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(term(page)).to_be_focused()
    assert term(page).get_attribute("aria-describedby") is None

    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.term-card')") is None
    expect(page.locator('a.term[href$="#max-pooling"][aria-describedby]')).to_have_count(0)


def test_escape_closes_what_the_pointer_opened(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}{CHAPTER}")
    term(page).hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("folder", NAMES, ids=["ko", "en"])
def test_the_first_tap_shows_the_card_and_the_second_leads_to_the_glossary(
    new_page: Callable[..., Page], book_address: str, folder: str
) -> None:
    page = new_page(width=360, has_touch=True)
    page.goto(f"{book_address}{folder}{CHAPTER}", wait_until="networkidle")
    term(page).tap()
    expect(card(page)).to_be_visible()
    assert page.url.endswith(CHAPTER)
    assert on_screen(page, card(page))

    card(page).tap(position={"x": 20, "y": 20})
    expect(card(page)).to_be_visible()
    page.locator("h1").tap()
    expect(card(page)).to_have_count(0)

    term(page).tap()
    expect(card(page)).to_be_visible()
    term(page).tap()
    page.wait_for_url("**/book/glossary.html#max-pooling")


@pytest.mark.parametrize("width", [1280, 360])
def test_no_card_leaves_the_screen(new_page: Callable[..., Page], book_url: str, width: int) -> None:
    page = new_page(width=width)
    page.goto(f"{book_url}{CHAPTER}", wait_until="networkidle")
    terms = page.locator("a.term").all()
    assert len(terms) > 30
    for link in terms[::3]:
        link.focus()
        expect(card(page)).to_have_count(1)
        assert on_screen(page, card(page)), link.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 360])
def test_an_open_card_is_accessible(new_page: Callable[..., Page], book_url: str, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    page.goto(f"{book_url}{CHAPTER}", wait_until="networkidle")
    term(page).focus()
    expect(card(page)).to_be_visible()
    found = violations(page)
    assert not found, "\n".join(found)


def test_a_term_is_a_link_to_the_glossary_without_javascript(new_page: Callable[..., Page], book_url: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{book_url}{CHAPTER}")
    term(page).click()
    page.wait_for_url("**/book/glossary.html#max-pooling")
    expect(page.locator("dt:target")).to_be_in_viewport()
    expect(page.locator("dt:target")).to_contain_text("최대 풀링")


@pytest.mark.parametrize("folder", NAMES, ids=["ko", "en"])
def test_letters_jump_and_every_definition_leads_to_its_section(page: Page, book_url: str, folder: str) -> None:
    page.goto(f"{book_url}{folder}book/glossary.html")
    letters = page.locator(".letters a")
    assert letters.count() > 10
    letters.last.click()
    expect(page.locator(".terms h2").last).to_be_in_viewport()

    listed = page.locator(".glossary dt").evaluate_all("(names) => names.map(({ id }) => id)")
    links = page.locator(".glossary .explained a").evaluate_all("(links) => links.map(({ href }) => href)")
    assert len(listed) == len(links) >= 45
    for address in sorted({link.partition("#")[0] for link in links}):
        page.goto(address)
        sections = set(page.evaluate("[...document.querySelectorAll('article section[id]')].map(({ id }) => id)"))
        assert {link.partition("#")[2] for link in links if link.startswith(f"{address}#")} <= sections


def test_the_outline_leads_to_the_glossary(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}index.html")
    page.locator(".outline").get_by_role("link", name="용어").click()
    page.wait_for_url("**/book/glossary.html")
