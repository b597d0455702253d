"""The same net with less to do: each BatchNormalization becomes a part of the convolution before it.

Once a net is trained, a BatchNormalization multiplies each channel by a number and adds another. So may the
convolution, at no cost: `γ · (conv(x) - μ) / √(σ² + ε) + β` is a convolution with other weights and a bias. Keras
leaves the two apart, and a processor then goes through each feature map twice more than it must.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np


def folded(model: Any) -> Any:
    """Return a copy of a functional model for inference, with its BatchNormalization folded where that is possible.

    Its answers are those of the model in inference mode, but for rounding. The model stays as it is, and later
    changes to its weights do not reach the copy.

    Args:
        model: A `keras.Model` each of whose layers is used once, as those of `keras.applications` are.

    Returns:
        A `keras.Model` of the same inputs and outputs.

    Reference:
        [Jacob et al., 2018](https://arxiv.org/abs/1712.05877), section 3.2
    """
    import keras

    norms = _norms_after_convolutions(model)
    gone = {norm.name for norm in norms.values()}

    def clone(layer: Any) -> Any:
        config = layer.get_config()
        return type(layer).from_config(config | {"use_bias": True} if layer.name in norms else config)

    def call(layer: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        return inputs if layer.name in gone else layer(inputs, *args, **kwargs)

    copy = keras.models.clone_model(model, clone_function=clone, call_function=call)
    for layer in model.layers:
        weights = layer.get_weights()
        if not weights or layer.name in gone:
            continue
        twin = copy.get_layer(layer.name)
        twin.set_weights(_fold(norms[layer.name], *weights) if layer.name in norms else weights)
        if isinstance(twin, keras.layers.Normalization):
            twin.finalize_state()  # it has noted the numbers that it had before
    return copy


def _norms_after_convolutions(model: Any) -> dict[str, Any]:
    """Find each convolution that nothing but one BatchNormalization listens to, by the name of the convolution."""
    import keras

    makers = {id(layer.output): layer for layer in model.layers}
    listeners = Counter(id(tensor) for layer in model.layers for tensor in keras.tree.flatten(layer.input))
    found = {}
    for norm in model.layers:
        if not isinstance(norm, keras.layers.BatchNormalization):
            continue
        maker = makers[id(norm.input)]
        plain = type(maker) in (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)
        if plain and maker.activation is keras.activations.linear and listeners[id(norm.input)] == 1:
            found[maker.name] = norm
    return found


def _fold(norm: Any, kernel: Any, bias: Any = 0.0) -> list[Any]:
    """The kernel and bias of a convolution that does what it did and its BatchNormalization after it."""
    gamma = np.asarray(norm.gamma) if norm.scale else 1.0
    beta = np.asarray(norm.beta) if norm.center else 0.0
    factor = gamma / np.sqrt(np.asarray(norm.moving_variance) + norm.epsilon)
    # The channels that a depthwise kernel makes are its last two axes.
    channels = kernel.shape[2:] if kernel.shape[-1] != len(factor) else (-1,)
    return [kernel * factor.reshape(channels), (bias - np.asarray(norm.moving_mean)) * factor + beta]
