"""`TrainingCurvesExplorer` in a browser: every control in every way, NumPy's figures beside what is shown."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from course_utils import runs
from course_utils.training import wilson_interval
from course_utils.widgets.base import asset
from course_utils.widgets.training_curves_explorer.widget import TrainingCurvesExplorer
from tests.browser.axe import violations
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import TWO_FRAMES, WidgetPage
from tests.training_curves import made_up

NewPage = Callable[..., Page]
ALL = [made_up(name) for name in runs.CATALOGUE]
FEW = [run for run in ALL if run.name[:-2] in ("pets-1000-plain", "pets-1000-both", "photos-200-plain")]

SHOWN = """(mount) => {
  const all = (selector) => [...mount.querySelectorAll(selector)].filter((el) => el.checkVisibility());
  const line = (name) => mount.querySelector(`.cw-plot .cw-${name}`).getAttribute("d");
  const place = (el) => ({ left: parseFloat(el.style.left), top: parseFloat(el.style.top) });
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    story: mount.querySelector(".cw-story").textContent,
    description: mount.querySelector(".cw-plot svg").getAttribute("aria-label"),
    lines: Object.fromEntries(
      ["training", "validation", "pinned-training", "pinned-validation"].map((name) => [name, line(name)])),
    dots: all(".cw-dot").map(place),
    cursor: place(mount.querySelector(".cw-cursor")),
    best: all(".cw-plot .cw-best").map(place),
    stop: all(".cw-stop").map(place),
    numbers: Object.fromEntries(all(".cw-numbers tbody tr").map(({ children: [name, ...cells] }) =>
      [name.textContent, cells.filter(({ hidden }) => !hidden).map((el) => el.textContent)])),
    tests: all(".cw-tests tr:not(.cw-strip-row)").map((row) => [...row.children].map((el) => el.textContent)),
    checked: all("fieldset input:checked").map((el) => el.value),
    switches: all("[type=checkbox]").map((el) => el.checked),
    dimmed: all("input:disabled").map((el) => el.value),
    note: all(".cw-toolbar .cw-note").map((el) => el.textContent),
    buttons: all(".cw-buttons button").map((el) => el.textContent),
    epoch: mount.querySelector("input[type=range]").valueAsNumber,
  };
}"""


class Explorer(WidgetPage):
    """An explorer in a page of its own."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, TrainingCurvesExplorer(**{"runs": ALL, **traits}), language, theme, query)

    def expect(self, **traits: Any) -> TrainingCurvesExplorer:
        """Assert these traits, and that all that the page shows follows from its traits."""
        twin = TrainingCurvesExplorer(**{**self.state(), "runs": self.widget.runs})
        assert {name: getattr(twin, name) for name in traits} == traits
        assert_agrees(self.shown(), twin)
        return twin


def assert_agrees(shown: dict[str, Any], twin: TrainingCurvesExplorer) -> None:
    """Curves, figures and tests are those of Python."""
    asking, metric = twin.ask and not twin.stopped, twin.metric
    until = twin.epoch if asking else 50
    means = [twin.curve(name).mean for name in (metric, f"val_{metric}")]
    for name, mean in zip(("training", "validation"), means, strict=True):
        points = points_of(shown["lines"][name])
        np.testing.assert_allclose(points[:, 0], np.linspace(0, 100, 50)[:until], atol=0.006)
        if metric == "accuracy":
            np.testing.assert_allclose(points[:, 1], heights(mean[:until]), atol=0.006)
        else:
            assert (np.abs(np.corrcoef(points[:, 1], -mean[:until])[0, 1]) > 0.9999) or until < 3
    assert shown["epoch"] == twin.epoch
    assert shown["cursor"]["left"] == pytest.approx((twin.epoch - 1) / 49 * 100, abs=0.01)
    training, validation = (mean[twin.epoch - 1] for mean in means)
    assert_figure(shown["numbers"]["Training"][0], training)
    assert_figure(shown["numbers"]["Validation"][0], validation)
    assert_figure(shown["numbers"]["Gap"][0], twin.gap())
    if metric == "accuracy":
        assert [dot["top"] for dot in shown["dots"]] == pytest.approx(list(heights([training, validation])), abs=0.01)
    if asking:
        assert shown["best"] == []
        assert shown["numbers"]["Best validation"][0] == "?"
        assert shown["tests"] == [["Shown once you have stopped"]]
    else:
        best = twin.best_epoch()
        assert shown["best"][0]["left"] == pytest.approx((best - 1) / 49 * 100, abs=0.01)
        assert_figure(shown["numbers"]["Best validation"][0], means[1][best - 1])
        assert shown["numbers"]["found at"][0] == f"Epoch {best}"
        assert_tests(shown["tests"], twin)
    assert bool(shown["stop"]) is bool(twin.ask and twin.stopped)
    assert shown["switches"] == [twin.augment, twin.dropout]
    assert shown["checked"] == [twin.data, str(twin.pictures), metric]
    assert bool(shown["lines"]["pinned-training"]) is bool(twin.compare)


