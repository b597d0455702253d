"""The Python side of `WindowExplorer`: its traits, their bounds, and the same answer from NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils import ops
from course_utils.widgets.sliding_window import SlidingWindow
from course_utils.widgets.traits import Square

_PI = (
    "314159265358979323846264338327950288419716939937510582097494459230781640"
    "628620899862803482534211706798214808651328230664709384460955058223172535"
)
_FEWEST_CELLS, _MOST_CELLS = 3, 12
_LARGEST_KERNEL = 5


class WindowExplorer(SlidingWindow, bundle="window_explorer"):
    """Shows how a window steps over a small grid of numbers, and what each of its positions answers.

    The reader steps through every window, edits the kernel, and sets the sizes, strides, padding and dilation
    rate. The widget shows the rows and columns that padding adds, the cells that no window uses, and the
    output size as a formula.

    Args:
        inputs: Numbers of shape `(size, size)`, 3 to 12 a side. Defaults to the digits of π, 12 × 12.
        kernel: Numbers of shape `(size, size)`, 1 to 5 a side. Defaults to ones, 5 × 5, with which a window
            answers with the sum of its cells.
        **traits: `input_size` and `kernel_size`: how many of these rows and columns are used, from the top
            left (default: all of an array that was given, otherwise 5 and 3). `strides` (1 to 4), `padding`,
            `dilation_rate` (1 to 3; only with strides of 1), and `position`, the index of the window in
            reading order.

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or two of them do not fit together.

    Example:
        >>> explorer = WindowExplorer(inputs=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernel=[[1, 1], [1, 1]])
        >>> explorer.output_size()
        2
        >>> explorer.outputs()
        array([[12., 16.],
               [24., 28.]], dtype=float32)
    """

    inputs = Square(_FEWEST_CELLS, _MOST_CELLS)
    kernel = Square(1, _LARGEST_KERNEL)
    input_size = traitlets.Int(5, min=_FEWEST_CELLS, max=_MOST_CELLS).tag(sync=True)
    kernel_size = traitlets.Int(3, min=1, max=_LARGEST_KERNEL).tag(sync=True)
    position = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(
        self, inputs: ArrayLike | None = None, kernel: ArrayLike | None = None, **traits: Any
    ) -> None:
        if inputs is None:
            inputs = np.array([int(digit) for digit in _PI]).reshape(_MOST_CELLS, _MOST_CELLS)
        else:
            traits = {"input_size": len(np.atleast_1d(inputs)), **traits}
        if kernel is None:
            kernel = np.ones((_LARGEST_KERNEL, _LARGEST_KERNEL))
        else:
            traits = {"kernel_size": len(np.atleast_1d(kernel)), **traits}
        super().__init__(inputs=inputs, kernel=kernel, **traits)

    @traitlets.validate("input_size", "kernel_size")
    def _check_size(self, proposal: Any) -> int:
        name, size = proposal["trait"].name, int(proposal["value"])
        source = "inputs" if name == "input_size" else "kernel"
        available = len(getattr(self, source))
        if size > available:
            raise traitlets.TraitError(
                f"`{name}` must be at most {available}, the side of `{source}`: give a larger `{source}`, "
                f"or a smaller size. Received: {name}={size}"
            )
        return size

    @traitlets.validate("position")
    def _check_position(self, proposal: Any) -> int:
        position, windows = int(proposal["value"]), self._side() ** 2
        if windows and position >= windows:
            raise traitlets.TraitError(
                f"`position` must be at most {windows - 1}: there are {windows} windows, counted from 0 in "
                f"reading order. Received: position={position}"
            )
        return position

    @traitlets.observe("inputs", "kernel", "input_size", "kernel_size", "strides", "padding", "dilation_rate")
    def _stay_in_bounds(self, _change: Any) -> None:
        self.input_size = min(self.input_size, len(self.inputs))
        self.kernel_size = min(self.kernel_size, len(self.kernel))
        self.position = min(self.position, max(self._side() ** 2 - 1, 0))

    def output_size(self) -> int:
        """Return how many windows stand side by side: the height and width of the outputs.

        Raises:
            ValueError: If the window is larger than the input and padding is `"valid"`, as in Keras.
        """
        return ops.conv_output_size(
            self.input_size, self.kernel_size, self.strides, self.padding, self.dilation_rate
        )

    def outputs(self) -> NDArray[np.floating[Any]]:
        """Return what the widget shows on the right, computed by NumPy.

        Returns:
            The answers of all windows, shape `(output_size, output_size)`.

        Raises:
            ValueError: If the window is larger than the input and padding is `"valid"`, as in Keras.
        """
        inputs = self.inputs[: self.input_size, : self.input_size, np.newaxis]
        kernel = self.kernel[: self.kernel_size, : self.kernel_size, np.newaxis, np.newaxis]
        return ops.conv2d(inputs, kernel, self.strides, self.padding, self.dilation_rate)[..., 0]

    def _side(self) -> int:
        """The output size; 0 where no window fits."""
        try:
            return self.output_size()
        except ValueError:
            return 0

    def __repr__(self) -> str:
        """Return the sizes and settings, without the arrays."""
        side = self._side()
        outputs = f"outputs {side}×{side}" if side else "no window fits"
        return (
            f"WindowExplorer(inputs {self.input_size}×{self.input_size}, "
            f"kernel {self.kernel_size}×{self.kernel_size}, strides={self.strides}, "
            f"padding={self.padding!r}, dilation_rate={self.dilation_rate}, {outputs})"
        )
