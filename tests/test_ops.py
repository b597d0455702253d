"""`course_utils.ops` against Keras, against brute force, and against what convolution promises."""

import doctest
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_utils import ops, quiet_tensorflow
from course_utils.ops import ReceptiveField, Window

SIZES = [(1, 1), (2, 5), (4, 4), (7, 7), (9, 6)]
WINDOWS = [(1, 1), (2, 2), (3, 3), (2, 3), (5, 5)]
STEPS = [(1, 1), (2, 1), (3, 1), ((1, 2), 1), (1, 2), (1, 3), (1, (2, 1))]
DEPTHS = [(None, 1, 1), (1, 3, 4), (3, 2, 5)]  # batch, channels, filters
PADDINGS = ["valid", "same"]


@pytest.fixture(scope="module")
def keras():
    quiet_tensorflow()  # with the kernels that the chapters run on
    return pytest.importorskip("keras", reason="Keras is the reference: install convnet-course[run]")


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def image(size, channels, batch=None):
    return numbers(*([] if batch is None else [batch]), *size, channels, seed=1)


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def fits(size, window, padding, dilation_rate=1):
    """Whether there is a window at all: only `valid` can have none."""
    reach = ((k - 1) * d + 1 for k, d in zip(window, pair(dilation_rate), strict=True))
    return padding == "same" or all(r <= n for r, n in zip(reach, size, strict=True))


def as_keras(op, inputs, *args, **options):
    """The Keras op, which takes batches only, image by image: in a batch, TensorFlow 2.21 with oneDNN can be wrong.

    It drops rows where one channel is convolved to a map of one column and only the width is strided.
    """
    images = inputs if inputs.ndim == 4 else inputs[np.newaxis]
    answers = [op(image[np.newaxis], *args, data_format="channels_last", **options) for image in images]
    outputs = np.concatenate([np.asarray(answer) for answer in answers])
    return outputs if inputs.ndim == 4 else outputs[0]


def assert_same(actual, expected):
    assert actual.dtype == expected.dtype
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5)


CONVOLUTIONS = [
    case for case in product(SIZES, WINDOWS, STEPS, PADDINGS) if fits(*case[:2], case[3], case[2][1])
]
POOLINGS = [
    case for case in product(SIZES, WINDOWS, [None, 1, 2, 3, (1, 2), 7], PADDINGS) if fits(*case[:2], case[3])
]


@pytest.mark.parametrize(("size", "window", "steps", "padding"), CONVOLUTIONS, ids=str)
def test_conv2d_equals_keras(keras, size, window, steps, padding):
    strides, dilation_rate = steps
    options = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
    for batch, channels, filters in DEPTHS:
        inputs, kernel = image(size, channels, batch), numbers(*window, channels, filters)
        expected = as_keras(keras.ops.conv, inputs, kernel, **options)
        assert_same(ops.conv2d(inputs, kernel, **options), expected)


@pytest.mark.parametrize(("size", "window", "strides", "padding"), POOLINGS, ids=str)
def test_pooling_equals_keras(keras, size, window, strides, padding):
    options = {"pool_size": window, "strides": strides, "padding": padding}
    for batch, channels, _ in DEPTHS:
        inputs = image(size, channels, batch) - 2  # mostly negative: a padded zero would win the maximum
        assert_same(ops.max_pool2d(inputs, **options), as_keras(keras.ops.max_pool, inputs, **options))
        assert_same(
            ops.average_pool2d(inputs, **options), as_keras(keras.ops.average_pool, inputs, **options)
        )


@st.composite
def convolutions(draw):
    """Any small convolution that fits: inputs, kernel and options."""
    side, few = st.integers(1, 9), st.integers(1, 3)
    padding = draw(st.sampled_from(PADDINGS))
    free, ones = st.tuples(few, few), st.just((1, 1))
    strides, dilation_rate = draw(st.one_of(st.tuples(free, ones), st.tuples(ones, free)))
    window = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    size = draw(st.tuples(side, side).filter(lambda size: fits(size, window, padding, dilation_rate)))
    batch, channels, filters, seed = draw(
        st.tuples(st.none() | few, few, st.integers(1, 6), st.integers(0, 99))
    )
    inputs, kernel = image(size, channels, batch), numbers(*window, channels, filters, seed=seed)
    return inputs, kernel, {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}


# What `as_keras` says of oneDNN: as one batch, these two pictures lose their second row.
@example((image((2, 1), 1, 2), numbers(1, 2, 1, 1), {"strides": (1, 2), "padding": "same", "dilation_rate": 1}))
@given(convolutions())
@settings(max_examples=150, deadline=None)
def test_any_conv2d_equals_keras(keras, case):
    inputs, kernel, options = case
    assert_same(ops.conv2d(inputs, kernel, **options), as_keras(keras.ops.conv, inputs, kernel, **options))


@given(convolutions())
@settings(max_examples=100, deadline=None)
def test_any_pooling_equals_keras(keras, case):
    inputs, kernel, options = case
    options = {"pool_size": kernel.shape[:2], "strides": options["strides"], "padding": "same"}
    assert_same(ops.max_pool2d(inputs, **options), as_keras(keras.ops.max_pool, inputs, **options))
    assert_same(ops.average_pool2d(inputs, **options), as_keras(keras.ops.average_pool, inputs, **options))


@given(convolutions(), st.integers(-3, 3))
@settings(max_examples=100, deadline=None)
def test_convolution_is_linear(case, factor):
    inputs, kernel, options = case
    other = numbers(*inputs.shape, seed=7)
    together = ops.conv2d(inputs + factor * other, kernel, **options)
    apart = ops.conv2d(inputs, kernel, **options) + factor * ops.conv2d(other, kernel, **options)
    np.testing.assert_allclose(together, apart, atol=1e-4)


