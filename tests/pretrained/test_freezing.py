"""One step of training moves what is unfrozen, and nothing else, bit for bit."""

import keras
import numpy as np
import pytest

from course_utils import pretrained

SHAPE = (64, 64, 3)
RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (4, *SHAPE)).astype(np.float32)
LABELS = RANDOM.integers(0, 2, (4, 1)).astype(np.float32)


@pytest.fixture(scope="module")
def conv_base():
    return pretrained.load(input_shape=SHAPE)


@pytest.fixture(scope="module")
def model(conv_base):
    inputs = keras.Input(SHAPE)
    pooled = keras.layers.GlobalAveragePooling2D()(conv_base(inputs))
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid", name="head")(pooled))


def moved_by_a_step(model, conv_base):
    """The names of the layers with a number that a step of training changes, and put it back."""
    before = model.get_weights()
    layers = {layer.name: layer.get_weights() for layer in [*conv_base.model.layers, model.get_layer("head")]}
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="binary_crossentropy", run_eagerly=True)
    model.fit(PIXELS, LABELS, epochs=1, verbose=0)
    after = {layer.name: layer.get_weights() for layer in [*conv_base.model.layers, model.get_layer("head")]}
    model.set_weights(before)
    return {name for name, old in layers.items() if any((a != b).any() for a, b in zip(old, after[name], strict=True))}


@pytest.mark.slow
def test_frozen_base_stays_bit_for_bit(model, conv_base):
    pretrained.freeze(conv_base)
    assert moved_by_a_step(model, conv_base) == {"head"}


def test_only_the_block_moves(model, conv_base):
    learning = pretrained.unfreeze_top(conv_base, block="block7a")
    assert learning == ("block7a_expand_conv", "block7a_dwconv", "block7a_project_conv", "top_conv")
    assert moved_by_a_step(model, conv_base) == {*learning, "head"}


def test_only_the_last_layers_move(model, conv_base):
    """The last three are an activation, a BatchNormalization and a convolution; of these, one learns."""
    assert pretrained.unfreeze_top(conv_base, layers=3) == ("top_conv",)
    assert moved_by_a_step(model, conv_base) == {"top_conv", "head"}


def test_batch_normalization_never_moves(model, conv_base):
    learning = pretrained.unfreeze_top(conv_base, layers=len(conv_base.model.layers))
    assert {"stem_conv", "top_conv"} <= set(learning)
    assert not any("bn" in name for name in learning)
    moved = moved_by_a_step(model, conv_base)
    assert "top_conv" in moved
    assert moved <= {*learning, "head"}


def test_unfreezing_less_freezes_again(model, conv_base):
    pretrained.unfreeze_top(conv_base, block="block6a")
    pretrained.unfreeze_top(conv_base, layers=0)
    assert moved_by_a_step(model, conv_base) == {"head"}


def test_plain_models_and_models_in_models(conv_base):
    """BatchNormalization stays frozen wherever it is."""
    norm = keras.layers.BatchNormalization()
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="inside"), norm])
    outer = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="below"), inner])
    assert pretrained.unfreeze_top(outer, layers=1) == (inner.name,)
    assert not norm.trainable
    assert [weight.shape for weight in outer.trainable_weights] == [(4, 3), (3,)]
    pretrained.freeze(outer)
    assert outer.trainable_weights == []


def test_blocks_are_found_by_the_beginning_of_their_names():
    names = ["block1_conv", "block14_conv", "block1_pool", "other"]
    net = keras.Sequential([keras.Input((4,)), *(keras.layers.Dense(4, name=name) for name in names)])
    assert pretrained.blocks(net) == ("block1", "block14")
    assert pretrained.unfreeze_top(net, block="block14") == ("block14_conv", "block1_pool", "other")
    assert pretrained.unfreeze_top(net, block="block1") == tuple(names)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "either by `layers` or by `block`. Received: layers=None, block=None"),
        ({"layers": 3, "block": "block7a"}, "either by `layers` or by `block`"),
        ({"layers": -1}, "from 0 to .*Received: layers=-1"),
        ({"layers": 10_000}, "from 0 to .*Received: layers=10000"),
        ({"layers": 2.5}, "from 0 to .*Received: layers=2.5"),
        ({"block": "block8"}, "Received: block='block8'. Allowed: block1a, .*block7a"),
        ({"block": "lock7a"}, "no such block"),
    ],
)
def test_wrong_arguments_are_refused(conv_base, options, message):
    with pytest.raises(ValueError, match=message):
        pretrained.unfreeze_top(conv_base, **options)


def test_net_without_blocks_says_so():
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4)])
    with pytest.raises(ValueError, match=r"Allowed: none, .*use `layers`"):
        pretrained.unfreeze_top(net, block="block1")
