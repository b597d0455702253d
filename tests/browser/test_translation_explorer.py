"""`TranslationExplorer` under the hands of a reader: dragging, every control, every exception, against NumPy."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from course_utils.widgets.translation_explorer.widget import SIDE, TranslationExplorer
from tests.browser.axe import violations
from tests.browser.explorer import NEGATIVE, PAPER, POSITIVE, pixels
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import ADDRESS, MOUNT, TWO_FRAMES, WidgetPage, page_of

SHARES = ("equivariance", "response_in_place", "pooled_in_place", "global_max", "global_average", "dense")
NAMES = {
    "border": "An object at the border",
    "cut": "An object cut off",
    "stride": "A shift that is no multiple of the strides",
    "zeros": "The zeros of padding",
}
WEDGE = np.tril(np.full((6, 4), 0.75))

NewPage = Callable[..., Page]

SHOWN = """(mount) => {
  const texts = (selector) => [...mount.querySelectorAll(selector)].map((el) => el.textContent);
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    pictures: [...mount.querySelectorAll("canvas")].map((el) => el.toDataURL()),
    sizes: texts(".cw-pair .cw-size"),
    shares: texts(".cw-answer .cw-value"),
    agreement: texts(".cw-answer-moved_back .cw-note")[0],
    along_row: texts(".cw-strip b"),
    now: [...mount.querySelectorAll(".cw-checklist li")].filter((el) => el.querySelector(".cw-kind:not([hidden])"))
      .map((el) => el.querySelector("b").textContent),
  };
}"""


class Explorer(WidgetPage):
    """The widget in a page, and what can be read off it."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, TranslationExplorer(**traits), language, theme, query)

    @property
    def stage(self) -> Locator:
        return self.mount.locator(".cw-stage-input")

    def point(self, row: float, column: float) -> tuple[float, float]:
        """Where the middle of a pixel lies on the page."""
        self.stage.scroll_into_view_if_needed()
        box = self.stage.bounding_box()
        assert box
        return box["x"] + (column + 0.5) / SIDE * box["width"], box["y"] + (row + 0.5) / SIDE * box["height"]

    def expect(self, **traits: Any) -> TranslationExplorer:
        """Assert these traits, and that all that the page shows is NumPy's answer to its traits."""
        twin = TranslationExplorer(**self.state())
        assert {name: getattr(twin, name) for name in traits} == traits
        assert_shown(self.shown(), twin)
        return twin


def assert_shown(shown: dict[str, Any], twin: TranslationExplorer) -> None:
    """Assert that pictures, numbers and exceptions are those of NumPy."""
    answers = twin.answers()
    picture, response, pooled = (pixels(url) for url in shown["pictures"])
    np.testing.assert_allclose(picture, np.repeat(np.floor(twin.picture() * 255 + 1e-3), 3, axis=2), atol=1)
    start = TranslationExplorer(**{**twin.state(), "row": twin.start_row, "column": twin.start_column})
    limit = start.response().max()
    for image, map_ in ((response, twin.response()), (pooled, twin.pooled())):
        np.testing.assert_allclose(image, colours(map_[..., 0] / limit, shown["theme"]), atol=2)
    assert shown["sizes"] == [" × ".join(map(str, map_.shape)) for map_ in (twin.response(), twin.pooled())]
    percentages = [float(text.removesuffix("%").replace("−", "-")) for text in shown["shares"]]
    assert percentages[0] == np.floor(100 * answers["equivariance"] + 1e-9)  # 100% are all of them
    np.testing.assert_allclose(percentages[1:], [100 * answers[name] for name in SHARES[1:]], atol=0.51)
    agreeing, cells = map(int, re.findall(r"\d+", shown["agreement"])[:2])
    assert (agreeing, cells) == (answers["agreeing"], answers["compared"] + answers["lost"])
    rows = twin.along_row()
    found = [f"{(rows[name] > 0.5 - 1e-6).sum()} / {len(rows[name])}" for name in ("global_max", "dense")]
    assert shown["along_row"] == found
    assert shown["now"] == [NAMES[name] for name in twin.exceptions()]


