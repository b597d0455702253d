"""`KernelLearningExplorer` in a browser: every control in every way, NumPy's descent beside what is shown."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from course_utils import kernels
from course_utils.widgets.base import asset
from course_utils.widgets.kernel_learning_explorer.widget import KernelLearningExplorer
from tests.browser.axe import violations
from tests.browser.explorer import NEGATIVE, PAPER, POSITIVE, pixels
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import MOUNT, TWO_FRAMES, WidgetPage

NewPage = Callable[..., Page]

SHOWN = """(mount) => {
  const one = (selector) => mount.querySelector(selector);
  const cells = (name) => [...mount.querySelectorAll(`.cw-${name} .cw-grid > *`)];
  const grid = (name) => cells(name).map((cell) => cell.value ?? cell.textContent);
  const maps = ["picture", "target", "now", "error"].map((name) => [name, one(`.cw-${name} canvas`)]);
  return {
    theme: one(".cw-widget").dataset.cwTheme,
    story: one("[role=status]").textContent,
    maps: Object.fromEntries(maps.map(([name, canvas]) => [name, canvas.toDataURL()])),
    labels: Object.fromEntries(maps.map(([name, canvas]) => [name, canvas.getAttribute("aria-label")])),
    hidden: grid("hidden"),
    learned: grid("learned"),
    loss: one(".cw-curve strong").textContent,
    curve: one(".cw-curve svg").getAttribute("aria-label"),
    line: one(".cw-line").getAttribute("d"),
    notes: one(".cw-curve .cw-note").textContent,
    limit: one(".cw-limit > span:nth-child(2)").textContent,
    buttons: [...mount.querySelectorAll(".cw-buttons button")].map((el) => el.textContent),
    over: one(".cw-buttons button").getAttribute("aria-disabled"),
  };
}"""


class Explorer(WidgetPage):
    """An explorer in a page of its own."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, KernelLearningExplorer(**traits), language, theme, query)

    def answer(self) -> KernelLearningExplorer:
        """The traits as they are now, in Python."""
        return KernelLearningExplorer(self.widget.image, **self.state())

    def assert_numpy_agrees(self) -> None:
        """Compare all that is shown with what NumPy makes of the traits."""
        assert_agrees(self.shown(), self.answer())


def assert_agrees(shown: dict[str, Any], answer: KernelLearningExplorer) -> None:
    """The maps, both kernels, the loss and the limit are those of NumPy."""
    losses, learned = answer.history()
    inputs, target = answer.inputs(), answer.target()
    now = kernels_answer(inputs, learned[-1])
    scale = abs(target).max() or 1.0
    gray = np.repeat(((inputs + 1) * 127.5)[..., None], 3, axis=2)
    np.testing.assert_allclose(pixels(shown["maps"]["picture"]), gray, atol=1.01)
    for name, map_ in {"target": target, "now": now, "error": now - target}.items():
        np.testing.assert_allclose(pixels(shown["maps"][name]), colours(map_ / scale, shown["theme"]), atol=3)
        assert_numbers(shown["labels"][name].split(": ")[1].split(" … "), [map_.min(), map_.max()])
    assert_numbers(shown["learned"], learned[-1])
    if not answer.revealed:
        assert set(shown["hidden"]) == {"?"}
    elif answer.task == "filter":
        assert [float(text) for text in shown["hidden"]] == pytest.approx(answer.hidden.ravel().tolist())
    else:
        assert_numbers(shown["hidden"], answer.best()[0])
    assert float(shown["loss"]) == pytest.approx(losses[-1], rel=0.01, abs=1e-7)
    first = re.match(r"[^:]+: (\S+) → ", shown["curve"])
    assert first
    assert_three_digits(float(first[1]), losses[0])
    assert shown["line"].count("L") == min(len(losses) - 1, 200)
    assert f"{len(losses) - 1} steps" in shown["notes"] or f"{len(losses) - 1}단계" in shown["notes"]
    if answer.limit_shown:
        assert float(shown["limit"].split()[1]) == pytest.approx(answer.stability_limit(), rel=0.006)
    else:
        assert shown["limit"] == ""


