"""The Python side of `FeatureMapExplorer`: its traits, their bounds, and the same answers from NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils.nets import Net, digit_net, from_keras
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.feature_map_explorer.cells import Cell, field_of, sum_behind
from course_utils.widgets.feature_map_explorer.traits import Pictures, SmallNet

_MOST_EXAMPLES = 24
# Places among the test pictures: one of each digit, 0 to 9, and two that the default net reads wrongly.
_EXAMPLES = (7, 41, 107, 22, 38, 34, 43, 114, 9, 93, 433, 783)
# Where a reader of the default net begins: a 3, and a cell on the rim of a stroke.
_OPENING = {"example": 3, "layer": 0, "channel": 3, "row": 9, "column": 11}


class FeatureMapExplorer(CourseWidget, bundle="feature_map_explorer"):
    """Shows what every layer of a net makes of a picture that the reader draws.

    The reader draws with a mouse, a finger or the keyboard, or picks an example, and follows each stroke
    through all maps to the answer. One cell of one map is always taken apart: the numbers that it saw, the
    weights, their sum. What the reader draws stays in the page: it is no trait.

    Args:
        model: A small trained `keras.Sequential` of Conv2D, MaxPooling2D, AveragePooling2D,
            GlobalAveragePooling2D, ReLU, Activation, Flatten, Dense and Rescaling layers, on pictures of 4 to
            64 pixels a side and 1 or 3 channels; or such a net as `course_utils.nets` has them. It gets ink
            from 0 to 1. Defaults to a small net that knows handwritten digits.
        image: 8-bit pixels `(height, width, channels)` to start with; it becomes the first example.
        examples: 8-bit pictures `(count, height, width, channels)` to pick from, at most 24. Defaults to
            digits that the default net has never seen.
        **traits: `example` (which one is shown), `labels` (names of the answers), `truths` (the right answer
            of each example, or none), and the cell that is taken apart: `layer`, `channel`, `row`, `column`.
            In a layer of numbers in a row, `column` counts them, and `channel` and `row` are 0.

    Raises:
        ValueError: If the model has a layer or a setting that can't be shown.
        traitlets.TraitError: If a trait is out of bounds, or two of them do not fit together.

    Example:
        >>> explorer = FeatureMapExplorer()
        >>> [outputs.shape for outputs in explorer.activations()][:3]
        [(26, 26, 8), (13, 13, 8), (11, 11, 16)]
    """

    net = SmallNet()
    examples = Pictures()
    example = traitlets.Int(0, min=0).tag(sync=True)
    labels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    truths = traitlets.List(traitlets.Unicode()).tag(sync=True)
    layer = traitlets.Int(0, min=0).tag(sync=True)
    channel = traitlets.Int(0, min=0).tag(sync=True)
    row = traitlets.Int(0, min=0).tag(sync=True)
    column = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(
        self,
        model: Any = None,
        image: ArrayLike | None = None,
        examples: ArrayLike | None = None,
        **traits: Any,
    ) -> None:
        net = traits.pop("net", digit_net() if model is None else model)
        net = net if isinstance(net, Net) else from_keras(net)
        pictures, truths = _examples(image, examples, net)
        names = [str(unit) for unit in range(net.shapes[-1][-1] if net.shapes else 0)]
        usual = net is digit_net() and image is None and examples is None
        opening = _OPENING if usual else _middle_of_first_layer(net)
        # The net and the examples first: the others are checked against them.
        super().__init__(**{"net": net, "examples": pictures, "truths": truths, "labels": names, **opening, **traits})

    @traitlets.validate("net", "examples", "example", "labels", "truths", "layer")
    def _check_together(self, proposal: Any) -> Any:
        """Refuse a value that does not fit those that are there already."""
        values = {**self._trait_values, proposal["trait"].name: proposal["value"]}
        net, examples = values.get("net"), values.get("examples")
        if net is not None and examples is not None:
            _check_fit(net, examples, values)
        return proposal["value"]

    @property
    def image(self) -> NDArray[np.uint8]:
        """The picture that is shown, before the reader draws on it."""
        picture: NDArray[np.uint8] = self.examples[self.example]
        return picture

    def activations(self, image: ArrayLike | None = None) -> list[NDArray[np.floating[Any]]]:
        """Return what every layer answers, computed by NumPy.

        Args:
            image: 8-bit pixels of the net's input shape; the picture that is shown, if None.

        Returns:
            One array a layer, `(height, width, channels)` or `(units,)`.
        """
        return self.net.activations(self._inputs(image))

    def field(self) -> tuple[int, int, int, int]:
        """Return the part of the picture that the chosen cell sees.

        Returns:
            First row, first column, and the ones after the last, within the picture.
        """
        return field_of(self.net, self.cell())

    def sum(self, image: ArrayLike | None = None) -> dict[str, Any]:
        """Return the calculation behind the chosen cell.

        Args:
            image: 8-bit pixels of the net's input shape; the picture that is shown, if None.

        Returns:
            `inputs` that the cell sees and `weights`, both `(channels, height, width)`, their `products`
            summed channel by channel, `bias`, the `total` before the activation, and the `value` of the
            cell. Where a layer has no weights, `weights`, `products`, `bias` and `total` are None.
        """
        return sum_behind(self.net, self._inputs(image), self.cell())

    def cell(self) -> Cell:
        """Return the chosen cell, moved to the border where it lies beyond."""
        layer = min(self.layer, len(self.net.layers) - 1)
        *around, depth = self.net.shapes[layer]
        if not around:
            return Cell(layer, 0, 0, min(self.column, depth - 1))
        return Cell(
            layer,
            min(self.channel, depth - 1),
            min(self.row, around[0] - 1),
            min(self.column, around[1] - 1),
        )

    def _inputs(self, image: ArrayLike | None) -> NDArray[np.float32]:
        pixels = self.image if image is None else np.asarray(image)
        return np.asarray(pixels / np.float32(255), dtype=np.float32)

    def __repr__(self) -> str:
        """Return the net and what is shown of it, without the numbers."""
        shape = "×".join(map(str, self.net.input_shape))
        kinds = ", ".join(layer.kind for layer in self.net.layers)
        layer, channel, row, column = self.cell()
        return (
            f"FeatureMapExplorer(input {shape}, layers {kinds}, {len(self.examples)} examples, "
            f"example={self.example}, layer={layer}, channel={channel}, row={row}, column={column})"
        )


def _examples(
    image: ArrayLike | None, examples: ArrayLike | None, net: Net
) -> tuple[NDArray[np.uint8], Sequence[str]]:
    """The pictures to pick from, and what is right for each, where that is known."""
    first = [] if image is None else [np.asarray(image)]
    if examples is not None:
        return np.array([*first, *np.asarray(examples)]), []
    if net.input_shape != (28, 28, 1):
        return (np.array(first) if first else np.zeros((1, *net.input_shape), np.uint8)), []
    from course_utils.datasets import digits

    _, (pictures, labels) = digits()
    chosen = list(_EXAMPLES)
    truths = [] if first else list(map(str, labels[chosen]))
    return np.array([*first, *pictures[chosen]]), truths


def _middle_of_first_layer(net: Net) -> dict[str, int]:
    shape = net.shapes[0] if net.shapes else ()
    return {"row": shape[0] // 2, "column": shape[1] // 2} if len(shape) == 3 else {}


def _check_fit(net: Net, examples: NDArray[np.uint8], values: dict[str, Any]) -> None:
    count, *shape = examples.shape
    if tuple(shape) != net.input_shape or count > _MOST_EXAMPLES:
        raise traitlets.TraitError(
            f"There must be 1 to {_MOST_EXAMPLES} `examples`, of the shape that the net takes, {net.input_shape}. "
            f"Received: examples of shape {examples.shape}. To change net and examples, make a new explorer."
        )
    if values.get("example", 0) >= count:
        raise traitlets.TraitError(
            f"`example` must be 0 to {count - 1}, one of `examples`. Received: example={values['example']}"
        )
    if values.get("layer", 0) >= len(net.layers):
        raise traitlets.TraitError(
            f"`layer` must be 0 to {len(net.layers) - 1}, one of the net's layers. Received: layer={values['layer']}"
        )
    for name, allowed in (("labels", (net.shapes[-1][0],)), ("truths", (0, count))):
        received = len(values.get(name, ()))
        if name in values and received not in allowed:
            raise traitlets.TraitError(
                f"`{name}` must have {' or '.join(map(str, allowed))} names. Received: {received} names"
            )
