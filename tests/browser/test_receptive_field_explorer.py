"""`ReceptiveFieldExplorer` under the hands of a reader: every control by mouse, touch and keyboard, against NumPy."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from course_utils import photos
from course_utils.widgets.receptive_field_explorer.widget import ReceptiveFieldExplorer
from tests.browser.axe import violations
from tests.browser.memory import heap_of
from tests.browser.widget_page import TWO_FRAMES, open_widget, page_of, state_of

THUMB = 16
PROFILE = 30
CONV, POOL = {"type": "conv"}, {"type": "pool"}
SAME: dict[str, Any] = {"padding": "same"}
EIGHT = [CONV] * 8
EXAMPLES: dict[str, dict[str, Any]] = {
    "convnet": {},
    "full": {"layers": EIGHT, "view": "theoretical"},
    "mixed": {"layers": [{**CONV, "dilation_rate": 8}, {**CONV, "strides": 3, **SAME}, {**POOL, "strides": 1, **SAME}]},
    "misfit": {"layers": [CONV, POOL, CONV, POOL, CONV, POOL, CONV, {**CONV, "kernel_size": 7}]},
}

NewPage = Callable[..., Page]
Press = Callable[..., None]


class Explorer:
    """The widget in a page, and what can be read off it."""

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        self.page = page
        self.widget = ReceptiveFieldExplorer(**traits)
        self.mount = open_widget(page, self.widget, language, theme, query)

    def control(self, role: Any, name: str) -> Locator:
        return self.mount.get_by_role(role, name=name, exact=True)

    def stage(self, name: str) -> Locator:
        return self.mount.get_by_role("application", name=re.compile(f"^{name}"))

    def editor(self) -> Locator:
        return self.mount.locator(".cw-editor")

    def twin(self) -> ReceptiveFieldExplorer:
        """The same widget in Python, with the traits that the page has now."""
        self.page.evaluate(TWO_FRAMES)
        state = state_of(self.page, self.widget)
        return ReceptiveFieldExplorer(**{**state, "image": self.widget.image})

    def on_picture(self, row: float, column: float) -> dict[str, float]:
        """Where a pixel lies in the picture."""
        box = self.stage("Picture").bounding_box()
        height, width, _ = self.widget.image.shape
        assert box
        return {"x": (column + 0.5) / width * box["width"], "y": (row + 0.5) / height * box["height"]}

    def on_section(self, layers: int, layer: int, column: float) -> dict[str, float]:
        """Where a layer's row stands in the cross-section, above a column of pixels; layer −1 are the pixels."""
        box = self.stage("Cross-section").bounding_box()
        assert box
        pitch = (box["height"] - PROFILE) / (layers + 1)
        return {"x": (column + 0.5) / self.widget.image.shape[1] * box["width"], "y": (layers - layer - 0.5) * pitch}

    def expect(self, **traits: Any) -> ReceptiveFieldExplorer:
        """Assert these traits, and that what the page shows is NumPy's answer to its traits."""
        twin = self.twin()
        assert {name: getattr(twin, name) for name in traits} == traits
        expect_shown(self.mount, twin)
        return twin


SHOWN = """(mount) => {
  const text = (el, selector) => el.querySelector(selector).textContent;
  const box = (el) => ["y", "x", "height", "width"].map((name) => Number(el.getAttribute(name)));
  const mark = mount.querySelector(".cw-mark");
  const crops = [...mount.querySelectorAll(".cw-crops label")].filter((el) => !el.hidden);
  const rows = [...mount.querySelectorAll(".cw-row:not(.cw-head, .cw-pixels)")].filter((row) => !row.hidden);
  return {
    rows: rows.map((row) => [
      text(row, ".cw-layer-name span:not(.cw-visually-hidden)"),
      ...[".cw-size span", ".cw-sees span", ".cw-jump span"].map((name) => text(row, name)),
    ]),
    current: rows.findIndex((row) => row.matches(".cw-current")),
    mark: mark.hasAttribute("hidden") ? null : box(mark),
    findings: [...mount.querySelectorAll(".cw-findings p")].map((p) => p.textContent).join(" "),
    picture: mount.querySelector(".cw-stage canvas").toDataURL(),
    crops: crops.map((el) => text(el, "span")),
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    view: mount.querySelector(".cw-side input:checked").value,
  };
}"""


