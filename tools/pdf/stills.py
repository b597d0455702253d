"""Stills of the live widgets, taken from the built pages: in the edition's language, sharp enough for paper."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Error

from tools.pdf.edition import Edition

WIDTH = 720
DENSITY = 2
PATIENCE = 20
LIVE = '.cw-mount:not([data-widget="Quiz"])'
# No buttons that only a screen has; nothing of the page around the widget.
STYLE = f".cw-mount {{ width: {WIDTH}px; max-width: none !important }} .cw-tools {{ display: none }}"


def take_stills(browser: Browser, edition: Edition, folder: Path) -> dict[tuple[str, str], str]:
    """Take a still of every widget of an edition but the quizzes, which are printed as questions.

    Args:
        browser: A running browser.
        edition: The edition.
        folder: Where the pictures go.

    Returns:
        The addresses of the pictures, by the name of the page and the id of the widget.

    Raises:
        RuntimeError: A widget does not come alive.
    """
    stills: dict[tuple[str, str], str] = {}
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000},
        device_scale_factor=DENSITY,
        color_scheme="light",
        reduced_motion="reduce",
    )
    for page in edition.pages:
        if 'class="cw-mount"' not in page.file.read_text(encoding="utf-8"):
            continue
        sheet = context.new_page()
        sheet.goto(page.file.as_uri())
        sheet.add_style_tag(content=STYLE)
        for name in sheet.locator(LIVE).evaluate_all("(mounts) => mounts.map((mount) => mount.id)"):
            widget = sheet.locator(f'[id="{name}"]')
            try:
                widget.scroll_into_view_if_needed()
                # Some widgets decode what they show in the background, and say so.
                sheet.locator(f'[id="{name}"][data-ready]:not(:has([aria-busy]))').wait_for(timeout=1000 * PATIENCE)
                picture = widget.screenshot(animations="disabled", caret="hide")
            except Error as error:
                reason = error.message.splitlines()[0]
                raise RuntimeError(f"{page.name}: the widget {name} did not come alive: {reason}") from error
            file = folder / f"{page.anchor}--{name}.png"
            trimmed(picture).save(file)
            stills[page.name, name] = file.as_uri()
        sheet.close()
    context.close()
    return stills


def trimmed(png: bytes) -> Image.Image:
    """Return a picture without the white at its end: a widget keeps room for what it shows later."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    drawn = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    return picture.crop((0, 0, picture.width, drawn[3])) if drawn else picture
