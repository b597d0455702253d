"""Section 3.1: each question computed by a function of its name."""

import numpy as np

from tests.quizzes.common import computes, keras, parameters

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
