"""The state of a training in one file: what it takes to go on as if nothing had happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.storage import replacing
from course_utils.training.history import History

_FILE = "training.npz"
_MISMATCHES = {
    "model": "belongs to another model",
    "monitor": "has the best weights by another `monitor`",
    "data": "belongs to other training data",
}

Weights = list[NDArray[Any]]


class CheckpointError(ValueError):
    """A training can't go on from what lies in its folder."""


class Checkpoint:
    """A training's state on disk: variables of the model and the optimizer, the best weights, the figures.

    Args:
        folder: Where it lies.
        model: A compiled `keras.Model`.
        monitor: The figure that says which weights are the best.
        data: A key of the training data, or "".
    """

    def __init__(self, folder: Path, model: Any, monitor: str, data: str = "") -> None:
        self.file = folder / _FILE
        self._variables = [*_lasting(model), *model.optimizer.variables]
        shapes = [[*variable.shape] for variable in self._variables]
        self._identity = {"model": shapes, "monitor": monitor, "data": data}

    def write(self, history: History, best: Weights) -> None:
        """Write the state. The file changes in one step, so a kill leaves the state of the epoch before."""
        state: dict[str, Any] = {
            f"variable_{place}": np.asarray(variable) for place, variable in enumerate(self._variables)
        }
        state |= {f"best_{place}": weights for place, weights in enumerate(best)}
        description = json.dumps({**self._identity, "history": asdict(history)})
        with replacing(self.file) as draft, draft.open("wb") as file:
            np.savez(file, description=np.array(description), **state)

    def restore(self) -> tuple[History, Weights] | None:
        """Put the state back into the model and its optimizer.

        Returns:
            The figures so far and the best weights, or None where nothing was written yet.

        Raises:
            CheckpointError: If the file is damaged, or belongs to another model or other data.
        """
        if not self.file.exists():
            return None
        try:
            with np.load(self.file, allow_pickle=False) as file:
                description = json.loads(str(file["description"]))
                count = len(description["model"])
                variables = [file[f"variable_{place}"] for place in range(count)]
                best = [file[f"best_{place}"] for place in range(len(file.files) - 1 - count)]
            history = History(**description["history"])
        except Exception as error:  # zipfile, numpy and json each have their own
            raise CheckpointError(f"{self._refusal('is damaged')} Received: {error}") from error
        for name, what in _MISMATCHES.items():
            if description[name] != self._identity[name]:
                raise CheckpointError(self._refusal(what))
        for variable, value in zip(self._variables, variables, strict=True):
            variable.assign(value)
        return history, best

    def _refusal(self, what: str) -> str:
        return (
            f"The checkpoint {self.file} {what}, so the training can't go on from it. Remove the file to start "
            "anew, or give another `checkpoint` folder."
        )


def _lasting(model: Any) -> Sequence[Any]:
    """The variables that outlast an epoch: weights, and the states of random layers; metrics start anew."""
    passing = {id(variable) for metric in model.metrics for variable in metric.variables}
    return [variable for variable in model.variables if id(variable) not in passing]
