"""A ConvolutionExplorer in a page: what its reader does with mouse, keyboard or finger, and what its reader sees."""

import base64
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from course_utils import ops
from course_utils.widgets import ConvolutionExplorer
from tests.browser.widget_page import WidgetPage

Array = NDArray[Any]

# The colours of a response map, as `core/colors.ts` documents them.
PAPER = {"light": (255, 255, 255), "dark": (20, 24, 31)}
NEGATIVE = {"light": (190, 18, 60), "dark": (251, 113, 133)}
POSITIVE = {"light": (67, 56, 202), "dark": (165, 180, 252)}

SHOWN = """(mount) => {
  const all = (selector, root = mount) => [...root.querySelectorAll(selector)];
  const text = (selector) => mount.querySelector(selector).textContent;
  const texts = (selector, root) => all(selector, root).map((el) => el.textContent);
  const box = (el) => ["x", "y", "width", "height"].map((name) => Number(el.getAttribute(name)));
  return {
    theme: mount.querySelector(".cw-widget").dataset.cwTheme,
    picture: mount.querySelector(".cw-stage-input canvas").toDataURL(),
    picture_size: text(".cw-figure-input .cw-size"),
    map: mount.querySelector(".cw-stage-output canvas").toDataURL(),
    map_size: text(".cw-figure-output .cw-size"),
    map_label: mount.querySelector(".cw-stage-output canvas").getAttribute("aria-label"),
    range: texts(".cw-range span:not(.cw-ramp)"),
    thumbnails: all(".cw-thumbnails canvas").map((el) => el.toDataURL()),
    chosen: all(".cw-thumbnails input").findIndex((el) => el.checked),
    window: box(mount.querySelector(".cw-stage-input .cw-mark")),
    window_cells: all(".cw-stage-input .cw-mark-cell").map(box),
    position: box(mount.querySelector(".cw-stage-output .cw-mark")),
    folded: !mount.querySelector("details").open,
    patch: all(".cw-channel").map((el) => texts(".cw-grid-input span", el)),
    outside: all(".cw-channel").map((el) => all(".cw-grid-input .cw-outside", el).length),
    weights: all(".cw-channel").map((el) => all(".cw-grid input", el).map((input) => input.valueAsNumber)),
    products: all(".cw-channel").map((el) => texts(".cw-grid-output span", el)),
    sum: text(".cw-sum-line"),
  };
}"""


