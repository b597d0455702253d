"""Splits the time of measured steps among blocks: forward, the gradient that passes, the weights that learn.

A block that learns adds time in proportion to its multiply-adds and to the feature maps that it keeps; a frozen one
that the gradient passes through adds a share of that, and BatchNormalization that learns adds another on top.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.widgets.freezing_explorer import costs


def fitted(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the time of each block, the two shares, and how far the sum is off the measured steps.

    Args:
        record: `blocks` and `steps`, as measured.
    """
    names = [block["name"] for block in record["blocks"]]
    used = [step for step in record["steps"] if not step["held_out"]]
    whole = [step for step in used if step["unfrozen"] == names[len(names) - len(step["unfrozen"]) :]]
    plain = [step for step in whole if not step["batch_norm"]]
    fixed, blocks = _by_block(record["blocks"], plain)
    timed = {**record, "fixed_seconds": fixed, "blocks": blocks, "passing_share": 0.0, "batch_norm_share": 0.0}
    timed["passing_share"] = _passing_share(timed, next(step for step in used if step not in whole))
    timed["batch_norm_share"] = _batch_norm_share(timed, next(step for step in whole if step["batch_norm"]))
    return {**timed, "tolerance": round(worst_error(timed) + 0.01, 2)}


def worst_error(record: dict[str, Any]) -> float:
    """Return how far the sum is off a measured step at most, as a share of it."""
    return max(
        abs(costs.seconds(record, step["unfrozen"], batch_norm=step["batch_norm"]) / float(step["seconds"]) - 1)
        for step in record["steps"]
    )


def _by_block(blocks: list[dict[str, Any]], steps: list[dict[str, Any]]) -> tuple[float, list[dict[str, Any]]]:
    work = np.array([[block["multiply_adds"], block["kept_passing"] + block["kept_learning"]] for block in blocks])
    scale = work.sum(axis=0)
    learns = np.array([[block["name"] in step["unfrozen"] for block in blocks] for step in steps])
    rows = np.column_stack([np.ones(len(steps)), learns @ (work / scale)])
    fixed, *prices = _not_negative(rows, np.array([step["seconds"] for step in steps]))
    seconds = (work / scale) @ prices
    return round(float(fixed), 4), [
        {**block, "seconds": round(float(time), 5)} for block, time in zip(blocks, seconds, strict=True)
    ]


def _not_negative(rows: Any, seconds: Any) -> Any:
    """Least squares; what would come out below zero is left out, since no work takes less than no time."""
    used = np.ones(rows.shape[1], bool)
    while True:
        found = np.zeros(rows.shape[1])
        found[used] = np.linalg.lstsq(rows[:, used], seconds, rcond=None)[0]
        if (found >= 0).all():
            return found
        used &= found >= 0


def _passing_share(record: dict[str, Any], step: dict[str, Any]) -> float:
    """Of one block that learns under frozen ones: what those cost, as a share of what they would cost learning."""
    alone = costs.seconds(record, step["unfrozen"], batch_norm=False)
    passed = costs.seconds({**record, "passing_share": 1.0}, step["unfrozen"], batch_norm=False) - alone
    return round(float(np.clip((step["seconds"] - alone) / passed, 0, 1)), 3)


def _batch_norm_share(record: dict[str, Any], step: dict[str, Any]) -> float:
    without = costs.seconds(record, step["unfrozen"], batch_norm=False)
    return round(max(0.0, (float(step["seconds"]) - without) / (without - float(record["fixed_seconds"]))), 3)
