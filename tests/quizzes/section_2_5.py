"""Section 2.5: each question computed by a function of its name."""

import numpy as np
import pytest

from tests.quizzes.common import (
    computes,
    grids_of,
    keras,
    network,
    noise,
    numbers_in,
    right_choice,
    tensorflow,
)

computed = computes("2.5")


def photos(count, side=12):
    return np.random.default_rng(0).uniform(0, 255, (count, side, side, 3)).astype(np.float32)


def changed(outputs, inputs):
    """The share of the photos that came out otherwise than they went in."""
    pairs = zip(np.asarray(outputs), inputs, strict=True)
    return np.mean([not np.allclose(after, before, atol=1e-3) for after, before in pairs])


def augmented(layer, inputs):
    return np.asarray(layer(np.asarray(inputs, np.float32), training=True))


@computed
def one_flip(question):
    (rows,) = grids_of(question)
    outputs = augmented(keras().layers.RandomFlip("horizontal"), [rows[..., np.newaxis]] * 40)[..., 0]
    (flipped,) = np.unique([output for output in outputs if not np.array_equal(output, rows)], axis=0)
    maps = [flipped, rows[::-1], rows[::-1, ::-1], np.roll(rows, -1, axis=1)]
    for choice, expected in zip(question["choices"], maps, strict=True):
        np.testing.assert_array_equal(choice["grid"], expected)
        assert numbers_in(choice["text"]["en"]) == numbers_in(choice["text"]["ko"]) == np.ravel(expected).tolist()


@computed
def never_flipped(_):
    inputs = photos(1000, side=4)
    flip = keras().layers.RandomFlip("horizontal", seed=0)
    share = changed(augmented(flip, inputs), inputs)
    assert share == pytest.approx(0.5, abs=0.06)  # four standard deviations of 1,000 tosses
    chance = 0.5 * 100
    return 0.5**5 * 100, [chance, 0, chance / 5, 0.5**4 * 100]


@computed
def a_tenth_of_a_turn(_):
    layer = keras().layers.RandomRotation(0.1)
    assert tuple(layer.factor) == (-0.1, 0.1)
    quarter = keras().layers.RandomRotation((0.25, 0.25))
    square = noise(5, 5, 1)
    turned = augmented(quarter, [square])[0, ..., 0]
    assert any(np.allclose(turned, np.rot90(square[..., 0], k), atol=1e-4) for k in (1, 3))
    degrees = 0.1 * 360
    return degrees, [0.1 * 100, 0.1, round(np.degrees(0.1), 2), 0.1 * 180, 2 * degrees]


@computed
def zoomed_cat(question):
    picture = np.zeros((1, 240, 240, 1), np.float32)
    picture[:, 90:150, 90:150] = 1

    def width(factor):
        zoom = keras().layers.RandomZoom((factor, factor), fill_mode="constant")
        return round(float(augmented(zoom, picture)[0, 120].sum()), 3)

    assert width(0.2) in numbers_in(question["reason"]["en"])
    return width(-0.2), [60 * 0.8, 60 * 1.2, width(0.2), width(0)]


@computed
def as_many_as_there_are(_):
    inputs = photos(10, side=4)
    flip = keras().layers.RandomFlip("horizontal", seed=0)
    seen = {output.tobytes() for _ in range(50) for output in augmented(flip, inputs)}
    looks = 50 * 1000
    return len(seen) / len(inputs) * 1000, [looks, 1000, 1000 + 1000 / 2, looks / 2]


@computed
def six_or_nine(question):
    six, nine = grids_of(question)
    np.testing.assert_array_equal(np.rot90(six, 2), nine)
    half_a_turn = keras().layers.RandomRotation((0.5, 0.5), interpolation="nearest")
    np.testing.assert_array_equal(augmented(half_a_turn, [six[..., np.newaxis]])[0, ..., 0], nine)
    assert right_choice(question)["text"]["en"] == "`RandomRotation(0.5)`"


@computed
def at_the_start_of_the_model(question):
    model = network(question["code"])
    inputs = photos(8, side=96)
    assert model.count_params() == 0
    np.testing.assert_allclose(model.predict(inputs, verbose=0), inputs / 255, atol=1e-5)
    again = keras().Sequential.from_config(model.get_config())
    assert [type(layer) for layer in again.layers] == [type(layer) for layer in model.layers]
    first, second = (np.asarray(model(inputs, training=True)) for _ in range(2))
    assert changed(first, second) == 1


