"""Training: the best weights are kept, a stop loses nothing, and what goes on ends as if it had never stopped."""

import subprocess
import sys
from contextlib import suppress

import keras
import numpy as np
import pytest

from course_utils import training
from course_utils.datasets.batches import array_batches
from tests.training import tiny


def fit(model, epochs=3, train=tiny.TRAIN, **options):
    return training.fit(model, train, tiny.VALIDATION, epochs, **{"verbose": 0, **options})


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first.get_weights(), second.get_weights(), strict=True))


def test_the_figures_are_those_of_keras():
    history = fit(tiny.model(), epochs=2)
    assert sorted(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert {len(values) for values in history.history.values()} == {len(history.seconds)} == {2}
    assert history.stopped == "finished"


def test_the_model_ends_with_the_weights_of_the_best_epoch():
    class Remembers(keras.callbacks.Callback):
        weights = ()

        def on_epoch_end(self, epoch, logs=None):
            self.weights = (*self.weights, self.model.get_weights())

    model, seen = tiny.model(learning_rate=0.5), Remembers()
    history = fit(model, epochs=6, callbacks=[seen], monitor="val_loss")
    losses = history.history["val_loss"]
    assert history.best_epoch == 1 + int(np.argmin(losses)) < 6, "choose a learning rate that spoils the model again"
    assert all(map(np.array_equal, model.get_weights(), seen.weights[history.best_epoch - 1]))
    assert model.evaluate(*tiny.VALIDATION, verbose=0)[0] == pytest.approx(min(losses), abs=1e-5)


def test_the_last_weights_can_be_kept_instead():
    model = tiny.model(learning_rate=0.5)
    history = fit(model, epochs=6, monitor="val_loss", restore_best=False)
    assert model.evaluate(*tiny.VALIDATION, verbose=0)[0] == pytest.approx(history.history["val_loss"][-1], abs=1e-5)


def test_patience_stops_after_so_many_epochs_without_a_better_one():
    history = fit(tiny.model(learning_rate=0.5), epochs=60, monitor="val_loss", patience=3)
    assert len(history) == history.best_epoch + 3 < 60
    assert history.stopped == "patience"


def test_the_same_seed_gives_the_same_training():
    (first, again) = (fit(tiny.model(seed=3)).history for _ in range(2))
    assert first == again


@pytest.mark.slow
@pytest.mark.parametrize("train", [tiny.TRAIN, array_batches(*tiny.TRAIN, 8, seed=5)], ids=["arrays", "batches"])
@pytest.mark.parametrize("error", [RuntimeError("killed"), KeyboardInterrupt()], ids=["killed", "interrupted"])
def test_a_training_that_goes_on_ends_as_if_it_had_never_stopped(tmp_path, train, error):
    whole = tiny.model()
    expected = fit(whole, 5, train, restore_best=False)
    stopped = tiny.model()
    with suppress(RuntimeError):
        fit(stopped, 5, train, restore_best=False, checkpoint=tmp_path, callbacks=[tiny.Stops(3, error)])
    gone_on = tiny.model(seed=99)  # another session: other first weights, other states of chance
    history = fit(gone_on, 5, train, restore_best=False, checkpoint=tmp_path)
    assert history.history == expected.history
    assert history.best_epoch == expected.best_epoch
    assert same(gone_on, whole)


@pytest.mark.slow
def test_more_epochs_can_be_asked_for_later(tmp_path):
    whole, model = tiny.model(), tiny.model()
    expected = fit(whole, 4)
    fit(model, 2, checkpoint=tmp_path)
    history = fit(tiny.model(seed=7), 2, checkpoint=tmp_path)
    assert len(history) == 2, "there was nothing left to train"
    more = tiny.model(seed=8)
    assert fit(more, 4, checkpoint=tmp_path).history == expected.history
    assert same(more, whole)


@pytest.mark.slow
def test_the_best_weights_outlast_a_stop(tmp_path):
    model = tiny.model(learning_rate=0.5)
    history = fit(model, 6, monitor="val_loss", checkpoint=tmp_path)
    again = tiny.model(seed=9, learning_rate=0.5)
    assert fit(again, 6, monitor="val_loss", checkpoint=tmp_path).best_epoch == history.best_epoch < 6
    assert same(again, model)


@pytest.mark.slow
def test_patience_outlasts_a_stop(tmp_path):
    how = {"monitor": "val_loss", "patience": 2, "checkpoint": tmp_path}
    first = fit(tiny.model(learning_rate=0.5), 60, **how)
    again = fit(tiny.model(learning_rate=0.5), 60, **how)
    assert again == first
    assert again.stopped == "patience"


KILLED = """
import os, sys
from course_utils import training
from tests.training import tiny
class Kill(tiny.Stops):
    def on_train_batch_end(self, batch, logs=None):
        if self.epoch == self.at:
            os.kill(os.getpid(), 9)
how = {"checkpoint": sys.argv[1], "callbacks": [Kill(3, None)], "verbose": 0}
training.fit(tiny.model(eagerly=False), tiny.TRAIN, tiny.VALIDATION, 4, **how)
"""


@pytest.mark.slow
def test_a_killed_process_leaves_its_last_complete_epoch(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path], capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    model, whole = tiny.model(seed=9, eagerly=False), tiny.model(eagerly=False)
    history = fit(model, 4, checkpoint=tmp_path)
    expected = fit(whole, 4)
    assert np.allclose(history.history["loss"], expected.history["loss"], rtol=1e-5)
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(model.get_weights(), whole.get_weights(), strict=True))


