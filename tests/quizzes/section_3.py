"""Section 3: each question computed by a function of its name."""

import math

import numpy as np
import pytest

from course_utils import ops, photos, pretrained
from tests.quizzes.common import computes, keras, network, numbers_in, right_choice

computed = computes("3")


def made_by(code):
    """The names that a question's code gives to something."""
    names = {"keras": keras(), "layers": keras().layers}
    exec(code, names)
    return names


def reason_of(question, text):
    """The reason of the choice with this text."""
    return next(choice["reason"]["en"] for choice in question["choices"] if choice["text"]["en"] == text)


@computed
def a_name_for_a_giraffe(question):
    names = [kind.name for kind in pretrained.imagenet()]
    assert not any("giraffe" in name.lower() for name in names)
    assert len(names) == 1000
    assert len(names) in numbers_in(question["prompt"]["en"])
    assert numbers_in(right_choice(question)["text"]["en"]) == [len(names), 1]

    net = pretrained.classifier()
    unknown = photos.photo("text")[np.newaxis]  # no class of ImageNet is a page of text
    probabilities = np.asarray(net(unknown))[0]
    assert probabilities.shape == (len(names),)
    np.testing.assert_allclose(probabilities.sum(), 1, atol=1e-4)
    assert probabilities.max() > 10 * probabilities.mean()
    np.testing.assert_allclose(probabilities.mean(), 0.001, rtol=1e-3)

    low = np.linspace(-30, -20, len(names), dtype=np.float32)[np.newaxis]
    assert np.asarray(keras().activations.sigmoid(low)).max() < 1e-8
    np.testing.assert_allclose(np.asarray(keras().activations.softmax(low)).sum(), 1, rtol=1e-5)


@computed
def left_to_learn(_):
    base = keras().applications.VGG16(include_top=False, weights=None, input_shape=(224, 224, 3))
    assert base.output_shape[1:] == (7, 7, 512)
    maps, end = "keras.Input((7, 7, 512))", "layers.Dense(1)"
    head = network(f"{maps}, layers.GlobalAveragePooling2D(), {end}").count_params()
    flat = network(f"{maps}, layers.Flatten(), {end}").count_params()
    return head, [base.output_shape[-1], flat, base.count_params() + head]


@computed
def too_many_for_twenty(question):
    base = pretrained.load("EfficientNetLite0", (128, 128, 3), weights=None)
    pretrained.freeze(base)
    layers = keras().layers
    head = [layers.GlobalAveragePooling2D(), layers.Dense(1)]
    model = keras().Sequential([keras().Input((128, 128, 3)), base.model, *head])
    learning = sum(math.prod(weight.shape) for weight in model.trainable_weights)

    def numbers(text):
        return numbers_in(text["en"].replace("EfficientNet-Lite0", ""))

    parameters, for_each, photos_given = numbers(question["quote"])
    assert parameters == base.model.count_params()
    assert photos_given in numbers(question["prompt"])
    assert 0 <= parameters / photos_given - for_each < 1000
    assert numbers(right_choice(question)["reason"]) == [learning, photos_given]
    assert learning > photos_given


