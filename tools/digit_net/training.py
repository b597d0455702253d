"""Builds the net, trains it on digits that look different in every epoch, and rounds its weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.datasets import digits
from course_utils.nets import Net, from_keras, to_keras
from tools.digit_net.augmentation import varied

# Chosen by what a net trained on 3,500 of the training digits makes of the other 500.
SEED, EPOCHS, BATCH, LEARNING_RATE = 0, 90, 64, 5e-3
Pictures = NDArray[np.float32]
Labels = NDArray[np.uint8]


def train(epochs: int = EPOCHS) -> Net:
    """Train on the 4,000 training digits.

    Args:
        epochs: How often each digit is seen, each time as another hand may have drawn it.

    Returns:
        The net, its weights rounded to float16.
    """
    import keras
    import tensorflow as tf

    # The same weights at each run on the same machine, however many processors it has.
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(SEED)
    (pictures, labels), _ = training_and_test()
    model = build()
    steps = epochs * -(-len(pictures) // BATCH)
    falling = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(optimizer=keras.optimizers.Adam(falling), loss="sparse_categorical_crossentropy")
    random = np.random.default_rng(SEED)
    for epoch in range(epochs):
        seen = varied(pictures[..., 0], random)[..., np.newaxis]
        loss = model.fit(seen, labels, batch_size=BATCH, verbose=0).history["loss"][0]
        print(f"epoch {epoch + 1:2} of {epochs}: loss {loss:.4f}", flush=True)
    model.set_weights([weights.astype("float16") for weights in model.get_weights()])
    return from_keras(model)


def build() -> Any:
    """Build the untrained net: the first ConvNet of the course, made small."""
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu", name="conv2d"),
            layers.MaxPooling2D(2, name="max_pooling2d"),
            layers.Conv2D(16, 3, activation="relu", name="conv2d_1"),
            layers.MaxPooling2D(2, name="max_pooling2d_1"),
            layers.Conv2D(24, 3, activation="relu", name="conv2d_2"),
            layers.Flatten(name="flatten"),
            layers.Dense(10, activation="softmax", name="dense"),
        ]
    )


def scores(net: Net) -> dict[str, float]:
    """Measure a net on the 1,000 digits that it has never seen.

    Args:
        net: The trained net.

    Returns:
        `accuracy` on the digits as they are, `accuracy_moved` on the same as other hands may have drawn them.
    """
    _, (pictures, labels) = training_and_test()
    moved = varied(pictures[..., 0], np.random.default_rng(SEED))[..., np.newaxis]
    model = to_keras(net)

    def accuracy(seen: Pictures) -> float:
        answers = model.predict(seen, verbose=0).argmax(axis=1)
        return float((answers == labels).mean())

    return {"accuracy": accuracy(pictures), "accuracy_moved": accuracy(moved)}


def training_and_test() -> tuple[tuple[Pictures, Labels], tuple[Pictures, Labels]]:
    """Return the digits with ink from 0 to 1."""
    (x_train, y_train), (x_test, y_test) = digits()
    return ((x_train / 255).astype(np.float32), y_train), ((x_test / 255).astype(np.float32), y_test)