class Explorer(WidgetPage):
    """An explorer in a page of its own, and the photo that stands in it."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, ConvolutionExplorer(**{"row": 40, "column": 50, **traits}), language, theme, query)
        self.photo: Array = self.widget.image

    def assert_numpy_agrees(self, channel: int | None = None) -> None:
        """Compare all that is shown with what NumPy makes of the traits and the photo.

        Args:
            channel: The channel in which the photo is shown, or None for all.
        """
        state, shown = self.state(), self.shown()
        answer = ConvolutionExplorer(**{**state, "image": self.photo})
        outputs = answer.outputs()
        assert_picture(shown, self.photo, channel)
        assert_maps(shown, outputs, min(state["filter"], outputs.shape[2] - 1))
        assert_window(shown, answer, outputs)
        assert shown["folded"] is not state["calculation"]


class Seen(NamedTuple):
    """One window of the input: where it stands, and what it sees."""

    top: int
    left: int
    pixels: Array  # (channels, size * size)
    outside: int  # cells beyond the border

    @classmethod
    def at(cls, explorer: ConvolutionExplorer, row: int, column: int) -> "Seen":
        """Cut the window out of the picture, zeros around it."""
        size, step, dilation = len(explorer.kernel), explorer.strides, explorer.dilation_rate
        before = [_before(length, size, explorer) for length in explorer.image.shape[:2]]
        room = size * dilation + step
        surrounded = np.pad(explorer.image / np.float32(255), [(room, room), (room, room), (0, 0)])
        within = np.pad(np.ones(explorer.image.shape[:2], bool), room)
        top, left = row * step - before[0], column * step - before[1]
        rows = slice(top + room, top + room + (size - 1) * dilation + 1, dilation)
        columns = slice(left + room, left + room + (size - 1) * dilation + 1, dilation)
        pixels = surrounded[rows, columns].reshape(size * size, -1).T
        return cls(top, left, pixels, int((~within[rows, columns]).sum()))


def _before(length: int, size: int, explorer: ConvolutionExplorer) -> int:
    """Zeros that `same` puts before the picture; an odd one goes after it."""
    if explorer.padding == "valid":
        return 0
    windows = ops.conv_output_size(length, size, explorer.strides, "same", explorer.dilation_rate)
    covered = (windows - 1) * explorer.strides + (size - 1) * explorer.dilation_rate + 1
    return max(covered - length, 0) // 2


def assert_picture(shown: dict[str, Any], photo: Array, channel: int | None) -> None:
    """The photo is there, pixel by pixel, in colour or one channel of it in gray."""
    height, width, channels = photo.shape
    assert shown["picture_size"] == f"{height} × {width} × {channels}"
    expected = photo if channel is None else photo[..., [channel]]
    np.testing.assert_array_equal(pixels(shown["picture"]), np.broadcast_to(expected, (height, width, 3)))


def assert_maps(shown: dict[str, Any], outputs: Array, chosen: int) -> None:
    """The response maps are those of NumPy: their shape, their range, the colour of every cell."""
    height, width, filters = outputs.shape
    assert shown["map_size"] == f"{height} × {width} × {filters}"
    assert shown["chosen"] == chosen
    low, high = outputs[..., chosen].min(), outputs[..., chosen].max()
    assert_numbers(shown["range"], [low, high])
    assert_numbers(list(numbers_in(shown["map_label"].split(",", 2)[2])), [low, high])
    np.testing.assert_allclose(pixels(shown["map"]), colours(outputs[..., chosen], shown["theme"]), atol=2)
    assert len(shown["thumbnails"]) == filters
    for thumbnail, map_ in zip(shown["thumbnails"], np.moveaxis(outputs, -1, 0), strict=True):
        np.testing.assert_allclose(pixels(thumbnail), colours(map_, shown["theme"]), atol=2)


def assert_window(shown: dict[str, Any], explorer: ConvolutionExplorer, outputs: Array) -> None:
    """The window stands in its place on both pictures, and its sum holds the numbers of NumPy."""
    height, width, filters = outputs.shape
    row, column = min(explorer.row, height - 1), min(explorer.column, width - 1)
    chosen = min(explorer.filter, filters - 1)
    size, dilation = len(explorer.kernel), explorer.dilation_rate
    seen = Seen.at(explorer, row, column)
    covered = (size - 1) * dilation + 1
    assert shown["position"] == [column, row, 1, 1]
    assert shown["window"] == [seen.left, seen.top, covered, covered]
    assert len(shown["window_cells"]) == (size * size if dilation > 1 and size > 1 else 0)

    weights = np.moveaxis(explorer.kernel[..., chosen], 2, 0).reshape(len(seen.pixels), -1)
    products = seen.pixels * weights
    assert_numbers(np.ravel(shown["patch"]), seen.pixels.ravel())
    assert_numbers(np.ravel(shown["products"]), products.ravel())
    np.testing.assert_allclose(shown["weights"], weights, atol=1e-5)
    assert shown["outside"] == [seen.outside] * len(weights)

    bias = float(explorer.bias[chosen]) if chosen < len(explorer.bias) else 0.0
    total = products.sum() + bias
    terms = [*products.sum(axis=1), bias, total]
    if explorer.activation == "relu":
        terms.append(max(total, 0))
    assert_numbers(list(numbers_in(shown["sum"])), terms)
    np.testing.assert_allclose(terms[-1], outputs[row, column, chosen], atol=1e-3)


def assert_numbers(texts: Any, expected: Any) -> None:
    """Numbers written with two digits are the expected ones."""
    written = [next(numbers_in(text)) if isinstance(text, str) else text for text in texts]
    np.testing.assert_allclose(written, np.asarray(expected, float), atol=0.0051, rtol=1e-4)


def numbers_in(text: str) -> Iterator[float]:
    """The numbers of a text, `−.5` and `12.50` alike."""
    for number in re.findall(r"−?\d*\.?\d+", text):
        yield float(number.replace("−", "-"))


def colours(map_: Array, theme: str) -> Array:
    """The colours of a response map: rose below zero, paper at zero, indigo above."""
    weight = map_ / (max(-map_.min(), map_.max()) or 1.0)
    paper = np.array(PAPER[theme], float)
    end = np.where(weight[..., None] < 0, NEGATIVE[theme], POSITIVE[theme])
    return np.round(paper + (end - paper) * np.abs(np.round(weight * 255)[..., None]) / 255)


def pixels(data_url: str) -> Array:
    """The RGB pixels of a canvas."""
    picture = Image.open(io.BytesIO(base64.b64decode(data_url.partition(",")[2])))
    return np.asarray(picture.convert("RGB")).astype(int)
