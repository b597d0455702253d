"""Prints the built book: one PDF an edition, with contents, links, outline and stills of the widgets."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from course_utils.sphinxext.editions import EDITIONS
from course_utils.storage import replacing
from tools.pdf import ROOT
from tools.pdf.book import AUTHORS, Book, headings
from tools.pdf.edition import Edition
from tools.pdf.press import finished, has_hangul, page_numbers, printed, running_browser
from tools.pdf.stills import take_stills

PRINTS = 3


def print_edition(browser: Browser, edition: Edition, target: Path, today: date) -> Path:
    """Print one edition.

    The first print tells on which page everything is; the second has these numbers in it.

    Args:
        browser: A running browser.
        edition: The edition.
        target: The PDF to write.
        today: The date on the title page.

    Returns:
        The path of the PDF.

    Raises:
        RuntimeError: Numbers of pages moved what they count, or a widget or a picture is missing.
    """
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        book = Book(edition, take_stills(browser, edition, Path(folder)), today)
        document = Path(folder, "book.html")
        numbers: dict[str, int] = {}
        for _ in range(PRINTS):
            document.write_text(book.document(numbers), encoding="utf-8")
            pdf = printed(browser, document)
            numbers, before = page_numbers(pdf), numbers
            print(f"{edition.language}  printed, {time.monotonic() - start:.0f} s", flush=True)
            if numbers == before:
                break
        else:
            raise RuntimeError(f"{edition.language}: numbers of pages still move what they count; see book.css.")
        pdf = finished(pdf, AUTHORS, edition.words["subtitle"], headings(document))
    with replacing(target) as draft:
        draft.write_bytes(pdf)
    print(f"{edition.language}  {target}  {target.stat().st_size / 1e6:.1f} MB")
    return target


def edited_on() -> date:
    """Return the date of the last change that is in git, or today's."""
    command = ["git", "log", "-1", "--format=%cs"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return date.fromisoformat(told) if told else date.today()


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.pdf", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "_build", help="the folder of the built book")
    parser.add_argument("--edition", choices=EDITIONS, help="print only this edition")
    options = parser.parse_args(arguments)
    build = options.build.resolve()
    try:
        with running_browser() as browser:
            if not has_hangul(browser):
                print("No font has Hangul, which prints as boxes: `apt-get install fonts-noto-cjk`.", file=sys.stderr)
            for language in [options.edition] if options.edition else EDITIONS:
                target = build / "pdf" / f"convnet-course-{language}.pdf"
                print_edition(browser, Edition(build / "html", language), target, edited_on())
    except (FileNotFoundError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