def kernels_answer(inputs: Any, kernel: Any) -> Any:
    """What a kernel answers to the picture."""
    size = len(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(inputs, (size, size))
    return np.einsum("yxij,ij->yx", windows, kernel)


def colours(map_: Any, theme: str) -> Any:
    """Rose below zero, paper at zero, indigo above."""
    paper = np.array(PAPER[theme], float)
    end = np.where(map_[..., None] < 0, NEGATIVE[theme], POSITIVE[theme])
    return paper + (end - paper) * np.abs(np.clip(map_, -1, 1))[..., None]


def assert_numbers(texts: Any, expected: Any) -> None:
    """Numbers as they are written are the expected ones, as far as their digits go."""
    written = np.array([float(text.replace("−", "-")) for text in texts])
    units = np.array([10.0 ** -len(text.partition(".")[2]) for text in texts])
    wrong = abs(written - np.ravel(expected)) > 0.51 * units
    assert not wrong.any(), (texts, expected)


def assert_three_digits(written: float, expected: float) -> None:
    """A number written with three digits is the expected one; a tie may be rounded either way."""
    unit = 10.0 ** (np.floor(np.log10(expected)) - 2) if expected else 0.0
    assert abs(written - expected) <= 0.51 * unit, (written, expected)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=800, height=1000, has_touch=way.touch)))


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


# What a reader may do.


def test_it_opens_half_learned_and_covered(explorer: Explorer) -> None:
    explorer.assert_numpy_agrees()
    shown = explorer.shown()
    assert shown["story"].startswith("The filter's numbers are covered")
    assert shown["buttons"] == ["+25 steps", "Step", "New random kernel"]
    assert shown["over"] == "false"


def test_learning_is_done_step_by_step_and_in_chunks(hand: Hand) -> None:
    explorer: Any = hand.explorer
    hand.press(explorer.button("Step"))
    assert explorer.state()["steps"] == 13
    explorer.assert_numpy_agrees()
    hand.press(explorer.button("+25 steps"))
    hand.press(explorer.button("+38 steps"))
    assert explorer.state()["steps"] == 76
    explorer.assert_numpy_agrees()
    hand.press(explorer.button("New random kernel"))
    state = explorer.state()
    assert state["steps"] == 0
    assert state["kernel"] != explorer.widget.kernel.tolist()
    explorer.assert_numpy_agrees()


def test_rate_momentum_and_limit_are_set(hand: Hand) -> None:
    explorer: Any = hand.explorer
    hand.slide("Learning rate", -0.5)
    rate = explorer.state()["learning_rate"]
    assert rate == pytest.approx(10**-0.5, rel=0.15)
    explorer.assert_numpy_agrees()
    hand.press(explorer.control("Momentum 0.9"))
    assert explorer.state()["momentum"] == 0.9
    hand.press(explorer.button("Show the limit"))
    assert explorer.state()["limit_shown"] is True
    explorer.assert_numpy_agrees()
    expect(explorer.button("Show the limit")).to_be_hidden()
    hand.press(explorer.control("Momentum 0.9"))
    assert explorer.state() == {**explorer.state(), "momentum": 0, "learning_rate": rate, "steps": 12}
    explorer.assert_numpy_agrees()


def test_another_filter_picture_and_size_are_chosen(hand: Hand) -> None:
    explorer: Any = hand.explorer
    hand.select("Hidden filter", "outline")
    assert explorer.state()["hidden"] == kernels.pattern("outline").tolist()
    assert explorer.state()["steps"] == 0
    hand.choose("Kernel size", "5 × 5")
    state = explorer.state()
    assert state["hidden"] == kernels.pattern("outline", 5).tolist()
    assert np.shape(state["kernel"]) == (5, 5)
    explorer.assert_numpy_agrees()
    for label, picture in [("Stripes", "stripes"), ("Flat", "flat"), ("Photo", "photo")]:
        hand.choose("Input", label)
        hand.press(explorer.button("+25 steps"))
        assert explorer.state() == {**state, "picture": picture, "steps": 25}
        explorer.assert_numpy_agrees()


def test_numbers_are_revealed_and_made_ones_own(hand: Hand) -> None:
    explorer: Any = hand.explorer
    hand.press(explorer.control("Show numbers"))
    assert explorer.state()["revealed"] is True
    explorer.assert_numpy_agrees()
    hand.type_number("Hidden filter 2, 3", "-3.5")
    hidden = explorer.widget.hidden.copy()
    hidden[1, 2] = -3.5
    assert explorer.state()["hidden"] == hidden.tolist()
    expect(explorer.control("Hidden filter")).to_have_value("own")
    explorer.assert_numpy_agrees()
    hand.press(explorer.control("Show numbers"))
    assert set(explorer.shown()["hidden"]) == {"?"}
    hand.choose("Kernel size", "5 × 5")
    assert explorer.state()["hidden"] == np.pad(hidden, 1).tolist()


