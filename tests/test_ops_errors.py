"""Bad input to `course_utils.ops`: a ValueError that says what was received and what is allowed."""

import re

import numpy as np
import pytest

from course_utils import ops
from course_utils.ops import Window

IMAGE = np.zeros((5, 6, 3), np.float32)
KERNEL = np.zeros((3, 3, 3, 2), np.float32)
POOLS = [ops.max_pool2d, ops.average_pool2d]


def refused(received, allowed=""):
    """Expects an error that names both."""
    return pytest.raises(ValueError, match=f"(?s){re.escape(allowed)}.*Received: .*{re.escape(received)}")


@pytest.mark.parametrize("shape", [(), (5,), (5, 6), (1, 1, 5, 6, 3)])
@pytest.mark.parametrize("op", [lambda images: ops.conv2d(images, KERNEL), *POOLS])
def test_rank_of_inputs(op, shape):
    with refused(f"inputs of shape {shape}", allowed="(height, width, channels)"):
        op(np.ones(shape))


def test_a_grayscale_image_is_told_how_to_get_its_axis():
    with pytest.raises(ValueError, match=re.escape("inputs[..., np.newaxis]")):
        ops.conv2d(np.zeros((5, 6)), KERNEL)
    with pytest.raises(ValueError, match=re.escape("kernel[..., np.newaxis, np.newaxis]")):
        ops.conv2d(np.zeros((5, 6, 1)), np.zeros((3, 3)))


@pytest.mark.parametrize("shape", [(3,), (3, 3), (3, 3, 3), (1, 3, 3, 3, 2)])
def test_rank_of_kernel(shape):
    with refused(f"kernel of shape {shape}", allowed="(height, width, channels, filters)"):
        ops.conv2d(IMAGE, np.zeros(shape))


@pytest.mark.parametrize("channels", [1, 2, 4, 6])
def test_channels_differ(channels):
    with refused("channels=3", allowed="must equal the channels of `inputs`"):
        ops.conv2d(IMAGE, np.zeros((3, 3, channels, 2)))


@pytest.mark.parametrize("shape", [(0, 6, 3), (5, 0, 3), (5, 6, 0), (0, 5, 6, 3)])
@pytest.mark.parametrize("op", [lambda images: ops.conv2d(images, KERNEL), *POOLS])
def test_empty_inputs(op, shape):
    with refused(f"inputs of shape {shape}", allowed="must not be empty"):
        op(np.zeros(shape))


@pytest.mark.parametrize("shape", [(0, 3, 3, 2), (3, 0, 3, 2), (3, 3, 3, 0)])
def test_empty_kernel(shape):
    with refused(f"kernel of shape {shape}", allowed="must not be empty"):
        ops.conv2d(IMAGE, np.zeros(shape))


@pytest.mark.parametrize("values", [IMAGE.astype(complex), IMAGE.astype(str), IMAGE.astype(object), None])
def test_numbers_that_are_not_real(values):
    with refused("inputs of dtype", allowed="real numbers"):
        ops.conv2d(values, KERNEL)
    with refused("kernel of dtype", allowed="real numbers"):
        ops.conv2d(IMAGE, values)


@pytest.mark.parametrize("shape", [(6, 3, 3, 2), (3, 7, 3, 2)])
def test_kernel_larger_than_a_valid_image(shape):
    with refused(f"kernel_size={max(shape)}", allowed='use padding="same"'):
        ops.conv2d(IMAGE, np.zeros(shape))
    assert ops.conv2d(IMAGE, np.zeros(shape), padding="same").shape == (5, 6, 2)


def test_kernel_made_too_large_by_dilation():
    with refused("dilation_rate=3", allowed="A window of 7 cells does not fit into 5"):
        ops.conv2d(IMAGE, KERNEL, dilation_rate=3)


@pytest.mark.parametrize("op", POOLS)
def test_pool_larger_than_a_valid_image(op):
    with refused("input_size=5, kernel_size=6", allowed='use padding="same"'):
        op(IMAGE, 6)


NOT_SIZES = [
    0,
    -1,
    True,
    False,
    1.0,
    2.5,
    "2",
    None,
    (1, 0),
    (1, True),
    (1, 1.0),
    (1,),
    (1, 1, 1),
    (),
    np.ones(2),
]


@pytest.mark.parametrize("value", NOT_SIZES, ids=repr)
def test_sizes_and_steps_are_positive_integers(value):
    allowed = "must be a positive integer or two of them"
    with refused(f"strides={value!r}", allowed):
        ops.conv2d(IMAGE, KERNEL, strides=value)
    with refused(f"dilation_rate={value!r}", allowed):
        ops.conv2d(IMAGE, KERNEL, dilation_rate=value)
    for op in POOLS:
        with refused(f"pool_size={value!r}", allowed):
            op(IMAGE, pool_size=value)
        if value is not None:  # None is Keras' way to say: as large as the pool
            with refused(f"strides={value!r}", allowed):
                op(IMAGE, strides=value)


@pytest.mark.parametrize("value", [*NOT_SIZES, (1, 2)], ids=repr)
@pytest.mark.parametrize("name", ["input_size", "kernel_size", "strides", "dilation_rate"])
def test_one_side_takes_single_integers(name, value):
    with refused(f"{name}={value!r}", allowed=f"`{name}` must be a positive integer"):
        ops.conv_output_size(**{"input_size": 9, "kernel_size": 3, name: value})
    if name != "input_size":
        with refused(f"{name}={value!r}", allowed=f"`{name}` must be a positive integer"):
            Window(**{"kernel_size": 3, name: value})


@pytest.mark.parametrize("padding", ["full", "causal", "SAME", "", None, 1, ["same"]], ids=repr)
def test_unknown_padding(padding):
    calls = [
        lambda: ops.conv2d(IMAGE, KERNEL, padding=padding),
        lambda: ops.max_pool2d(IMAGE, padding=padding),
        lambda: ops.average_pool2d(IMAGE, padding=padding),
        lambda: ops.conv_output_size(9, 3, padding=padding),
    ]
    for call in calls:
        with refused(f"padding={padding!r}", allowed='"valid" or "same"'):
            call()


@pytest.mark.parametrize(("strides", "dilation_rate"), [(2, 2), ((1, 2), 2), (2, (2, 1)), ((1, 2), (2, 1))])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_strides_and_dilation_exclude_each_other(strides, dilation_rate, padding):
    with refused("strides=", allowed="cannot be combined"):
        ops.conv2d(np.zeros((9, 9, 3)), KERNEL, strides, padding, dilation_rate)


def test_strides_and_dilation_exclude_each_other_along_one_side():
    with refused("strides=2, dilation_rate=3", allowed="cannot be combined"):
        ops.conv_output_size(9, 3, strides=2, dilation_rate=3)
    with refused("strides=2, dilation_rate=3", allowed="cannot be combined"):
        Window(3, strides=2, dilation_rate=3)


@pytest.mark.parametrize("layer", [3, (3, 1), {"kernel_size": 3}, None])
def test_layers_are_windows(layer):
    with refused(repr(layer), allowed="must be a Window, such as Window(3)"):
        ops.receptive_field([Window(3), layer])
