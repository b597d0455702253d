"""FreezingExplorer's memory beside that of a process: what unfreezing adds, as the widget says and as Linux counts it.

`python -m benchmarks.freezing_memory` takes training steps in a new process for each choice, and stores the peak of its
resident memory during a step, once everything is compiled. The widget adds up weights, gradients, Adam's two slots and
the feature maps that are kept; the process holds, for a moment, what each operation works with as well.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULT = Path(__file__).with_suffix(".json")
CHOICES = ("", "top", "block6a", "block4a", "block2a", "stem")  # the lowest block that learns
WARM_UP, STEPS = 2, 3


def peak(lowest: str) -> dict[str, float]:
    """Train with all blocks from `lowest` upwards unfrozen; return megabytes at the peak and in the widget."""
    from course_utils import quiet_tensorflow

    quiet_tensorflow()
    import numpy as np

    from course_utils import pretrained
    from course_utils.models import classifier
    from course_utils.widgets import FreezingExplorer
    from tools.freezing_costs import blocks, steps

    side, count = steps.IMAGE_SIZE, steps.BATCH_SIZE
    base = pretrained.load(input_shape=(side, side, 3))
    names = blocks.names(base)
    unfrozen = names[names.index(lowest) :] if lowest else []
    blocks.set_trainable(base, unfrozen, batch_norm=False)
    model = classifier(base, learning_rate=steps.LEARNING_RATE)
    photos = np.random.default_rng(0).integers(0, 256, (count, side, side, 3)).astype("float32")
    labels = np.arange(count).reshape(-1, 1) % 2
    for step in range(WARM_UP + STEPS):
        if step == WARM_UP:
            Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
        model.train_on_batch(photos, labels)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    told = FreezingExplorer(unfrozen).memory()
    return {"process": int(status["VmHWM"].split()[0]) / 1e3, "widget": sum(told.values()) / 1e6}


def main() -> None:
    measured: dict[str, Any] = {}
    for lowest in CHOICES:
        command = [sys.executable, "-m", "benchmarks.freezing_memory", "--peak", lowest]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        measured[lowest or "none"] = json.loads(done.stdout.splitlines()[-1])
        name, none = lowest or "none", measured["none"]
        grown, told = (measured[name][key] - none[key] for key in ("process", "widget"))
        print(f"{name:8} process {measured[name]['process']:5.0f} MB, {grown:+5.0f} MB; widget {told:+5.0f} MB")
    machine = {"cores": len(os.sched_getaffinity(0)), "architecture": platform.machine()}
    versions = {name: version(name) for name in ("keras", "tensorflow")}
    record = {"command": "python -m benchmarks.freezing_memory", "megabytes": measured, "machine": machine}
    RESULT.write_text(json.dumps({**record, "versions": versions}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print(json.dumps(peak(sys.argv[2])))
    else:
        main()
