"""A folded net answers as the net does, has less to do, and folds only where nothing else listens."""

import keras
import numpy as np
import pytest
from keras import layers

from course_utils import pretrained
from course_utils.pretrained.folding import folded

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.uniform(0, 255, (2, 12, 11, 3)).astype(np.float32)


def with_random_weights(inputs, outputs):
    model = keras.Model(inputs, outputs)
    model.set_weights([RANDOM.uniform(0.2, 1, weights.shape) for weights in model.get_weights()])
    return model


def norms(model):
    return sum(isinstance(layer, layers.BatchNormalization) for layer in model.layers)


def assert_same(model):
    expected = np.asarray(model(PIXELS, training=False))
    copy = folded(model)
    np.testing.assert_allclose(copy(PIXELS, training=False), expected, rtol=1e-4)
    return norms(copy)


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize("scale", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(
    "convolution",
    [
        lambda bias: layers.Conv2D(3, 3, strides=2, padding="same", use_bias=bias),
        lambda bias: layers.Conv2D(4, 1, use_bias=bias),
        lambda bias: layers.Conv2D(6, 3, groups=3, use_bias=bias),
        lambda bias: layers.DepthwiseConv2D(3, use_bias=bias),
        lambda bias: layers.DepthwiseConv2D(3, depth_multiplier=2, use_bias=bias),
    ],
)
def test_every_convolution_is_folded(convolution, bias, center, scale):
    inputs = keras.Input(PIXELS.shape[1:])
    norm = layers.BatchNormalization(center=center, scale=scale, epsilon=0.1)
    assert assert_same(with_random_weights(inputs, norm(convolution(bias)(inputs)))) == 0


def test_where_something_else_listens_nothing_is_folded():
    inputs = keras.Input(PIXELS.shape[1:])
    heard = layers.Conv2D(3, 3)(inputs)
    outputs = layers.Add()([heard, layers.BatchNormalization()(heard)])
    assert assert_same(with_random_weights(inputs, outputs)) == 1
    active = layers.BatchNormalization()(layers.Conv2D(3, 3, activation="relu")(inputs))
    assert assert_same(with_random_weights(inputs, active)) == 1
    assert assert_same(with_random_weights(inputs, layers.BatchNormalization()(inputs))) == 1


def test_other_layers_keep_their_numbers():
    inputs = keras.Input(PIXELS.shape[1:])
    normal = layers.Normalization()
    stack = layers.Conv2D(2, 3)(normal(layers.Rescaling(1 / 255)(inputs)))
    model = with_random_weights(inputs, layers.Dense(4)(layers.BatchNormalization()(stack)))
    normal.finalize_state()
    assert assert_same(model) == 0


@pytest.mark.slow
def test_lite0_has_none_left_and_answers_the_same():
    conv_base = pretrained.load(input_shape=(64, 64, 3))
    before = [weights.copy() for weights in conv_base.model.get_weights()]
    pixels = RANDOM.uniform(0, 255, (2, 64, 64, 3)).astype(np.float32)
    copy = folded(conv_base.model)
    assert norms(copy) == 0
    np.testing.assert_allclose(copy(pixels), conv_base(pixels), atol=1e-4)
    for weights, kept in zip(conv_base.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weights, kept)
    assert conv_base.model.get_layer("top_activation").output is not None
