"""ConvolutionExplorer in a browser: every control in every way, and NumPy's answer beside each picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from course_utils import kernels
from course_utils.photos import square
from tests.browser.axe import violations
from tests.browser.explorer import Explorer, pixels
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of

NOISE = np.random.default_rng(5).integers(0, 256, (128, 128, 3), dtype=np.uint8)
GRAY = NOISE[:48, :64, :1]

NewPage = Callable[..., Page]


@pytest.fixture(params=[Mouse, Keyboard, Finger], ids=["mouse", "keyboard", "finger"])
def hand(request: pytest.FixtureRequest, new_page: NewPage) -> Hand:
    """A reader with an explorer, and one way to use it."""
    way: type[Hand] = request.param
    return way(Explorer(new_page(width=800, has_touch=way.touch)))


@pytest.fixture
def explorer(page: Page) -> Explorer:
    return Explorer(page)


# What a reader may do, each with the traits that it changes.


def choose_a_kind_of_filter(hand: Hand) -> dict[str, Any]:
    hand.select("Kind of filter", "outline")
    kernel = hand.explorer.widget.kernel.copy()
    kernel[..., 0] = kernels.stack(["outline"])[..., 0]
    return {"kernel": kernel.tolist()}


def choose_the_kernel_size(hand: Hand) -> dict[str, Any]:
    hand.choose("Kernel size", "5 × 5")
    names = ["vertical_edges", "horizontal_edges", "sharpen", "gabor_45"]
    return {"kernel": kernels.stack(names, kernel_size=5).tolist()}


def choose_padding(hand: Hand) -> dict[str, Any]:
    hand.choose("Padding", "same")
    return {"padding": "same"}


def set_strides(hand: Hand) -> dict[str, Any]:
    hand.slide("Strides", 3)
    return {"strides": 3}


def set_dilation(hand: Hand) -> dict[str, Any]:
    hand.slide("Dilation rate", 2)
    return {"dilation_rate": 2}


def choose_a_map(hand: Hand) -> dict[str, Any]:
    hand.choose_map(3)
    return {"filter": 2}


def add_a_filter(hand: Hand) -> dict[str, Any]:
    hand.press(hand.explorer.control("Add a filter"))
    added = kernels.stack([kernels.names()[4]])
    kernel = np.concatenate([hand.explorer.widget.kernel, added], axis=3)
    return {"kernel": kernel.tolist(), "bias": [0] * 5, "filter": 4}


def remove_a_filter(hand: Hand) -> dict[str, Any]:
    hand.press(hand.explorer.control("Remove this filter"))
    return {"kernel": hand.explorer.widget.kernel[..., 1:].tolist(), "bias": [0] * 3}


def set_the_bias(hand: Hand) -> dict[str, Any]:
    hand.slide("Bias", 1.5)
    state = hand.explorer.state()
    chosen, others = state["bias"][state["filter"]], [0] * (len(state["bias"]) - 1)
    assert chosen == pytest.approx(1.5, abs=0.1)
    return {"bias": [*others[: state["filter"]], chosen, *others[state["filter"] :]]}


def apply_relu(hand: Hand) -> dict[str, Any]:
    hand.press(hand.explorer.control("Apply ReLU"))
    return {"activation": "relu"}


def edit_a_number_of_all_channels(hand: Hand) -> dict[str, Any]:
    hand.type_number("Kernel Green, row 2, column 1", "-1.5")
    kernel = hand.explorer.widget.kernel.copy()
    kernel[1, 0, :, 0] = -1.5
    return {"kernel": kernel.tolist()}


def edit_a_number_of_one_channel(hand: Hand) -> dict[str, Any]:
    hand.press(hand.explorer.control("Same numbers in all channels"))
    hand.type_number("Kernel Green, row 2, column 1", "-1.5")
    kernel = hand.explorer.widget.kernel.copy()
    kernel[1, 0, 1, 0] = -1.5
    return {"kernel": kernel.tolist()}


def move_the_window_by_its_row(hand: Hand) -> dict[str, Any]:
    hand.slide("Window row", 60)
    row = hand.explorer.state()["row"]
    assert row == pytest.approx(60, abs=1)
    return {"row": row}


def move_the_window_by_its_column(hand: Hand) -> dict[str, Any]:
    hand.slide("Window column", 20)
    column = hand.explorer.state()["column"]
    assert column == pytest.approx(20, abs=1)
    return {"column": column}


def point_at_the_output(hand: Hand) -> dict[str, Any]:
    hand.point("output", 70, 31)
    return {"row": 70, "column": 31}


def point_at_the_input(hand: Hand) -> dict[str, Any]:
    hand.point("input", 70, 31)
    return {"row": 69, "column": 30}


def point_at_the_border_of_the_input(hand: Hand) -> dict[str, Any]:
    hand.point("input", 127, 64)
    return {"row": 125, "column": 63}


def fold_the_calculation(hand: Hand) -> dict[str, Any]:
    hand.press(hand.explorer.mount.locator("summary"))
    return {"calculation": False}


ACTIONS = [
    choose_a_kind_of_filter,
    choose_the_kernel_size,
    choose_padding,
    set_strides,
    set_dilation,
    choose_a_map,
    add_a_filter,
    remove_a_filter,
    set_the_bias,
    apply_relu,
    edit_a_number_of_all_channels,
    edit_a_number_of_one_channel,
    move_the_window_by_its_row,
    move_the_window_by_its_column,
    point_at_the_output,
    point_at_the_input,
    point_at_the_border_of_the_input,
    fold_the_calculation,
]


def assert_state(explorer: Explorer, expected: dict[str, Any]) -> None:
    state = explorer.state()
    for name, value in expected.items():
        if isinstance(value, list):
            np.testing.assert_allclose(state[name], value, atol=1e-6, err_msg=name)
        else:
            assert state[name] == value, name


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.__name__)
def test_every_control_does_what_it_says(hand: Hand, act: Callable[[Hand], dict[str, Any]]) -> None:
    before = hand.explorer.state()
    assert_state(hand.explorer, {**before, **act(hand)})
    hand.explorer.assert_numpy_agrees()


def test_all_of_them_one_after_another(explorer: Explorer) -> None:
    for act in ACTIONS:
        act(Mouse(explorer))
        explorer.assert_numpy_agrees()


def test_a_picture_file_is_opened(hand: Hand, tmp_path: Path) -> None:
    Image.fromarray(NOISE).save(tmp_path / "noise.png")
    explorer, before = hand.explorer, hand.explorer.state()
    hand.open_file(str(tmp_path / "noise.png"))
    wait_for_another_picture(explorer)
    explorer.photo = NOISE
    assert explorer.state() == before
    explorer.assert_numpy_agrees()


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_one_channel_is_shown_in_gray_and_changes_no_answer(hand: Hand, channel: int) -> None:
    before = hand.explorer.state()
    hand.choose("Channels shown", ["Red", "Green", "Blue"][channel])
    assert hand.explorer.state() == before
    hand.explorer.assert_numpy_agrees(channel)


class TestStridesAndDilation:
    """Keras refuses both at once: what was set last wins, and the reader is told."""

    def test_dilation_takes_strides_back(self, hand: Hand) -> None:
        hand.slide("Strides", 2)
        hand.slide("Dilation rate", 3)
        assert_state(hand.explorer, {"strides": 1, "dilation_rate": 3})
        expect(hand.explorer.mount.get_by_text("Keras does not combine")).to_be_visible()
        hand.explorer.assert_numpy_agrees()

    def test_strides_take_dilation_back(self, hand: Hand) -> None:
        hand.slide("Dilation rate", 2)
        hand.slide("Strides", 4)
        assert_state(hand.explorer, {"strides": 4, "dilation_rate": 1})
        expect(hand.explorer.mount.get_by_text("Keras does not combine")).to_be_visible()
        hand.choose("Padding", "same")
        expect(hand.explorer.mount.get_by_text("Keras does not combine")).to_be_hidden()
        hand.explorer.assert_numpy_agrees()


class TestFilters:
    def test_there_are_one_to_sixteen(self, explorer: Explorer) -> None:
        add, remove = explorer.control("Add a filter"), explorer.control("Remove this filter")
        for _ in range(12):
            add.click()
        expect(add).to_be_disabled()
        assert explorer.shown()["map_size"] == "126 × 126 × 16"
        explorer.assert_numpy_agrees()
        for _ in range(15):
            remove.click()
        expect(remove).to_be_disabled()
        assert explorer.shown()["map_size"] == "126 × 126 × 1"
        explorer.assert_numpy_agrees()

    def test_each_has_a_bias_and_weights_of_its_own(self, explorer: Explorer) -> None:
        mouse = Mouse(explorer)
        mouse.slide("Bias", 2)
        mouse.choose_map(2)
        mouse.slide("Bias", -1)
        mouse.select("Kind of filter", "blur")
        assert_state(explorer, {"bias": [2, -1, 0, 0]})
        explorer.assert_numpy_agrees()
        mouse.choose_map(1)
        expect(explorer.control("Kind of filter")).to_have_value("vertical_edges")
        explorer.assert_numpy_agrees()

    def test_an_edited_one_is_the_readers_own(self, explorer: Explorer) -> None:
        Mouse(explorer).type_number("Kernel Red, row 1, column 1", "7")
        expect(explorer.control("Kind of filter")).to_have_value("custom")

    def test_linking_channels_gives_all_the_numbers_of_the_first(self, explorer: Explorer) -> None:
        mouse, link = Mouse(explorer), explorer.control("Same numbers in all channels")
        mouse.press(link)
        mouse.type_number("Kernel Red, row 1, column 1", "7")
        expect(link).not_to_be_checked()
        mouse.press(link)
        kernel = np.array(explorer.state()["kernel"])
        assert (kernel[0, 0, :, 0] == 7).all()
        explorer.assert_numpy_agrees()


class TestTypedNumbers:
    FIELD = "Kernel Red, row 1, column 1"

    @pytest.mark.parametrize("text", ["", "-", "1e", "1001", "-1e9", "1e39"])
    def test_what_is_no_number_in_bounds_changes_nothing_and_gives_way(self, explorer: Explorer, text: str) -> None:
        mouse, before = Mouse(explorer), explorer.state()
        mouse.press(explorer.control(self.FIELD))
        explorer.page.keyboard.press("ControlOrMeta+a")
        explorer.page.keyboard.press("Delete")
        explorer.page.keyboard.type(text)
        kernel = np.array(explorer.state()["kernel"])
        assert np.abs(kernel).max() <= 1000
        explorer.page.keyboard.press("Tab")
        explorer.assert_numpy_agrees()  # the number that counts stands in the field again
        assert explorer.state()["bias"] == before["bias"]

    @pytest.mark.parametrize(("text", "value"), [(".5", 0.5), ("-0.125", -0.125), ("1e2", 100), ("-1000", -1000)])
    def test_what_is_one_counts_while_it_is_typed(self, explorer: Explorer, text: str, value: float) -> None:
        Mouse(explorer).type_number(self.FIELD, text)
        assert explorer.state()["kernel"][0][0][2][0] == value
        expect(explorer.control(self.FIELD)).to_have_value(text)
        explorer.assert_numpy_agrees()


class TestWindow:
    def test_arrow_keys_stop_at_the_border(self, explorer: Explorer) -> None:
        stage = explorer.mount.locator(".cw-stage-output")
        for _ in range(10):
            stage.press("Shift+ArrowUp")
            stage.press("Shift+ArrowRight")
        assert_state(explorer, {"row": 0, "column": 125})
        explorer.assert_numpy_agrees()

    def test_other_keys_and_shortcuts_of_the_browser_are_left_alone(self, explorer: Explorer) -> None:
        before = explorer.state()
        stage = explorer.mount.locator(".cw-stage-input")
        for key in ("a", "Home", "Alt+ArrowUp", "Control+ArrowDown"):
            stage.press(key)
        assert explorer.state() == before

    def test_it_may_reach_beyond_the_border_with_padding(self, page: Page) -> None:
        explorer = Explorer(page, padding="same", row=0, column=127, kernel=kernels.stack(["blur"], kernel_size=5))
        assert explorer.shown()["window"] == [125, -2, 5, 5]
        explorer.assert_numpy_agrees()
        Mouse(explorer).point("input", 0, 0)
        assert explorer.shown()["outside"] == [16] * 3
        explorer.assert_numpy_agrees()

    @pytest.mark.parametrize("settings", [{"strides": 3, "padding": "same"}, {"dilation_rate": 3}, {"strides": 4}])
    def test_every_corner_is_reached_by_pointing(self, page: Page, settings: dict[str, Any]) -> None:
        explorer = Explorer(page, image=NOISE[:33, :50], **settings)
        height, width, _ = explorer.widget.outputs().shape
        for row, corner_row in ((0, 0), (32, height - 1)):
            for column, corner_column in ((0, 0), (49, width - 1)):
                Mouse(explorer).point("input", row, column)
                assert_state(explorer, {"row": corner_row, "column": corner_column})
                explorer.assert_numpy_agrees()

    def test_a_smaller_output_moves_it_inside(self, explorer: Explorer) -> None:
        mouse = Mouse(explorer)
        mouse.point("output", 120, 121)
        mouse.slide("Strides", 4)
        assert explorer.shown()["position"] == [31, 31, 1, 1]
        explorer.assert_numpy_agrees()

    def test_what_it_says_is_read_out_once_it_rests(self, explorer: Explorer) -> None:
        Mouse(explorer).point("output", 3, 4)
        expect(explorer.mount.locator("[aria-live=polite]")).to_contain_text("Row 3, column 4: sum")


@pytest.mark.parametrize("stage", ["input", "output"])
def test_a_vertical_swipe_that_begins_on_a_picture_scrolls_the_page(new_page: NewPage, stage: str) -> None:
    page = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    explorer = Explorer(page)
    canvas = explorer.mount.locator(f".cw-stage-{stage} canvas")
    canvas.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    swipe(page, canvas, 0, -150)
    page.wait_for_function("(before) => scrollY > before + 100", arg=before)


@pytest.mark.parametrize("stage", ["input", "output"])
def test_a_horizontal_swipe_moves_the_window(new_page: NewPage, stage: str) -> None:
    page = new_page(width=360, height=640, has_touch=True, is_mobile=True)
    explorer = Explorer(page)
    canvas = explorer.mount.locator(f".cw-stage-{stage} canvas")
    canvas.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    swipe(page, canvas, 60, 0)
    assert page.evaluate("scrollY") == before
    box = canvas.bounding_box()
    assert box
    expected = (0.5 + 60 / box["width"]) * (126 if stage == "output" else 128) - (stage == "input")
    assert explorer.state()["column"] == pytest.approx(expected, abs=1.5)
    explorer.assert_numpy_agrees()


def swipe(page: Page, target: Any, across: float, down: float) -> None:
    """A finger goes down in the middle of an element, along, and up again."""
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    steps = 10
    for step in range(steps + 1):
        kind = "touchMove" if step else "touchStart"
        point = {"x": x + across * step / steps, "y": y + down * step / steps}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# Pictures.


def wait_for_another_picture(explorer: Explorer) -> None:
    before = explorer.photo
    for _ in range(100):
        shown = pixels(explorer.shown()["picture"])
        if shown.shape != before.shape or (shown != before).any():
            return
    raise AssertionError("The picture stayed what it was.")


PASTE = """async ({ bytes, type }) => {
  const blob = new Blob([Uint8Array.from(bytes)], { type });
  await navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
}"""
PASTE_CELLS = """(field, bytes) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "2.5");
  clipboardData.items.add(new File([Uint8Array.from(bytes)], "image.png", { type: "image/png" }));
  return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
