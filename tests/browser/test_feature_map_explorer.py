"""FeatureMapExplorer in a browser: drawn on in every way, and NumPy's answer beside each map."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from course_utils.widgets.feature_map_explorer.cells import field_of, sum_behind
from course_utils.widgets.feature_map_explorer.widget import FeatureMapExplorer
from tests.browser.axe import violations
from tests.browser.explorer import PAPER, numbers_in, pixels
from tests.browser.memory import heap_of
from tests.browser.widget_page import ADDRESS, MOUNT, TWO_FRAMES, WidgetPage, page_of

INK = {"light": (180, 83, 9), "dark": (251, 191, 36)}
MAP = {"light": (67, 56, 202), "dark": (165, 180, 252)}
BELOW = {"light": (190, 18, 60), "dark": (251, 113, 133)}
CHOSEN = ("layer", "channel", "row", "column", "example")

Array = NDArray[Any]
NewPage = Callable[..., Page]
Place = tuple[float, float]

SHOWN = """(mount) => {
  const all = (name, within = mount) => [...within.querySelectorAll(name)];
  const text = (name) => mount.querySelector(name).textContent;
  const sides = ["top", "left", "height", "width"];
  const box = (el) => sides.map((side) => Number(getComputedStyle(el).getPropertyValue(`--${side}`)));
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    pad: mount.querySelector(".cw-pad canvas").toDataURL(),
    maps: all(".cw-layer").slice(1).map((layer) => all("canvas", layer).map((canvas) => canvas.toDataURL())),
    shapes: all(".cw-shape").map((el) => el.textContent),
    params: all(".cw-params").map((el) => el.textContent),
    chosen: all(".cw-layer").slice(1).map((layer) => all("input", layer).findIndex((el) => el.checked)),
    shares: all(".cw-share").map((el) => el.textContent),
    best: text(".cw-answer-title strong"),
    truth: all(".cw-truth").map((el) => el.textContent).join(""),
    pressed: all(".cw-examples button").findIndex((el) => el.matches("[aria-pressed=true]")),
    field: box(mount.querySelector(".cw-field")),
    title: text(".cw-title"),
    line: text(".cw-line"),
    map: mount.querySelector(".cw-stage canvas").toDataURL(),
    mark: ["y", "x"].map((side) => Number(mount.querySelector(".cw-stage .cw-mark").getAttribute(side))),
    seen: mount.querySelector(".cw-seen canvas").toDataURL(),
    cards: all(".cw-cards:not([hidden]) .cw-product").map((el) => el.textContent),
    grids: all(".cw-numbers:not([hidden]) .cw-grid:not([hidden])").map((grid) =>
      all("span", grid).map((el) => el.textContent)),
  };
}"""


class Explorer(WidgetPage):
    """An explorer in a page of its own."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, FeatureMapExplorer(**traits), language, theme, query)
        self.pad = self.mount.locator(".cw-pad")

    def twin(self) -> FeatureMapExplorer:
        """Python's widget with the traits of the page."""
        state = self.state()
        twin = FeatureMapExplorer(model=self.widget.net, examples=self.widget.examples)
        for name in CHOSEN:
            twin.set_trait(name, state[name])
        return twin

    def picture(self) -> Array:
        """The ink on the pad, 0 to 1."""
        shown = self.shown()
        return ink(pixels(shown["pad"]), shown["theme"])

    def spot(self, place: Place) -> Place:
        """Where a (row, column) of the pad is on the page, halves being the middles of pixels."""
        self.pad.scroll_into_view_if_needed()
        box = self.pad.bounding_box()
        assert box
        return box["x"] + place[1] / 28 * box["width"], box["y"] + place[0] / 28 * box["height"]

    def assert_numpy_agrees(self, picture: Array | None = None) -> None:
        """Compare all that is shown with what NumPy makes of the traits and the picture.

        Args:
            picture: Ink from 0 to 1; the example that was picked, if None.
        """
        twin, shown = self.twin(), self.shown()
        drawn = picture is not None
        ink_now = twin.image / 255 if picture is None else picture[..., np.newaxis]
        outputs = twin.net.activations(ink_now)
        # What is read off a canvas is known to 1/255.
        assert_answer(shown, outputs[-1], 3 if drawn else 0.06)
        assert_maps(shown, outputs, 16 if drawn else 3)
        assert_cell(shown, twin, ink_now.astype(np.float32), 0.08 if drawn else 0.006)


