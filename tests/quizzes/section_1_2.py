"""Section 1.2: each question computed by a function of its name."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_utils import ops
from course_utils.ops import Window, conv_output_size, receptive_field
from tests.quizzes.common import computes, grids_of, keras, network, noise, numbers_in, parameters, right_choice

computed = computes("1.2")

WINDOWS = SimpleNamespace(
    Conv2D=lambda _filters, kernel_size: Window(kernel_size),
    MaxPooling2D=lambda pool_size: Window(pool_size, strides=pool_size),
)


def pooled(rows, *window, pool=ops.max_pool2d, **options):
    return pool(np.asarray(rows)[..., np.newaxis], *window, **options)[..., 0]


def average(rows, *window, **options):
    return pooled(rows, *window, pool=ops.average_pool2d, **options)


def assert_grids_are(question, maps):
    """The choices show these maps, the first is right, and the words say the same numbers."""
    assert "right" in question["choices"][0]
    for choice, rows in zip(question["choices"], maps, strict=True):
        np.testing.assert_allclose(choice["grid"], rows)
        assert numbers_in(choice["text"]["en"]) == np.ravel(choice["grid"]).tolist()
        assert numbers_in(choice["text"]["ko"]) == np.ravel(choice["grid"]).tolist()


def spread(question):
    """What `Flatten` spreads in the network of a question."""
    return np.prod(network(question["code"]).layers[-2].output.shape[1:])


@computed
def largest_of_each_window(question):
    (responses,) = grids_of(question)
    largest, smallest = pooled(responses), -pooled(-responses)
    strongest = np.where(-smallest > largest, smallest, largest)
    without_negatives = np.maximum(largest, 0)
    maps = [largest, without_negatives, strongest, average(responses), responses[::2, ::2]]
    assert_grids_are(question, maps)


@computed
def channels_stay_apart(question):
    patch = np.stack(grids_of(question), axis=-1)
    strongest = np.unravel_index(patch.argmax(), patch.shape)
    answers = [ops.max_pool2d(patch)[0, 0], [patch.max()], patch[strongest[:2]], [patch.max(axis=(0, 1)).sum()]]
    assert "right" in question["choices"][0]
    assert [choice["text"]["en"] for choice in question["choices"]] == [
        f"`{[int(value) for value in answer]}`" for answer in answers
    ]
    means = ops.average_pool2d(patch)[0, 0].tolist()
    assert numbers_in(right_choice(question)["reason"]["en"])[1:] == means


@computed
def average_at_the_border(question):
    (rows,) = grids_of(question)
    means = average(rows, padding="same")
    with_zeros = average(np.pad(rows, ((0, 1), (0, 1))))
    pushed_back = average(rows[:2, 1:]).item()
    traps = [with_zeros[0, 1], pooled(rows, padding="same")[0, 1], pushed_back, means[0, 0], rows[:2, 2].sum()]
    return means[0, 1], traps


@computed
def unwritten_strides(_):
    def height(*window, **options):
        return ops.max_pool2d(noise(32, 32, 16), *window, **options).shape[0]

    return height(3), [height(3, strides=1), height(3, strides=2), height(3, padding="same"), height(2)]


@computed
def largest_output_first(question):
    def height(pool_size, **options):
        return len(pooled(noise(29, 29), pool_size, **options))

    names = {"MaxPooling2D": height, "AveragePooling2D": height}
    sizes = [eval(step["text"]["en"].strip("`"), names) for step in question["steps"]]
    assert sizes == sorted(set(sizes), reverse=True)
    assert numbers_in(question["reason"]["en"]) == sizes


@computed
def overlapping_windows(question):
    (rows,) = grids_of(question)

    def nines(*window):
        return np.sum(pooled(rows, *window) == 9)

    return nines(3, 2), [nines(3, 3), nines(3, 1), nines((5, 3), (5, 2))]


@computed
def what_pooling_saves(question):
    with_pooling = network(f"keras.Input((28, 28, 1)), {question['code']}")
    without = network("keras.Input((28, 28, 1)), layers.Conv2D(32, 3), layers.Conv2D(64, 3)")
    after, before = with_pooling.layers[-1], without.layers[-1]
    assert after.count_params() == before.count_params() == numbers_in(right_choice(question)["text"]["en"])[0]
    coefficients = [np.prod(layer.input.shape[1:]) for layer in (before, after)]
    assert set(coefficients) <= {*numbers_in(right_choice(question)["reason"]["en"])}
    assert coefficients[0] / coefficients[1] == 4
    assert with_pooling.layers[1].count_params() == 0


@computed
def without_pooling(question):
    whole = network(question["code"])
    dense = whole.layers[-1].count_params()
    assert ops.conv2d(noise(5, 5, 64), noise(3, 3, 64, 128)).size == 3 * 3 * 128
    assert dense == parameters(spread(question), 10)
    traps = [spread(question) * 10, parameters(3 * 3 * 128, 10), parameters(22 * 22, 10)]
    return dense, [*traps, parameters(28 * 28 * 128, 10), whole.count_params()]


@computed
def seen_through_poolings(question):
    stack = eval(f"[{question['code']}]", {"layers": WINDOWS})
    convolutions = [window for window in stack if window.strides == 1]
    sizes = [window.kernel_size for window in stack]
    before_last = receptive_field(stack[:-1])
    assert before_last.jump == 4
    traps = [
        receptive_field(convolutions).size,
        receptive_field([Window(window.kernel_size) for window in stack]).size,
        sum(sizes),
        before_last.size,
        sizes[-1] * before_last.jump,
    ]
    return receptive_field(stack).size, traps


@computed
def where_to_pool(question):
    windows = {"C": Window(3), "P": Window(2, strides=2)}
    stacks = [step["text"]["en"].strip("`").split(" → ") for step in question["steps"]]
    seen = [receptive_field([windows[layer] for layer in stack]).size for stack in stacks]
    assert seen == sorted(set(seen))
    assert numbers_in(question["reason"]["en"]) == seen
    for step, pixels in zip(question["steps"][1:], seen[1:], strict=True):
        assert f"= {pixels} pixels" in step["reason"]["en"]


@computed
def one_clear_ear(question):
    ear, everywhere = grids_of(question)

    def prefers_the_ear(reduce):
        return reduce(ear).item() > reduce(everywhere).item()

    def sparse_look(rows):
        return rows[::2, ::2]

    assert [prefers_the_ear(reduce) for reduce in (pooled, average, sparse_look)] == [True, False, False]
    assert average(ear) == average(everywhere)
    assert sparse_look(ear) < sparse_look(everywhere)
    assert right_choice(question)["text"]["en"] == "Only max pooling."


@computed
def one_step_to_the_right(question):
    def at(column):
        rows = np.zeros((2, 8))
        rows[0, column] = 5
        return rows

    assert any(np.array_equal(grids_of(question)[0], at(column)) for column in range(7))
    same = [np.array_equal(pooled(at(column)), pooled(at(column + 1))) for column in range(7)]
    followed_by_a_convolution = sum(np.array_equal(at(column), at(column + 1)) for column in range(7))
    assert np.flatnonzero(same).tolist() == [0, 2, 4, 6]
    return sum(same), [len(same), len(same) - sum(same), followed_by_a_convolution]


@computed
def gradient_to_the_winner(question):
    (rows,) = grids_of(question)

    def gradient(layer):
        """4 for each unit by which the layer's output grows when a cell does."""
        step = 1e-3
        nudged = (rows + step * np.eye(4)[cell].reshape(2, 2) for cell in range(4))
        grown = [(layer(cells) - layer(rows)).item() / step for cells in nudged]
        return np.round(4 * np.reshape(grown, (2, 2)), 6)

    by_size = 4 * rows / rows.sum()
    total = gradient(lambda cells: cells.sum())
    assert_grids_are(question, [gradient(pooled), gradient(average), total, by_size])


