"""The static host alone: it brings the displays of a page alive, over http and from a file, and says what it can't."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course_utils.widgets import ConvolutionExplorer
from course_utils.widgets.base import STATIC, CourseWidget

NewPage = Callable[..., Page]

PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>widgets</title>
<link rel="stylesheet" href="_static/widgets/convolution_explorer.css">
{scripts}
<body>{mounts}
"""
MOUNT = """<div class="cw-mount" id="{name}" data-widget="{cls}" data-bundle="{bundle}">
<script type="application/json">{state}</script></div>
"""
SCRIPT = '<script defer src="_static/widgets/{}"></script>'
MISSING = {
    "ko": "이 위젯을 불러오지 못했습니다. 페이지를 새로 고쳐 주십시오.",
    "en": "This widget could not be loaded. Please reload the page.",
}


def mount(widget: CourseWidget, name: str = "first-live", **changes: str) -> str:
    """The place of a display, as the book writes it."""
    display = {"cls": type(widget).__name__, "bundle": widget.bundle, "state": json.dumps(widget.state())}
    return MOUNT.format(name=name, **{**display, **changes})


def bundles(language: str = "en") -> tuple[str, ...]:
    """What a page in this language loads, in this order."""
    return "host.js", f"convolution_explorer.{language[:2]}.page.js"


def write_page(
    folder: Path, mounts: Sequence[str], language: str = "en", scripts: Sequence[str] | None = None
) -> str:
    """Write a page and what it loads; returns its address on the disk."""
    widgets = folder / "_static" / "widgets"
    if not widgets.exists():
        shutil.copytree(STATIC, widgets)
    page = folder / "page.html"
    tags = "".join(map(SCRIPT.format, scripts or bundles(language)))
    page.write_text(PAGE.format(language=language, scripts=tags, mounts="".join(mounts)), encoding="utf-8")
    return page.as_uri()


# Which widget came alive in which task, and when the first did.
ALIVE = """window.alive = [];
new MutationObserver((records) => {
  window.began ??= performance.now();
  const task = performance.now();
  for (const { target } of records) alive.push([target.id, task]);
}).observe(document, { subtree: true, attributeFilter: ["data-ready"] });"""


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, page: Page, tmp_path: Path) -> Callable[..., str]:
    """Writes a page and gives its address: once on a server, once on the disk."""

    def write(*args: object, **options: object) -> str:
        uri = write_page(tmp_path, *args, **options)  # type: ignore[arg-type]
        if request.param == "file":
            return uri
        page.route("http://127.0.0.1:1/**", lambda route: route.fulfill(path=local(route.request.url)))
        return "http://127.0.0.1:1/page.html"

    def local(url: str) -> Path:
        return tmp_path / url.removeprefix("http://127.0.0.1:1/").partition("?")[0]

    return write


