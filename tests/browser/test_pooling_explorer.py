"""`PoolingExplorer` under the hands of a reader: every control by mouse, touch and keyboard, against NumPy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from course_utils.widgets.pooling_explorer.widget import PoolingExplorer
from tests.browser.axe import violations
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import ADDRESS, MOUNT, TWO_FRAMES, WidgetPage, page_of

PAUSE = 700
WAYS = {"max": "Max pooling", "average": "Average pooling", "strided": "Strided convolution"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "response": {"position": 6, "shift_columns": 1},
    "odd padding": {"pool_size": 3, "padding": "same", "position": 8},
    "unused cells": {"pool_size": 3, "channel": 2, "shift_rows": -2},
    "as many windows as cells": {"pool_size": 4, "strides": 1, "padding": "same", "position": 63},
    "long numbers": {"inputs": np.linspace(-99, 99, 12 * 11).reshape(12, 11, 1), "strides": 1},
    "no window": {"inputs": np.ones((3, 5, 1)), "pool_size": 4},
}
SHOWN = """(mount) => {
  const all = (selector, root = mount) => [...root.querySelectorAll(selector)];
  const text = (selector, root = mount) => root.querySelector(selector).textContent;
  const rows = (root, cells) => all('[role=row]', root).map((row) => all(cells, row).map((cell) => cell.textContent))
    .filter((row) => row.length);
  const area = (selector, root = mount) => {
    const mark = root.querySelector(selector);
    if (!mark || mark.hidden) return null;
    const [row, column, height, width] = mark.style.gridArea.match(/\\d+/g).map(Number);
    return { row: row - 1, column: column - 1, height, width };
  };
  const hidden = mount.querySelector('.cw-outputs').hidden;
  if (hidden) return { hidden };
  const input = mount.querySelector('.cw-figure-input');
  const way = (name) => {
    const figure = mount.querySelector(`.cw-way-${name}`);
    return {
      numbers: rows(figure, '[role=gridcell]'),
      size: text('.cw-size', figure),
      frame: area('.cw-frame', figure),
      selected: all('[aria-selected=true]', figure).map((cell) => cell.textContent),
      changed: all('[role=gridcell]', figure).map((cell) => cell.classList.contains('cw-changed')),
      equation: figure.querySelector('.cw-equation').ariaLabel,
      patch: all('.cw-patch > span', figure).map((cell) => cell.textContent),
      result: text('.cw-equation strong', figure),
      strongest: text('.cw-strongest', figure),
      share: Number(figure.querySelector('.cw-bar').style.getPropertyValue('--share')),
      change: text('.cw-change', figure),
    };
  };
  return {
    theme: mount.querySelector('.cw-widget').dataset.cwTheme,
    hidden,
    input: rows(input, '[role=gridcell]:not(.cw-padding)'),
    input_size: text('.cw-size', input),
    padded: [all('[role=row]', input).length, all('[role=row]:first-child > *', input).length],
    window: area('.cw-frame', input),
    largest: area('.cw-ring', input),
    picked: area('.cw-pick', input),
    selected: all('[aria-selected=true]', input).map((cell) => cell.textContent),
    summary: text('.cw-summary'),
    titles: all('.cw-button-group > span').map((title) => title.textContent),
    ways: Object.fromEntries(['max', 'average', 'strided'].map((name) => [name, way(name)])),
  };
}"""

NewPage = Callable[..., Page]


class Explorer(WidgetPage):
    """The widget in a page, and what can be read off it."""

    SHOWN = SHOWN

    def __init__(
        self,
        page: Page,
        inputs: Any = "response",
        language: str = "en",
        theme: str = "light",
        query: str = "",
        **traits: Any,
    ) -> None:
        super().__init__(page, PoolingExplorer(inputs, **traits), language, theme, query)

    def grid(self, name: str) -> Locator:
        return self.mount.get_by_role("grid", name=re.compile(f"^{name}"))

    def field(self) -> Locator:
        return self.mount.get_by_role("spinbutton")

    def center(self, grid: str, row: int, column: int) -> dict[str, float]:
        """Where the centre of a cell lies in its grid, from its top left."""
        place, cell = (
            item.bounding_box()
            for item in (self.grid(grid), self.grid(grid).get_by_role("row").nth(row).locator("> *").nth(column))
        )
        assert place
        assert cell
        return {"x": cell["x"] - place["x"] + cell["width"] / 2, "y": cell["y"] - place["y"] + cell["height"] / 2}

    def twin(self) -> PoolingExplorer:
        """The same widget in Python, with the traits that the page has now."""
        return PoolingExplorer(**{name: value for name, value in self.state().items() if name != "presets"})

    def expect(self, **traits: Any) -> None:
        """Assert these traits, and that all numbers in the page are NumPy's answer to its traits."""
        twin = self.twin()
        assert {name: getattr(twin, name) for name in traits} == traits
        assert_shown_is(self.mount.evaluate(SHOWN), twin)