def test_a_map_is_painted(hand: Hand) -> None:
    explorer: Any = hand.explorer
    select = explorer.control("Hidden filter")
    if isinstance(hand, Keyboard):
        hand.select("Hidden filter", "map")
    else:
        select.select_option("map")
    assert explorer.state()["task"] == "map"
    assert explorer.shown()["story"].startswith("Paint the target map")
    surface = explorer.mount.get_by_role("application")
    painted = explorer.widget.painted.copy()
    if isinstance(hand, Keyboard):
        surface.focus()
        for key in ["ArrowRight", " ", "ArrowDown", "ArrowDown", "ArrowRight", " ", " "]:
            explorer.page.keyboard.press(key)
        cells = [(0, 1), (2, 2), (2, 2)]
    else:
        surface.scroll_into_view_if_needed()
        box = surface.bounding_box()
        assert box
        cells = [(0, 1), (2, 2), (2, 2)]
        for row, column in cells:
            hand.press_at(box["x"] + (column + 0.5) / 12 * box["width"], box["y"] + (row + 0.5) / 12 * box["height"])
    for cell in cells:
        painted[cell] = {0: 1, 1: -1, -1: 0}[int(painted[cell])]
    assert explorer.state()["painted"] == painted.tolist()
    explorer.assert_numpy_agrees()
    hand.press(explorer.control("Show numbers"))
    explorer.assert_numpy_agrees()


def test_a_stroke_keeps_its_colour(page: Page) -> None:
    explorer = Explorer(page, task="map", painted=np.zeros((12, 12)), steps=0)
    box = explorer.mount.get_by_role("application").bounding_box()
    assert box
    at = [(box["x"] + (column + 0.5) / 12 * box["width"], box["y"] + 4.5 / 12 * box["height"]) for column in range(12)]
    page.mouse.move(*at[2])
    assert not np.any(explorer.state()["painted"])
    page.mouse.down()
    for x, y in at[3:8]:
        page.mouse.move(x, y)
    page.mouse.up()
    page.mouse.move(*at[10])
    painted = np.zeros((12, 12))
    painted[4, 2:8] = 1
    assert explorer.state()["painted"] == painted.tolist()
    explorer.assert_numpy_agrees()


# What learning comes to.


@pytest.mark.parametrize(
    ("traits", "story"),
    [
        ({"learning_rate": 0.5, "steps": 2000}, "steps it is the hidden filter"),
        ({"learning_rate": 2, "steps": 500}, "the loss exploded"),
        ({"learning_rate": 0.001, "steps": 100}, "the loss crawls"),
        ({"picture": "flat", "steps": 300}, "sum of the numbers alone (kernel 0, filter 0)"),
        ({"picture": "stripes", "steps": 3000}, "sum of each column alone (kernel −4, 0, 4, filter −4, 0, 4)"),
        ({"task": "map", "learning_rate": 0.5, "steps": 2000}, "the loss that is left, 0.345, is the least-squares"),
        ({"learning_rate": 0.001, "steps": 10_000}, "Not done yet"),
    ],
    ids=["found", "exploded", "crawls", "flat", "stripes", "map", "out of steps"],
)
def test_it_says_what_became_of_it(page: Page, traits: dict[str, Any], story: str) -> None:
    explorer = Explorer(page, **traits)
    assert story in explorer.shown()["story"]
    assert explorer.state()["limit_shown"] is ("exploded" in story)
    assert explorer.shown()["over"] == str("crawls" not in story).lower()
    if traits["steps"] < 10_000:
        explorer.assert_numpy_agrees()


def test_an_explosion_is_undone_by_a_smaller_rate(page: Page) -> None:
    explorer = Explorer(page, learning_rate=2, steps=60)
    before = explorer.shown()
    for name in ("Step", before["buttons"][0]):
        explorer.button(name).dispatch_event("click")
    assert explorer.shown() == before
    Mouse(explorer).slide("Learning rate", -0.5)
    assert explorer.state()["steps"] == 60
    assert explorer.shown()["over"] == "false"
    explorer.assert_numpy_agrees()


