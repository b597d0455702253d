"""The networks of chapters 2 and 3: their shapes, what is random in them, and what they refuse."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import models, ops

PHOTOS = np.random.default_rng(0).uniform(0, 255, (4, 32, 32, 3)).astype("float32")


def convolutions(model):
    return [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]


def test_deeper_maps_have_more_channels_and_are_smaller():
    model = models.small_convnet((96, 96, 3))
    maps = [layer.output.shape[1:] for layer in convolutions(model)]
    assert maps == [(94, 94, 32), (45, 45, 64), (20, 20, 128), (8, 8, 256), (2, 2, 256)]
    assert model.output_shape == (None, 1)
    assert model.loss == "binary_crossentropy"


@settings(max_examples=12, deadline=None)
@given(st.integers(32, 200), st.integers(32, 200), st.integers(1, 4))
def test_any_photo_from_32_pixels_on_fits(height, width, channels):
    model = models.small_convnet((height, width, channels))
    side, fitting = min(height, width), 0
    while fitting < len(models.FILTERS) and side >= 3:
        side, fitting = ops.conv_output_size(side, 3) // 2, fitting + 1
    assert [layer.filters for layer in convolutions(model)] == list(models.FILTERS[:fitting])


@pytest.mark.parametrize("shape", [(31, 96, 3), (96, 31, 3), (96, 96), (96, 96, 0), 96, None, (96.0, 96.0, 3), "abc"])
def test_what_is_no_photo_is_refused(shape):
    with pytest.raises(ValueError, match=r"`input_shape` must be \(height, width, channels\).*Received"):
        models.small_convnet(shape)


def test_pixels_are_rescaled_within_the_model():
    model = models.small_convnet((32, 32, 3))
    rescaling = model.get_layer("rescaling")
    assert np.allclose(rescaling(PHOTOS), PHOTOS / 255)
    assert model.layers[0] is rescaling


def test_chance_is_at_work_in_training_alone():
    model = models.small_convnet((32, 32, 3), models.augmentation(seed=0), dropout=0.5)
    assert [layer.name for layer in model.layers][:2] == ["augmentation", "rescaling"]
    assert [layer.name for layer in model.layers][-2:] == ["dropout", "probability"]
    assert np.array_equal(model(PHOTOS, training=False), model(PHOTOS, training=False))
    assert not np.array_equal(model(PHOTOS, training=True), model(PHOTOS, training=True))


@pytest.mark.parametrize("dropout", [-0.1, 1, 1.5, "0.5", None])
def test_a_dropout_that_is_no_share_is_refused(dropout):
    with pytest.raises(ValueError, match=r"`dropout` must be a share.*Received"):
        models.small_convnet((32, 32, 3), dropout=dropout)
    with pytest.raises(ValueError, match=r"`dropout` must be a share.*Received"):
        models.classifier((7,), dropout=dropout)


@pytest.mark.parametrize(
    ("switched_off", "left"),
    [
        ({}, ["flip", "rotation", "zoom"]),
        ({"flip": None}, ["rotation", "zoom"]),
        ({"rotation": None}, ["flip", "zoom"]),
        ({"zoom": 0}, ["flip", "rotation"]),
        ({"rotation": 0.0, "zoom": None}, ["flip"]),
    ],
)
def test_each_augmentation_can_be_switched_off(switched_off, left):
    stage = models.augmentation(**switched_off)
    assert [layer.name for layer in stage.layers] == left


def test_augmentation_turns_and_zooms_as_far_as_it_is_told():
    stage = models.augmentation(flip="vertical", rotation=0.25, zoom=0.5)
    flip, rotation, zoom = stage.layers
    assert flip.mode == "vertical"
    assert rotation.get_config()["factor"] in (0.25, (-0.25, 0.25), [-0.25, 0.25])
    assert zoom.get_config()["height_factor"] in (0.5, (-0.5, 0.5), [-0.5, 0.5])


def test_the_same_seed_gives_the_same_photos():
    first, same, other = (np.asarray(models.augmentation(seed=seed)(PHOTOS)) for seed in (1, 1, 2))
    assert first.shape == PHOTOS.shape
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_the_layers_of_neighbouring_seeds_share_no_chance():
    seeds = [layer.seed for seed in range(3) for layer in models.augmentation(seed=seed).layers]
    assert len(set(seeds)) == 9


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"flip": "diagonal"}, "`flip` must be one of"),
        ({"rotation": 1.0}, "`rotation` must be a share"),
        ({"zoom": -0.2}, "`zoom` must be a share"),
        ({"flip": None, "rotation": None, "zoom": None}, "nothing to do"),
    ],
)
def test_a_wrong_augmentation_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        models.augmentation(**wrong)


@pytest.mark.parametrize("shape", [(5, 5, 8), (8,), [8]])
def test_a_head_on_features_is_a_pooling_and_one_dense_layer(shape):
    assert models.classifier(shape).count_params() == 8 + 1
    assert models.classifier(shape, dropout=0.5).output_shape == (None, 1)


class Base:
    """A convolutional base as `pretrained.load` returns it: it takes raw pixels, in inference mode."""

    input_shape = (32, 32, 3)

    def __init__(self):
        layers = [keras.Input(self.input_shape), keras.layers.Conv2D(8, 3), keras.layers.BatchNormalization()]
        self.model = keras.Sequential(layers)

    def __call__(self, images):
        return self.model(images, training=False)


def test_a_head_learns_on_a_frozen_base():
    base = Base()
    base.model.trainable = False
    model = models.classifier(base, augmentation=models.augmentation(flip=None, zoom=None))
    assert [layer.name for layer in model.layers][:2] == ["photos", "augmentation"]
    before, head = base.model.get_weights(), model.layers[-1].get_weights()
    model.train_on_batch(PHOTOS, np.array([0, 1, 0, 1]))
    assert all(map(np.array_equal, before, base.model.get_weights()))
    assert not np.array_equal(head[0], model.layers[-1].get_weights()[0])


@pytest.mark.parametrize("base", [(5, 5), (), "features", 1280, None, (0,)])
def test_what_is_no_base_and_no_shape_is_refused(base):
    with pytest.raises(ValueError, match=r"`base` must be a convolutional base.*Received"):
        models.classifier(base)


def test_features_are_not_augmented():
    with pytest.raises(ValueError, match="Features can't be augmented"):
        models.classifier((5, 5, 8), augmentation=models.augmentation())
