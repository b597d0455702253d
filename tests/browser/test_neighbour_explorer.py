"""`NeighbourExplorer` in a browser: every control in every way, NumPy's neighbours beside what is shown."""

from __future__ import annotations

import base64
import gzip
import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from course_utils.widgets.base import asset
from course_utils.widgets.neighbour_explorer.widget import NeighbourExplorer
from tests.browser.axe import violations
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.widget_page import TWO_FRAMES, WidgetPage

NewPage = Callable[..., Page]

SHOWN = """(mount) => {
  const all = (selector, root = mount) => [...root.querySelectorAll(selector)].filter((el) => el.checkVisibility());
  const options = all("[role=option]");
  const framed = (space) => options.flatMap((el, i) => el.classList.contains(`cw-near-${space}`) ? [i] : []);
  const row = (space) => ({
    count: mount.querySelector(`.cw-row-${space} .cw-count`).textContent,
    labels: all(`.cw-row-${space} button`).map((el) => el.getAttribute("aria-label")),
    ticks: all(`.cw-row-${space} .cw-tick`).map((el) => el.textContent),
    scores: all(`.cw-row-${space} .cw-score`).map((el) => el.textContent),
    pictures: all(`.cw-row-${space} canvas`).map((el) => el.toDataURL()),
    framed: framed(space),
  });
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    names: options.map((el) => el.getAttribute("aria-label")),
    pictures: options.map((el) => el.firstChild.toDataURL()),
    selected: options.flatMap((el, i) => el.getAttribute("aria-selected") === "true" ? [i] : []),
    reachable: options.flatMap((el, i) => el.tabIndex === 0 ? [i] : []),
    chosen: mount.querySelector(".cw-chosen b").textContent,
    chosen_picture: mount.querySelector(".cw-chosen canvas").toDataURL(),
    features: row("features"),
    pixels: row("pixels"),
    totals: all(".cw-measure").map((el) => all("li b", el).map((value) => value.textContent)),
    bars: all(".cw-measure").map((el) => [...el.querySelectorAll(".cw-bar")].map((bar) => parseFloat(bar.style.width))),
    lots: all(".cw-measure").map((el) => parseFloat(el.querySelector(".cw-lot").style.left)),
    question: all(".cw-question p").map((el) => el.textContent),
    story: mount.querySelector(".cw-story").textContent,
    k: mount.querySelector("input[type=range]").valueAsNumber,
  };
}"""


class Explorer(WidgetPage):
    """An explorer in a page of its own, its pictures decoded."""

    SHOWN = SHOWN

    def __init__(
        self, page: Page, language: str = "en", theme: str = "light", query: str = "", own: Any = None, **traits: Any
    ) -> None:
        super().__init__(page, NeighbourExplorer(**(own or {}), **traits), language, theme, query)
        self.mount.locator(".cw-widget:not([aria-busy])").wait_for()

    def expect(self, **traits: Any) -> NeighbourExplorer:
        """Assert these traits, and that all that the page shows follows from its traits."""
        twin = NeighbourExplorer(**{**self.state(), "gallery": self.widget.gallery})
        assert {name: getattr(twin, name) for name in traits} == traits
        assert_agrees(self.shown(), twin)
        return twin

    def picture(self, name: str) -> Any:
        """A picture in the album."""
        return self.mount.get_by_role("option", name=name, exact=True)


def assert_agrees(shown: dict[str, Any], twin: NeighbourExplorer) -> None:
    """Rows, frames and totals are those of Python."""
    gallery, index, asking = twin.gallery, twin.index, twin.ask and not twin.answer
    assert shown["selected"] == shown["reachable"] == [index]
    assert shown["chosen"] == shown["names"][index]
    assert shown["chosen_picture"] == shown["pictures"][index]
    assert shown["k"] == twin.k
    for space in ("features", "pixels"):
        row, near = shown[space], twin.neighbours(space=space)
        if asking:
            assert row["count"] == "?"
            assert row["ticks"] == ["?"] * twin.k
            assert row["framed"] == []
            assert not set(row["pictures"]) & set(shown["pictures"])
            continue
        same = gallery.labels[near] == gallery.labels[index]
        assert row["count"] == f"same class {same.sum()} / {twin.k}"
        assert row["ticks"] == ["✓" if one else "✕" for one in same]
        assert row["pictures"] == [shown["pictures"][other] for other in near]
        assert row["framed"] == sorted(near)
        for rank, (label, other) in enumerate(zip(row["labels"], near, strict=True)):
            kind = "same" if same[rank] else "other"
            start = f"Neighbour {rank + 1}: {shown['names'][other]}, {kind} class, "
            assert label.startswith(start)
            assert label.endswith(row["scores"][rank])
        scores = getattr(gallery, space).scores[index][: twin.k]
        want = scores / 100 - 1 if space == "features" else scores
        np.testing.assert_allclose([float(score.replace("−", "-")) for score in row["scores"]], want, atol=1e-9)
    if asking:
        assert shown["totals"] == [["?", "?"], ["?", "?"]]
        assert shown["bars"] == [[0, 0], [0, 0]]
    else:
        shares = [100 * twin.agreement(space) for space in ("features", "pixels")]
        levels = [twin.brightness_difference(space) for space in ("features", "pixels")]
        assert [float(text.removesuffix("%")) for text in shown["totals"][0]] == pytest.approx(shares, abs=0.051)
        assert [float(text) for text in shown["totals"][1]] == pytest.approx(levels, abs=0.051)
        assert shown["bars"][0] == pytest.approx(shares, abs=0.01)
        assert shown["lots"][0] == pytest.approx(100 * twin.chance(), abs=0.01)
    assert bool(shown["question"]) is asking


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def way(request: pytest.FixtureRequest) -> type[Hand]:
    """One way to use a widget."""
    kind: type[Hand] = request.param
    return kind