# Running.


def running(page: Page, **traits: Any) -> Explorer:
    """An explorer whose reader has nothing against motion, just started."""
    page.emulate_media(reduced_motion="no-preference")
    explorer = Explorer(page, **traits)
    explorer.button("Run").click()
    return explorer


def test_it_runs_until_the_filter_is_found(page: Page) -> None:
    explorer = running(page, learning_rate=0.5, momentum=0.9)
    expect(explorer.mount.get_by_role("status").first).to_contain_text("it is the hidden filter", timeout=20_000)
    assert explorer.shown()["buttons"][0] == "Run"
    steps = len(explorer.widget.history(2_000).losses) - 1
    assert abs(explorer.state()["steps"] - steps) <= 1
    explorer.assert_numpy_agrees()


def test_it_pauses_where_it_is(page: Page) -> None:
    explorer = running(page, learning_rate=0.001)
    page.wait_for_function("() => parseInt(document.querySelector('.cw-curve .cw-note').textContent) > 20")
    explorer.button("Pause").click()
    steps = explorer.state()["steps"]
    assert steps > 20
    assert explorer.state()["steps"] == steps
    explorer.assert_numpy_agrees()


def test_another_problem_stops_it(page: Page) -> None:
    explorer = running(page, learning_rate=0.001)
    explorer.control("Stripes").click()
    assert explorer.state()["steps"] == 0
    assert explorer.shown()["buttons"][0] == "Run"
    explorer.assert_numpy_agrees()


def test_out_of_sight_it_rests(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 600})
    explorer = running(page, learning_rate=0.001)
    page.evaluate("document.body.style.paddingBottom = '3000px'; scrollTo(0, 2500)")
    expect(explorer.mount.locator(".cw-buttons button").first).to_have_text("Run")
    steps = explorer.state()["steps"]
    assert explorer.state()["steps"] == steps


# Links.


def test_a_link_carries_a_hidden_filter_and_all_else(page: Page) -> None:
    explorer = Explorer(page)
    mouse = Mouse(explorer)
    mouse.choose("Kernel size", "5 × 5")
    mouse.press(explorer.control("Show numbers"))
    mouse.type_number("Hidden filter 1, 1", "7")
    mouse.press(explorer.control("Show numbers"))
    mouse.press(explorer.button("+25 steps"))
    mouse.press(explorer.control("Momentum 0.9"))
    mouse.slide("Learning rate", -1.5)
    state, shown = explorer.state(), explorer.shown()
    page.goto(page.url)
    page.wait_for_selector("[data-ready]")
    assert explorer.state() == state
    assert explorer.shown() == shown
    assert set(shown["hidden"]) == {"?"}


def test_a_filter_alone_is_enough_of_a_link(page: Page) -> None:
    hidden = np.arange(25).reshape(5, 5).tolist()
    explorer = Explorer(page, query=f"hidden={hidden}&steps=3".replace(" ", ""))
    start = np.pad(explorer.widget.kernel, 1)
    answer = KernelLearningExplorer(hidden=hidden, kernel=start, steps=3)
    assert_agrees(explorer.shown(), answer)


@pytest.mark.parametrize(
    "query",
    [
        "steps=-1&steps=10001&steps=1.5",
        "learning_rate=0&learning_rate=3&learning_rate=fast",
        "momentum=1&momentum=-0.5",
        "hidden=[[1]]&hidden=[[1,2],[3,4]]&hidden=[[1,1,1],[1,1,1],[1,1,100]]&hidden=7",
        "kernel=[[0,0,0,0],[0,0,0,0],[0,0,0,0],[0,0,0,0]]&kernel=null",
        "painted=[[1]]&picture=dog&task=both&revealed=1&image={}&__proto__=1",
    ],
)
def test_what_is_not_allowed_in_a_link_is_ignored(page: Page, query: str) -> None:
    explorer = Explorer(page, query=query)
    assert explorer.state() == {name: value for name, value in explorer.widget.state().items() if name != "image"}
    explorer.assert_numpy_agrees()


# The page around it.


