"""Measures an archive of pets and prints what it found, mean over the seeds.

The figures of the archive in the package are in `result.json`: `python -m benchmarks.sample_pets` adds what is
missing there, and starts anew where the archive has changed. To measure another one, drawn with another
difficulty, say where it is and where its figures go.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from course_utils import quiet_tensorflow

HERE = Path(__file__).parent
ARCHIVE = HERE.parents[1] / "src" / "course_utils" / "datasets" / "sample_pets.zip"
STEPS = "probes", "zero-shot", "frozen", "scratch", "augmented"
PACKAGES = "keras", "numpy", "pillow"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample_pets", description=__doc__)
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    parser.add_argument("--result", type=Path, default=HERE / "result.json")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, nargs=2, default=(20, 50), help="from scratch, and with augmentation")
    parser.add_argument("--machine", default=f"{os.cpu_count()} cores", help="what to write down as the machine")
    options = parser.parse_args()
    record = Record.of(options.archive, options.result, options.machine)
    for step in options.steps:
        for seed in range(1 if step == "zero-shot" else options.seeds):
            if not record.has(step, seed):
                record.add(step, seed, measured(step, seed, options))
        print(f"{step}: {json.dumps(summary(record.runs(step)))}", flush=True)


def measured(step: str, seed: int, options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.sample_pets import nets, pictures, probes

    quiet_tensorflow()
    splits = pictures.read(options.archive)
    if step == "probes":
        return probes.accuracies(splits, seed)
    if step == "zero-shot":
        return {"AUC": nets.zero_shot(splits["test"])}
    if step == "frozen":
        return nets.frozen(splits, seed)
    augmented = step == "augmented"
    return nets.trained(nets.sized(splits, nets.SIDE), seed, options.epochs[augmented], augmented)


class Record:
    """The figures of one archive, written down as soon as there are any."""

    def __init__(self, path: Path, figures: dict[str, Any], machine: str) -> None:
        self.path, self.figures, self.machine = path, figures, machine

    @classmethod
    def of(cls, archive: Path, path: Path, machine: str) -> Record:
        """Return the record of an archive, empty if what is there is of another one."""
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if figures.get("sha256") != digest:
            versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
            figures = {"sha256": digest, "command": "python -m benchmarks.sample_pets", "versions": versions}
        return cls(path, figures, machine)

    def runs(self, step: str) -> list[dict[str, Any]]:
        """Return the runs of a step, one a seed."""
        return list(self.figures.get(step, []))

    def has(self, step: str, seed: int) -> bool:
        """Return whether there are figures of this seed."""
        return any(run["seed"] == seed for run in self.runs(step))

    def add(self, step: str, seed: int, figures: dict[str, Any]) -> None:
        """Write down the figures of a seed."""
        self.figures[step] = [*self.runs(step), {"seed": seed, **figures, "machine": self.machine}]
        self.path.write_text(json.dumps(self.figures, indent=1) + "\n", encoding="utf-8")


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return means over the seeds, and what a reader wants to know of the curves."""
    numbers = [name for name, value in runs[0].items() if isinstance(value, float)]
    found: dict[str, Any] = {name: round(float(np.mean([run[name] for run in runs])), 4) for name in numbers}
    found["seeds"] = len(runs)
    if "training" in runs[0]:
        found["training, last epoch"] = round(float(np.mean([run["training"][-1] for run in runs])), 4)
        found["validation, epoch 6"] = round(float(np.mean([run["validation"][5] for run in runs])), 4)
    return found


if __name__ == "__main__":
    main()
