"""Frozen models of a few filters, whose layers are named as those of EfficientNet, MobileNetV2, Xception, ConvNeXt."""

import keras

KINDS = {
    "Conv2D": lambda name: keras.layers.Conv2D(4, 1, use_bias=False, name=name),
    "DepthwiseConv2D": lambda name: keras.layers.DepthwiseConv2D(1, use_bias=False, name=name),
    "SeparableConv2D": lambda name: keras.layers.SeparableConv2D(4, 1, use_bias=False, name=name),
    "BatchNormalization": lambda name: keras.layers.BatchNormalization(name=name),
    "LayerNormalization": lambda name: keras.layers.LayerNormalization(name=name),
    "Activation": lambda name: keras.layers.Activation("relu", name=name),
    "GlobalAveragePooling2D": lambda name: keras.layers.GlobalAveragePooling2D(name=name),
    "Dense": lambda name: keras.layers.Dense(4, name=name),
}


def frozen(layers):
    inputs = outputs = keras.Input((4, 4, 3), name="inputs")
    for name, kind in layers:
        outputs = KINDS[kind](name)(outputs)
    model = keras.Model(inputs, outputs, name="base")
    model.trainable = False
    return model.to_json()


def efficientnet(blocks):
    yield "stem_conv", "Conv2D"
    yield "stem_bn", "BatchNormalization"
    for block in blocks:
        yield f"{block}_dwconv", "DepthwiseConv2D"
        yield f"{block}_bn", "BatchNormalization"
        yield f"{block}_activation", "Activation"
        yield f"{block}_project_conv", "Conv2D"
    yield "top_conv", "Conv2D"
    yield "top_bn", "BatchNormalization"
    yield "avg_pool", "GlobalAveragePooling2D"
    yield "probability", "Dense"


def mobilenet(count):
    yield "Conv1", "Conv2D"
    yield "bn_Conv1", "BatchNormalization"
    for number in range(1, count + 1):
        yield f"block_{number}_expand", "Conv2D"
        yield f"block_{number}_expand_BN", "BatchNormalization"
    yield "Conv_1", "Conv2D"
    yield "Conv_1_bn", "BatchNormalization"


def xception(count):
    for number in range(1, count + 1):
        yield f"block{number}_sepconv1", "SeparableConv2D"
        yield f"block{number}_sepconv1_bn", "BatchNormalization"
        if number % 3 == 1:  # a shortcut, with the names that Keras gives on its own
            yield f"conv2d_{number // 3}", "Conv2D"
            yield f"batch_normalization_{number // 3}", "BatchNormalization"


def convnext(depths):
    for stage, depth in enumerate(depths):
        yield f"downsampling_{stage}_conv", "Conv2D"
        yield f"downsampling_{stage}_norm", "LayerNormalization"
        for block in range(depth):
            yield f"stage{stage}_block{block}_depthwise_conv", "DepthwiseConv2D"
            yield f"stage{stage}_block{block}_norm", "LayerNormalization"
    yield "head_bn", "BatchNormalization"
    yield "head_dense", "Dense"


def public():
    yield "letters", {"config": frozen(efficientnet(["block1a", "block2a"])), "block": "block2a"}
    yield "names without a block", {"config": frozen(xception(4)), "block": "block3"}


def hidden(random):
    for more in range(2):  # the second model of a group has more layers: no answer fits both
        letters = "abc" if more else "ab"
        blocks = [f"block{stage}{letter}" for stage in range(1, 5) for letter in letters]
        block = blocks[int(random.integers(1, len(blocks) - 1))]
        yield "letters", {"config": frozen(efficientnet(blocks)), "block": block}
        block = f"block_{int(random.integers(2, 8))}"
        yield "two digits", {"config": frozen(mobilenet(10 + more)), "block": block}
        block = f"block{int(random.integers(2, 6))}"
        yield "names without a block", {"config": frozen(xception(7 + more)), "block": block}
        depths = [int(depth) for depth in random.integers(2, 4, 3 + more)]
        block = f"stage{int(random.integers(1, 3))}_block{int(random.integers(0, 2))}"
        yield "other normalization", {"config": frozen(convnext(depths)), "block": block}
