"""Runs pictures through a pretrained base once, and keeps what comes out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from course_utils.pretrained.conv_base import ConvBase, check_raw
from course_utils.pretrained.feature_store import FeatureStore, key_of
from course_utils.pretrained.folding import folded
from course_utils.storage import cache_folder

Array = NDArray[Any]
_Result = TypeVar("_Result")
# What tf.data answers when it is asked how many batches there are.
_ENDLESS = -1
_AT_ONCE = 2
_GRAPHS: WeakKeyDictionary[ConvBase, tuple[str, Any]] = WeakKeyDictionary()


def extract_features(
    conv_base: ConvBase, dataset: Iterable[tuple[Any, Any]], verbose: bool = True
) -> tuple[Array, Array]:
    """Return what a pretrained base sees in every picture of a data set, and the labels.

    The first time, a bar shows the progress; from then on the features of a picture come from the disk, in any
    order and from any data set that has it. They are found by the content of the picture, the numbers in the base
    and its settings: whatever changes is computed anew, so a base that has been fine-tuned sees with its own
    eyes, and randomly augmented pictures are new ones every time. What has been computed when the process is
    stopped is not lost.

    Shape: pictures `(batch, height, width, 3)` → features `(pictures, height′, width′, features)`, or
    `(pictures, features)` for a base with `pooling`.

    Args:
        conv_base: A base from `pretrained.load`.
        dataset: Batches `(images, labels)` of raw pixels, 0 to 255, such as `datasets.image_batches(…)` gives.
            It is gone through once, and what comes out is in its order.
        verbose: Whether to show the progress of what takes longer than a moment.

    Returns:
        `(features, labels)`: features as float32, and the labels as the data set has them.

    Raises:
        ValueError: If the data set is empty or endless, has no labels, or its pictures have another size or have
            been preprocessed already.

    Example:
        >>> conv_base = load()
        >>> features, labels = extract_features(conv_base, image_batches(folder / "train", (180, 180)))
        >>> features.shape
        (2000, 6, 6, 1280)

    Reference:
        [Chollet, Deep Learning with Python, 3rd ed., 8.3](https://deeplearningwithpython.io/chapters/)
    """
    from course_utils.downloads import progress

    key = _key(conv_base)
    store = FeatureStore(cache_folder() / "features" / key, conv_base.output_shape)
    forward = _compiled(conv_base, key)

    def work(batch: Any) -> tuple[list[bytes], Array]:
        images, labels = _pair(batch)
        check_raw(images, conv_base.input_shape)
        keys = [key_of(image) for image in images]
        missing = {key: place for place, key in enumerate(keys) if key not in store}
        if missing:
            store.add(list(missing), forward(images[list(missing.values())]))
        return keys, labels

    found, title = [], f"{conv_base.name} features" if verbose else None
    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads, progress(title, _count(dataset), unit=" batches") as bar:
            for result in _in_turn(threads, work, dataset):
                found.append(result)
                bar.update()
    finally:
        store.write()
    if not found:
        raise ValueError("`dataset` has no pictures. Received: an empty data set. Is its folder the right one?")
    return np.stack([store[key] for keys, _ in found for key in keys]), np.concatenate([labels for _, labels in found])


def _in_turn(threads: Executor, work: Callable[[Any], _Result], batches: Iterable[Any]) -> Iterator[_Result]:
    """Work on a few batches at once, since one alone leaves cores idle, and yield the results in their order."""
    waiting: deque[Future[_Result]] = deque()
    for batch in batches:
        waiting.append(threads.submit(work, batch))
        if len(waiting) > _AT_ONCE:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _compiled(conv_base: ConvBase, key: str) -> Callable[[Array], Array]:
    """The base with its numbers of now as one graph, traced once for batches of every length."""
    import tensorflow as tf

    if _GRAPHS.get(conv_base, ("", None))[0] != key:
        model = folded(conv_base.model)
        pictures = tf.TensorSpec((None, *conv_base.input_shape), tf.float32)
        graph = tf.function(lambda images: model(images, training=False), input_signature=[pictures])
        _GRAPHS[conv_base] = key, graph
    _, graph = _GRAPHS[conv_base]
    return lambda images: np.asarray(graph(tf.convert_to_tensor(images, tf.float32)), dtype=np.float32)


def _key(conv_base: ConvBase) -> str:
    """A name for the base that any other numbers or settings in it would change."""
    model = conv_base.model
    settings = (conv_base.alpha, conv_base.family.preprocessing, conv_base.input_shape, model.compute_dtype)
    key = key_of(*model.get_weights(), text=repr((*settings, type(model.layers[-1]).__name__)))
    return f"{conv_base.name}-{key.hex()}"


def _pair(batch: Any) -> tuple[Array, Array]:
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        raise ValueError(
            "`dataset` must give batches (images, labels). "
            f"Received: {f'{len(batch)} parts' if isinstance(batch, tuple | list) else type(batch).__name__}."
        )
    images, labels = (np.asarray(part) for part in batch)
    if len(images) != len(labels):
        raise ValueError(
            f"Each image needs a label. Received: a batch of {len(images)} images and {len(labels)} labels."
        )
    return images, labels


def _count(dataset: Any) -> int | None:
    """How many batches there are, if that is known."""
    if not hasattr(dataset, "cardinality"):
        return len(dataset) if isinstance(dataset, Sized) else None
    count = int(dataset.cardinality())
    if count == _ENDLESS:
        raise ValueError("`dataset` must come to an end. Received: an endless one. Leave out its `repeat()`.")
    return max(count, 0) or None