@computed
def two_small_for_one_large(question):
    def counts(code, channels=256):
        """Parameters of A, of B and of the first convolution of B."""
        stacks = made_by(code)
        model = {name: keras().Sequential([keras().Input((9, 9, channels)), *stacks[name]]) for name in "AB"}
        assert model["A"].output_shape == model["B"].output_shape
        return model["A"].count_params(), model["B"].count_params(), stacks["B"][0].count_params()

    assert ops.receptive_field([ops.Window(5)]) == ops.receptive_field([ops.Window(3)] * 2)
    large, pair, single = counts(question["code"])
    fewer = large - pair
    assert numbers_in(question["reason"]["en"])[-2:] == [fewer, round(100 * fewer / large)]
    narrow, narrow_pair, _ = counts(question["code"].replace("256", "8"), channels=8)
    assert (narrow - narrow_pair) / narrow == fewer / large  # the same share for any number of channels
    with_bias, pair_with_bias, _ = counts(question["code"].replace(", use_bias=False", ""))
    return fewer, [pair, large - single, fewer // 256, with_bias - pair_with_bias]


@computed
def a_shortcut_that_fits(question):
    made = made_by(question["code"].rpartition("\n")[0])

    def branch(choice):
        return eval(choice["text"]["en"].strip("`"), made)

    def fits(choice):
        try:
            return made["layers"].Add()([branch(choice), made["y"]]).shape == made["y"].shape
        except ValueError:
            return False

    with pytest.raises(ValueError, match="incompatible"):
        made_by(question["code"])
    assert made["y"].shape == (None, 14, 14, 256)
    assert [choice for choice in question["choices"] if fits(choice)] == [right_choice(question)]
    _, same_size, pooled, reshaped = question["choices"]
    assert branch(same_size).shape == (None, 28, 28, 256)
    assert branch(pooled).shape == (None, 14, 14, 128)
    numbers = [math.prod(made[name].shape[1:]) for name in "xy"]
    assert set(numbers) <= {*numbers_in(reshaped["reason"]["en"])}
    resnet = keras().applications.ResNet50(weights=None)
    matched = [layer for layer in resnet.layers if layer.name.endswith("_0_conv")]
    assert [layer.kernel_size for layer in matched] == [(1, 1)] * 4
    assert "in four places" in right_choice(question)["reason"]["en"]


@computed
def branches_side_by_side(question):
    made = made_by(question["code"])
    branches = [made[name] for name in ("one", "three", "five", "pool")]
    widths = [branch.shape[-1] for branch in branches]
    assert {branch.shape[1:3] for branch in branches} == {(28, 28)}
    joined, entered = made["y"].shape[-1], made["x"].shape[-1]
    block = keras().Model(made["x"], made["y"])
    filters = sum(layer.filters for layer in block.layers if isinstance(layer, keras().layers.Conv2D))
    unpooled = joined - widths[-1]
    return joined, [filters, max(widths), unpooled, unpooled + entered, joined + entered]


@computed
def depth_apart_from_place(_):
    def count(layer):
        return network(f"keras.Input((19, 19, 128)), layers.{layer}, use_bias=False)").count_params()

    separable, full = count("SeparableConv2D(128, 3"), count("Conv2D(128, 3")
    assert round(full / separable) == 8
    return separable, [full, count("DepthwiseConv2D(3"), count("Conv2D(128, 1")]


@computed
def within_twenty_megabytes(question):
    shown = made_by(question["code"])["families"]
    families = {name: pretrained.FAMILIES[name] for name in shown}
    assert shown == {name: (family.parameters, family.top1) for name, family in families.items()}
    assert {choice["text"]["en"].strip("`") for choice in question["choices"]} == set(shown)

    limit = 20
    assert f"{limit} MB" in question["prompt"]["en"]
    within = [family for family in families.values() if family.megabytes <= limit]
    best, smallest = max(within, key=lambda family: family.top1), min(within, key=lambda family: family.parameters)
    assert len(within) == 2
    assert right_choice(question)["text"]["en"] == f"`{best.name}`"
    assert best == max(
        (family for family in pretrained.FAMILIES.values() if family.megabytes <= limit), key=lambda family: family.top1
    )
    for family in families.values():
        numbers = numbers_in(reason_of(question, f"`{family.name}`"))
        assert family.parameters * 4 in numbers
        assert family == smallest or round(family.megabytes, 1) in numbers
    left, better = round(limit - smallest.megabytes, 1), round(best.top1 - smallest.top1, 1)
    assert numbers_in(reason_of(question, f"`{smallest.name}`"))[-2:] == [left, better]

    features = keras().applications.EfficientNetB0(include_top=False, weights=None).count_params()
    assert round(features * 4 / 1e6, 1) in numbers_in(reason_of(question, "`EfficientNetB0`"))
    most_accurate = max(families.values(), key=lambda family: family.top1)
    assert most_accurate.name == "EfficientNetB3"
    assert most_accurate.parameters < 20_000_000