def assert_tests(rows: list[list[str]], twin: TrainingCurvesExplorer) -> None:
    """Each seed's test accuracy with its interval, and their mean."""
    expected = [(run.test["accuracy"], *run.test["interval"]) for run in twin.shown()]
    for row, want, run in zip(rows, expected, twin.shown(), strict=False):
        assert row[0] == f"Seed {run.settings.seed}, epoch {run.history.best_epoch}"
        assert_test(row[1], want)
    if len(expected) > 1:
        mean = float(np.mean([accuracy for accuracy, *_ in expected]))
        low, high = wilson_interval(round(mean * 500), 500)  # of whole pictures: within a tenth of a point
        have = numbers_in(rows[len(expected)][1])
        assert rows[len(expected)][0] == "Mean"
        assert have == pytest.approx([100 * mean, 100 * low, 100 * high], abs=0.16)


def assert_test(text: str, want: tuple[float, ...]) -> None:
    assert numbers_in(text) == pytest.approx([100 * value for value in want], abs=0.051)


def assert_figure(text: str, value: float) -> None:
    """A share in percent or points, or a loss."""
    scaled = 100 * value if re.search("%|points", text) else value
    assert numbers_in(text)[0] == pytest.approx(scaled, abs=0.051 if scaled is not value else 0.00051)


def numbers_in(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"−?[\d.]*\d", text)]


def points_of(path: str) -> Any:
    return np.array([[float(number) for number in part.split()] for part in path[1:].removesuffix("h.01").split("L")])


def heights(values: Any) -> Any:
    """On the axis from 40 to 100 %, in percent from the top."""
    return np.clip((1 - np.asarray(values)) / 0.6, 0, 1) * 100


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=900, has_touch=way.touch), ask=False))


def test_every_setting_can_be_chosen(hand: Hand) -> None:
    explorer: Any = hand.explorer
    explorer.expect(data="pets", pictures=1000, augment=False, dropout=False)
    hand.press(explorer.control("Augmentation"))
    explorer.expect(augment=True)
    hand.press(explorer.control("Dropout"))
    explorer.expect(augment=True, dropout=True)
    hand.choose("Data set", "Real photos")
    explorer.expect(data="photos", pictures=2000, augment=True, dropout=True)
    hand.choose("Training pictures", "200")
    explorer.expect(data="photos", pictures=200)
    hand.choose("Metric", "Loss")
    explorer.expect(metric="loss")
    hand.slide("Epoch", 20)
    assert abs(explorer.expect().epoch - 20) <= 1


