"""Every page of both editions: silent, self-contained, accessible, light, and readable without JavaScript."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page


def test_page_is_complete_and_silent(page: Page, book_address: str, page_path: str) -> None:
    page.goto(book_address + page_path, wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    assert page.locator("html").get_attribute("lang") == ("en" if page_path.startswith("en/") else "ko")
    assert page.locator("h1").count() == 1
    assert page.title()
    assert page.evaluate("[...document.images].filter((image) => !image.naturalWidth).map((image) => image.src)") == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_pictures_say_what_they_show(book: Path, page_path: str) -> None:
    article = re.search("<article.*</article>", (book / page_path).read_text(encoding="utf-8"), re.DOTALL)
    assert article is not None
    for picture in re.findall("<img[^>]*>", article[0]):
        (alt,) = re.findall(r'alt="([^"]+)"', picture)  # no picture of a text is there for its looks alone
        assert not re.search(r"^(figure|image|picture)\b|\.(png|jpe?g|svg)$", alt, re.IGNORECASE)
        assert bool(re.search("[가-힣]", alt)) is not page_path.startswith("en/"), alt


@pytest.mark.parametrize("width", [1280, 360])
def test_page_is_accessible(
    new_page: Callable[..., Page], book_url: str, page_path: str, theme: str, width: int
) -> None:
    page = new_page(theme=theme, width=width)
    page.goto(book_url + page_path, wait_until="networkidle")

    found = violations(page)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_weighs_at_most_600_kb(page: Page, book_url: str, book: Path, page_path: str) -> None:
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url.removeprefix(book_url).partition("?")[0]))
    page.goto(book_url + page_path, wait_until="networkidle")

    sizes = {path: len(gzip.compress((book / path).read_bytes())) for path in loaded if not path.startswith("blob:")}
    widget_scripts = sum(size for path, size in sizes.items() if re.search(r"_static/widgets/.*\.js$", path))
    engine = sum(size for path, size in sizes.items() if path.endswith("search-engine.js"))  # only where one searches
    frame_scripts = sum(size for path, size in sizes.items() if path.endswith(".js")) - widget_scripts - engine
    assert sum(sizes.values()) <= 600_000, sizes
    assert widget_scripts <= 40_000, sizes
    assert frame_scripts <= 6_000, sizes
    assert engine <= 4_500, sizes


def test_page_is_readable_without_javascript(new_page: Callable[..., Page], book_url: str, page_path: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(book_url + page_path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for mount in page.locator(".cw-mount").all():
        expect(mount.locator("img")).to_be_visible()


def test_theme_follows_the_system_until_the_reader_chooses(
    new_page: Callable[..., Page], book_address: str, theme: str
) -> None:
    other = {"light": "dark", "dark": "light"}[theme]
    page = new_page(theme=theme)
    page.goto(f"{book_address}index.html")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", theme)

    page.emulate_media(color_scheme=other)
    expect(root).to_have_attribute("data-theme", other)

    page.locator("button.theme").press("Enter")
    expect(root).to_have_attribute("data-theme", theme)
    page.reload()
    expect(root).to_have_attribute("data-theme", theme)


def test_contents_open_as_a_drawer_on_a_phone(new_page: Callable[..., Page], book_url: str) -> None:
    page = new_page(width=360)
    page.goto(f"{book_url}index.html")
    button = page.get_by_role("button", name="차례")
    contents = page.get_by_role("navigation", name="차례")
    expect(contents).to_be_hidden()

    button.press("Enter")
    expect(contents).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    expect(button).to_be_focused()

    button.click()
    contents.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("합성곱 신경망")
    expect(contents).to_be_hidden()


def test_skip_link_leads_to_the_text(page: Page, book_url: str) -> None:
    page.goto(f"{book_url}index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
