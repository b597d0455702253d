"""The packaged net: undamaged, as good as it says, the same in Keras and NumPy; and any small model as plain arrays."""

import doctest
import hashlib
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras import layers

from course_utils.datasets import digits
from course_utils.nets import Layer, Net, digit_net, digit_net_record, from_keras, keras_models, net, to_keras, trained
from tests.small_models import activations_in_keras, model_of, stacks


@pytest.fixture(scope="module")
def held_out():
    _, (pictures, labels) = digits()
    return pictures / np.float32(255), labels


def test_doctests():
    assert [doctest.testmod(module).failed for module in (net, keras_models, trained)] == [0, 0, 0]


class TestPackagedNet:
    def test_its_file_is_the_one_that_was_trained_and_small(self):
        content = files("course_utils.nets").joinpath("digit_net.npy").read_bytes()
        assert hashlib.sha256(content).hexdigest() == digit_net_record()["sha256"]
        assert len(content) < 20_000

    def test_a_damaged_file_is_refused_and_says_what_to_do(self, monkeypatch, tmp_path):
        folder = Path(str(files("course_utils.nets")))
        (tmp_path / "digit_net.json").write_bytes((folder / "digit_net.json").read_bytes())
        damaged = bytearray((folder / "digit_net.npy").read_bytes())
        damaged[500] ^= 1
        (tmp_path / "digit_net.npy").write_bytes(damaged)
        monkeypatch.setattr(trained, "files", lambda package: tmp_path)
        digit_net.cache_clear()
        with pytest.raises(ValueError, match=r"damaged\. Reinstall.*Expected SHA-256: \w{64}\. Received: \w{64}"):
            digit_net()
        digit_net.cache_clear()

    def test_it_has_the_structure_of_the_first_chapter(self):
        kinds = [layer.kind for layer in digit_net()]
        assert kinds == ["Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Conv2D", "Flatten", "Dense"]
        assert sum(layer.params for layer in digit_net()) == to_keras(digit_net()).count_params()

    def test_its_weights_are_exact_in_float16(self):
        weights = digit_net().weights()
        assert weights.dtype == np.float16
        for layer in digit_net():
            if layer.kernel is not None:
                np.testing.assert_array_equal(layer.kernel, layer.kernel.astype(np.float16))

    def test_keras_scores_what_the_record_says(self, held_out):
        pictures, labels = held_out
        answers = to_keras(digit_net()).predict(pictures, verbose=0).argmax(axis=1)
        assert (answers == labels).mean() == pytest.approx(digit_net_record()["accuracy"], abs=0.0011)
        assert digit_net_record()["accuracy"] >= 0.97

    def test_numpy_scores_the_same(self, held_out):
        pictures, _ = held_out
        answers = [digit_net().activations(picture)[-1].argmax() for picture in pictures[:300]]
        in_keras = to_keras(digit_net()).predict(pictures[:300], verbose=0).argmax(axis=1)
        np.testing.assert_array_equal(answers, in_keras)

    def test_it_still_reads_most_digits_that_were_moved(self, held_out):
        from tools.digit_net.augmentation import varied

        pictures, labels = held_out
        moved = varied(pictures[..., 0], np.random.default_rng(digit_net_record()["seed"]))[..., np.newaxis]
        answers = to_keras(digit_net()).predict(moved, verbose=0).argmax(axis=1)
        assert (answers == labels).mean() == pytest.approx(digit_net_record()["accuracy_moved"], abs=0.0021)
        assert digit_net_record()["accuracy_moved"] >= 0.93

    def test_loading_it_needs_no_tensorflow(self):
        code = "import sys; from course_utils.nets import digit_net; digit_net(); "
        code += "print({'keras', 'tensorflow'} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"

    def test_the_tool_trains_the_net_of_the_record(self):
        from tools.digit_net import training

        built = from_keras(training.build())
        assert built.description() == digit_net_record()["net"]
        record = digit_net_record()
        assert (record["seed"], record["epochs"]) == (training.SEED, training.EPOCHS)