@pytest.fixture
def hand(way: type[Hand], new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    return way(Explorer(new_page(width=900, has_touch=way.touch)))


def test_every_picture_stands_in_the_album(explorer: Explorer) -> None:
    shown = explorer.shown()
    assert shown["names"] == [f"{kind} {number}" for kind in ("cat", "dog") for number in range(1, 61)]
    sheet = Image.open(io.BytesIO(explorer.widget.gallery.sprite)).convert("RGB")
    for place in (0, 11, 12, 119):
        left, top = 64 * (place % 12), 64 * (place // 12)
        url = shown["pictures"][place].partition(",")[2]
        seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(url))).convert("RGB"), int)
        np.testing.assert_allclose(seen, np.asarray(sheet.crop((left, top, left + 64, top + 64)), int), atol=6)


def test_a_picture_can_be_picked(hand: Hand) -> None:
    explorer: Any = hand.explorer
    explorer.expect(index=24)
    if isinstance(hand, Keyboard):
        explorer.picture("cat 25").focus()
        for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp"):
            explorer.page.keyboard.press(key)
    else:
        hand.press(explorer.picture("cat 37"))
    explorer.expect(index=36)
    assert explorer.picture("cat 37").evaluate("(el) => el === document.activeElement")


def test_a_neighbour_can_be_picked_in_its_turn(hand: Hand) -> None:
    explorer: Any = hand.explorer
    nearest = explorer.widget.neighbours(space="pixels")[2]
    hand.press(explorer.mount.locator(".cw-row-pixels button").nth(2))
    explorer.expect(index=nearest)


def test_more_or_fewer_neighbours(hand: Hand) -> None:
    explorer: Any = hand.explorer
    for k in (10, 1, 4):
        hand.slide("Neighbours k", k)
        explorer.expect(k=k, index=24)


@pytest.mark.parametrize(("answer", "label"), [("features", "Feature space"), ("pixels", "Pixel space")])
def test_predict_then_see(way: type[Hand], new_page: NewPage, answer: str, label: str) -> None:
    explorer = Explorer(new_page(has_touch=way.touch), ask=True)
    hand = way(explorer)
    explorer.expect(answer="")
    assert explorer.shown()["question"] == ["Which row has more neighbours of the same class as cat 25?"]
    hand.press(explorer.button(label))
    explorer.expect(answer=answer)
    said = "and you were right" if answer == "features" else "this picture says otherwise"
    assert f"You predicted “{label}”" in explorer.shown()["story"]
    assert said in explorer.shown()["story"]
    hand.press(explorer.button("Predict again"))
    explorer.expect(answer="")


def test_the_focus_stays_with_the_question(page: Page) -> None:
    explorer = Explorer(page, ask=True)
    explorer.button("Both the same").press("Enter")
    explorer.settle()
    expect(explorer.button("Predict again")).to_be_focused()
    explorer.button("Predict again").press("Enter")
    explorer.settle()
    expect(explorer.button("Feature space")).to_be_focused()


def test_what_is_covered_is_covered_for_everybody(page: Page) -> None:
    explorer = Explorer(page, ask=True)
    names = "|".join(explorer.shown()["names"])
    told = explorer.mount.evaluate(
        "(mount) => [...mount.querySelectorAll('.cw-row *')].flatMap((el) => "
        "[el.getAttribute('aria-label'), el.title, el.textContent]).join(' ')"
    )
    assert not re.search(names, told)


