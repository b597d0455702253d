"""A base owns its preprocessing, wherever it is used, and says what is wrong with what it is given."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import pretrained
from course_utils.pretrained.conv_base import ConvBase

SHAPE = (40, 48, 3)


@pytest.fixture(scope="module")
def pixels():
    return np.random.default_rng(0).integers(0, 256, (2, *SHAPE)).astype(np.float32)


@pytest.fixture(scope="module")
def conv_base():
    keras.utils.set_random_seed(0)
    return pretrained.load("VGG16", SHAPE, weights=None)


def head_on(conv_base, **options):
    inputs = keras.Input(SHAPE)
    pooled = keras.layers.GlobalAveragePooling2D()(conv_base(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(pooled))
    model.compile(loss="binary_crossentropy", **options)
    return model


@pytest.mark.parametrize("name", ["VGG16", "MobileNet"])
def test_raw_pixels_are_what_it_takes(pixels, name):
    """Its answer is the one of Keras' own net to what Keras' own preprocessing makes of the pixels."""
    conv_base = pretrained.load(name, SHAPE, weights=None)
    module = {"VGG16": keras.applications.vgg16, "MobileNet": keras.applications.mobilenet}[name]
    plain = getattr(module, name)(include_top=False, input_shape=SHAPE, weights=None)
    plain.set_weights(conv_base.model.get_weights())
    expected = plain(module.preprocess_input(pixels.copy()), training=False)
    np.testing.assert_allclose(conv_base(pixels), expected, rtol=1e-3, atol=1e-5)


def test_every_kind_of_pixels_gives_the_same(conv_base, pixels):
    expected = np.asarray(conv_base(pixels))
    np.testing.assert_allclose(conv_base(pixels.astype(np.uint8)), expected, atol=1e-6)
    np.testing.assert_allclose(conv_base(tf.constant(pixels)), expected, atol=1e-6)
    np.testing.assert_allclose(tf.function(conv_base)(tf.constant(pixels)), expected, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(conv_base.model.predict(pixels, verbose=0), expected, rtol=1e-3, atol=1e-5)


def test_preprocessing_can_be_looked_at(conv_base, pixels):
    kept = pixels.copy()
    seen = conv_base.preprocess_input(pixels)
    np.testing.assert_array_equal(pixels, kept)
    assert isinstance(seen, np.ndarray)
    low, high = conv_base.input_range
    assert low - 1e-3 <= seen.min() < seen.max() <= high + 1e-3
    np.testing.assert_allclose(conv_base.preprocess_input(pixels[0]), seen[0], atol=1e-5)
    np.testing.assert_allclose(conv_base.preprocess_input(tf.constant(pixels)), seen, atol=1e-4)
    np.testing.assert_allclose(conv_base.preprocess_input(pixels.astype(np.uint8)), seen, atol=1e-4)


@pytest.mark.slow
def test_model_built_on_it_is_saved_and_loads_without_this_package(conv_base, pixels, tmp_path):
    model = head_on(conv_base)
    expected = model.predict(pixels, verbose=0)
    model.save(tmp_path / "model.keras")
    restored = keras.models.load_model(tmp_path / "model.keras", safe_mode=True, compile=False)
    np.testing.assert_allclose(restored.predict(pixels, verbose=0), expected, atol=1e-5)


@pytest.mark.slow
def test_training_a_model_on_it_leaves_it_in_inference_mode(pixels):
    """Also where all of it but BatchNormalization learns: what it does to a picture is not a matter of the mode."""
    conv_base = pretrained.load(input_shape=SHAPE)
    inside = keras.Model(inputs := keras.Input(SHAPE), conv_base(inputs))
    pretrained.unfreeze_top(conv_base, layers=len(conv_base.model.layers))
    expected = conv_base(pixels)
    np.testing.assert_array_equal(inside(pixels, training=True), expected)
    np.testing.assert_array_equal(conv_base.model(pixels, training=True), expected)


@pytest.mark.parametrize(("pooling", "reduced"), [("avg", np.mean), ("max", np.max)])
def test_pooling(pixels, pooling, reduced):
    pooled = pretrained.load("VGG16", SHAPE, weights=None, pooling=pooling)
    maps = keras.Model(pooled.model.input, pooled.model.get_layer("block5_pool").output)
    assert pooled.output_shape == (512,)
    np.testing.assert_allclose(pooled(pixels), reduced(np.asarray(maps(pixels)), axis=(1, 2)), atol=1e-5)


@pytest.mark.parametrize(
    ("wrong", "received"),
    [
        (lambda pixels: pixels / 255, "from 0 to 1"),
        (lambda pixels: pixels / 127.5 - 1, "from -1 to 1"),
        (lambda pixels: pixels - 100, "from -100 to 155"),
        (lambda pixels: pixels * 2, "from 0 to 510"),
        (lambda pixels: pixels / 0, "from nan to nan"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_preprocessed_pixels_are_refused(conv_base, pixels, wrong, received):
    spread = pixels.copy()
    spread[0, 0, 0], spread[0, 0, 1] = 0, 255
    with pytest.raises(
        ValueError, match=f"must be raw pixels, 0 to 255.*preprocess_input.*Received: numbers {received}"
    ):
        conv_base(wrong(spread))


def test_black_and_no_pictures_are_fine(conv_base):
    assert np.asarray(conv_base(np.zeros((1, *SHAPE)))).shape == (1, *conv_base.output_shape)


@pytest.mark.parametrize("shape", [SHAPE, (1, 48, 40, 3), (1, *SHAPE[:2], 1), (1, *SHAPE[:2]), (2, 1, *SHAPE)])
def test_other_shapes_are_refused(conv_base, shape):
    with pytest.raises(ValueError, match=r"shape \(batch, 40, 48, 3\)\. Received: shape="):
        conv_base(np.full(shape, 9.0))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"name": "VGG17"},
            r"no pretrained net of that name\. Received: name='VGG17'\. Allowed: VGG16, .*EfficientNetLite0",
        ),
        ({"name": "Xception", "input_shape": (70, 180, 3)}, r"Xception with at least 71 pixels each\. Received: .*70"),
        ({"input_shape": (180, 180)}, r"must be \(height, width, 3\).*Received: input_shape=\(180, 180\)"),
        ({"input_shape": (180, 180, 1)}, r"must be \(height, width, 3\)"),
        ({"input_shape": (180.0, 180, 3)}, r"must be \(height, width, 3\)"),
        ({"input_shape": (None, None, 3)}, r"must be \(height, width, 3\)"),
        ({"weights": "noisy-student"}, r'must be "imagenet", or None .* Received: weights=\'noisy-student\''),
        ({"pooling": "mean"}, r'"avg", "max" or None\. Received: pooling=\'mean\''),
        ({"name": "MobileNet", "alpha": 0.3}, r"alpha = 0\.25, 0\.5, 0\.75, 1\.0\. Received: alpha=0\.3"),
        ({"name": "VGG16", "alpha": 0.5}, r"VGG16 has weights for alpha = 1\.0\."),
    ],
)
def test_wrong_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        pretrained.load(**{"weights": None} | options)


def test_importing_it_needs_no_tensorflow():
    import subprocess
    import sys

    code = (
        "import sys; from course_utils import pretrained; assert not {'tensorflow', 'keras', 'tqdm'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_repr_says_what_goes_in_and_out(conv_base):
    height, width, features = conv_base.output_shape
    assert isinstance(conv_base, ConvBase)
    assert repr(conv_base) == f"<ConvBase {conv_base.name}: 40×48×3 -> {height}×{width}×{features}>"