def test_theme_and_size_of_the_page_change_nothing_else(explorer: Explorer) -> None:
    Mouse(explorer).press(explorer.button("Step"))
    state = explorer.state()
    for theme, width in [("dark", 360), ("light", 1280)]:
        explorer.page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        explorer.page.set_viewport_size({"width": width, "height": 700})
        assert explorer.shown()["theme"] == theme
        assert explorer.state() == state
        explorer.assert_numpy_agrees()
        assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [760, 360])
@pytest.mark.parametrize(("theme", "language"), [("light", "ko"), ("dark", "en")])
def test_it_is_accessible(new_page: NewPage, theme: str, language: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    for traits in (
        {},
        {"hidden": kernels.pattern("emboss", 5), "revealed": True, "limit_shown": True, "learning_rate": 2},
        {"task": "map"},
    ):
        explorer = Explorer(page, language, theme, **traits)
        explorer.settle()
        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = explorer.mount.locator("input, select, button").evaluate_all(
            """(targets) => targets.filter((el) => el.checkVisibility()).filter((el) => {
              const { width, height } = (el.closest("label") ?? el).getBoundingClientRect();
              return Math.min(width, height) < 24;
            }).map((el) => el.outerHTML)"""
        )
        assert small == []


def test_only_a_map_to_be_painted_holds_the_finger(page: Page) -> None:
    explorer = Explorer(page)
    held = """() => [...document.querySelectorAll("*")].filter((el) => el.checkVisibility())
      .filter((el) => getComputedStyle(el).touchAction === "none").length"""
    assert page.evaluate(held) == 0
    explorer.control("Hidden filter").select_option("map")
    explorer.settle()
    assert page.evaluate(held) == 1


def test_ten_on_a_page_do_not_know_each_other(page: Page) -> None:
    widgets = [KernelLearningExplorer(seed=seed, steps=seed) for seed in range(10)]
    explorer = Explorer(page)
    for i, widget in enumerate(widgets):
        explorer.beside(widget, f"w{i}")
    page.locator("#w4").get_by_role("button", name="Step", exact=True).click()
    page.locator("#w6").get_by_label("Momentum 0.9").check()
    page.locator("#w8").get_by_label("Show numbers").check()
    page.evaluate(TWO_FRAMES)
    widgets[4].steps, widgets[6].momentum, widgets[8].revealed = 5, 0.9, True
    for i, widget in enumerate(widgets):
        assert_agrees(page.locator(f"#w{i}").evaluate(SHOWN), widget)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    assert MOUNT in ids


INTERACT = """async (mount) => {
  const frame = () => new Promise(requestAnimationFrame);
  const button = (i) => mount.querySelectorAll(".cw-buttons button")[i];
  const rate = mount.querySelector("input[type=range]");
  const task = mount.querySelector("select");
  for (let i = 0; i < 50; i++) {
    button(1).click();
    rate.value = -2 + (i % 20) / 10;
    rate.dispatchEvent(new Event("input"));
    if (i % 10 === 0) button(2).click();
    if (i % 10 === 2) mount.querySelector(".cw-hidden input[type=checkbox]").click();
    if (i % 10 === 4) [...mount.querySelectorAll("[value='5'], [value='3']")].find((el) => !el.checked).click();
    if (i % 10 === 6) {
      task.value = i % 20 === 6 ? "map" : "outline";
      task.dispatchEvent(new Event("change"));
    }
    await frame();
    const key = i % 4 === 1 ? " " : "ArrowRight";
    if (i % 2) mount.querySelector(".cw-surface").dispatchEvent(new KeyboardEvent("keydown", { key }));
  }
}"""


def test_a_thousand_interactions_leave_no_memory_behind(explorer: Explorer) -> None:
    heap = heap_of(explorer.page)

    explorer.mount.evaluate(INTERACT)
    before = heap()
    for _ in range(8):
        explorer.mount.evaluate(INTERACT)
    assert heap() - before < 5e6
    explorer.assert_numpy_agrees()


def test_reset_brings_the_display_back(explorer: Explorer) -> None:
    before = explorer.shown()
    explorer.control("Hidden filter").select_option("map")
    explorer.button("+25 steps").click()
    assert explorer.shown() != before
    explorer.button("Reset").click()
    assert explorer.shown() == before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_small(language: str) -> None:
    """The bytes that this widget adds to a page."""
    assert len(gzip.compress(asset(f"kernel_learning_explorer.{language}.page.js").read_bytes())) < 7_500