def numeral(text: str) -> float:
    return float(text.replace("−", "-"))


def numerals(text: str) -> list[float]:
    return [numeral(number) for number in re.findall(r"−?\d+(?:\.\d+)?", text)]


def assert_close(shown: Iterable[str], numbers: Any) -> None:
    """Assert that texts are numbers, rounded to the decimals that the longest of them has."""
    decimals = max(len(text.partition(".")[2]) for text in shown)
    expected = np.ravel(numbers)
    np.testing.assert_allclose([numeral(text) for text in shown], expected, rtol=0, atol=0.5 / 10**decimals + 1e-5)


def assert_shown_is(shown: dict[str, Any], twin: PoolingExplorer) -> None:
    """Compare everything in the page with NumPy's answers to the traits."""
    map_ = twin.feature_map()[..., twin.channel]
    assert shown["input_size"] == f"{' × '.join(map(str, twin.inputs.shape))}, channel {twin.channel}"
    assert [len(shown["input"]), len(shown["input"][0])] == list(map_.shape)
    assert_close(np.ravel(shown["input"]), map_)
    rows, columns, channels = twin.output_shape()
    row, column = divmod(twin.position, columns)
    patch, padded = window_of(twin, row, column)
    assert shown["padded"] == padded
    assert list(shown["window"].values()) == [*patch["corner"], twin.pool_size, twin.pool_size]
    seen = patch["cells"][~np.isnan(patch["cells"])]
    in_patch = shown["picked"]["row"] - patch["corner"][0], shown["picked"]["column"] - patch["corner"][1]
    assert in_patch == ((twin.pool_size - 1) // 2,) * 2
    largest = shown["largest"]["row"] - patch["corner"][0], shown["largest"]["column"] - patch["corner"][1]
    assert patch["cells"][largest] == seen.max()
    before, after = twin.inputs.size, rows * columns * channels
    assert shown["summary"].startswith(f"{' × '.join(map(str, twin.inputs.shape))} → {rows} × {columns} × {channels}")
    np.testing.assert_allclose(numerals(shown["summary"])[-3:], [before, after, 100 * after / before], atol=0.051)
    assert shown["titles"][1] == f"Window {twin.position + 1} / {rows * columns}"
    still = twin_in_place(twin)
    for name, way in shown["ways"].items():
        assert_way_is(way, twin, still, name, seen)


def assert_way_is(
    way: dict[str, Any], twin: PoolingExplorer, still: PoolingExplorer, name: str, seen: np.ndarray
) -> None:
    """Compare one of the three outputs with NumPy's."""
    outputs, before = (getattr(each, f"{name}_outputs")()[..., twin.channel] for each in (twin, still))
    row, column = divmod(twin.position, outputs.shape[1])
    assert [len(way["numbers"]), len(way["numbers"][0])] == list(outputs.shape)
    assert_close(np.ravel(way["numbers"]), outputs)
    assert way["size"] == " × ".join(map(str, twin.output_shape()))
    assert way["frame"] == {"row": row, "column": column, "height": 1, "width": 1}
    assert way["selected"] == [way["numbers"][row][column]]
    assert_close([way["result"].removeprefix("= ")], outputs[row, column])
    equation = numerals(way["equation"])
    np.testing.assert_allclose(equation[: seen.size], seen, atol=0.0051)
    np.testing.assert_allclose(equation[-1], outputs[row, column], atol=0.0051)
    assert_close([text for text in way["patch"] if text], seen)
    if name == "average":
        assert equation[seen.size] == seen.size
    strongest = twin.feature_map()[..., twin.channel].max()
    np.testing.assert_allclose(numerals(way["strongest"])[:2], [strongest, outputs.max()], atol=0.0051)
    if strongest > 0:
        np.testing.assert_allclose(way["share"], max(outputs.max() / strongest, 0), atol=1e-5)
        assert numerals(way["strongest"])[2] == np.floor(100 * way["share"] + 0.5)
    distance = np.abs(outputs - before)
    assert way["changed"] == (distance.ravel() > 1e-4).tolist()
    if twin.shift_rows or twin.shift_columns:
        expected = [(distance > 1e-4).sum(), distance.size, distance.mean()]
        np.testing.assert_allclose(numerals(way["change"]), expected, atol=0.0051)
    else:
        assert way["change"] == "–"


def window_of(twin: PoolingExplorer, row: int, column: int) -> tuple[dict[str, Any], list[int]]:
    """The current window on the padded map: its corner and its cells, nan in the padding."""
    map_ = twin.feature_map()[..., twin.channel]
    size, step = twin.pool_size, twin.strides or twin.pool_size
    around = [(0, 0), (0, 0)]
    if twin.padding == "same":
        totals = [
            max((windows - 1) * step + size - side, 0)
            for windows, side in zip(twin.output_shape(), map_.shape, strict=False)
        ]
        around = [(total // 2, total - total // 2) for total in totals]
    padded = np.pad(map_, around, constant_values=np.nan)
    top, left = row * step, column * step
    return {"corner": [top, left], "cells": padded[top : top + size, left : left + size]}, list(padded.shape)


def twin_in_place(twin: PoolingExplorer) -> PoolingExplorer:
    """The same widget before the map was shifted."""
    names = ("pool_size", "strides", "padding", "channel", "position")
    return PoolingExplorer(twin.inputs, **{name: getattr(twin, name) for name in names})


@pytest.fixture(params=[Mouse, Finger, Keyboard])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A way to use the explorer, with a finger on a phone, otherwise on a desk."""
    phone = {"width": 360, "has_touch": True, "is_mobile": True} if request.param is Finger else {}
    return request.param(Explorer(new_page(**phone)))  # type: ignore[no-any-return]


class TestControls:
    def test_maps_and_channels(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        hand.choose("Channel", "2")
        explorer.expect(channel=2)
        hand.select("Feature map", "strong")
        explorer.expect(channel=1)
        assert explorer.twin().inputs.tolist() == explorer.widget.presets["strong"]
        hand.choose("Channel", "0")
        explorer.expect(channel=0)
        assert explorer.mount.get_by_role("group", name="Channel").locator("label:visible").count() == 2

    def test_how_windows_are_laid(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        hand.choose("Window size", "3")
        explorer.expect(pool_size=3, strides=None)
        hand.choose("Padding", "same")
        explorer.expect(padding="same")
        hand.choose("Strides", "1")
        explorer.expect(strides=1)
        hand.choose("Strides", "= pool_size")
        explorer.expect(strides=None)

    def test_shifting(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        for direction, rows, columns in [("to the right", 0, 1), ("down", 1, 1), ("to the left", 1, 0), ("up", 0, 0)]:
            hand.press(explorer.button(f"Shift the map one cell {direction}"))
            explorer.expect(shift_rows=rows, shift_columns=columns)
        up = explorer.button("Shift the map one cell up")
        for _ in range(3):
            hand.press(up)
        expect(up).to_have_attribute("aria-disabled", "true")
        up.press("Enter")
        explorer.expect(shift_rows=-3)
        hand.press(explorer.button("Back"))
        explorer.expect(shift_rows=0, shift_columns=0)

    def test_stepping(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        for position in (1, 2, 3):
            hand.press(explorer.button("Next window"))
            explorer.expect(position=position)
        hand.press(explorer.button("Previous window"))
        explorer.expect(position=2)

    def test_the_number_of_a_cell(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        explorer.page.evaluate(TWO_FRAMES)
        hand.press(explorer.field())
        explorer.page.keyboard.press("ControlOrMeta+a")
        explorer.page.keyboard.type("-2.5")
        assert explorer.twin().inputs[0, 0].tolist() == [-2.5, 0, 1]
        explorer.expect()
        expect(explorer.control("Feature map")).to_have_value("own")


class TestPointing:
    @pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
    @pytest.mark.parametrize(("grid", "cell"), [("Input", (5, 2)), *((way, (2, 1)) for way in WAYS.values())])
    def test_at_a_grid(self, new_page: NewPage, grid: str, cell: tuple[int, int], touch: bool) -> None:
        explorer = Explorer(new_page(**({"width": 360, "has_touch": True, "is_mobile": True} if touch else {})))
        place, position = explorer.grid(grid), explorer.center(grid, *cell)
        place.tap(position=position) if touch else place.hover(position=position)
        explorer.expect(position=9)

    def test_at_padding_or_beyond_the_last_window(self, page: Page) -> None:
        explorer = Explorer(page, pool_size=3, padding="same")
        explorer.grid("Input").hover(position=explorer.center("Input", 8, 8))
        explorer.expect(position=8)
        explorer = Explorer(page, pool_size=3)
        explorer.grid("Input").hover(position=explorer.center("Input", 7, 0))
        explorer.expect(position=2)

    @pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
    def test_a_pressed_cell_is_the_one_to_edit(self, new_page: NewPage, touch: bool) -> None:
        explorer = Explorer(new_page(**({"width": 360, "has_touch": True, "is_mobile": True} if touch else {})))
        place, position = explorer.grid("Input"), explorer.center("Input", 5, 2)
        place.tap(position=position) if touch else place.click(position=position)
        field = explorer.control("Row 5, column 2")
        if not touch:
            place.hover(position=explorer.center("Input", 7, 1))  # on the way to the field
        field.tap() if touch else field.click()
        field.fill("42")
        assert explorer.twin().inputs[5, 2].tolist() == [42, *explorer.widget.inputs[5, 2, 1:]]
        explorer.expect()


class TestKeys:
    def test_arrows_on_an_output_move_the_window_and_stop_at_the_border(self, page: Page) -> None:
        explorer = Explorer(page)
        for grid in WAYS.values():
            for key, position in {"ArrowRight": 1, "ArrowDown": 5, "ArrowLeft": 4, "ArrowUp": 0}.items():
                explorer.grid(grid).press(key)
                explorer.expect(position=position)
            explorer.grid(grid).press("ArrowLeft")
            explorer.expect(position=0)

    def test_arrows_on_the_input_choose_a_cell_and_the_window_follows(self, page: Page) -> None:
        explorer = Explorer(page, strides=1)
        grid = explorer.grid("Input")
        for _ in range(3):
            grid.press("ArrowRight")
        grid.press("ArrowDown")
        expect(explorer.control("Row 1, column 3")).to_be_visible()
        explorer.expect(position=2)
        active = grid.get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_have_text(f"{explorer.widget.inputs[1, 3, 0]:.0f}")
        for _ in range(9):
            grid.press("ArrowUp")
        explorer.expect(position=2)
        expect(explorer.control("Row 0, column 3")).to_be_visible()

    def test_typing_on_the_input_changes_the_cell(self, page: Page) -> None:
        explorer = Explorer(page)
        grid = explorer.grid("Input")
        grid.press("ArrowRight")
        page.keyboard.type("-7.5")
        assert explorer.twin().inputs[0, 1, 0] == -7.5
        explorer.expect()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("1000")
        assert explorer.twin().inputs[1, 1, 0] == 99
        page.keyboard.press("Escape")
        expect(explorer.field()).to_have_value("99")
        page.keyboard.press("Delete")
        assert explorer.twin().inputs[1, 1, 0] == 0
        explorer.field().press("ArrowUp")
        assert explorer.twin().inputs[1, 1, 0] == 1
        explorer.expect()

    def test_edits_reach_the_shifted_cell_in_the_chosen_channel_alone(self, page: Page) -> None:
        explorer = Explorer(page, channel=1, shift_rows=2, shift_columns=-1)
        grid = explorer.grid("Input")
        grid.press("ArrowRight")
        expect(explorer.field()).to_be_disabled()  # came in behind the map
        page.keyboard.press("5")
        page.keyboard.press("Delete")
        grid.press("ArrowDown")
        grid.press("ArrowDown")
        page.keyboard.type("5")
        expected = explorer.widget.inputs.copy()
        expected[0, 2, 1] = 5
        assert explorer.twin().inputs.tolist() == expected.tolist()
        explorer.expect()

    def test_tab_reaches_every_control(self, page: Page) -> None:
        Explorer(page)
        reached = []
        for _ in range(30):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.closest('.cw-widget') && document.activeElement.outerHTML")
            )
        choices, shifts, steps = ["map", "channel", "pool_size", "padding", "strides"], 5, 2
        assert len(set(filter(None, reached))) == len(choices) + shifts + steps + len(["input", *WAYS]) + 1


class TestPlayer:
    @pytest.fixture
    def explorer(self, page: Page) -> Explorer:
        page.emulate_media(reduced_motion="no-preference")
        page.clock.install()
        return Explorer(page, position=13)

    def window(self, explorer: Explorer, steps: float) -> str:
        explorer.page.clock.run_for(PAUSE * steps + 50)
        return str(explorer.mount.locator(".cw-button-group > span").nth(1).text_content())

    def test_it_steps_and_pauses(self, explorer: Explorer) -> None:
        explorer.button("Play").click()
        assert self.window(explorer, 1) == "Window 15 / 16"
        explorer.button("Pause").click()
        assert self.window(explorer, 3) == "Window 15 / 16"

    def test_it_ends_at_the_last_window_and_starts_over(self, explorer: Explorer) -> None:
        explorer.button("Play").press("Enter")
        assert self.window(explorer, 5) == "Window 16 / 16"
        explorer.button("Play").click()
        assert self.window(explorer, 1) == "Window 2 / 16"

    def test_it_leaves_the_window_to_the_reader_who_moves_it(self, explorer: Explorer) -> None:
        explorer.button("Play").click()
        explorer.button("Previous window").click()
        assert self.window(explorer, 3) == "Window 13 / 16"

    def test_it_does_not_move_for_those_who_asked_for_stillness(self, page: Page) -> None:
        expect(Explorer(page).button("Play")).to_be_hidden()


class TestState:
    def test_the_window_stays_where_it_is_when_settings_change(self, page: Page) -> None:
        explorer = Explorer(page, position=5)
        explorer.control("same").check(force=True)
        explorer.mount.get_by_role("group", name="Window size").get_by_label("1").check(force=True)
        explorer.expect(position=9, pool_size=1)
        explorer.mount.get_by_role("group", name="Window size").get_by_label("4").check(force=True)
        explorer.expect(position=3)

    def test_a_window_that_does_not_fit_is_explained_and_can_be_mended(self, page: Page) -> None:
        explorer = Explorer(page, np.arange(15).reshape(3, 5, 1), pool_size=4)
        message = explorer.mount.get_by_text(re.compile("4 × 4 window is larger than the 3 × 5.*ValueError.*same"))
        expect(message).to_be_visible()
        assert explorer.shown()["hidden"]
        assert explorer.grid("Input").locator(".cw-unused, [aria-selected=true]").count() == 0
        explorer.grid("Input").press("ArrowRight")
        explorer.grid("Input").hover()
        assert explorer.twin().position == 0
        explorer.control("same").check(force=True)
        explorer.expect(padding="same", position=0)
        expect(message).to_be_hidden()

    def test_a_link_sets_what_it_may_and_brings_it_back(self, page: Page) -> None:
        query = "strides=3&padding=same&pool_size=3&channel=1&position=4&shift_rows=-2&shift_columns=9"
        explorer = Explorer(page, query=query)
        explorer.expect(strides=3, padding="same", pool_size=3, channel=1, position=4, shift_rows=-2, shift_columns=0)
        explorer.grid("Input").press("Delete")
        explorer.mount.get_by_role("group", name="Strides").get_by_label("= pool_size").check(force=True)
        before = explorer.twin().state()
        page.reload()
        page.wait_for_selector(f"#{MOUNT}[data-ready]")
        assert explorer.twin().state() == before
        explorer.expect(strides=None)

    @pytest.mark.parametrize(
        "inputs", ["[[[1]]]", "[[[1],[2]],[[3]]]", "[[[1],[2]],[[3],[400]]]", "[[1,2],[3,4]]", "{}"]
    )
    def test_a_link_to_a_map_that_cannot_be_is_ignored(self, page: Page, inputs: str) -> None:
        Explorer(page, query=f"inputs={inputs}&position=3").expect(position=3)

    def test_clicks_faster_than_frames_all_count(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.button("Next window").evaluate("(button) => { button.click(); button.click(); button.click(); }")
        explorer.expect(position=3)

    def test_a_screen_reader_hears_what_came_of_it(self, page: Page) -> None:
        explorer = Explorer(page, "strong", position=6)
        said = explorer.mount.locator("[aria-live=polite]")
        explorer.button("Next window").press("Enter")
        expect(said).to_have_text("Window 8 of 16: max 0, mean 0, one cell 0")
        explorer.button("Shift the map one cell to the left").press("Enter")
        expect(said).to_have_text(re.compile("shift changed: max pooling 5, average pooling 5, strided convolution 1"))

    def test_it_is_right_after_a_change_of_theme_and_size(self, new_page: NewPage) -> None:
        page = new_page(width=1000)
        explorer = Explorer(page, channel=1, shift_rows=1, pool_size=3, padding="same", position=4)
        before = explorer.shown()
        for theme, width in (("dark", 360), ("light", 700)):
            page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
            page.set_viewport_size({"width": width, "height": 800})
            assert explorer.shown() == {**before, "theme": theme}
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            explorer.grid("Max pooling").hover(position=explorer.center("Max pooling", 0, 2))
            explorer.expect(position=2)
            explorer.grid("Input").hover(position=explorer.center("Input", 4, 4))
            explorer.expect(position=4)

    def test_ten_on_a_page_are_ten(self, page: Page) -> None:
        widgets = [PoolingExplorer("noise", pool_size=1 + i % 4, position=i % 4, shift_rows=i % 3) for i in range(10)]
        page.route(f"{ADDRESS}**", lambda route: route.fulfill(body=page_of_ten(widgets), content_type="text/html"))
        page.goto(ADDRESS)
        page.wait_for_function("document.querySelectorAll('[data-ready]').length === 10")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((el) => el.id)")
        assert len(ids) == len(set(ids)) > 1000
        mounts = page.locator(".cw-mount").all()
        mounts[3].get_by_label("same", exact=True).check(force=True)
        mounts[7].get_by_role("button", name="Next window").press("Enter")
        widgets[3].padding, widgets[7].position = "same", 0  # 4 × 4 windows: there were four, the last was shown
        widgets[7].position = 3
        page.evaluate(TWO_FRAMES)
        for mount, widget in zip(mounts, widgets, strict=True):
            assert_shown_is(dict(mount.evaluate(SHOWN)), widget)


def page_of_ten(widgets: list[PoolingExplorer]) -> str:
    """The page of the first widget, with a mount point for each."""
    page = page_of(widgets[0], "en", "light")
    start, end = page.index('<div class="cw-mount"'), page.index("</main>")
    one = page[start:end]
    state = json.dumps(widgets[0].state()).replace("<", "\\u003c")
    assert state in one
    mounts = [
        one.replace(f'id="{MOUNT}"', f'id="{MOUNT}-{i}"').replace(state, json.dumps(widget.state()))
        for i, widget in enumerate(widgets)
    ]
    return page[:start] + "".join(mounts) + page[end:]


class TestForEveryone:
    @pytest.mark.parametrize("traits", EXAMPLES.values(), ids=EXAMPLES)
    @pytest.mark.parametrize(("theme", "width", "language"), [("light", 784, "ko"), ("dark", 360, "en")])
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, theme: str, width: int, language: str, traits: dict[str, Any]
    ) -> None:
        page = new_page(theme=theme, width=width)
        explorer = Explorer(page, theme=theme, language=language, **traits)
        if language == "en" and not explorer.shown()["hidden"]:
            explorer.expect()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)

    @pytest.mark.parametrize("width", [784, 360])
    def test_every_target_is_large_enough(self, new_page: NewPage, width: int) -> None:
        explorer = Explorer(new_page(width=width))
        small = explorer.mount.locator(".cw-widget :is(input, select, button)").evaluate_all(
            """(targets) => targets.filter((el) => el.checkVisibility()).filter((el) => {
              const { width, height } = el.getBoundingClientRect();
              return Math.min(width, height) < 24;
            }).map((el) => el.outerHTML)"""
        )
        assert small == []

    @pytest.mark.parametrize("width", [784, 360])
    def test_nothing_sticks_out_of_its_figure(self, new_page: NewPage, width: int) -> None:
        page = new_page(width=width)
        for traits in EXAMPLES.values():
            explorer = Explorer(page, **traits)
            parts = ".cw-figure :is(figcaption, .cw-equation, .cw-cells, dl), .cw-controls"
            wide = explorer.mount.locator(parts).evaluate_all(
                """(parts) => parts.filter((el) => el.scrollWidth > el.clientWidth + 1 ||
                  el.getBoundingClientRect().right > el.parentElement.getBoundingClientRect().right + 1)
                  .map((el) => el.outerHTML)"""
            )
            assert wide == []

    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_no_control_cuts_its_text_off(self, new_page: NewPage, language: str) -> None:
        explorer = Explorer(new_page(width=360), np.full((4, 4, 1), -0.31432554, np.float32), language)
        assert explorer.field().evaluate("(field) => field.scrollWidth <= field.clientWidth")
        assert explorer.mount.locator("select").evaluate(
            """(select) => {
              const { offsetWidth } = select;
              select.style.width = "max-content";
              return select.offsetWidth <= offsetWidth;
            }"""
        )

    def test_each_edition_speaks_its_language(self, new_page: NewPage) -> None:
        korean = Explorer(new_page(), language="ko").mount.inner_text()
        english = Explorer(new_page(), language="en").mount.inner_text()
        assert "평균 풀링" in korean
        assert not re.search("[가-힣]", english)


def test_a_thousand_interactions_leave_no_memory_behind(new_page: NewPage) -> None:
    page = new_page(width=784, height=300)
    explorer = Explorer(page)
    heap = heap_of(page)

    def interact() -> None:
        """Do two hundred things, a few in each frame: hover, press, choose, load, type."""
        explorer.mount.evaluate(
            """async (mount) => {
              const frame = () => new Promise(requestAnimationFrame);
              const buttons = [...mount.querySelectorAll('.cw-button-group button')];
              const radios = [...mount.querySelectorAll('input[type=radio]')];
              const grids = [...mount.querySelectorAll('[role=grid]')];
              const [map, field] = [mount.querySelector('select'), mount.querySelector('input[type=number]')];
              for (let i = 0; i < 40; i++) {
                const grid = grids[i % 4], box = grid.getBoundingClientRect();
                const [x, y] = [box.width * (i % 7) / 7, box.height * (i % 5) / 5];
                const at = { clientX: box.left + x, clientY: box.top + y };
                grid.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, ...at }));
                buttons[i % 7].click();
                await frame();
                radios[(i * 7) % radios.length].click();
                map.selectedIndex = i % 5;
                map.dispatchEvent(new Event('change'));
                field.value = String(i);
                field.dispatchEvent(new Event('input'));
                await frame();
              }
            }"""
        )

    interact()
    before = heap()
    for _ in range(5):
        interact()
    assert heap() - before < 5e6
    explorer.expect()
