"""Section 1: each question computed by a function of its name."""

from functools import cache

import numpy as np
import pytest

from course_utils import ops, quizzes
from course_utils.ops import conv_output_size
from tests.quizzes.common import computes, grids_of, keras, network, noise, numbers_in, parameters, right_choice

computed = computes("1")


@cache
def first_convnet():
    """The network that most of the section is about, as a question lists it."""
    (code,) = {question["code"] for question in quizzes.load("1") if question["id"] == "heaviest-layer"}
    return network(code)


def outputs_of(kind):
    """Shapes of what the layers of a kind put out for one picture."""
    return [layer.output.shape[1:] for layer in first_convnet().layers if isinstance(layer, kind)]


def size(layer):
    return np.prod(layer.output.shape[1:])


@computed
def torn_summary(question):
    lines = [f"`{type(layer).__name__} {layer.output.shape}`" for layer in first_convnet().layers]
    assert [step["text"]["en"] for step in question["steps"]] == lines
    assert f"{conv_output_size(28, 2, strides=2)}×14" in question["steps"][1]["reason"]["en"]
    heights = [28, *(layer.output.shape[1] for layer in first_convnet().layers[:5])]
    depths = [shape[-1] for shape in outputs_of(keras().layers.Conv2D)]
    for sizes in (heights, depths):
        assert ", ".join(map(str, sizes)) in question["reason"]["en"]


@computed
def batch_axis(question):
    pictures, kernel = noise(64, 28, 28, 1), noise(3, 3, 1, 32)
    assert f"{ops.conv2d(pictures[0], kernel).shape}" in right_choice(question)["reason"]["en"]
    assert f"{ops.conv2d(pictures, kernel).shape}" in right_choice(question)["reason"]["en"]
    assert outputs_of(keras().layers.Conv2D)[0] == (26, 26, 32)


@computed
def forgotten_channel(question):
    names = {"x": noise(64, 28, 28), "np": np}

    def outputs(choice):
        return keras().layers.Conv2D(32, 3)(eval(choice["text"]["en"].strip("`"), names)).shape

    right, mixed_up, channels_first, flat = question["choices"]
    with pytest.raises(ValueError, match="expected min_ndim=4, found ndim=3"):
        keras().layers.Conv2D(32, 3)(names["x"])
    assert "right" in right
    assert str(tuple(outputs(right))) in right["reason"]["en"]
    assert str(tuple(outputs(mixed_up))) in mixed_up["reason"]["en"]
    with pytest.raises(ValueError, match="zero or negative"):
        outputs(channels_first)
    with pytest.raises(ValueError, match="found ndim=2"):
        outputs(flat)


@computed
def a_blotted_number(question):
    pooling, convolution = first_convnet().layers[1:3]
    assert question["code"].split("\n") == [
        "MaxPooling2D",
        f"  {pooling.output.shape}    {pooling.count_params()}",
        "Conv2D",
        f"  {convolution.output.shape}    ?",
    ]
    places = np.prod(ops.conv2d(noise(13, 13, 32), noise(3, 3, 32, 64)).shape[:2])
    traps = [3 * 3 * 32 * 64, parameters(3, 3, 64), parameters(3, 3, 32, 32), parameters(13 * 13 * 32, 64)]
    return convolution.count_params(), [*traps, convolution.count_params() * places]


@computed
def heaviest_layer(question):
    layers = {layer.name: layer for layer in first_convnet().layers}
    heaviest = max(layers.values(), key=lambda layer: layer.count_params())
    assert heaviest is first_convnet().layers[4]
    assert right_choice(question)["text"]["en"] == "`Conv2D(128, 3)`"
    assert heaviest.count_params() / first_convnet().count_params() > 0.7
    convolution, dense, first, flat = question["choices"]
    assert {heaviest.count_params(), first_convnet().count_params()} <= {*numbers_in(convolution["reason"]["en"])}
    last = first_convnet().layers[-1]
    assert numbers_in(dense["reason"]["en"])[-1] == last.count_params()
    first_layer, flatten = first_convnet().layers[0], first_convnet().layers[-2]
    assert {size(first_layer), first_layer.count_params()} <= {*numbers_in(first["reason"]["en"])}
    assert numbers_in(flat["reason"]["en"]) == [size(flatten), flatten.count_params()]


@computed
def cells_nobody_reads(question):
    def unread(padding="valid"):
        spikes = np.eye(11 * 11).reshape(-1, 11, 11, 1)
        pooled = ops.max_pool2d(spikes, 2, padding=padding)
        return np.sum(pooled.max(axis=(1, 2, 3)) == 0)

    assert ops.max_pool2d(noise(11, 11, 1), 2, padding="same").shape == (6, 6, 1)
    never_picked = 11 * 11 - ops.max_pool2d(noise(11, 11, 1), 2).size
    return unread(), [11 + 11, 10 + 10, 11, never_picked, unread("same")]