def assert_answer(shown: dict[str, Any], probabilities: Array, near: float) -> None:
    shares = [next(numbers_in(share)) for share in shown["shares"]]
    np.testing.assert_allclose(shares, probabilities * 100, atol=near)
    assert shown["best"] == str(np.argmax(shares))


def assert_maps(shown: dict[str, Any], outputs: list[Array], near: int) -> None:
    """Every map of every layer, painted cell by cell; a layer's maps share one scale."""
    assert len(shown["maps"]) == len(outputs)
    for canvases, answer in zip(shown["maps"], outputs, strict=True):
        limit = np.abs(answer).max()
        if answer.ndim == 1:
            answer = answer.reshape(-1, 24, 1) if answer.size == 216 else answer.reshape(1, -1, 1)
        assert len(canvases) == answer.shape[2]
        for canvas, map_ in zip(canvases, np.moveaxis(answer, 2, 0), strict=True):
            np.testing.assert_allclose(pixels(canvas), colours(map_ / limit, shown["theme"]), atol=near)


def assert_cell(shown: dict[str, Any], twin: FeatureMapExplorer, picture: Array, near: float) -> None:
    """The cell that is taken apart: its field, its map, its numbers."""
    cell = twin.cell()
    top, left, bottom, right = field_of(twin.net, cell)
    np.testing.assert_allclose(np.multiply(shown["field"], 28), [top, left, bottom - top, right - left], atol=1e-3)
    seen = ink(pixels(shown["seen"]), shown["theme"])
    np.testing.assert_allclose(seen, picture[top:bottom, left:right, 0], atol=0.01)
    chosen = [-1] * len(twin.net.layers)
    chosen[cell.layer] = cell.channel
    assert shown["chosen"] == chosen
    row, column = divmod(cell.column, 24) if cell.layer == 5 else (cell.row, cell.column)
    assert shown["mark"] == [row, column]

    behind = sum_behind(twin.net, picture, cell)
    assert list(numbers_in(shown["title"]))[-1] == pytest.approx(behind["value"], abs=near)
    assert list(numbers_in(shown["line"]))[-1] == pytest.approx(behind["value"], abs=near)
    if behind["weights"] is None:
        return
    products, bias, total = behind["products"], behind["bias"], behind["total"]
    written = list(numbers_in(shown["line"]))[:3]
    np.testing.assert_allclose(written, [products.sum(), bias, total], atol=8 * near)
    if len(products) > 1:
        np.testing.assert_allclose([next(numbers_in(text)) for text in shown["cards"]], products, atol=8 * near)
    else:
        weights = [next(numbers_in(text)) for text in shown["grids"][1]]
        np.testing.assert_allclose(weights, behind["weights"].ravel(), atol=0.006)


def ink(rgb: Array, theme: str) -> Array:
    """How much of the way from paper to ink a colour has gone."""
    paper, full = np.array(PAPER[theme], float), np.array(INK[theme], float)
    return np.asarray(((rgb - paper) @ (full - paper)) / ((full - paper) @ (full - paper)))


def colours(values: Array, theme: str) -> Array:
    """The colours of numbers from −1 to 1."""
    paper = np.array(PAPER[theme], float)
    end = np.where(values[..., None] < 0, BELOW[theme], MAP[theme])
    return paper + (end - paper) * np.abs(values[..., None])


def line_of(start: Place, end: Place, width: float) -> Array:
    """The ink of a straight stroke: full inside, gray at the rim."""
    rows, columns = np.mgrid[:28, :28] + 0.5
    (y, x), (dy, dx) = start, (end[0] - start[0], end[1] - start[1])
    share = np.clip(((rows - y) * dy + (columns - x) * dx) / max(dy * dy + dx * dx, 1e-9), 0, 1)
    distance = np.hypot(rows - y - share * dy, columns - x - share * dx)
    return np.asarray(np.clip(width / 2 + 0.5 - distance, 0, 1))


