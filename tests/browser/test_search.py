"""Search finds sections: Korean terms with particles and in compounds, English ones, on http and file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What a reader types, and a section of chapter 1.1 that has to be among the first results.
KOREAN = {
    "커널": "learned-kernel",
    "커널에서는": "learned-kernel",
    "패딩": "padding",
    "스트라이드를": "strides",
    "특성": "feature-map",
    "특성 맵": "feature-map",
    "필터": "feature-map",
    "윈도우": "sliding-window",
    "채널": "feature-map",
    "합성곱": "convolution",
    "신경망": "learned-kernel",
    "가중치": "learned-kernel",
    "전역 패턴": "dense-and-convolution",
    "평행 이동": "translation",
    "계층": "hierarchy",
    "패치": "sliding-window",
    "응답": "feature-map",
    "깊이": "feature-map",
    "경계": "padding",
    "텐서": "feature-map",
    "다운샘플링": "strides",
}
ENGLISH = {
    "kernel": "learned-kernel",
    "padding": "padding",
    "strides": "strides",
    "feature map": "feature-map",
    "filters": "feature-map",
    "window": "sliding-window",
    "translation": "translation",
    "hierarchy": "hierarchy",
    "patch": "sliding-window",
    "depth": "feature-map",
    "Conv2D": "dense-and-convolution",
}
TERMS = {"": KOREAN, "en/": ENGLISH}
FIRST = 5


@pytest.mark.parametrize("folder", TERMS, ids=["ko", "en"])
def test_terms_find_their_section(page: Page, book_address: str, folder: str) -> None:
    page.goto(f"{book_address}{folder}search.html")
    field = page.locator("#search-results input")
    missed = {}
    for term, section in TERMS[folder].items():
        field.fill("")
        expect(page.locator("#search-results li")).to_have_count(0)
        field.fill(term)
        expect(page.locator("#search-results li").first).to_be_visible()
        found = page.locator("#search-results li a").evaluate_all("(links) => links.map((link) => link.hash.slice(1))")
        if section not in found[:FIRST]:
            missed[term] = (section, found[:FIRST])
    assert not missed


def test_result_leads_to_its_section_and_shows_the_term(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}search.html?q=스트라이드")
    result = page.locator("#search-results li").first
    expect(result.locator("mark").first).to_have_text("스트라이드")
    result.locator("a").click()
    section = urldefrag(page.url).fragment
    expect(page.locator(f"[id='{section}'] > h2")).to_be_in_viewport()


def test_term_inside_a_compound_is_found(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}search.html?q=샘플링")
    expect(page.locator("#search-results mark").first).to_have_text("샘플링")


def test_nothing_found_is_said(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}search.html?q=zzzz")
    expect(page.locator("#search-results [role=status]")).to_contain_text("없습니다")
    expect(page.locator("#search-results li")).to_have_count(0)


def test_dialog_works_from_the_keyboard(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}en/index.html")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("searchbox")).to_be_focused()

    page.keyboard.type("Conv2D")
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("Found")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.get_by_role("link", name="Search").press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("listitem").get_by_role("link").first.press("Enter")
    page.wait_for_url("**/chapters/*.html#*")


def test_search_button_leads_to_the_search_page_without_javascript(new_page, book_url: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{book_url}index.html")
    page.get_by_role("link", name="검색").click()
    page.wait_for_url("**/search.html")
    expect(page.locator("noscript p")).to_be_visible()