@computed
def when_it_is_at_work(question):
    """Photos and how far they came out changed, in each of the four calls."""
    inputs = photos(4)
    rotation = keras().layers.RandomRotation(0.1)
    model = keras().Sequential([keras().Input((12, 12, 3)), rotation])
    model.compile("sgd", "mse")  # the loss is 0 where the photos come out as they went in
    names = {"model": model, "photos": inputs, "labels": inputs}
    calls = dict(reversed(line.split("#")) for line in question["code"].split("\n"))
    with pytest.warns(UserWarning, match="not have any trainable weights"):
        outcome = {letter.strip(): eval(call, names) for letter, call in calls.items()}
    works = {
        "A": outcome["A"].history["loss"][0] > 1,
        "B": outcome["B"] > 1e-3,
        "C": changed(outcome["C"], inputs) > 0,
        "D": changed(outcome["D"], inputs) > 0,
    }
    assert [letter for letter, at_work in works.items() if at_work] == ["A", "D"]
    assert right_choice(question)["text"]["en"] == "A and D"
    assert changed(model(inputs, training=False), inputs) == 0


@computed
def unsteady_answers(_):
    inputs = photos(2)
    model = keras().Sequential([keras().Input((12, 12, 3)), keras().layers.RandomRotation(0.1, seed=0)])

    def steady(call):
        return changed(call(inputs), np.asarray(call(inputs))) == 0

    assert not steady(model)  # with a seed, too
    model.trainable = False
    assert not steady(model)
    assert not steady(lambda photo: model(photo / 255))
    assert steady(lambda photo: model(photo, training=False))
    assert steady(lambda photo: model.predict(photo, verbose=0))
    tf_function = tensorflow().function(lambda photo: model(photo, training=False))
    assert steady(tf_function)


@computed
def below_validation(_):
    """The same model on the same photos: the metric of `fit` is lower where dropout and augmentation are on."""
    keras().utils.set_random_seed(0)
    labels = np.repeat([0, 1], 100)
    inputs = noise(200, 8, 8, 1)
    inputs[labels == 1, :, :4] += 0.5
    model = keras().Sequential(
        [
            keras().Input((8, 8, 1)),
            keras().layers.RandomFlip("horizontal"),
            keras().layers.Flatten(),
            keras().layers.Dropout(0.5),
            keras().layers.Dense(1, activation="sigmoid"),
        ]
    )
    kernel = np.where(np.arange(64) % 8 < 4, 0.2, 0.0)[:, np.newaxis]
    model.set_weights([kernel.astype(np.float32), np.array([-1.6], np.float32)])
    model.compile(keras().optimizers.SGD(0.0), "binary_crossentropy", metrics=["accuracy"])
    training = model.fit(inputs, labels, validation_data=(inputs, labels), verbose=0).history
    assert training["accuracy"][0] < training["val_accuracy"][0]


@computed
def cached_too_late(_):
    tf = tensorflow()
    rotation = keras().layers.RandomRotation(0.1)

    def augment(photo, label):
        return rotation(photo, training=True), label

    train = tf.data.Dataset.from_tensor_slices((photos(6), np.zeros(6)))

    def same_in_two_epochs(data):
        first, second = (np.stack([photo.numpy() for photo, _ in data]) for _ in range(2))
        return changed(first, second) == 0

    assert same_in_two_epochs(train.map(augment).cache())
    assert not same_in_two_epochs(train.cache().map(augment))


@computed
def augmented_validation(_):
    """Four copies of each answer: the accuracy is as uncertain as before, while new photos would halve it."""
    answers = np.random.default_rng(0).random((20_000, 250)) < 0.8
    spread = answers.mean(axis=1).std()
    assert np.repeat(answers, 4, axis=1).mean(axis=1).std() == pytest.approx(spread)
    independent = np.random.default_rng(1).binomial(1000, 0.8, 20_000) / 1000
    assert independent.std() == pytest.approx(spread / 2, rel=0.05)


@computed
def siblings_on_both_sides(_):
    none = 0.2**4 * 100
    return round(100 - none, 1), [80, round(0.8**4 * 100), 20, round(none, 1)]
