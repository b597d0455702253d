"""Evaluation: every sample counts once, in the order of the files, and the worst mistakes are the worst."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from course_utils import training
from course_utils.datasets import image_batches
from course_utils.datasets.batches import array_batches


def brightness(dropout=0.0):
    """A model that takes the brightness of a picture for the probability of a dog."""
    layers = [keras.Input((8, 8, 3)), keras.layers.Rescaling(1 / 255), keras.layers.Dropout(dropout)]
    return keras.Sequential([*layers, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, "sigmoid")])


def calibrated(model):
    """Let the mean of the channels, from 0 to 1, come out as a probability around 0.5."""
    model.layers[-1].set_weights([np.full((3, 1), 4 / 3, "float32"), np.array([-2], "float32")])
    return model


MODEL = calibrated(brightness())


@pytest.fixture
def folder(tmp_path):
    """Dark cats and bright dogs, but for a bright cat and a dark dog."""
    shades = {"cat": [20, 40, 250, 60, 80], "dog": [220, 100, 230, 240]}
    for name, values in shades.items():
        (tmp_path / name).mkdir()
        for number, shade in enumerate(values):
            Image.new("RGB", (8, 8), (shade,) * 3).save(tmp_path / name / f"{name}.{number}.png")
    return tmp_path


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("batch_size", [1, 2, 4, 9, 32])
def test_every_picture_counts_once(folder, batch_size, shuffle):
    result = training.evaluate(MODEL, image_batches(folder, 8, batch_size, shuffle=shuffle))
    assert len(result) == 9
    assert result.labels.tolist() == [0] * 5 + [1] * 4
    assert result.predictions.tolist() == [0, 0, 1, 0, 0, 1, 0, 1, 1]
    assert result.accuracy == pytest.approx(7 / 9)
    assert result.confusion.tolist() == [[4, 1], [1, 3]]
    assert [type(count) for row in result.confusion.tolist() for count in row] == [int] * 4


def test_the_accuracy_is_that_of_keras(folder):
    data = image_batches(folder, 8, 4, shuffle=False)
    MODEL.compile(loss="binary_crossentropy", metrics=["accuracy"])
    assert MODEL.evaluate(data, verbose=0)[1] == pytest.approx(training.evaluate(MODEL, data).accuracy)


def test_the_worst_mistakes_come_first_with_their_pictures(folder):
    result = training.evaluate(MODEL, image_batches(folder, 8))
    cat, dog = result.mistakes
    assert (cat.label, cat.prediction) == ("cat", "dog")
    assert cat.file == str(folder / "cat" / "cat.2.png")
    assert cat.confidence == pytest.approx(result.probabilities[2])
    assert dog.confidence == pytest.approx(1 - result.probabilities[6])
    assert cat.confidence > dog.confidence
    assert cat.image.dtype == np.uint8
    assert (cat.image == 250).all()
    assert repr(dog).startswith("dog.1.png: a dog, taken for a cat (≈ ")


def test_dropout_is_off(folder):
    data = image_batches(folder, 8, shuffle=False)
    with_dropout = training.evaluate(calibrated(brightness(dropout=0.9)), data)
    assert np.allclose(with_dropout.probabilities, training.evaluate(MODEL, data).probabilities)


def test_features_have_mistakes_without_pictures():
    inputs, labels = np.array([[-2.0], [3.0], [1.0]]), np.array([[0], [1], [0]])
    model = keras.Sequential([keras.Input((1,)), keras.layers.Activation("sigmoid")])
    result = training.evaluate(model, (inputs, labels))
    (mistake,) = result.mistakes
    assert (mistake.index, mistake.file, mistake.image) == (2, "", None)
    assert repr(mistake).startswith("sample 2: a 0, taken for a 1")


def test_shuffled_arrays_come_in_their_order():
    inputs = np.linspace(-3, 3, 20).reshape(-1, 1)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Activation("sigmoid")])
    data = array_batches(inputs, (inputs[:, 0] > 0).astype(int), 8)
    result = training.evaluate(model, data)
    assert (np.diff(result.probabilities) > 0).all()
    assert result.accuracy == 1


def test_a_model_that_answers_otherwise_is_refused():
    for layer in (keras.layers.Dense(2, "softmax"), keras.layers.Rescaling(5)):
        model = keras.Sequential([keras.Input((1,)), layer])
        with pytest.raises(ValueError, match=r"one probability a sample.*Received: an answer of shape"):
            training.evaluate(model, (np.ones((4, 1)), np.ones(4)))


def test_labels_that_are_no_classes_are_refused():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Activation("sigmoid")])
    with pytest.raises(ValueError, match=r"Labels must be 0 or 1.*values \[2\]"):
        training.evaluate(model, (np.ones((4, 1)), np.full(4, 2)))


def test_a_summary_tells_what_a_reader_needs(folder):
    result = training.evaluate(MODEL, image_batches(folder, 8))
    assert repr(result) == "accuracy ≈ 77.8% on 9 samples (95% interval ≈ 45.3% to ≈ 93.7%)"


@given(st.integers(1, 5000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_interval_holds_the_share_and_shrinks(counts):
    correct, count = counts
    low, high = training.wilson_interval(correct, count)
    assert 0 <= low <= correct / count <= high <= 1
    more_low, more_high = training.wilson_interval(4 * correct, 4 * count)
    assert more_high - more_low < high - low


def test_the_interval_is_wilsons():
    assert training.wilson_interval(421, 500) == pytest.approx((0.80735, 0.87138), abs=1e-4)
    assert training.wilson_interval(0, 10) == pytest.approx((0, 0.27753), abs=1e-5)
    with pytest.raises(ValueError, match="Received: correct=11, count=10"):
        training.wilson_interval(11, 10)
