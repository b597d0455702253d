"""Section 3.2: each question computed by a function of its name."""

from functools import cache

import numpy as np
import pytest

from course_utils import pretrained, training
from tests.quizzes.common import computes, evaluate, keras, network, noise, numbers_in, right_choice, tensorflow

computed = computes("3.2")

HEAD = "layers.GlobalAveragePooling2D(), layers.Dense(1, activation='sigmoid')"


@cache
def lite0():
    """The base of the chapter, with random weights: none of these questions asks what it sees."""
    return pretrained.load("EfficientNetLite0", (128, 128, 3), weights=None).model


def unfreeze(base):
    """All of it. With TensorFlow, setting True where it is True does not reach the layers: first False."""
    base.trainable = False
    base.trainable = True


def with_head(base, head=HEAD):
    layers = eval(f"[{head}]", {"layers": keras().layers})
    return keras().Sequential([keras().Input(base.input_shape[1:]), base, *layers])


def count(tensors):
    return sum(int(np.prod(tensor.shape)) for tensor in tensors)


def values_of(model):
    return [weight.numpy() for weight in model.weights]


def changed(before, after):
    return sum(not np.array_equal(old, new) for old, new in zip(before, after, strict=True))


@computed
def tensors_left_to_learn(question):
    base = lite0()
    unfreeze(base)
    model = with_head(base, question["code"])
    assert base.output_shape[-1] == 1280
    assert len(base.weights) == 248
    unfrozen, everything = len(model.trainable_weights), len(model.weights)
    assert len(base.trainable_weights) in numbers_in(question["traps"][2]["reason"]["en"])
    pretrained.freeze(base)
    learning, head = model.trainable_weights, model.layers[1:]
    with_weights = [layer for layer in head if layer.weights]
    return len(learning), [len(with_weights), len(head), unfrozen, everything, count(learning)]


@computed
def weights_that_learn_together(question):
    base = lite0()
    unfreeze(base)
    model = with_head(base)
    all_of_it = count(model.trainable_weights)
    pretrained.unfreeze_top(base, block="block7a")
    learning, head = count(model.trainable_weights), model.layers[-1].count_params()
    upper = [layer for layer in base.layers if layer.name.startswith(("block7a", "top")) and layer.weights]
    shown = network(f"keras.Input((4, 4, 192)), {question['code']}").layers
    for layer, line in zip(upper, shown, strict=True):  # the lines in the question are those layers
        assert [weight.shape for weight in layer.weights] == [weight.shape for weight in line.weights]
    normal = sum(count(layer.weights[:2]) for layer in shown if isinstance(layer, keras().layers.BatchNormalization))
    assert normal in numbers_in(question["traps"][1]["reason"]["en"])
    assert len(pretrained.blocks(base)) == 16
    assert learning / all_of_it == pytest.approx(0.30, abs=0.005)
    top = base.get_layer("top_conv").count_params()
    return learning, [learning - head, learning + normal, learning - top, head, all_of_it]


@computed
def it_rose_a_little(question):
    """The code of the question, on a small base: both trainings change the head, and the head alone."""
    base = network("keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization()")
    model = with_head(base)
    photos, labels = noise(32, 8, 8, 3), np.tile([0.0, 1.0], 16)[:, None]
    train = tensorflow().data.Dataset.from_tensor_slices((photos, labels)).batch(8)
    names = {"pretrained": pretrained, "keras": keras(), "base": base, "model": model, "train": train}
    first, second = question["code"].split("model.compile")[1:]
    exec(f"pretrained.freeze(base)\nmodel.compile{first}", names)
    before, in_base = values_of(model), values_of(base)
    exec(f"model.compile{second}", names)
    assert changed(before, values_of(model)) == 2
    assert changed(in_base, values_of(base)) == 0
    assert "Only the head" in right_choice(question)["text"]["en"]
    before = values_of(model)
    model.compile(keras().optimizers.Adam(1e-5), "binary_crossentropy")
    assert changed(before, values_of(model)) == 0  # compiling keeps the weights
    assert not model.optimizer.iterations.numpy()


@computed
def more_than_was_meant(question):
    names = {"keras": keras(), "layers": keras().layers}
    exec(question["code"], names)
    base = names["base"]
    model = with_head(base)
    model.compile(keras().optimizers.Adam(1e-2), "binary_crossentropy")
    before, learning = values_of(base), len(base.trainable_weights)
    model.fit(noise(32, 16, 16, 3), np.tile([0.0, 1.0], 16)[:, None], batch_size=8, verbose=0)
    kernel = len(base.layers[3].weights)
    return changed(before, values_of(base)), [kernel, learning, len(base.weights), 0]


