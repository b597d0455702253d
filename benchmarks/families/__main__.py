"""Times each family of pretrained nets on the processor: one picture at a time, and 32 at once.

Run from the repository root, with nothing else to do for the machine: `nice -n -20 python -m benchmarks.families`.
Each net is whole, classifier included, and gets pictures of the size it was trained on. Its weights are random, since
its speed does not depend on them. The families take turns, so that whatever else the machine does meets all of them,
and the fastest turn counts, since whatever else it does can only slow a net down. The figures go where the package
keeps them, for the chapter on pretrained models: `src/course_utils/pretrained/families_cpu.json`.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from course_utils import quiet_tensorflow
from course_utils.pretrained import FAMILIES, Family, load
from course_utils.pretrained.efficientnet_lite import efficientnet_lite0
from course_utils.pretrained.measured import FIGURES

quiet_tensorflow()

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

BATCHES = (1, 32)
# In a turn a net answers so many times, and the last one counts: those before find out how, and fetch the weights.
ANSWERS = {1: 4, 32: 1}
DECIMALS = 1  # of milliseconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, nargs=2, default=(9, 3), help="turns for 1 picture, and for 32")
    rounds = dict(zip(BATCHES, arguments.parse_args().rounds, strict=True))
    calls = {name: compiled(family) for name, family in FAMILIES.items()}
    times: dict[str, dict[int, list[float]]] = {name: {batch: [] for batch in BATCHES} for name in FAMILIES}
    for batch in BATCHES:
        for turn in range(-1, rounds[batch]):  # the first one traces the graph, and does not count
            for name, call in calls.items():
                images = pictures(FAMILIES[name], batch)
                milliseconds = [timed(call, images) for _ in range(ANSWERS[batch])][-1]
                if turn >= 0:
                    times[name][batch].append(milliseconds / batch)
            print(f"{batch} at once, turn {turn + 1} of {rounds[batch]}", flush=True)
    result = {
        "command": "nice -n -20 python -m benchmarks.families",
        "what": "milliseconds a picture, the fastest turn; 1 and 32 pictures at once, the whole net at its own size",
        "turns": rounds,
        "milliseconds": {name: each(min, found) for name, found in times.items()},
        "medians": {name: each(statistics.median, found) for name, found in times.items()},
        "feature_shapes": {name: feature_shape(family) for name, family in FAMILIES.items()},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("keras", "tensorflow")}},
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine(), "load": round(os.getloadavg()[0], 1)},
    }
    FIGURES.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, found in sorted(result["milliseconds"].items(), key=lambda item: item[1]["1"]):
        print(f"{name:20} {found['1']:8.1f} ms alone  {found['32']:8.1f} ms among 32")


def compiled(family: Family) -> Callable[[Any], Any]:
    """Build a whole net with random weights, as a graph that answers raw pixels."""
    shape = (family.default_size, family.default_size, 3)
    if family.published is None:
        model = efficientnet_lite0(shape, weights=None, include_top=True)
    else:
        pixels = keras.Input(shape)
        build = getattr(keras.applications, family.name)
        model = build(weights=None, input_tensor=family.preprocessing(pixels))
    return tf.function(lambda images: model(images, training=False))


def pictures(family: Family, batch: int) -> Any:
    size = (batch, family.default_size, family.default_size, 3)
    return tf.constant(np.random.default_rng(0).integers(0, 256, size).astype("float32"))


def timed(call: Callable[[Any], Any], images: Any) -> float:
    """Return the milliseconds that an answer takes."""
    begun = time.perf_counter()
    call(images).numpy()
    return 1000 * (time.perf_counter() - begun)


def feature_shape(family: Family) -> list[int]:
    """Return height, width and channels of the last feature map, for a picture of the family's own size."""
    size = family.default_size
    return list(load(family.name, (size, size, 3), weights=None).output_shape)


def each(figure: Callable[[list[float]], float], found: dict[int, list[float]]) -> dict[str, float]:
    return {str(batch): round(figure(values), DECIMALS) for batch, values in found.items()}


if __name__ == "__main__":
    main()