@pytest.fixture
def loud_page(browser: Browser) -> Iterator[Page]:
    """A page that may complain."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def size_of(place: Locator) -> Locator:
    return place.locator(".cw-figure-output .cw-size")


def test_a_display_comes_alive_with_its_state(page: Page, address: Callable[..., str]) -> None:
    page.goto(address([mount(ConvolutionExplorer(strides=2))]))
    place = page.locator("#first-live[data-ready]")
    expect(size_of(place)).to_have_text("63 × 63 × 4")
    place.get_by_label("same", exact=True).check()
    expect(size_of(place)).to_have_text("64 × 64 × 4")


def test_a_copied_link_brings_the_state_back(page: Page, address: Callable[..., str]) -> None:
    page.goto(address([mount(ConvolutionExplorer())]))
    page.get_by_label("same", exact=True).check()
    page.get_by_role("button", name="Copy a link to this state").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.url.endswith("page.html?first-live.padding=same#first-live")
    page.reload()
    expect(size_of(page.locator("#first-live"))).to_have_text("128 × 128 × 4")


def test_the_link_is_on_the_clipboard(new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(write_page(tmp_path, [mount(ConvolutionExplorer())]))
    page.get_by_label("same", exact=True).check()
    page.get_by_role("button", name="Copy a link to this state").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_link_holds_only_what_differs_from_the_display(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, [mount(ConvolutionExplorer(padding="same"))]) + "?other.strides=2&x=1")
    page.get_by_role("button", name="Copy a link to this state").click()
    assert page.url.endswith("page.html#first-live")


def test_reset_goes_back_to_the_display(page: Page, address: Callable[..., str]) -> None:
    page.goto(address([mount(ConvolutionExplorer(strides=2))]) + "?first-live.strides=4")
    place = page.locator("#first-live")
    expect(size_of(place)).to_have_text("32 × 32 × 4")
    place.get_by_label("Kind of filter").select_option("blur")
    place.get_by_role("button", name="Copy a link to this state").click()
    place.get_by_role("button", name="Reset").click()
    expect(size_of(place)).to_have_text("63 × 63 × 4")
    expect(place.get_by_label("Kind of filter")).to_have_value("vertical_edges")
    expect(place.get_by_text("Link copied")).to_have_count(0)
    place.get_by_label("same", exact=True).check()
    expect(size_of(place)).to_have_text("64 × 64 × 4")


def test_ten_widgets_on_a_page_live_their_own_lives(page: Page, tmp_path: Path) -> None:
    names = [f"cell-{number}-live" for number in range(10)]
    widgets = [ConvolutionExplorer(strides=1 + number % 4, row=number) for number in range(10)]
    page.goto(write_page(tmp_path, [mount(w, name) for w, name in zip(widgets, names, strict=True)]))
    places = [page.locator(f"[id={name}][data-ready]") for name in names]
    sizes = [size_of(place).text_content() for place in places]
    assert sizes == ["{0} × {0} × 4".format(w.outputs().shape[0]) for w in widgets]

    places[3].get_by_label("same", exact=True).check()
    places[3].get_by_label("Kernel Red, row 1, column 1").fill("5")
    places[6].get_by_label("Filter 2").check()
    expect(size_of(places[3])).to_have_text("32 × 32 × 4")
    for number in (*range(3), *range(4, 10)):
        expect(size_of(places[number])).to_have_text(str(sizes[number]))
        expect(places[number].get_by_label("Kernel Red, row 1, column 1")).to_have_value("-1")
    expect(places[7].get_by_label("Filter 1")).to_be_checked()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))

    places[3].get_by_role("button", name="Copy a link to this state").click()
    assert "cell-3-live.padding=same" in page.url
    assert "cell-6" not in page.url


def test_what_the_reader_sees_comes_alive_first_and_the_text_before_it(page: Page, tmp_path: Path) -> None:
    page.add_init_script(ALIVE)
    names = [f"w{number}-live" for number in range(6)]
    places = [f'<div style="min-height: 2000px">Text{mount(ConvolutionExplorer(), name)}</div>' for name in names]
    page.goto(write_page(tmp_path, places) + "#w4-live")
    expect(page.locator(".cw-mount[data-ready]")).to_have_count(6)
    alive = page.evaluate("alive")
    assert [name for name, _ in alive] == ["w4-live", "w5-live", "w3-live", "w2-live", "w1-live", "w0-live"]
    assert len({task for _, task in alive}) == 6  # between two of them the page may answer the reader
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted <= page.evaluate("began")


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ko", "합성곱 탐색기"),
        ("ko-KR", "합성곱 탐색기"),
        ("en", "Convolution explorer"),
        ("en-GB", "Convolution explorer"),
    ],
)
def test_it_speaks_the_language_of_the_page(page: Page, tmp_path: Path, language: str, name: str) -> None:
    page.goto(write_page(tmp_path, [mount(ConvolutionExplorer())], language))
    expect(page.get_by_role("group", name=name)).to_be_visible()
    tool = "이 상태의 링크 복사" if language.startswith("ko") else "Copy a link to this state"
    expect(page.get_by_role("button", name=tool)).to_be_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_missing_bundle_is_said_in_the_page(page: Page, tmp_path: Path, language: str) -> None:
    explorer = ConvolutionExplorer()
    places = [mount(explorer, "lost-live", cls="Lost", bundle="lost"), mount(explorer)]
    page.goto(write_page(tmp_path, places, language))
    expect(page.locator("[id=lost-live] [role=alert]")).to_have_text(MISSING[language])
    expect(page.locator("#first-live[data-ready]")).to_be_visible()


def test_with_the_host_alone_the_page_still_says_so(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, [mount(ConvolutionExplorer())], scripts=["host.js"]))
    expect(page.get_by_role("alert")).to_have_text(MISSING["en"])


@pytest.mark.parametrize("state", ["{", "{}", '{"image": {"shape": [1], "data": "AA=="}}'])
def test_a_widget_that_fails_leaves_the_others_alone(loud_page: Page, tmp_path: Path, state: str) -> None:
    errors: list[str] = []
    loud_page.on("pageerror", lambda error: errors.append(str(error)))
    explorer = ConvolutionExplorer()
    loud_page.goto(write_page(tmp_path, [mount(explorer, "broken-live", state=state), mount(explorer)]))
    expect(loud_page.locator("#first-live[data-ready]")).to_be_visible()
    expect(loud_page.locator("[id=broken-live] [role=alert]")).to_have_text(MISSING["en"])
    assert len(errors) == 1  # in the console, for whoever looks for the reason


@pytest.mark.parametrize("again", [0, 1])
def test_loading_a_script_twice_does_no_harm(page: Page, tmp_path: Path, again: int) -> None:
    page.goto(write_page(tmp_path, [mount(ConvolutionExplorer())], scripts=[*bundles(), bundles()[again]]))
    expect(page.locator(".cw-widget")).to_have_count(1)
    expect(page.get_by_role("button", name="Reset")).to_have_count(1)
