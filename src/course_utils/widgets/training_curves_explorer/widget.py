"""The Python side of `TrainingCurvesExplorer`: its traits, their bounds, and the same figures in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import traitlets
from numpy.typing import NDArray

from course_utils.runs import CATALOGUE, Run, folder, read
from course_utils.runs.catalogue import SIZES, TREATMENTS
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum

Floats = NDArray[np.float64]
Data = Literal["pets", "photos"]
Metric = Literal["accuracy", "loss"]

DATA: list[Data] = ["pets", "photos"]
METRICS: list[Metric] = ["accuracy", "loss"]
PICTURES = sorted({size for sizes in SIZES.values() for size in sizes})
_CURVES = ("accuracy", "loss", "val_accuracy", "val_loss")
_SETTING = ("data", "pictures", "augment", "dropout")


class Band(NamedTuple):
    """The same curve of several seeds, epoch by epoch.

    Attributes:
        mean: Their mean.
        low: The lowest of them.
        high: The highest of them.
    """

    mean: Floats
    low: Floats
    high: Floats


class TrainingCurvesExplorer(CourseWidget, bundle="training_curves_explorer"):
    """Shows overfitting come and go, from stored trainings of the same small convnet.

    The reader chooses drawn pets or real photos, how many of them the network learns from, augmentation and
    dropout, and sees training and validation, the mean of the seeds and their range, the gap between the two at a
    cursor, and what came out on the test pictures. One setting can be pinned to compare others with it.

    With `ask=True` the reader first says where to stop: the curves go as far as the cursor, and neither the best
    epoch nor the test is shown until then.

    Args:
        runs: Stored trainings, of the names in `runs.CATALOGUE`. Defaults to all of them that are stored.
        **traits: `data` (`"pets"` or `"photos"`), `pictures` (200 or 1000 pets, 200 or 2000 photos), `augment`,
            `dropout`, `metric` (`"accuracy"` or `"loss"`), `epoch` (of the cursor, counted from 1), `compare` (the
            pinned setting, such as `"pets-1000-plain"`, or `""`), `ask`, and `stopped` (the epoch at which the
            reader would stop, or 0 as long as nothing is said).

    Raises:
        FileNotFoundError: If no run is given, and none is stored.
        traitlets.TraitError: If a trait is out of bounds, or there is no run of such a setting.

    Example:
        >>> explorer = TrainingCurvesExplorer(data="pets", pictures=1000)
        >>> explorer.curve("val_accuracy").mean.shape
        (50,)

    Reference:
        [Chollet, Deep Learning with Python, 2nd ed., 8.2](https://deeplearningwithpython.io/chapters/).
    """

    runs = traitlets.List(traitlets.Instance(Run)).tag(sync=True, to_json=lambda runs, _widget: [*map(_compact, runs)])
    data = Enum[Data](DATA, "pets").tag(sync=True)
    pictures = traitlets.Enum(PICTURES, PICTURES[0]).tag(sync=True)
    augment = traitlets.Bool(False).tag(sync=True)
    dropout = traitlets.Bool(False).tag(sync=True)
    metric = Enum[Metric](METRICS, "accuracy").tag(sync=True)
    epoch = traitlets.Int(1, min=1).tag(sync=True)
    compare = traitlets.Unicode("").tag(sync=True)
    ask = traitlets.Bool(False).tag(sync=True)
    stopped = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(self, runs: Sequence[Run] | None = None, **traits: Any) -> None:
        runs = _stored() if runs is None else [*runs]
        _check(runs)
        first = 1 if traits.get("ask") else len(runs[0].figures["seconds"])
        super().__init__(**{"runs": runs, "epoch": first, **_first_setting(runs, traits), **traits})

    @traitlets.validate("runs")
    def _check_runs(self, proposal: Any) -> list[Run]:
        runs: list[Run] = proposal["value"]
        _check(runs)
        return runs

    @traitlets.validate(*_SETTING)
    def _check_setting(self, proposal: Any) -> Any:
        setting = {name: getattr(self, name) for name in _SETTING} | {proposal["trait"].name: proposal["value"]}
        if self.runs and not any(_setting_of(run) == setting for run in self.runs):
            raise traitlets.TraitError(
                f"There is no run of this setting. Received: {setting}. There are runs of {_kinds(self.runs)}. "
                "To change several traits at once, assign them inside `with explorer.hold_trait_notifications():`."
            )
        return proposal["value"]

    @traitlets.validate("compare")
    def _check_compare(self, proposal: Any) -> str:
        compare: str = proposal["value"]
        if compare and self.runs and compare not in _kinds(self.runs).split(", "):
            raise traitlets.TraitError(
                f"`compare` must be '' or one of {_kinds(self.runs)}. Received: compare={compare!r}"
            )
        return compare

    @traitlets.validate("epoch", "stopped")
    def _check_epoch(self, proposal: Any) -> int:
        name, epoch = proposal["trait"].name, int(proposal["value"])
        epochs = len(self.runs[0].figures["seconds"]) if self.runs else epoch
        if epoch > epochs:
            raise traitlets.TraitError(f"`{name}` must be at most {epochs}, the last epoch. Received: {name}={epoch}")
        return epoch

    def shown(self) -> list[Run]:
        """Return the runs of the setting in view, one a seed."""
        setting = {name: getattr(self, name) for name in _SETTING}
        return [run for run in self.runs if _setting_of(run) == setting]

    def curve(self, name: str) -> Band:
        """Return a curve of the setting in view.

        Args:
            name: `"accuracy"`, `"loss"`, `"val_accuracy"` or `"val_loss"`.

        Raises:
            ValueError: If there is no such curve.
        """
        if name not in _CURVES:
            raise ValueError(f"`name` must be one of {', '.join(_CURVES)}. Received: name={name!r}")
        curves = np.array([_thousandths(run, name) for run in self.shown()]) / 1000
        return Band(curves.mean(axis=0), curves.min(axis=0), curves.max(axis=0))

    def best_epoch(self) -> int:
        """Return the epoch, counted from 1, at which the mean validation curve in view is best."""
        mean = self.curve(f"val_{self.metric}").mean.round(9)
        return 1 + int(mean.argmax() if self.metric == "accuracy" else mean.argmin())

    def gap(self) -> float:
        """Return how far training is ahead of validation at the cursor."""
        training, validation = (self.curve(name).mean[self.epoch - 1] for name in (self.metric, f"val_{self.metric}"))
        return float(training - validation if self.metric == "accuracy" else validation - training)

    def __repr__(self) -> str:
        """Return the settings and how many runs there are, without the runs."""
        return (
            f"TrainingCurvesExplorer({len(self.runs)} runs, data={self.data!r}, pictures={self.pictures}, "
            f"augment={self.augment}, dropout={self.dropout}, metric={self.metric!r}, epoch={self.epoch}, "
            f"compare={self.compare!r}, ask={self.ask}, stopped={self.stopped})"
        )


def _stored() -> list[Run]:
    place = folder()
    runs = [read(name) for name in CATALOGUE if (place / f"{name}.json").exists()]
    if not runs:
        raise FileNotFoundError(f"No run is stored in {place}. In a checkout, `make runs` computes them.")
    return runs


def _check(runs: Sequence[Run]) -> None:
    """Refuse runs that can't be shown beside each other."""
    names = [run.name for run in runs]
    unknown = [name for name in names if name not in CATALOGUE]
    if not runs or unknown or len(set(names)) < len(names):
        raise traitlets.TraitError(
            "`runs` must be runs of the catalogue, at least one, and each of them once: "
            "`course_utils.runs.read(name)` for names in `course_utils.runs.CATALOGUE`. "
            f"Received: {', '.join(unknown or names) or 'no run'}"
        )
    epochs = {len(run.figures["seconds"]) for run in runs}
    if len(epochs) > 1:
        raise traitlets.TraitError(f"`runs` must all have as many epochs. Received: runs of {sorted(epochs)} epochs")


def _kind(run: Run) -> str:
    """The name of a run without its seed."""
    return run.name.rpartition("-")[0]


def _kinds(runs: Sequence[Run]) -> str:
    return ", ".join(dict.fromkeys(map(_kind, runs)))


def _setting_of(run: Run) -> dict[str, Any]:
    data, pictures, treatment = _kind(run).split("-")
    return {
        "data": data,
        "pictures": int(pictures),
        "augment": bool(TREATMENTS[treatment]["augment"]),
        "dropout": bool(TREATMENTS[treatment]["dropout"]),
    }


def _first_setting(runs: Sequence[Run], traits: dict[str, Any]) -> dict[str, Any]:
    """The setting to open with: the first, in the catalogue's order, that has what is asked for."""
    order = {name: place for place, name in enumerate(CATALOGUE)}
    settings = [_setting_of(run) for run in sorted(runs, key=lambda run: order[run.name])]
    wanted = {name: value for name, value in traits.items() if name in _SETTING}
    return next((setting for setting in settings if setting.items() >= wanted.items()), settings[0])


def _thousandths(run: Run, name: str) -> list[int]:
    return [round(1000 * value) for value in run.figures["history"][name]]


def _compact(run: Run) -> dict[str, Any]:
    """What the page needs of a run. A curve is one text: of a list, a notebook would put each number on a line."""
    correct = run.test["confusion"][0][0] + run.test["confusion"][1][1]
    curves = {name: " ".join(map(str, _thousandths(run, name))) for name in _CURVES}
    return {
        "name": run.name,
        **curves,
        "best": run.history.best_epoch,
        "test": [correct, sum(map(sum, run.test["confusion"]))],
        "seconds": round(float(np.median(run.figures["seconds"])), 1),
    }
