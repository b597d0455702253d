"""What a training step costs by which blocks learn: exact parameters, feature maps by shape, and time as measured."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

BYTES = 4  # of a float32
ADAM_SLOTS = 2


@cache
def record() -> dict[str, Any]:
    """Return what `python -m tools.freezing_costs` measured."""
    text = files("course_utils.widgets.freezing_explorer").joinpath("costs.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def trainable(costs: dict[str, Any], unfrozen: Collection[str], *, batch_norm: bool) -> int:
    """Return how many parameters learn, those of the head among them."""
    learning = [block for block in costs["blocks"] if block["name"] in unfrozen]
    parts = ("convolution", "batch_norm") if batch_norm else ("convolution",)
    return int(costs["head"] + sum(block[part] for block in learning for part in parts))


def total(costs: dict[str, Any]) -> int:
    """Return how many parameters there are, with the head."""
    parts = ("convolution", "batch_norm", "statistics")
    return int(costs["head"] + costs["normalization"] + sum(block[part] for block in costs["blocks"] for part in parts))


def kept(costs: dict[str, Any], unfrozen: Collection[str], *, batch_norm: bool) -> int:
    """Return the bytes of feature maps that back-propagation keeps of a batch."""
    found = 0
    for block in _reached(costs, unfrozen):
        found += block["kept_passing"]
        if block["name"] in unfrozen:
            found += block["kept_learning"] + batch_norm * block["kept_batch_norm"]
    return int(found * costs["batch_size"])


def seconds(costs: dict[str, Any], unfrozen: Collection[str], *, batch_norm: bool) -> float:
    """Return the time of a training step, by the fitted sum."""
    time = costs["fixed_seconds"]
    for block in _reached(costs, unfrozen):
        learns = block["name"] in unfrozen
        share = 1 + batch_norm * costs["batch_norm_share"] if learns else costs["passing_share"]
        time += share * block["seconds"]
    return float(time)


def _reached(costs: dict[str, Any], unfrozen: Collection[str]) -> list[dict[str, Any]]:
    """The lowest block that learns, and all above it: where the gradient comes to."""
    places = [place for place, block in enumerate(costs["blocks"]) if block["name"] in unfrozen]
    return list(costs["blocks"][places[0] :]) if places else []