@computed
def strided_instead(question):
    stacks = {}
    exec(question["code"], dict(vars(keras().layers)), stacks)
    first, second = (keras().Sequential([keras().Input((28, 28, 1)), *stacks[name]]) for name in "AB")
    assert first.output_shape == second.output_shape == (None, 13, 13, 32)
    assert first.count_params() == second.count_params() == parameters(3, 3, 1, 32)
    places = [conv_output_size(28, 3) ** 2, conv_output_size(28, 3, strides=2) ** 2]
    assert set(places) | {first.count_params()} <= {*numbers_in(right_choice(question)["reason"]["en"])}
    assert places[0] / places[1] == 4
    image, kernel = noise(28, 28, 1), noise(3, 3, 1, 32)
    dense, sparse = ops.conv2d(image, kernel), ops.conv2d(image, kernel, strides=2)
    assert not np.allclose(ops.max_pool2d(dense), sparse)
    np.testing.assert_allclose(sparse, dense[::2, ::2], atol=1e-4)


@computed
def one_mean_a_map(_):
    global_pooling = network("keras.Input((22, 22, 128)), layers.GlobalAveragePooling2D(), layers.Dense(10)")
    means = ops.average_pool2d(noise(22, 22, 128), 22)
    assert means.size == 128
    assert parameters(means.size, 10) == pytest.approx(global_pooling.count_params())
    traps = [means.size * 10, parameters(22 * 22 * 128, 10), parameters(22 * 22, 10), parameters(1, 10)]
    return global_pooling.count_params(), traps