@computed
def fewest_weights_first(question):
    pretrained.unfreeze_top(lite0(), block="block1a")  # BatchNormalization stays frozen and is not counted
    counts = [
        sum(count(layer.trainable_weights) for layer in lite0().layers if layer.name.startswith(f"{block}_"))
        for block in ("block7a", "block1a")
    ]
    assert [number for number in numbers_in(question["quote"]["en"]) if number > 10] == counts
    assert pretrained.blocks(lite0())[0] == "block1a"


@computed
def through_frozen_layers(question):
    """The gradients that TensorFlow computes on the way to what learns, whatever else it could."""
    tf = tensorflow()
    convolutions = ", ".join(["layers.Conv2D(4, 3, padding='same', activation='relu')"] * 6)
    base = network(f"keras.Input((8, 8, 3)), {convolutions}")
    for number, layer in enumerate(base.layers, start=1):
        layer.trainable = number == 2
    model = with_head(base)

    @tf.function
    def gradients(photos):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(photos, training=True))
        return tape.gradient(loss, [weight.value for weight in model.trainable_weights])

    needed = operations_behind(gradients.get_concrete_function(tf.zeros((2, 8, 8, 3))).outputs)
    backward, forward = needed.count("Conv2DBackpropInput"), needed.count("Conv2D")
    kernels = needed.count("Conv2DBackpropFilter")
    assert kernels == 1
    return backward, [0, kernels, backward + kernels, forward]


def operations_behind(outputs):
    """The types of all operations that these tensors of a graph depend on."""
    found, waiting = {}, [output.op for output in outputs]
    while waiting:
        operation = waiting.pop()
        if operation.name not in found:
            found[operation.name] = operation.type
            waiting += [tensor.op for tensor in operation.inputs]
    return list(found.values())


@computed
def without_step_three(question):
    steps = 3 * int(evaluate("⌈1000 / 32⌉"))
    assert steps == numbers_in(question["prompt"]["en"])[-1]

    def way(learning_rate):
        """How far Adam moves a weight whose gradient stays the same."""
        weight, adam = keras().Variable(0.0), keras().optimizers.Adam(learning_rate)
        for _ in range(steps):
            adam.apply([keras().ops.convert_to_tensor(0.3)], [weight])
        return abs(float(weight))

    small, large = right_choice(question), question["choices"][2]
    assert numbers_in(small["reason"]["en"])[2] == pytest.approx(way(1e-5), rel=1e-2)
    assert numbers_in(large["reason"]["en"])[2] == pytest.approx(way(1e-3), rel=1e-2)


@computed
def moved_without_learning(_):
    """Batches of one mean, trained on with a learning rate of 0."""
    normal = keras().layers.BatchNormalization(momentum=0.99)
    model = keras().Sequential([keras().Input((1,)), normal])
    model.compile(keras().optimizers.SGD(0.0), "mse")
    learned, means = [normal.gamma.numpy(), normal.beta.numpy()], []
    for _batch in range(100):
        model.train_on_batch(np.array([[0.0], [2.0]]), np.zeros((2, 1)))
        means.append(float(normal.moving_mean.numpy()[0]))
    assert changed(learned, [normal.gamma.numpy(), normal.beta.numpy()]) == 0
    normal.trainable = False
    model(np.array([[0.0], [2.0]]), training=True)
    assert float(normal.moving_mean.numpy()[0]) == means[-1]  # frozen, it stays
    once, after = means[0], means[-1]
    return round(after, 2), [0, 1, round(1 - after, 2), round(once, 2)]


@computed
def three_pictures(question):
    count_, right = 500, (481, 484)
    assert numbers_in(question["prompt"]["en"]) == [count_, 481, 96.2, 484, 96.8]
    assert [round(100 * number / count_, 1) for number in right] == [96.2, 96.8]
    intervals = [training.wilson_interval(number, count_) for number in right]
    ends = [round(100 * end, 1) for interval in intervals for end in interval]
    assert numbers_in(right_choice(question)["reason"]["en"])[:4] == ends
    assert intervals[1][0] < intervals[0][1]
    assert intervals[1][0] < right[0] / count_ < right[1] / count_ < intervals[0][1]
    errors, _, best = (choice["text"]["en"] for choice in question["choices"][1:])
    assert numbers_in(errors) == [count_ - number for number in right]
    assert numbers_in(best) == [8]
    assert best_of(8, count_, 0.96) == pytest.approx(0.972, abs=5e-4)


def best_of(tests, pictures, accuracy):
    """What the best of so many tests shows on average, each on pictures of its own."""
    drawn = np.random.default_rng(0).binomial(pictures, accuracy, size=(100_000, tests))
    return drawn.max(axis=1).mean() / pictures
