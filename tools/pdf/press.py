"""Prints a document with Chromium, and reads from the result on which page everything is."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from course_utils.doctor import find_browser

# The document is ours and loads nothing but files of the book: it may read them from the disk.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--force-color-profile=srgb")
# A glyph that is missing is drawn as the same box as a character that no font has.
HAS_HANGUL = """() => {
  const drawn = (text) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    context.font = "40px sans-serif";
    context.fillText(text, 10, 60);
    return canvas.toDataURL();
  };
  return drawn("\\uac00") !== drawn("\\u{10fffe}") && drawn("\\uac00") !== drawn("\\ud79d");
}"""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start a headless Chromium, and close it at the end.

    Raises:
        FileNotFoundError: None is installed.
    """
    executable = find_browser()
    if executable is None:
        raise FileNotFoundError(
            "No Chromium is installed, which prints the book: `apt-get install chromium fonts-noto-cjk`, "
            "or name one in the environment variable CHROMIUM."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def has_hangul(browser: Browser) -> bool:
    """Tell whether the browser has a font with Hangul."""
    page = browser.new_page()
    try:
        return bool(page.evaluate(HAS_HANGUL))
    finally:
        page.close()


def printed(browser: Browser, document: Path) -> bytes:
    """Print an HTML file on A4, with outline and tags, and return the PDF.

    Raises:
        RuntimeError: A picture of it can't be loaded.
    """
    page = browser.new_page(color_scheme="light", reduced_motion="reduce")
    try:
        page.goto(document.as_uri(), wait_until="load", timeout=120_000)
        page.evaluate("document.fonts.ready.then(() => undefined)")
        broken = page.evaluate("[...document.images].filter((image) => !image.naturalWidth).map((image) => image.src)")
        if broken:
            raise RuntimeError(f"These pictures can't be loaded: {', '.join(broken)}. Build the book again.")
        return page.pdf(format="A4", prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
    finally:
        page.close()


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Return the page, counted from 1, of every place that a link within a PDF leads to."""
    reader = PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    return {
        name.removeprefix("/"): pages[destination.raw_get("/Page").idnum]
        for name, destination in reader.named_destinations.items()
    }


def finished(pdf: bytes, author: str, subject: str, headings: Sequence[str]) -> bytes:
    """Return a PDF that says who wrote it and what about, and opens with its outline.

    Chromium's outline says some headings twice over, such as those at the top of a page: they are written anew.

    Args:
        pdf: What Chromium printed.
        author: Who wrote it.
        subject: What it is about.
        headings: The text of each heading, in order.

    Raises:
        RuntimeError: The outline has other entries than the headings.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells of Chromium's trailer, which it then mends
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    entries = list(_entries(cast(DictionaryObject, writer.root_object["/Outlines"])))
    if len(entries) != len(headings):
        raise RuntimeError(f"The outline has {len(entries)} entries for {len(headings)} headings.")
    for entry, heading in zip(entries, headings, strict=True):
        entry[NameObject("/Title")] = TextStringObject(heading)
    writer.add_metadata({"/Author": author, "/Subject": subject})
    writer.page_mode = "/UseOutlines"
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = shown
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _entries(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield the entries of an outline below one of them, in the order of the pages."""
    entry = parent.get("/First")
    while entry is not None:
        found = cast(DictionaryObject, entry.get_object())
        yield found
        yield from _entries(found)
        entry = found.get("/Next")
