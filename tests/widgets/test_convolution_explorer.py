"""The Python side of `ConvolutionExplorer`: what it accepts, what it answers, what it hands to a page."""

import base64
import copy
import doctest
import json
import subprocess
import sys

import anywidget
import numpy as np
import pytest
import traitlets

from course_utils import kernels, ops
from course_utils.widgets import ConvolutionExplorer
from course_utils.widgets.base import MIME_TYPE, CourseWidget, asset
from course_utils.widgets.convolution_explorer import widget as module

NOISE = np.random.default_rng(0).integers(0, 256, (16, 20, 3), dtype=np.uint8)
GRAY = NOISE[..., :1]
EDGE = kernels.stack(["vertical_edges"])


@pytest.fixture
def explorer():
    return ConvolutionExplorer(NOISE)


def changes_of(widget, *names):
    """What observers of these traits are told, as a list that grows."""
    seen = []
    widget.observe(lambda change: seen.append(change.name), list(names))
    return seen


def test_doctests():
    assert doctest.testmod(module).failed == 0


class TestAnswer:
    def test_it_is_the_convolution_of_pixels_from_0_to_1(self, explorer):
        np.testing.assert_allclose(explorer.outputs(), ops.conv2d(NOISE / np.float32(255), explorer.kernel))

    def test_it_follows_every_setting(self):
        settings = {"strides": 2, "padding": "same", "bias": [-1.5]}
        explorer = ConvolutionExplorer(NOISE, EDGE, activation="relu", **settings)
        maps = ops.conv2d(NOISE / np.float32(255), EDGE, strides=2, padding="same") - 1.5
        np.testing.assert_allclose(explorer.outputs(), np.maximum(maps, 0))
        assert explorer.outputs().min() == 0
        wide = ConvolutionExplorer(NOISE, EDGE, dilation_rate=3)
        np.testing.assert_allclose(wide.outputs(), ops.conv2d(NOISE / np.float32(255), EDGE, dilation_rate=3))

    def test_a_filter_without_a_bias_has_none_and_a_bias_without_a_filter_adds_nothing(self, explorer):
        explorer.bias = [1.0, 2.0, 3.0, 4.0]
        explorer.kernel = EDGE
        assert explorer.outputs().shape == (14, 18, 1)
        np.testing.assert_allclose(explorer.outputs(), ops.conv2d(NOISE / np.float32(255), EDGE) + 1)
        explorer.kernel = kernels.stack(["blur"] * 6)
        assert (explorer.outputs()[..., 5] - explorer.outputs()[..., 0]).max() == pytest.approx(-1)

    def test_a_gray_picture_has_gray_filters(self):
        explorer = ConvolutionExplorer(GRAY)
        assert explorer.kernel.shape == (3, 3, 1, 4)
        assert explorer.outputs().shape == (14, 18, 4)


class TestState:
    """What a display stores: plain JSON, the same each time."""

    def test_it_is_deterministic_json(self):
        texts = {json.dumps(ConvolutionExplorer(NOISE).state()) for _ in range(3)}
        assert len(texts) == 1
        code = "import json; from course_utils.widgets import ConvolutionExplorer as Explorer; "
        command = [sys.executable, "-c", code + "print(json.dumps(Explorer().state()))"]
        other = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert json.loads(other) == ConvolutionExplorer().state()

    def test_it_holds_the_traits_that_a_page_shows_and_no_others(self, explorer):
        assert list(explorer.state()) == [
            "activation",
            "bias",
            "calculation",
            "column",
            "dilation_rate",
            "filter",
            "image",
            "kernel",
            "padding",
            "row",
            "strides",
        ]

    def test_a_picture_is_its_shape_and_its_bytes(self, explorer):
        image = explorer.state()["image"]
        assert image["shape"] == [16, 20, 3]
        assert base64.b64decode(image["data"]) == NOISE.tobytes()

    def test_a_picture_may_be_a_view_of_another(self):
        flipped = ConvolutionExplorer(NOISE[:, ::-1]).state()["image"]
        assert base64.b64decode(flipped["data"]) == NOISE[:, ::-1].tobytes()

    def test_numbers_are_written_as_short_as_they_are(self):
        kernel = ConvolutionExplorer(NOISE, kernels.stack(["blur"])).state()["kernel"]
        assert kernel == [[[[0.11]] * 3] * 3] * 3

    def test_a_widget_made_from_it_is_the_same(self, explorer):
        explorer.set_trait("padding", "same")
        state = explorer.state()
        again = ConvolutionExplorer(**{**state, "image": NOISE})
        assert again.state() == state
        assert repr(again) == repr(explorer)


