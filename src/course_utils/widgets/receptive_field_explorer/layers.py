"""The stack of layers as a trait: what a layer may be, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

import traitlets

from course_utils.ops import Padding, Window
from course_utils.widgets.generic_traits import TraitType

MOST_LAYERS = 8
BOUNDS = {"kernel_size": (1, 7), "strides": (1, 3), "dilation_rate": (1, 8)}


class Layer(TypedDict):
    """A convolution or a max pooling layer, with the names that Keras gives to its arguments."""

    type: Literal["conv", "pool"]
    kernel_size: int
    strides: int
    dilation_rate: int
    padding: Padding


class Layers(TraitType[list[Layer], Any]):
    """A stack of 1 to 8 layers, the first one next to the image; each is written out in full."""

    info_text = f"1 to {MOST_LAYERS} layers, each a dictionary or an `ops.Window`"

    def validate(self, obj: Any, value: Any) -> list[Layer]:
        """Accept layers as dictionaries, whose gaps Keras' defaults fill, or as windows."""
        stack = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []
        if not 1 <= len(stack) <= MOST_LAYERS:
            raise traitlets.TraitError(f"`{self.name}` must be {self.info_text}. Received: {value!r}")
        return [_layer(number, item) for number, item in enumerate(stack)]


def _layer(number: int, given: Any) -> Layer:
    """The layer, checked and complete. A window that steps by its own size is a pooling layer."""
    if isinstance(given, Window):
        pools = given.strides == given.kernel_size > 1
        given = {"type": "pool" if pools else "conv", **vars(given)}
    if not isinstance(given, Mapping) or given.get("type") not in ("conv", "pool"):
        raise _refusal(number, 'a dictionary with "type": "conv" or "pool", or an `ops.Window`', given)
    if unknown := set(given) - set(Layer.__annotations__):
        raise _refusal(number, f"without {sorted(unknown)}: its keys are {list(Layer.__annotations__)}", given)
    size = given.get("kernel_size", 3 if given["type"] == "conv" else 2)
    strides = given.get("strides", 1 if given["type"] == "conv" else size)
    layer = Layer(
        type=given["type"],
        kernel_size=size,
        strides=strides,
        dilation_rate=given.get("dilation_rate", 1),
        padding=given.get("padding", "valid"),
    )
    _check(number, layer)
    return layer


def _check(number: int, layer: Layer) -> None:
    for name, (low, high) in BOUNDS.items():
        value: Any = layer[name]  # type: ignore[literal-required]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise _refusal(number, f"with `{name}` from {low} to {high}", layer)
    if layer["padding"] not in ("valid", "same"):
        raise _refusal(number, 'with `padding` "valid" or "same"', layer)
    if layer["type"] == "pool" and layer["dilation_rate"] > 1:
        raise _refusal(number, "without dilation, since pooling layers have none: set `dilation_rate` to 1", layer)
    if layer["strides"] > 1 and layer["dilation_rate"] > 1:
        raise _refusal(number, "without strides or without dilation, as in Keras: set one of them to 1", layer)


def _refusal(number: int, allowed: str, received: Any) -> traitlets.TraitError:
    return traitlets.TraitError(f"`layers[{number}]` must be {allowed}. Received: {received!r}")