DROP = """(target, { bytes, name, type }) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  const options = { dataTransfer, bubbles: true, cancelable: true };
  return ["dragover", "drop"].map((kind) => target.dispatchEvent(new DragEvent(kind, options)));
}"""


class TestPictures:
    def png(self, path: Path, picture: Any = NOISE) -> list[int]:
        Image.fromarray(picture).save(path / "picture.png")
        return list((path / "picture.png").read_bytes())

    def test_one_is_pasted(self, new_page: NewPage, tmp_path: Path) -> None:
        page = new_page(permissions=["clipboard-read", "clipboard-write"])
        explorer = Explorer(page)
        page.evaluate(PASTE, {"bytes": self.png(tmp_path), "type": "image/png"})
        explorer.mount.locator(".cw-stage-input").press("ControlOrMeta+v")
        wait_for_another_picture(explorer)
        explorer.photo = NOISE
        explorer.assert_numpy_agrees()

    def test_text_is_pasted_into_a_field_as_ever(self, new_page: NewPage) -> None:
        page = new_page(permissions=["clipboard-read", "clipboard-write"])
        explorer = Explorer(page)
        page.evaluate("navigator.clipboard.writeText('2.5')")
        field = explorer.control("Kernel Red, row 1, column 1")
        field.press("ControlOrMeta+a")
        field.press("ControlOrMeta+v")
        expect(field).to_have_value("2.5")
        explorer.assert_numpy_agrees()

    def test_cells_of_a_spreadsheet_are_text_though_they_bring_a_picture(
        self, explorer: Explorer, tmp_path: Path
    ) -> None:
        field = explorer.control("Kernel Red, row 1, column 1")
        assert field.evaluate(PASTE_CELLS, self.png(tmp_path)), "the field may not paste the text"
        explorer.assert_numpy_agrees()

    def test_one_is_dropped(self, explorer: Explorer, tmp_path: Path) -> None:
        file = {"bytes": self.png(tmp_path), "name": "noise.png", "type": "image/png"}
        assert explorer.mount.locator(".cw-stage-output").evaluate(DROP, file) == [False, False]
        wait_for_another_picture(explorer)
        explorer.photo = NOISE
        explorer.assert_numpy_agrees()

    def test_a_large_one_is_cut_to_its_middle_and_scaled(self, explorer: Explorer, tmp_path: Path) -> None:
        large = np.zeros((300, 500, 3), np.uint8)
        large[:150, 100:250], large[150:, 250:400] = (255, 0, 0), (0, 0, 255)
        file = {"bytes": self.png(tmp_path, large), "name": "large.png", "type": "image/png"}
        explorer.mount.locator(".cw-stage-input").evaluate(DROP, file)
        wait_for_another_picture(explorer)
        shown = pixels(explorer.shown()["picture"])
        np.testing.assert_allclose(shown, square(large, 128), atol=40)  # two ways to smooth
        assert np.abs(shown - square(large, 128)).mean() < 2

    def test_one_taken_upright_is_shown_upright(self, explorer: Explorer, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # turn it right by a quarter
        picture = np.zeros((128, 128, 3), np.uint8)
        picture[:64] = 255
        Image.fromarray(picture).save(tmp_path / "turned.jpg", exif=exif, quality=95)
        explorer.control("Open my photo").set_input_files(tmp_path / "turned.jpg")
        wait_for_another_picture(explorer)
        shown = pixels(explorer.shown()["picture"])
        assert shown[:, 96:].min() > 240
        assert shown[:, :32].max() < 15

    def test_behind_a_transparent_one_is_white(self, explorer: Explorer, tmp_path: Path) -> None:
        Image.new("RGBA", (128, 128), (0, 0, 0, 0)).save(tmp_path / "nothing.png")
        explorer.control("Open my photo").set_input_files(tmp_path / "nothing.png")
        wait_for_another_picture(explorer)
        assert pixels(explorer.shown()["picture"]).min() == 255

    def test_a_gray_explorer_reads_it_in_gray(self, page: Page, tmp_path: Path) -> None:
        explorer = Explorer(page, image=GRAY)
        expect(explorer.mount.get_by_role("group", name="Channels shown")).to_be_hidden()
        explorer.assert_numpy_agrees()
        Image.new("RGB", (64, 48), (255, 0, 0)).save(tmp_path / "red.png")
        explorer.control("Open my photo").set_input_files(tmp_path / "red.png")
        wait_for_another_picture(explorer)
        assert set(pixels(explorer.shown()["picture"]).ravel()) == {76}

    def test_the_same_file_may_be_opened_again(self, explorer: Explorer, tmp_path: Path) -> None:
        for colour in ("white", "black"):
            Image.new("RGB", (128, 128), colour).save(tmp_path / "same.png")
            explorer.control("Open my photo").set_input_files(tmp_path / "same.png")
            wait_for_another_picture(explorer)
            explorer.photo = pixels(explorer.shown()["picture"])
            assert set(explorer.photo.ravel()) == {255 if colour == "white" else 0}

    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("notes.txt", b"no picture", "text/plain"),
            ("broken.png", b"\x89PNG\r\n\x1a\nand then nothing", "image/png"),
            ("empty.jpg", b"", "image/jpeg"),
        ],
    )
    @pytest.mark.parametrize("way", ["opened", "dropped"])
    def test_what_is_no_picture_is_named_and_loses_nothing(
        self, explorer: Explorer, way: str, name: str, content: bytes, kind: str
    ) -> None:
        Mouse(explorer).slide("Strides", 2)
        before = explorer.state()
        if way == "opened":
            file = {"name": name, "mimeType": kind, "buffer": content}
            explorer.control("Open my photo").set_input_files(file)
        else:
            dropped = {"bytes": list(content), "name": name, "type": kind}
            # The browser would leave the page to show the file.
            assert explorer.mount.locator(".cw-stage-input").evaluate(DROP, dropped) == [False, False]
        expect(explorer.mount.locator(".cw-error")).to_have_text(
            f"The file “{name}” can't be read as a picture. Please choose a JPEG, PNG, WebP or GIF file."
        )
        assert explorer.state() == before
        explorer.assert_numpy_agrees()

    def test_the_complaint_goes_with_the_next_picture(self, explorer: Explorer, tmp_path: Path) -> None:
        self.png(tmp_path)
        upload = explorer.control("Open my photo")
        upload.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
        expect(explorer.mount.locator(".cw-error")).to_be_visible()
        upload.set_input_files(tmp_path / "picture.png")
        expect(explorer.mount.locator(".cw-error")).to_have_count(0)


