"""One widget alone in a page, as the static book shows it, and what a reader could read off it."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page

from course_utils.widgets.base import CourseWidget, asset

ADDRESS = "http://127.0.0.1:1/"
MOUNT = "widget-live"


def open_widget(
    page: Page, widget: CourseWidget, language: str = "ko", theme: str = "light", query: str = ""
) -> Locator:
    """Show a widget's display in a page of its own.

    Args:
        page: An empty page.
        widget: The widget as its cell displays it.
        language: `<html lang>`.
        theme: `"light"` or `"dark"`.
        query: What a link adds, such as `"strides=2"`.

    Returns:
        The mount point, once the widget stands in it.
    """
    page.route(
        f"{ADDRESS}**",
        lambda route: route.fulfill(body=page_of(widget, language, theme), content_type="text/html"),
    )
    page.goto(f"{ADDRESS}?{'&'.join(f'{MOUNT}.{part}' for part in query.split('&') if part)}")
    page.wait_for_selector(f"#{MOUNT}[data-ready]")
    return page.locator(f"#{MOUNT}")


def page_of(widget: CourseWidget, language: str, theme: str) -> str:
    """The page's HTML, with all that it loads inside."""
    style = asset(f"{widget.bundle}.css").read_text(encoding="utf-8")
    files = ("core.js", f"{widget.bundle}.page.js", "host.js")
    scripts = [asset(name).read_text(encoding="utf-8") for name in files]
    state = json.dumps(widget.state()).replace("<", "\\u003c")
    mount = f'id="{MOUNT}" data-widget="{type(widget).__name__}" data-bundle="{widget.bundle}"'
    paper, ink = ("#14181f", "#e7ebf2") if theme == "dark" else ("#ffffff", "#1c2330")
    return (
        f'<!doctype html><html lang="{language}" data-theme="{theme}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>widget</title>'
        f'<style>{style}</style></head><body style="margin: 12px; background: {paper}; color: {ink}">'
        "<main><h1>widget</h1>"
        f'<div class="cw-mount" {mount}>'
        f'<script type="application/json">{state}</script></div></main>'
        f"{''.join(f'<script>{script}</script>' for script in scripts)}</body></html>"
    )


def state_of(page: Page, widget: CourseWidget) -> dict[str, Any]:
    """The widget's traits as they are now: those of its display, and what a copied link says has changed."""
    page.locator(".cw-tools button").first.evaluate("button => button.click()")
    linked = {
        key.removeprefix(f"{MOUNT}."): _parsed(value) for key, value in parse_qsl(urlsplit(page.url).query)
    }
    return {**widget.state(), **linked}


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
