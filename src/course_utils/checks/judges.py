"""Judges of answers of which more than one is right. A task names its judge; the rest have `comparing.compare`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.checks.comparing import Difference, compare, type_name

Judge = Callable[[Mapping[str, Any], Any, Any, float], Difference | None]
LARGEST_LAST_MAP = 8
FEWEST_CONVOLUTIONS = 3
# Of the budget: a net of one filter a layer fits anywhere and learns nothing.
SMALLEST_SHARE = 0.25


def equal(inputs: Mapping[str, Any], expected: Any, received: Any, tolerance: float) -> Difference | None:
    """One answer is right: that of the reference solution."""
    return compare(expected, received, tolerance)


def agreement(inputs: Mapping[str, Any], expected: Any, received: Any, tolerance: float) -> Difference | None:
    """Predicted classes are right if all but a share of `tolerance` agree with those of the reference solution."""
    if not isinstance(received, np.ndarray) or received.dtype.kind not in "iu":
        told = f"array of {received.dtype}" if isinstance(received, np.ndarray) else type_name(received)
        return Difference("type", {"expected": "array of integers", "received": told})
    if received.shape != expected.shape:
        return Difference("shape", {"expected": expected.shape, "received": received.shape})
    share = float((received == expected).mean())
    return None if share >= 1 - tolerance else Difference("agreement", {"share": share, "least": 1 - tolerance})


def design(inputs: Mapping[str, Any], expected: Any, received: Any, tolerance: float) -> Difference | None:
    """A ConvNet is right if it fits: depth grows, size shrinks, and the parameters stay within `inputs["budget"]`.

    Layers are `("conv", filters, kernel_size)`, `("pool", pool_size)`, `("flatten",)` and `("dense", units)`, as in
    the task `count_parameters`.
    """
    if not isinstance(received, list | tuple) or not all(_is_layer(layer) for layer in received):
        return Difference("design_layers")
    if [layer[0] for layer in received[-2:]] != ["flatten", "dense"] or received[-1][1] != inputs["classes"]:
        return Difference("design_end", {"classes": inputs["classes"]})
    filters = [layer[1] for layer in received if layer[0] == "conv"]
    if len(filters) < FEWEST_CONVOLUTIONS or filters != sorted(filters):
        return Difference("design_depth", {"count": FEWEST_CONVOLUTIONS, "filters": filters})
    shape, total = list(inputs["input_shape"]), 0
    for kind, *numbers in received[:-2]:
        if kind not in ("conv", "pool"):
            return Difference("design_layers")
        if kind == "conv":
            total += (numbers[1] ** 2 * shape[2] + 1) * numbers[0]
            shape = [shape[0] - numbers[1] + 1, shape[1] - numbers[1] + 1, numbers[0]]
        else:
            shape = [shape[0] // numbers[0], shape[1] // numbers[0], shape[2]]
        if min(shape) < 1:
            return Difference("design_vanishes")
    if max(shape[:2]) > LARGEST_LAST_MAP:
        return Difference("design_size", {"height": shape[0], "width": shape[1], "most": LARGEST_LAST_MAP})
    total += (shape[0] * shape[1] * shape[2] + 1) * inputs["classes"]
    if total > inputs["budget"]:
        return Difference("design_budget", {"total": total, "budget": inputs["budget"]})
    least = math.ceil(SMALLEST_SHARE * inputs["budget"])
    return None if total >= least else Difference("design_small", {"total": total, "least": least})


def _is_layer(layer: Any) -> bool:
    lengths = {"conv": 3, "pool": 2, "flatten": 1, "dense": 2}
    return (
        isinstance(layer, list | tuple)
        and len(layer) > 0
        and isinstance(layer[0], str)
        and lengths.get(layer[0]) == len(layer)
        and all(type(number) is int and 1 <= number <= 100_000 for number in layer[1:])
    )


JUDGES: Mapping[str, Judge] = {"equal": equal, "agreement": agreement, "design": design}
