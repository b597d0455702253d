"""`AugmentationExplorer` under the hands of a reader: every control, and every pixel that it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, expect

from course_utils.widgets.augmentation_explorer.widget import PREVIEWS, AugmentationExplorer
from tests.augmentation import previews
from tests.browser.axe import violations
from tests.browser.explorer import pixels
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import ADDRESS, MOUNT, TWO_FRAMES, WidgetPage, page_of

PICTURE = np.random.default_rng(0).integers(0, 256, (24, 32, 3), "uint8")

NewPage = Callable[..., Page]

SHOWN = """(mount) => ({
  theme: mount.querySelector(".cw-widget").dataset.cwTheme,
  input: mount.querySelector(".cw-figure-input canvas").toDataURL(),
  previews: [...mount.querySelectorAll(".cw-sheet canvas")].map((el) => el.toDataURL()),
  epochs: [...mount.querySelectorAll(".cw-sheet span")].map((el) => Number(el.textContent)),
  chosen: [...mount.querySelectorAll(".cw-sheet input")].findIndex((el) => el.checked),
  said: [...mount.querySelectorAll(".cw-said .cw-term")].map((el) => el.textContent),
  names: [...mount.querySelectorAll(".cw-sheet input")].map((el) => el.getAttribute("aria-label")),
  strips: [...mount.querySelectorAll(".cw-distribution:not([hidden]) b")].map((el) => el.textContent),
  dots: [...mount.querySelectorAll(".cw-distribution:not([hidden])")].map((el) =>
    ["cw-dots", "cw-dots-latest"].map((name) => el.querySelector(`[class$="${name}"]`))
      .map((path) => path.getAttribute("d").split("M").length - 1)),
  flips: mount.querySelector(".cw-flips:not([hidden])")?.textContent,
  code: mount.querySelector("code").textContent,
})"""

# A label is pressed as well as what it names.
TARGET = """(el) => {
  const { width, height } = (el.closest("label") ?? el).getBoundingClientRect();
  return Math.min(width, height);
}"""


class Explorer(WidgetPage):
    """The widget in a page, and what can be read off it."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, AugmentationExplorer(**{"image": PICTURE, **traits}), language, theme, query)
        self.photo: NDArray[np.uint8] = self.widget.image

    def expect(self, **traits: Any) -> AugmentationExplorer:
        """Assert these traits, and that all that the page shows follows from its traits."""
        twin = AugmentationExplorer(**{**self.state(), "image": self.photo})
        assert {name: getattr(twin, name) for name in traits} == pytest.approx(traits)
        assert_shown(self.shown(), twin, self.photo)
        return twin


def assert_shown(shown: dict[str, Any], twin: AugmentationExplorer, photo: NDArray[np.uint8]) -> None:
    """Assert the pictures, which epochs they are of, what is said of them, and the Keras code."""
    np.testing.assert_array_equal(pixels(shown["input"]), photo)
    answers = previews(twin, photo, PREVIEWS)
    for picture, answer in zip(shown["previews"], answers, strict=True):
        np.testing.assert_allclose(pixels(picture).astype(int), answer["picture"], atol=1)
    assert shown["epochs"] == list(range(twin.epoch, twin.epoch + PREVIEWS))
    assert shown["chosen"] == twin.preview
    assert_words(shown, twin, answers[twin.preview]["draws"])
    layers = [type(layer).__name__ for layer in twin.layers()]
    assert re.findall(r"layers\.(\w+)", shown["code"]) == layers
    assert [name for name in shown["dots"] if name != [twin.epoch - 1, PREVIEWS]] == []


def assert_words(shown: dict[str, Any], twin: AugmentationExplorer, draws: dict[str, Any]) -> None:
    """Assert what is said of the chosen preview."""
    said = ", ".join(shown["said"])
    assert shown["names"][twin.preview] == f"Epoch {twin.epoch + twin.preview}: {said}"
    if not twin.training:
        assert said == "in inference the input passes as it is"
        assert shown["strips"] == []
        return
    assert ("flipped left to right" in said) is draws["flippedHorizontally"]
    assert ("flipped upside down" in said) is draws["flippedVertically"]
    turned = re.search(r"turned ([\d.]+)° (counter-)?clockwise", said)
    assert bool(turned) is (twin.rotation > 0)
    if turned:
        assert float(turned[1]) * (1 if turned[2] else -1) == pytest.approx(draws["degrees"], abs=0.051)
    zoomed = re.search(r"window ×([\d.]+) → object ×([\d.]+)", said)
    if zoomed:
        assert float(zoomed[1]) == pytest.approx(draws["heightZoom"], abs=0.0051)
        assert float(zoomed[2]) == pytest.approx(1 / draws["heightZoom"], abs=0.0051)
    assert bool(zoomed) is (twin.keep_aspect and twin.zoom_height > 0)


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=900, has_touch=way.touch)))


