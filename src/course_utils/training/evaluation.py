"""`evaluate`: how often a model is right, how sure one can be of that, and where it goes wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.datasets.batches import array_batches, in_file_order

# 95 % of a normal distribution lie within so many standard deviations.
_DEVIATIONS = 1.959963984540054
_WORST = 24

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Mistake:
    """A sample that a model puts into the wrong class.

    Args:
        index: Its place among all samples.
        label: The name of its class.
        prediction: The name of the class that the model sees.
        confidence: How sure the model is of that, from 0.5 to 1.
        file: Where the picture lies, or "" where it did not come from a file.
        image: What the model saw: uint8, shape `(height, width, channels)`, or None where it was no picture.
    """

    index: int
    label: str
    prediction: str
    confidence: float
    file: str = ""
    image: NDArray[np.uint8] | None = None

    def __repr__(self) -> str:
        where = Path(self.file).name if self.file else f"sample {self.index}"
        return f"{where}: a {self.label}, taken for a {self.prediction} (≈ {self.confidence:.1%} sure)"


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How a model does on samples that it has not learned from.

    Args:
        probabilities: The model's probability of the second class, for each sample.
        labels: The classes, 0 or 1.
        class_names: Their names.
        mistakes: The worst mistakes, the worst first.
    """

    probabilities: NDArray[np.float64]
    labels: NDArray[np.int64]
    class_names: tuple[str, str]
    mistakes: tuple[Mistake, ...]

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.labels)

    @property
    def predictions(self) -> NDArray[np.int64]:
        """The class that the model sees in each sample: the second from 0.5 on, as Keras counts it."""
        return (self.probabilities > 0.5).astype(np.int64)

    @property
    def correct(self) -> int:
        """How many samples the model puts into their class."""
        return int(np.sum(self.predictions == self.labels))

    @property
    def accuracy(self) -> float:
        """The share of samples that the model puts into their class."""
        return self.correct / len(self)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the accuracy on ever more such samples would lie, with a confidence of 95 %."""
        return wilson_interval(self.correct, len(self))

    @property
    def confusion(self) -> NDArray[np.int64]:
        """How many samples of each class (row) the model puts into each class (column)."""
        counts = np.zeros((2, 2), np.int64)
        np.add.at(counts, (self.labels, self.predictions), 1)
        return counts

    def __repr__(self) -> str:
        low, high = self.interval
        return f"accuracy ≈ {self.accuracy:.1%} on {len(self):,} samples (95% interval ≈ {low:.1%} to ≈ {high:.1%})"


def evaluate(model: Any, data: Any) -> Evaluation:
    """Put a model to the test.

    Every sample counts once, those of a smaller last batch, too, and the model works as it does for users:
    augmentation and dropout are off.

    Args:
        model: A `keras.Model` whose answer is one probability a sample, that of the second class.
        data: Batches, as `datasets.image_batches` returns them; or arrays `(inputs, labels)`.

    Returns:
        The accuracy with its interval, the confusion of the classes, all probabilities, and the worst mistakes.
        Where `data` is of `datasets`, samples are in the order of their files, whether it is shuffled or not.

    Raises:
        ValueError: If the model answers with something else, or the labels are not 0 and 1.

    Example:
        >>> evaluate(model, datasets.image_batches(folder / "test", image_size=(96, 96)))
        accuracy ≈ 84.2% on 500 samples (95% interval ≈ 80.7% to ≈ 87.1%)
    """
    data = array_batches(*data, seed=None) if isinstance(data, tuple | list) else in_file_order(data)
    class_names = tuple(getattr(data, "class_names", ("0", "1")))
    if len(class_names) != 2:
        raise ValueError(f"`data` must have two classes. Received: {len(class_names)}, {list(class_names)}")
    probabilities, labels = [], []
    worst = _Worst(class_names, list(getattr(data, "file_paths", [])))
    for inputs, answers, truth in _answers(model, data):
        worst.look(inputs, answers, truth)
        probabilities.append(answers)
        labels.append(truth)
    if not labels:
        raise ValueError("`data` must have at least one sample. Received: none")
    return Evaluation(np.concatenate(probabilities), np.concatenate(labels), class_names, worst.mistakes())


def wilson_interval(correct: int, count: int) -> tuple[float, float]:
    """Return where a share lies with a confidence of 95 %, after so many right ones of so many.

    Other than the textbooks' share ± 2 standard errors, it holds near 0 and 1 and for few samples, too.

    Args:
        correct: How many were right.
        count: How many there were.

    Returns:
        The lower and the upper bound.

    Raises:
        ValueError: If `count` is not positive, or `correct` is not among 0 to `count`.

    Example:
        >>> wilson_interval(421, 500)
        (0.8074..., 0.8714...)

    Reference:
        [Wilson, 1927](https://doi.org/10.1080/01621459.1927.10502953).
    """
    if count < 1 or not 0 <= correct <= count:
        raise ValueError(f"There must be 0 to `count` right ones. Received: correct={correct}, count={count}")
    share, squared = correct / count, _DEVIATIONS**2
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    reach = _DEVIATIONS * math.sqrt(share * (1 - share) / count + squared / (4 * count**2)) / (1 + squared / count)
    # The share itself lies between them, whatever the last digit of the arithmetic says.
    return max(min(middle - reach, share), 0.0), min(max(middle + reach, share), 1.0)


class _Worst:
    """The worst mistakes so far, with their pictures: those of all samples would fill the memory."""

    def __init__(self, class_names: tuple[str, ...], files: list[str]) -> None:
        self._class_names, self._files = class_names, files
        self._seen = 0
        self._kept: list[Mistake] = []

    def look(self, inputs: Array, probabilities: Array, labels: Array) -> None:
        for place in np.flatnonzero((probabilities > 0.5) != labels):
            self._kept.append(self._mistake(int(place), inputs, probabilities, labels))
        self._seen += len(labels)
        self._kept = sorted(self._kept, key=lambda mistake: (-mistake.confidence, mistake.index))[:_WORST]

    def mistakes(self) -> tuple[Mistake, ...]:
        return tuple(self._kept)

    def _mistake(self, place: int, inputs: Array, probabilities: Array, labels: Array) -> Mistake:
        index, label = self._seen + place, int(labels[place])
        return Mistake(
            index,
            self._class_names[label],
            self._class_names[1 - label],
            float(max(probabilities[place], 1 - probabilities[place])),
            self._files[index] if self._files else "",
            _picture(inputs[place]),
        )


def _answers(model: Any, data: Any) -> Iterator[tuple[Array, NDArray[np.float64], NDArray[np.int64]]]:
    for inputs, labels in data:
        answers = np.asarray(model.predict_on_batch(inputs), np.float64)
        if answers.size != len(answers) or not np.all((answers >= 0) & (answers <= 1)):
            raise ValueError(
                "`model` must answer with one probability a sample: end it with "
                f'Dense(1, activation="sigmoid"). Received: an answer of shape {answers.shape}, '
                f"values {answers.min():.3g} to {answers.max():.3g}"
            )
        truth = np.asarray(labels).reshape(-1)
        if len(truth) != len(answers) or not np.isin(truth, (0, 1)).all():
            raise ValueError(
                f"Labels must be 0 or 1, one a sample. Received: {len(truth)} labels for {len(answers)} samples, "
                f"values {np.unique(truth)[:5]}"
            )
        yield np.asarray(inputs), answers.reshape(-1), truth.astype(np.int64)


def _picture(image: Array) -> NDArray[np.uint8] | None:
    """A sample as a picture, where it is one: values 0 to 255 in one or three channels."""
    if image.ndim != 3 or image.shape[-1] not in (1, 3):
        return None
    return np.clip(np.round(image), 0, 255).astype(np.uint8)
