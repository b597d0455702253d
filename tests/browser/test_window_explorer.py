"""`WindowExplorer` under the hands of a reader: every control by mouse, touch and keyboard, against NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from course_utils.widgets import WindowExplorer
from tests.browser.axe import violations
from tests.browser.widget_page import open_widget, state_of

THUMB = 16
PAUSE = 700
SLIDERS = [
    # name, trait, smallest, largest, value to choose
    ("Input size n", "input_size", 3, 12, 8),
    ("Kernel size k", "kernel_size", 1, 5, 2),
    ("Strides s", "strides", 1, 4, 2),
    ("Dilation rate d", "dilation_rate", 1, 3, 2),
    ("Window", "position", 1, 9, 6),
]
EXAMPLES = {
    "valid": {},
    "odd padding": {"padding": "same", "kernel_size": 4, "position": 7},
    "unused cells": {"input_size": 6, "strides": 2, "position": 3},
    "dilated": {"input_size": 9, "dilation_rate": 3, "position": 5},
    "largest": {"input_size": 12, "kernel_size": 5, "padding": "same", "dilation_rate": 3},
    "no window": {"input_size": 3, "kernel_size": 5},
    "long numbers": {"kernel": [[-1.25, 0, 12.5], [0.1, 0, -99], [2, 2, 2]], "inputs": -np.eye(7)},
}

NewPage = Callable[..., Page]
Press = Callable[..., None]


class Explorer:
    """The widget in a page, and what can be read off it."""

    def __init__(
        self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any
    ) -> None:
        self.page = page
        self.widget = WindowExplorer(**traits)
        self.mount = open_widget(page, self.widget, language, theme, query)

    def control(self, role: Any, name: str) -> Locator:
        return self.mount.get_by_role(role, name=name, exact=True)

    def grid(self, name: str) -> Locator:
        return self.mount.get_by_role("grid", name=re.compile(name))

    def center(self, grid: str, row: int, column: int) -> dict[str, float]:
        """Where a cell's centre lies in its grid."""
        place = self.grid(grid)
        box = place.bounding_box()
        assert box
        side = place.get_by_role("row").count()
        return {"x": (column + 0.5) * box["width"] / side, "y": (row + 0.5) * box["height"] / side}

    def twin(self) -> WindowExplorer:
        """The same widget in Python, with the traits that the page has now."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return WindowExplorer(**state_of(self.page, self.widget))

    def expect(self, **traits: Any) -> None:
        """Assert these traits, and that all numbers in the page are NumPy's answer to its traits."""
        twin = self.twin()
        assert {name: getattr(twin, name) for name in traits} == traits
        side, outputs = twin.output_size(), twin.outputs()
        assert_shown(
            texts(self.grid("Input"), ".cw-padding"), twin.inputs[: twin.input_size, : twin.input_size]
        )
        assert_shown(texts(self.grid("Output")), outputs)
        answer = outputs.ravel()[twin.position]
        assert_shown([[self.mount.locator(".cw-total").inner_text().removeprefix("= ")]], [[answer]])
        selected = self.grid("Output").locator("[aria-selected=true]")
        assert_shown([selected.all_inner_texts()], [[answer]], decimals=0)
        expect(self.mount.get_by_text(f"{twin.position + 1} / {side**2}", exact=True)).to_be_visible()
        expect(self.mount.locator(".cw-figure-output .cw-size")).to_have_text(f"{side} × {side}")
        expect(self.mount.locator("dd strong.cw-symbol-o")).to_have_text(str(side))


def numeral(text: str) -> float:
    return float(text.replace("−", "-"))


def texts(grid: Locator, left_out: str = ".none") -> list[list[str]]:
    """The cells of a grid row by row, without those that a selector names."""
    rows: list[list[str]] = grid.evaluate(
        """(grid, left_out) => [...grid.querySelectorAll('[role=row]')].map((row) =>
            [...row.children].filter((cell) => !cell.matches(left_out)).map((cell) => cell.textContent)
        )""",
        left_out,
    )
    return list(filter(None, rows))


def assert_shown(shown: list[list[str]], array: Any, decimals: int | None = None) -> None:
    """Assert that texts are numbers, rounded to the decimals that the longest of them has."""
    if decimals is None:
        decimals = max(len(text.partition(".")[2]) for row in shown for text in row)
    error = 0.5 / 10**decimals + 1e-5
    np.testing.assert_allclose([[numeral(text) for text in row] for row in shown], array, rtol=0, atol=error)