def expect_shown(mount: Locator, twin: ReceptiveFieldExplorer) -> None:
    """The table, the outline, the sentences and every pixel of the picture are what Python says."""
    shown = mount.evaluate(SHOWN)
    names = {"conv": "Conv", "pool": "MaxPool"}
    assert shown["rows"] == [
        [
            f"{names[item['type']]} {item['kernel_size']} × {item['kernel_size']}",
            f"{height} × {width}",
            f"{field.size} × {field.size}",
            str(field.jump),
        ]
        for item, (height, width), field in zip(twin.layers, twin.sizes(), twin.fields(), strict=True)
    ]
    assert shown["current"] == twin.layer
    assert shown["view"] == twin.view
    bounds = twin.seen().bounds
    assert bounds
    top, left, bottom, right = bounds
    size = [bottom - top + 1, right - left + 1]
    assert shown["mark"] == (None if twin.view == "effective" else [top, left, *size])
    assert (
        f"row {twin.row}, column {twin.column} of layer {twin.layer + 1} sees {size[0]} × {size[1]} of"
        in shown["findings"]
    )
    assert f"lies within {twin.half_size()} × {twin.half_size()} pixels" in shown["findings"]
    assert shown["crops"][twin.layer] == f"{size[0]} × {size[1]}"
    np.testing.assert_allclose(pixels(shown["picture"]), painted(twin, shown["theme"]), atol=1.5)


def pixels(data_url: str) -> NDArray[Any]:
    """The RGB pixels of a canvas."""
    picture = Image.open(io.BytesIO(base64.b64decode(data_url.partition(",")[2])))
    return np.asarray(picture.convert("RGB")).astype(float)


def painted(twin: ReceptiveFieldExplorer, theme: str) -> NDArray[Any]:
    """The picture as it should look: what is not seen recedes into paper, heat is amber over gray."""
    paper, hot = {"light": ((255, 255, 255), (180, 83, 9)), "dark": ((20, 24, 31), (251, 191, 36))}[theme]
    picture, gradient = (
        np.broadcast_to(twin.image.astype(float), (*twin.image.shape[:2], 3)),
        twin.gradient()[..., np.newaxis],
    )
    plain = twin.view == "theoretical"
    colours = picture if plain else (picture * [0.299, 0.587, 0.114]).sum(axis=2)[..., np.newaxis]
    inside = {"theoretical": 1, "effective": 0.28, "both": 0.9}[twin.view]
    cold = paper + (colours - paper) * np.where(gradient > 0, inside, 0.28)
    return np.asarray(cold + (np.array(hot) - cold) * (0 if plain else 0.85 * gradient / gradient.max()))


