"""A pretrained net that takes raw pixels: its own preprocessing is the first thing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np

from course_utils.pretrained.efficientnet_lite import efficientnet_lite0
from course_utils.pretrained.families import OFFLINE, Family, find
from course_utils.pretrained.labels import Prediction, decode_predictions
from course_utils.pretrained.preprocessing import RAW
from course_utils.pretrained.weights import check_weights_option, find_weights, load_weights

_POOLINGS = (None, "avg", "max")


@dataclass(frozen=True, eq=False)
class PretrainedNet:
    """What a convolutional base and a classifier share.

    Args:
        model: A `keras.Model` that takes raw RGB pixels, 0 to 255: the preprocessing is among its first layers.
        family: Where the net comes from.
        alpha: Its width, as a share of the full number of filters.
    """

    model: Any
    family: Family
    alpha: float = 1.0

    @property
    def name(self) -> str:
        """The family's name in Keras, such as `"Xception"`."""
        return self.family.name

    @property
    def input_range(self) -> tuple[float, float]:
        """The range of numbers that raw pixels are turned into before the net's own first layer."""
        return self.family.input_range

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Height, width and channels of a picture."""
        return tuple(self.model.input_shape[1:])

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the answer for one picture."""
        return tuple(self.model.output_shape[1:])

    def preprocess_input(self, images: Any) -> Any:
        """Return what raw pixels become inside `model`, before the net's own first layer: to look at, not to use.

        This is `preprocess_input` of the family's module in `keras.applications`, except that it leaves its
        argument alone. Calling the net does it already. Families that Keras gives preprocessing layers of their
        own, such as EfficientNetB0, take raw pixels, and get them unchanged.

        Args:
            images: Raw pixels, `(height, width, 3)` or `(batch, height, width, 3)`.

        Returns:
            Numbers within `input_range`: an array for an array, a tensor for a tensor.
        """
        if not isinstance(images, np.ndarray):
            return self.family.preprocessing(images)
        batch = images.astype(np.float32).reshape(-1, *images.shape[-3:])
        return np.asarray(self.family.preprocessing(batch)).reshape(images.shape)

    def __call__(self, images: Any) -> Any:
        """Return the answer to raw pixels, 0 to 255, in inference mode.

        Works on pictures, and as a layer of a larger model: `conv_base(keras.Input((180, 180, 3)))`. While that
        model is trained, too, the base stays in inference mode, as fine-tuning wants it.

        Raises:
            ValueError: If the pictures have another shape, or have been preprocessed already.
        """
        import keras

        if not keras.backend.is_keras_tensor(images):
            check_raw(images, self.input_shape)
        return self.model(images, training=False)


class ConvBase(PretrainedNet):
    """A pretrained convolutional base: raw pixels in, feature maps out."""

    def __repr__(self) -> str:
        return f"<ConvBase {self.name}: {_shown(self.input_shape)} -> {_shown(self.output_shape)}>"


class Classifier(PretrainedNet):
    """A pretrained net with the classifier it was trained with: raw pixels in, ImageNet probabilities out."""

    def decode(self, images: Any, top: int = 5) -> list[list[Prediction]]:
        """Say what is in pictures: the best guesses for each, the best first.

        Args:
            images: Raw pixels, `(batch, height, width, 3)`.
            top: How many guesses to return for each picture.
        """
        return decode_predictions(self(images), top)

    def __repr__(self) -> str:
        return f"<Classifier {self.name}: {_shown(self.input_shape)} -> 1,000 classes>"


def load(
    name: str = OFFLINE,
    input_shape: Sequence[int] = (180, 180, 3),
    weights: str | None = "imagenet",
    *,
    pooling: str | None = None,
    alpha: float = 1.0,
) -> ConvBase:
    """Load a pretrained convolutional base, with the preprocessing that it needs built in.

    Shape: raw pixels `(batch, height, width, 3)`, 0 to 255 → feature maps `(batch, height′, width′, features)`,
    or `(batch, features)` with `pooling`.

    Args:
        name: One of `FAMILIES`. The default needs no network; the others download their weights once, into the
            folder where Keras keeps them.
        input_shape: Height and width in pixels, and 3 channels.
        weights: `"imagenet"`, or None for random numbers.
        pooling: `"avg"` or `"max"` for the mean or largest number of each feature map, None for the maps.
        alpha: The width of a MobileNet or MobileNetV2, as a share of its full number of filters.

    Returns:
        The base; `conv_base(images)` takes raw pixels. With ImageNet weights, its BatchNormalization is frozen and
        its dropout off, so that a model around it can be trained and the base still answers in the same way.

    Raises:
        ValueError: If there is no such family, shape, weights, pooling or width.
        ConnectionError: If the weights are not there and can't be downloaded. The message says what to do.
        ModuleNotFoundError: If the package with the offline weights is not installed.

    Example:
        >>> conv_base = load()
        >>> conv_base
        <ConvBase EfficientNetLite0: 180×180×3 -> 6×6×1280>
        >>> features = conv_base(images)

    Reference:
        [Keras Applications](https://keras.io/api/applications/)
    """
    if pooling not in _POOLINGS:
        raise ValueError(f'`pooling` must be "avg", "max" or None. Received: pooling={pooling!r}')
    family = _checked(name, input_shape, weights, alpha)
    options = {"input_shape": tuple(input_shape), "include_top": False, "pooling": pooling}
    return ConvBase(_build(family, weights, alpha, options), family, alpha)


