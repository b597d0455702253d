"""The Python side of `PoolingExplorer`: its traits, their bounds, and the same answers from NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils import ops
from course_utils.ops import Padding
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum
from course_utils.widgets.pooling_explorer import feature_maps
from course_utils.widgets.traits import Numbers

_FEWEST_CELLS, _MOST_CELLS = 2, 12
_MOST_CHANNELS = 4
_LARGEST_WINDOW = 4
_FARTHEST_SHIFT = 3


class FeatureMap(Numbers):
    """Numbers of shape `(height, width, channels)`, small enough to be read one by one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rank=3, **kwargs)
        self.info_text = (
            "an array of finite numbers of shape (height, width, channels), "
            f"{_FEWEST_CELLS} to {_MOST_CELLS} rows and columns, 1 to {_MOST_CHANNELS} channels"
        )

    def validate(self, obj: Any, value: Any) -> NDArray[np.float32]:
        """Accept anything that NumPy reads as such a map."""
        array = super().validate(obj, value)
        height, width, channels = array.shape
        if not all(_FEWEST_CELLS <= side <= _MOST_CELLS for side in (height, width)) or channels > _MOST_CHANNELS:
            raise traitlets.TraitError(
                f"`{self.name}` must be {self.info_text}. Received: shape={array.shape}. "
                "A slice makes a map smaller: inputs[:8, :8, :3]"
            )
        return array


