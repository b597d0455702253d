"""The classic filters: what each of them is known to do, in both sizes."""

import doctest

import numpy as np
import pytest

from course_utils import kernels, ops

SIZES = [3, 5]
KEEP_BRIGHTNESS = ["identity", "blur", "gaussian_blur", "sharpen", "emboss"]


def step_edge(axis):
    """A dark half and a bright half, the border between columns (axis 1) or rows (axis 0)."""
    image = np.zeros((12, 12, 1), "float32")
    image[:, 6:] = 1
    return image if axis == 1 else image.transpose(1, 0, 2)


def answer(name, image, size=3):
    return ops.conv2d(image, kernels.stack([name], channels=image.shape[2], kernel_size=size))[..., 0]


def test_doctests():
    assert doctest.testmod(kernels).failed == 0


def test_names_are_those_of_the_course():
    assert kernels.names() == [
        "identity",
        "vertical_edges",
        "horizontal_edges",
        "outline",
        "blur",
        "gaussian_blur",
        "sharpen",
        "emboss",
        "gabor_45",
        "gabor_135",
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", kernels.names())
def test_on_one_gray_a_filter_keeps_brightness_or_answers_nothing(name, size):
    gray = np.full((9, 9, 1), 0.5, "float32")
    expected = 0.5 if name in KEEP_BRIGHTNESS else 0
    np.testing.assert_allclose(answer(name, gray, size), expected, atol=0.011)


@pytest.mark.parametrize("size", SIZES)
def test_edge_filters_answer_to_their_own_direction(size):
    assert answer("vertical_edges", step_edge(axis=1), size).max() >= 4
    assert answer("horizontal_edges", step_edge(axis=0), size).max() >= 4
    np.testing.assert_array_equal(answer("vertical_edges", step_edge(axis=0), size), 0)
    np.testing.assert_array_equal(answer("horizontal_edges", step_edge(axis=1), size), 0)
    np.testing.assert_array_equal(kernels.pattern("vertical_edges", size).T, kernels.pattern("horizontal_edges", size))


@pytest.mark.parametrize("size", SIZES)
def test_gabor_filters_answer_to_stripes_of_their_own_direction(size):
    rising = np.eye(13, dtype="float32")[::-1, :, None]
    falling = np.eye(13, dtype="float32")[:, :, None]
    names = [name for name in kernels.names() if name.startswith("gabor")]
    strongest = {name: [answer(name, stripe, size).max() for stripe in (rising, falling)] for name in names}
    (one, other), (third, fourth) = strongest.values()
    assert (one > 2 * other and fourth > 2 * third) or (other > 2 * one and third > 2 * fourth)


@pytest.mark.parametrize("size", SIZES)
def test_identity_gives_the_image_back_and_sharpen_undoes_some_blur(size):
    edge = step_edge(axis=1)
    border = size // 2
    np.testing.assert_array_equal(answer("identity", edge, size), edge[border:-border, border:-border, 0])
    assert answer("blur", edge, size).std() < edge.std() < answer("sharpen", edge, size).std()


def test_a_pattern_is_nobody_elses():
    kernels.pattern("blur")[:] = 0
    assert kernels.pattern("blur").min() > 0
    assert kernels.pattern("blur").dtype == np.float32


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("channels", [1, 3])
def test_stack_keeps_filters_apart_and_repeats_each_in_every_channel(size, channels):
    kernel = kernels.stack(["blur", "outline"], channels, size)
    assert kernel.shape == (size, size, channels, 2)
    for channel in range(channels):
        np.testing.assert_array_equal(kernel[:, :, channel, 0], kernels.pattern("blur", size))
        np.testing.assert_array_equal(kernel[:, :, channel, 1], kernels.pattern("outline", size))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: kernels.pattern("bluur"), "Received: name='bluur'. Names: identity, vertical_edges"),
        (lambda: kernels.pattern("blur", 4), "`kernel_size` must be 3 or 5. Received: kernel_size=4"),
        (lambda: kernels.stack("blur"), "a list of one or more filter names. Received: filters='blur'"),
        (lambda: kernels.stack([]), r"a list of one or more filter names. Received: filters=\[\]"),
    ],
)
def test_errors_say_what_was_received_and_what_is_allowed(call, said):
    with pytest.raises(ValueError, match=said):
        call()
