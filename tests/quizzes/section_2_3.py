"""Section 2.3: each question computed by a function of its name."""

import numpy as np
import pytest

from tests.quizzes.common import computes, evaluate, keras, network, noise, numbers_in, right_choice

computed = computes("2.3")


def convolutions_of(model):
    return [layer for layer in model.layers if isinstance(layer, keras().layers.Conv2D)]


def stack(*filters, side=96):
    """Convolutions with these numbers of filters, and pooling between them."""
    lines = "layers.MaxPooling2D(2), ".join(f"layers.Conv2D({number}, 3), " for number in filters)
    return network(f"keras.Input(({side}, {side}, 3)), {lines}")


FILTERS = (32, 64, 128, 256, 256)


def multiplications(model):
    """For one photo: each weight once for each cell of the map."""
    return sum(np.prod(layer.output.shape[1:3]) * np.prod(layer.kernel.shape) for layer in convolutions_of(model))


@computed
def what_is_left_of_the_photo(question):
    model = network(question["code"])
    assert [layer.filters for layer in convolutions_of(model)] == [*FILTERS]
    heights = [96, *(layer.output.shape[1] for layer in model.layers)]
    assert numbers_in(question["reason"]["en"])[: len(heights)] == heights
    return heights[-1], [96 / 2**4, heights[-2], 96 / 2**5, heights[-1] // 2]


@computed
def fewest_parameters_first(question):
    dense, *convolutions = (f"layers.{step['text']['en'][1:-1]}" for step in question["steps"])
    pooled = ", layers.MaxPooling2D(2), ".join(convolutions)
    model = network(f"keras.Input((96, 96, 3)), {pooled}, layers.GlobalAveragePooling2D(), {dense}")
    counts = [model.layers[-1].count_params(), *(layer.count_params() for layer in convolutions_of(model))]
    assert counts == sorted(set(counts))
    assert numbers_in(question["reason"]["en"]) == counts
    for step, count in zip(question["steps"][1:], counts[1:], strict=True):
        assert f"= {count:,}" in step["reason"]["en"]


@computed
def same_filters_more_parameters(question):
    *_, first, second = convolutions_of(stack(*FILTERS))
    assert first.filters == second.filters == 256
    assert numbers_in(question["prompt"]["en"])[-2:] == [first.count_params(), second.count_params()]
    assert numbers_in(right_choice(question)["text"]["en"]) == [first.input.shape[-1], second.input.shape[-1]]
    per_filter = [np.prod(layer.kernel.shape[:-1]) for layer in (first, second)]
    assert set(per_filter) <= {*numbers_in(right_choice(question)["reason"]["en"])}


@computed
def memory_of_the_first_map(question):
    first = stack(*FILTERS).layers[0]
    values, photo = np.prod(first.output.shape[1:]), 96 * 96 * 3
    assert first.count_params() * 4 in numbers_in(question["reason"]["en"])
    batch = values * 32 * 4
    assert batch in numbers_in(question["reason"]["en"])
    traps = [values * 4, values * 32, photo * 32 * 4, batch * 3]
    assert all(trap in numbers_in(shown["reason"]["en"]) for trap, shown in zip(traps, question["traps"], strict=True))
    return round(batch / 1e6, 1), [round(trap / 1e6, digits) for trap, digits in zip(traps, (2, 2, 2, 1), strict=True)]


@computed
def larger_photos_same_weights(question):
    heads = {}
    exec(question["code"], {"layers": keras().layers}, heads)
    sides = [stack(*FILTERS, side=side).output_shape[1] for side in (96, 180)]
    assert "2×2×256" in question["prompt"]["en"]
    assert "7×7×256" in question["prompt"]["en"]
    assert sides == [2, 7]

    def weights(name, side):
        copies = [type(layer).from_config(layer.get_config()) for layer in heads[name]]
        return keras().Sequential([keras().Input((side, side, 256)), *copies]).count_params()

    numbers = numbers_in(right_choice(question)["reason"]["en"])
    assert weights("A", 2) == weights("A", 7) == 257
    assert {257, weights("B", 2), weights("B", 7)} <= {*numbers}


@computed
def one_probability(question):
    """Cross-entropy rewards an output near 1 for the class with the label 1."""
    loss = keras().losses.BinaryCrossentropy()
    assert loss([[1.0]], [[0.3]]) > loss([[0.0]], [[0.3]])
    assert numbers_in(right_choice(question)["text"]["en"]) == [0.3, pytest.approx(1 - 0.3)]


@computed
def softmax_on_one_output(question):
    model = network(f"keras.Input((256,)), {question['code']}")
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
    features, labels, before = noise(64, 256), np.repeat([0, 1], 32), model.get_weights()[0]
    with pytest.warns(UserWarning, match="always return the value 1"):
        history = model.fit(features, labels, epochs=3, verbose=0).history
    assert history["accuracy"] == [0.5] * 3
    assert np.any(model.get_weights()[0] != before)  # the loss is taken before the softmax, so weights do change
    np.testing.assert_allclose(model.predict(features, verbose=0), 1, rtol=1e-6)
    assert "50%" in question["prompt"]["en"]
    with_two = keras().activations.softmax(np.ones((1, 2), np.float32))
    np.testing.assert_allclose(np.asarray(with_two), 0.5)


@computed
def the_other_way_round(question):
    forward, reverse = stack(*FILTERS), stack(*FILTERS[::-1])
    counts = [model.count_params() for model in (forward, reverse)]
    assert numbers_in(question["prompt"]["en"])[-5:-3] == counts
    assert round(multiplications(reverse) / multiplications(forward)) == 14
    second = [
        np.prod(layer.output.shape[1:3]) * np.prod(layer.kernel.shape)
        for layer in (convolutions_of(forward)[1], convolutions_of(reverse)[1])
    ]
    assert set(second) <= {*numbers_in(right_choice(question)["reason"]["en"])}
    assert second[1] / second[0] == 32
    first = convolutions_of(reverse)[0].count_params() / convolutions_of(forward)[0].count_params()
    assert first == 8


@computed
def smallest_photo(question):
    def side_of_last_map(side):
        for number in range(len(FILTERS)):
            side = (side // 2 if number else side) - 2
            if side < 1:
                return 0
        return side

    smallest = min(side for side in range(200) if side_of_last_map(side))
    assert network(f"keras.Input(({smallest}, {smallest}, 3)), {question['code']}").output_shape[1:3] == (1, 1)
    with pytest.raises(ValueError, match="zero or negative"):
        network(f"keras.Input(({smallest - 1}, {smallest - 1}, 3)), {question['code']}")
    return smallest, [3 * 2**4, evaluate("5 × 2 + 1"), smallest - 2, 2 * 2**4]
