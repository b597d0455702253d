"""A browser on the built book. `new_page` and `page` fail a test that logs a message or asks another host."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, Request, sync_playwright

from course_utils.doctor import find_browser
from course_utils.sphinxext.build import STAMP
from course_utils.sphinxext.editions import EDITIONS
from course_utils.sphinxext.freshness import fingerprint

ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)

NewPage = Callable[..., Page]


def toc_pages() -> list[str]:
    """Return the name of every page of the book, the search page included."""

    def names(entry: object) -> Iterator[str]:
        if isinstance(entry, dict):
            yield from (entry[key] for key in ("root", "file") if key in entry)
            for value in entry.values():
                yield from names(value)
        elif isinstance(entry, list):
            for item in entry:
                yield from names(item)

    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [*names(toc), "search"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `page_path` on every page of both editions, one with `page_name` on each page."""
    if "page_path" in metafunc.fixturenames:
        folders = [edition.folder + "/" if edition.folder else "" for edition in EDITIONS.values()]
        metafunc.parametrize("page_path", [f"{folder}{page}.html" for folder in folders for page in toc_pages()])
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", toc_pages())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    # Without windows and their own pages, it opens one of ours in a third of the time.
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or find_browser()
    if executable is None:
        missing = "No Chromium is installed: install it, or name one in the environment variable CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book, built first if it is missing or stale."""
    build = ROOT / "_build"
    stamp = build / STAMP
    build.mkdir(exist_ok=True)
    with (build / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of the processes that share the tests, one builds
        if not stamp.is_file() or stamp.read_text() != fingerprint(ROOT):
            subprocess.run(["make", "--silent", "book"], cwd=ROOT, check=True)
    return build / "html"


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Drop the line that the server would print for every request."""


@pytest.fixture(scope="session")
def book_url(book: Path) -> Iterator[str]:
    """The address of the book on a server of this session, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(book))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(params=["http", "file"])
def book_address(request: pytest.FixtureRequest) -> str:
    """The address of the book: once on a server, once on the disk."""
    if request.param == "http":
        return str(request.getfixturevalue("book_url"))
    return f"{request.getfixturevalue('book').as_uri()}/"


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """The colour scheme of the reader's system."""
    return str(request.param)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages: `new_page(theme="dark", width=360)`; other keywords are Playwright's context options.

    At the end of the test no page may have logged anything, failed to load anything, or asked another host.
    """
    contexts = []
    troubles: list[str] = []

    def note_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the browser drops itself when it leaves a page
            troubles.append(f"failed: {request.url} {request.failure}")

    def watch(page: Page) -> None:
        page.on("console", lambda message: troubles.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("requestfailed", note_failure)
        page.on("response", lambda reply: reply.status < 400 or troubles.append(f"{reply.status}: {reply.url}"))
        page.on("request", lambda request: is_local(request.url) or troubles.append(f"foreign: {request.url}"))

    def open_page(theme: str = "light", width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(
            color_scheme=theme,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page 1,280 pixels wide, in the light theme."""
    return new_page()


def is_local(url: str) -> bool:
    """Tell whether an address belongs to the book or to the page itself."""
    return url.startswith(("http://127.0.0.1:", "file:", "blob:", "data:"))
