"""Measures training steps and writes them, with the sum that is fitted to them, into the package."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils import quiet_tensorflow

quiet_tensorflow()

from course_utils import pretrained  # noqa: E402
from course_utils.models import classifier  # noqa: E402
from course_utils.storage import replacing  # noqa: E402
from tools.freezing_costs import blocks, fit, steps  # noqa: E402

PACKAGES = ("keras", "numpy", "tensorflow")
FIGURES = Path(__file__).parents[2] / "src/course_utils/widgets/freezing_explorer/costs.json"
TURNS = 7
WHAT = "seconds: medians of a training step with Adam, all choices in turn, while other work ran on the same cores"


def main() -> None:
    base = pretrained.load(input_shape=(steps.IMAGE_SIZE, steps.IMAGE_SIZE, 3))
    described = [blocks.description(base, name) for name in blocks.names(base)]
    write(base, described, steps.measure(base, steps.choices(blocks.names(base)), TURNS))


def write(base: Any, described: list[dict[str, Any]], measured: list[dict[str, Any]]) -> None:
    """Fit the sum, and write the record."""
    record = {
        "command": "nice -n -20 python -m tools.freezing_costs",
        "what": WHAT,
        "family": "EfficientNetLite0",
        "image_size": steps.IMAGE_SIZE,
        "batch_size": steps.BATCH_SIZE,
        "turns": TURNS,
        "machine": {"cores": len(os.sched_getaffinity(0)), "architecture": platform.machine()},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "head": classifier(base).count_params() - base.model.count_params(),
        "normalization": base.model.get_layer("normalization").count_params(),
        "blocks": described,
        "steps": measured,
    }
    fitted = fit.fitted(record)
    with replacing(FIGURES) as draft:
        draft.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(f"passing {fitted['passing_share']}, off by at most {fit.worst_error(fitted):.1%}")


if __name__ == "__main__":
    main()