def classifier(name: str = OFFLINE, input_shape: Sequence[int] | None = None, *, alpha: float = 1.0) -> Classifier:
    """Load a pretrained net as it was trained: it says which of ImageNet's 1,000 classes a picture shows.

    Shape: raw pixels `(batch, height, width, 3)`, 0 to 255 → probabilities `(batch, 1000)`.

    Args:
        name: One of `FAMILIES`.
        input_shape: Height and width in pixels, and 3 channels. By default those of the family.
        alpha: The width of a MobileNet or MobileNetV2.

    Returns:
        The classifier.

    Raises:
        ValueError: If there is no such family, shape or width.
        ConnectionError: If the weights are not there and can't be downloaded. The message says what to do.
        ModuleNotFoundError: If the package with the offline weights is not installed.

    Example:
        >>> classifier().decode(photos, top=1)
        [[Prediction(wordnet_id='n07920052', name='espresso', probability=0.939…)]]
    """
    size = find(name).default_size
    shape = (size, size, 3) if input_shape is None else tuple(input_shape)
    family = _checked(name, shape, "imagenet", alpha)
    return Classifier(_build(family, "imagenet", alpha, {"input_shape": shape, "include_top": True}), family, alpha)


def check_raw(images: Any, input_shape: Sequence[int | None]) -> None:
    """Raise a ValueError if images are no batch of raw RGB pixels of the right size."""
    shape = tuple(images.shape)
    if len(shape) != 4 or any(size not in (None, side) for size, side in zip(input_shape, shape[1:], strict=True)):
        raise ValueError(
            f"`images` must be a batch of pictures, shape (batch, {', '.join(map(str, input_shape))}). "
            f"Received: shape={shape}. A single picture becomes a batch by `image[np.newaxis]`."
        )
    try:
        pixels = np.asarray(images)
    except (NotImplementedError, TypeError):  # inside a compiled function there is nothing to look at yet
        return
    low, high = (float(pixels.min()), float(pixels.max())) if pixels.size else (0.0, 0.0)
    if not 0 <= low <= high <= 255 or low < high <= 1:
        raise ValueError(
            "`images` must be raw pixels, 0 to 255: the net preprocesses them itself, so don't call "
            f"`preprocess_input` or rescale before. Received: numbers from {low:g} to {high:g}"
        )


def _checked(name: str, input_shape: Sequence[int], weights: str | None, alpha: float) -> Family:
    family = find(name)
    check_weights_option(weights)
    least = family.smallest_size
    sides = [isinstance(side, Integral) and int(side) >= least for side in input_shape[:2]]
    if len(input_shape) != 3 or input_shape[2] != 3 or not all(sides):
        raise ValueError(
            f"`input_shape` must be (height, width, 3), for {name} with at least {least} pixels each. "
            f"Received: input_shape={tuple(input_shape)}"
        )
    if alpha not in family.alphas:
        allowed = ", ".join(map(str, family.alphas))
        raise ValueError(f"{name} has weights for alpha = {allowed}. Received: alpha={alpha}")
    return family


def _build(family: Family, weights: str | None, alpha: float, options: dict[str, Any]) -> Any:
    """Build a net whose first layers do its preprocessing."""
    if family.published is None:
        model = efficientnet_lite0(weights=weights, **options)
    else:
        model = _from_keras(family, weights, alpha, options)
    if weights is not None:
        _stay_in_inference_mode(model)
    return model


def _from_keras(family: Family, weights: str | None, alpha: float, options: dict[str, Any]) -> Any:
    import keras

    source = None if weights is None else find_weights(family, include_top=options["include_top"], alpha=alpha)
    options["weights"] = "imagenet" if source and family.by_name else None
    if len(family.alphas) > 1:
        options["alpha"] = alpha
    build = getattr(keras.applications, family.name)
    if family.preprocessing == RAW:
        model = build(**options)
    else:
        pixels = keras.Input(options["input_shape"])
        net = build(**options, input_tensor=family.preprocessing(pixels))
        model = keras.Model(pixels, net.output, name=net.name)
    if source and not family.by_name:
        load_weights(model, source)
    return model


def _stay_in_inference_mode(model: Any) -> None:
    """Have a net answer in the same way while a model around it is trained.

    To call it with `training=False` is not enough: `fit` of Keras 3 overrules what a functional model was built
    with (https://github.com/keras-team/keras/issues/20285). A frozen BatchNormalization keeps its statistics.
    """
    import keras

    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
        elif isinstance(layer, keras.layers.Dropout):
            layer.rate = 0


def _shown(shape: Sequence[int | None]) -> str:
    return "×".join(str(side) for side in shape)