# Links.


class TestLinks:
    def test_they_carry_every_setting(self, page: Page) -> None:
        first = Explorer(page)
        mouse = Mouse(first)
        for act in (choose_a_kind_of_filter, choose_padding, set_strides, set_the_bias, apply_relu, choose_a_map):
            act(mouse)
        mouse.point("output", 5, 6)
        state, address = first.state(), page.url
        page.goto(address)
        page.wait_for_selector("[data-ready]")
        assert first.state() == state
        first.assert_numpy_agrees()

    def test_they_may_be_written_by_hand(self, page: Page) -> None:
        query = "strides=2&padding=same&activation=relu&filter=1&row=7&column=9&calculation=false&bias=[1,2,3,4]"
        explorer = Explorer(page, query=query)
        expected = {"strides": 2, "padding": "same", "activation": "relu", "filter": 1, "row": 7, "column": 9}
        assert_state(explorer, {**expected, "calculation": False, "bias": [1, 2, 3, 4]})
        explorer.assert_numpy_agrees()

    @pytest.mark.parametrize(
        "query",
        [
            "strides=0",
            "strides=99999999999999999999",
            "strides=NaN",
            "strides=[2]",
            "strides=two",
            "padding=full",
            "padding=__proto__",
            "activation=constructor",
            "row=-1",
            "row=1e999",
            "column=1.5",
            "calculation=maybe",
            "bias=[]",
            "bias=[NaN]",
            "bias=[1e999]",
            'bias=["1"]',
            "bias=7",
            "kernel=[[[[1e9]]]]",
            "kernel=null",
            "kernel=[[[[1]]]]",  # well formed, but for one channel where the photo has three
            "image={}",
            "language=fr",
            "__proto__=1",
            '__proto__={"strides":2}',
            "constructor=1",
            "hasOwnProperty=1",
            "=1",
            "strides",
            "x.strides=2",
            "strides=%FF%FE",
        ],
    )
    def test_what_is_not_allowed_is_ignored(self, page: Page, query: str) -> None:
        explorer = Explorer(page, query=query)
        assert_state(explorer, {k: v for k, v in explorer.widget.state().items() if k != "image"})
        explorer.assert_numpy_agrees()
        assert page.evaluate("({}).strides === undefined && Object.prototype.strides === undefined")

    def test_both_strides_and_dilation_from_a_link_give_way_to_strides(self, page: Page) -> None:
        explorer = Explorer(page, query="strides=2&dilation_rate=2")
        assert explorer.shown()["map_size"] == "63 × 63 × 4"
        assert explorer.shown()["window"][2] == 3

    @pytest.mark.parametrize("query", ["bias=[1,2]", "bias=[1,2,3,4,5,6]", "filter=15", "row=255&column=255"])
    def test_what_does_not_fit_the_rest_is_made_to_fit(self, page: Page, query: str) -> None:
        Explorer(page, query=query).assert_numpy_agrees()


