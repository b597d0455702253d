"""Linear probes: how much of the class can be told from what should say nothing of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.sample_pets.pictures import Split

STRENGTHS = 0.001, 0.01, 0.1, 1.0
SHARE = 0.9


def accuracies(splits: Mapping[str, Split], seed: int) -> dict[str, float]:
    """Return the test accuracy of each probe; the seed says which 90 % of the training pictures it has seen."""
    probes = {"colour histogram": _histograms, "file size and dimensions": _file_facts, "8x8 thumbnail": _thumbnails}
    found = {}
    for name, describe in probes.items():
        parts = {split: (describe(pictures), pictures.labels) for split, pictures in splits.items()}
        found[name] = probe(parts, np.random.default_rng(seed))
    return found


def probe(parts: Mapping[str, tuple[NDArray, NDArray]], random: np.random.Generator) -> float:
    """Fit a linear classifier, its regularization chosen on validation, and return its accuracy on the test set."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features, labels = parts["train"]
    seen = random.permutation(len(labels))[: int(SHARE * len(labels))]
    fitted = [
        make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=3000)).fit(features[seen], labels[seen])
        for strength in STRENGTHS
    ]
    best = max(fitted, key=lambda model: model.score(*parts["validation"]))
    return float(best.score(*parts["test"]))


def _histograms(split: Split) -> NDArray:
    """Sixteen bins a channel, and 4 x 4 x 4 of all three."""
    described = []
    for picture in split.pictures():
        pixels = np.asarray(picture).reshape(-1, 3)
        single = [np.bincount(channel // 16, minlength=16) for channel in pixels.T]
        joint = np.bincount((pixels // 64).astype(int) @ (16, 4, 1), minlength=64)
        described.append(np.concatenate([*single, joint]) / len(pixels))
    return np.sqrt(described)


def _file_facts(split: Split) -> NDArray:
    """Bytes, width, height, proportions, and bytes a pixel."""
    sizes = np.array([picture.size for picture in split.pictures()], float)
    weight = np.array([len(content) for content in split.files], float)
    area = sizes.prod(axis=1)
    facts = [weight, *sizes.T, sizes[:, 0] / sizes[:, 1], area, weight / area]
    return np.log(np.stack(facts, axis=1))


def _thumbnails(split: Split) -> NDArray:
    return split.thumbnails(8).reshape(len(split.labels), -1)
