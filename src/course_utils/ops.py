"""Convolution and pooling in NumPy: what the chapters explain, and what every widget is checked against.

Names and meaning are those of Keras: channels last, cross-correlation (the kernel is not flipped), and an
odd cell of `"same"` padding at the bottom or right. One idea carries the module: look at every window of
the image at once (`_windows`), then weigh, sum or compare the numbers in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ReceptiveField",
    "Window",
    "average_pool2d",
    "conv2d",
    "conv_output_size",
    "max_pool2d",
    "receptive_field",
]

FloatArray: TypeAlias = NDArray[np.floating[Any]]
Pair: TypeAlias = tuple[int, int]
Padding: TypeAlias = Literal["valid", "same"]


def conv2d(
    inputs: ArrayLike,
    kernel: ArrayLike,
    strides: int | Pair = 1,
    padding: Padding = "valid",
    dilation_rate: int | Pair = 1,
) -> FloatArray:
    """Slides every filter of a kernel over an image and sums the products in each window.

    With stride `s` and dilation `d`, where padding moves the first window up and left:

    `outputs[y, x, f] = Σ over i, j, c of inputs[y·s + i·d, x·s + j·d, c] · kernel[i, j, c, f]`

    Shape: `(height, width, channels)` → `(height′, width′, filters)`, each side as `conv_output_size` says;
    a leading batch axis is kept.

    Args:
        inputs: One image `(height, width, channels)` or a batch `(batch, height, width, channels)`.
        kernel: Weights `(kernel_height, kernel_width, channels, filters)`.
        strides: Cells from one window to the next, as an integer or `(vertical, horizontal)`.
        padding: `"valid"` keeps windows inside the image; `"same"` surrounds it with zeros, so that the
            outputs have the size of the inputs when `strides=1`.
        dilation_rate: Cells from one weight of the kernel to the next, as an integer or a pair. One of
            `strides` and `dilation_rate` must be 1.

    Returns:
        The feature map: one response map for each filter. Its dtype is the wider one of `inputs` and
        `kernel`, where integers count as float32.

    Raises:
        ValueError: If an argument has a wrong shape, type or value, or if the kernel does not fit.

    Example:
        >>> image = np.array([[0, 0, 9, 9]] * 3)[..., np.newaxis]
        >>> edge = np.array([[-1, 0, 1]] * 3)[..., np.newaxis, np.newaxis]
        >>> conv2d(image, edge).shape
        (1, 2, 1)
        >>> conv2d(image, edge)[..., 0]
        array([[27., 27.]], dtype=float32)

    Reference:
        [Dumoulin & Visin, 2016](https://arxiv.org/abs/1603.07285) and
        [keras.layers.Conv2D](https://keras.io/api/layers/convolution_layers/convolution2d/).
    """
    images = _images(inputs)
    weights = _kernel(kernel, channels=images.shape[-1])
    windows = _windows(images, weights.shape[:2], strides, padding, dilation_rate)
    outputs: FloatArray = np.einsum("...yxcij,ijcf->...yxf", windows, weights, optimize=True)
    return outputs


def max_pool2d(
    inputs: ArrayLike,
    pool_size: int | Pair = 2,
    strides: int | Pair | None = None,
    padding: Padding = "valid",
) -> FloatArray:
    """Keeps the largest number of each window, channel by channel.

    Shape: `(height, width, channels)` → `(height′, width′, channels)`, each side as `conv_output_size` says;
    a leading batch axis is kept.

    Args:
        inputs: One image `(height, width, channels)` or a batch `(batch, height, width, channels)`.
        pool_size: Size of the window, as an integer or `(height, width)`.
        strides: Cells from one window to the next, as an integer or a pair; `None` means `pool_size`, so
            that windows touch and do not overlap.
        padding: `"valid"` keeps windows inside the image; `"same"` lets them stick out. What sticks out is
            never the largest, not even where all numbers are negative.

    Returns:
        The pooled feature map, in the dtype of `inputs`; integers become float32.

    Raises:
        ValueError: If an argument has a wrong shape, type or value, or if the window does not fit.

    Example:
        >>> max_pool2d(np.arange(16).reshape(4, 4, 1))[..., 0]
        array([[ 5.,  7.],
               [13., 15.]], dtype=float32)

    Reference:
        [keras.layers.MaxPooling2D](https://keras.io/api/layers/pooling_layers/max_pooling2d/).
    """
    images, size = _images(inputs), _pair("pool_size", pool_size)
    windows = _windows(images, size, size if strides is None else strides, padding, pad_value=-np.inf)
    largest: FloatArray = windows.max(axis=(-2, -1))
    return largest


def average_pool2d(
    inputs: ArrayLike,
    pool_size: int | Pair = 2,
    strides: int | Pair | None = None,
    padding: Padding = "valid",
) -> FloatArray:
    """Keeps the mean of each window, channel by channel.

    Shape: `(height, width, channels)` → `(height′, width′, channels)`, each side as `conv_output_size` says;
    a leading batch axis is kept.

    Args:
        inputs: One image `(height, width, channels)` or a batch `(batch, height, width, channels)`.
        pool_size: Size of the window, as an integer or `(height, width)`.
        strides: Cells from one window to the next, as an integer or a pair; `None` means `pool_size`, so
            that windows touch and do not overlap.
        padding: `"valid"` keeps windows inside the image; `"same"` lets them stick out. What sticks out is
            left out of the mean.

    Returns:
        The pooled feature map, in the dtype of `inputs`; integers become float32.

    Raises:
        ValueError: If an argument has a wrong shape, type or value, or if the window does not fit.

    Example:
        >>> average_pool2d(np.arange(9).reshape(3, 3, 1), padding="same")[..., 0]
        array([[2. , 3.5],
               [6.5, 8. ]], dtype=float32)

    Reference:
        [keras.layers.AveragePooling2D](https://keras.io/api/layers/pooling_layers/average_pooling2d/).
    """
    images, size = _images(inputs), _pair("pool_size", pool_size)
    steps = size if strides is None else strides
    cells = np.ones((*images.shape[-3:-1], 1), images.dtype)
    sums = _windows(images, size, steps, padding).sum(axis=(-2, -1))
    counts = _windows(cells, size, steps, padding).sum(axis=(-2, -1))
    means: FloatArray = sums / counts
    return means


def conv_output_size(
    input_size: int,
    kernel_size: int,
    strides: int = 1,
    padding: Padding = "valid",
    dilation_rate: int = 1,
) -> int:
    """Counts the windows that fit along one side of an image.

    `valid`: `⌊(input_size - covered) / strides⌋ + 1`, where a dilated kernel has
    `covered = (kernel_size - 1) · dilation_rate + 1`.

    `same`: `⌈input_size / strides⌉`, whatever the kernel.

    Args:
        input_size: Height or width of the image, in cells.
        kernel_size: Height or width of the kernel or pool.
        strides: Cells from one window to the next.
        padding: `"valid"` or `"same"`.
        dilation_rate: Cells from one weight of the kernel to the next.

    Returns:
        Height or width of the feature map.

    Raises:
        ValueError: If a size is not a positive integer, the padding is unknown, both `strides` and
            `dilation_rate` exceed 1, or the kernel does not fit into a `valid` image.

    Example:
        >>> conv_output_size(28, kernel_size=3)
        26
        >>> conv_output_size(28, kernel_size=3, strides=2, padding="same")
        14

    Reference:
        [Dumoulin & Visin, 2016](https://arxiv.org/abs/1603.07285), chapters 2 and 5.
    """
    _check_sizes(input_size=input_size, kernel_size=kernel_size, strides=strides, dilation_rate=dilation_rate)
    if padding not in ("valid", "same"):
        raise ValueError(f'`padding` must be "valid" or "same". Received: padding={padding!r}')
    _check_strides_or_dilation(strides, dilation_rate)
    if padding == "same":
        return math.ceil(input_size / strides)
    covered = _covered(kernel_size, dilation_rate)
    if covered > input_size:
        raise ValueError(
            f"A window of {covered} cells does not fit into {input_size}: make it smaller or use "
            f'padding="same". Received: input_size={input_size}, kernel_size={kernel_size}, '
            f"dilation_rate={dilation_rate}"
        )
    return (input_size - covered) // strides + 1


@dataclass(frozen=True)
class Window:
    """A convolution or pooling layer, as far as it decides which cells an output can see.

    Args:
        kernel_size: Height or width of the kernel or pool.
        strides: Cells from one window to the next. Pooling usually has `strides` equal to its size.
        dilation_rate: Cells from one weight of the kernel to the next.

    Raises:
        ValueError: If an argument is not a positive integer, or both `strides` and `dilation_rate` exceed 1.

    Example:
        >>> convolution, pooling = Window(3), Window(2, strides=2)
    """

    kernel_size: int
    strides: int = 1
    dilation_rate: int = 1

    def __post_init__(self) -> None:
        _check_sizes(**vars(self))
        _check_strides_or_dilation(self.strides, self.dilation_rate)


@dataclass(frozen=True)
class ReceptiveField:
    """What one output of a stack of layers sees of the image, along one side.

    Args:
        size: Cells of the image from the first to the last that can change the output.
        jump: Cells of the image from one output's field to its neighbour's.
    """

    size: int
    jump: int


def receptive_field(layers: Sequence[Window]) -> ReceptiveField:
    """Tells how much of the image one output of a stack of layers sees.

    Every layer adds `(kernel_size - 1) · dilation_rate` steps to the size, each as wide as the jump of the
    layers before it, and multiplies the jump by its strides. Padding changes neither.

    Args:
        layers: The layers from the image up, each a `Window`. Layers that look at one cell at a time, such
            as activations and normalisation, can be left out.

    Returns:
        The size of the field and the jump between neighbours, in cells of the image. With no layer, a cell
        sees itself.

    Raises:
        ValueError: If `layers` holds anything but windows.

    Example:
        >>> receptive_field([Window(3), Window(3)])
        ReceptiveField(size=5, jump=1)
        >>> receptive_field([Window(3), Window(2, strides=2), Window(3)])
        ReceptiveField(size=8, jump=2)

    Reference:
        [Araujo, Norris & Sim, 2019](https://distill.pub/2019/computing-receptive-fields/).
    """
    size, jump = 1, 1
    for layer in layers:
        if not isinstance(layer, Window):
            raise ValueError(f"Each layer must be a Window, such as Window(3). Received: {layer!r}")
        size += (layer.kernel_size - 1) * layer.dilation_rate * jump
        jump *= layer.strides
    return ReceptiveField(size, jump)


def _windows(
    images: FloatArray,
    size: Pair,
    strides: int | Pair,
    padding: Padding,
    dilation_rate: int | Pair = 1,
    pad_value: float = 0.0,
) -> FloatArray:
    """Shows every window of an image: `(…, height, width, channels)` → `(…, y, x, channels, i, j)`.

    `[y, x, c, i, j]` is the number of channel `c` in row `i` and column `j` of the window at `(y, x)`. The
    windows are views, nothing is copied: strides step over windows, dilation over the cells inside them.
    """
    steps, gaps = _pair("strides", strides), _pair("dilation_rate", dilation_rate)
    _check_strides_or_dilation(steps, gaps)
    sides = list(zip(images.shape[-3:-1], size, steps, gaps, strict=True))
    for cells, kernel_size, step, gap in sides:
        conv_output_size(cells, kernel_size, step, padding, gap)  # refuses a window that does not fit
    if padding == "same":
        around = [_same_padding(*side) for side in sides]
        leading = [(0, 0)] * (images.ndim - 3)
        images = np.pad(images, [*leading, *around, (0, 0)], constant_values=pad_value)
    reach = [_covered(kernel_size, gap) for _, kernel_size, _, gap in sides]
    every_window = sliding_window_view(images, reach, axis=(-3, -2))
    return every_window[..., :: steps[0], :: steps[1], :, :: gaps[0], :: gaps[1]]


def _same_padding(input_size: int, kernel_size: int, strides: int, dilation_rate: int) -> Pair:
    """Cells to add before and after, so that there is one window a stride; an odd one goes after."""
    windows = math.ceil(input_size / strides)
    missing = max((windows - 1) * strides + _covered(kernel_size, dilation_rate) - input_size, 0)
    return missing // 2, missing - missing // 2


def _covered(kernel_size: int, dilation_rate: int) -> int:
    """Cells from a dilated kernel's first weight to its last, both counted."""
    return (kernel_size - 1) * dilation_rate + 1


def _images(inputs: ArrayLike) -> FloatArray:
    images = _floats("inputs", inputs)
    if images.ndim not in (3, 4):
        raise ValueError(
            "`inputs` must be an image (height, width, channels) or a batch of images, one axis more; "
            "a grayscale image gets its channel axis by inputs[..., np.newaxis]. "
            f"Received: inputs of shape {images.shape}"
        )
    return images


def _kernel(kernel: ArrayLike, channels: int) -> FloatArray:
    weights = _floats("kernel", kernel)
    if weights.ndim != 4:
        raise ValueError(
            "`kernel` must be (height, width, channels, filters); a single filter for one channel gets its "
            f"axes by kernel[..., np.newaxis, np.newaxis]. Received: kernel of shape {weights.shape}"
        )
    if weights.shape[2] != channels:
        raise ValueError(
            "The third axis of `kernel` must equal the channels of `inputs`, since a filter looks at all of "
            f"them. Received: kernel of shape {weights.shape}, inputs with channels={channels}"
        )
    return weights


def _floats(name: str, values: ArrayLike) -> FloatArray:
    """An array of floats, its own kind where it is one; integers and booleans become float32."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"`{name}` must hold real numbers. Received: {name} of dtype {array.dtype}")
    if array.size == 0:
        raise ValueError(f"`{name}` must not be empty. Received: {name} of shape {array.shape}")
    return array if array.dtype.kind == "f" else array.astype(np.float32)


def _pair(name: str, value: int | Pair) -> Pair:
    """The value for height and width: `3` → `(3, 3)`, as Keras reads it."""
    pair = tuple(value) if isinstance(value, Sequence) else (value, value)
    if len(pair) != 2 or not all(map(_is_positive_integer, pair)):
        raise ValueError(
            f"`{name}` must be a positive integer or two of them, (height, width). Received: {name}={value!r}"
        )
    return pair


def _check_sizes(**sizes: int) -> None:
    for name, value in sizes.items():
        if not _is_positive_integer(value):
            raise ValueError(f"`{name}` must be a positive integer. Received: {name}={value!r}")


def _is_positive_integer(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) > 0


def _check_strides_or_dilation(strides: int | Pair, dilation_rate: int | Pair) -> None:
    if np.max(strides) > 1 and np.max(dilation_rate) > 1:
        raise ValueError(
            "`strides > 1` and `dilation_rate > 1` cannot be combined: set one of them to 1. "
            f"Received: strides={strides}, dilation_rate={dilation_rate}"
        )
