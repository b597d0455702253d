"""Section 2.1: each question computed by a function of its name."""

import numpy as np

from course_utils import ops
from tests.quizzes.common import computes, keras, network, noise, numbers_in, parameters, right_choice

computed = computes("2.1")


@computed
def patches_in_one_photo(_):
    photo, kernel = noise(96, 96, 3), noise(3, 3, 3, 1)
    seen = ops.conv2d(photo, kernel).size
    apart = ops.conv2d(photo, kernel, strides=3).size
    dense = ops.conv2d(photo, noise(96, 96, 3, 1)).size
    traps = [dense, ops.conv2d(photo, kernel, padding="same").size, apart, seen * 3, seen * 32]
    return seen, traps


@computed
def unknowns_per_photo(question):
    dense = network("keras.Input((96, 96, 3)), layers.Flatten(), layers.Dense(32)").count_params()
    assert dense in numbers_in(question["prompt"]["en"])
    convolution = network("keras.Input((96, 96, 3)), layers.Conv2D(32, 3)")
    count, places = convolution.count_params(), np.prod(convolution.output_shape[1:3])
    assert 900 < dense / count < 1100
    return count, [3 * 3 * 3 * 32, parameters(3, 3, 32), parameters(3, 3, 3, 1), places * count]


@computed
def always_on_the_left(question):
    """The same cat on the left and on the right: which of the two models can't tell?"""
    photos = np.zeros((2, 24, 48, 3), np.float32)
    photos[0, 8:16, 8:16] = photos[1, 8:16, 32:40] = noise(8, 8, 3)
    stacks = {}
    keras().utils.set_random_seed(0)  # a layer draws the seed of its weights when it is made
    exec(question["code"], {"layers": keras().layers}, stacks)
    left, right = np.split(keras().Sequential(stacks["A"]).predict(photos, verbose=0), 2)
    np.testing.assert_allclose(left, right, atol=1e-5)
    left, right = np.split(keras().Sequential(stacks["B"]).predict(photos, verbose=0), 2)
    assert abs(left - right) > 0.01
    assert right_choice(question)["text"]["en"] == "Only A."


@computed
def neither_local_nor_shifted(_):
    """A new order of the columns: a dense layer gives the same with its weights in that order, a convolution can't."""
    table, order = noise(1000, 30), np.random.default_rng(1).permutation(30)
    weights = noise(30)
    np.testing.assert_allclose(table[:, order] @ weights[order], table @ weights, rtol=1e-3, atol=1e-4)
    neighbours = {frozenset(pair) for pair in np.lib.stride_tricks.sliding_window_view(range(30), 2).tolist()}
    shuffled = {frozenset(pair) for pair in np.lib.stride_tricks.sliding_window_view(order, 2).tolist()}
    assert len(neighbours & shuffled) < 10


@computed
def a_small_head(question):
    head = network(f"keras.Input((5, 5, 1280)), {question['code']}")
    flat = network("keras.Input((5, 5, 1280)), layers.Flatten(), layers.Dense(1)")
    traps = [1280, flat.count_params(), parameters(1280, 2), parameters(5 * 5, 1)]
    return head.count_params(), traps
