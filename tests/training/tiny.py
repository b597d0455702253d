"""A training that takes a second: pictures of four pixels a side, and a model with all that chance does in one."""

import keras
import numpy as np

_RANDOM = np.random.default_rng(0)
PICTURES = _RANDOM.uniform(0, 255, (40, 4, 4, 3)).astype("float32")
LABELS = (PICTURES[:, :2].mean((1, 2, 3)) > PICTURES[:, 2:].mean((1, 2, 3))).astype("int32")
TRAIN, VALIDATION = (PICTURES[:28], LABELS[:28]), (PICTURES[28:], LABELS[28:])


def model(seed: int = 0, learning_rate: float = 0.01, eagerly: bool = True) -> keras.Model:
    keras.utils.set_random_seed(seed)
    layers = [
        keras.Input((4, 4, 3)),
        keras.layers.RandomFlip("horizontal", seed=1),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.3, seed=2),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
    net = keras.Sequential(layers)
    adam = keras.optimizers.Adam(learning_rate)
    # Eagerly: tracing a graph would take longer than training does.
    net.compile(adam, "binary_crossentropy", metrics=["accuracy"], run_eagerly=eagerly)
    return net


class Stops(keras.callbacks.Callback):
    """Raises in a batch: what a kill or Ctrl-C in the middle of an epoch looks like."""

    def __init__(self, epoch: int, error: BaseException) -> None:
        super().__init__()
        self.at, self.error = epoch, error

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch + 1

    def on_train_batch_end(self, batch, logs=None):
        if self.epoch == self.at:
            raise self.error