class TestControls:
    def test_layers(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        explorer.expect(flip="horizontal", rotation=0.1)
        hand.select("Flip RandomFlip", "horizontal_and_vertical")
        explorer.expect(flip="horizontal_and_vertical")
        for label, trait, value in (
            ("Rotation RandomRotation", "rotation", 0.3),
            ("Zoom RandomZoom", "zoom_height", 0.5),
            ("Shift down, up RandomTranslation", "translation_height", 0.2),
            ("Shift sideways", "translation_width", 0.4),
            ("Contrast RandomContrast", "contrast", 0.6),
            ("Brightness RandomBrightness", "brightness", 0.3),
        ):
            hand.slide(label, value)
            assert getattr(explorer.expect(), trait) == pytest.approx(value, abs=0.051), trait

    def test_aspect(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        expect(explorer.control("Zoom across")).to_be_hidden()
        hand.press(explorer.control("Keep the aspect ratio"))
        hand.slide("Zoom across", 0.6)
        assert explorer.expect(keep_aspect=False).zoom_width == pytest.approx(0.6, abs=0.051)

    def test_sampling_and_mode(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        for mode in ("wrap", "constant", "nearest", "reflect"):
            hand.choose("Beyond the edge fill_mode", mode)
            explorer.expect(fill_mode=mode)
        hand.choose("Between pixels interpolation", "nearest")
        explorer.expect(interpolation="nearest")
        hand.choose("Where the layers are used", "inference predict")
        explorer.expect(training=False)
        hand.choose("Where the layers are used", "training fit")
        explorer.expect(training=True)

    def test_epochs(self, hand: Hand) -> None:
        explorer: Any = hand.explorer
        expect(explorer.button("The nine epochs before")).to_be_disabled()
        hand.press(explorer.button("The next nine epochs"))
        hand.press(explorer.button("The next nine epochs"))
        explorer.expect(epoch=19)
        hand.press(explorer.button("The nine epochs before"))
        explorer.expect(epoch=10, seed=0)
        hand.press(explorer.button("Draw anew from the start"))
        explorer.expect(epoch=1, seed=1)

    def test_the_last_epoch_is_the_last(self, page: Page) -> None:
        explorer = Explorer(page, epoch=985)
        explorer.button("The next nine epochs").click()
        explorer.expect(epoch=991)
        expect(explorer.button("The next nine epochs")).to_be_disabled()

    def test_previews_can_be_looked_at(self, explorer: Explorer) -> None:
        explorer.mount.locator(".cw-sheet label").nth(4).click()
        explorer.expect(preview=4)
        explorer.page.keyboard.press("ArrowRight")
        explorer.expect(preview=5)


class TestWhatIsShown:
    def test_flips_are_counted(self, page: Page) -> None:
        explorer = Explorer(page, flip="horizontal_and_vertical", epoch=92)
        twin = explorer.expect()
        first = AugmentationExplorer(**{**twin.state(), "image": PICTURE, "epoch": 1})
        drawn = [answer["draws"] for answer in previews(first, PICTURE, 100)]
        counts = [sum(draws[name] for draws in drawn) for name in ("flippedHorizontally", "flippedVertically")]
        flips = explorer.shown()["flips"]
        assert re.findall(r"(\d+) of 100 \((\d+)%\)", flips) == [(str(count), str(count)) for count in counts]

    def test_nothing_is_drawn_without_layers(self, page: Page) -> None:
        explorer = Explorer(page, flip="none", rotation=0, zoom_height=0)
        explorer.expect()
        expect(explorer.mount.get_by_text("Nothing is drawn at the moment.")).to_be_visible()
        assert explorer.shown()["said"] == ["nothing has changed"]

    def test_a_gray_picture(self, page: Page) -> None:
        gray = PICTURE[..., :1]
        explorer = Explorer(page, image=gray, contrast=0.5)
        answers = previews(explorer.widget, gray, PREVIEWS)
        for picture, answer in zip(explorer.shown()["previews"], answers, strict=True):
            np.testing.assert_allclose(pixels(picture).astype(int), np.repeat(answer["picture"], 3, axis=2), atol=1)

    def test_a_photo_of_the_readers_own_stays_in_the_page(self, explorer: Explorer, tmp_path: Path) -> None:
        photo = np.random.default_rng(1).integers(0, 256, PICTURE.shape, "uint8")
        Image.fromarray(photo).save(tmp_path / "photo.png")
        before = explorer.shown()["input"]
        explorer.control("Open my photo").set_input_files(tmp_path / "photo.png")
        explorer.page.wait_for_function(
            "(before) => document.querySelector('.cw-figure-input canvas').toDataURL() !== before", arg=before
        )
        explorer.photo = photo
        explorer.expect()
        (tmp_path / "notes.txt").write_text("no picture")
        explorer.control("Open my photo").set_input_files(tmp_path / "notes.txt")
        expect(explorer.mount.get_by_text("The file “notes.txt” can’t be read as a photo.")).to_be_visible()
        explorer.expect()

    def test_code_is_copied(self, explorer: Explorer) -> None:
        explorer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        explorer.button("Copy the code").click()
        expect(explorer.mount.get_by_text("Copied.")).to_be_visible()
        assert explorer.page.evaluate("navigator.clipboard.readText()") == explorer.shown()["code"]

    def test_code_is_selected_where_the_clipboard_is_closed(self, explorer: Explorer) -> None:
        explorer.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        explorer.button("Copy the code").click()
        expect(explorer.mount.get_by_text("Press Ctrl+C to copy.")).to_be_visible()
        assert explorer.page.evaluate("String(getSelection())") == explorer.shown()["code"]


class TestState:
    def test_a_link_brings_everything_back(self, new_page: NewPage) -> None:
        first = Explorer(new_page())
        first.control("Rotation RandomRotation").fill("0.25")
        first.control("Keep the aspect ratio").uncheck()
        first.control("Flip RandomFlip").select_option("vertical")
        first.button("The next nine epochs").click()
        first.mount.locator(".cw-sheet label").nth(2).click()
        twin = first.expect(rotation=0.25, keep_aspect=False, flip="vertical", epoch=10, preview=2)
        query = first.page.url.split("?")[1].split("#")[0].replace(f"{MOUNT}.", "")
        assert Explorer(new_page(), query=query).expect().state() == twin.state()

    def test_a_link_sets_only_what_it_may(self, page: Page) -> None:
        refused = "rotation=0.9&flip=sideways&zoom_height=-1&contrast=%22a%22&epoch=992&preview=9&seed=1e9&training=0"
        explorer = Explorer(page, query=f"{refused}&fill_mode=mirror&brightness=0.5")
        opening = AugmentationExplorer(image=PICTURE, brightness=0.5).state()
        assert explorer.expect().state() == opening

    def test_theme_and_width_may_change_at_any_time(self, explorer: Explorer) -> None:
        explorer.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        explorer.page.set_viewport_size({"width": 360, "height": 700})
        explorer.expect()
        assert explorer.shown()["theme"] == "dark"
        explorer.control("Rotation RandomRotation").fill("0.4")
        explorer.expect(rotation=0.4)

    def test_ten_on_a_page_do_not_know_of_each_other(self, page: Page) -> None:
        widgets = [AugmentationExplorer(image=PICTURE, seed=i) for i in range(10)]
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
        places[3].locator(".cw-sheet label").nth(7).click()
        places[7].get_by_label("Contrast RandomContrast").fill("0.5")
        widgets[3].preview, widgets[7].contrast = 7, 0.5
        page.evaluate(TWO_FRAMES)
        for place, widget in zip(places, widgets, strict=True):
            assert_shown(place.evaluate(SHOWN), widget, PICTURE)
        ids = page.locator("[id]").evaluate_all("(elements) => elements.map(({ id }) => id)")
        assert len(ids) == len(set(ids))

    def test_a_thousand_changes_leave_no_memory_behind(self, explorer: Explorer) -> None:
        page = explorer.page
        heap = heap_of(page)

        def change(count: int) -> None:
            page.evaluate(
                """async (count) => {
                  const sliders = [...document.querySelectorAll("input[type=range]")].filter((el) => el.offsetParent);
                  const tiles = document.querySelectorAll(".cw-sheet input");
                  for (let i = 0; i < count; i++) {
                    const slider = sliders[i % sliders.length];
                    slider.value = String((i % 8) / 20);
                    slider.dispatchEvent(new Event("input", { bubbles: true }));
                    if (i % 5 === 0) tiles[i % 9].click();
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
        everything = {"keep_aspect": False, "translation_height": 0.2, "translation_width": 0.1, "contrast": 0.3}
        explorer = Explorer(page, language=language, theme=theme, **everything)
        assert bool(re.search("[가-힣]", explorer.mount.locator(".cw-widget").inner_text())) is (language == "ko")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)
        for control in explorer.mount.locator(".cw-widget :is(input, select, button):visible").all():
            side = control.evaluate(TARGET)
            assert side >= 24, control.evaluate("(el) => el.outerHTML")