class TestNetsFromKeras:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(model=stacks(), seed=st.integers(0, 99))
    def test_every_layer_answers_as_in_keras(self, model, seed):
        picture = np.random.default_rng(seed).random(model.input_shape[1:], dtype=np.float32)
        answers = from_keras(model).activations(picture)
        expected = activations_in_keras(model, picture)
        assert len(answers) == len(expected)
        for answer, of_keras in zip(answers, expected, strict=True):
            np.testing.assert_allclose(answer, of_keras, rtol=1e-4, atol=1e-5)

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(model=stacks())
    def test_a_net_survives_its_description_and_the_way_back_to_keras(self, model):
        original = from_keras(model)
        again = Net.restored(original.description(), original.weights())
        assert again.description() == original.description()
        np.testing.assert_array_equal(again.weights(), original.weights())
        picture = np.random.default_rng(0).random(original.input_shape, dtype=np.float32)
        last = to_keras(again)(picture[np.newaxis], training=False)[0]
        np.testing.assert_allclose(last, original.activations(picture)[-1], rtol=1e-4, atol=1e-5)

    def test_weights_that_float16_would_change_stay_float32(self):
        net = Net((1, 1, 1), [Layer("Conv2D", "c", {"strides": 1, "padding": "valid", "dilation_rate": 1},
                                    np.full((1, 1, 1, 1), 0.1, np.float32), np.zeros(1, np.float32), 2)])
        assert net.weights().dtype == np.float32

    def test_later_training_does_not_change_a_net_that_was_read(self):
        model = model_of(layers.Flatten(), layers.Dense(2))
        read = from_keras(model)
        before = read.weights()
        model.set_weights([weights + 1 for weights in model.get_weights()])
        np.testing.assert_array_equal(read.weights(), before)


class TestRefusedModels:
    @pytest.mark.parametrize(
        ("build", "said"),
        [
            (lambda: keras.Model(i := keras.Input((8, 8, 1)), layers.Flatten()(i)), r"Sequential.*: Functional"),
            (lambda: keras.Sequential([layers.Conv2D(2, 3)]), r"does not know its input.*keras\.Input"),
            (
                lambda: keras.Sequential([keras.Input((None, None, 1)), layers.Conv2D(2, 3)]),
                r"fixed shape.*\(None, None, 1\)",
            ),
            (lambda: keras.Sequential([keras.Input((9,)), layers.Dense(2)]), r"fixed shape.*\(9,\)"),
            (
                lambda: model_of(layers.BatchNormalization(name="bn")),
                r"'bn'.*Received: BatchNormalization\. Allowed: Conv2D",
            ),
            (lambda: model_of(layers.Conv2D(4, 3, groups=2, name="c")), r"'c'.*Received: groups=2\. Allowed: 1"),
            (lambda: model_of(layers.Conv2D(4, 3, (1, 2), name="c")), r"strides=\(1, 2\)\. Allowed: the same for"),
            (lambda: model_of(layers.MaxPooling2D((1, 2), name="p")), r"pool_size=\(1, 2\)"),
            (
                lambda: model_of(layers.Conv2D(4, 3, activation="gelu", name="c")),
                r"activation='gelu'\. Allowed: linear, relu",
            ),
            (lambda: model_of(layers.ReLU(max_value=6, name="r")), r"max_value=6.*Allowed: None"),
            (lambda: model_of(layers.GlobalAveragePooling2D(keepdims=True, name="g")), r"keepdims=True"),
            (lambda: model_of(layers.Dense(3, name="d")), r"'d' must get numbers in a row.*\(12, 11, 2\).*Flatten"),
            (lambda: model_of(layers.Rescaling([1.0, 2.0], name="s")), r"scale=\[1\.0, 2\.0\]\. Allowed: one number"),
        ],
    )
    def test_the_message_says_what_stands_in_the_way(self, build, said):
        with pytest.raises(ValueError, match=said):
            from_keras(build())
