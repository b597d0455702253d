"""The drawn pets as the net gets them, and what it sees in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from course_utils.datasets import image_batches, sample_pets
from course_utils.pretrained import extract_features, load
from course_utils.widgets.neighbour_explorer.gallery import Gallery

NET, SIZE = "EfficientNetLite0", (180, 180)
OF_EACH_CLASS = 60


def ranked() -> tuple[Gallery, list[str]]:
    """Rank the first pictures of each class in the test split, in the order of their names: none was hand-picked.

    Returns:
        The gallery, and the files of its pictures within `sample_pets()`.
    """
    folder = sample_pets()
    batches = image_batches(folder / "test", SIZE, shuffle=False)
    images = np.concatenate([images for images, _ in batches]).round().astype(np.uint8)
    features, labels = extract_features(load(NET, (*SIZE, 3)), batches, verbose=False)
    chosen = np.concatenate([np.flatnonzero(labels == label)[:OF_EACH_CLASS] for label in np.unique(labels)])
    files = [Path(batches.file_paths[place]).relative_to(folder).as_posix() for place in chosen]
    return Gallery.of(images[chosen], labels[chosen], features[chosen], batches.class_names), files
