"""Every family builds at 180 pixels, takes raw pixels, answers a batch, freezes and unfreezes."""

import importlib

import keras
import numpy as np
import pytest

from course_utils import pretrained
from course_utils.pretrained.folding import folded
from course_utils.pretrained.preprocessing import BLUE_FIRST, RAW, SIGNED, STANDARDISED

FEATURES = {
    "VGG16": (5, 5, 512),
    "VGG19": (5, 5, 512),
    "ResNet50": (6, 6, 2048),
    "ResNet50V2": (6, 6, 2048),
    "ResNet101V2": (6, 6, 2048),
    "InceptionV3": (4, 4, 2048),
    "Xception": (6, 6, 2048),
    "MobileNet": (5, 5, 1024),
    "MobileNetV2": (6, 6, 1280),
    "MobileNetV3Small": (6, 6, 576),
    "MobileNetV3Large": (6, 6, 960),
    "EfficientNetB0": (6, 6, 1280),
    "EfficientNetB1": (6, 6, 1280),
    "EfficientNetB2": (6, 6, 1408),
    "EfficientNetB3": (6, 6, 1536),
    "EfficientNetV2B0": (6, 6, 1280),
    "DenseNet121": (5, 5, 1024),
    "ConvNeXtTiny": (5, 5, 768),
    "EfficientNetLite0": (6, 6, 1280),
}
# The block below the answer, the first layer in it that learns, and how many do from there on.
LAST_BLOCKS = {
    "VGG16": ("block5", "block5_conv1", 3),
    "VGG19": ("block5", "block5_conv1", 4),
    "ResNet50": ("conv5", "conv5_block1_1_conv", 10),
    "ResNet50V2": ("conv5", "conv5_block1_1_conv", 10),
    "ResNet101V2": ("conv5", "conv5_block1_1_conv", 10),
    "InceptionV3": ("mixed10", None, 9),
    "Xception": ("block14", "block14_sepconv1", 2),
    "MobileNet": ("conv_pw_13", "conv_pw_13", 1),
    "MobileNetV2": ("block_16", "block_16_expand", 4),
    "MobileNetV3Small": ("expanded_conv_10", "expanded_conv_10_expand", 6),
    "MobileNetV3Large": ("expanded_conv_14", "expanded_conv_14_expand", 6),
    "EfficientNetB0": ("block7a", "block7a_expand_conv", 6),
    "EfficientNetB1": ("block7b", "block7b_expand_conv", 6),
    "EfficientNetB2": ("block7b", "block7b_expand_conv", 6),
    "EfficientNetB3": ("block7b", "block7b_expand_conv", 6),
    "EfficientNetV2B0": ("block6h", "block6h_expand_conv", 6),
    "DenseNet121": ("conv5", "conv5_block1_1_conv", 32),
    "ConvNeXtTiny": ("convnext_tiny_stage_3", "convnext_tiny_stage_3_block_0_depthwise_conv", 16),
    "EfficientNetLite0": ("block7a", "block7a_expand_conv", 4),
}


def shift_norms(model):
    """Give every BatchNormalization statistics of its own, as training would."""
    random = np.random.default_rng(0)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.8, 1.2, weights.shape) for weights in layer.get_weights()])


@pytest.mark.slow
@pytest.mark.parametrize("name", FEATURES)
def test_family_builds_answers_freezes_and_unfreezes(name):
    conv_base = pretrained.load(name, weights=None)
    assert (conv_base.name, conv_base.input_shape) == (name, (180, 180, 3))
    assert conv_base.output_shape == FEATURES[name]

    pixels = np.random.default_rng(0).integers(0, 256, (1, 180, 180, 3)).astype(np.float32)
    features = np.asarray(conv_base(pixels))
    assert features.shape == (1, *FEATURES[name])
    assert np.isfinite(features).all()

    shift_norms(conv_base.model)
    expected = np.asarray(conv_base(pixels))
    np.testing.assert_allclose(folded(conv_base.model)(pixels), expected, atol=1e-4 * np.abs(expected).max())

    pretrained.freeze(conv_base)
    assert conv_base.model.trainable_weights == []

    block, first, count = LAST_BLOCKS[name]
    learning = pretrained.unfreeze_top(conv_base, block=block)
    assert pretrained.blocks(conv_base)[-1] == block
    assert len(learning) == count
    assert first in (None, learning[0])

    whole = len(conv_base.model.layers)
    learning = pretrained.unfreeze_top(conv_base, layers=whole)
    norms = [layer for layer in conv_base.model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    assert not any(layer.trainable for layer in norms)
    assert len(learning) > 4 * count / 3
    assert pretrained.unfreeze_top(conv_base, layers=0) == ()


def test_table_is_complete():
    assert set(pretrained.FAMILIES) == set(FEATURES)
    for name, family in pretrained.FAMILIES.items():
        assert family.name == name
        assert family.paper.startswith("https://")
        assert family.page.startswith("https://")
        assert 2014 <= family.year <= 2022
        assert 60 < family.top1 < 85
        assert family.megabytes == pytest.approx(family.parameters * 4e-6)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("VGG16", (7 * 7 * 512 + 1) * 4096 + (4096 + 1) * 4096 + (4096 + 1) * 1000),
        ("MobileNet", (1024 + 1) * 1000),
        ("EfficientNetLite0", (1280 + 1) * 1000),
    ],
)
def test_parameters_are_those_of_the_base_and_its_head(name, head):
    assert pretrained.load(name, weights=None).model.count_params() + head == pretrained.FAMILIES[name].parameters


MODULES = {
    BLUE_FIRST: ["vgg16", "vgg19", "resnet"],
    SIGNED: ["resnet_v2", "inception_v3", "xception", "mobilenet", "mobilenet_v2"],
    STANDARDISED: ["densenet"],
    RAW: ["mobilenet_v3", "efficientnet", "efficientnet_v2", "convnext"],
}
CASES = [(preprocessing, module) for preprocessing, modules in MODULES.items() for module in modules]


@pytest.mark.parametrize(("preprocessing", "module"), CASES, ids=[module for _, module in CASES])
def test_preprocessing_is_that_of_keras(preprocessing, module):
    pixels = np.random.default_rng(0).integers(0, 256, (2, 5, 4, 3)).astype(np.float32)
    pixels[0, 0, :2] = [[0, 0, 0], [255, 255, 255]]
    expected = importlib.import_module(f"keras.applications.{module}").preprocess_input(pixels.copy())
    result = np.asarray(preprocessing(pixels))
    np.testing.assert_allclose(result, expected, atol=1e-4)
    low, high = preprocessing.input_range
    assert low <= result.min() + 1e-4
    assert result.max() - 1e-4 <= high


def test_each_family_has_the_preprocessing_of_its_module():
    for module, preprocessing in ((module, preprocessing) for preprocessing, module in CASES):
        code = importlib.import_module(f"keras.applications.{module}")
        for name in set(dir(code)) & set(FEATURES) - {"EfficientNetLite0"}:
            assert pretrained.FAMILIES[name].preprocessing == preprocessing, name
