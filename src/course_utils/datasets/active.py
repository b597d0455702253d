"""The data set that the chapters use: drawn pets, or real photos where somebody has chosen them."""

from __future__ import annotations

import os
from pathlib import Path

from course_utils.datasets.cats_vs_dogs import cats_vs_dogs
from course_utils.datasets.sample_pets import sample_pets

__all__ = ["active"]

VARIABLE = "CONVNET_COURSE_DATASET"


def active() -> Path:
    """Return the folder of the data set that the environment variable `CONVNET_COURSE_DATASET` names.

    `sample` (or no such variable) stands for `sample_pets()`, and `cats_vs_dogs` for `cats_vs_dogs()`.

    Returns:
        A folder with `train`, `validation` and `test`, and `cat` and `dog` in each.

    Raises:
        ValueError: If the variable has another value.

    Example:
        >>> os.environ["CONVNET_COURSE_DATASET"] = "cats_vs_dogs"
        >>> active().name
        'cats_vs_dogs'
    """
    name = os.environ.get(VARIABLE) or "sample"
    if name == "sample":
        return sample_pets()
    if name == "cats_vs_dogs":
        return cats_vs_dogs()
    raise ValueError(f"{VARIABLE} must be 'sample' or 'cats_vs_dogs'. Received: {name!r}")
