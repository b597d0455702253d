"""The networks of chapters 2 and 3: a small convnet, random augmentation before it, a classifier on features.

Only `keras` is imported here, so that every backend of Keras can train them.
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

import keras
from keras import layers

FILTERS = (32, 64, 128, 256, 256)
KERNEL_SIZE, POOL_SIZE = 3, 2
SMALLEST_SIDE = 32
# With 5e-4 the small convnet gets further on 2,000 photos than with Keras' own 1e-3, augmented or not.
LEARNING_RATE, HEAD_LEARNING_RATE = 5e-4, 1e-3


def small_convnet(
    input_shape: Sequence[int],
    augmentation: Any = None,
    dropout: float = 0.0,
    *,
    learning_rate: Any = LEARNING_RATE,
) -> Any:
    """Build a small convnet that tells two classes of photos apart.

    Convolutions of 3×3 with 32, 64, 128, 256 and 256 filters, each but the last followed by max pooling: the
    deeper, the more channels and the smaller their maps. Photos below 78 pixels a side leave no room for all
    of the convolutions, and get as many as fit.

    Shape: photos `(batch, height, width, channels)` with values 0 to 255 → probabilities `(batch, 1)` of the
    second class.

    Args:
        input_shape: Height, width and channels of a photo; each side at least 32 pixels.
        augmentation: A layer that changes photos at random while training, such as `augmentation()`, or None.
        dropout: Share of the last features that is left out at random while training, from 0 to below 1.
        learning_rate: Of the optimizer, Adam: a number or one of `keras.optimizers.schedules`.

    Returns:
        A compiled `keras.Sequential`, which `training.fit` or its own `fit` trains.

    Raises:
        ValueError: If the shape is none of a photo or too small, or `dropout` is no such share.

    Example:
        >>> model = small_convnet((96, 96, 3), augmentation=augmentation(), dropout=0.5)
        >>> model.output_shape
        (None, 1)

    Reference:
        [Chollet, Deep Learning with Python, 2nd ed., 8.2](https://deeplearningwithpython.io/chapters/).
    """
    height, width, channels = _photo_shape(input_shape)
    stack: list[Any] = [keras.Input((height, width, channels), name="photos")]
    if augmentation is not None:
        stack.append(augmentation)
    stack.append(layers.Rescaling(1 / 255, name="rescaling"))
    stack += _convolutions(min(height, width))
    stack.append(layers.Flatten(name="flatten"))
    stack += _head(dropout)
    return _compiled(keras.Sequential(stack, name="small_convnet"), learning_rate)


def augmentation(
    flip: str | None = "horizontal",
    rotation: float | None = 0.1,
    zoom: float | None = 0.2,
    seed: int | None = None,
) -> Any:
    """Build a stage that shows each photo a little differently in every epoch of training.

    It works while a model trains, and lets photos pass unchanged in `predict` and `evaluate`. Called by hand, it
    changes them: `stage(photos)`, or `stage(photos, training=True)`, to look at what the model sees.

    Shape: photos `(batch, height, width, channels)` → the same.

    Args:
        flip: `"horizontal"` mirrors half of the photos left to right, `"vertical"` top to bottom, and
            `"horizontal_and_vertical"` both ways at once, which is half a turn; None mirrors none.
        rotation: The most that a photo is turned, either way, as a share of a full turn: 0.1 is 36°. None or 0
            turns none.
        zoom: The most that the side of the part to be seen grows or shrinks, as a share of itself: 0.2 shows
            an object at 1/1.2 to 1/0.8 of its size. None or 0 zooms none.
        seed: Where the chance comes from; None draws another one in each session, unless
            `keras.utils.set_random_seed` was called.

    Returns:
        A `keras.Sequential` of the layers that are switched on, named `flip`, `rotation` and `zoom`.

    Raises:
        ValueError: If an argument is out of range, or all are switched off.

    Example:
        >>> [layer.name for layer in augmentation(zoom=None).layers]
        ['flip', 'rotation']

    Reference:
        [Image augmentation layers](https://keras.io/api/layers/preprocessing_layers/image_augmentation/) of Keras.
    """
    _check_share("rotation", rotation)
    _check_share("zoom", zoom)
    modes = ("horizontal", "vertical", "horizontal_and_vertical")
    if flip is not None and flip not in modes:
        raise ValueError(f"`flip` must be one of {', '.join(modes)}, or None. Received: flip={flip!r}")
    # A seed each: from the same one, the photos that turn the most would also shrink the most.
    seeds = [None] * 3 if seed is None else [3 * seed + place for place in range(3)]
    stages = [
        layers.RandomFlip(flip, seed=seeds[0], name="flip") if flip else None,
        layers.RandomRotation(rotation, seed=seeds[1], name="rotation") if rotation else None,
        layers.RandomZoom(zoom, seed=seeds[2], name="zoom") if zoom else None,
    ]
    switched_on = [stage for stage in stages if stage is not None]
    if not switched_on:
        raise ValueError(
            "`augmentation` has nothing to do where flip, rotation and zoom are all switched off: switch one on, "
            "or leave the stage out by small_convnet(..., augmentation=None)."
        )
    return keras.Sequential(switched_on, name="augmentation")


def classifier(
    base: Any,
    dropout: float = 0.0,
    *,
    augmentation: Any = None,
    learning_rate: Any = HEAD_LEARNING_RATE,
) -> Any:
    """Build a classifier of two classes on the features of a pretrained network.

    From the shape of features comes the head alone, for features that were extracted before. From a convolutional
    base comes the whole: photos → augmentation → base, with its own preprocessing → head. Freeze the base first, by
    `pretrained.freeze` or `pretrained.unfreeze_top`: BatchNormalization layers that are not frozen would change
    the statistics that they came with, in `fit` even where the base was called with `training=False`.

    Shape: features `(batch, height, width, channels)` or `(batch, channels)`, or photos with values 0 to 255 →
    probabilities `(batch, 1)` of the second class.

    Args:
        base: The shape of one photo's features, such as `features.shape[1:]`; or a convolutional base, as
            `pretrained.load` returns it.
        dropout: Share of the features that is left out at random while training, from 0 to below 1.
        augmentation: For a base: a layer that changes photos at random while training, or None.
        learning_rate: Of the optimizer, Adam: a number or one of `keras.optimizers.schedules`.

    Returns:
        A compiled `keras.Model`.

    Raises:
        ValueError: If `base` is neither, augmentation is asked of features, or `dropout` is no such share.

    Example:
        >>> classifier((5, 5, 1280)).count_params()
        1281

    Reference:
        [Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/) of Keras.
    """
    if callable(base) and hasattr(base, "input_shape"):
        inputs = outputs = keras.Input(base.input_shape, name="photos")
        if augmentation is not None:
            outputs = augmentation(outputs)
        outputs = base(outputs)
    elif augmentation is not None:
        raise ValueError(
            "Features can't be augmented, photos can: give a convolutional base, as `pretrained.load` returns it, "
            f"or leave the augmentation out. Received: base={base!r}"
        )
    else:
        inputs = outputs = keras.Input(_feature_shape(base), name="features")
    if len(outputs.shape) == 4:
        outputs = layers.GlobalAveragePooling2D(name="pooling")(outputs)
    for layer in _head(dropout):
        outputs = layer(outputs)
    return _compiled(keras.Model(inputs, outputs, name="classifier"), learning_rate)


def _convolutions(side: int) -> list[Any]:
    """As many of the convolutions as fit into a photo's shorter side, with pooling between them."""
    stack: list[Any] = []
    for number, filters in enumerate(FILTERS, start=1):
        if stack:
            side //= POOL_SIZE
            if side < KERNEL_SIZE:
                break
            stack.append(layers.MaxPooling2D(POOL_SIZE, name=f"pool_{number - 1}"))
        stack.append(layers.Conv2D(filters, KERNEL_SIZE, activation="relu", name=f"conv_{number}"))
        side -= KERNEL_SIZE - 1
    return stack


def _head(dropout: float) -> list[Any]:
    """From features in a row to one probability."""
    if not isinstance(dropout, int | float) or not 0 <= dropout < 1:
        raise ValueError(f"`dropout` must be a share from 0 to below 1. Received: dropout={dropout!r}")
    dense = layers.Dense(1, activation="sigmoid", name="probability")
    return [layers.Dropout(dropout, name="dropout"), dense] if dropout else [dense]


def _compiled(model: Any, learning_rate: Any) -> Any:
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="binary_crossentropy", metrics=["accuracy"])
    return model


def _photo_shape(shape: Any) -> tuple[int, ...]:
    sizes = _sizes(shape)
    if len(sizes) != 3 or min(sizes[:2]) < SMALLEST_SIDE:
        raise ValueError(
            f"`input_shape` must be (height, width, channels) with sides of at least {SMALLEST_SIDE} pixels, such as "
            f"(96, 96, 3). Received: input_shape={shape!r}"
        )
    return sizes


def _feature_shape(shape: Any) -> tuple[int, ...]:
    sizes = _sizes(shape)
    if len(sizes) not in (1, 3):
        raise ValueError(
            "`base` must be a convolutional base, as `pretrained.load` returns it, or the shape of one photo's "
            f"features, (height, width, channels) or (channels,): features.shape[1:]. Received: base={shape!r}"
        )
    return sizes


def _sizes(shape: Any) -> tuple[int, ...]:
    """The shape as positive integers, or nothing where it is no such thing."""
    sizes = tuple(shape) if isinstance(shape, Sequence) else ()
    whole = all(isinstance(size, Integral) and not isinstance(size, bool) and int(size) > 0 for size in sizes)
    return tuple(map(int, sizes)) if whole else ()


def _check_share(name: str, value: float | None) -> None:
    if value is not None and not 0 <= value < 1:
        raise ValueError(f"`{name}` must be a share from 0 to below 1, or None. Received: {name}={value!r}")