class TestBadInput:
    @pytest.mark.parametrize(
        ("traits", "said"),
        [
            (
                {"image": NOISE / 255},
                r"8-bit pixels.*Received: dtype=float64, shape=\(16, 20, 3\).*astype\('uint8'\)",
            ),
            ({"image": NOISE[..., 0]}, r"Received: dtype=uint8, shape=\(16, 20\).*image\[\.\.\., None\]"),
            ({"image": NOISE[..., :2]}, r"\(height, width, 1\) or \(height, width, 3\).*shape=\(16, 20, 2\)"),
            ({"image": NOISE[:8]}, r"16 to 256 pixels.*Received: shape=\(8, 20, 3\).*photos\.square"),
            (
                {"image": np.zeros((16, 257, 3), np.uint8)},
                r"16 to 256 pixels.*Received: shape=\(16, 257, 3\)",
            ),
            (
                {"kernel": EDGE[..., 0]},
                r"`kernel` must be an array of finite numbers of rank 4\. Received: array",
            ),
            ({"kernel": np.full((3, 3, 3, 1), np.nan)}, "finite numbers of rank 4. Received: array"),
            ({"kernel": np.zeros((3, 3, 3, 0))}, "finite numbers of rank 4. Received: array"),
            ({"kernel": [["a"]]}, "finite numbers of rank 4. Received: "),
            ({"kernel": EDGE[:2]}, r"size 1, 3 or 5.*Received: shape=\(2, 3, 3, 1\)"),
            (
                {"kernel": EDGE[:, :, :1]},
                r"as many channels.*image shape=\(16, 20, 3\), kernel shape=\(3, 3, 1, 1\)",
            ),
            ({"kernel": np.zeros((3, 3, 3, 17))}, r"at most 16 filters.*Received: shape=\(3, 3, 3, 17\)"),
            ({"bias": [1.0, float("nan")]}, r"`bias` must be .*finite numbers.*Received: .*nan"),
            ({"bias": ["one"]}, r"`bias` must be .*rank 1\. Received: \['one'\]"),
            ({"strides": 0}, "strides"),
            ({"strides": 5}, "strides"),
            ({"strides": 1.5}, "strides"),
            ({"dilation_rate": 4}, "dilation_rate"),
            ({"padding": "full"}, r"padding.*\['valid', 'same'\].*full"),
            ({"activation": "tanh"}, r"activation.*\['linear', 'relu'\].*tanh"),
            ({"strides": 2, "dilation_rate": 2}, r"set one of them to 1\. Received: .*'strides': 2"),
            ({"row": -1}, "row"),
            ({"filter": "first"}, "filter"),
        ],
    )
    def test_it_is_refused_with_what_was_received_and_what_is_allowed(self, traits, said):
        with pytest.raises(traitlets.TraitError, match=f"(?s){said}"):
            ConvolutionExplorer(**{"image": NOISE, **traits})

    @pytest.mark.parametrize(
        ("name", "value"), [("kernel", EDGE[:2]), ("image", GRAY), ("strides", 9), ("bias", [float("inf")])]
    )
    def test_a_refused_assignment_changes_nothing(self, explorer, name, value):
        before = copy.deepcopy(explorer.state())
        with pytest.raises(traitlets.TraitError):
            setattr(explorer, name, value)
        assert explorer.state() == before

    def test_a_picture_with_other_channels_comes_with_its_kernel(self, explorer):
        with pytest.raises(traitlets.TraitError, match=r"channels.*Received: .*hold_trait_notifications"):
            explorer.image = GRAY
        with explorer.hold_trait_notifications():
            explorer.image, explorer.kernel = GRAY, kernels.stack(["blur"], channels=1)
        assert explorer.outputs().shape == (14, 18, 1)

    def test_a_pair_that_does_not_fit_is_refused_whole(self, explorer):
        before = copy.deepcopy(explorer.state())
        gray_kernel = kernels.stack(["blur"], channels=1)
        with pytest.raises(traitlets.TraitError, match="channels"), explorer.hold_trait_notifications():
            explorer.image, explorer.kernel = 255 - NOISE, gray_kernel
        assert explorer.state() == before

    def test_strides_and_dilation_rate_may_change_places_in_one_message(self, explorer):
        explorer.strides = 2
        explorer.set_state({"strides": 1, "dilation_rate": 2})
        assert (explorer.strides, explorer.dilation_rate) == (1, 2)
        explorer.set_state({"dilation_rate": 1, "strides": 3})
        assert (explorer.strides, explorer.dilation_rate) == (3, 1)