# The page around it.


def test_the_theme_of_the_page_is_followed(explorer: Explorer) -> None:
    Mouse(explorer).slide("Strides", 2)
    for theme in ("dark", "light"):
        explorer.page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        explorer.settle()
        assert explorer.shown()["theme"] == theme
        explorer.assert_numpy_agrees()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_system_is_followed_where_the_page_names_none(new_page: NewPage, theme: str) -> None:
    explorer = Explorer(new_page(theme=theme))
    explorer.page.evaluate("document.documentElement.removeAttribute('data-theme')")
    explorer.settle()
    assert explorer.shown()["theme"] == theme
    explorer.assert_numpy_agrees()


@pytest.mark.parametrize(("language", "name"), [("ko", "합성곱 탐색기"), ("en", "Convolution explorer")])
def test_it_speaks_the_language_of_the_page(page: Page, language: str, name: str) -> None:
    explorer = Explorer(page, language=language)
    expect(explorer.mount.get_by_role("group", name=name)).to_be_visible()
    explorer.assert_numpy_agrees()


def test_another_size_of_the_page_changes_nothing(explorer: Explorer) -> None:
    mouse = Mouse(explorer)
    mouse.slide("Strides", 2)
    mouse.choose("Channels shown", "Blue")
    mouse.point("output", 20, 30)
    before = explorer.state()
    for width in (360, 1280, 520):
        explorer.page.set_viewport_size({"width": width, "height": 700})
        assert explorer.state() == before
        explorer.assert_numpy_agrees(channel=2)
        assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width
    mouse.point("output", 2, 3)
    assert_state(explorer, {"row": 2, "column": 3})


