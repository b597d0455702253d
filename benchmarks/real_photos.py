"""Cats and dogs on real photos: a linear head on frozen EfficientNet-Lite0, from JPEG files to test accuracy.

`CONVNET_COURSE_DATA=… python benchmarks/real_photos.py` reads `cats_vs_dogs/{train,validation,test}` there, extracts
features at 180 and 224 pixels with nothing on disk yet, trains heads with several weight decays on the training
photos, chooses one on the validation photos, measures it on the test photos once, and stores what it prints.
"""

from __future__ import annotations

import json
import math
import os
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils import datasets, pretrained, quiet_tensorflow

quiet_tensorflow()

import keras  # noqa: E402
import numpy as np  # noqa: E402

SIZES = (180, 224)
DECAYS = (1e-4, 1e-3, 1e-2, 1e-1)
EPOCHS, SEED = 30, 0
RESULT = Path(__file__).with_suffix(".json")


def features(conv_base: pretrained.ConvBase, part: str) -> tuple[Any, Any]:
    """Extract the pooled features of one part of the photos, in the order of their files."""
    size = conv_base.model.input_shape[1:3]
    photos = datasets.image_batches(datasets.cats_vs_dogs() / part, size, batch_size=64, shuffle=False)
    return pretrained.extract_features(conv_base, photos, verbose=False)


def head(decay: float, x_train: Any, y_train: Any) -> keras.Model:
    """Logistic regression on standardised features."""
    keras.utils.set_random_seed(SEED)
    normalization = keras.layers.Normalization()
    normalization.adapt(x_train)
    dense = keras.layers.Dense(1, activation="sigmoid", kernel_regularizer=keras.regularizers.L2(decay))
    model = keras.Sequential([keras.Input(x_train.shape[1:]), normalization, dense])
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=64, epochs=EPOCHS, verbose=0)
    return model


def accuracy(model: keras.Model, x: Any, y: Any) -> tuple[float, float]:
    """Share of right answers, and the loss without the penalty on weights."""
    scores = np.clip(model.predict(x, verbose=0)[:, 0].astype(np.float64), 1e-7, 1 - 1e-7)
    loss = -np.mean(np.where(y == 1, np.log(scores), np.log(1 - scores)))
    return float(np.mean((scores > 0.5) == (y == 1))), float(loss)


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval."""
    z = 1.959964
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half


def run(size: int) -> dict[str, Any]:
    """Everything at one size of photo; the time is from JPEG files to a chosen head."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CONVNET_COURSE_CACHE"] = folder
        started, processor = time.perf_counter(), time.process_time()
        conv_base = pretrained.load(input_shape=(size, size, 3), pooling="avg")
        (x_train, y_train), (x_validation, y_validation) = (
            features(conv_base, part) for part in ("train", "validation")
        )
        extracted = time.perf_counter() - started
        heads = {decay: head(decay, x_train, y_train) for decay in DECAYS}
        scores = {decay: accuracy(model, x_validation, y_validation) for decay, model in heads.items()}
        # The loss, since many heads share the best accuracy.
        chosen = min(scores, key=lambda decay: scores[decay][1])
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        x_test, y_test = features(conv_base, "test")
    share, _ = accuracy(heads[chosen], x_test, y_test)
    low, high = interval(share, len(y_test))
    print(
        f"{size} px: test {share:.2%} ({low:.2%} to {high:.2%}), validation {scores[chosen][0]:.2%}, decay {chosen:g};",
        end=" ",
    )
    print(f"head trained {seconds:.0f} s after the first file was opened, features {extracted:.0f} s", flush=True)
    return {
        "test accuracy": round(share, 4),
        "95 % interval": [round(low, 4), round(high, 4)],
        "photos": {"train": len(y_train), "validation": len(y_validation), "test": len(y_test)},
        "validation": {
            f"{decay:g}": {"accuracy": round(a, 4), "loss": round(b, 4)} for decay, (a, b) in scores.items()
        },
        "chosen decay": chosen,
        "seconds": {
            "features": round(extracted, 1),
            "until the head is chosen": round(seconds, 1),
            "of processors": round(processor, 1),
        },
    }


def main() -> None:
    """Measure both sizes and store the figures."""
    if "CONVNET_COURSE_DATA" not in os.environ:
        raise SystemExit("Set CONVNET_COURSE_DATA to a folder with cats_vs_dogs/{train,validation,test}/{cat,dog}.")
    result = {
        "command": "CONVNET_COURSE_DATA=… python benchmarks/real_photos.py",
        "net": "EfficientNetLite0, frozen, global average pooling",
        "seed": SEED,
        "epochs": EPOCHS,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("keras", "tensorflow")}},
        "machine": {"cpu_count": os.cpu_count(), "load_average": round(os.getloadavg()[0], 1)},
        **{f"{size} px": run(size) for size in SIZES},
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
