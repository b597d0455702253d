"""The Python side of `ReceptiveFieldExplorer`: its traits, their bounds, and the same answers from NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils import ops, photos
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.receptive_field_explorer.layers import Layer, Layers
from course_utils.widgets.traits import Photo

_CONV, _POOL = {"type": "conv", "kernel_size": 3}, {"type": "pool", "kernel_size": 2}
_FIRST_STACK = (_CONV, _POOL, _CONV, _POOL, _CONV)


@dataclass(frozen=True)
class Seen:
    """The pixels that can change a unit: every pixel in one of these rows and one of these columns.

    Args:
        rows: Numbers of the rows, ascending. Dilation, and strides larger than a window, leave gaps in them.
        columns: Numbers of the columns, ascending.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @property
    def bounds(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom and right of the outline, the last ones included; None where it sees only padding."""
        if not self.rows or not self.columns:
            return None
        return self.rows[0], self.columns[0], self.rows[-1], self.columns[-1]


class ReceptiveFieldExplorer(CourseWidget, bundle="receptive_field_explorer"):
    """Shows which pixels of a picture one unit of a stack of convolution and pooling layers can see.

    The reader builds the stack, points at a unit of any layer, and sees its theoretical receptive field (every
    pixel that can change the unit) as an outline and its effective one (how much each pixel counts, by
    gradient) as a heat map. A cross-section shows the cone of units between the two.

    Args:
        layers: 1 to 8 layers from the image up. Each is a dictionary with `type` (`"conv"` or `"pool"`),
            `kernel_size` (1 to 7), `strides` (1 to 3), `dilation_rate` (1 to 8; convolutions with strides of 1
            only) and `padding`, or an `ops.Window`; a window that steps by its own size is shown as pooling.
            What a dictionary leaves out is as in Keras. Defaults to the ConvNet of chapter 1: convolution,
            pooling, convolution, pooling, convolution.
        image: 8-bit pixels of shape `(height, width, channels)`, 16 to 128 a side, 1 or 3 channels. Defaults
            to the photo of a cat, 64 × 64.
        **traits: The unit: `layer`, its index in `layers` (default: the last one), `row` and `column` (default:
            the middle). `view`: `"theoretical"`, `"effective"` or `"both"`.

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or two of them do not fit together.

    Example:
        >>> explorer = ReceptiveFieldExplorer()
        >>> explorer.fields()[-1]
        ReceptiveField(size=18, jump=4)
        >>> explorer.seen().bounds
        (24, 24, 41, 41)
        >>> explorer.half_size()
        9

    Reference:
        [Luo et al., 2016](https://arxiv.org/abs/1701.04128) for the effective receptive field,
        [Araujo, Norris & Sim, 2019](https://distill.pub/2019/computing-receptive-fields/) for the theoretical one.
    """

    layers = Layers().tag(sync=True)
    image = Photo(sides=range(16, 129), suggested=64)
    layer = traitlets.Int(min=0).tag(sync=True)
    row = traitlets.Int(min=0).tag(sync=True)
    column = traitlets.Int(min=0).tag(sync=True)
    view = traitlets.Enum(["theoretical", "effective", "both"], "both").tag(sync=True)

    def __init__(
        self,
        layers: Sequence[Any] | None = None,
        image: ArrayLike | None = None,
        **traits: Any,
    ) -> None:
        stack = _FIRST_STACK if layers is None else layers
        pixels = photos.cat(64) if image is None else np.asarray(image)
        super().__init__(layers=stack, image=pixels, **traits)

    @traitlets.default("layer")
    def _last_layer(self) -> int:
        return max(len(self._fitting()) - 1, 0)

    @traitlets.default("row")
    def _middle_row(self) -> int:
        return self._units()[0] // 2

    @traitlets.default("column")
    def _middle_column(self) -> int:
        return self._units()[1] // 2

    @traitlets.validate("layer")
    def _check_layer(self, proposal: Any) -> int:
        return _index("layer", proposal["value"], len(self.layers), "layers")

    @traitlets.validate("row", "column")
    def _check_unit(self, proposal: Any) -> int:
        name = proposal["trait"].name
        count = self._units()[0 if name == "row" else 1]
        return _index(name, proposal["value"], count, f"{name}s in layer {self.layer}")

    @traitlets.observe("layers", "image", "layer")
    def _stay_in_bounds(self, _change: Any) -> None:
        with self.hold_trait_notifications():
            self.layer = min(self.layer, max(len(self._fitting()) - 1, 0))
            height, width = self._units()
            self.row, self.column = min(self.row, height - 1), min(self.column, width - 1)

    def sizes(self) -> list[tuple[int, int]]:
        """Return the output size of each layer.

        Returns:
            `(height, width)` for each of `layers`.

        Raises:
            ValueError: If a window does not fit into what the layers below it leave, as in Keras.
        """
        sizes, size = [], self._image_size()
        for layer in self.layers:
            size = _output_size(layer, size)
            sizes.append(size)
        return sizes

    def fields(self) -> list[ops.ReceptiveField]:
        """Return the receptive field of each layer, along one side, where no border cuts it.

        Returns:
            Size and jump for each of `layers`, as `ops.receptive_field` gives them.
        """
        windows = [
            ops.Window(layer["kernel_size"], layer["strides"], layer["dilation_rate"]) for layer in self.layers
        ]
        return [ops.receptive_field(windows[: number + 1]) for number in range(len(windows))]

    def seen(self, layer: int | None = None, row: int | None = None, column: int | None = None) -> Seen:
        """Return the pixels that can change a unit.

        Args:
            layer: Index of its layer. Defaults to the trait of that name, as do `row` and `column`.
            row: Its row in the layer's output.
            column: Its column in the layer's output.

        Raises:
            ValueError: If a layer does not fit, as in Keras.
            IndexError: If there is no such unit.
        """
        rows, columns = (np.flatnonzero(paths) for paths in self._paths(layer, row, column))
        return Seen(tuple(rows.tolist()), tuple(columns.tolist()))

    def gradient(self) -> NDArray[np.float64]:
        """Return how much each pixel counts for the unit: its share of the gradient.

        The gradient is that of a stack whose convolutions weigh all cells alike and whose pooling hands on to
        all cells of its window alike. It is also what the squared gradient is on average, if the weights are
        drawn at random and each cell of a pooling window is equally likely to hold its maximum.

        Returns:
            Shares that sum to 1, shape `(height, width)`; zeros where the unit sees only padding.

        Raises:
            ValueError: If a layer does not fit, as in Keras.
        """
        shares: NDArray[np.float64] = np.outer(*(_shares(paths) for paths in self._paths()))
        return shares

    def half_size(self) -> int:
        """Return the side of the smallest square of pixels that holds half of the gradient; 0 if there is none."""
        rows, columns = (_shares(paths) for paths in self._paths())
        for side in range(1, max(len(rows), len(columns)) + 1):
            if _best(rows, side) * _best(columns, side) >= 0.5 - 1e-12:
                return side
        return 0

    def _paths(
        self, layer: int | None = None, row: int | None = None, column: int | None = None
    ) -> list[NDArray[np.float64]]:
        """For each row of the image, then for each column: how many paths lead from it to the unit."""
        layer = self.layer if layer is None else layer
        unit = (self.row if row is None else row, self.column if column is None else column)
        sizes = [self._image_size(), *self.sizes()]
        if layer not in range(len(self.layers)) or any(
            at not in range(count) for at, count in zip(unit, sizes[layer + 1], strict=True)
        ):
            raise IndexError(f"There is no such unit. Received: layer={layer}, row={unit[0]}, column={unit[1]}")
        paths = []
        for axis, index in enumerate(unit):
            weights = np.eye(sizes[layer + 1][axis])[index]
            for below in reversed(range(layer + 1)):
                weights = weights @ _links(self.layers[below], sizes[below][axis])
            paths.append(weights)
        return paths

    def _image_size(self) -> tuple[int, int]:
        height, width, _ = self.image.shape
        return height, width

    def _fitting(self) -> list[tuple[int, int]]:
        """The output sizes, as far as the windows fit."""
        sizes, size = [], self._image_size()
        for layer in self.layers:
            try:
                size = _output_size(layer, size)
            except ValueError:
                break
            sizes.append(size)
        return sizes

    def _units(self) -> tuple[int, int]:
        """Height and width of the layer in which the unit is; of the image where no layer fits."""
        sizes = [self._image_size(), *self._fitting()]
        return sizes[min(self.layer + 1, len(sizes) - 1)]

    def __repr__(self) -> str:
        """Return the stack, the unit and what it sees, without the pixels."""
        height, width = self._image_size()
        stack = ", ".join(map(_written, self.layers))
        fitting = len(self._fitting())
        if fitting < len(self.layers):
            sees = f"layer {fitting} does not fit"
        else:
            seen = self.seen().bounds
            size = f"{seen[2] - seen[0] + 1}×{seen[3] - seen[1] + 1} pixels" if seen else "only padding"
            sees = f"layer={self.layer}, row={self.row}, column={self.column} sees {size}"
        return f"ReceptiveFieldExplorer(image {height}×{width}, {stack}, {sees}, view={self.view!r})"


def _output_size(layer: Layer, size: tuple[int, int]) -> tuple[int, int]:
    window = (layer["kernel_size"], layer["strides"], layer["padding"], layer["dilation_rate"])
    return ops.conv_output_size(size[0], *window), ops.conv_output_size(size[1], *window)


def _links(layer: Layer, size: int) -> NDArray[np.float64]:
    """What a layer of ones makes of each single cell along one side, shape `(units, cells)`."""
    cells = np.eye(size)[:, :, np.newaxis, np.newaxis]
    strides, padding = (layer["strides"], 1), layer["padding"]
    if layer["type"] == "pool":
        outputs: NDArray[Any] = ops.average_pool2d(cells, (layer["kernel_size"], 1), strides, padding)
    else:
        ones = np.ones((layer["kernel_size"], 1, 1, 1))
        outputs = ops.conv2d(cells, ones, strides, padding, (layer["dilation_rate"], 1))
    return outputs[:, :, 0, 0].T


def _shares(paths: NDArray[np.float64]) -> NDArray[np.float64]:
    total = paths.sum()
    return paths / total if total else paths


def _best(shares: NDArray[np.float64], side: int) -> float:
    """The most that neighbouring cells hold together."""
    sums = np.concatenate([[0.0], np.cumsum(shares)])
    return float((sums[side:] - sums[:-side]).max()) if side < len(sums) else float(sums[-1])


def _index(name: str, index: int, count: int, things: str) -> int:
    if index >= count:
        raise traitlets.TraitError(
            f"`{name}` must be at most {count - 1}: there are {count} {things}, counted from 0. "
            f"Received: {name}={index}"
        )
    return int(index)


def _written(layer: Layer) -> str:
    """`conv 3×3`, and after it what is not as usual."""
    size = layer["kernel_size"]
    usual = size if layer["type"] == "pool" else 1
    marks = [f"strides={layer['strides']}"] * (layer["strides"] != usual)
    marks += [f"dilation_rate={layer['dilation_rate']}"] * (layer["dilation_rate"] > 1)
    marks += ["same"] * (layer["padding"] == "same")
    return " ".join([f"{layer['type']} {size}×{size}", *marks])
