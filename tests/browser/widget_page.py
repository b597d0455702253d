"""One widget alone in a page, as the static book shows it, and what a reader could read off it."""

import json
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page

from course_utils.widgets.base import CourseWidget, asset

ADDRESS = "http://127.0.0.1:1/"
MOUNT = "widget-live"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


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
    files = ("host.js", f"{widget.bundle}.{language}.page.js")
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
    linked = {key.removeprefix(f"{MOUNT}."): _parsed(value) for key, value in parse_qsl(urlsplit(page.url).query)}
    return {**widget.state(), **linked}


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


class WidgetPage:
    """A widget in a page of its own, as its reader finds it.

    Args:
        page: An empty page.
        widget: The widget as its cell displays it.
        language: `<html lang>`.
        theme: `"light"` or `"dark"`.
        query: What a link adds, such as `"strides=2"`.
    """

    SHOWN: ClassVar[str]  # JavaScript: a function that reads off the mount point what the reader sees

    def __init__(
        self, page: Page, widget: CourseWidget, language: str = "en", theme: str = "light", query: str = ""
    ) -> None:
        self.page = page
        self.widget: Any = widget
        self.mount = open_widget(page, widget, language, theme, query)

    def settle(self) -> None:
        """Wait until what was done last is on screen."""
        self.page.evaluate(TWO_FRAMES)

    def state(self) -> dict[str, Any]:
        """The traits as they are now, without the picture."""
        self.settle()
        return {name: value for name, value in state_of(self.page, self.widget).items() if name != "image"}

    def shown(self) -> dict[str, Any]:
        """What the page shows of the widget."""
        self.settle()
        return dict(self.mount.evaluate(self.SHOWN))

    def beside(self, other: CourseWidget, name: str = "other") -> Locator:
        """Bring another widget of the same kind alive on the same page; returns its mount point."""
        self.page.evaluate(
            """([id, widget, bundle, state]) => {
              const mount = Object.assign(document.createElement("div"), { id, className: "cw-mount" });
              Object.assign(mount.dataset, { widget, bundle });
              const script = Object.assign(document.createElement("script"), { type: "application/json" });
              script.textContent = JSON.stringify(state);
              mount.append(script);
              document.querySelector("main").append(mount);
            }""",
            [name, type(other).__name__, other.bundle, other.state()],
        )
        self.page.add_script_tag(content=asset("host.js").read_text(encoding="utf-8"))
        self.page.wait_for_selector(f"#{name}[data-ready]")
        return self.page.locator(f"#{name}")

    def control(self, label: str) -> Locator:
        """The input, list or button of that name."""
        return self.mount.get_by_label(label, exact=True)

    def button(self, name: str) -> Locator:
        """The button with that text."""
        return self.mount.get_by_role("button", name=name, exact=True)
