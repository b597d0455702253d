"""The whole book by keyboard alone: every stop of every page, and a reader's way from the cover to the last page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import toc_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

TAB_STOPS = Path(__file__).with_name("tab_stops.js")
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
SHIFT = 8
AT_ONCE = 20  # presses between two looks at whether the focus has left the page
MOST_PRESSES = 3000
# The document itself, and what only a skip link or a script focuses.
PASSIVE_ROLES = {"RootWebArea", "main", "dialog"}

# 0 at the target, else the direction in which it lies.
DIRECTION = """(target) => {
  const focused = document.activeElement;
  if (focused === target) return 0;
  return focused.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1;
}"""
# What a widget shows: its words, and the pixels of its canvases.
SHOWN = """(mount) => mount.innerText + [...mount.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())"""


def open_page(page: Page, url: str) -> None:
    """Open a page and wait until its widgets are alive."""
    page.goto(url, wait_until="networkidle")
    expect(page.locator(".cw-mount:not([data-ready])")).to_have_count(0)


def walk(page: Page, modifiers: int = 0) -> list[str]:
    """Press Tab from the top of a page until the focus leaves it; returns what is wrong with the places it reached."""
    page.add_script_tag(path=TAB_STOPS)
    keyboard = page.context.new_cdp_session(page)
    presses = 0
    while not page.evaluate("tabStops.hasLeft()"):
        if presses > MOST_PRESSES:
            return ["Tab never leaves the page"]
        for _ in range(AT_ONCE):
            keyboard.send("Input.dispatchKeyEvent", TAB | {"modifiers": modifiers})
        presses += AT_ONCE
    return list(page.evaluate("tabStops.troubles()"))


def nameless(page: Page) -> list[str]:
    """The roles of the controls whose names a screen reader can't say."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    controls = [
        node
        for node in tree["nodes"]
        if any(found["name"] == "focusable" and found["value"]["value"] for found in node.get("properties", []))
        and node["role"]["value"] not in PASSIVE_ROLES
    ]
    assert controls
    return [node["role"]["value"] for node in controls if not node.get("name", {}).get("value", "").strip()]


def test_tab_reaches_every_control_in_order_and_shows_it(page: Page, book_url: str, page_path: str) -> None:
    open_page(page, book_url + page_path)
    assert nameless(page) == []
    troubles = walk(page)
    assert not troubles, "\n".join(troubles)


def test_tab_reaches_every_control_on_a_phone(new_page: Callable[..., Page], book_url: str, page_name: str) -> None:
    page = new_page(width=360)
    open_page(page, f"{book_url}{page_name}.html")
    assert nameless(page) == []
    troubles = walk(page)
    assert not troubles, "\n".join(troubles)


def test_shift_tab_leads_back_to_the_top(page: Page, book_url: str) -> None:
    open_page(page, f"{book_url}chapters/1-2-max-pooling.html")
    troubles = walk(page, SHIFT)
    assert not troubles, "\n".join(troubles)


class Reader:
    """Somebody who has nothing but a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until the target has the focus."""
        for _ in range(MOST_PRESSES):
            direction = target.evaluate(DIRECTION)
            if direction == 0:
                return
            self.press("Tab" if direction > 0 else "Shift+Tab")
        raise AssertionError(f"No key reaches {target}.")

    def follow(self, link: Locator) -> None:
        """Open a link and wait until its page is there."""
        self.go_to(link)
        address = link.evaluate("(link) => link.href")
        self.press("Enter")
        self.page.wait_for_url(address)
        expect(self.page.locator(".cw-mount:not([data-ready])")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_needs_no_mouse(new_page: Callable[..., Page], book_url: str, width: int) -> None:
    page = new_page(width=width)
    reader = Reader(page)
    page.goto(f"{book_url}index.html")

    reader.press("Tab", "Enter")
    expect(page.locator("main")).to_be_focused()
    if width > 1000:
        contents = page.locator(".outline")
    else:
        reader.go_to(page.get_by_role("button", name="차례"))
        reader.press("Enter")
        contents = page.get_by_role("navigation", name="차례")
    reader.follow(contents.locator("a[href*='1-1-convolution.html']").first)

    widget = page.locator(".cw-mount").first
    before = widget.evaluate(SHOWN)
    reader.go_to(widget.locator("input[type=range]:enabled").first)
    reader.press("ArrowRight")
    page.wait_for_function(f"([mount, before]) => ({SHOWN})(mount) !== before", arg=[widget.element_handle(), before])

    question = page.locator(".cw-quiz")
    reader.go_to(question.get_by_role("radio").first)
    reader.press("Space")
    reader.go_to(question.locator("button[type=submit]"))
    reader.press("Enter")
    expect(question.locator(".cw-said")).not_to_be_empty()

    reader.press("/")
    dialog = page.get_by_role("dialog", name="검색")
    page.keyboard.type("수용 영역")
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    reader.press("ArrowDown", "Enter")
    page.wait_for_url("**/*.html?highlight=*#*")

    reader.follow(page.locator(".editions [lang=en]"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    reader.go_to(page.get_by_role("button", name="Dark"))
    reader.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    *_, last, _ = toc_pages()
    turned = 0
    while (turn := page.locator(".pages .next")).count():
        reader.press("Shift+Tab")  # from the top of a page to its end
        reader.follow(turn)
        turned += 1
    assert page.url.startswith(f"{book_url}en/{last}.html")
    assert turned > 10
