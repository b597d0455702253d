"""Times an epoch of the same net on the same photos: the third edition's notebook code, and the course's pipeline.

Run from the repository root, with `CONVNET_COURSE_DATA` naming a folder that has `cats_vs_dogs`:
`python -m benchmarks.training_pipeline`. Each way runs in a process of its own. They take turns, epoch by epoch, so
that whatever else the machine does meets both. Prints the ratios and stores them in
`benchmarks/training_pipeline/result.json`.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils.datasets import cats_vs_dogs

RESULT = Path(__file__).parent / "result.json"
WAYS = ("third_edition", "course")
TARGETS = {96: 1.5, 180: 1.1}
WARM_UP = 1  # the first epoch traces the graph, in both ways


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--epochs", type=int, default=4, help="epochs of each way that count")
    arguments.add_argument("--sizes", type=int, nargs="+", default=list(TARGETS), help="sides of the photos")
    arguments.add_argument("--photos", type=int, help="photos of a class to train on; by default, all")
    options = arguments.parse_args()
    stored = json.loads(RESULT.read_text())["sizes"] if RESULT.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = some_photos(cats_vs_dogs(), Path(scratch), options.photos)
        for size in options.sizes:
            stored[str(size)] = measure(size, options.epochs, folder)
    result = {
        "command": "python -m benchmarks.training_pipeline",
        "what": "seconds an epoch, a quarter as many photos to validate as to train, the ways taking turns; medians",
        "sizes": {size: stored[size] for size in sorted(stored, key=int)},
        "versions": {name: version(name) for name in ("keras", "tensorflow")},
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


def some_photos(folder: Path, scratch: Path, count: int | None) -> Path:
    """Copy the first photos of each class, and a quarter as many to validate; without a count, take them all."""
    if count is None:
        return folder
    for part, wanted in {"train": count, "validation": count // 4}.items():
        for class_folder in (folder / part).iterdir():
            target = scratch / part / class_folder.name
            target.mkdir(parents=True)
            for file in sorted(class_folder.iterdir())[:wanted]:
                shutil.copy(file, target)
    return scratch


def measure(size: int, epochs: int, folder: Path) -> dict[str, Any]:
    """Train both ways at one size, in turn."""
    processes = {way: start(way, size, WARM_UP + epochs, folder) for way in WAYS}
    told: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    ready = {way: ask(process) for way, process in processes.items()}
    for _ in range(WARM_UP + epochs):
        for way, process in processes.items():
            told[way].append(ask(process, "go"))
            print(f"{size:4} px  {way:14} {told[way][-1]['seconds']:6.2f} s", flush=True)
    for process in processes.values():
        process.communicate()
    figures = {way: summary(told[way][WARM_UP:], ready[way]) for way in WAYS}
    book, course = (figures[way] for way in WAYS)
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(*(told[way][WARM_UP:] for way in WAYS), strict=True)]
    result = {
        "epochs": epochs,
        "photos": len(list((folder / "train").rglob("*.jpg"))),
        **figures,
        "times_faster": round(statistics.median(ratios), 2),
        "times_less_processor": round(book["processor_seconds"] / course["processor_seconds"], 2),
        "target": TARGETS.get(size),
        "load_average": round(os.getloadavg()[0], 1),
    }
    report(size, result)
    return result


def start(way: str, size: int, epochs: int, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"benchmarks.training_pipeline.{way}", str(size), str(epochs), str(folder)]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.Popen(
        command,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def ask(process: subprocess.Popen[str], word: str = "") -> dict[str, float]:
    """Send a word, if any, and wait for the answer."""
    assert process.stdin
    assert process.stdout
    if word:
        print(word, file=process.stdin, flush=True)
    for line in process.stdout:
        if line.startswith("{"):
            answer: dict[str, float] = json.loads(line)
            return answer
    raise RuntimeError(f"a process ended early: {process.args}")


def summary(epochs: list[dict[str, float]], ready: Mapping[str, float]) -> dict[str, float]:
    return {
        "seconds": round(statistics.median(epoch["seconds"] for epoch in epochs), 2),
        "processor_seconds": round(statistics.median(epoch["processor_seconds"] for epoch in epochs), 2),
        "seconds_to_prepare": round(ready["seconds"], 2),
        "peak_memory_gib": round(epochs[-1]["peak_memory_gib"], 2),
        "loss_at_the_end": round(epochs[-1]["loss"], 3),
    }


def report(size: int, result: Mapping[str, Any]) -> None:
    for way in WAYS:
        figures = result[way]
        print(
            f"{size:4} px  {way:14} {figures['seconds']:6.2f} s an epoch ({figures['processor_seconds']:.2f} s of "
            f"processor), {figures['peak_memory_gib']:.2f} GiB at most, {figures['seconds_to_prepare']:.1f} s before"
        )
    print(f"{size:4} px  {result['times_faster']:.2f}× faster (target {result['target']}×)", flush=True)


if __name__ == "__main__":
    main()
