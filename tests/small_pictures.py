"""A data set that is learned in a moment: dark cats and bright dogs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from course_utils.runs.record import PARTS


def write_pictures(folder: Path, each: int = 8) -> Path:
    """Write `train`, `validation` and `test` into a folder, so many pictures of each class, and return it."""
    random = np.random.default_rng(0)
    for part in PARTS:
        for name, light in (("cat", 60), ("dog", 190)):
            (folder / part / name).mkdir(parents=True)
            for number in range(each):
                pixels = np.clip(random.normal(light, 40, (36, 32, 3)), 0, 255).astype("uint8")
                Image.fromarray(pixels).save(folder / part / name / f"{number}.png")
    return folder