@pytest.mark.parametrize(("width", "columns"), [(1280, 12), (360, 10)])
def test_keys_walk_through_the_album(new_page: NewPage, width: int, columns: int) -> None:
    explorer = Explorer(new_page(width=width), index=0)
    explorer.picture("cat 1").focus()
    last = 119 - 119 % columns
    steps = {"ArrowUp": 0, "ArrowDown": columns, "PageDown": 5 * columns, "ArrowLeft": 5 * columns - 1,
             "PageUp": columns - 1, "End": 119, "Home": 0}
    for key, index in steps.items():
        explorer.page.keyboard.press(key)
        explorer.expect(index=index)
    explorer.page.keyboard.press("Tab")
    assert explorer.mount.evaluate("(el) => !el.querySelector('.cw-list').contains(document.activeElement)")
    assert last == explorer.mount.locator("[role=option]").evaluate_all(
        "(all) => all.findIndex((el) => Math.abs(el.getBoundingClientRect().top - "
        "all.at(-1).getBoundingClientRect().top) < 1)"
    )


def test_pictures_of_ones_own(page: Page) -> None:
    random = np.random.default_rng(0)
    own = {
        "images": random.integers(0, 256, (14, 20, 40, 3)).astype(np.uint8),
        "labels": np.arange(14) % 3,
        "features": random.normal(size=(14, 8)),
        "class_names": ["<b>", "tea & milk", "cup"],
    }
    explorer = Explorer(page, own=own)
    explorer.expect(index=0, k=5)
    assert explorer.shown()["names"][:4] == ["<b> 1", "tea & milk 1", "cup 1", "<b> 2"]
    explorer.picture("cup 2").click()
    explorer.expect(index=5)
    box = explorer.picture("cup 2").bounding_box()
    assert box
    assert box["width"] / box["height"] == pytest.approx(2, abs=0.02)


def test_a_link_brings_everything_back(new_page: NewPage) -> None:
    explorer = Explorer(new_page(), query="index=77&k=8&ask=true&answer=same")
    explorer.expect(index=77, k=8, ask=True, answer="same")


def test_a_link_sets_only_what_it_may(page: Page) -> None:
    explorer = Explorer(page, query="index=150&k=11&ask=1&answer=cats&gallery=%7B%7D")
    assert explorer.expect().state() == NeighbourExplorer().state()


def test_a_link_beyond_what_is_there_shows_the_last(page: Page) -> None:
    explorer = Explorer(page, query="index=149")
    assert explorer.shown()["selected"] == [119]


def test_theme_and_width_may_change_at_any_time(explorer: Explorer) -> None:
    explorer.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    explorer.page.set_viewport_size({"width": 360, "height": 700})
    explorer.expect()
    assert explorer.shown()["theme"] == "dark"


def test_two_on_a_page_do_not_know_each_other(page: Page) -> None:
    explorer = Explorer(page)
    other = NeighbourExplorer(index=3, k=2)
    second = explorer.beside(other)
    second.locator(".cw-widget:not([aria-busy])").wait_for()
    second.get_by_role("option", name="dog 1", exact=True).click()
    explorer.picture("cat 2").click()
    other.index = 60
    page.evaluate(TWO_FRAMES)
    assert_agrees(second.evaluate(SHOWN), other)
    explorer.expect(index=1, k=5)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def test_what_was_picked_is_spoken(explorer: Explorer) -> None:
    explorer.picture("cat 25").press("ArrowLeft")
    said = explorer.mount.locator("[aria-live]")
    expect(said).to_have_text(re.compile(r"Nearest 5 to cat 24: \d of the same class in feature space, \d in pixel"))


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_accessible_and_never_scrolls_sideways(new_page: NewPage, language: str, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    for traits in ({"k": 10}, {"ask": True}, {"ask": True, "answer": "pixels"}):
        explorer = Explorer(page, language, theme, **traits)
        assert bool(re.search("[가-힣]", explorer.mount.inner_text())) is (language == "ko")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        inside = """(mount) => [...mount.querySelectorAll(".cw-widget *")].filter((el) => el.checkVisibility())
          .filter((el) => el.getBoundingClientRect().right > mount.getBoundingClientRect().right + 1).length"""
        assert explorer.mount.evaluate(inside) == 0
        small = """(mount) => [...mount.querySelectorAll("[role=option], button, input")]
          .filter((el) => el.checkVisibility()).map((el) => el.getBoundingClientRect())
          .filter(({ width, height }) => Math.min(width, height) < 24).length"""
        assert explorer.mount.evaluate(small) == 0
        assert violations(page) == []


def test_reset_brings_the_display_back(explorer: Explorer) -> None:
    before = explorer.shown()
    explorer.picture("dog 9").click()
    assert explorer.shown() != before
    explorer.button("Reset").click()
    explorer.mount.locator(".cw-widget:not([aria-busy])").wait_for()
    assert explorer.shown() == before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_small(language: str) -> None:
    """The bytes that this widget adds to a page, its pictures aside."""
    assert len(gzip.compress(asset(f"neighbour_explorer.{language}.page.js").read_bytes())) < 5_500
