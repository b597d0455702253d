"""Which layers of a pretrained net learn, and which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from numbers import Integral
from typing import Any

from course_utils.pretrained.conv_base import PretrainedNet


def freeze(model: Any) -> None:
    """Freeze a pretrained net: training leaves all of its numbers as they are, bit for bit.

    Compile the model that it is a part of afterwards: Keras notes then what can be trained.

    Args:
        model: A `ConvBase`, or a `keras.Model`.

    Example:
        >>> freeze(conv_base)
        >>> len(conv_base.model.trainable_weights)
        0
    """
    _model(model).trainable = False


def unfreeze_top(model: Any, layers: int | None = None, block: str | None = None) -> tuple[str, ...]:
    """Unfreeze the last layers of a pretrained net, and freeze all others.

    BatchNormalization stays frozen everywhere: it keeps the means and variances of ImageNet, which a small data
    set would spoil. Train with a small learning rate, and only once what stands on the net has been trained.

    Compile the model that it is a part of afterwards: Keras notes then what can be trained.

    Args:
        model: A `ConvBase`, or a `keras.Model`.
        layers: How many layers, counted from the last one of `model.layers`. Layers that have nothing to learn,
            such as activations, count as well.
        block: Instead of `layers`: the block from which on to unfreeze, one of `blocks(model)`.

    Returns:
        The names of the layers that can learn now.

    Raises:
        ValueError: If not exactly one of `layers` and `block` is given, or there is no such number or block.

    Example:
        >>> unfreeze_top(conv_base, layers=3)
        ('top_conv',)
        >>> unfreeze_top(conv_base, block="block7a")
        ('block7a_expand_conv', 'block7a_dwconv', 'block7a_project_conv', 'top_conv')

    Reference:
        [Transfer learning & fine-tuning](https://keras.io/guides/transfer_learning/)
    """
    import keras

    net = _model(model)
    first = _first(net, layers, block)
    # A frozen model hides whatever its layers say: first all of it, then back down.
    net.trainable = True
    for place, layer in enumerate(net.layers):
        layer.trainable = place >= first
        for part in _parts(layer):
            if isinstance(part, keras.layers.BatchNormalization):
                part.trainable = False
    return tuple(layer.name for layer in net.layers if layer.trainable_weights)


def blocks(model: Any) -> tuple[str, ...]:
    """Return the names of a net's blocks, from the picture up, as `unfreeze_top` takes them.

    A block is a group of layers whose names begin alike: `"block7a"` in EfficientNet, `"conv5"` in ResNet. In
    InceptionV3 only the last layer of a block bears its name: `"mixed10"`.

    Args:
        model: A `ConvBase`, or a `keras.Model`.

    Example:
        >>> blocks(conv_base)[-2:]
        ('block6d', 'block7a')
    """
    starts = [_BLOCK.match(layer.name) for layer in _model(model).layers]
    return tuple(dict.fromkeys(start.group() for start in starts if start))


# As the families name them: VGG and EfficientNet, MobileNetV1 to V3, ResNet and DenseNet, InceptionV3, ConvNeXt.
_BLOCK = re.compile(r"(block_?\d+[a-z]?|(conv|conv_[dp]w_|expanded_conv_|mixed|\w+_stage_)\d+)(?=_|$)")


def _first(net: Any, layers: int | None, block: str | None) -> int:
    """Return the place of the first layer to unfreeze."""
    if (layers is None) == (block is None):
        raise ValueError(
            "Say from where on to unfreeze, either by `layers` or by `block`. "
            f"Received: layers={layers!r}, block={block!r}"
        )
    count = len(net.layers)
    if layers is not None:
        if not isinstance(layers, Integral) or not 0 <= int(layers) <= count:
            raise ValueError(f"`layers` must be from 0 to {count}, all of the net. Received: layers={layers}")
        return count - int(layers)
    names = [layer.name for layer in net.layers]
    begins = re.compile(rf"{re.escape(str(block))}(?!\d)")  # "block1" is no part of "block14"
    places = [place for place, name in enumerate(names) if begins.match(name)]
    if not places:
        allowed = ", ".join(blocks(net)) or "none, since its layers are not named by blocks; use `layers`"
        raise ValueError(f"There is no such block. Received: block={block!r}. Allowed: {allowed}.")
    closing = re.fullmatch(r"mixed(\d+)", str(block))
    return _after(names, f"mixed{int(closing[1]) - 1}") if closing else places[0]


def _after(names: list[str], name: str) -> int:
    return names.index(name) + 1 if name in names else 0


def _parts(layer: Any) -> Iterator[Any]:
    """A layer and, if it is a model of its own, all that is in it."""
    yield layer
    for part in getattr(layer, "layers", ()):
        yield from _parts(part)


def _model(model: Any) -> Any:
    return model.model if isinstance(model, PretrainedNet) else model