@pytest.fixture(params=["mouse", "touch"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> tuple[Explorer, Press]:
    """The explorer, and how to press something in it: with a mouse on a desk, with a finger on a phone."""
    if request.param == "mouse":
        return Explorer(new_page()), Locator.click
    return Explorer(new_page(width=360, has_touch=True, is_mobile=True)), Locator.tap


def slide(explorer: Explorer, press: Press, name: str, value: int) -> None:
    """Press the place of a value on a slider's track."""
    slider = explorer.editor().get_by_role("slider", name=name)
    low, high = (int(slider.get_attribute(end) or 0) for end in ("min", "max"))
    box = slider.bounding_box()
    assert box
    press(
        slider,
        position={"x": THUMB / 2 + (box["width"] - THUMB) * (value - low) / (high - low), "y": box["height"] / 2},
    )


class TestPointer:
    def test_a_spot_of_the_picture(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.stage("Picture"), position=explorer.on_picture(26, 29))
        explorer.expect(layer=4, row=4, column=5)

    def test_a_unit_of_the_cross_section(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.stage("Cross-section"), position=explorer.on_section(5, 1, 20))
        twin = explorer.expect(layer=1)
        top, left, bottom, right = twin.seen().bounds or (0, 0, 0, 0)
        assert left <= 20 <= right
        assert top <= 32 <= bottom
        press(explorer.stage("Cross-section"), position=explorer.on_section(5, -1, 60))
        explorer.expect(layer=1, column=29)

    def test_views(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        for view in ("theoretical", "effective", "both"):
            press(explorer.control("radio", view))
            explorer.expect(view=view)

    def test_layers_are_added(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.control("button", "+ MaxPool 2 × 2"))
        assert len(explorer.expect(layer=5).layers) == 6
        press(explorer.control("button", "+ Conv 3 × 3"))
        assert explorer.expect(layer=6).fields()[-1].size == 38

    def test_padding_of_all(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        group = explorer.mount.get_by_role("group", name="Padding of all layers")
        press(group.get_by_label("same"))
        assert {item["padding"] for item in explorer.expect().layers} == {"same"}

    def test_presets(self, hand: tuple[Explorer, Press]) -> None:
        explorer, _ = hand
        sizes = []
        for preset in ("convnet", "three", "eight", "strided", "dilated", "vgg"):
            explorer.mount.get_by_label("Stack").select_option(preset)
            twin = explorer.expect()
            assert twin.layer == len(twin.layers) - 1
            sizes.append(twin.fields()[-1].size)
        assert sizes == [18, 7, 17, 15, 31, 16]

    def test_one_layer_is_edited(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.control("button", "Edit layer: 1 Conv 3 × 3"))
        slide(explorer, press, "Window size", 5)
        assert explorer.expect(layer=4).layers[0]["kernel_size"] == 5
        slide(explorer, press, "Dilation rate", 3)
        assert explorer.expect().layers[0]["dilation_rate"] == 3
        slide(explorer, press, "Strides", 2)
        assert explorer.twin().layers[0] == {
            "type": "conv",
            "kernel_size": 5,
            "strides": 2,
            "dilation_rate": 1,
            "padding": "valid",
        }
        expect(explorer.mount.get_by_text(re.compile("^Keras does not combine"))).to_be_visible()
        press(explorer.editor().get_by_label("same"))
        assert explorer.expect().layers[0]["padding"] == "same"
        expect(explorer.mount.get_by_text(re.compile("^Keras does not combine"))).to_have_count(0)
        press(explorer.editor().get_by_label("MaxPool"))
        assert explorer.expect().layers[0]["type"] == "pool"
        expect(explorer.editor().get_by_role("slider", name="Dilation rate")).to_be_disabled()

    def test_one_layer_is_moved_and_removed(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.control("button", "Edit layer: 2 MaxPool 2 × 2"))
        press(explorer.control("button", "Move up"))
        assert [item["type"] for item in explorer.expect().layers] == ["conv", "conv", "pool", "pool", "conv"]
        press(explorer.control("button", "Move down"))
        press(explorer.control("button", "Move down"))
        assert [item["type"] for item in explorer.expect().layers] == ["pool", "conv", "conv", "pool", "conv"]
        expect(explorer.control("button", "Move down")).to_be_disabled()
        press(explorer.control("button", "Remove"))
        assert [item["type"] for item in explorer.expect(layer=3).layers] == ["conv", "conv", "pool", "conv"]

    def test_what_a_layer_sees_chooses_it(self, hand: tuple[Explorer, Press]) -> None:
        explorer, press = hand
        press(explorer.control("radio", "Layer 3 sees 8 × 8 pixels"))
        explorer.expect(layer=2)


class TestHover:
    def shown(self, explorer: Explorer) -> Any:
        explorer.page.evaluate(TWO_FRAMES)
        return explorer.mount.evaluate(SHOWN)

    def test_it_looks_and_leaving_goes_back(self, page: Page) -> None:
        explorer = Explorer(page)
        before = self.shown(explorer)
        explorer.stage("Picture").hover(position=explorer.on_picture(10, 50))
        assert self.shown(explorer)["mark"] != before["mark"]
        explorer.stage("Cross-section").hover(position=explorer.on_section(5, 0, 5))
        assert self.shown(explorer)["current"] == 0
        assert self.shown(explorer)["mark"][2:] == [3, 3]
        explorer.page.mouse.move(2, 2)
        assert self.shown(explorer) == before
        explorer.expect(layer=4, row=6, column=6)


class TestKeyboard:
    def test_arrow_keys_in_the_picture_stop_at_the_border(self, page: Page) -> None:
        explorer = Explorer(page, row=10, column=0)
        for key, unit in [
            ("ArrowDown", (11, 0)),
            ("ArrowDown", (11, 0)),
            ("ArrowRight", (11, 1)),
            ("ArrowUp", (10, 1)),
            ("ArrowLeft", (10, 0)),
            ("ArrowLeft", (10, 0)),
        ]:
            explorer.stage("Picture").press(key)
            explorer.expect(row=unit[0], column=unit[1])

    def test_arrow_keys_in_the_cross_section_climb(self, page: Page) -> None:
        explorer = Explorer(page)
        section = explorer.stage("Cross-section")
        section.press("ArrowUp")
        explorer.expect(layer=4, column=6)
        section.press("ArrowDown")
        explorer.expect(layer=3, row=7, column=7)
        section.press("ArrowLeft")
        explorer.expect(layer=3, row=7, column=6)
        for _ in range(5):
            section.press("ArrowDown")
        explorer.expect(layer=0)

    def test_every_control(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.control("button", "+ Conv 3 × 3").press("Enter")
        explorer.expect(layer=5)
        explorer.control("button", "Edit layer: 3 Conv 3 × 3").press("Space")
        explorer.editor().get_by_role("slider", name="Window size").press("ArrowRight")
        assert explorer.expect().layers[2]["kernel_size"] == 4
        explorer.editor().get_by_role("slider", name="Strides").press("End")
        assert explorer.expect().layers[2]["strides"] == 3
        explorer.editor().get_by_label("valid").press("ArrowRight")
        assert explorer.expect().layers[2]["padding"] == "same"
        explorer.editor().get_by_label("Conv").press("ArrowRight")
        assert explorer.expect().layers[2]["type"] == "pool"
        explorer.control("button", "Move down").press("Enter")
        explorer.control("button", "Remove").press("Enter")
        assert len(explorer.expect().layers) == 5
        explorer.control("radio", "both").press("ArrowLeft")
        explorer.expect(view="effective")
        explorer.mount.get_by_role("radiogroup").get_by_role("radio", checked=True).press("ArrowLeft")
        explorer.expect(layer=3)
        explorer.mount.get_by_label("Stack").press("Home")
        explorer.expect(layer=4)

    def test_keys_that_come_before_the_next_frame_reach_the_layer_just_chosen(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.control("button", "Edit layer: 1 Conv 3 × 3").evaluate(
            """(button) => {
              button.click();
              for (const name of ["Dilation rate", "Window size"]) {
                const slider = [...document.querySelectorAll(".cw-editor input[type=range]")]
                  .find((input) => input.labels[0].textContent.includes(name));
                slider.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
                slider.value = slider.max;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
              }
            }"""
        )
        first, *others = explorer.expect().layers
        assert (first["dilation_rate"], first["kernel_size"]) == (8, 7)
        assert [layer["kernel_size"] for layer in others] == [2, 3, 2, 3]

    def test_tab_reaches_all_of_it(self, page: Page) -> None:
        Explorer(page, layers=[CONV, POOL])
        reached = set()
        for _ in range(25):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate("document.activeElement.closest('.cw-widget') && document.activeElement.outerHTML")
            )
        # preset, 2 adders, padding; picture; view; crops; 2 names; cross-section; down, remove; kind, 2 sliders,
        # padding. A pooling layer has no dilation, and nothing lies above the last layer.
        assert len(reached - {None}) == 16


class TestLimits:
    def test_a_layer_that_no_longer_fits_is_explained_and_can_be_mended(self, page: Page) -> None:
        explorer = Explorer(page, image=photos.cat(56))
        explorer.control("button", "Edit layer: 1 Conv 3 × 3").click()
        explorer.editor().get_by_role("slider", name="Dilation rate").press("End")
        explorer.editor().get_by_role("slider", name="Window size").press("End")
        message = explorer.mount.get_by_text(re.compile(r"^Layer 5: a 3 × 3 window does not fit into 1 × 1\. Remove"))
        expect(message).to_be_visible()
        expect(explorer.control("button", "+ Conv 3 × 3")).to_be_disabled()
        shown = explorer.mount.evaluate(SHOWN)
        assert shown["rows"][4][1:] == ["—", "—", "—"]
        assert shown["current"] == 3
        explorer.stage("Cross-section").click(position=explorer.on_section(5, 4, 30))
        with pytest.raises(ValueError, match="does not fit"):
            explorer.twin().sizes()
        explorer.mount.get_by_role("group", name="Padding of all layers").get_by_label("same").check(force=True)
        expect(message).to_have_count(0)
        explorer.expect()

    def test_not_even_the_first_layer_fits(self, page: Page) -> None:
        explorer = Explorer(
            page, layers=[{**CONV, "kernel_size": 7, "dilation_rate": 8}], image=np.zeros((48, 48, 1), np.uint8)
        )
        expect(
            explorer.mount.get_by_text(re.compile("^Layer 1: a 49 × 49 window does not fit into 48 × 48"))
        ).to_be_visible()
        for stage in ("Picture", "Cross-section"):
            explorer.stage(stage).click()
            explorer.stage(stage).press("ArrowUp")
        explorer.editor().get_by_role("slider", name="Dilation rate").press("Home")
        explorer.expect(layer=0)

    def test_a_full_stack_takes_no_more(self, page: Page) -> None:
        explorer = Explorer(page, layers=[CONV] * 7)
        explorer.control("button", "+ Conv 3 × 3").click()
        assert len(explorer.expect().layers) == 8
        expect(explorer.control("button", "+ Conv 3 × 3")).to_be_disabled()
        expect(explorer.control("button", "+ MaxPool 2 × 2")).to_be_disabled()
        expect(explorer.mount.get_by_text("A stack holds up to 8 layers.")).to_be_visible()

    def test_no_room_for_another_window(self, page: Page) -> None:
        explorer = Explorer(
            page,
            layers=[{**CONV, "kernel_size": 7}, {**CONV, "kernel_size": 7}, {**POOL, "strides": 3}],
            image=np.zeros((16, 16, 1), np.uint8),
        )
        expect(explorer.mount.get_by_text(re.compile(r"^The topmost map is only 1 × 1"))).to_be_visible()
        expect(explorer.control("button", "+ MaxPool 2 × 2")).to_be_disabled()

    def test_a_unit_that_sees_only_padding_says_so(self, page: Page) -> None:
        stack = [{**CONV, "kernel_size": 7, "strides": 3}, {**CONV, "kernel_size": 2, "dilation_rate": 8, **SAME}]
        explorer = Explorer(page, layers=stack, image=np.zeros((16, 16, 1), np.uint8), row=0, column=0)
        expect(explorer.mount.get_by_text(re.compile("sees nothing but padding"))).to_be_visible()
        assert explorer.mount.evaluate(SHOWN)["mark"] is None

    def test_the_last_layer_cannot_be_removed(self, page: Page) -> None:
        explorer = Explorer(page, layers=[CONV])
        for name in ("Move up", "Move down", "Remove"):
            expect(explorer.control("button", name)).to_be_disabled()


class TestWords:
    def test_they_say_why(self, page: Page) -> None:
        explorer = Explorer(page)
        expect(explorer.mount.locator(".cw-growth")).to_have_text("1 + 2·1 + 1·1 + 2·2 + 1·2 + 2·4 = 18")
        expect(
            explorer.mount.get_by_text("If all strides were 1, the same windows would see only 9 × 9 pixels.")
        ).to_be_visible()
        explorer.mount.get_by_label("Stack").select_option("eight")
        expect(
            explorer.mount.get_by_text(re.compile("the jump stays 1 and each layer adds only a little"))
        ).to_be_visible()
        explorer.mount.get_by_label("Stack").select_option("dilated")
        expect(explorer.mount.get_by_text(re.compile("dilation widens the windows"))).to_be_visible()

    def test_they_tell_borders_and_gaps(self, page: Page) -> None:
        explorer = Explorer(page, layers=[{**CONV, "dilation_rate": 2, **SAME}], row=0, column=5)
        expect(
            explorer.mount.get_by_text(
                re.compile(r"sees 3 × 5 of.*border it would be 5 × 5.*only 6 of these 15 pixels")
            )
        ).to_be_visible()

    def test_a_screen_reader_hears_where_the_unit_came_to_rest(self, page: Page) -> None:
        explorer = Explorer(page)
        explorer.stage("Picture").press("ArrowRight")
        said = explorer.mount.locator("[aria-live=polite]")
        expect(said).to_have_text(re.compile("row 6, column 7 of layer 5 sees 18 × 18.*9 × 9"))

    def test_each_edition_speaks_its_language(self, new_page: NewPage) -> None:
        korean = Explorer(new_page(), language="ko").mount.inner_text()
        english = Explorer(new_page(), language="en").mount.inner_text()
        assert "수용 영역" in korean
        assert not re.search("[가-힣]", english)


class TestState:
    def test_a_link_sets_what_it_may(self, page: Page) -> None:
        stack = ReceptiveFieldExplorer([CONV, {**POOL, **SAME}]).layers
        query = f"layers={json.dumps(stack, separators=(',', ':'))}&layer=1&row=3&column=30&view=effective"
        explorer = Explorer(page, query=query)
        explorer.expect(layers=stack, layer=1, row=3, column=30, view="effective")

    def test_a_link_out_of_bounds_sets_nothing(self, page: Page) -> None:
        explorer = Explorer(page, query='layers=[{"type":"conv","kernel_size":9}]&row=200&view=heat&layer=-1')
        explorer.expect(layer=4, row=6, column=6, view="both")

    def test_it_is_right_after_a_change_of_theme_and_size(self, page: Page) -> None:
        explorer = Explorer(page)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        explorer.stage("Picture").press("ArrowLeft")
        explorer.expect(column=5)
        page.set_viewport_size({"width": 360, "height": 800})
        page.evaluate(TWO_FRAMES)
        canvas = explorer.mount.locator(".cw-section canvas")
        assert canvas.evaluate("(el) => el.width === Math.round(el.clientWidth * devicePixelRatio) && el.width < 330")
        explorer.stage("Cross-section").click(position=explorer.on_section(5, 2, 40))
        explorer.expect(layer=2)
        colours = len(np.unique(pixels(canvas.evaluate("(el) => el.toDataURL()")).reshape(-1, 3), axis=0))
        assert colours > 30

    def test_ten_widgets_on_a_page_are_independent(self, page: Page) -> None:
        widget = ReceptiveFieldExplorer()
        html = page_of(widget, "en", "light")
        mount = re.search(r'<div class="cw-mount".*?</div>', html)
        assert mount
        many = "".join(mount[0].replace('id="widget-live"', f'id="widget-{i}"') for i in range(10))
        page.set_content(html.replace(mount[0], many))
        mounts = page.locator(".cw-mount[data-ready]")
        expect(mounts).to_have_count(10)
        mounts.nth(3).get_by_label("Stack").select_option("eight")
        mounts.nth(7).get_by_role("radio", name="theoretical").check(force=True)
        page.evaluate(TWO_FRAMES)
        for i in range(10):
            layers = EIGHT if i == 3 else widget.layers
            expect_shown(
                mounts.nth(i),
                ReceptiveFieldExplorer(
                    layers, view="theoretical" if i == 7 else "both", **({"row": 25, "column": 25} if i == 3 else {})
                ),
            )
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
        assert len(ids) == len(set(ids))

    def test_a_thousand_interactions_leave_nothing_behind(self, page: Page) -> None:
        explorer = Explorer(page)
        heap = heap_of(page)

        def interact(times: int) -> None:
            page.evaluate(
                """async (times) => {
                  const stages = [...document.querySelectorAll("[role=application]")];
                  const presets = document.querySelector("select");
                  for (let i = 0; i < times; i++) {
                    const stage = stages[i % 2], box = stage.getBoundingClientRect();
                    const at = { clientX: box.x + (i * 37) % box.width, clientY: box.y + (i * 23) % box.height };
                    stage.dispatchEvent(new PointerEvent("pointermove", { ...at, pointerType: "mouse" }));
                    if (i % 10 === 0) {
                      presets.selectedIndex = (i / 10) % 6;
                      presets.dispatchEvent(new Event("change"));
                    }
                    if (i % 4 === 0) await new Promise(requestAnimationFrame);
                  }
                }""",
                times,
            )

        interact(100)
        before = heap()
        interact(1000)
        assert heap() - before < 5_000_000
        page.evaluate(
            """document.querySelectorAll("[role=application]")
              .forEach((el) => el.dispatchEvent(new PointerEvent("pointerleave")))"""
        )
        explorer.expect()


class TestForEveryone:
    @pytest.mark.parametrize(
        ("theme", "width", "language", "example"),
        [
            ("light", 760, "en", "convnet"),
            ("light", 760, "ko", "mixed"),
            ("light", 360, "en", "misfit"),
            ("light", 360, "ko", "convnet"),
            ("dark", 960, "en", "full"),
            ("dark", 960, "ko", "misfit"),
            ("dark", 360, "en", "mixed"),
            ("dark", 360, "ko", "full"),
        ],
    )
    def test_it_is_accessible_and_never_scrolls_sideways(
        self, new_page: NewPage, theme: str, width: int, language: str, example: str
    ) -> None:
        page = new_page(theme=theme, width=width)
        explorer = Explorer(page, language, theme, **EXAMPLES[example])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page)
        small = explorer.mount.locator(".cw-widget :is(input, button, select)").evaluate_all(
            """(all) => all.filter((el) => {
              const { width, height } = el.getBoundingClientRect();
              return el.checkVisibility() && Math.min(width, height) < 24;
            }).map((el) => el.outerHTML)"""
        )
        assert not small

    @pytest.mark.parametrize("stage", ["Picture", "Cross-section"])
    def test_a_finger_scrolls_the_page_over_it(self, page: Page, stage: str) -> None:
        explorer = Explorer(page)
        assert explorer.stage(stage).evaluate("(el) => getComputedStyle(el).touchAction") == "pan-y"