class PoolingExplorer(CourseWidget, bundle="pooling_explorer"):
    """Shows three ways to make one feature map smaller, window by window.

    Max pooling keeps the largest number of each window, average pooling the mean, and a sparse look (a convolution
    with strides whose kernel is 1 in its middle and 0 elsewhere) the middle cell, whatever stands around it. The
    reader moves the window, edits the numbers, shifts the map by a few cells and sees which answers change.

    Args:
        inputs: Numbers of shape `(height, width, channels)`, 2 to 12 rows and columns, 1 to 4 channels; or the name
            of a map that the widget offers: `"response"` (default), `"strong"`, `"checkerboard"`, `"gradient"` or
            `"noise"`.
        **traits: `pool_size` (1 to 4, default 2), `strides` (1 to 4; `None`, the default, means `pool_size`, as in
            Keras), `padding`, `channel` (the one shown), `position` (index of the window in reading order),
            `shift_rows` and `shift_columns` (−3 to 3: how far the map is shifted down and to the right; zeros come
            in behind it).

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or two of them do not fit together.
        ValueError: If `inputs` is a name that no map has.

    Example:
        >>> explorer = PoolingExplorer("strong", pool_size=4)
        >>> explorer.max_outputs()[..., 0]
        array([[0., 9.],
               [6., 0.]], dtype=float32)
        >>> explorer.average_outputs()[..., 0]
        array([[0.   , 1.   ],
               [0.375, 0.   ]], dtype=float32)
        >>> explorer.strided_outputs()[..., 0]
        array([[0., 0.],
               [0., 0.]], dtype=float32)
    """

    inputs = FeatureMap()
    pool_size = traitlets.Int(2, min=1, max=_LARGEST_WINDOW).tag(sync=True)
    strides = traitlets.Int(None, allow_none=True, min=1, max=_LARGEST_WINDOW).tag(sync=True)
    padding = Enum[Padding](["valid", "same"], "valid").tag(sync=True)
    channel = traitlets.Int(0, min=0).tag(sync=True)
    position = traitlets.Int(0, min=0).tag(sync=True)
    shift_rows = traitlets.Int(0, min=-_FARTHEST_SHIFT, max=_FARTHEST_SHIFT).tag(sync=True)
    shift_columns = traitlets.Int(0, min=-_FARTHEST_SHIFT, max=_FARTHEST_SHIFT).tag(sync=True)
    presets = traitlets.Dict(read_only=True).tag(sync=True)

    def __init__(self, inputs: ArrayLike | str = "response", **traits: Any) -> None:
        if isinstance(inputs, str):
            inputs = feature_maps.feature_map(inputs)
        super().__init__(inputs=inputs, **traits)

    @traitlets.default("presets")
    def _all_feature_maps(self) -> dict[str, list[Any]]:
        return {name: feature_maps.feature_map(name).astype(int).tolist() for name in feature_maps.NAMES}

    @traitlets.validate("channel")
    def _check_channel(self, proposal: Any) -> int:
        channel, channels = int(proposal["value"]), self.inputs.shape[2]
        if channel >= channels:
            raise traitlets.TraitError(
                f"`channel` must be at most {channels - 1}: `inputs` has channels={channels}, counted from 0. "
                f"Received: channel={channel}"
            )
        return channel

    @traitlets.validate("position")
    def _check_position(self, proposal: Any) -> int:
        position, windows = int(proposal["value"]), self._windows()
        if windows and position >= windows:
            raise traitlets.TraitError(
                f"`position` must be at most {windows - 1}: there are {windows} windows, counted from 0 in "
                f"reading order. Received: position={position}"
            )
        return position

    @traitlets.observe("inputs", "pool_size", "strides", "padding")
    def _stay_in_bounds(self, _change: Any) -> None:
        self.channel = min(self.channel, self.inputs.shape[2] - 1)
        self.position = min(self.position, max(self._windows() - 1, 0))

    def feature_map(self) -> NDArray[np.float32]:
        """Return the map that is pooled: `inputs`, shifted, with zeros where the shift leaves a gap."""
        height, width, _ = self.inputs.shape
        reach = _FARTHEST_SHIFT
        surrounded = np.pad(self.inputs, [(reach, reach), (reach, reach), (0, 0)])
        top, left = reach - self.shift_rows, reach - self.shift_columns
        return surrounded[top : top + height, left : left + width]

    def output_shape(self) -> tuple[int, int, int]:
        """Return the shape `(height, width, channels)` that all three outputs have.

        Raises:
            ValueError: If the window is larger than the map and padding is `"valid"`.
        """
        height, width, channels = self.inputs.shape
        strides = self.strides or self.pool_size
        rows, columns = (
            ops.conv_output_size(side, self.pool_size, strides, self.padding) for side in (height, width)
        )
        return rows, columns, channels

    def max_outputs(self) -> NDArray[np.floating[Any]]:
        """Return what `keras.layers.MaxPooling2D` keeps: the largest number of each window, channel by channel.

        Returns:
            Array of shape `(height, width, channels)`, as `output_shape` says.

        Raises:
            ValueError: If the window is larger than the map and padding is `"valid"`.
        """
        return ops.max_pool2d(self.feature_map(), self.pool_size, self.strides, self.padding)

    def average_outputs(self) -> NDArray[np.floating[Any]]:
        """Return what `keras.layers.AveragePooling2D` makes: the mean of each window, channel by channel.

        Returns:
            Array of shape `(height, width, channels)`, as `output_shape` says. Padding does not count.

        Raises:
            ValueError: If the window is larger than the map and padding is `"valid"`.
        """
        return ops.average_pool2d(self.feature_map(), self.pool_size, self.strides, self.padding)

    def strided_outputs(self) -> NDArray[np.floating[Any]]:
        """Return the middle cell of each window, as a `keras.layers.Conv2D` with strides picks it.

        Its kernel is 1 in the middle, for its own channel, and 0 elsewhere. A window of even size has no cell in its
        very middle: the one above and left of it is picked, which is always inside the map.

        Returns:
            Array of shape `(height, width, channels)`, as `output_shape` says.

        Raises:
            ValueError: If the window is larger than the map and padding is `"valid"`.
        """
        size, channels = self.pool_size, self.inputs.shape[2]
        kernel = np.zeros((size, size, channels, channels), "float32")
        kernel[(size - 1) // 2, (size - 1) // 2] = np.eye(channels)
        return ops.conv2d(self.feature_map(), kernel, self.strides or size, self.padding)

    def _windows(self) -> int:
        """How many windows there are; 0 where none fits."""
        try:
            rows, columns, _ = self.output_shape()
        except ValueError:
            return 0
        return rows * columns

    def __repr__(self) -> str:
        """Return the shapes and settings, without the numbers."""
        outputs = f"outputs {_by(self.output_shape())}" if self._windows() else "no window fits"
        return (
            f"PoolingExplorer(inputs {_by(self.inputs.shape)}, pool_size={self.pool_size}, strides={self.strides}, "
            f"padding={self.padding!r}, channel={self.channel}, "
            f"shift=({self.shift_rows}, {self.shift_columns}), {outputs})"
        )


def _by(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
