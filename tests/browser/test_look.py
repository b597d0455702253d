"""Figures in both themes: charts take the page's paper and ink, photos stay as they are."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

PAPER = {"light": (255, 255, 255), "dark": (20, 24, 31)}
INK = {"light": (28, 35, 48), "dark": (231, 235, 242)}


def pixels(picture: Locator) -> np.ndarray:
    """What is on screen where a picture stands, shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("RGB")).astype(int)


@pytest.mark.parametrize("name", ["3-2-fine-tuning", "2-4-preprocessing"])
def test_charts_are_drawn_in_the_colours_of_the_theme(
    new_page: Callable[..., Page], book_url: str, theme: str, name: str
) -> None:
    page = new_page(theme=theme)
    page.goto(f"{book_url}chapters/{name}.html", wait_until="networkidle")
    chart = pixels(page.locator('.cell_output img[src$=".png"]:visible').first)
    shades, counts = np.unique(chart.reshape(-1, 3), axis=0, return_counts=True)
    assert np.abs(shades[counts.argmax()] - PAPER[theme]).max() <= 2
    most_ink = np.abs(shades - INK[theme]).sum(axis=1).min()
    assert most_ink <= 40  # the nearest shade to the theme's ink


def test_photos_are_the_same_in_both_themes(new_page: Callable[..., Page], book_url: str) -> None:
    shown = []
    for theme in PAPER:
        page = new_page(theme=theme)
        page.goto(f"{book_url}chapters/3-pretrained.html", wait_until="networkidle")
        shown.append(pixels(page.locator('.cell_output img[src$=".jpg"], .cell_output img[src$=".jpeg"]').first))
    inner = [picture[8:-8, 8:-8] for picture in shown]
    np.testing.assert_array_equal(*inner)


def test_a_page_prints_in_the_light_theme_widgets_included(new_page: Callable[..., Page], book_url: str) -> None:
    canvases = "[...document.querySelectorAll('.cw-widget canvas')].map((canvas) => canvas.toDataURL())"
    shown = {}
    for theme in PAPER:
        page = new_page(theme=theme)
        page.goto(f"{book_url}chapters/1-2-max-pooling.html", wait_until="networkidle")
        page.evaluate(f"addEventListener('beforeprint', () => (window.printed = {canvases}))")
        before = page.evaluate(canvases)
        page.pdf()
        shown[theme] = (before, page.evaluate("window.printed"))
        assert page.locator("html").get_attribute("data-theme") == theme
    assert shown["light"][0] == shown["light"][1] == shown["dark"][1] != shown["dark"][0]


def test_printing_gives_back_a_theme_that_was_chosen_and_not_stored(page: Page, book_url: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })")
    page.goto(f"{book_url}book/results.html")
    page.locator("button.theme").press("Enter")
    page.pdf()
    assert page.locator("html").get_attribute("data-theme") == "dark"
