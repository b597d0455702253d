"""How a stored training on a pretrained base is done: the lines that chapter 3 would write, with settings for numbers.

The best epoch is the one with the least validation loss: near the top, many epochs share the best accuracy.
"""

from __future__ import annotations

import datetime
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras

from course_utils import datasets, models, pretrained, training
from course_utils.datasets.batches import array_batches
from course_utils.runs import recipe
from course_utils.runs.record import PARTS, VERSIONS, TransferRun
from course_utils.runs.source import TRANSFER, source_hash
from course_utils.runs.transfer_catalogue import TransferSettings

_MONITOR = "val_loss"


def compute(
    name: str,
    settings: TransferSettings,
    *,
    directory: Path | None = None,
    checkpoint: Path | None = None,
    verbose: str | int = "auto",
) -> TransferRun:
    """Train on a pretrained base, test, and return the record of it.

    A training that was stopped extracts the features again, and goes on after the last epoch of the head or of
    the fine-tuning that was complete.

    Args:
        name: The name of the run.
        settings: What to train.
        directory: A folder with `train`, `validation` and `test`, in place of the data set that the settings name.
        checkpoint: A folder for the state of the training, so that it can go on where it was stopped.
        verbose: As for `training.fit`.

    Returns:
        The run.

    Raises:
        ConnectionError: If the data set or the weights are not there and can't be downloaded.
        KeyboardInterrupt: If it is interrupted: half a run is none.
    """
    size = settings.image_size
    keras.utils.set_random_seed(settings.seed)
    conv_base = pretrained.load(settings.conv_base, (size, size, 3), pooling="avg", alpha=settings.alpha)
    pretrained.freeze(conv_base)
    directory = directory or recipe.SOURCES[settings.data]()
    stages = _Stages(conv_base, settings, directory, checkpoint, verbose)
    resumed = checkpoint is not None and checkpoint.exists()
    begun = time.process_time()
    model, figures = stages.on_augmented_photos() if settings.augment else stages.on_features()
    if settings.block:
        model, figures = stages.fine_tuned(model, figures)
    figures["processor_seconds"] = None if resumed else time.process_time() - begun
    result = training.evaluate(model, stages.photos["test"])
    return TransferRun(
        name=name,
        settings=settings,
        figures=figures,
        test={
            "accuracy": result.accuracy,
            "interval": list(result.interval),
            "confusion": result.confusion.tolist(),
        },
        data=recipe.describe(directory),
        source=source_hash(TRANSFER),
        versions={"python": platform.python_version()} | {part: version(part) for part in VERSIONS if part != "python"},
        machine={
            "cores": os.cpu_count() or 1,
            "architecture": platform.machine(),
            "load": round(os.getloadavg()[0], 1),
        },
        finished=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        command=f"python -m tools.runs {name}",
    )


class _Stages:
    """The stages of a training: each gives a model on photos, and the figures so far."""

    def __init__(
        self,
        conv_base: pretrained.ConvBase,
        settings: TransferSettings,
        directory: Path,
        checkpoint: Path | None,
        verbose: str | int,
    ) -> None:
        self.conv_base, self.settings, self.checkpoint, self.verbose = conv_base, settings, checkpoint, verbose
        self.photos = {
            part: datasets.image_batches(
                directory / part,
                settings.image_size,
                settings.batch_size,
                shuffle=part == "train",
                seed=settings.seed,
            )
            for part in PARTS
        }

    def on_features(self) -> tuple[Any, dict[str, Any]]:
        """Extract features once, and train the head on them."""
        begun = time.perf_counter()
        with _empty_cache():
            train, validation = (
                pretrained.extract_features(self.conv_base, self.photos[part], verbose=False) for part in PARTS[:2]
            )
        seconds = time.perf_counter() - begun
        batches = array_batches(*train, self.settings.batch_size, seed=self.settings.seed)
        rate = self.settings.learning_rate
        head = models.classifier(self.conv_base.output_shape, self.settings.dropout, learning_rate=rate)
        history = self._fit(head, batches, validation, self.settings.epochs, "head")
        return self._with_head_of(head, rate), _figures(seconds, history)

    def on_augmented_photos(self) -> tuple[Any, dict[str, Any]]:
        """Train the head on top of the frozen base, each photo a little different in every epoch."""
        stage, rate = models.augmentation(seed=self.settings.seed), self.settings.learning_rate
        model = models.classifier(self.conv_base, self.settings.dropout, augmentation=stage, learning_rate=rate)
        history = self._fit(model, self.photos["train"], self.photos["validation"], self.settings.epochs, "head")
        return model, _figures(None, history)

    def fine_tuned(self, frozen: Any, figures: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Unfreeze the top of the base, and train it together with the head."""
        pretrained.unfreeze_top(self.conv_base, block=self.settings.block)
        model = self._with_head_of(frozen, self.settings.fine_tuning_rate)
        before, epochs = model.get_weights(), self.settings.fine_tuning_epochs
        history = self._fit(model, self.photos["train"], self.photos["validation"], epochs, "fine_tuning")
        # The frozen base takes part as epoch 0: a fine-tuning that only hurts is not kept.
        losses = [min(figures["head"]["history"][_MONITOR]), *history.history[_MONITOR]]
        kept = losses.index(min(losses))
        if kept == 0:
            model.set_weights(before)
        return model, {**figures, "fine_tuning": asdict(history), "kept": kept}

    def _with_head_of(self, head: Any, learning_rate: float) -> Any:
        """The base, as it is now, with a head that was trained: a model that is compiled anew."""
        model = models.classifier(self.conv_base, self.settings.dropout, learning_rate=learning_rate)
        model.get_layer("probability").set_weights(head.get_layer("probability").get_weights())
        return model

    def _fit(self, model: Any, train: Any, validation: Any, epochs: int, stage: str) -> training.History:
        state = self.checkpoint / stage if self.checkpoint else None
        history = training.fit(
            model, train, validation, epochs, monitor=_MONITOR, checkpoint=state, verbose=self.verbose
        )
        if history.stopped == "interrupted":
            raise KeyboardInterrupt
        return history


def _figures(seconds: float | None, head: training.History) -> dict[str, Any]:
    return {"extraction_seconds": seconds, "head": asdict(head), "fine_tuning": None, "kept": 0}


@contextmanager
def _empty_cache() -> Iterator[None]:
    """Have features computed, rather than found: their seconds belong to the training."""
    name = "CONVNET_COURSE_CACHE"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[name] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
