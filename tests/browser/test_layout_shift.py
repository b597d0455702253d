"""Nothing jumps under a reader's eyes: not while a page comes alive, not while it is scrolled through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

MOST = 0.05  # of the cumulative layout shift; 0.1 counts as good on the web
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (hadRecentInput) continue;
    const moved = sources.map(({ node, previousRect, currentRect }) => {
      const start = (node?.outerHTML ?? node?.textContent ?? "something gone").slice(0, 120);
      return `${start}: ${previousRect.top} to ${currentRect.top}`;
    });
    shifts.push({ value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
SCROLL = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await frame();
  }
}"""


class LateFiles:
    """Holds a page's scripts and pictures back until the page has been painted without them, as on a slow line."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.painted = False
        page.route(re.compile(r"\.(js|png|jpe?g|svg)(\?.*)?$"), self.take)

    def take(self, route: Route) -> None:
        """Hold a request back, or let it pass."""
        if self.painted:
            route.continue_()
        else:
            self.held.append(route)

    def release(self) -> None:
        """Wait for the first paint, then let everything come."""
        self.page.wait_for_function(PAINTED)
        self.painted = True
        for route in self.held:
            route.continue_()


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_while_a_page_comes_alive(
    new_page: Callable[..., Page], book_url: str, page_path: str, width: int
) -> None:
    page = new_page(width=width)
    page.add_init_script(WATCH)
    late = LateFiles(page)
    page.goto(book_url + page_path, wait_until="commit")
    late.release()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".cw-mount:not([data-ready])")).to_have_count(0)
    page.evaluate(SCROLL)

    assert len(late.held) >= 2
    shifts = page.evaluate("shifts")
    report = [f"{shift['value']:.3f} {line}" for shift in shifts for line in shift["moved"]]
    assert sum(shift["value"] for shift in shifts) <= MOST, "\n".join(report)
