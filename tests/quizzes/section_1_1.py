"""Section 1.1: each question computed by a function of its name."""

import math
import re

import numpy as np
import pytest

from course_utils import ops
from course_utils.ops import Window, conv_output_size, receptive_field
from tests.quizzes.common import computes, evaluate, noise, right_choice

computed = computes("1.1")


@computed
def scrambled_pixels(_):
    """Dense weights in the same new order give the same output; no 3 × 3 patch of the picture is left."""
    image, order = noise(28, 28, 1), np.random.default_rng(1).permutation(28 * 28)
    scrambled = image.reshape(-1)[order]
    weights = noise(28 * 28)
    np.testing.assert_allclose(scrambled @ weights[order], image.reshape(-1) @ weights, rtol=1e-4)
    patches = np.lib.stride_tricks.sliding_window_view(image[..., 0], (3, 3)).reshape(-1, 9)
    scrambled_patches = np.lib.stride_tricks.sliding_window_view(scrambled.reshape(28, 28), (3, 3)).reshape(
        -1, 9
    )
    assert not {tuple(np.sort(p)) for p in patches} & {tuple(np.sort(p)) for p in scrambled_patches}


@computed
def kernel_as_large_as_the_picture(question):
    image, kernel = noise(28, 28, 1), noise(28, 28, 1, 10)
    outputs = ops.conv2d(image, kernel)
    assert outputs.shape == (1, 1, 10)
    assert "1×1×10" in right_choice(question)["text"]["en"]
    np.testing.assert_allclose(
        outputs[0, 0], image.reshape(-1) @ kernel.reshape(-1, 10), rtol=1e-3, atol=1e-3
    )
    with pytest.raises(ValueError, match="does not fit"):
        ops.conv2d(image, noise(29, 29, 1, 10))


@computed
def moved_cat(_):
    cat, edge = np.zeros((40, 60, 1), np.float32), noise(3, 3, 1, 1)
    cat[10:20, 10:20] = noise(10, 10, 1)
    before, after = ops.conv2d(cat, edge), ops.conv2d(np.roll(cat, 10, axis=1), edge)
    assert not np.allclose(before, after)
    np.testing.assert_allclose(np.roll(before, 10, axis=1), after, atol=1e-5)
    assert before.max() == pytest.approx(after.max())


@computed
def moved_with_strides(_):
    def moved(pixels, strides):
        pictures = np.zeros((2, 9, 60, 1), np.float32)
        pictures[0, 4, 20] = pictures[1, 4, 20 + pixels] = 1
        first, second = ops.conv2d(pictures, np.ones((3, 3, 1, 1)), strides=strides)
        (distance,) = {d for d in range(20) if np.allclose(np.roll(first, d, axis=1), second)}
        return distance

    with pytest.raises(ValueError, match="not enough values"):
        moved(5, strides=2)
    return moved(6, strides=2), [moved(6, strides=1), 6 * 2, moved(6, strides=3), conv_output_size(6, 3)]


@computed
def stacked_windows(_):
    def seen(*sizes, apart=False):
        return receptive_field([Window(size, strides=size if apart else 1) for size in sizes]).size

    return seen(3, 5, 3), [seen(3), seen(5), seen(3, 3, 3), 3 + 5 + 3, seen(3, 5, 3, apart=True)]


@computed
def slices(question):
    feature_map = ops.conv2d(noise(28, 28, 3), noise(3, 3, 3, 32))
    names = {"feature_map": feature_map}
    exec(question["code"], names)
    assert f"`{feature_map.shape}`" in question["prompt"]["en"]
    assert names["a"].shape == (26, 26)
    assert names["b"].shape == (32,)
    np.testing.assert_array_equal(names["a"][4, 7], names["b"][5])


@computed
def one_response(question):
    patch, kernel = (np.array(grid["rows"]) for grid in question["grids"])

    def response(kernel, bias):
        return ops.conv2d(patch[..., None], kernel[..., None, None]).item() + bias

    assert "−3" in question["prompt"]["en"]
    traps = [
        response(kernel, 0),
        response(kernel[::-1, ::-1], -3),
        response(kernel, 3),
        response(abs(kernel), -3),
    ]
    return response(kernel, -3), traps


@computed
def all_channels(question):
    patches, kernels = [[np.array(grid["rows"]) for grid in question["grids"][i::2]] for i in (0, 1)]

    def response(patches, kernels):
        return ops.conv2d(np.stack(patches, axis=-1), np.stack(kernels, axis=-1)[..., None]).item()

    first, second = (response([patch], [kernel]) for patch, kernel in zip(patches, kernels, strict=True))
    unsigned = response(patches, [abs(kernel) for kernel in kernels])
    return response(patches, kernels), [first, second, (first + second) / 2, unsigned]


@computed
def which_map(question):
    image, kernel = (np.array(grid["rows"]) for grid in question["grids"])

    def response(kernel):
        return ops.conv2d(image[..., None], kernel[..., None, None])[..., 0].tolist()

    once = np.where(np.arange(3) == 1, response(kernel), 0).tolist()
    maps = [response(kernel), response(kernel[::-1, ::-1]), response(np.ones((3, 3))), once]
    assert [choice["grid"] for choice in question["choices"]] == maps
    assert "right" in question["choices"][0]
    for choice in question["choices"]:
        numbers = re.findall(r"−?\d+", choice["text"]["en"])
        assert [[evaluate(number) for number in numbers]] * 3 == choice["grid"]


@computed
def output_depth(question):
    shape = ops.conv2d(noise(64, 64, 3), noise(5, 5, 3, 8)).shape
    assert right_choice(question)["text"]["en"] == f"`{shape}`"


@computed
def parameters(_):
    def count(*shape, bias=True):
        return math.prod(shape) + bias * shape[-1]

    assert ops.conv2d(noise(32, 32, 3), noise(3, 3, 3, 16)).shape[-1] == 16
    traps = [count(3, 3, 3, 16, bias=False), count(3, 3, 16), count(3, 3, 16, bias=False)]
    return count(3, 3, 3, 16), [*traps, count(3, 3, 3, 1), count(32 * 32 * 3, 16)]


@computed
def added_rows(_):
    (added,) = {
        rows for rows in range(9) if conv_output_size(28 + rows, 5) == conv_output_size(28, 5, padding="same")
    }
    return added, [added // 2, 5, 0]


@computed
def default_stride(question):
    outputs = ops.conv2d(noise(64, 64, 3), noise(3, 3, 3, 32))
    sizes = [conv_output_size(64, 3, 3), conv_output_size(64, 3, 2), conv_output_size(64, 3, padding="same")]
    assert "strides" not in question["code"]
    return outputs.shape[1], [*sizes, 64 - 3]


@computed
def promise_of_same(question):
    size = conv_output_size(28, 3, strides=2, padding="same")
    assert f"{size}×{size}" in right_choice(question)["text"]["en"]


@computed
def largest_first(question):
    def size(kernel_size, strides=1, padding="valid"):
        return conv_output_size(28, kernel_size, strides, padding)

    layers = {"Conv2D": lambda filters, *window, **options: size(*window, **options)}
    sizes = [eval(step["text"]["en"].strip("`"), layers) for step in question["steps"]]
    assert sizes == sorted(set(sizes), reverse=True)
    assert [int(number) for number in re.findall(r"\d+", question["reason"]["en"])[:5]] == sizes
