"""The ConvNet of chapter 1 beside the same one without pooling: accuracy on held-out digits, parameters, time.

`python benchmarks/pooling.py` trains both on the 4,000 embedded digits, three seeds each, and stores what it prints.
How to train was chosen for the one with pooling, on 800 of its training digits set aside.
"""

from __future__ import annotations

import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils import datasets, quiet_tensorflow

quiet_tensorflow()

import keras  # noqa: E402
import numpy as np  # noqa: E402

SEEDS = (0, 1, 2)
EPOCHS, BATCH_SIZE = 12, 32
RESULT = Path(__file__).with_suffix(".json")


def build(pooling: bool) -> keras.Sequential:
    """Return the network of chapter 1, with or without its `MaxPooling2D` layers."""
    layers = keras.layers
    stack: list[Any] = [keras.Input((28, 28, 1))]
    for filters in (32, 64, 128):
        stack.append(layers.Conv2D(filters, kernel_size=3, activation="relu"))
        if pooling and filters < 128:
            stack.append(layers.MaxPooling2D(pool_size=2))
    return keras.Sequential([*stack, layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax")])


def run(pooling: bool, seed: int) -> dict[str, float]:
    """Train one network and test it once."""
    (x_train, y_train), (x_test, y_test) = datasets.digits()
    x_train, x_test = x_train / np.float32(255), x_test / np.float32(255)
    keras.utils.set_random_seed(seed)
    net = build(pooling)
    steps = EPOCHS * -(-len(x_train) // BATCH_SIZE)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, decay_steps=steps)
    optimizer = keras.optimizers.Adam(rate, use_ema=True, ema_momentum=0.98)
    net.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    started = time.perf_counter()
    net.fit(x_train, y_train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    seconds = time.perf_counter() - started
    _, accuracy = net.evaluate(x_test, y_test, batch_size=250, verbose=0)
    return {"accuracy": round(float(accuracy), 4), "seconds": round(seconds, 1)}


def main() -> None:
    """Print the two side by side, and store the figures."""
    result: dict[str, Any] = {
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("keras", "tensorflow")}},
        "machine": {"cpu_count": os.cpu_count(), "load_average": round(os.getloadavg()[0], 1)},
        "epochs": EPOCHS,
        "batch_size": BATCH_SIZE,
    }
    for name, pooling in {"with pooling": True, "without pooling": False}.items():
        runs = []
        for seed in SEEDS:
            runs.append(run(pooling, seed))
            print(f"{name}, seed {seed}: {runs[-1]['accuracy']:.1%} in {runs[-1]['seconds']:.0f} s", flush=True)
        result[name] = {"parameters": build(pooling).count_params(), "runs": runs}
    with_pooling, without = (
        {figure: np.mean([run[figure] for run in result[name]["runs"]]) for figure in ("accuracy", "seconds")}
        for name in ("with pooling", "without pooling")
    )
    result["times as slow without"] = round(float(without["seconds"] / with_pooling["seconds"]), 1)
    print(f"{with_pooling['accuracy']:.1%} with pooling, {without['accuracy']:.1%} without, at", end=" ")
    print(f"{result['times as slow without']} times the time")
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