def colours(shares: NDArray[Any], theme: str) -> NDArray[Any]:
    """The colours of a map: rose below zero, paper at zero, indigo above."""
    weights = np.clip(shares, -1, 1)[..., None]
    end = np.where(weights < 0, NEGATIVE[theme], POSITIVE[theme])
    paper = np.array(PAPER[theme], float)
    return paper + (end - paper) * np.abs(np.round(weights * 255)) / 255


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=800, has_touch=way.touch)))


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger goes down, along, and up again."""
    touch = page.context.new_cdp_session(page)
    for step in range(11):
        x, y = (a + (b - a) * step / 10 for a, b in zip(start, end, strict=True))
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


class TestControls:
    def test_every_one_does_what_it_says(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        explorer.expect()
        for label, option, trait in (("Object", "ear", "object"), ("Filter", "vertical_edges", "kernel")):
            hand.select(label, option)
            explorer.expect(**{trait: option})
        for group, option, trait in (
            ("Strides", 2, "strides"),
            ("Padding", "same", "padding"),
            ("Pool size", 2, "pool_size"),
        ):
            hand.choose(group, str(option))
            explorer.expect(**{trait: option})
        hand.slide("Background", 0.4)
        assert explorer.expect().background == pytest.approx(0.4, abs=0.051)

    def test_buttons_bring_the_object_back_and_move_the_start(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        hand.press(explorer.button("Set as start"))
        explorer.expect(row=11, column=11, start_row=11, start_column=11)
        expect(explorer.button("Back to the start")).to_be_disabled()
        explorer.stage.press("Shift+ArrowDown")
        hand.press(explorer.button("Back to the start"))
        explorer.expect(row=11, column=11)

    def test_the_start_needs_all_of_the_object(self, page: Page) -> None:
        explorer = Explorer(page, row=-1)
        expect(explorer.button("Set as start")).to_be_disabled()
        expect(explorer.button("Back to the start")).to_be_enabled()

    def test_tab_reaches_every_control(self, explorer: Explorer) -> None:
        reached = set()
        for _ in range(16):
            explorer.page.keyboard.press("Tab")
            focus = "document.activeElement.closest('.cw-widget') && document.activeElement.outerHTML"
            reached.add(explorer.page.evaluate(focus))
        assert len(reached - {None}) == len(["stage", "back", "start", "object", "filter", "background"]) + 3


class TestMoving:
    def test_arrow_keys(self, explorer: Explorer) -> None:
        for key, row, column in (
            ("ArrowDown", 12, 11),
            ("ArrowLeft", 12, 10),
            ("Shift+ArrowUp", 8, 10),
            ("Shift+ArrowRight", 8, 14),
        ):
            explorer.stage.press(key)
            explorer.expect(row=row, column=column)
        for key in ("a", "Home", "Alt+ArrowUp", "Control+ArrowDown"):
            explorer.stage.press(key)
        explorer.expect(row=8, column=14)

    def test_the_centre_stays_in_the_picture(self, explorer: Explorer) -> None:
        for _ in range(8):
            explorer.stage.press("Shift+ArrowUp")
            explorer.stage.press("Shift+ArrowRight")
        explorer.expect(row=-5, column=27)

    def test_a_mouse_drags_it_where_it_was_gripped(self, explorer: Explorer) -> None:
        mouse = explorer.page.mouse
        mouse.move(*explorer.point(13, 19))
        mouse.down()
        mouse.move(*explorer.point(10, 17), steps=5)
        explorer.expect(row=8, column=9)
        mouse.move(*explorer.point(40, 60), steps=5)
        explorer.expect(row=27, column=27)
        mouse.up()
        mouse.move(*explorer.point(5, 5))
        explorer.expect(row=27, column=27)

    def test_a_press_beside_it_fetches_it(self, explorer: Explorer) -> None:
        explorer.page.mouse.click(*explorer.point(25, 6))
        assert explorer.expect().row in (20, 21)
        explorer.page.mouse.click(*explorer.point(25, 6), button="right")
        explorer.page.mouse.move(*explorer.point(2, 2))
        assert explorer.expect().row in (20, 21)

    def test_a_finger_drags_it_any_way_and_the_page_stays(self, new_page: NewPage) -> None:
        page = new_page(width=360, height=640, has_touch=True, is_mobile=True)
        explorer = Explorer(page)
        before = (explorer.point(13, 14), page.evaluate("scrollY"))[1]
        swipe(page, explorer.point(13, 14), explorer.point(20, 17))
        explorer.expect(row=18, column=14)
        assert page.evaluate("scrollY") == before

    def test_a_tap_fetches_it_and_a_swipe_beside_it_scrolls(self, new_page: NewPage) -> None:
        page = new_page(width=360, height=640, has_touch=True, is_mobile=True)
        explorer = Explorer(page)
        page.touchscreen.tap(*explorer.point(25, 20))
        moved = explorer.expect()
        assert (moved.row, moved.column) in itertools.product((20, 21), (15, 16))
        before = (explorer.point(2, 2), page.evaluate("scrollY"))[1]
        x, y = explorer.point(12, 4)
        swipe(page, (x, y), (x, y - 150))
        page.wait_for_function("(before) => scrollY > before + 80", arg=before)
        explorer.expect(row=moved.row, column=moved.column)

    def test_where_it_came_to_rest_is_read_out(self, explorer: Explorer) -> None:
        explorer.stage.press("ArrowRight")
        said = explorer.mount.locator("[aria-live=polite]")
        expect(said).to_have_text(re.compile(r"^Row 11, column 12\. Response map moved back 100%.*dense layer 26%$"))


class TestExceptions:
    def found(self, explorer: Explorer, name: str) -> Locator:
        return explorer.mount.get_by_role("listitem").filter(has_text=NAMES[name])

    def test_each_ticks_itself_once_it_was_brought_about_and_stays_ticked(self, explorer: Explorer) -> None:
        count = explorer.mount.get_by_text("0 of 4 found")
        expect(count).to_be_visible()
        explorer.button("Back to the start").click()
        for _ in range(2):
            explorer.stage.press("Shift+ArrowLeft")
        explorer.expect(column=0)
        expect(self.found(explorer, "border")).to_contain_text("the map has no cells")
        explorer.stage.press("ArrowLeft")
        expect(self.found(explorer, "cut")).to_contain_text("do not come back in on the other side")
        expect(explorer.mount.get_by_text("2 of 4 found")).to_be_visible()
        explorer.control("2").first.check(force=True)
        explorer.button("Back to the start").click()
        explorer.expect(strides=2)
        explorer.stage.press("ArrowLeft")
        expect(self.found(explorer, "stride")).to_contain_text("no whole number of cells")
        explorer.control("same").check(force=True)
        explorer.control("Background").fill("0.5")
        explorer.stage.press("ArrowRight")
        explorer.stage.press("Shift+ArrowDown")
        explorer.expect(background=0.5)
        expect(self.found(explorer, "zeros")).to_contain_text("stays at the border")
        expect(explorer.mount.get_by_text("4 of 4 found")).to_be_visible()
        explorer.button("Back to the start").click()
        assert explorer.shown()["now"] == []
        expect(explorer.mount.get_by_text("4 of 4 found")).to_be_visible()

    def test_a_reset_forgets_them(self, page: Page) -> None:
        explorer = Explorer(page)
        for _ in range(4):
            explorer.stage.press("Shift+ArrowRight")
        expect(explorer.mount.get_by_text("1 of 4 found")).to_be_visible()
        explorer.button("Reset").click()
        expect(explorer.mount.get_by_text("0 of 4 found")).to_be_visible()
        explorer.expect(row=11, column=11)


class TestState:
    def test_a_link_brings_everything_back(self, new_page: NewPage) -> None:
        first = Explorer(new_page(), object="ring")
        first.stage.press("Shift+ArrowDown")
        first.button("Set as start").click()
        first.stage.press("ArrowLeft")
        first.control("Filter").select_option("template")
        first.control("Background").fill("0.25")
        first.control("same").check(force=True)
        state = first.expect().state()
        query = first.page.url.split("?")[1].split("#")[0].replace(f"{MOUNT}.", "")
        second = Explorer(new_page(), object="ring", query=query)
        assert second.expect().state() == state

    def test_a_link_sets_only_what_it_may(self, page: Page) -> None:
        query = "object=dog&row=99&background=0.9&kernel=sobel&strides=4&padding=full&pool_size=3&item=[[1]]&column=4"
        explorer = Explorer(page, query=query)
        explorer.expect(object="seven", row=11, background=0, kernel="outline", strides=1, pool_size=4, column=4)

    def test_an_object_of_the_readers_own(self, page: Page) -> None:
        explorer = Explorer(page, item=WEDGE, row=28, column=-2, padding="same")
        expect(explorer.control("Object")).to_have_value("custom")
        explorer.expect(object="custom")
        explorer.control("Object").select_option("cross")
        assert explorer.shown()["pictures"]
        explorer.stage.press("ArrowUp")
        explorer.expect(object="cross", row=26, column=-2)

    def test_theme_and_width_may_change_at_any_time(self, page: Page) -> None:
        explorer = Explorer(page, kernel="vertical_edges")
        explorer.stage.press("Shift+ArrowRight")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        explorer.expect(column=15)
        assert explorer.shown()["theme"] == "dark"
        page.set_viewport_size({"width": 360, "height": 700})
        page.mouse.move(*explorer.point(14, 18))
        page.mouse.down()
        page.mouse.move(*explorer.point(16, 18), steps=3)
        page.mouse.up()
        explorer.expect(row=13, column=15)

    def test_ten_on_a_page_do_not_know_of_each_other(self, page: Page) -> None:
        widgets = [TranslationExplorer(row=i, column=2 * i) for i in range(10)]
        html = page_of(widgets[0], "en", "light")
        mount = re.search(r'<div class="cw-mount".*?</div>', html, re.DOTALL)
        assert mount
        mounts = [
            mount[0]
            .replace(json.dumps(widgets[0].state()), json.dumps(widget.state()))
            .replace(f'id="{MOUNT}"', f'id="w{i}-live"')
            for i, widget in enumerate(widgets)
        ]
        body = html.replace(mount[0], "".join(mounts))
        page.route(f"{ADDRESS}**", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(ADDRESS)
        places = [page.locator(f"#w{i}-live[data-ready]") for i in range(10)]
        places[3].get_by_label("same", exact=True).check(force=True)
        places[7].locator(".cw-stage-input").press("ArrowDown")
        places[9].get_by_label("Object", exact=True).select_option("ring")
        widgets[3].padding, widgets[7].row, widgets[9].object = "same", 8, "ring"
        page.evaluate(TWO_FRAMES)
        for place, widget in zip(places, widgets, strict=True):
            assert_shown(place.evaluate(SHOWN), widget)
        ids = page.locator("[id]").evaluate_all("(elements) => elements.map(({ id }) => id)")
        assert len(ids) == len(set(ids))

    def test_a_thousand_moves_leave_no_memory_behind(self, explorer: Explorer) -> None:
        page = explorer.page
        heap = heap_of(page)

        def move(count: int) -> None:
            page.evaluate(
                """async (count) => {
                  const stage = document.querySelector(".cw-stage-input");
                  const pools = document.querySelectorAll(".cw-segmented input");
                  const keys = ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft"];
                  for (let i = 0; i < count; i++) {
                    stage.dispatchEvent(new KeyboardEvent("keydown", { key: keys[i % keys.length], bubbles: true }));
                    if (i % 10 === 0) pools[(i / 10) % pools.length].click();
                    if (i % 4 === 0) await new Promise((done) => requestAnimationFrame(done));
                  }
                }""",
                count,
            )

        move(100)
        before = heap()
        move(1000)
        assert heap() - before < 5e6


class TestForEveryone:
    @pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 760), ("light", 360), ("dark", 360)])
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, language: str, theme: str, width: int
    ) -> None:
        page = new_page(theme=theme, width=width)
        traits = {"column": 25, "background": 0.5, "padding": "same"} if width == 360 else {}
        explorer = Explorer(page, language=language, theme=theme, **traits)
        assert bool(re.search("[가-힣]", explorer.mount.locator(".cw-widget").inner_text())) is (language == "ko")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)
        for control in explorer.mount.locator(".cw-widget :is(input, select, button, .cw-stage-input):visible").all():
            box = control.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, control.evaluate("control => control.outerHTML")

    def test_nothing_moves_when_numbers_change(self, new_page: NewPage) -> None:
        page = new_page(width=784)
        explorer = Explorer(page)

        def places() -> list[Any]:
            page.evaluate(TWO_FRAMES)
            boxes: list[Any] = explorer.mount.locator(".cw-bench *, .cw-controls").evaluate_all(
                """(all, moving) => all.filter((el) => !el.closest("svg") && !el.matches(moving)).map((el) => {
                  const { left, top, height } = el.getBoundingClientRect();
                  return [el.className, ...[left, top, height].map(Math.round)].join();
                })""",
                ".cw-handle, .cw-note, .cw-strip b, .cw-distance",
            )
            return boxes

        before = places()
        for key in ["Shift+ArrowRight"] * 2 + ["Shift+ArrowUp"] * 3:
            explorer.stage.press(key)
            assert places() == before
