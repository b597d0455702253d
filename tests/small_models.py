"""Small Keras models of every layer that a net of plain arrays may have, and what their layers answer."""

import keras
import numpy as np
from hypothesis import strategies as st
from keras import layers


def model_of(*stack, shape=(12, 11, 2), seed=0):
    """A built model with weights that are not zero anywhere."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(shape), *stack])
    random = np.random.default_rng(seed)
    model.set_weights([random.normal(0, 0.4, weights.shape) for weights in model.get_weights()])
    return model


def activations_in_keras(model, picture):
    """What every layer answers that a trained net uses."""
    kept = [layer for layer in model.layers if "dropout" not in layer.name and "noise" not in layer.name]
    every = keras.Model(model.inputs, [layer.output for layer in kept])
    answers = every([picture[np.newaxis]], training=False)
    return [keras.ops.convert_to_numpy(answer)[0] for answer in (answers if len(kept) > 1 else [answers[0]])]


@st.composite
def stacks(draw):
    """A few layers in a row that fit, ending in numbers in a row."""
    side, channels = draw(st.integers(6, 14)), draw(st.sampled_from([1, 3]))
    stack = [layers.Rescaling(draw(st.sampled_from([2.0, 0.5])), -0.25)] if draw(st.booleans()) else []
    stack += draw(st.lists(st.one_of(convolutions(), pools(), others()), min_size=1, max_size=3))
    stack.append(draw(st.sampled_from([layers.Flatten, layers.GlobalAveragePooling2D]))())
    if draw(st.booleans()):
        stack.append(layers.Dense(6, activation="relu", use_bias=draw(st.booleans())))
    stack.append(layers.Dense(4, activation=draw(st.sampled_from(["softmax", "linear"]))))
    return model_of(*stack, shape=(side, side + 1, channels), seed=draw(st.integers(0, 99)))


def convolutions():
    """Conv2D layers with each padding, strides, dilation and activation."""
    activation = st.sampled_from(["linear", "relu", "tanh", "sigmoid"])
    bias, size = st.booleans(), st.tuples(st.integers(1, 3), st.integers(1, 3))
    sliding = st.sampled_from(
        [{"strides": 2, "padding": "same"}, {"strides": 1, "padding": "same"}, {"padding": "same", "dilation_rate": 2}]
    )
    return st.one_of(
        st.builds(
            lambda activation, bias, size, sliding: layers.Conv2D(
                5, size, activation=activation, use_bias=bias, **sliding
            ),
            activation,
            bias,
            size,
            sliding,
        ),
        st.builds(lambda a: layers.Conv2D(3, 2, activation=a, padding="valid"), activation),
    )


def pools():
    """Pooling layers of both kinds."""
    kind = st.sampled_from([layers.MaxPooling2D, layers.AveragePooling2D])
    return st.one_of(
        st.builds(lambda k, size, strides: k(size, strides, "same"), kind, st.integers(1, 3), st.integers(1, 2)),
        st.builds(lambda k: k(2, 1, "valid"), kind),
    )


def others():
    """Layers without weights or windows."""
    softmax, dropout = lambda: layers.Activation("softmax"), lambda: layers.Dropout(0.5)
    return st.sampled_from([layers.ReLU, softmax, dropout]).map(lambda build: build())