@pytest.mark.parametrize("width", [760, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible(new_page: NewPage, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    explorer = Explorer(page, theme=theme, kernel=kernels.stack(["outline", "blur"], kernel_size=5))
    upload = explorer.control("Open my photo")
    upload.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    explorer.control("Apply ReLU").check()
    expect(explorer.mount.locator(".cw-error")).to_be_visible()
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [760, 360])
def test_every_target_is_large_enough(new_page: NewPage, width: int) -> None:
    explorer = Explorer(new_page(width=width))
    targets = explorer.mount.locator("input, select, button, summary, .cw-stage")
    small = targets.evaluate_all(
        """(targets) => targets.filter((el) => el.checkVisibility()).filter((el) => {
          const { width, height } = (el.closest("label") ?? el).getBoundingClientRect();
          return Math.min(width, height) < 24;
        }).map((el) => el.outerHTML)"""
    )
    assert small == []


def test_tab_visits_every_control_and_leaves(explorer: Explorer) -> None:
    page = explorer.page
    visited = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => document.activeElement === document.body ? null : document.activeElement.ariaLabel "
            "?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
        )
        if name is None:
            break
        visited.append(name)
    assert visited[-1] == "Reset"
    for name in ("Kind of filter", "Strides", "Open my photo", "Window row", "Bias", "Apply ReLU"):
        assert name in visited
    assert sum(name.startswith("Kernel ") for name in visited) == 27
    assert sum("Arrow keys" in name for name in visited) == 2


def test_a_thousand_interactions_leave_no_memory_behind(explorer: Explorer) -> None:
    page, mouse = explorer.page, Mouse(explorer)
    heap = heap_of(page)

    def interact() -> None:
        """Do two hundred things: hover, slide, choose, add and remove, type."""
        mouse.point("input", 0, 0)
        box = explorer.mount.locator(".cw-stage-input canvas").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"], box["y"] + box["height"], steps=120)
        explorer.control("Strides").focus()
        for i in range(40):
            page.keyboard.press("ArrowLeft" if i % 2 else "ArrowRight")
        explorer.control("Kernel Red, row 1, column 1").focus()
        for i in range(20):
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.press(str(i % 10))
        for _ in range(5):
            for name in ("Add a filter", "Remove this filter"):
                explorer.control(name).press("Enter")
            for size in ("5 × 5", "3 × 3"):
                mouse.choose("Kernel size", size)
        explorer.settle()

    interact()
    before = heap()
    for _ in range(5):
        interact()
    assert heap() - before < 5e6
    explorer.assert_numpy_agrees()
