"""Feature extraction: `pretrained.extract_features` beside the loop over `conv_base.predict` that books teach.

`python benchmarks/features.py` measures images per second, from JPEG files to arrays of features at 180 pixels, and
stores what it prints. With CONVNET_COURSE_DATA set it reads the photos there, else the drawn pets. Xception and VGG16
have random weights here: their speed does not depend on them. The loop is that of "Deep Learning with Python", 3rd
edition, section 8.3; it gets the same data set, and a net that has its preprocessing inside does not pay for it again.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils import datasets, pretrained, quiet_tensorflow

quiet_tensorflow()

import keras  # noqa: E402
import numpy as np  # noqa: E402

SIZE, BATCH_SIZE, ROUNDS = (180, 180), 64, 3
COUNTS = {"EfficientNetLite0": 512, "Xception": 128, "VGG16": 128}
RESULT = Path(__file__).with_suffix(".json")


def batches(count: int) -> Any:
    """The first pictures of the training set, as the third edition reads them."""
    folder = datasets.cats_vs_dogs() if "CONVNET_COURSE_DATA" in os.environ else datasets.sample_pets()
    dataset = keras.utils.image_dataset_from_directory(
        folder / "train", image_size=SIZE, batch_size=BATCH_SIZE, shuffle=True, seed=0, verbose=False
    )
    return dataset.take(count // BATCH_SIZE)


def predict_loop(conv_base: Any, preprocess_input: Callable[[Any], Any], dataset: Any) -> tuple[Any, Any]:
    """The loop of the third edition."""
    all_features, all_labels = [], []
    for images, labels in dataset:
        preprocessed_images = preprocess_input(images)
        features = conv_base.predict(preprocessed_images, verbose=0)
        all_features.append(features)
        all_labels.append(labels)
    return np.concatenate(all_features), np.concatenate(all_labels)


def ours(conv_base: pretrained.ConvBase, dataset: Any) -> tuple[Any, Any]:
    """Ours, with nothing on disk yet, and writing what it computes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONVNET_COURSE_CACHE"] = folder
        return pretrained.extract_features(conv_base, dataset, verbose=False)


def ways() -> dict[str, tuple[str, Callable[[Any], tuple[Any, Any]]]]:
    """Each way to measure: the net it uses, and a function of a data set."""
    lite0 = pretrained.load()
    applications = keras.applications
    options: dict[str, Any] = {"include_top": False, "weights": None, "input_shape": (*SIZE, 3)}
    xception, vgg16 = applications.Xception(**options), applications.VGG16(**options)
    return {
        "ours, EfficientNetLite0": ("EfficientNetLite0", lambda data: ours(lite0, data)),
        "predict loop, EfficientNetLite0": (
            "EfficientNetLite0",
            lambda data: predict_loop(lite0.model, np.asarray, data),
        ),
        "predict loop, Xception": (
            "Xception",
            lambda data: predict_loop(xception, applications.xception.preprocess_input, data),
        ),
        "predict loop, VGG16": ("VGG16", lambda data: predict_loop(vgg16, applications.vgg16.preprocess_input, data)),
    }


def main() -> None:
    """Measure all ways in turn, several times over; print and store the medians."""
    every = ways()
    for _, way in every.values():
        way(batches(BATCH_SIZE))  # traces the graphs
    speeds: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(ROUNDS):
        for name, (net, way) in every.items():
            started = time.perf_counter()
            features, _ = way(batches(COUNTS[net]))
            speeds[name].append(len(features) / (time.perf_counter() - started))
    median = {name: statistics.median(rounds) for name, rounds in speeds.items()}
    loop = "predict loop, EfficientNetLite0"
    ratios = {
        "ours to the loop, both EfficientNetLite0": median["ours, EfficientNetLite0"] / median[loop],
        "EfficientNetLite0 to Xception, both in the loop": median[loop] / median["predict loop, Xception"],
        "EfficientNetLite0 to VGG16, both in the loop": median[loop] / median["predict loop, VGG16"],
        "ours with EfficientNetLite0 to the loop with Xception": median["ours, EfficientNetLite0"]
        / median["predict loop, Xception"],
        "ours with EfficientNetLite0 to the loop with VGG16": median["ours, EfficientNetLite0"]
        / median["predict loop, VGG16"],
    }
    for name, speed in median.items():
        print(f"{name}: {speed:.1f} images/s  ({', '.join(f'{value:.1f}' for value in speeds[name])})")
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f} times")
    result = {
        "command": "python benchmarks/features.py",
        "pictures": "photos" if "CONVNET_COURSE_DATA" in os.environ else "sample pets",
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("keras", "tensorflow")}},
        "machine": {"cpu_count": os.cpu_count(), "load_average": round(os.getloadavg()[0], 1)},
        "batch_size": BATCH_SIZE,
        "images": COUNTS,
        "images per second": {name: [round(value, 1) for value in rounds] for name, rounds in speeds.items()},
        "ratios of the medians": {name: round(ratio, 2) for name, ratio in ratios.items()},
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
