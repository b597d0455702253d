"""Search finds sections: Korean terms with particles and in compounds, English ones, on http and file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What a reader types, and a section that has to be among the first results.
KOREAN = {
    "커널": "1-1-convolution#learned-kernel",
    "커널에서는": "1-1-convolution#learned-kernel",
    "패딩": "1-1-convolution#padding",
    "스트라이드를": "1-1-convolution#strides",
    "특성": "1-1-convolution#feature-map",
    "특성 맵": "1-1-convolution#feature-map",
    "필터": "1-1-convolution#feature-map",
    "윈도우": "1-1-convolution#sliding-window",
    "채널": "1-1-convolution#feature-map",
    "합성곱": "1-1-convolution#convolution",
    "신경망": "1-convnets#convnets",
    "가중치": "1-1-convolution#learned-kernel",
    "전역 패턴": "1-1-convolution#dense-and-convolution",
    "평행 이동": "1-1-convolution#translation",
    "계층": "1-1-convolution#hierarchy",
    "패치": "1-1-convolution#sliding-window",
    "응답": "1-1-convolution#translation",
    "깊이": "1-1-convolution#feature-map",
    "경계": "1-1-convolution#padding",
    "텐서": "1-1-convolution#feature-map",
    "다운샘플링": "1-1-convolution#strides",
    "손글씨": "1-convnets#digits",
    "정확도": "1-convnets#honest",
    "랭크-3": "1-convnets#rank-three",
    "훈련": "1-convnets#training",
    "풀링": "1-2-max-pooling#max-pooling",
    "최대 풀링은": "1-2-max-pooling#largest",
    "평균 풀링": "1-2-max-pooling#average",
    "수용 영역": "1-2-max-pooling#windows-grow",
    "계수": "1-2-max-pooling#why-downsample",
    "전역 최대 풀링": "1-2-max-pooling#translation",
}
ENGLISH = {
    "kernel": "1-1-convolution#learned-kernel",
    "padding": "1-1-convolution#padding",
    "strides": "1-1-convolution#strides",
    "feature map": "1-1-convolution#feature-map",
    "filters": "1-1-convolution#feature-map",
    "window": "1-1-convolution#sliding-window",
    "translation": "1-1-convolution#translation",
    "hierarchy": "1-1-convolution#hierarchy",
    "patch": "1-1-convolution#sliding-window",
    "depth": "1-1-convolution#feature-map",
    "Conv2D": "1-1-convolution#dense-and-convolution",
    "digits": "1-convnets#digits",
    "accuracy": "1-convnets#honest",
    "rank-3": "1-convnets#rank-three",
    "max pooling": "1-2-max-pooling#largest",
    "average pooling": "1-2-max-pooling#average",
    "receptive field": "1-2-max-pooling#windows-grow",
    "coefficients": "1-2-max-pooling#why-downsample",
}
TERMS = {"": KOREAN, "en/": ENGLISH}
FIRST = 5
PLACES = "(links) => links.map(({ pathname, hash }) => pathname.split('/').pop().replace('.html', '') + hash)"


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
        found = page.locator("#search-results li a").evaluate_all(PLACES)
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
