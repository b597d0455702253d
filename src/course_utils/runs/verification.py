"""Whether a stored training can be relied on: whole, in agreement with itself, and of today's code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from course_utils.runs.catalogue import CATALOGUE, LONG_CATALOGUE, Settings
from course_utils.runs.form import ListOf, Maybe, misfits
from course_utils.runs.record import PARTS, VERSIONS, Record, Run, TransferRun
from course_utils.runs.source import SCRATCH, TRANSFER, source_hash
from course_utils.runs.transfer_catalogue import TRANSFER_CATALOGUE, TransferSettings

_HISTORY = {
    "epochs": int,
    "monitor": str,
    "history": dict.fromkeys(("accuracy", "loss", "val_accuracy", "val_loss"), ListOf(float)),
    "seconds": ListOf(float),
    "stopped": str,
}
_COMMON: dict[str, Any] = {
    "name": str,
    "test": {"accuracy": float, "interval": ListOf(float), "confusion": ListOf(ListOf(int))},
    "data": {"sha256": str, "pictures": dict.fromkeys(PARTS, int)},
    "source": str,
    "versions": dict.fromkeys(VERSIONS, str),
    "machine": {"cores": int, "architecture": str},
    "finished": str,
    "command": str,
}
_SCRATCH_FORM = {
    **_COMMON,
    "settings": {
        "data": str,
        "image_size": int,
        "epochs": int,
        "photos": Maybe(int),
        "augment": bool,
        "dropout": float,
        "batch_size": int,
        "seed": int,
    },
    "figures": _HISTORY,
}
_TRANSFER_FORM = {
    **_COMMON,
    "settings": {
        "data": str,
        "image_size": int,
        "conv_base": str,
        "alpha": float,
        "epochs": int,
        "augment": bool,
        "learning_rate": float,
        "block": str,
        "fine_tuning_epochs": int,
        "fine_tuning_rate": float,
        "dropout": float,
        "batch_size": int,
        "seed": int,
    },
    "figures": {
        "extraction_seconds": Maybe(float),
        "head": _HISTORY,
        "fine_tuning": Maybe(_HISTORY),
        "kept": int,
        "processor_seconds": Maybe(float),
    },
    "machine": {**_COMMON["machine"], "load": float},
}


@dataclass(frozen=True)
class Kind:
    """What all stored trainings of one kind share.

    Args:
        record: The class of what is kept of them.
        settings: The class of their settings.
        catalogue: Their settings by name.
        modules: The code that decides their figures.
        form: What they look like as JSON.
    """

    record: type[Any]
    settings: type[Any]
    catalogue: Mapping[str, Any]
    modules: tuple[str, ...]
    form: Mapping[str, Any]


KINDS = (
    Kind(Run, Settings, {**CATALOGUE, **LONG_CATALOGUE}, SCRATCH, _SCRATCH_FORM),
    Kind(TransferRun, TransferSettings, TRANSFER_CATALOGUE, TRANSFER, _TRANSFER_FORM),
)


def kind_of(subject: Any) -> Kind:
    """Return the kind of a record, or of settings."""
    return next(kind for kind in KINDS if isinstance(subject, kind.record | kind.settings))


def verify(run: Record, current: bool = False) -> None:
    """Check that a run is whole and agrees with itself.

    Args:
        run: The run.
        current: Whether to check, too, that it was trained by the code and settings of today.

    Raises:
        ValueError: If it is not. The message says why, and what to do.
    """
    kind = kind_of(run)
    problems = list(misfits(asdict(run), kind.form, "run")) or _contradictions(run)
    if current and not problems:
        if run.source != source_hash(kind.modules):
            problems.append("the code that trains it has changed since")
        if kind.catalogue.get(run.name, run.settings) != run.settings:
            problems.append("its settings in the catalogue have changed since")
    if problems:
        raise ValueError(
            f"The run {run.name!r} can't be relied on: {'; '.join(problems)}. `python -m tools.runs` computes "
            "such runs anew."
        )


def _contradictions(run: Record) -> list[str]:
    """What in a run does not agree with the rest of it."""
    if isinstance(run, TransferRun):
        return [*_transfer_contradictions(run), *_test_contradictions(run)]
    return [*_length_contradictions(run.figures, run.settings.epochs), *_test_contradictions(run)]


def _length_contradictions(figures: Mapping[str, Any], epochs: int) -> list[str]:
    lengths = {len(values) for values in [*figures["history"].values(), figures["seconds"]]}
    if lengths == {epochs} and figures["epochs"] == epochs:
        return []
    return [f"it has figures for {sorted(lengths)} epochs of {epochs}"]


def _transfer_contradictions(run: TransferRun) -> list[str]:
    settings, figures = run.settings, run.figures
    problems = _length_contradictions(figures["head"], settings.epochs)
    if settings.augment is not (figures["extraction_seconds"] is None):
        problems.append(f"with augment={settings.augment}, features took {figures['extraction_seconds']} s")
    if bool(settings.block) is not (figures["fine_tuning"] is not None):
        problems.append(f"with block={settings.block!r}, fine-tuning came to {figures['fine_tuning']}")
    elif settings.block:
        problems += _length_contradictions(figures["fine_tuning"], settings.fine_tuning_epochs)
    if not problems:
        losses = run.validation_losses
        if run.kept != losses.index(min(losses)):
            problems.append(f"epoch {run.kept} of fine-tuning was kept, of the validation losses {losses}")
    return problems


def _test_contradictions(run: Record) -> list[str]:
    from course_utils.training import wilson_interval

    confusion = run.test["confusion"]
    count = sum(map(sum, confusion))
    if [len(row) for row in confusion] != [2, 2] or count != run.data["pictures"]["test"]:
        return [f"the confusion {confusion} is not that of {run.data['pictures']['test']} pictures"]
    correct = confusion[0][0] + confusion[1][1]
    told = [run.test["accuracy"], *run.test["interval"]]
    counted = [correct / count, *wilson_interval(correct, count)]
    if len(told) == 3 and all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(told, counted, strict=True)):
        return []
    return [f"accuracy and interval {told} don't follow from the confusion {confusion}"]
