"""`PreprocessingExplorer` under the hands of a reader: every step and control, every number against TensorFlow."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from course_utils.widgets.preprocessing_explorer.widget import STEPS, PreprocessingExplorer
from tests.browser.axe import violations
from tests.browser.explorer import pixels
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import ADDRESS, MOUNT, TWO_FRAMES, WidgetPage, page_of

NAMES = {
    "read": "1 read the file",
    "decode": "2 decode to RGB",
    "float": "3 convert to floats",
    "resize": "4 resize",
    "batch": "5 pack into a batch",
}

COARSE = 4

NewPage = Callable[..., Page]

SHOWN = """(mount) => {
  const all = (selector, root = mount) => [...root.querySelectorAll(selector)];
  const texts = (selector, root) => all(selector, root).map((el) => el.textContent);
  const sides = ["y", "x", "height", "width"];
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    rows: all(".cw-steps tbody tr").map((row) => texts("td", row)),
    chosen: all(".cw-steps input").findIndex((el) => el.checked),
    input: mount.querySelector(".cw-figure-input canvas").toDataURL(),
    marked: all(".cw-stage-input .cw-mark").map((el) => sides.map((side) => Number(el.getAttribute(side)))),
    output: mount.querySelector(".cw-stage-output canvas").toDataURL(),
    sum: mount.querySelector(".cw-sum").textContent,
    bytes: texts(".cw-hex .cw-segment:not(li)"),
    numbers: all(".cw-numbers:not([hidden]) .cw-swatches > span").map((el) => texts("i", el)),
    tiles: all(".cw-batch:not([hidden]) .cw-wall > *").length,
    code: mount.querySelector(".cw-code code").textContent,
  };
}"""


def jpeg(height: int = 60, width: int = 90, orientation: int = 1) -> bytes:
    """A small photo: smooth colours, as a camera has them, and some noise."""
    rows, columns = np.mgrid[:height, :width]
    waves = np.stack([np.sin(rows / 9) + np.cos(columns / 14), np.cos(rows / 17), np.sin((rows + columns) / 11)], -1)
    noise = np.random.default_rng(0).normal(0, 6, waves.shape)
    picture = np.clip(128 + 50 * waves + noise, 0, 255).astype("uint8")
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=92, subsampling=0, exif=exif)
    return buffer.getvalue()


OPENING = PreprocessingExplorer(jpeg(), image_size=32)


class Explorer(WidgetPage):
    """The widget in a page, and what can be read off it."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        widget = PreprocessingExplorer(**{"file": jpeg(), "image_size": 32, **traits})
        super().__init__(page, widget, language, theme, query)
        page.wait_for_selector(".cw-widget:not([aria-busy])")

    def step(self, name: str) -> Locator:
        return self.mount.get_by_role("radio", name=NAMES[name])

    def expect(self, **traits: Any) -> PreprocessingExplorer:
        """Assert these traits, and that all that the page shows follows from its traits."""
        twin = PreprocessingExplorer(**{**self.state(), "file": self.widget.file})
        assert {name: getattr(twin, name) for name in traits} == traits
        assert_shown(self.shown(), twin)
        return twin


def assert_shown(shown: dict[str, Any], twin: PreprocessingExplorer) -> None:
    """Assert the table, the pictures and what the chosen step shows."""
    picture, outputs = twin.pixels(), twin.outputs()
    # Pillow and browsers use libjpeg's exact inverse transform, TensorFlow its faster one, which rounds more coarsely.
    near(pixels(shown["input"]), np.asarray(Image.open(io.BytesIO(twin.file))), within=1)
    near(pixels(shown["input"]), picture, within=COARSE)
    side, batch = twin.image_size, twin.batch_size
    shapes = ["()", tuple_of(picture), tuple_of(picture), tuple_of(outputs), f"({batch}, {side}, {side}, 3)"]
    assert [row[0] for row in shown["rows"]] == shapes
    assert [row[1] for row in shown["rows"]] == ["string", "uint8", "float32", "float32", "float32"]
    sizes = [len(twin.file), picture.size, 4 * picture.size, 4 * outputs.size, 4 * batch * outputs.size]
    assert [row[3] for row in shown["rows"]] == [f"{size:,}" for size in sizes]
    for row, values in zip(shown["rows"][1:], [picture, picture, outputs, outputs], strict=True):
        low, high = (float(text.replace("−", "-")) for text in row[2].split(" – "))
        assert (low, high) == pytest.approx((values.min(), values.max()), abs=COARSE + 0.1)
    assert shown["chosen"] == STEPS.index(twin.step)
    assert_step(shown, twin, picture, outputs)
    assert f"image_size=({side}, {side})" in shown["code"]
    assert f"batch_size={batch}" in shown["code"]
    assert (f'interpolation="{twin.interpolation}"' in shown["code"]) is (twin.interpolation != "bilinear")
    assert (f"{twin.fit}_to_aspect_ratio=True" in shown["code"]) is (twin.fit != "stretch")


