"""Batches of pictures for training and evaluation: in a new order every epoch, the same one in every session."""

from __future__ import annotations

import math
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.datasets.decoding import PictureFolder, in_memory, on_disk

MEMORY_LIMIT = 2**30
LABEL_MODES = ("int", "binary")

Array = NDArray[Any]


@dataclass
class Order:
    """In which order the batches take the samples: each pass draws another one, from the seed and its number.

    Args:
        count: How many samples there are.
        batch_size: How many of them make a batch.
        seed: Where the chance comes from; None keeps the samples as they are.
        epoch: The number of the next pass, counted from 0. `training.fit` sets it, so that a training that goes
            on sees what it would have seen.
    """

    count: int
    batch_size: int
    seed: int | None
    epoch: int = 0

    def __len__(self) -> int:
        """Return the number of batches."""
        return math.ceil(self.count / self.batch_size)

    def __iter__(self) -> Iterator[Array]:
        """Yield the places of each batch's samples, and move on to the next pass."""
        places = self._places()
        self.epoch += 1
        for start in range(0, self.count, self.batch_size):
            yield places[start : start + self.batch_size]

    def _places(self) -> Array:
        if self.seed is None:
            return np.arange(self.count)
        # The older generator: its numbers are the same in every version of NumPy.
        return np.random.RandomState([self.seed, self.epoch]).permutation(self.count)


@dataclass(frozen=True, eq=False)
class Source:
    """What a data set of batches is made from: it lies in the data set's attribute `source`."""

    inputs: Array
    labels: Array
    order: Order

    def __iter__(self) -> Iterator[tuple[Array, Array]]:
        """Yield the batches of one pass."""
        for places in self.order:
            yield self.inputs[places], self.labels[places]


def image_batches(
    directory: str | Path,
    image_size: int | Sequence[int],
    batch_size: int = 32,
    *,
    shuffle: bool = True,
    seed: int = 0,
    label_mode: str = "int",
    interpolation: str = "bilinear",
    crop_to_aspect_ratio: bool = False,
    memory_limit: int = MEMORY_LIMIT,
) -> Any:
    """Read a folder of pictures as batches: what `keras.utils.image_dataset_from_directory` gives, and faster.

    The pictures are decoded and resized by that very function, but once, rather than in every epoch, and kept:
    in memory where they fit into `memory_limit`, else in a file under `storage.cache_folder()`, which a line
    says. While the model works on a batch, the next ones are made ready.

    Each pass over the batches, such as an epoch, has its own order. The first, second, … pass has the same one in
    every session.

    Shape: photos `(batch, height, width, 3)`, float32 from 0 to 255; labels `(batch,)`, int32, or for
    `label_mode="binary"` `(batch, 1)`, float32.

    Args:
        directory: A folder with one folder for each class.
        image_size: Height and width of a picture, in pixels, or one number for both.
        batch_size: Pictures in a batch; the last batch has what is left.
        shuffle: Whether each pass has its own order. Without, the pictures come as `file_paths` lists them.
        seed: Where the orders come from.
        label_mode: `"int"` for the number of the class, `"binary"` for one of two classes as Keras' losses
            see it.
        interpolation: How to resize, as in Keras.
        crop_to_aspect_ratio: Whether to cut off what does not fit into the shape of `image_size`, rather than
            squeeze it in.
        memory_limit: Bytes that the decoded pictures may take in memory.

    Returns:
        A `tf.data.Dataset`. It has the attributes `class_names` and `file_paths`, as Keras' has, and
        `data_key`, a text that changes with the files and with how they are decoded.

    Raises:
        FileNotFoundError: If there is no such folder.
        ValueError: If it holds no classes, a class holds no pictures, a picture can't be read (the message
            names it), or an argument is out of range.
        OSError: If neither memory nor disk has room.

    Example:
        >>> train = image_batches(sample_pets() / "train", image_size=(96, 96))
        >>> train.class_names
        ['cat', 'dog']

    Reference:
        [Image data loading](https://keras.io/api/data_loading/image/) of Keras.
    """
    size = _size(image_size)
    _check_positive("batch_size", batch_size)
    _check_seed(seed)
    folder = PictureFolder(Path(directory), size, interpolation, crop_to_aspect_ratio)
    folder.check()
    labels = _labels(folder, label_mode)
    if folder.nbytes <= memory_limit:
        images = in_memory(folder)
    else:
        print(f"{_described(folder)}, more than memory_limit: kept on disk, under storage.cache_folder()", flush=True)
        images = on_disk(folder)
    dataset = array_batches(images, labels, batch_size, seed=seed if shuffle else None)
    dataset.class_names = list(folder.class_names)
    dataset.file_paths = list(folder.file_paths)
    dataset.data_key = folder.key
    return dataset