def test_an_interruption_keeps_the_best_so_far():
    model = tiny.model()
    history = fit(model, 5, callbacks=[tiny.Stops(3, KeyboardInterrupt())])
    assert (len(history), history.stopped) == (2, "interrupted")
    assert model.evaluate(*tiny.VALIDATION, verbose=0)[0] == pytest.approx(history.at_best("val_loss"), abs=1e-5)


def test_an_interruption_before_there_is_anything_to_keep_is_one():
    with pytest.raises(KeyboardInterrupt):
        fit(tiny.model(), callbacks=[tiny.Stops(1, KeyboardInterrupt())])


def test_a_checkpoint_of_another_model_is_refused(tmp_path):
    fit(tiny.model(), 1, checkpoint=tmp_path)
    other = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")])
    other.compile(loss="binary_crossentropy", metrics=["accuracy"])
    with pytest.raises(ValueError, match=r"training\.npz belongs to another model.*Remove the file"):
        fit(other, 2, checkpoint=tmp_path)


def test_a_checkpoint_of_other_data_is_refused(tmp_path):
    def train(key):
        dataset = array_batches(*tiny.TRAIN)
        dataset.data_key = key
        return dataset

    fit(tiny.model(), 1, train("cats"), checkpoint=tmp_path)
    with pytest.raises(ValueError, match="belongs to other training data"):
        fit(tiny.model(), 2, train("dogs"), checkpoint=tmp_path)


def test_a_checkpoint_with_another_monitor_is_refused(tmp_path):
    fit(tiny.model(), 1, checkpoint=tmp_path)
    with pytest.raises(ValueError, match="has the best weights by another `monitor`"):
        fit(tiny.model(), 2, monitor="val_loss", checkpoint=tmp_path)


def test_a_damaged_checkpoint_is_refused(tmp_path):
    fit(tiny.model(), 1, checkpoint=tmp_path)
    file = tmp_path / "training.npz"
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(ValueError, match=r"training\.npz is damaged.*Remove the file.*Received"):
        fit(tiny.model(), 2, checkpoint=tmp_path)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"epochs": 0}, r"`epochs` must be a positive integer\. Received: epochs=0"),
        ({"epochs": True}, "`epochs` must be a positive integer"),
        ({"patience": 0}, "`patience` must be a positive integer"),
        ({"verbose": 2}, '`verbose` must be "auto", 1'),
        ({"monitor": "val_f1"}, r"`monitor` must be one of.*val_accuracy.*Received: monitor='val_f1'"),
    ],
)
def test_wrong_arguments_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        fit(tiny.model(), **wrong)


def test_a_model_that_is_not_compiled_or_has_no_input_is_refused():
    with pytest.raises(ValueError, match="`model` must be compiled"):
        fit(keras.Sequential([keras.Input((4, 4, 3)), keras.layers.Flatten(), keras.layers.Dense(1)]))
    unbuilt = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
    unbuilt.compile(loss="mse")
    with pytest.raises(ValueError, match="does not know its input yet"):
        fit(unbuilt)