class TestChanges:
    def test_an_equal_value_is_no_change(self, explorer):
        seen = changes_of(explorer, "image", "kernel", "bias", "strides")
        explorer.image = NOISE.copy()
        explorer.kernel = explorer.kernel.tolist()
        explorer.bias = list(explorer.bias)
        explorer.strides = 1
        assert seen == []

    def test_another_value_is_one_change(self, explorer):
        seen = changes_of(explorer, "image", "kernel")
        explorer.image = 255 - NOISE
        explorer.kernel = EDGE
        assert seen == ["image", "kernel"]

    def test_an_array_is_a_copy_that_nobody_changes_in_place(self):
        pixels, kernel = NOISE.copy(), EDGE.copy()
        explorer = ConvolutionExplorer(pixels, kernel)
        pixels[:], kernel[:] = 0, 0
        np.testing.assert_array_equal(explorer.image, NOISE)
        np.testing.assert_array_equal(explorer.kernel, EDGE)
        for array in (explorer.image, explorer.kernel, explorer.bias):
            with pytest.raises(ValueError, match="read-only"):
                array[:] = 1

    def test_a_kernel_that_came_from_the_page_is_as_typed(self, explorer):
        typed = (0.1 * np.arange(27).reshape(3, 3, 3, 1)).round(1).tolist()
        explorer.set_state({"kernel": typed, "bias": [0.3]})
        assert explorer.state()["kernel"] == typed
        assert explorer.kernel.dtype == np.float32


class TestDisplay:
    def test_its_text_is_stable_and_holds_no_array(self, explorer):
        assert repr(explorer) == (
            "ConvolutionExplorer(image 16×20×3, kernel 3×3×3×4, strides=1, padding='valid', "
            "dilation_rate=1, activation='linear')"
        )

    def test_its_bundle_is_anywidgets_and_ours(self, explorer):
        data, metadata = explorer._repr_mimebundle_()
        theirs, their_metadata = anywidget.AnyWidget._repr_mimebundle_(explorer)
        assert {key: data[key] for key in theirs if key != "text/plain"} == {
            key: value for key, value in theirs.items() if key != "text/plain"
        }
        assert metadata == their_metadata
        assert data["text/plain"] == repr(explorer)
        assert data[MIME_TYPE] == {
            "widget": "ConvolutionExplorer",
            "bundle": "convolution_explorer",
            "state": explorer.state(),
        }

    def test_each_display_keeps_the_state_of_its_moment(self, explorer):
        first, _ = explorer._repr_mimebundle_()
        explorer.padding = "same"
        second, _ = explorer._repr_mimebundle_()
        displays = [data[MIME_TYPE]["state"]["padding"] for data in (first, second)]
        assert displays == ["valid", "same"]

    def test_every_string_is_there_in_both_languages(self):
        texts = json.loads((asset("host.js").parents[1] / "convolution_explorer" / "strings.json").read_text("utf-8"))
        assert texts["ko"].keys() == texts["en"].keys() >= set(kernels.names())
        assert all(all(values.values()) for values in texts.values())


class TestBundle:
    def test_a_missing_one_is_an_error_that_says_how_to_build_it(self):
        with pytest.raises(FileNotFoundError, match=r"nowhere\.js is missing.*`make frontend`"):
            type("Nowhere", (CourseWidget,), {}, bundle="nowhere")

    def test_a_widget_without_one_of_its_own_uses_its_parents(self):
        class Child(ConvolutionExplorer):
            pass

        assert Child.bundle == "convolution_explorer"