def test_where_to_stop(new_page: NewPage) -> None:
    for way in (Mouse, Keyboard, Finger):
        explorer = Explorer(new_page(has_touch=way.touch), ask=True, epoch=9)
        hand = way(explorer)
        explorer.expect(stopped=0)
        best = explorer.widget.best_epoch()
        assert f"epoch {best}" not in explorer.shown()["description"]
        hand.press(explorer.button("Stop here"))
        explorer.expect(stopped=9)
        story = explorer.shown()["story"]
        assert re.match(rf"You stopped at epoch 9, .* is [\d.]+%, at epoch {best}: {best - 9} more epochs", story)
        hand.press(explorer.control("Dropout"))
        explorer.expect(stopped=9, dropout=True)
        hand.press(explorer.button("Choose again"))
        explorer.expect(stopped=0)


def test_the_cursor_follows_the_pointer_while_it_is_pressed(explorer: Explorer) -> None:
    page, plot = explorer.page, explorer.mount.locator(".cw-plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box

    def at(epoch: int) -> tuple[float, float]:
        return box["x"] + (epoch - 1) / 49 * box["width"], box["y"] + 40

    page.mouse.move(*at(10))
    explorer.expect(epoch=50)
    page.mouse.down()
    explorer.expect(epoch=10)
    page.mouse.move(*at(31))
    explorer.expect(epoch=31)
    page.mouse.move(box["x"] - 50, box["y"])
    explorer.expect(epoch=1)
    page.mouse.up()
    page.mouse.move(*at(20))
    explorer.expect(epoch=1)


def test_the_slider_stands_under_the_cursor(explorer: Explorer) -> None:
    places = explorer.mount.evaluate(
        """(mount) => [".cw-plot", ".cw-slider input"].map((name) => mount.querySelector(name).getBoundingClientRect())
          .map(({ left, right }) => [left, right])"""
    )
    (left, right), (start, end) = places
    assert (start + 8, end - 8) == pytest.approx((left, right), abs=1)


def test_curves_can_be_pinned(hand: Hand) -> None:
    explorer: Any = hand.explorer
    hand.press(explorer.button("Pin these curves to compare"))
    explorer.expect(compare="pets-1000-plain")
    before = explorer.shown()
    hand.press(explorer.control("Augmentation"))
    explorer.expect(augment=True, compare="pets-1000-plain")
    after = explorer.shown()
    assert after["lines"]["pinned-validation"] == before["lines"]["validation"]
    for name in ("Training", "Validation", "Gap", "Best validation"):
        assert after["numbers"][name][1] == before["numbers"][name][0]
    assert after["tests"][-1][1] == before["tests"][3][1]
    hand.press(explorer.button("Remove the pinned curves"))
    explorer.expect(compare="")


def test_what_is_not_stored_is_dimmed_and_said(page: Page) -> None:
    explorer = Explorer(page, runs=FEW)
    explorer.expect(data="pets")
    assert explorer.shown()["dimmed"] == ["200", "on"]  # dropout alone is not there, with augmentation it is
    assert explorer.shown()["note"] == ["Dimmed choices have no stored training yet."]
    explorer.control("Augmentation").check()
    explorer.expect(augment=True, dropout=True)
    explorer.control("Real photos").check(force=True)
    explorer.expect(data="photos", pictures=200, augment=False, dropout=False)
    assert Explorer(page).shown()["note"] == []


def test_the_axis_is_the_same_for_all_settings(explorer: Explorer) -> None:
    def ticks() -> list[str]:
        return explorer.mount.locator(".cw-values span").all_text_contents()

    assert ticks() == ["40%", "50%", "60%", "70%", "80%", "90%", "100%"]
    explorer.control("Loss").check(force=True)
    explorer.settle()
    first = ticks()
    explorer.control("200").check(force=True)
    explorer.control("Augmentation").check()
    explorer.expect(pictures=200, augment=True, metric="loss")
    assert ticks() == first


def test_a_link_brings_everything_back(new_page: NewPage) -> None:
    query = "data=photos&pictures=200&augment=true&metric=loss&epoch=17&compare=pets-200-both&ask=true&stopped=9"
    explorer = Explorer(new_page(), query=query)
    twin = explorer.expect(data="photos", pictures=200, augment=True, epoch=17, compare="pets-200-both", stopped=9)
    assert (twin.metric, twin.ask) == ("loss", True)


def test_a_link_sets_only_what_it_may(page: Page) -> None:
    refused = "data=cats&pictures=500&augment=1&metric=auc&epoch=0&stopped=-1&compare=7&runs=%5B%5D"
    explorer = Explorer(page, query=refused)
    assert explorer.expect().state() == TrainingCurvesExplorer(ALL).state()


def test_a_link_beyond_what_is_stored_shows_the_nearest(page: Page) -> None:
    explorer = Explorer(page, query="pictures=2000&epoch=999&compare=photos-9-none", runs=FEW)
    shown = explorer.shown()
    assert shown["epoch"] == 50
    assert shown["checked"] == ["pets", "1000", "accuracy"]
    assert shown["lines"]["pinned-training"] == ""


def test_theme_and_width_may_change_at_any_time(explorer: Explorer) -> None:
    explorer.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    explorer.page.set_viewport_size({"width": 360, "height": 700})
    explorer.expect()
    assert explorer.shown()["theme"] == "dark"


def test_two_on_a_page_do_not_know_each_other(page: Page) -> None:
    explorer = Explorer(page)
    other = TrainingCurvesExplorer(ALL, data="photos", metric="loss", epoch=7)
    second = explorer.beside(other)
    second.get_by_label("Dropout", exact=True).check()
    explorer.control("Augmentation").check()
    other.dropout = True
    page.evaluate(TWO_FRAMES)
    assert_agrees(second.evaluate(SHOWN), other)
    explorer.expect(augment=True, dropout=False)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def test_where_the_cursor_comes_to_rest_is_spoken(explorer: Explorer) -> None:
    explorer.control("Epoch").press("ArrowLeft")
    said = explorer.mount.locator(".cw-steering [aria-live]")
    expect(said).to_have_text(re.compile(r"Epoch 49: training [\d.]+%, validation [\d.]+%, gap \d+\.\d points\."))


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_accessible_and_never_scrolls_sideways(new_page: NewPage, language: str, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    for traits in ({"compare": "pets-200-plain"}, {"ask": True}, {"ask": True, "stopped": 9}, {"metric": "loss"}):
        explorer = Explorer(page, language, theme, **traits)
        assert bool(re.search("[가-힣]", explorer.mount.inner_text())) is (language == "ko")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        inside = """(mount) => [...mount.querySelectorAll(".cw-widget *")].filter((el) => el.checkVisibility())
          .filter((el) => el.getBoundingClientRect().right > mount.getBoundingClientRect().right + 1).length"""
        assert explorer.mount.evaluate(inside) == 0
        assert violations(page) == []


def test_a_thousand_changes_leave_no_memory_behind(explorer: Explorer) -> None:
    page = explorer.page
    heap = heap_of(page)

    def change(count: int) -> None:
        page.evaluate(
            """async (count) => {
              const slider = document.querySelector("input[type=range]");
              const switches = document.querySelectorAll("[type=checkbox]");
              for (let i = 0; i < count; i++) {
                slider.value = String(1 + (7 * i) % 50);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                if (i % 5 === 0) switches[i % switches.length].click();
                if (i % 4 === 0) await new Promise((done) => requestAnimationFrame(done));
              }
            }""",
            count,
        )

    change(100)
    before = heap()
    change(1000)
    assert heap() - before < 5e6
    explorer.expect()


def test_reset_brings_the_display_back(explorer: Explorer) -> None:
    before = explorer.shown()
    explorer.control("Loss").check(force=True)
    explorer.button("Pin these curves to compare").click()
    assert explorer.shown() != before
    explorer.button("Reset").click()
    assert explorer.shown() == before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_small(language: str) -> None:
    """The bytes that this widget adds to a page."""
    assert len(gzip.compress(asset(f"training_curves_explorer.{language}.page.js").read_bytes())) < 8_500
