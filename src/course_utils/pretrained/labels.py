"""The names of ImageNet's 1,000 classes, with no download."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

_COUNT = 1000


class ImageNetClass(NamedTuple):
    """One class: the id of its synset in WordNet, and a name."""

    wordnet_id: str
    name: str


class Prediction(NamedTuple):
    """One guess at what a picture shows."""

    wordnet_id: str
    name: str
    probability: float


@cache
def imagenet() -> tuple[ImageNetClass, ...]:
    """Return ImageNet's classes in the order in which every net names them.

    Returns:
        1,000 pairs of a WordNet id and a name. All names differ.

    Example:
        >>> imagenet()[285]
        ImageNetClass(wordnet_id='n02124075', name='Egyptian cat')

    Reference:
        [ILSVRC 2012](https://image-net.org/challenges/LSVRC/2012/), [WordNet](https://wordnet.princeton.edu/)
    """
    lines = files("course_utils.pretrained").joinpath("imagenet_classes.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(ImageNetClass(*line.split("\t")) for line in lines if not line.startswith("#"))


def decode_predictions(predictions: ArrayLike, top: int = 5) -> list[list[Prediction]]:
    """Put names to what an ImageNet classifier answers, as the function of this name in Keras does with a download.

    Args:
        predictions: Probabilities of shape `(batch, 1000)`.
        top: How many guesses to return for each picture.

    Returns:
        For each picture its best guesses, the best first.

    Raises:
        ValueError: If `predictions` has another shape, or `top` is not from 1 to 1000.

    Example:
        >>> classifier = pretrained.classifier()
        >>> decode_predictions(classifier(photos), top=1)
        [[Prediction(wordnet_id='n07920052', name='espresso', probability=0.939…)]]

    Reference:
        [keras.applications.imagenet_utils.decode_predictions](https://keras.io/api/applications/)
    """
    scores = np.asarray(predictions)
    if scores.ndim != 2 or scores.shape[1] != _COUNT:
        raise ValueError(
            f"`predictions` must be probabilities of ImageNet's classes, shape (batch, {_COUNT}). "
            f"Received: shape={scores.shape}. They are the answer of a whole net, not of a convolutional base."
        )
    if not 1 <= top <= _COUNT:
        raise ValueError(f"`top` must be from 1 to {_COUNT}. Received: top={top}")
    order = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    classes = imagenet()
    return [
        [Prediction(classes[place].wordnet_id, classes[place].name, float(row[place])) for place in places]
        for row, places in zip(scores, order, strict=True)
    ]
