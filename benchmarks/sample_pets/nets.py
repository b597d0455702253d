"""Nets on the pictures: trained from scratch, with augmentation, on frozen features, and not trained at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.sample_pets.pictures import Split

SIDE, BATCH = 96, 32
CATS, DOGS = slice(281, 286), slice(151, 269)  # of ImageNet's classes
Parts = dict[str, tuple[NDArray, NDArray]]


def sized(splits: Mapping[str, Split], side: int) -> Parts:
    """Return pixels and labels of each split."""
    return {name: (split.pixels(side), split.labels) for name, split in splits.items()}


def trained(parts: Parts, seed: int, epochs: int, augmented: bool) -> dict[str, Any]:
    """Train the small convnet of the course.

    Returns:
        Its accuracies: of each epoch, and on the test set of the epoch that is best on validation.
    """
    import keras

    from course_utils import models

    keras.utils.set_random_seed(seed)
    extras = {"augmentation": models.augmentation(seed=seed), "dropout": 0.5} if augmented else {}
    model = models.small_convnet((SIDE, SIDE, 3), **extras)
    return _fit(model, parts, epochs)


def _fit(model: Any, parts: Parts, epochs: int) -> dict[str, Any]:
    """Train, and test at the epoch that is best on validation."""
    import keras

    best = _Best()
    history = model.fit(
        *parts["train"],
        batch_size=BATCH,
        epochs=epochs,
        validation_data=parts["validation"],
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda _, logs: best.see(model, logs))],
        verbose=0,
    ).history
    last = _accuracy(model, parts["test"])
    model.set_weights(best.weights)
    return {
        "test": _accuracy(model, parts["test"]),
        "test of the last epoch": last,
        "best epoch": int(np.argmax(history["val_accuracy"])) + 1,
        "training": [round(value, 4) for value in history["accuracy"]],
        "validation": [round(value, 4) for value in history["val_accuracy"]],
    }


class _Best:
    """Keeps the weights of the epoch that is best on validation."""

    def __init__(self) -> None:
        self.accuracy, self.weights = -1.0, []

    def see(self, model: Any, logs: Mapping[str, float]) -> None:
        if logs["val_accuracy"] > self.accuracy:
            self.accuracy, self.weights = logs["val_accuracy"], model.get_weights()


def _accuracy(model: Any, part: tuple[NDArray, NDArray]) -> float:
    pixels, labels = part
    return float(((model.predict(pixels, verbose=0)[:, 0] > 0.5) == labels).mean())


BASES: dict[str, dict[str, Any]] = {"EfficientNetLite0": {}, "MobileNet": {"alpha": 0.25}}


def frozen(splits: Mapping[str, Split], seed: int, side: int = 128) -> dict[str, float]:
    """Return the test accuracy of a linear head on the features of each pretrained base."""
    import keras

    from course_utils import models

    found = {}
    for name in BASES:
        parts = {split: (_features(pictures, name, side), pictures.labels) for split, pictures in splits.items()}
        keras.utils.set_random_seed(seed)
        found[name] = _fit(models.classifier(parts["train"][0].shape[1:]), parts, 40)["test"]
    return found


@cache
def _features(split: Split, name: str, side: int) -> NDArray:
    """What a base makes of the pictures: one number a feature."""
    from course_utils import pretrained

    base = pretrained.load(name, (side, side, 3), pooling="avg", **BASES[name])
    pixels = split.pixels(side)
    return np.concatenate([np.asarray(base(pixels[first : first + 100])) for first in range(0, len(pixels), 100)])


def zero_shot(split: Split, side: int = 224) -> float:
    """Return how well a net that knows ImageNet alone ranks dogs above cats: the area under the ROC curve."""
    from course_utils import pretrained

    classifier = pretrained.classifier("EfficientNetLite0", (side, side, 3))
    pixels = split.pixels(side)
    chances = np.concatenate([np.asarray(classifier(pixels[i : i + 100])) for i in range(0, len(pixels), 100)])
    score = np.log(chances[:, DOGS].sum(axis=1)) - np.log(chances[:, CATS].sum(axis=1))
    cats, dogs = score[split.labels == 0], score[split.labels == 1]
    return float((dogs[:, None] > cats[None]).mean() + 0.5 * (dogs[:, None] == cats[None]).mean())
