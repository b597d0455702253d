"""From a Keras model to a net of plain arrays, and back; what would need guessing is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.nets.net import ACTIVATIONS, FORWARD, Layer, Net

# Layers that do nothing once a net is trained.
_IDLE = {"InputLayer", "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"}


def from_keras(model: Any) -> Net:
    """Read a Keras model as plain arrays.

    Args:
        model: A built `keras.Sequential` of Conv2D, MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D,
            ReLU, Activation, Flatten, Dense and Rescaling layers; dropout layers are left out, since a
            trained net does not use them.

    Returns:
        The net, with copies of the weights as they are now.

    Raises:
        ValueError: If the model is no such one. The message says which layer or setting stands in the way.
    """
    if type(model).__name__ != "Sequential":
        raise ValueError(
            "`model` must be a keras.Sequential, a plain row of layers. "
            f"Received: {type(model).__name__}. Build the same layers as `keras.Sequential([...])`."
        )
    if not model.built or not model.layers:
        raise ValueError(
            "`model` has no weights yet, since it does not know its input. Start it with "
            "`keras.Input(shape=(28, 28, 1))`, and train it."
        )
    _, *input_shape = model.input_shape
    if len(input_shape) != 3 or None in input_shape:
        raise ValueError(
            "`model` must take pictures of a fixed shape (height, width, channels). "
            f"Received: input shape {tuple(input_shape)}. Start it with `keras.Input(shape=(28, 28, 1))`."
        )
    layers = [_read(layer) for layer in model.layers if type(layer).__name__ not in _IDLE]
    return Net(input_shape, layers)


def to_keras(net: Net) -> Any:
    """Build the Keras model that a net stands for, with its weights.

    Args:
        net: A net, such as `digit_net()`.

    Returns:
        A `keras.Sequential`.

    Example:
        >>> from course_utils.nets import digit_net
        >>> model = to_keras(digit_net())
        >>> model.output_shape
        (None, 10)
    """
    import keras

    def build(layer: Layer) -> Any:
        named = {"name": layer.name, **layer.settings}
        if layer.kernel is None:
            return getattr(keras.layers, "Activation" if layer.kind == "ReLU" else layer.kind)(**named)
        if layer.kind == "Dense":
            return keras.layers.Dense(layer.kernel.shape[-1], **named)
        return keras.layers.Conv2D(layer.kernel.shape[-1], layer.kernel.shape[:2], **named)

    model = keras.Sequential([keras.Input(net.input_shape), *map(build, net)])
    model.set_weights([part for layer in net for part in (layer.kernel, layer.bias) if part is not None])
    return model


def _read(layer: Any) -> Layer:
    kind = type(layer).__name__
    if kind not in FORWARD:
        raise ValueError(
            f"Layer {layer.name!r} is of a kind that can't be shown. Received: {kind}. Allowed: "
            f"{', '.join(FORWARD)}, and dropout. Leave it out, or show a model without it."
        )
    config = layer.get_config()
    if config.get("data_format", "channels_last") != "channels_last":
        raise _refusal(layer, "data_format", config["data_format"], '"channels_last"')
    settings = _SETTINGS[kind](layer, config) if kind in _SETTINGS else {}
    weights = [np.asarray(part, dtype=np.float32) for part in layer.get_weights()]
    if not weights:
        return Layer(kind, layer.name, settings)
    kernel = weights[0]
    bias = weights[1] if len(weights) > 1 else np.zeros(kernel.shape[-1], dtype=np.float32)
    return Layer(kind, layer.name, settings, kernel, bias, layer.count_params())


def _convolution(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    if config["groups"] != 1:
        raise _refusal(layer, "groups", config["groups"], "1")
    return {
        "strides": _one(layer, config, "strides"),
        "padding": config["padding"],
        "dilation_rate": _one(layer, config, "dilation_rate"),
        **_activation(layer, config),
    }


def _pooling(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    return {
        "pool_size": _one(layer, config, "pool_size"),
        "strides": _one(layer, config, "strides"),
        "padding": config["padding"],
    }


def _global_pooling(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    if config["keepdims"]:
        raise _refusal(layer, "keepdims", True, "False")
    return {}


def _dense(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    if len(layer.input.shape) != 2:
        raise ValueError(
            f"Layer {layer.name!r} must get numbers in a row. Received: input shape {tuple(layer.input.shape[1:])}. "
            "Put a Flatten or GlobalAveragePooling2D before it."
        )
    return _activation(layer, config)


def _relu(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    plain = {"max_value": None, "negative_slope": 0, "threshold": 0}
    for name, value in plain.items():
        if config[name] != value:
            raise _refusal(layer, name, config[name], str(value))
    return {"activation": "relu"}


def _rescaling(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    for name in ("scale", "offset"):
        if not isinstance(config[name], int | float):
            raise _refusal(layer, name, config[name], "one number")
    return {"scale": float(config["scale"]), "offset": float(config["offset"])}


def _activation(layer: Any, config: dict[str, Any]) -> dict[str, Any]:
    if config["activation"] not in ACTIVATIONS:
        raise _refusal(layer, "activation", config["activation"], ", ".join(ACTIVATIONS))
    return {"activation": config["activation"]}


def _one(layer: Any, config: dict[str, Any], name: str) -> int:
    """The number that holds for height and width alike."""
    vertical, horizontal = config[name]
    if vertical != horizontal:
        raise _refusal(layer, name, tuple(config[name]), "the same for height and width")
    return int(vertical)


def _refusal(layer: Any, name: str, received: object, allowed: str) -> ValueError:
    return ValueError(
        f"Layer {layer.name!r} has a setting that can't be shown. "
        f"Received: {name}={received!r}. Allowed: {allowed}. Build the layer with that, or leave it out."
    )


_SETTINGS: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "Conv2D": _convolution,
    "Dense": _dense,
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _global_pooling,
    "Rescaling": _rescaling,
    "Activation": _activation,
    "ReLU": _relu,
}