@pytest.mark.parametrize("strides", [1, 2, 3])
def test_shifting_the_image_by_a_stride_shifts_the_map_by_one(strides):
    inputs, kernel = image((14, 14), 3), numbers(3, 3, 3, 2)
    moved = ops.conv2d(inputs[strides:, strides:], kernel, strides)
    still = ops.conv2d(inputs, kernel, strides)[1:, 1:]
    np.testing.assert_allclose(moved, still, atol=1e-6)


def test_the_kernel_is_not_flipped():
    corner = np.zeros((2, 2, 1, 1), np.float32)
    corner[0, 0] = 1
    np.testing.assert_array_equal(ops.conv2d(image((4, 4), 1), corner), image((4, 4), 1)[:3, :3])


def test_a_batch_is_its_images_one_by_one():
    batch, kernel = image((6, 5), 2, batch=4), numbers(3, 2, 2, 3)
    one_by_one = np.stack([ops.conv2d(each, kernel, padding="same") for each in batch])
    np.testing.assert_allclose(ops.conv2d(batch, kernel, padding="same"), one_by_one, atol=1e-6)
    np.testing.assert_array_equal(ops.max_pool2d(batch)[2], ops.max_pool2d(batch[2]))
    np.testing.assert_array_equal(ops.average_pool2d(batch)[2], ops.average_pool2d(batch[2]))


def test_inputs_are_left_as_they_were():
    inputs, kernel = image((5, 5), 2), numbers(3, 3, 2, 2)
    before = inputs.copy(), kernel.copy()
    ops.conv2d(inputs, kernel, padding="same")
    ops.max_pool2d(inputs, padding="same")
    ops.average_pool2d(inputs, padding="same")
    np.testing.assert_array_equal(inputs, before[0])
    np.testing.assert_array_equal(kernel, before[1])


@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [
        ("float16", "float16"),
        ("float32", "float32"),
        ("float64", "float64"),
        ("uint8", "float32"),
        ("int64", "float32"),
        ("bool", "float32"),
    ],
)
def test_floats_keep_their_dtype_and_integers_become_float32(given_dtype, result):
    inputs = (image((4, 4), 1) * 9).astype(given_dtype)
    kernel = np.ones((2, 2, 1, 1), given_dtype)
    assert ops.conv2d(inputs, kernel).dtype == result
    assert ops.max_pool2d(inputs).dtype == result
    assert ops.average_pool2d(inputs).dtype == result


def test_integers_do_not_wrap_around():
    white = np.full((3, 3, 1), 255, np.uint8)
    assert ops.conv2d(white, np.ones((3, 3, 1, 1), np.uint8)).item() == 9 * 255
    assert ops.average_pool2d(white, 3).item() == 255


def test_lists_and_numpy_integers_will_do():
    assert ops.conv2d([[[1], [2]]], [[[[3]]]], strides=np.int64(1), dilation_rate=[1, 1]).shape == (1, 2, 1)


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize(("strides", "dilation_rate"), [(1, 1), (2, 1), (3, 1), (5, 1), (1, 2), (1, 3)])
def test_conv_output_size_equals_keras(keras, strides, dilation_rate, padding):
    for kernel_size in range(1, 6):
        layer = keras.layers.Conv1D(
            1, kernel_size, strides=strides, padding=padding, dilation_rate=dilation_rate
        )
        for input_size in range(1, 16):
            arguments = input_size, kernel_size, strides, padding, dilation_rate
            try:
                expected = layer.compute_output_shape((1, input_size, 1))[1]
            except ValueError:
                with pytest.raises(ValueError, match="does not fit"):
                    ops.conv_output_size(*arguments)
            else:
                assert ops.conv_output_size(*arguments) == expected


STACKS = [
    [Window(1)],
    [Window(3)],
    [Window(3), Window(3)],
    [Window(3), Window(3), Window(3)],
    [Window(2, strides=2), Window(2, strides=2), Window(2, strides=2)],
    [Window(3), Window(2, strides=2), Window(3), Window(2, strides=2)],
    [Window(3, strides=2), Window(5)],
    [Window(1, strides=3), Window(2)],
    [Window(3, dilation_rate=2), Window(3, dilation_rate=4)],
    [Window(2, strides=2), Window(3, dilation_rate=3), Window(4)],
]


@pytest.mark.parametrize("layers", STACKS, ids=str)
@pytest.mark.parametrize("pooling", [False, True])
def test_receptive_field_is_what_perturbing_every_pixel_finds(layers, pooling):
    field = ops.receptive_field(layers)
    side = field.size + field.jump  # as small as leaves two outputs a side
    pixels = np.eye(side * side, dtype=np.float32).reshape(-1, side, side, 1)  # an image for each lit pixel
    outputs = pixels
    for layer in layers:
        if pooling and layer.dilation_rate == 1:
            outputs = ops.max_pool2d(outputs, layer.kernel_size, layer.strides)
        else:
            ones = np.ones((layer.kernel_size, layer.kernel_size, 1, 1))
            outputs = ops.conv2d(outputs, ones, layer.strides, "valid", layer.dilation_rate)
    assert outputs.shape[1:] == (2, 2, 1)
    seen = (outputs != 0).reshape(side, side, 2, 2)
    rows, columns = np.nonzero(seen[:, :, 0, 0])
    assert (rows.min(), rows.max()) == (columns.min(), columns.max()) == (0, field.size - 1)
    rows, columns = np.nonzero(seen[:, :, 1, 1])
    assert (rows.min(), columns.min()) == (field.jump, field.jump)


def test_with_no_layer_a_cell_sees_itself():
    assert ops.receptive_field([]) == ReceptiveField(size=1, jump=1)


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(ops)
    assert results.attempted >= 10
    assert results.failed == 0
