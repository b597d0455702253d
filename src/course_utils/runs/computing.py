"""Computes a stored training of either kind."""

from __future__ import annotations

from pathlib import Path

from course_utils.runs import recipe, transfer
from course_utils.runs.catalogue import Settings
from course_utils.runs.record import Run, TransferRun
from course_utils.runs.transfer_catalogue import TransferSettings


def compute(
    name: str,
    settings: Settings | TransferSettings,
    *,
    directory: Path | None = None,
    checkpoint: Path | None = None,
    verbose: str | int = "auto",
) -> Run | TransferRun:
    """Train, test, and return the record of it: from scratch, or on a pretrained base, as the settings say.

    Args:
        name: The name of the run.
        settings: What to train.
        directory: A folder with `train`, `validation` and `test`, in place of the data set that the settings name.
        checkpoint: A folder for the state of the training, so that it can go on where it was stopped.
        verbose: As for `training.fit`.

    Returns:
        The run.

    Raises:
        ValueError: If there are not as many photos as the settings ask for.
        ConnectionError: If the data set or the weights are not there and can't be downloaded.
        KeyboardInterrupt: If it is interrupted: half a run is none.
    """
    if isinstance(settings, TransferSettings):
        return transfer.compute(name, settings, directory=directory, checkpoint=checkpoint, verbose=verbose)
    return recipe.compute(name, settings, directory=directory, checkpoint=checkpoint, verbose=verbose)
