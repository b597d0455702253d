"""The book in a stock Firefox: every page is silent and self-contained, every widget comes alive and reacts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from course_utils.sphinxext.editions import EDITIONS
from tests.browser.conftest import toc_pages

VISIT = Path(__file__).with_name("visit_firefox.mjs")
NAMES = ("firefox", "firefox-esr")
FOLDERS = [f"{edition.folder}/" if edition.folder else "" for edition in EDITIONS.values()]
ON_DISK = [page for page in toc_pages() if page.startswith("chapters/")]
UNMOVED = """<!doctype html><html lang="en"><title>A widget that shows a slider and does nothing</title>
<link rel="icon" href="data:,"><div class="cw-mount" id="dead-live" data-widget="Dead" data-ready>
<label>strides <input type="range" min="1" max="3" value="1"></label><p>output</p></div>
<script>console.log("a word")</script></html>"""


@pytest.fixture(scope="module")
def firefox() -> str:
    """The path of an installed Firefox."""
    found = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing = "No Firefox is installed: install it, or name one in the environment variable FIREFOX."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def visit(firefox: str, pages: list[str]) -> dict[str, dict[str, Any]]:
    """Visit pages one after the other; returns for each address what it showed."""
    order = json.dumps({"browser": firefox, "pages": pages})
    done = subprocess.run(["node", VISIT], input=order, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {found["address"]: found for found in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def visited(firefox: str, book: Path, book_url: str) -> dict[str, dict[str, Any]]:
    """What Firefox found on every page on a server, and on the Korean chapters on the disk."""
    served = [f"{book_url}{folder}{page}.html" for folder in FOLDERS for page in toc_pages()]
    return visit(firefox, served + [(book / f"{page}.html").as_uri() for page in ON_DISK])


def test_page_is_clean_and_its_widgets_react(
    visited: dict[str, dict[str, Any]], book: Path, book_url: str, page_path: str
) -> None:
    found = visited[book_url + page_path]
    assert not found["troubles"], "\n".join(found["troubles"])
    assert found["widgets"] == (book / page_path).read_text(encoding="utf-8").count('class="cw-mount"')


@pytest.mark.parametrize("page", ON_DISK)
def test_widgets_react_on_the_disk(visited: dict[str, dict[str, Any]], book: Path, page: str) -> None:
    found = visited[(book / f"{page}.html").as_uri()]
    assert not found["troubles"], "\n".join(found["troubles"])
    assert found["widgets"]


def test_a_widget_that_does_nothing_is_noticed(firefox: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(UNMOVED, encoding="utf-8")
    [found] = visit(firefox, [page.as_uri()]).values()
    assert found["troubles"] == ["console log: a word", "does not react: Dead #dead-live"]
