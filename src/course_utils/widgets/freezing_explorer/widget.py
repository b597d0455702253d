"""The Python side of `FreezingExplorer`: its traits, their bounds, and the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from course_utils.widgets.base import CourseWidget
from course_utils.widgets.freezing_explorer import costs

BLOCKS: list[str] = [block["name"] for block in costs.record()["blocks"]]


class FreezingExplorer(CourseWidget, bundle="freezing_explorer"):
    """Shows what it costs to train EfficientNet-Lite0, by which of its blocks are frozen.

    The reader freezes and unfreezes blocks, and sees how far down the gradient has to go, how many parameters
    learn, and what a training step takes in memory and time. Parameters are exact, memory follows from the shapes
    of the feature maps (`benchmarks/freezing_memory`: a process grows by 1.05 to 1.2 times as much), and time from
    steps that were measured.

    Args:
        unfrozen: The blocks that learn, of `"stem"`, `"block1a"` to `"block7a"` and `"top"`. Defaults to none.
        **traits: `freeze_batch_norm`, whether BatchNormalization stays in inference mode even where a block learns.

    Raises:
        traitlets.TraitError: If there is no such block.

    Example:
        >>> FreezingExplorer().trainable_parameters()
        1281

    Reference:
        [Transfer learning & fine-tuning](https://keras.io/guides/transfer_learning/)
    """

    unfrozen = traitlets.List(traitlets.Unicode()).tag(sync=True)
    freeze_batch_norm = traitlets.Bool(True).tag(sync=True)

    def __init__(self, unfrozen: Sequence[str] = (), **traits: Any) -> None:
        super().__init__(**{"unfrozen": [*unfrozen], **traits})

    @traitlets.validate("unfrozen")
    def _check_unfrozen(self, proposal: Any) -> list[str]:
        names: list[str] = proposal["value"]
        unknown = [name for name in names if name not in BLOCKS]
        if unknown:
            raise traitlets.TraitError(
                f"There is no such block. Received: {', '.join(unknown)}. Allowed: {', '.join(BLOCKS)}."
            )
        return [name for name in BLOCKS if name in names]

    def trainable_parameters(self) -> int:
        """Return how many parameters learn, those of the head among them."""
        return costs.trainable(costs.record(), self.unfrozen, batch_norm=not self.freeze_batch_norm)

    def memory(self) -> dict[str, int]:
        """Return the bytes that a training step holds: weights, gradients, Adam's two slots, and kept feature maps."""
        learning = costs.BYTES * self.trainable_parameters()
        return {
            "weights": costs.BYTES * costs.total(costs.record()),
            "gradients": learning,
            "adam": costs.ADAM_SLOTS * learning,
            "kept": costs.kept(costs.record(), self.unfrozen, batch_norm=not self.freeze_batch_norm),
        }

    def step_seconds(self) -> float:
        """Return the time of a training step on the machine that it was measured on."""
        return costs.seconds(costs.record(), self.unfrozen, batch_norm=not self.freeze_batch_norm)

    def __repr__(self) -> str:
        return f"FreezingExplorer(unfrozen={self.unfrozen}, freeze_batch_norm={self.freeze_batch_norm})"