def array_batches(inputs: Array, labels: Array, batch_size: int = 32, *, seed: int | None = 0) -> Any:
    """Serve arrays as batches, such as features that were extracted before.

    Args:
        inputs: Shape `(samples, …)`.
        labels: Shape `(samples, …)`.
        batch_size: Samples in a batch; the last batch has what is left.
        seed: Where the order of each pass comes from; None keeps the samples as they are.

    Returns:
        A `tf.data.Dataset` of `(inputs, labels)`.

    Raises:
        ValueError: If there are no samples, or not as many labels.

    Example:
        >>> train = array_batches(features, labels)
    """
    if not len(inputs) or len(inputs) != len(labels):
        raise ValueError(
            "There must be a label for each sample, and at least one sample. "
            f"Received: {len(inputs)} samples, {len(labels)} labels"
        )
    return _dataset(inputs, labels, Order(len(inputs), batch_size, seed))


def in_file_order(dataset: Any) -> Any:
    """Return the batches of `image_batches` or `array_batches` in the order of their files or samples.

    Any other data set is returned as it is.
    """
    source = getattr(dataset, "source", None)
    if not isinstance(source, Source) or source.order.seed is None:
        return dataset
    again = _dataset(source.inputs, source.labels, replace(source.order, seed=None))
    for name in ("class_names", "file_paths", "data_key"):
        if hasattr(dataset, name):
            setattr(again, name, getattr(dataset, name))
    return again


def first_of_each_class(dataset: Any, samples: int) -> Any:
    """Return batches of fewer samples: the first ones of each class, as many of each.

    Args:
        dataset: What `image_batches` or `array_batches` returned, with labels that are numbers of classes.
        samples: How many samples to take, in all.

    Returns:
        A `tf.data.Dataset` with the same batch size, and its own order in each pass if `dataset` has one.

    Raises:
        ValueError: If there are not as many of each class.

    Example:
        >>> few = first_of_each_class(train, 200)
    """
    source: Source = dataset.source
    classes, counts = np.unique(source.labels, return_counts=True)
    each, rest = divmod(samples, len(classes))
    if rest or not 1 <= each <= counts.min():
        raise ValueError(
            f"`samples` must be a multiple of {len(classes)}, the number of classes, with at most {counts.min()} of "
            f"each. Received: samples={samples}"
        )
    places = np.concatenate([np.flatnonzero(source.labels == label)[:each] for label in classes])
    fewer = _dataset(source.inputs[places], source.labels[places], replace(source.order, count=samples))
    if hasattr(dataset, "class_names"):
        fewer.class_names = dataset.class_names
        fewer.file_paths = [dataset.file_paths[place] for place in places]
        fewer.data_key = f"{dataset.data_key}, the first {samples}"
    return fewer


def _dataset(inputs: Array, labels: Array, order: Order) -> Any:
    import tensorflow as tf

    source = Source(inputs, labels, order)
    # TensorFlow never lets go of the function below, which must not keep the arrays in memory.
    reference = weakref.ref(source)

    def batches() -> Iterator[tuple[Array, Array]]:
        yield from reference() or ()

    signature = tuple(tf.TensorSpec((None, *part.shape[1:]), part.dtype) for part in (inputs, labels))
    dataset = tf.data.Dataset.from_generator(batches, output_signature=signature)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(len(order))).prefetch(tf.data.AUTOTUNE)
    dataset.source = source
    return dataset


def _labels(folder: PictureFolder, label_mode: str) -> Array:
    if label_mode not in LABEL_MODES:
        raise ValueError(f"`label_mode` must be one of {', '.join(LABEL_MODES)}. Received: label_mode={label_mode!r}")
    if label_mode == "int":
        return folder.labels
    if len(folder.class_names) != 2:
        raise ValueError(
            f'label_mode="binary" is for two classes. Received: {len(folder.class_names)} classes, '
            f'{list(folder.class_names)}. Use label_mode="int".'
        )
    return folder.labels[:, np.newaxis].astype(np.float32)


def _described(folder: PictureFolder) -> str:
    height, width = folder.image_size
    return f"{len(folder.file_paths):,} pictures of {height}×{width} take {folder.nbytes / 2**30:.1f} GiB"


def _size(image_size: Any) -> tuple[int, int]:
    sides = tuple(image_size) if isinstance(image_size, Sequence) else (image_size, image_size)
    if len(sides) != 2 or not all(map(_is_positive_integer, sides)):
        raise ValueError(
            f"`image_size` must be (height, width) in pixels, or one number. Received: image_size={image_size!r}"
        )
    return int(sides[0]), int(sides[1])


def _check_positive(name: str, value: Any) -> None:
    if not _is_positive_integer(value):
        raise ValueError(f"`{name}` must be a positive integer. Received: {name}={value!r}")


def _check_seed(seed: Any) -> None:
    if not isinstance(seed, Integral) or not 0 <= int(seed) < 2**32:
        raise ValueError(f"`seed` must be an integer from 0 to 2**32 - 1. Received: seed={seed!r}")


def _is_positive_integer(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) > 0
