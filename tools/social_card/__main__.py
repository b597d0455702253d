"""Draws the cards that a link to the book shows elsewhere, one a language, in the colours of the dark theme."""

from __future__ import annotations

import base64
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from course_utils import photos
from course_utils.doctor import find_browser
from course_utils.storage import replacing
from tools.filter_art import DARK, data_url, response

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "book" / "assets"
FILTERS = ("outline", "horizontal_edges", "vertical_edges")  # from the back to the front
LINES = {
    "ko": "커널을 고치고 스트라이드를 늘려 보십시오. 책 속의 위젯이 바로 계산합니다.",
    "en": "Edit a kernel, drag a stride: the widgets in the page compute at once.",
}
SIZES = {"ko": 68, "en": 60}


def page(language: str, title: str) -> str:
    """Return the card of one language as HTML."""
    photo = photos.cat(128)
    logo = base64.b64encode((ASSETS / "favicon.svg").read_bytes()).decode("ascii")
    return (
        Path(__file__)
        .with_name("card.html")
        .read_text(encoding="utf-8")
        .format(
            language=language,
            title=title,
            line=LINES[language],
            size=SIZES[language],
            logo=f"data:image/svg+xml;base64,{logo}",
            photo=data_url(photo),
            maps=[data_url(response(photo, name, DARK)) for name in FILTERS],
        )
    )


def main() -> None:
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for language, title in config["sphinx"]["config"]["course_titles"].items():
            sheet = browser.new_page(viewport={"width": 1200, "height": 630})
            sheet.set_content(page(language, title), wait_until="load")
            with replacing(ASSETS / f"social-card.{language}.png") as draft:
                draft.write_bytes(sheet.screenshot())
        browser.close()


if __name__ == "__main__":
    main()
