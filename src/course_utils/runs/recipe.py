"""How a stored training is done: the lines that a chapter would write, with settings in place of numbers."""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import keras

from course_utils import datasets, models, training
from course_utils.datasets.batches import first_of_each_class
from course_utils.runs.catalogue import Settings
from course_utils.runs.record import PARTS, VERSIONS, Run
from course_utils.runs.source import source_hash

SOURCES: dict[str, Callable[[], Path]] = {
    "sample_pets": datasets.sample_pets,
    "cats_vs_dogs": datasets.cats_vs_dogs,
}


def compute(
    name: str,
    settings: Settings,
    *,
    directory: Path | None = None,
    checkpoint: Path | None = None,
    verbose: str | int = "auto",
) -> Run:
    """Train, test, and return the record of it.

    Args:
        name: The name of the run.
        settings: What to train.
        directory: A folder with `train`, `validation` and `test`, in place of the data set that the settings name.
        checkpoint: A folder for the state of the training, so that it can go on where it was stopped.
        verbose: As for `training.fit`.

    Returns:
        The run.

    Raises:
        ValueError: If there are not as many photos as the settings ask for.
        ConnectionError: If the data set is not there and can't be downloaded.
        KeyboardInterrupt: If it is interrupted: half a run is none.
    """
    directory = directory or SOURCES[settings.data]()
    size, batch_size, seed = settings.image_size, settings.batch_size, settings.seed
    keras.utils.set_random_seed(seed)
    train = datasets.image_batches(directory / "train", size, batch_size, seed=seed)
    if settings.photos is not None:
        train = first_of_each_class(train, settings.photos)
    validation = datasets.image_batches(directory / "validation", size, batch_size, shuffle=False)
    augmentation = models.augmentation(seed=seed) if settings.augment else None
    model = models.small_convnet((size, size, 3), augmentation, settings.dropout)
    history = training.fit(model, train, validation, settings.epochs, checkpoint=checkpoint, verbose=verbose)
    if history.stopped == "interrupted":
        raise KeyboardInterrupt
    test = datasets.image_batches(directory / "test", size, batch_size, shuffle=False)
    result = training.evaluate(model, test)
    return Run(
        name=name,
        settings=settings,
        figures=asdict(history),
        test={
            "accuracy": result.accuracy,
            "interval": list(result.interval),
            "confusion": result.confusion.tolist(),
        },
        data=describe(directory),
        source=source_hash(),
        versions={part: _version(part) for part in VERSIONS},
        machine={"cores": os.cpu_count() or 1, "architecture": platform.machine()},
        finished=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        command=f"python -m tools.runs {name}",
    )


def describe(directory: Path) -> dict[str, object]:
    """Return a hash of a data set's pictures, their names and contents, and how many there are of each part."""
    digest = hashlib.sha256()
    counts = {}
    for part in PARTS:
        files = sorted(path for path in (directory / part).rglob("*") if path.is_file())
        counts[part] = len(files)
        for file in files:
            digest.update(f"{file.relative_to(directory).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return {"sha256": digest.hexdigest(), "pictures": counts}


def _version(part: str) -> str:
    return platform.python_version() if part == "python" else version(part)
