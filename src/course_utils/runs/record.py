"""A stored training as one JSON file: written whole, read with suspicion."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from course_utils.runs.catalogue import CATALOGUE, Settings
from course_utils.runs.source import source_hash
from course_utils.storage import replacing

if TYPE_CHECKING:
    from course_utils.training import History

PARTS = ("train", "validation", "test")
VERSIONS = ("python", "keras", "tensorflow", "numpy")


@dataclass(frozen=True)
class Run:
    """A training, what came of it, and all that it takes to do it again.

    Args:
        name: Its name in the catalogue.
        settings: What makes it differ from others.
        figures: The fields of its `training.History`.
        test: `accuracy`, its 95 % `interval` and the `confusion` on the test pictures, with the weights of the
            best epoch.
        data: `sha256` of the pictures, and how many there are for `train`, `validation` and `test`.
        source: Hash of the code that trained it.
        versions: Of Python, Keras, TensorFlow and NumPy.
        machine: `cores` and `architecture`.
        finished: The day, as in 2026-03-14.
        command: What computes it again.
    """

    name: str
    settings: Settings
    figures: dict[str, Any]
    test: dict[str, Any]
    data: dict[str, Any]
    source: str
    versions: dict[str, str]
    machine: dict[str, Any]
    finished: str
    command: str

    @property
    def history(self) -> History:
        """The figures of all epochs, as `training.fit` returned them."""
        from course_utils.training import History

        return History(**self.figures)

    def __repr__(self) -> str:
        low, high = self.test["interval"]
        return (
            f"run {self.name}: {self.settings.epochs} epochs at {self.settings.image_size} px, test accuracy "
            f"{self.test['accuracy']:.1%} (95% interval {low:.1%} to {high:.1%})"
        )


def folder() -> Path:
    """Return the folder of the stored runs: `runs` in a checkout, or what the installed package brings."""
    package = Path(__file__).parents[1]
    installed = package / "stored_runs"
    return installed if installed.is_dir() else package.parents[1] / "runs"


def write(run: Run, where: Path | None = None) -> Path:
    """Write a run to its file.

    Args:
        run: The run; it is verified first.
        where: The folder; by default that of the stored runs.

    Returns:
        The file.

    Raises:
        ValueError: If something about the run can't be.
    """
    verify(run)
    file = (folder() if where is None else where) / f"{run.name}.json"
    with replacing(file) as draft:
        draft.write_text(json.dumps(asdict(run), indent=1) + "\n", encoding="utf-8")
    return file


def read(name: str, where: Path | None = None) -> Run:
    """Read a stored run.

    Args:
        name: Its name in the catalogue.
        where: The folder; by default that of the stored runs.

    Returns:
        The run, verified.

    Raises:
        FileNotFoundError: If there is no such run.
        ValueError: If its file is damaged, or something in it can't be.

    Example:
        >>> plots.history(read("pets-1000-both-0").history)
    """
    place = folder() if where is None else where
    file = place / f"{name}.json"
    if not file.exists():
        stored = ", ".join(sorted(path.stem for path in place.glob("*.json"))) or "none"
        known = f"`python -m tools.runs {name}` computes it, in a checkout." if name in CATALOGUE else ""
        raise FileNotFoundError(f"There is no stored run {name!r} in {place}. Stored: {stored}. {known}".strip())
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        run = Run(**{**content, "settings": Settings(**content["settings"])})
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{file} is no stored run: {error}. `python -m tools.runs {name}` computes it.") from error
    verify(run)
    return run


def verify(run: Run, current: bool = False) -> None:
    """Check that a run is whole and agrees with itself.

    Args:
        run: The run.
        current: Whether to check, too, that it was trained by the code and settings of today.

    Raises:
        ValueError: If it is not. The message says why, and what to do.
    """
    problems = list(_misfits(asdict(run), _FORM, "run")) or _contradictions(run)
    if current and not problems:
        if run.source != source_hash():
            problems.append("the code that trains it has changed since")
        if CATALOGUE.get(run.name, run.settings) != run.settings:
            problems.append("its settings in the catalogue have changed since")
    if problems:
        raise ValueError(
            f"The run {run.name!r} can't be relied on: {'; '.join(problems)}. `python -m tools.runs` computes "
            "such runs anew."
        )


class _ListOf:
    """Stands for a list of any length, in a description of what a value must look like."""

    def __init__(self, form: Any) -> None:
        self.form = form


_FORM: dict[str, Any] = {
    "name": str,
    "settings": {
        "data": str,
        "image_size": int,
        "epochs": int,
        "photos": (int, NoneType),
        "augment": bool,
        "dropout": float,
        "batch_size": int,
        "seed": int,
    },
    "figures": {
        "epochs": int,
        "monitor": str,
        "history": dict.fromkeys(("accuracy", "loss", "val_accuracy", "val_loss"), _ListOf(float)),
        "seconds": _ListOf(float),
        "stopped": str,
    },
    "test": {"accuracy": float, "interval": _ListOf(float), "confusion": _ListOf(_ListOf(int))},
    "data": {"sha256": str, "pictures": dict.fromkeys(PARTS, int)},
    "source": str,
    "versions": dict.fromkeys(VERSIONS, str),
    "machine": {"cores": int, "architecture": str},
    "finished": str,
    "command": str,
}


def _misfits(value: Any, form: Any, where: str) -> Iterator[str]:
    """Say what in a value is not as described."""
    if isinstance(form, _ListOf):
        if not isinstance(value, list | tuple):
            yield f"{where} must be a list, and is {value!r}"
            return
        for place, part in enumerate(value):
            yield from _misfits(part, form.form, f"{where}[{place}]")
    elif isinstance(form, Mapping):
        if not isinstance(value, Mapping) or set(value) != set(form):
            received = sorted(value) if isinstance(value, Mapping) else repr(value)
            yield f"{where} must have {sorted(form)}, and has {received}"
            return
        for key, part in form.items():
            yield from _misfits(value[key], part, f"{where}.{key}")
    elif isinstance(form, tuple):
        if not any(_is_a(kind, value) for kind in form):
            yield f"{where} must be {' or '.join(kind.__name__ for kind in form)}, and is {value!r}"
    elif not _is_a(form, value):
        yield f"{where} must be {form.__name__}, and is {value!r}"


def _is_a(form: type, value: Any) -> bool:
    if isinstance(value, bool):
        return form is bool
    return isinstance(value, int | float) and math.isfinite(value) if form is float else isinstance(value, form)


def _contradictions(run: Run) -> list[str]:
    """What in a run does not agree with the rest of it."""
    from course_utils.training import wilson_interval

    problems = []
    lengths = {len(values) for values in [*run.figures["history"].values(), run.figures["seconds"]]}
    if lengths != {run.settings.epochs} or run.figures["epochs"] != run.settings.epochs:
        problems.append(f"it has figures for {sorted(lengths)} epochs of {run.settings.epochs}")
    confusion = run.test["confusion"]
    count = sum(map(sum, confusion))
    if [len(row) for row in confusion] != [2, 2] or count != run.data["pictures"]["test"]:
        return [*problems, f"the confusion {confusion} is not that of {run.data['pictures']['test']} pictures"]
    correct = confusion[0][0] + confusion[1][1]
    told = [run.test["accuracy"], *run.test["interval"]]
    counted = [correct / count, *wilson_interval(correct, count)]
    if len(told) != 3 or not all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(told, counted, strict=True)):
        problems.append(f"accuracy and interval {told} don't follow from the confusion {confusion}")
    return problems