@pytest.fixture(params=["mouse", "touch"])
def pointer(request: pytest.FixtureRequest, new_page: NewPage) -> tuple[Explorer, Press]:
    """The explorer, and how to press something in it: with a mouse on a desk, with a finger on a phone."""
    if request.param == "mouse":
        return Explorer(new_page()), Locator.click
    return Explorer(new_page(width=360, has_touch=True, is_mobile=True)), Locator.tap


class TestPointer:
    @pytest.mark.parametrize(("name", "trait", "low", "high", "value"), SLIDERS, ids=lambda item: str(item))
    def test_sliders(
        self, pointer: tuple[Explorer, Press], name: str, trait: str, low: int, high: int, value: int
    ) -> None:
        explorer, press = pointer
        slider = explorer.control("slider", name)
        box = slider.bounding_box()
        assert box
        x = THUMB / 2 + (box["width"] - THUMB) * (value - low) / (high - low)
        press(slider, position={"x": x, "y": box["height"] / 2})
        explorer.expect(**{trait: value - 1 if trait == "position" else value})

    def test_padding(self, pointer: tuple[Explorer, Press]) -> None:
        explorer, press = pointer
        press(explorer.control("radio", "same"))
        explorer.expect(padding="same")
        press(explorer.control("radio", "valid"))
        explorer.expect(padding="valid")

    def test_next_and_previous_step_through_every_window(self, pointer: tuple[Explorer, Press]) -> None:
        explorer, press = pointer
        next_, previous = explorer.control("button", "Next →"), explorer.control("button", "← Previous")
        expect(previous).to_be_disabled()
        for position in range(1, 9):
            press(next_)
            explorer.expect(position=position)
        expect(next_).to_be_disabled()
        press(previous)
        explorer.expect(position=7)

    @pytest.mark.parametrize(("grid", "cell"), [("Input", (2, 3)), ("Output", (1, 2))])
    def test_grids(self, pointer: tuple[Explorer, Press], grid: str, cell: tuple[int, int]) -> None:
        explorer, press = pointer
        press(explorer.grid(grid), position=explorer.center(grid, *cell))
        explorer.expect(position=5)

    def test_kernel(self, pointer: tuple[Explorer, Press]) -> None:
        explorer, press = pointer
        weight = explorer.control("spinbutton", "Kernel number, row 0, column 1")
        press(weight)
        weight.fill("-2.5")
        press(explorer.control("button", "Next →"))
        explorer.expect(position=1)
        assert explorer.twin().kernel[0, 1] == -2.5
        assert explorer.twin().kernel.sum() == 25 - 3.5


class TestHover:
    @pytest.mark.parametrize(("grid", "cell"), [("Input", (3, 1)), ("Output", (2, 0))])
    def test_grids(self, page: Page, grid: str, cell: tuple[int, int]) -> None:
        explorer = Explorer(page)
        explorer.grid(grid).hover(position=explorer.center(grid, *cell))
        explorer.expect(position=6)

    def test_padding_belongs_to_the_window_next_to_it(self, page: Page) -> None:
        explorer = Explorer(page, padding="same")
        explorer.grid("Input").hover(position=explorer.center("Input", 6, 6))
        explorer.expect(position=24)
        explorer.grid("Input").hover(position=explorer.center("Input", 0, 3))
        explorer.expect(position=2)


