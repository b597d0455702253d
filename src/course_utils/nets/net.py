"""A net as a row of layers, each a kind, its settings and its weights, and what NumPy makes of a picture in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_utils import ops

Array = NDArray[np.floating[Any]]
Weights = NDArray[np.float32] | NDArray[np.float16]


@dataclass(frozen=True)
class Layer:
    """One layer, named and set as in Keras.

    Args:
        kind: The name of its Keras class, such as `"Conv2D"`.
        name: Its own name, such as `"conv2d_1"`.
        settings: What its kind needs of `strides`, `padding`, `dilation_rate`, `pool_size`, `activation`,
            `scale` and `offset`.
        kernel: Weights `(height, width, channels, filters)` or `(inputs, units)`, where it has some.
        bias: One number for each filter or unit; zeros where the layer has no bias of its own.
        params: How many numbers it has learned.
    """

    kind: str
    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    kernel: Array | None = None
    bias: Array | None = None
    params: int = 0

    def __call__(self, inputs: Array) -> Array:
        """Return what the layer makes of one picture's numbers."""
        outputs = FORWARD[self.kind](inputs, self)
        return ACTIVATIONS[self.settings.get("activation", "linear")](outputs)


class Net:
    """A net that answers for one picture at a time.

    Args:
        input_shape: `(height, width, channels)` of its pictures.
        layers: Its layers, from the picture up.

    Example:
        >>> pool = Layer("MaxPooling2D", "pool", {"pool_size": 2, "strides": 2, "padding": "valid"})
        >>> [outputs.shape for outputs in Net((4, 4, 1), [pool]).activations(np.zeros((4, 4, 1)))]
        [(2, 2, 1)]
    """

    def __init__(self, input_shape: Sequence[int], layers: Sequence[Layer]) -> None:
        self.input_shape = tuple(input_shape)
        self.layers = tuple(layers)
        nothing = np.zeros(self.input_shape, dtype=np.float32)
        self.shapes = tuple(outputs.shape for outputs in self.activations(nothing))

    def activations(self, picture: ArrayLike) -> list[Array]:
        """Return what every layer answers.

        Args:
            picture: Numbers of shape `input_shape`, 0 to 1 unless a first layer rescales them.

        Returns:
            One array a layer, `(height, width, channels)` or `(units,)`.
        """
        outputs: Array = np.asarray(picture, dtype=np.float32)
        results = []
        for layer in self.layers:
            outputs = layer(outputs)
            results.append(outputs)
        return results

    def description(self) -> dict[str, Any]:
        """Return all but the weights as plain JSON: shapes, kinds and settings."""
        layers = [
            {
                "kind": layer.kind,
                "name": layer.name,
                "shape": list(shape),
                "params": layer.params,
                "settings": layer.settings,
                "kernel": None if layer.kernel is None else list(layer.kernel.shape),
            }
            for layer, shape in zip(self.layers, self.shapes, strict=True)
        ]
        return {"input_shape": list(self.input_shape), "layers": layers}

    def weights(self) -> Weights:
        """Return all weights in a row, each kernel before its bias: float16 where that says the same."""
        parts = [part.ravel() for layer in self.layers for part in (layer.kernel, layer.bias) if part is not None]
        exact: NDArray[np.float32] = np.concatenate([np.zeros(0), *parts]).astype(np.float32)
        with np.errstate(over="ignore"):
            half = exact.astype(np.float16)
        return half if np.array_equal(half, exact) else exact

    @classmethod
    def restored(cls, description: dict[str, Any], weights: Weights) -> Net:
        """Return the net that gave this description and these weights."""
        rest: Array = weights.astype(np.float32)
        layers = []
        for each in description["layers"]:
            layer = Layer(each["kind"], each["name"], each["settings"], params=each["params"])
            if shape := each["kernel"]:
                size = int(np.prod(shape))
                kernel, bias, rest = np.split(rest, [size, size + shape[-1]])
                layer = replace(layer, kernel=kernel.reshape(shape), bias=bias)
            layers.append(layer)
        return cls(description["input_shape"], layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)


def _convolution(inputs: Array, layer: Layer) -> Array:
    assert layer.kernel is not None
    assert layer.bias is not None
    sliding = {name: layer.settings[name] for name in ("strides", "padding", "dilation_rate")}
    return ops.conv2d(inputs, layer.kernel, **sliding) + layer.bias


def _dense(inputs: Array, layer: Layer) -> Array:
    assert layer.kernel is not None
    assert layer.bias is not None
    outputs: Array = inputs @ layer.kernel + layer.bias
    return outputs


def _pooling(pool: Callable[..., Array]) -> Callable[[Array, Layer], Array]:
    return lambda inputs, layer: pool(inputs, **layer.settings)


def _rescaling(inputs: Array, layer: Layer) -> Array:
    return inputs * np.float32(layer.settings["scale"]) + np.float32(layer.settings["offset"])


def _unchanged(inputs: Array, layer: Layer) -> Array:
    return inputs


FORWARD: dict[str, Callable[[Array, Layer], Array]] = {
    "Conv2D": _convolution,
    "Dense": _dense,
    "MaxPooling2D": _pooling(ops.max_pool2d),
    "AveragePooling2D": _pooling(ops.average_pool2d),
    "GlobalAveragePooling2D": lambda inputs, layer: inputs.mean(axis=(0, 1)),
    "Flatten": lambda inputs, layer: inputs.reshape(-1),
    "Rescaling": _rescaling,
    "Activation": _unchanged,
    "ReLU": _unchanged,
}


def _sigmoid(sums: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-sums)), dtype=sums.dtype)


def _softmax(sums: Array) -> Array:
    powers = np.exp(sums - sums.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=sums.dtype)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "linear": lambda sums: sums,
    "relu": lambda sums: np.maximum(sums, 0),
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "softmax": _softmax,
}
