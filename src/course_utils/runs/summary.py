"""Several seeds of one stored training in a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from course_utils.runs.record import Run, TransferRun


@dataclass(frozen=True)
class Summary:
    """How a training came out over its seeds.

    Args:
        seeds: How many there are.
        accuracy: The mean of their test accuracies.
        low: The lowest of them.
        high: The highest of them.
        interval: Where the mean accuracy on ever more such pictures would lie, with a confidence of 95 %. The seeds
            were tested on the same pictures, so that more of them do not make it narrower.
        pictures: How many test pictures there are.
        seconds: How long a seed took, on average.
        processor_seconds: How long all cores worked for it together, on average, or None where that is not known.
    """

    seeds: int
    accuracy: float
    low: float
    high: float
    interval: tuple[float, float]
    pictures: int
    seconds: float
    processor_seconds: float | None


def summarise(runs: Sequence[Run | TransferRun]) -> Summary:
    """Return the summary of runs that differ in their seeds alone.

    Raises:
        ValueError: If there is no run, or they were tested on different pictures.
    """
    from course_utils.training import wilson_interval

    tested = {(run.data["sha256"], run.data["pictures"]["test"]) for run in runs}
    if len(tested) != 1:
        names = ", ".join(run.name for run in runs) or "no run"
        raise ValueError(f"There must be at least one run, and all of the same pictures. Received: {names}")
    ((_, pictures),) = tested
    accuracies = [run.test["accuracy"] for run in runs]
    busy = [run.processor_seconds for run in runs if run.processor_seconds is not None]
    return Summary(
        seeds=len(runs),
        accuracy=mean(accuracies),
        low=min(accuracies),
        high=max(accuracies),
        interval=wilson_interval(round(mean(accuracies) * pictures), pictures),
        pictures=pictures,
        seconds=mean(run.seconds for run in runs),
        processor_seconds=mean(busy) if len(busy) == len(runs) else None,
    )
