"""The edition switch leads to the same place of the same page in the other language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

CHAPTER = "chapters/1-1-convolution.html"


def test_switch_is_on_every_page(page: Page, book_address: str, page_name: str) -> None:
    page.goto(f"{book_address}{page_name}.html")
    switch = page.get_by_role("banner").get_by_role("navigation", name="언어")
    expect(switch.get_by_role("link", name="한국어")).to_have_attribute("aria-current", "true")
    switch.get_by_role("link", name="English").press("Enter")

    page.wait_for_url(f"{book_address}en/{page_name}.html*")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch = page.get_by_role("banner").get_by_role("navigation", name="Language")
    expect(switch.get_by_role("link", name="English")).to_have_attribute("aria-current", "true")
    switch.get_by_role("link", name="한국어").click()

    page.wait_for_url(f"{book_address}{page_name}.html*")


def test_pages_name_each_other(page: Page, book_url: str, page_path: str) -> None:
    page.goto(book_url + page_path)
    name = page_path.removeprefix("en/")
    alternates = {
        language: page.evaluate(f"document.querySelector('link[hreflang={language}]').href")
        for language in ("ko", "en")
    }
    assert alternates == {"ko": book_url + name, "en": f"{book_url}en/{name}"}


def section_ids(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('article section[id]')].map((section) => section.id)")


def test_both_editions_have_the_same_sections(page: Page, book_url: str, page_name: str) -> None:
    page.goto(f"{book_url}{page_name}.html")
    korean = section_ids(page)
    page.goto(f"{book_url}en/{page_name}.html")
    assert section_ids(page) == korean


@pytest.mark.parametrize("arrival", ["by its address", "by scrolling"])
def test_switch_aims_at_the_section_on_screen(page: Page, book_url: str, arrival: str) -> None:
    page.goto(book_url + CHAPTER)
    link = page.locator(".editions [lang=en]")
    for section in section_ids(page)[1:]:
        if arrival == "by its address":
            page.evaluate("(section) => { location.hash = section }", section)
        else:
            page.locator(f"[id='{section}']").evaluate("(section) => section.scrollIntoView()")
            if page.evaluate("Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight"):
                break  # The last sections share the last screen.
        link.dispatch_event("pointerenter")
        assert urldefrag(link.get_attribute("href")) == (f"{book_url}en/{CHAPTER}", section)


def test_switch_lands_on_the_section_on_screen(page: Page, book_address: str) -> None:
    page.goto(book_address + CHAPTER)
    section = section_ids(page)[len(section_ids(page)) // 2]
    page.locator(f"[id='{section}']").evaluate("(section) => section.scrollIntoView()")
    page.locator(".editions [lang=en]").press("Enter")
    page.wait_for_url(f"{book_address}en/{CHAPTER}#{section}")
    expect(page.locator(f"[id='{section}'] > h2")).to_be_in_viewport()


def test_switch_on_the_search_page_keeps_the_query(page: Page, book_address: str) -> None:
    page.goto(f"{book_address}search.html?q=Conv2D")
    page.locator(".editions [lang=en]").click()
    page.wait_for_url(f"{book_address}en/search.html?q=Conv2D")
    expect(page.locator("#search-results input")).to_have_value("Conv2D")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_downloaded_notebook_is_in_the_language_of_its_edition(page: Page, book_url: str) -> None:
    notebooks = {}
    for language, folder in {"ko": "", "en": "en/"}.items():
        page.goto(f"{book_url}{folder}{CHAPTER}")
        with page.expect_download() as download:
            page.locator(".download a").click()
        notebook = json.loads(download.value.path().read_text(encoding="utf-8"))
        notebooks[language] = notebook["cells"]
        assert f'use_language("{language}")' in "".join(
            "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
        )
    assert [cell["id"] for cell in notebooks["ko"]] == [cell["id"] for cell in notebooks["en"]]
    first = {language: "".join(cells[0]["source"]) for language, cells in notebooks.items()}
    assert re.search("[가-힣]", first["ko"])
    assert not re.search("[가-힣]", first["en"])


def test_search_index_is_in_the_language_of_its_edition(book: Path) -> None:
    korean, english = ((book / folder / "_static/search-index.js").read_text("utf-8") for folder in ("", "en"))
    assert len(re.findall("[가-힣]", korean)) > 20 * len(re.findall("[가-힣]", english))


def test_english_edition_speaks_no_korean_but_in_the_switch(page: Page, book_url: str, page_name: str) -> None:
    page.goto(f"{book_url}en/{page_name}.html", wait_until="networkidle")
    # What is on screen, what widgets say included, and what a screen reader reads.
    said = page.evaluate("""() => {
        for (const element of document.querySelectorAll("[lang=ko], script, style")) element.remove();
        const attributes = [...document.querySelectorAll("*")].flatMap((element) =>
            ["alt", "aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""));
        return [document.title, document.body.textContent, ...attributes].join("\\n");
    }""")
    assert not re.findall("[가-힣]+", said)
