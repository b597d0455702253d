"""How long each family takes for a picture on an ordinary processor: measured once, and kept with the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FIGURES = Path(str(files("course_utils.pretrained"))) / "families_cpu.json"


@cache
def cpu_record() -> dict[str, Any]:
    """Return what `python -m benchmarks.families` measured.

    Returns:
        `milliseconds` a picture by family and by the number of pictures at once, `"1"` or `"32"`: those of the fastest
        of the `turns`, beside the `medians`; `feature_shapes`, `command`, `versions` and `machine`.
    """
    record: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return record


def cpu_milliseconds(name: str, at_once: int = 1) -> float:
    """Return how long a whole net takes for a picture of its own size, on two cores of an ordinary processor.

    Args:
        name: One of `FAMILIES`.
        at_once: How many pictures it gets together: 1 or 32.

    Returns:
        Milliseconds a picture.

    Raises:
        ValueError: If there is no such family or number.

    Example:
        >>> cpu_milliseconds("VGG16") > cpu_milliseconds("MobileNet")
        True
    """
    found = cpu_record()["milliseconds"]
    if name not in found or str(at_once) not in found[name]:
        raise ValueError(
            f"Nothing was measured for that. Received: name={name!r}, at_once={at_once!r}. "
            f"Allowed: at_once 1 or 32, and one of {', '.join(found)}."
        )
    milliseconds: float = found[name][str(at_once)]
    return milliseconds