class Mouse:
    """Clicks and drags."""

    touch = False

    def __init__(self, explorer: Explorer) -> None:
        self.explorer, self.page = explorer, explorer.page

    def press(self, target: Locator) -> None:
        target.click()

    def draw(self, start: Place, end: Place) -> None:
        self.page.mouse.move(*self.explorer.spot(start))
        self.page.mouse.down()
        self.page.mouse.move(*self.explorer.spot(end), steps=4)
        self.page.mouse.up()

    def point(self, stage: Locator, share: Place) -> None:
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box
        self.tap(box["x"] + share[1] * box["width"], box["y"] + share[0] * box["height"])

    def tap(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)


class Finger(Mouse):
    """Taps and strokes with one finger."""

    touch = True

    def press(self, target: Locator) -> None:
        target.tap()

    def draw(self, start: Place, end: Place) -> None:
        client = self.page.context.new_cdp_session(self.page)
        for kind, share in [("touchStart", 0), ("touchMove", 0.4), ("touchMove", 1)]:
            x, y = self.explorer.spot((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def tap(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)


class Keyboard(Mouse):
    """Keys alone."""

    def press(self, target: Locator) -> None:
        assert target.evaluate("(el) => el.tabIndex >= 0 && !el.disabled && el.checkVisibility()")
        target.focus()
        radio = target.evaluate("(el) => el.type === 'radio'")
        self.page.keyboard.press("Space" if radio else "Enter")

    def draw(self, start: Place, end: Place) -> None:
        """From the middle, where the cursor waits at first, along a row or column."""
        self.explorer.pad.focus()
        self.move(start[0] - 14.5, start[1] - 14.5)
        self.page.keyboard.press("Space")
        self.move(end[0] - start[0], end[1] - start[1])
        self.page.keyboard.press("Space")

    def move(self, rows: float, columns: float) -> None:
        for distance, back, forth in ((rows, "ArrowUp", "ArrowDown"), (columns, "ArrowLeft", "ArrowRight")):
            key, count = (back if distance < 0 else forth), abs(round(distance))
            for _ in range(count // 4):
                self.page.keyboard.press(f"Shift+{key}")
            for _ in range(count % 4):
                self.page.keyboard.press(key)


@pytest.fixture(params=[Mouse, Finger, Keyboard], ids=["mouse", "finger", "keyboard"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Mouse:
    way: type[Mouse] = request.param
    return way(Explorer(new_page(width=820, height=1400, has_touch=way.touch)))


@pytest.fixture
def explorer(new_page: NewPage) -> Explorer:
    return Explorer(new_page(width=820, height=1400))


class TestEveryHand:
    def test_drawing_changes_every_map_and_the_answer(self, hand: Mouse) -> None:
        explorer, start, end = hand.explorer, (10.5, 8.5), (10.5, 20.5)
        before = explorer.picture()
        hand.draw(start, end)
        drawn = explorer.picture()
        np.testing.assert_allclose(drawn, np.maximum(before, line_of(start, end, 2.5)), atol=0.02)
        assert explorer.shown()["pressed"] == -1
        explorer.assert_numpy_agrees(drawn)
        hand.press(explorer.button("Undo"))
        explorer.assert_numpy_agrees()
        assert explorer.shown()["pressed"] == 3
        expect(explorer.button("Undo")).to_be_disabled()

    def test_the_eraser_takes_ink_away(self, hand: Mouse) -> None:
        explorer, before = hand.explorer, hand.explorer.picture()
        hand.press(explorer.control("Eraser"))
        hand.draw((14.5, 4.5), (14.5, 24.5))
        erased = explorer.picture()
        np.testing.assert_allclose(erased, np.minimum(before, 1 - line_of((14.5, 4.5), (14.5, 24.5), 2.5)), atol=0.02)
        explorer.assert_numpy_agrees(erased)

    def test_clear_centre_and_width(self, hand: Mouse) -> None:
        explorer = hand.explorer
        hand.press(explorer.button("Clear"))
        assert explorer.picture().max() == 0
        explorer.control("Width").focus()
        for _ in range(3):
            explorer.page.keyboard.press("ArrowRight")
        hand.draw((6.5, 14.5), (12.5, 14.5))
        drawn = explorer.picture()
        np.testing.assert_allclose(drawn, line_of((6.5, 14.5), (12.5, 14.5), 4), atol=0.02)
        hand.press(explorer.button("Centre"))
        centred = explorer.picture()
        rows = np.flatnonzero(centred.max(axis=1) > 0.3)
        assert 18 <= rows[-1] - rows[0] + 1 <= 21
        assert (centred.sum(axis=1) @ (np.arange(28) + 0.5)) / centred.sum() == pytest.approx(14, abs=0.2)
        explorer.assert_numpy_agrees(centred)

    def test_examples(self, hand: Mouse) -> None:
        hand.press(hand.explorer.button("Example 8, in truth 7"))
        assert hand.explorer.twin().example == 7
        assert hand.explorer.shown()["truth"] == "✓ it is 7"
        hand.explorer.assert_numpy_agrees()
        hand.press(hand.explorer.button("Example 12, in truth 9"))
        assert hand.explorer.shown()["truth"] == "✗ it is 9"

    def test_maps_and_answers_choose_what_is_taken_apart(self, hand: Mouse) -> None:
        explorer = hand.explorer
        maps = {"MaxPooling2D map 5 of 8": (1, 4), "Conv2D map 9 of 16": (2, 8), "Flatten 216 numbers": (5, 0)}
        for name, chosen in maps.items():
            hand.press(explorer.control(name))
            twin = explorer.twin()
            assert (twin.layer, twin.channel) == chosen
            explorer.assert_numpy_agrees()
        hand.press(explorer.mount.locator(".cw-bar").nth(8))
        assert explorer.twin().cell() == (6, 0, 0, 8)
        explorer.assert_numpy_agrees()

    def test_cells_move(self, hand: Mouse) -> None:
        explorer = hand.explorer
        stage = explorer.mount.locator(".cw-stage")
        if isinstance(hand, Keyboard):
            stage.focus()
            for key in ["Shift+ArrowDown", "ArrowUp", "ArrowRight"]:
                explorer.page.keyboard.press(key)
            expected = (16, 12)
        else:
            hand.point(stage, (20.5 / 26, 3.5 / 26))
            expected = (20, 3)
        assert explorer.twin().cell()[2:] == expected
        explorer.assert_numpy_agrees()

    def test_channels_of_a_sum_show_their_numbers(self, hand: Mouse) -> None:
        explorer = hand.explorer
        hand.press(explorer.control("Conv2D map 9 of 16"))
        explorer.settle()
        hand.press(explorer.control("Channel 3"))
        twin = explorer.twin()
        behind, grids = twin.sum(), explorer.shown()["grids"]
        for grid, name in zip(grids, ("inputs", "weights"), strict=False):
            np.testing.assert_allclose([next(numbers_in(text)) for text in grid], behind[name][2].ravel(), atol=0.006)


class TestKeyboard:
    def test_arrow_keys_go_from_map_to_map_and_from_layer_to_layer(self, explorer: Explorer) -> None:
        explorer.control("Conv2D map 4 of 8").focus()
        explorer.page.keyboard.press("ArrowRight")
        assert explorer.twin().cell()[:2] == (0, 4)
        for layer in (1, 2):
            explorer.page.keyboard.press("ArrowDown")
            assert explorer.twin().layer == layer
        explorer.page.keyboard.press("ArrowUp")
        assert explorer.twin().cell()[:2] == (1, 4)
        expect(explorer.control("MaxPooling2D map 5 of 8")).to_be_focused()
        explorer.assert_numpy_agrees()

    def test_keys_that_come_faster_than_frames_all_count(self, explorer: Explorer) -> None:
        press = """(el) => { for (let i = 0; i < 5; i++) el.dispatchEvent(
          new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true })) }"""
        explorer.mount.locator(".cw-stage").evaluate(press)
        assert explorer.twin().cell() == (0, 3, 14, 11)
        explorer.control("Conv2D map 4 of 8").evaluate(press)
        assert explorer.twin().layer == 5

    def test_enter_makes_a_dot_and_escape_lifts_the_pen(self, explorer: Explorer) -> None:
        explorer.button("Clear").click()
        explorer.pad.focus()
        explorer.page.keyboard.press("Enter")
        dot = explorer.picture()
        np.testing.assert_allclose(dot, line_of((14.5, 14.5), (14.5, 14.5), 2.5), atol=0.01)
        explorer.page.keyboard.press("Space")
        explorer.page.keyboard.press("Escape")
        explorer.page.keyboard.press("Shift+ArrowRight")
        np.testing.assert_array_equal(explorer.picture(), dot)

    def test_what_happens_is_announced(self, explorer: Explorer) -> None:
        explorer.pad.focus()
        explorer.page.keyboard.press("Space")
        explorer.page.keyboard.press("ArrowDown")
        heard = explorer.mount.locator(".cw-drawing [aria-live]")
        expect(heard).to_have_text("Pen down, row 15, column 14")
        best = explorer.shown()["best"]
        expect(explorer.mount.locator(".cw-detail [aria-live]")).to_contain_text(f"The net's answer: {best}, ")


class TestStory:
    def test_it_reads_like_summary(self, explorer: Explorer) -> None:
        shown = explorer.shown()
        shapes = ["28 × 28 × 1", "26 × 26 × 8", "13 × 13 × 8", "11 × 11 × 16", "5 × 5 × 16", "3 × 3 × 24", "216", "10"]
        assert shown["shapes"] == shapes
        assert shown["params"][1:] == [f"{layer.params:,} parameters" for layer in explorer.widget.net.layers]

    def test_it_opens_on_a_digit_and_a_sum(self, explorer: Explorer) -> None:
        explorer.assert_numpy_agrees()
        assert explorer.shown()["truth"] == "✓ it is 3"

    def test_another_layer_keeps_looking_at_the_same_part(self, explorer: Explorer) -> None:
        before = explorer.shown()["field"]
        explorer.control("Conv2D map 1 of 16").check()
        after = explorer.shown()["field"]
        for axis in (0, 1):
            assert abs(before[axis] + before[axis + 2] / 2 - after[axis] - after[axis + 2] / 2) < 3 / 28

    def test_the_answer_of_a_new_layer_is_the_strongest(self, explorer: Explorer) -> None:
        explorer.control("Dense 10 numbers").check()
        assert explorer.twin().cell() == (6, 0, 0, 3)


class TestPageAround:
    def test_a_link_brings_back_what_was_chosen(self, new_page: NewPage, explorer: Explorer) -> None:
        explorer.button("Example 6, in truth 5").click()
        explorer.control("Conv2D map 9 of 16").check()
        query = explorer.twin() and explorer.page.url.partition("?")[2].replace(f"{MOUNT}.", "").partition("#")[0]
        assert dict(part.split("=") for part in query.split("&")).keys() == set(CHOSEN)
        again = Explorer(new_page(), query=query)
        assert again.twin().cell()[:2] == (2, 8)
        assert again.twin().example == 5
        again.assert_numpy_agrees()

    def test_a_link_cannot_name_what_is_not_there(self, page: Page) -> None:
        explorer = Explorer(page, query='layer=99&example=23&row=-1&channel="x"')
        assert explorer.shown()["shares"]

    @pytest.mark.parametrize("step", ["theme", "resize"])
    def test_it_is_right_after_the_page_changes(self, explorer: Explorer, step: str) -> None:
        Mouse(explorer).draw((5.5, 5.5), (20.5, 9.5))
        before = explorer.picture()
        if step == "theme":
            explorer.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        else:
            explorer.page.set_viewport_size({"width": 360, "height": 700})
        explorer.settle()
        np.testing.assert_allclose(explorer.picture(), before, atol=0.02)
        explorer.assert_numpy_agrees(explorer.picture())
        Mouse(explorer).draw((20.5, 5.5), (20.5, 20.5))
        explorer.assert_numpy_agrees(explorer.picture())
        Mouse(explorer).press(explorer.control("MaxPooling2D map 2 of 16"))
        explorer.assert_numpy_agrees(explorer.picture())

    @pytest.mark.parametrize("width", [760, 360])
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, theme: str, language: str, width: int
    ) -> None:
        page = new_page(theme=theme, width=width)
        explorer = Explorer(page, language=language, theme=theme)
        for layer in (0, 2, 6):
            explorer.mount.locator(".cw-layer").nth(layer + 1).locator("input").first.check()
            explorer.settle()
            assert not violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        has_hangul = any("가" <= letter <= "힣" for letter in explorer.mount.inner_text())
        assert has_hangul == (language == "ko")

    @pytest.mark.parametrize("width", [760, 360])
    def test_every_target_is_large_enough(self, new_page: NewPage, width: int) -> None:
        explorer = Explorer(new_page(width=width), layer=2)
        small = explorer.mount.locator("input, button, .cw-stage, .cw-pad").evaluate_all(
            """(targets) => targets.filter((el) => el.checkVisibility()).filter((el) => {
              const { width, height } = (el.closest("label") ?? el).getBoundingClientRect();
              return Math.min(width, height) < 23.99;
            }).map((el) => el.outerHTML)"""
        )
        assert small == []

    @pytest.mark.parametrize("width", [720, 360])
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_the_answer_and_its_truth_share_a_line(self, new_page: NewPage, language: str, width: int) -> None:
        explorer = Explorer(new_page(width=width), language, example=3)
        assert explorer.mount.locator(".cw-answer-title").evaluate(
            """(title) => {
              const [number, truth] = [title.querySelector("strong"), title.querySelector(".cw-truth")];
              return truth.offsetTop < number.offsetTop + number.offsetHeight;
            }"""
        )

    def test_a_finger_beside_the_pad_scrolls_the_page(self, new_page: NewPage) -> None:
        page = new_page(width=360, height=700, has_touch=True, is_mobile=True)
        explorer = Explorer(page)
        assert explorer.pad.evaluate("(el) => getComputedStyle(el).touchAction") == "none"
        box = explorer.pad.bounding_box()
        assert box
        assert box["width"] < 300
        assert explorer.mount.locator(".cw-stage").evaluate("(el) => getComputedStyle(el).touchAction") == "pan-y"

    def test_ten_on_one_page_do_not_touch_each_other(self, page: Page) -> None:
        widgets = [FeatureMapExplorer(example=i) for i in range(10)]
        open_many(page, widgets)
        mounts = [page.locator(f"#w{i}-live") for i in range(10)]
        mounts[4].locator(".cw-layer").nth(2).locator("input").nth(6).check()
        mounts[7].get_by_role("button", name="Clear", exact=True).click()
        page.evaluate(TWO_FRAMES)
        shown = [dict(mount.evaluate(SHOWN)) for mount in mounts]
        for i, (widget, state) in enumerate(zip(widgets, shown, strict=True)):
            drawn = ink(pixels(state["pad"]), "light")
            np.testing.assert_allclose(drawn, 0 * drawn if i == 7 else widget.image[..., 0] / 255, atol=0.01)
            assert state["chosen"][:2] == ([-1, 6] if i == 4 else [3, -1])
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((el) => el.id)")
        assert len(ids) == len(set(ids))

    def test_a_thousand_strokes_leave_nothing_behind(self, explorer: Explorer) -> None:
        heap = heap_of(explorer.page)
        stroke = """async (count) => {
          const pad = document.querySelector(".cw-pad"), maps = document.querySelectorAll(".cw-layer-maps input");
          pad.setPointerCapture = () => {};
          const box = pad.getBoundingClientRect();
          for (let i = 0; i < count; i++) {
            const at = (type, x, y) => pad.dispatchEvent(new PointerEvent(type, {
              isPrimary: true, button: 0, pointerId: 1, clientX: box.x + x * box.width, clientY: box.y + y * box.height,
            }));
            at("pointerdown", (i % 17) / 17, (i % 13) / 13);
            at("pointermove", (i % 11) / 11, (i % 19) / 19);
            at("pointerup", 0, 0);
            if (i % 3 === 0) maps[i % maps.length].click();
            if (i % 7 === 0) document.querySelectorAll(".cw-examples button")[i % 12].click();
            if (i % 4 === 0) await new Promise(requestAnimationFrame);
          }
        }"""
        explorer.page.evaluate(stroke, 100)
        before = heap()
        explorer.page.evaluate(stroke, 1000)
        assert heap() - before < 5e6
        explorer.button("Clear").click()
        explorer.assert_numpy_agrees(explorer.picture())


def open_many(page: Page, widgets: list[FeatureMapExplorer]) -> None:
    """Show several displays on one page."""
    html = page_of(widgets[0], "en", "light")
    head, rest = html.split('<div class="cw-mount"', 1)
    _, tail = rest.split("</script></div>", 1)
    mount = '<div class="cw-mount" id="w{0}-live" data-widget="FeatureMapExplorer" data-bundle="feature_map_explorer">'
    mounts = "".join(
        f'{mount.format(i)}<script type="application/json">{json.dumps(widget.state())}</script></div>'
        for i, widget in enumerate(widgets)
    )
    page.route(f"{ADDRESS}**", lambda route: route.fulfill(body=head + mounts + tail, content_type="text/html"))
    page.goto(ADDRESS)
    page.wait_for_selector("#w9-live[data-ready]")
