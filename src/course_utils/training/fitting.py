"""`fit`: trains a model, keeps the best weights, and goes on where it was stopped."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras

from course_utils.datasets.batches import Source, array_batches
from course_utils.training.checkpoint import Checkpoint, Weights
from course_utils.training.history import History
from course_utils.training.progress import Silence, progress

SEED = 0


def fit(
    model: Any,
    train: Any,
    validation: Any,
    epochs: int,
    *,
    monitor: str = "val_accuracy",
    patience: int | None = None,
    restore_best: bool = True,
    checkpoint: str | Path | None = None,
    callbacks: Sequence[Any] = (),
    verbose: str | int = "auto",
) -> History:
    """Train a model, and leave it with the weights of its best epoch.

    It trains by `model.fit`. A notebook shows one line an epoch, with a mark at the best. Ctrl-C, or the stop
    button of a notebook, ends the training early, and the model has the best weights so far.

    With a `checkpoint` folder, the state is written after every epoch. Call `fit` again with a model built in the
    same way, in another session if need be, and it goes on after the last epoch that was complete: the batches
    come in the order, and the random layers draw the numbers, that they would have come in and drawn. Asked for
    more epochs than before, it trains those that are missing.

    Args:
        model: A compiled `keras.Model`.
        train: Batches, as `datasets.image_batches` returns them; or arrays `(inputs, labels)`.
        validation: Batches or arrays that the model does not learn from, to judge each epoch by.
        epochs: How often the model sees each training sample.
        monitor: The figure that says which epoch is the best.
        patience: After how many epochs without a better one to stop; None never stops early.
        restore_best: Whether the model ends with the weights of the best epoch, or of the last.
        checkpoint: A folder for the state, or None.
        callbacks: More `keras.callbacks.Callback`, to look on or to intervene.
        verbose: `"auto"` for a line an epoch and a summary, 1 for the summary alone, 0 for nothing.

    Returns:
        The figures of all epochs.

    Raises:
        ValueError: If an argument is out of range, or the checkpoint belongs to another training.
        KeyboardInterrupt: If it is interrupted before the first epoch is complete.

    Example:
        >>> history = fit(model, train, validation, epochs=20, patience=5)
        >>> history.at_best("val_accuracy")
        0.872

    Reference:
        [Model training APIs](https://keras.io/api/models/model_training_apis/) of Keras.
    """
    _check(model, epochs, patience)
    show = progress(verbose)
    if isinstance(train, tuple | list):
        train = array_batches(*train, seed=SEED)
    model.optimizer.build(model.trainable_variables)  # its variables belong to the checkpoint
    state = None
    if checkpoint is not None:
        state = Checkpoint(Path(checkpoint), model, monitor, getattr(train, "data_key", ""))
    keeper = _Keeper(train, History(epochs, monitor), patience, state, show)
    keeper.begin()
    try:
        if not keeper.is_over():
            model.fit(
                train,
                validation_data=validation,
                initial_epoch=len(keeper.history),
                epochs=epochs,
                callbacks=[*callbacks, keeper],
                shuffle=False,  # the batches have their own order
                verbose=0,
            )
    except KeyboardInterrupt:
        if not len(keeper.history):
            raise
        keeper.history.stopped = "interrupted"
    if restore_best:
        model.set_weights(keeper.best)
    show.end(keeper.history)
    return keeper.history


class _Keeper(keras.callbacks.Callback):  # type: ignore[misc]
    """Keeps what a training leaves behind, while Keras trains."""

    def __init__(
        self, train: Any, history: History, patience: int | None, checkpoint: Checkpoint | None, show: Silence
    ) -> None:
        super().__init__()
        self.history, self.best = history, Weights()
        source = getattr(train, "source", None)
        self._order = source.order if isinstance(source, Source) else None
        self._patience, self._checkpoint, self._show = patience, checkpoint, show
        self._begun = 0.0

    def begin(self) -> None:
        """Take up what an earlier training has left."""
        kept = self._checkpoint.restore() if self._checkpoint else None
        if kept:
            epochs = self.history.epochs
            self.history, self.best = kept
            self.history.epochs, self.history.stopped = epochs, "finished"
        self._show.start(self.history)

    def is_over(self) -> bool:
        """Say whether nothing is left to train."""
        if len(self.history) >= self.history.epochs:
            return True
        if self._patience is None or not len(self.history):
            return False
        if len(self.history) - self.history.best_epoch < self._patience:
            return False
        self.history.stopped = "patience"
        return True

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if self._order is not None:
            self._order.epoch = epoch
        self._begun = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._show.step(self.history, batch + 1, self.params.get("steps"))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.history.append(logs or {}, time.perf_counter() - self._begun)
        if self.history.best_epoch == len(self.history):
            self.best = self.model.get_weights()
        if self._checkpoint:
            self._checkpoint.write(self.history, self.best)
        self._show.epoch(self.history)
        self.model.stop_training = self.model.stop_training or self.is_over()


def _check(model: Any, epochs: int, patience: int | None) -> None:
    if not getattr(model, "compiled", False):
        raise ValueError(
            "`model` must be compiled: `models.small_convnet` and `models.classifier` are; others get their loss and "
            'optimizer by model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"]).'
        )
    if not model.built:
        raise ValueError("`model` does not know its input yet: start it with `keras.Input(shape=(96, 96, 3))`.")
    for name, value in {"epochs": epochs, "patience": 1 if patience is None else patience}.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"`{name}` must be a positive integer. Received: {name}={value!r}")
