"""What the blocks of a base hold: parameters, and the feature maps that back-propagation keeps of them."""

from __future__ import annotations

from math import prod
from typing import Any

BYTES = 4  # of a float32
TOP = "top"


def names(base: Any) -> list[str]:
    """Return the blocks of EfficientNet-Lite0 from the picture up: the stem, block1a to block7a, the top."""
    return list(dict.fromkeys(_block(layer) for layer in base.model.layers if _block(layer)))


def layers_of(base: Any, block: str) -> list[Any]:
    """Return the layers of a block, in order."""
    return [layer for layer in base.model.layers if _block(layer) == block]


def set_trainable(base: Any, unfrozen: list[str], *, batch_norm: bool) -> None:
    """Unfreeze these blocks and freeze all others.

    Args:
        base: A `ConvBase` of EfficientNet-Lite0.
        unfrozen: Names of blocks.
        batch_norm: Whether the BatchNormalization of unfrozen blocks learns as well.
    """
    base.model.trainable = True
    for layer in base.model.layers:
        layer.trainable = _block(layer) in unfrozen and (batch_norm or not is_batch_norm(layer))


def description(base: Any, block: str) -> dict[str, Any]:
    """Return a block's output shape, its parameters, and the bytes that one picture leaves in it.

    Back-propagation keeps what the derivative of a layer asks for: of a ReLU6 its output, of a convolution that
    learns its input, of a BatchNormalization that learns its input, too. A frozen convolution and a frozen
    BatchNormalization multiply by numbers that they have anyway.
    """
    layers = layers_of(base, block)
    norms = [layer for layer in layers if is_batch_norm(layer)]
    passing = {_source(layer.output) for layer in layers if _is_activation(layer)}
    learning = {_source(layer.input) for layer in layers if _is_convolution(layer)} - passing
    return {
        "name": block,
        "shape": list(layers[-1].output.shape[1:]),
        "convolution": sum(layer.count_params() for layer in layers if _is_convolution(layer)),
        "batch_norm": sum(prod(weight.shape) for layer in norms for weight in (layer.gamma, layer.beta)),
        "statistics": sum(
            prod(weight.shape) for layer in norms for weight in (layer.moving_mean, layer.moving_variance)
        ),
        "multiply_adds": sum(_multiply_adds(layer) for layer in layers if _is_convolution(layer)),
        "kept_passing": sum(_bytes(tensor) for tensor in _tensors(layers, passing)),
        "kept_learning": sum(_bytes(tensor) for tensor in _tensors(layers, learning)),
        "kept_batch_norm": sum(_bytes(layer.input) for layer in norms),
    }


def _multiply_adds(layer: Any) -> int:
    """Each number of a kernel is used once at each place of the output."""
    return int(prod(layer.output.shape[1:3]) * prod(layer.weights[0].shape))


def is_batch_norm(layer: Any) -> bool:
    return type(layer).__name__ == "BatchNormalization"


def _is_convolution(layer: Any) -> bool:
    return type(layer).__name__ in ("Conv2D", "DepthwiseConv2D")


def _is_activation(layer: Any) -> bool:
    return type(layer).__name__ == "Activation"


def _block(layer: Any) -> str:
    start = layer.name.partition("_")[0]
    return start if start in ("stem", TOP) or start.startswith("block") else ""


def _source(tensor: Any) -> int:
    return id(tensor)


def _tensors(layers: list[Any], wanted: set[int]) -> list[Any]:
    both = [tensor for layer in layers for tensor in (layer.input, layer.output) if not isinstance(tensor, list)]
    found = {id(tensor): tensor for tensor in both}
    return [tensor for place, tensor in found.items() if place in wanted]


def _bytes(tensor: Any) -> int:
    return int(BYTES * prod(tensor.shape[1:]))
