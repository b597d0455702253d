"""The Python side of `ConvolutionExplorer`: its traits, their bounds, and the same answer from NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils import kernels, ops, photos
from course_utils.widgets.sliding_window import SlidingWindow
from course_utils.widgets.traits import Numbers, Photo

_FIRST_FILTERS = ("vertical_edges", "horizontal_edges", "sharpen", "gabor_45")


class ConvolutionExplorer(SlidingWindow, bundle="convolution_explorer"):
    """Shows a picture, one or more filters, and what each filter answers.

    The reader moves the window, edits the kernel number by number, adds filters, and sets strides, padding,
    dilation rate, bias and ReLU. A picture that the reader opens stays in the page: it is no trait.

    Args:
        image: 8-bit pixels of shape `(height, width, channels)`, 16 to 256 a side, 1 or 3 channels. Defaults
            to the photo of a cat, 128 × 128.
        kernel: Numbers of shape `(size, size, channels, filters)` with size 1, 3 or 5 and at most 16 filters,
            as `keras.layers.Conv2D` keeps its kernel. Defaults to four classic filters.
        **traits: `bias`, `strides` (1 to 4), `padding`, `dilation_rate` (1 to 3; only with strides of 1),
            `activation` (`"linear"` or `"relu"`), where the reader starts (`filter`, `row`, `column`), and
            whether the sum behind one number is unfolded (`calculation`).

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or two of them do not fit together.

    Example:
    >>> from course_utils import kernels
    >>> explorer = ConvolutionExplorer(kernel=kernels.stack(["outline"]), padding="same")
    >>> explorer.outputs().shape
    (128, 128, 1)
    """

    image = Photo(sides=range(16, 257), suggested=128)
    kernel = Numbers(rank=4)
    bias = Numbers(rank=1)
    activation = traitlets.Enum(["linear", "relu"], "linear").tag(sync=True)
    filter = traitlets.Int(0, min=0).tag(sync=True)
    row = traitlets.Int(0, min=0).tag(sync=True)
    column = traitlets.Int(0, min=0).tag(sync=True)
    calculation = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, image: ArrayLike | None = None, kernel: ArrayLike | None = None, **traits: Any
    ) -> None:
        pixels = photos.cat() if image is None else np.asarray(image)
        channels = pixels.shape[-1] if pixels.ndim else 0
        weights = kernels.stack(_FIRST_FILTERS, channels) if kernel is None else np.asarray(kernel)
        filters = weights.shape[-1] if weights.ndim else 0
        super().__init__(**{"image": pixels, "kernel": weights, "bias": [0.0] * filters, **traits})

    @traitlets.validate("image")
    def _check_image(self, proposal: Any) -> NDArray[np.uint8]:
        pixels: NDArray[np.uint8] = proposal["value"]
        _check_channels(pixels, self.kernel)
        return pixels

    @traitlets.validate("kernel")
    def _check_kernel(self, proposal: Any) -> NDArray[np.float32]:
        kernel: NDArray[np.float32] = proposal["value"]
        height, width, _, filters = kernel.shape
        if height != width or height not in (1, 3, 5) or filters > 16:
            raise traitlets.TraitError(
                "`kernel` must have shape (size, size, channels, filters) with size 1, 3 or 5 "
                f"and at most 16 filters. Received: shape={kernel.shape}"
            )
        _check_channels(self.image, kernel)
        return kernel

    def outputs(self) -> NDArray[np.floating[Any]]:
        """Return what the widget shows on the right, computed by NumPy.

        Returns:
            Response maps of shape `(height, width, filters)`, bias and activation included.
        """
        pixels = self.image.astype("float32") / 255
        maps = ops.conv2d(pixels, self.kernel, self.strides, self.padding, self.dilation_rate)
        filters = maps.shape[2]
        maps += np.pad(self.bias, (0, filters))[:filters]  # a filter beyond the last bias has none
        return np.maximum(maps, 0) if self.activation == "relu" else maps

    def __repr__(self) -> str:
        """Return the shapes and settings, without the arrays."""
        shape = "×".join(map(str, self.image.shape))
        kernel = "×".join(map(str, self.kernel.shape))
        return (
            f"ConvolutionExplorer(image {shape}, kernel {kernel}, strides={self.strides}, "
            f"padding={self.padding!r}, dilation_rate={self.dilation_rate}, activation={self.activation!r})"
        )


def _check_channels(image: NDArray[np.uint8], kernel: NDArray[np.float32]) -> None:
    if image.shape[2] != kernel.shape[2]:
        raise traitlets.TraitError(
            "`kernel` must have as many channels as `image`. Received: "
            f"image shape={image.shape}, kernel shape={kernel.shape}. "
            "To change both, assign them inside `with explorer.hold_trait_notifications():`."
        )