@computed
def deeper_but_smaller(question):
    shapes = outputs_of(keras().layers.Conv2D)
    assert "26×26×32, 11×11×64 and 3×3×128" in question["prompt"]["en"]
    assert shapes == [(26, 26, 32), (11, 11, 64), (3, 3, 128)]
    assert numbers_in(right_choice(question)["text"]["en"]) == [h * w for h, w, _ in shapes]
    assert {np.prod(shape) for shape in shapes} <= {*numbers_in(right_choice(question)["reason"]["en"])}


@computed
def flatten_too_early(question):
    with pytest.raises(ValueError, match="found ndim=2"):
        network(f"keras.Input((11, 11, 64)), {question['code']}")
    pooled = ops.max_pool2d(noise(11, 11, 64))
    assert f"(None, {', '.join(map(str, pooled.shape))})" in question["code"]
    assert pooled.size in numbers_in(right_choice(question)["reason"]["en"])
    with pytest.raises(ValueError, match="does not fit"):
        ops.conv2d(pooled.reshape(-1, 1, 1), noise(3, 3, 1, 128))


@computed
def one_layer_less(question):
    dense, before = network(question["code"]).layers[-1], first_convnet().layers[-1]
    assert f"{before.count_params():,}" in question["prompt"]["en"]
    traps = [before.count_params(), 1600 * 10, parameters(64, 10), parameters(5 * 5, 10)]
    return dense.count_params(), [*traps, parameters(11 * 11 * 64, 10)]


@computed
def larger_pictures(question):
    small, large = first_convnet(), network(question["code"])
    changed = [
        after
        for before, after in zip(small.layers, large.layers, strict=True)
        if before.count_params() != after.count_params()
    ]
    assert changed == [large.layers[-1]]
    right, _, convolutions, ratio = question["choices"]
    dense = [net.layers[-1].count_params() for net in (small, large)]
    assert numbers_in(right["text"]["en"]) == dense
    heights = [96, *(layer.output.shape[1] for layer in large.layers[:5])]
    assert numbers_in(right["reason"]["en"])[:6] == heights
    kept = [layer.count_params() for layer in large.layers[:5:2]]
    assert numbers_in(convolutions["reason"]["en"]) == kept
    assert numbers_in(ratio["text"]["en"]) == [
        dense[0],
        pytest.approx(size(small.layers[-2]) * (96 / 28) ** 2 * 10 + 10, abs=5),
        pytest.approx((96 / 28) ** 2, abs=0.01),
    ]


@computed
def not_a_digit(_):
    """Whatever goes in, softmax answers; nothing holds the largest value down or the others equal."""
    largest = []
    for scale in (0, 1, 10):
        logits = scale * noise(10)
        answers = np.exp(logits) / np.exp(logits).sum()
        assert np.all(answers > 0)
        assert answers.sum() == pytest.approx(1)
        largest.append(answers.max())
    assert largest[0] == pytest.approx(0.1)
    assert largest[-1] > 0.9


@computed
def share_of_the_errors(_):
    wrong = 1000 - 975
    return 6 / wrong * 100, [6 / 100 * 100, 6 / 1000 * 100, wrong / 1000 * 100, wrong]


@computed
def reading_a_confusion(question):
    (table,) = grids_of(question)
    right, transposed, most_answered, accuracy = question["choices"]
    assert np.all(table.sum(axis=1) == 100)
    assert numbers_in(right["text"]["en"]) == [table[0, 2], 4, 9, table[2, 0], 9, 4]
    assert numbers_in(transposed["text"]["en"]) == [table[0, 2], 9, 4, table[2, 0], 4, 9]
    assert table[:, 2].sum() == table.sum(axis=0).max() == numbers_in(most_answered["text"]["en"])[1]
    missed = 100 - np.diag(table)
    assert missed.argmax() == 0
    assert missed.tolist() == [6, 3, 3]
    assert np.trace(table) / table.sum() == numbers_in(accuracy["text"]["en"])[0] / 100


@computed
def best_of_twenty(_):
    """Twenty equally good models: how far they spread on 1,000 pictures, and how good the best one seems."""
    measured = np.random.default_rng(0).binomial(1000, 0.975, size=(20_000, 20)) / 1000
    assert measured.std() == pytest.approx(0.005, abs=0.0005)
    assert measured.max(axis=1).mean() == pytest.approx(0.984, abs=0.0005)


@computed
def drawn_in_the_corner(_):
    """A convolution's maps move with the digit; weights that know places do not."""
    canvas = np.zeros((2, 60, 60, 1), np.float32)
    canvas[0, 24:36, 24:36, 0] = canvas[1, 12:24, 12:24, 0] = abs(noise(12, 12))
    maps = canvas
    for kernel in (noise(3, 3, 1, 4), noise(3, 3, 4, 8)):
        maps = ops.max_pool2d(np.maximum(ops.conv2d(maps, kernel), 0))
    middle, corner = maps
    np.testing.assert_allclose(np.roll(middle, (-3, -3), axis=(0, 1)), corner, atol=1e-4)
    np.testing.assert_allclose(middle.max(axis=(0, 1)), corner.max(axis=(0, 1)), atol=1e-4)
    weights = noise(middle.size)
    assert abs(middle.ravel() @ weights - corner.ravel() @ weights) > 1
