"""Section 3.1: each question computed by a function of its name."""

import numpy as np
import pytest

from course_utils import models, photos, pretrained
from tests.quizzes.common import computes, keras, noise, numbers_in, parameters, right_choice

computed = computes("3.1")


def base(name, size=180, **options):
    """A model of `keras.applications` without its head and without its weights."""
    build = getattr(keras().applications, name)
    return build(include_top=False, weights=None, input_shape=(size, size, 3), **options)


@computed
def what_comes_out(question):
    made = {}
    exec(question["code"], {"keras": keras()}, made)
    height, _, depth = made["base"].output_shape[1:]
    assert height == -(-180 // 32)
    photo = np.prod(made["base"].input_shape[1:])
    whole = keras().applications.Xception(weights=None).output_shape[1]
    return height * height * depth, [depth, whole, photo, height * depth]


@computed
def a_head_for_a_phone(_):
    depth = base("MobileNet", 224, alpha=0.25).output_shape[-1]
    side, _, full = base("MobileNet", 224).output_shape[1:]
    layers = keras().layers
    head = keras().Sequential([keras().Input((side, side, depth)), layers.GlobalAveragePooling2D(), layers.Dense(1)])
    return head.count_params(), [depth, parameters(full, 1), parameters(side * side * depth, 1)]


@computed
def lightest_base_first(question):
    names = [step["text"]["en"].strip("`") for step in question["steps"]]
    counts = {name: base(name).count_params() for name in names}
    assert sorted(names, key=counts.__getitem__) == names
    assert 2.8 < counts["Xception"] / counts["DenseNet121"] < 3
    assert [base(name).output_shape[-1] for name in ("Xception", "ResNet50V2")] == [2048, 2048]


@computed
def left_from_xception(question):
    apps = keras().applications
    images = np.stack([photos.photo(name, 64) for name in photos.NAMES]).astype(np.float32)
    made = {"images": images}
    exec(question["code"].replace("include_top=False", "include_top=False, weights=None"), made)
    assert made["features"].shape == (len(images), 2, 2, 2048)  # no error
    assert made["preprocess_input"] is apps.xception.preprocess_input

    own = apps.resnet.preprocess_input
    corners = own(255 * np.indices((2, 2, 2)).reshape(3, 1, -1).T.astype(np.float32))
    given = apps.xception.preprocess_input(np.float32([0, 255]))
    learned = [float(np.float32(number)) for number in (corners.min(), corners.max())]
    numbers = numbers_in(right_choice(question)["reason"]["en"].replace("ResNet50", ""))
    assert numbers == pytest.approx([*learned, *given, np.ptp(given)], abs=1e-4)

    # What ResNet50 takes the numbers for, and what the base that is installed makes of such pictures.
    pictures = np.stack([photos.photo(name) for name in photos.NAMES]).astype(np.float32)
    mistaken = (apps.xception.preprocess_input(pictures.copy()) - own(np.zeros((1, 1, 1, 3), np.float32)))[..., ::-1]
    assert np.ptp(mistaken, axis=(0, 1, 2)).max() <= 2 + 1e-4
    installed = pretrained.load(input_shape=pictures.shape[1:], pooling="avg")

    def likeness(images):
        """The mean cosine of two photos' features."""
        features = np.asarray(installed(images))
        features = features / np.linalg.norm(features, axis=1, keepdims=True)
        return (features @ features.T)[np.triu_indices(len(features), 1)].mean()

    assert likeness(pictures) < 0.4
    assert likeness(mistaken) > 0.85

    def contrast(inputs, training):
        return np.std(keras().layers.BatchNormalization(epsilon=1e-5)(inputs, training=training))

    small, large = apps.xception.preprocess_input(pictures.copy()), own(pictures.copy())
    assert contrast(small, training=True) == pytest.approx(contrast(large, training=True), rel=0.01)
    assert contrast(small, training=False) < contrast(large, training=False) / 50


@computed
def features_only_once(question):
    assert len({family.input_range for family in pretrained.FAMILIES.values()}) > 3
    base = pretrained.load("MobileNet", (64, 64, 3), weights=None, alpha=0.25)
    images = 255 * np.abs(np.tanh(noise(4, 64, 64, 3)))
    features = np.asarray(base(images))
    assert np.array_equal(features, base(images))
    head = models.classifier(features.shape[1:])
    assert head(features).shape == (4, 1)
    with pytest.raises(ValueError, match="shape"):
        head(images)
    # The second step is inside the base of the book, as the reason says.
    assert "`pretrained.load`" in question["reason"]["en"]
    net = keras().Model(base.model.get_layer("conv1").input, base.model.output)
    own = keras().applications.mobilenet.preprocess_input
    np.testing.assert_allclose(net(own(images.copy())), features, atol=1e-4)


@computed
def passes_through_the_base(_):
    pictures, epochs = 1000, 20
    seen = []

    class Base(keras().layers.Layer):
        def call(self, inputs):
            if inputs.shape[0]:  # a symbolic call has no pictures
                seen.append(inputs.shape[0])
            return inputs

    images, labels = np.zeros((pictures, 4), np.float32), np.zeros(pictures)
    features, frozen = Base()(images), Base(trainable=False)
    fast = sum(seen)
    seen.clear()
    model = keras().Sequential([keras().Input((4,)), frozen, keras().layers.Dense(1)])
    model.compile("sgd", "mse", run_eagerly=True)
    model.fit(images, labels, batch_size=250, epochs=epochs, verbose=0)
    assert len(features) == fast == pictures
    return sum(seen) - fast, [sum(seen), epochs - 1, 0]
