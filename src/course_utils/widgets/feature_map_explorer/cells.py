"""One cell of one layer: what it sees of the picture, and the sum behind it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course_utils.nets import Layer, Net
from course_utils.ops import conv_output_size

Array = NDArray[np.floating[Any]]
Box = tuple[int, int, int, int]


class Cell(NamedTuple):
    """A place in a net. In a layer of numbers in a row, `column` counts them."""

    layer: int
    channel: int
    row: int
    column: int


def field_of(net: Net, cell: Cell) -> Box:
    """Return the part of the picture that a cell sees.

    Args:
        net: The net.
        cell: The cell.

    Returns:
        First row, first column, and the ones after the last, within the picture.
    """
    shapes = (net.input_shape, *net.shapes)
    box = (cell.row, cell.column, cell.row + 1, cell.column + 1)
    for index in range(cell.layer, -1, -1):
        box = _seen(net.layers[index], box, shapes[index])
    return box


def sum_behind(net: Net, picture: Array, cell: Cell) -> dict[str, Any]:
    """Return the calculation behind a cell, as `FeatureMapExplorer.sum` describes it.

    Args:
        net: The net.
        picture: Numbers of the net's input shape.
        cell: The cell.
    """
    layer = net.layers[cell.layer]
    outputs = net.activations(picture)
    before = picture if cell.layer == 0 else outputs[cell.layer - 1]
    after = outputs[cell.layer]
    value = float(after[cell.row, cell.column, cell.channel] if after.ndim == 3 else after[cell.column])
    if layer.kernel is None or layer.bias is None:
        inputs = _inputs_of(layer, before, cell)
        return {"inputs": inputs, "weights": None, "products": None, "bias": None, "total": None, "value": value}
    if layer.kind == "Conv2D":
        inputs, weights = _window(layer, before, cell), layer.kernel[..., cell.channel].transpose(2, 0, 1)
        bias = layer.bias[cell.channel]
    else:
        weights, bias = _in_maps(net, cell.layer, layer.kernel[:, cell.column]), layer.bias[cell.column]
        inputs = _in_maps(net, cell.layer, before)
    products = (inputs * weights).sum(axis=(1, 2))
    total = float(products.sum() + bias)
    return {
        "inputs": inputs,
        "weights": weights,
        "products": products,
        "bias": float(bias),
        "total": total,
        "value": value,
    }


def _seen(layer: Layer, box: Box, shape: tuple[int, ...]) -> Box:
    """What a part of a layer's outputs sees of its inputs; numbers in a row have row 0."""
    if layer.kind in ("Conv2D", "MaxPooling2D", "AveragePooling2D"):
        (top, bottom), (left, right) = (_window_span(layer, box, shape, axis) for axis in (0, 1))
        return top, left, bottom, right
    if layer.kind == "Flatten" and len(shape) == 3:
        _, width, channels = shape
        if box[3] - box[1] == 1:
            row, column = divmod(box[1] // channels, width)
            return row, column, row + 1, column + 1
    if layer.kind in ("Flatten", "Dense", "GlobalAveragePooling2D"):
        return (0, 0, shape[0], shape[1]) if len(shape) == 3 else (0, 0, 1, shape[0])
    if layer.settings.get("activation") == "softmax" and len(shape) == 1:
        return 0, 0, 1, shape[0]
    return box


def _window_span(layer: Layer, box: Box, shape: tuple[int, ...], axis: int) -> tuple[int, int]:
    """First and last-but-one of the rows (axis 0) or columns (axis 1) under a part's windows."""
    size, step, gap, before = _along(layer, shape, axis)
    start = box[axis] * step - before
    end = (box[axis + 2] - 1) * step - before + (size - 1) * gap + 1
    return max(start, 0), min(end, shape[axis])


def _along(layer: Layer, shape: tuple[int, ...], axis: int) -> tuple[int, int, int, int]:
    """Size of the window, step, gap between its cells, and zeros before the inputs, along one axis."""
    size = layer.kernel.shape[axis] if layer.kernel is not None else layer.settings["pool_size"]
    step, gap = layer.settings["strides"], layer.settings.get("dilation_rate", 1)
    if layer.settings["padding"] == "valid":
        return size, step, gap, 0
    windows = conv_output_size(shape[axis], size, step, "same", gap)
    return size, step, gap, max((windows - 1) * step + (size - 1) * gap + 1 - shape[axis], 0) // 2


def _window(layer: Layer, inputs: Array, cell: Cell) -> Array:
    """The numbers under a window, `(channels, height, width)`, with zeros where padding stands."""
    spans = [_along(layer, inputs.shape, axis) for axis in (0, 1)]
    room = max(size * gap + step for size, step, gap, _ in spans)
    around = np.pad(inputs, [(room, room), (room, room), (0, 0)])
    rows, columns = (
        room + at * step - before + gap * np.arange(size)
        for at, (size, step, gap, before) in zip((cell.row, cell.column), spans, strict=True)
    )
    return np.asarray(around[np.ix_(rows, columns)].transpose(2, 0, 1))


def _inputs_of(layer: Layer, before: Array, cell: Cell) -> Array:
    """What a cell of a layer without weights is made of, `(1, height, width)`."""
    if "pool_size" in layer.settings:
        top, left, bottom, right = _seen(layer, (cell.row, cell.column, cell.row + 1, cell.column + 1), before.shape)
        return np.asarray(before[None, top:bottom, left:right, cell.channel])
    if layer.kind == "GlobalAveragePooling2D":
        return np.asarray(before[None, ..., cell.column])
    if layer.kind == "Flatten" or before.ndim == 1:
        return np.reshape(before.flat[cell.column], (1, 1, 1))
    return np.reshape(before[cell.row, cell.column, cell.channel], (1, 1, 1))


def _in_maps(net: Net, layer: int, row: Array) -> Array:
    """Numbers in a row as `(channels, height, width)`: as the maps were, where a Flatten made them a row."""
    flat = layer - 1
    if flat >= 0 and net.layers[flat].kind == "Flatten":
        shape = net.input_shape if flat == 0 else net.shapes[flat - 1]
        if len(shape) == 3:
            return row.reshape(shape).transpose(2, 0, 1)
    return row.reshape(1, 1, -1)