class TestKeyboard:
    @pytest.mark.parametrize(
        ("name", "trait", "low"), [slider[:3] for slider in SLIDERS], ids=lambda item: str(item)
    )
    def test_sliders(self, page: Page, name: str, trait: str, low: int) -> None:
        explorer = Explorer(page)
        slider = explorer.control("slider", name)
        slider.press("Home")
        explorer.expect(**{trait: 0 if trait == "position" else low})
        slider.press("ArrowRight")
        explorer.expect(**{trait: 1 if trait == "position" else low + 1})

    def test_padding(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.control("radio", "valid").press("ArrowRight")
        explorer.expect(padding="same")

    @pytest.mark.parametrize("key", ["Enter", "Space"])
    def test_next_and_previous(self, page: Page, key: str) -> None:
        explorer = Explorer(page)
        explorer.control("button", "Next →").press(key)
        explorer.control("button", "Next →").press(key)
        explorer.expect(position=2)
        explorer.control("button", "← Previous").press(key)
        explorer.expect(position=1)

    def test_clicks_faster_than_frames_all_count(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.control("button", "Next →").evaluate("(button) => { button.click(); button.click(); button.click(); }")
        explorer.expect(position=3)

    @pytest.mark.parametrize("grid", ["Input", "Output"])
    def test_grids_stop_at_the_border(self, page: Page, grid: str) -> None:
        explorer = Explorer(page)
        steps = {"ArrowRight": 1, "ArrowDown": 4, "ArrowLeft": 3, "ArrowUp": 0}
        for key, position in steps.items():
            explorer.grid(grid).press(key)
            explorer.expect(position=position)
        explorer.grid(grid).press("ArrowLeft")
        explorer.expect(position=0)

    def test_kernel(self, page: Page) -> None:
        explorer = Explorer(page)
        weight = explorer.control("spinbutton", "Kernel number, row 2, column 2")
        weight.press("ArrowUp")
        explorer.expect()
        assert explorer.twin().kernel[2, 2] == 2
        weight.fill("")
        assert explorer.twin().kernel[2, 2] == 2
        weight.fill("1000")
        weight.press("Enter")
        assert explorer.twin().kernel[2, 2] == 99
        expect(weight).to_have_value("99")

    def test_tab_reaches_every_control(self, page: Page) -> None:
        explorer = Explorer(page, position=4)
        reached = []
        for _ in range(30):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "document.activeElement.closest('.cw-widget') && document.activeElement.outerHTML"
                )
            )
        assert len(set(filter(None, reached))) == len(SLIDERS) + len(["padding", "previous", "next"]) + 2 + 9
        explorer.expect(position=4)


class TestPlayer:
    @pytest.fixture
    def explorer(self, page: Page) -> Explorer:
        page.emulate_media(reduced_motion="no-preference")
        page.clock.install()
        return Explorer(page, position=5)

    def wait(self, explorer: Explorer, steps: float) -> None:
        explorer.page.clock.run_for(PAUSE * steps + 50)

    def test_it_steps_and_pauses(self, explorer: Explorer) -> None:
        explorer.control("button", "Play").click()
        self.wait(explorer, 1)
        expect(explorer.mount.get_by_text("7 / 9")).to_be_visible()
        explorer.control("button", "Pause").click()
        self.wait(explorer, 3)
        expect(explorer.mount.get_by_text("7 / 9")).to_be_visible()

    def test_it_ends_at_the_last_window_and_starts_over(self, explorer: Explorer) -> None:
        explorer.control("button", "Play").press("Enter")
        self.wait(explorer, 9)
        expect(explorer.mount.get_by_text("9 / 9")).to_be_visible()
        explorer.control("button", "Play").click()
        self.wait(explorer, 1)
        expect(explorer.mount.get_by_text("2 / 9")).to_be_visible()

    def test_it_leaves_the_window_to_the_reader_who_moves_it(self, explorer: Explorer) -> None:
        explorer.control("button", "Play").click()
        explorer.control("button", "← Previous").click()
        self.wait(explorer, 3)
        expect(explorer.mount.get_by_text("5 / 9")).to_be_visible()
        expect(explorer.control("button", "Play")).to_be_visible()

    def test_it_does_not_move_for_those_who_asked_for_stillness(self, page: Page) -> None:
        explorer = Explorer(page)
        expect(explorer.control("button", "Play")).to_be_hidden()