def assert_step(
    shown: dict[str, Any], twin: PreprocessingExplorer, picture: NDArray[Any], outputs: NDArray[Any]
) -> None:
    """Assert what is shown of the data after the chosen step."""
    if twin.step == "read":
        assert shown["bytes"] == [f"{byte:02X}" for byte in twin.file[: len(shown["bytes"])]]
        assert len(shown["bytes"]) == 80
    elif twin.step in ("decode", "float"):
        form = r"\d+" if twin.step == "decode" else r"\d+\.0"
        assert all(re.fullmatch(form, number) for cell in shown["numbers"] for number in cell)
        top, left, *_ = shown["marked"][0]
        middle = [float(number) for number in shown["numbers"][12]]
        patch = picture[top : top + 3, left : left + 3].reshape(-1, 3)
        assert min(np.abs(patch - middle).max(axis=1)) <= COARSE
    elif twin.step == "resize":
        near(pixels(shown["output"]), np.clip(outputs, 0, 255), within=COARSE + 1)
        red = float(re.findall(r"[−\d.]+", shown["sum"])[-1].rstrip(".").replace("−", "-"))
        assert red == pytest.approx(outputs[twin.row, twin.column, 0], abs=COARSE + 0.1)
    else:
        assert shown["tiles"] == twin.batch_size


def near(have: NDArray[Any], want: NDArray[Any], within: float) -> None:
    assert have.shape == want.shape
    assert np.abs(have.astype(float) - want).max() <= within


def tuple_of(values: NDArray[Any]) -> str:
    return str(values.shape)


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=900, has_touch=way.touch)))


