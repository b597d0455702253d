"""Draws the cards that a link to the book shows elsewhere, one a language, in the colours of the dark theme."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import sync_playwright

from course_utils import kernels, ops, photos
from course_utils.doctor import find_browser
from course_utils.storage import replacing

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "book" / "assets"
FILTERS = ("outline", "horizontal_edges", "vertical_edges")  # from the back to the front
PAPER, NEGATIVE, OUTPUT = ((20, 24, 31), (251, 113, 133), (165, 180, 252))
LINES = {
    "ko": "커널을 고치고 스트라이드를 늘려 보십시오. 책 속의 위젯이 바로 계산합니다.",
    "en": "Edit a kernel, drag a stride: the widgets in the page compute at once.",
}
SIZES = {"ko": 68, "en": 60}


def response(photo: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """Return what a filter answers to a photo, rose below zero and indigo above, as an RGB picture."""
    kernel = np.repeat(kernels.pattern(name)[:, :, np.newaxis], 3, axis=2)[..., np.newaxis]
    answer = ops.conv2d(photo.astype("float32") / 255, kernel)[..., 0]
    strength = np.clip(np.abs(answer) / np.quantile(np.abs(answer), 0.99), 0, 1)[..., np.newaxis]
    ends = np.where(answer[..., np.newaxis] < 0, NEGATIVE, OUTPUT)
    picture: NDArray[np.uint8] = np.round(PAPER + (ends - np.array(PAPER)) * strength).astype("uint8")
    return picture


def data_url(picture: NDArray[np.uint8]) -> str:
    """Return a picture as an address that holds all of it."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="png")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"


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
            maps=[data_url(response(photo, name)) for name in FILTERS],
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
