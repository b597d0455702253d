"""Times training steps: all choices in turn, again and again, so that none has the machine at a better moment."""

from __future__ import annotations

import time
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from course_utils.models import classifier
from tools.freezing_costs.blocks import set_trainable

BATCH_SIZE, IMAGE_SIZE = 32, 180
# So small that the shared weights stay where they are, however often they are trained.
LEARNING_RATE = 1e-9


class Choice(NamedTuple):
    """Which blocks learn, and whether their BatchNormalization does, too."""

    unfrozen: list[str]
    batch_norm: bool = False
    held_out: bool = False  # not fitted, so that it can tell how good the fit is


def choices(names: list[str]) -> list[Choice]:
    """Return what is measured: as few as the fit needs, since each takes XLA half a minute to compile."""

    def from_(block: str) -> list[str]:
        return names[names.index(block) :]

    return [
        Choice([]),
        *(Choice(from_(block)) for block in ("top", "block5a", "block3a", "stem")),
        Choice(["stem"]),
        Choice(from_("stem"), batch_norm=True),
        Choice(from_("block4a"), held_out=True),
        Choice(["block2b", "block6a"], held_out=True),
    ]


def measure(base: Any, asked: list[Choice], turns: int) -> list[dict[str, Any]]:
    """Return the median seconds of a step for each choice.

    Args:
        base: A `ConvBase`.
        asked: The choices.
        turns: How often each is timed.
    """
    random = np.random.default_rng(0)
    photos = random.integers(0, 256, (BATCH_SIZE, IMAGE_SIZE, IMAGE_SIZE, 3)).astype("float32")
    labels = random.integers(0, 2, (BATCH_SIZE, 1)).astype("float32")
    models = []
    for choice in asked:
        set_trainable(base, choice.unfrozen, batch_norm=choice.batch_norm)
        model = classifier(base, learning_rate=LEARNING_RATE)
        model.train_on_batch(photos, labels)  # compiles; from here on the flags may change
        models.append(model)
    seconds: list[list[float]] = [[] for _ in models]
    for _ in range(turns):
        for place, model in enumerate(models):
            start = time.perf_counter()
            model.train_on_batch(photos, labels)
            seconds[place].append(time.perf_counter() - start)
    return [
        {**choice._asdict(), "seconds": round(median(times), 4)} for choice, times in zip(asked, seconds, strict=True)
    ]