class TestSteps:
    def test_each_can_be_looked_at(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        explorer.expect(step="read")
        for name in ["decode", "float", "resize", "batch"]:
            if isinstance(hand, Keyboard):
                explorer.mount.locator(".cw-steps input:checked").press("ArrowDown")
            else:
                hand.press(explorer.mount.locator(".cw-steps label").nth(STEPS.index(name)))
            explorer.expect(step=name)

    def test_settings(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        hand.choose("image_size", "64")
        explorer.expect(image_size=64, row=33, column=33)
        hand.choose("batch_size", "16")
        explorer.expect(batch_size=16)
        for interpolation in ("nearest", "bicubic", "area", "bilinear"):
            hand.choose("interpolation", interpolation)
            explorer.expect(interpolation=interpolation)
        for fit in ("crop", "pad", "stretch"):
            hand.choose("Proportions", fit)
            explorer.expect(fit=fit)

    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("fit", ["crop", "pad"])
    def test_a_change_of_settings_is_seen_in_every_step(self, page: Page, step: str, fit: str) -> None:
        explorer = Explorer(page, step=step, row=9, column=20)
        explorer.control(fit).check(force=True)
        explorer.control("area").check(force=True)
        explorer.control("96").check(force=True)
        explorer.expect(fit=fit, interpolation="area", image_size=96, step=step)


class TestPixels:
    def test_arrow_keys_move_on_both_pictures(self, page: Page) -> None:
        explorer = Explorer(page, step="resize", row=5, column=5)
        explorer.mount.locator(".cw-stage-output").press("ArrowDown")
        explorer.expect(row=6, column=5)
        explorer.mount.locator(".cw-stage-input").press("ArrowLeft")
        explorer.expect(row=6, column=4)
        for _ in range(6):
            explorer.mount.locator(".cw-stage-output").press("Shift+ArrowUp")
        explorer.expect(row=0, column=4)

    @pytest.mark.parametrize("fit", ["stretch", "crop", "pad"])
    def test_pointing_at_the_photo_finds_who_reads_there(self, page: Page, fit: str) -> None:
        explorer = Explorer(page, step="resize", fit=fit)
        stage = explorer.mount.locator(".cw-stage-input canvas")
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
        explorer.expect()
        top, left, height, width = explorer.shown()["marked"][0]
        assert top - 2 <= 0.4 * 60 <= top + height + 2
        assert left - 2 <= 0.5 * 90 <= left + width + 2

    def test_padding_is_made_of_no_pixel(self, page: Page) -> None:
        explorer = Explorer(page, step="resize", fit="pad", row=0, column=3)
        explorer.expect(row=0)
        assert explorer.shown()["marked"] == []
        assert explorer.shown()["sum"] == "Pixel (0, 3) is padding, so its value is 0.0."

    def test_a_sum_adds_up(self, page: Page) -> None:
        explorer = Explorer(page, step="resize", row=9, column=20)
        terms, value = explorer.shown()["sum"].split(": ")[1].split(" = ")
        total = sum(np.prod([float(factor) for factor in term.split("·")]) for term in terms.split(" + "))
        assert total == pytest.approx(float(value), abs=0.3)


class TestFiles:
    def test_a_photo_of_the_readers_own_stays_in_the_page(self, explorer: Explorer, tmp_path: Path) -> None:
        (tmp_path / "own.jpg").write_bytes(jpeg(40, 40))
        before = explorer.page.url
        explorer.control("Open my photo").set_input_files(tmp_path / "own.jpg")
        expect(explorer.mount.get_by_text("40 × 40 × 3")).to_be_visible()
        explorer.widget.file = jpeg(40, 40)
        explorer.expect()
        assert "file" not in explorer.page.url.removeprefix(before)
        (tmp_path / "notes.txt").write_text("no picture")
        explorer.control("Open my photo").set_input_files(tmp_path / "notes.txt")
        expect(explorer.mount.get_by_text("The file “notes.txt” can’t be read as a photo.")).to_be_visible()
        explorer.expect()

    def test_a_png_is_no_jpeg(self, explorer: Explorer, tmp_path: Path) -> None:
        Image.fromarray(np.zeros((20, 20, 3), "uint8")).save(tmp_path / "black.png")
        explorer.control("Open my photo").set_input_files(tmp_path / "black.png")
        expect(explorer.mount.get_by_text(re.compile("This is no JPEG file"))).to_be_visible()

    @pytest.mark.parametrize(("orientation", "turned"), [(1, False), (6, True)])
    def test_a_turned_photo_stays_as_it_is_stored(self, page: Page, orientation: int, turned: bool) -> None:
        explorer = Explorer(page, file=jpeg(orientation=orientation))
        explorer.expect()
        assert explorer.mount.get_by_text("TensorFlow does not follow them").is_visible() is turned


class TestState:
    def test_a_link_brings_everything_back(self, new_page: NewPage) -> None:
        first = Explorer(new_page())
        first.control("128").check(force=True)
        first.control("pad").check(force=True)
        first.step("resize").check(force=True)
        first.settle()  # until then the output is hidden and can't take the focus
        first.mount.locator(".cw-stage-output").press("Shift+ArrowRight")
        twin = first.expect(image_size=128, fit="pad", step="resize", row=66, column=74)
        query = first.page.url.split("?")[1].split("#")[0].replace(f"{MOUNT}.", "")
        assert Explorer(new_page(), query=query).expect().state() == twin.state()

    def test_a_link_sets_only_what_it_may(self, page: Page) -> None:
        refused = "step=cook&image_size=100&interpolation=lanczos3&fit=squash&batch_size=1&row=180&column=-1"
        assert Explorer(page, query=f"{refused}&file=%22AA%22").expect().state() == OPENING.state()

    def test_theme_and_width_may_change_at_any_time(self, explorer: Explorer) -> None:
        explorer.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        explorer.page.set_viewport_size({"width": 360, "height": 700})
        explorer.expect()
        assert explorer.shown()["theme"] == "dark"

    def test_ten_on_a_page_do_not_know_of_each_other(self, page: Page) -> None:
        widgets = [PreprocessingExplorer(jpeg(20 + i, 30), image_size=32) for i in range(10)]
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
        page.wait_for_function("document.querySelectorAll('.cw-widget:not([aria-busy])').length === 10")
        places[3].get_by_label("crop", exact=True).check(force=True)
        places[7].get_by_label("64", exact=True).first.check(force=True)
        widgets[3].fit, widgets[7].image_size = "crop", 64
        page.evaluate(TWO_FRAMES)
        for place, widget in zip(places, widgets, strict=True):
            assert_shown(place.evaluate(SHOWN), widget)
        ids = page.locator("[id]").evaluate_all("(elements) => elements.map(({ id }) => id)")
        assert len(ids) == len(set(ids))

    def test_a_thousand_changes_leave_no_memory_behind(self, explorer: Explorer) -> None:
        page = explorer.page
        heap = heap_of(page)

        def change(count: int) -> None:
            page.evaluate(
                """async (count) => {
                  const choices = document.querySelectorAll(".cw-widget input[type=radio]");
                  for (let i = 0; i < count; i++) {
                    choices[(7 * i) % choices.length].click();
                    if (i % 4 === 0) await new Promise((done) => requestAnimationFrame(done));
                  }
                }""",
                count,
            )

        change(100)
        before = heap()
        change(1000)
        assert heap() - before < 5e6


class TestForEveryone:
    @pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 760), ("light", 360), ("dark", 360)])
    @pytest.mark.parametrize("language", ["ko", "en"])
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, language: str, theme: str, width: int
    ) -> None:
        page = new_page(theme=theme, width=width)
        explorer = Explorer(page, language=language, theme=theme, file=jpeg(orientation=6))
        assert bool(re.search("[가-힣]", explorer.mount.locator(".cw-widget").inner_text())) is (language == "ko")
        for step in range(len(STEPS)):
            explorer.mount.locator(".cw-steps label").nth(step).click()
            page.evaluate(TWO_FRAMES)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert explorer.mount.locator(".cw-steps").evaluate("(el) => el.scrollWidth <= el.clientWidth")
            assert not violations(page)