class TestSettings:
    def test_the_one_just_set_wins_where_keras_refuses_both(self, page: Page) -> None:
        explorer = Explorer(page, input_size=9)
        explorer.control("slider", "Strides s").fill("3")
        explorer.expect(strides=3)
        explorer.control("slider", "Dilation rate d").fill("2")
        explorer.expect(strides=1, dilation_rate=2)
        expect(explorer.mount.get_by_text(re.compile("Keras does not combine"))).to_be_visible()

    def test_the_window_stays_where_it_is_when_sizes_change(self, page: Page) -> None:
        explorer = Explorer(page, position=4)
        explorer.control("slider", "Input size n").fill("9")
        explorer.expect(position=8)
        explorer.control("slider", "Input size n").fill("3")
        explorer.expect(position=0)

    def test_a_window_that_does_not_fit_is_explained_and_can_be_mended(self, page: Page) -> None:
        explorer = Explorer(page, input_size=4)
        explorer.control("slider", "Kernel size k").fill("5")
        message = explorer.mount.get_by_text(
            re.compile("5 × 5 window is larger than the 4 × 4 input.*ValueError.*same")
        )
        expect(message).to_be_visible()
        expect(explorer.grid("Output")).to_be_hidden()
        expect(explorer.control("button", "Next →")).to_be_disabled()
        explorer.grid("Input").press("ArrowRight")
        explorer.grid("Input").hover()
        with pytest.raises(ValueError, match="does not fit"):
            explorer.twin().outputs()
        explorer.control("radio", "same").check(force=True)
        explorer.expect(padding="same", position=0)
        expect(message).to_be_hidden()

    def test_a_link_sets_what_it_may(self, page: Page) -> None:
        explorer = Explorer(
            page, query="strides=2&padding=same&kernel=[[1,0],[0,-1]]&kernel_size=2&position=4&input_size=40"
        )
        explorer.expect(strides=2, padding="same", position=4, input_size=5, kernel_size=2)


class TestMarks:
    def cells(self, explorer: Explorer, name: str) -> int:
        return explorer.grid("Input").locator(f".cw-row > .{name}").count()

    def test_same_adds_lines_and_the_odd_one_at_the_bottom_and_right(self, page: Page) -> None:
        explorer = Explorer(page, kernel_size=4, padding="same")
        assert self.cells(explorer, "cw-padding") == 8 * 8 - 5 * 5
        assert self.cells(explorer, "cw-odd") == 8 + 7
        assert explorer.grid("Input").locator("[role=row]").last.locator(".cw-odd").count() == 8
        explorer.expect()

    def test_cells_in_no_window_are_crossed_out(self, page: Page) -> None:
        explorer = Explorer(page, input_size=6, strides=2)
        assert self.cells(explorer, "cw-unused") == 11
        assert self.cells(explorer, "cw-start") == 4
        expect(explorer.mount.get_by_text(re.compile(r"remainder of \(6 − 3\) / 2 is 1"))).to_be_visible()

    def test_a_dilated_window_selects_the_cells_that_it_multiplies(self, page: Page) -> None:
        explorer = Explorer(page, dilation_rate=2)
        selected = explorer.grid("Input").locator("[aria-selected=true]")
        assert [numeral(text) for text in selected.all_inner_texts()] == explorer.widget.inputs[
            :5:2, :5:2
        ].ravel().tolist()

    def test_outputs_fill_as_far_as_the_reader_stepped(self, page: Page) -> None:
        explorer = Explorer(page, position=4)
        assert explorer.grid("Output").locator(".cw-done").count() == 5

    def test_a_screen_reader_hears_where_the_window_came_to_rest(self, page: Page) -> None:
        explorer = Explorer(page)
        said = explorer.mount.locator("[aria-live=polite]")
        explorer.grid("Output").press("ArrowRight")
        expect(said).to_have_text("Window 2 of 9, output row 0, column 1: sum 39")
        active = explorer.grid("Output").get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_have_text("39")


class TestForEveryone:
    @pytest.mark.parametrize("traits", EXAMPLES.values(), ids=EXAMPLES)
    @pytest.mark.parametrize(("theme", "width"), [("light", 760), ("dark", 360)])
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, theme: str, width: int, traits: dict[str, Any]
    ) -> None:
        page = new_page(theme=theme, width=width)
        explorer = Explorer(page, theme=theme, **traits)
        if explorer.grid("Output").is_visible():
            explorer.expect()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)
        for control in explorer.mount.locator(".cw-widget :is(input, button):visible").all():
            box = control.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, control.evaluate("control => control.outerHTML")

    def test_each_edition_speaks_its_language(self, new_page: NewPage) -> None:
        korean = Explorer(new_page(), language="ko").mount.inner_text()
        english = Explorer(new_page(), language="en").mount.inner_text()
        assert "스트라이드" in korean
        assert not re.search("[가-힣]", english)
