"""Layers named as those of EfficientNet, MobileNetV2, Xception and ConvNeXt are."""


def efficientnet(blocks):
    yield "stem_conv", "Conv2D"
    yield "stem_bn", "BatchNormalization"
    for place, block in enumerate(blocks):
        yield f"{block}_dwconv", "DepthwiseConv2D"
        yield f"{block}_bn", "BatchNormalization"
        yield f"{block}_activation", "Activation"
        yield f"{block}_project_conv", "Conv2D"
        yield f"{block}_project_bn", "BatchNormalization"
        if place % 2:
            yield f"{block}_add", "Add"
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
        yield f"block_{number}_project", "Conv2D"
        yield f"block_{number}_project_BN", "BatchNormalization"
    yield "Conv_1", "Conv2D"
    yield "Conv_1_bn", "BatchNormalization"


def xception(count):
    for number in range(1, count + 1):
        yield f"block{number}_sepconv1", "SeparableConv2D"
        yield f"block{number}_sepconv1_bn", "BatchNormalization"
        if number % 3 == 1:  # a shortcut, with the names that Keras gives on its own
            yield f"conv2d_{number // 3}", "Conv2D"
            yield f"batch_normalization_{number // 3}", "BatchNormalization"
            yield f"add_{number // 3}", "Add"


def convnext(depths):
    for stage, depth in enumerate(depths):
        yield f"downsampling_{stage}_conv", "Conv2D"
        yield f"downsampling_{stage}_norm", "LayerNormalization"
        for block in range(depth):
            yield f"stage{stage}_block{block}_depthwise_conv", "DepthwiseConv2D"
            yield f"stage{stage}_block{block}_norm", "LayerNormalization"
            yield f"stage{stage}_block{block}_pointwise_conv", "Dense"
    yield "head_bn", "BatchNormalization"
    yield "head_dense", "Dense"


def public():
    yield "letters", {"layers": list(efficientnet(["block1a", "block2a", "block2b"])), "block": "block2a"}
    yield "names without a block", {"layers": list(xception(4)), "block": "block3"}


def hidden(random):
    for _ in range(3):
        blocks = [f"block{stage}{letter}" for stage in range(1, 8) for letter in "abcd"[: int(random.integers(1, 5))]]
        block = blocks[int(random.integers(1, len(blocks) - 1))]
        yield "letters", {"layers": list(efficientnet(blocks)), "block": block}
        block = f"block_{int(random.integers(2, 10))}"
        yield "two digits", {"layers": list(mobilenet(int(random.integers(12, 17)))), "block": block}
        block = f"block{int(random.integers(2, 7))}"
        yield "names without a block", {"layers": list(xception(int(random.integers(10, 15)))), "block": block}
        depths = [int(depth) for depth in random.integers(2, 5, 4)]
        block = f"stage{int(random.integers(1, 3))}_block{int(random.integers(0, 2))}"
        yield "other normalization", {"layers": list(convnext(depths)), "block": block}
