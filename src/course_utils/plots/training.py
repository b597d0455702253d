"""Trainings and tests: curves over epochs, which classes are mixed up, and the worst mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from course_utils.plots.plot import INK, INPUT, KERNEL, MUTED, NEGATIVE, OUTPUT, RESPONSE, WIDTH, Plot

if TYPE_CHECKING:
    from course_utils.training import Evaluation, History


def curves(history: Mapping[str, Sequence[float]], label: str) -> Plot:
    """Draw how figures change from epoch to epoch.

    Args:
        history: The `history` of what `model.fit` returns, or a part of it.
        label: What the vertical axis shows.

    Returns:
        A `Plot`. Its summary leaves out the numbers, which differ between processors.
    """
    figure = Figure(figsize=(WIDTH * 0.7, 2.6), layout="constrained")
    _draw_curves(figure.subplots(), history, label, (OUTPUT, INPUT, KERNEL, NEGATIVE))
    epochs = max(map(len, history.values()))
    return Plot(figure, f"{label} over {epochs} epochs: {', '.join(history)}")


def history(history: History) -> Plot:
    """Draw the curves of a training beside each other: accuracy and loss, of training and of validation.

    A dotted line marks the best epoch, whose weights the model has.

    Args:
        history: What `training.fit` returns.

    Returns:
        A `Plot`. The figures in its summary stand behind ≈, since they differ between processors.

    Raises:
        ValueError: If no epoch was trained.
    """
    panels = [name for name in ("accuracy", "loss") if name in history.history]
    if not panels:
        raise ValueError(f"There is nothing to draw: {history!r}. Train at least one epoch with `training.fit`.")
    figure = Figure(figsize=(WIDTH, 2.8), layout="constrained")
    for axis, name in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        kinds = {"training": name, "validation": f"val_{name}"}
        lines = {kind: history.history[key] for kind, key in kinds.items() if key in history.history}
        _draw_curves(axis, lines, name, (OUTPUT, INPUT))
        axis.axvline(history.best_epoch, color=MUTED, linewidth=1, linestyle=":")
        if name == "accuracy":
            axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return Plot(figure, f"{' and '.join(panels)} of training and validation; {history!r}")


def by_count(counts: Sequence[int], lines: Mapping[str, Sequence[float]], label: str, what: str) -> Plot:
    """Draw how figures change with the number of samples that a model learns from.

    Args:
        counts: How many samples, on a logarithmic axis.
        lines: Figures by name, one a count: shares, from 0 to 1.
        label: What the vertical axis shows.
        what: What is counted.

    Returns:
        A `Plot`. The figures in its summary stand behind ≈, since they differ between processors.

    Raises:
        ValueError: If a line has not one figure a count.
    """
    if lengths := {name: len(values) for name, values in lines.items() if len(values) != len(counts)}:
        raise ValueError(f"Each line must have one figure a count, {len(counts)}. Received: {lengths}")
    figure = Figure(figsize=(WIDTH * 0.7, 2.9), layout="constrained")
    axis = figure.subplots()
    _draw_curves(axis, lines, label, (OUTPUT, INPUT, KERNEL, NEGATIVE), places=counts)
    axis.set_xscale("log")
    axis.set_xticks(counts, [f"{count:,}" for count in counts])
    axis.minorticks_off()
    axis.set_xlabel(what, color=INK)
    axis.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    texts = [f"{name}: {', '.join(f'≈ {value:.1%}' for value in values)}" for name, values in lines.items()]
    return Plot(figure, f"{label} for {', '.join(map(str, counts))} {what}; {'; '.join(texts)}")


def intervals(tests: Mapping[str, Sequence[Mapping[str, Any]]], label: str) -> Plot:
    """Draw accuracies with their intervals, those of different seeds beside each other.

    Args:
        tests: For each way of training the tests of its runs, as `runs.read(name).test` holds them: `accuracy`,
            and the ends of its `interval`.
        label: What the horizontal axis shows.

    Returns:
        A `Plot`. Its summary has the mean of each way, and the range of its seeds.
    """
    figure = Figure(figsize=(WIDTH * 0.8, 0.4 + 0.62 * len(tests)), layout="constrained")
    axis = figure.subplots()
    for line, parts in enumerate(tests.values()):
        for seed, test in enumerate(parts):
            place = line + 0.2 * (seed - (len(parts) - 1) / 2)
            axis.plot(test["interval"], [place] * 2, color=INPUT, linewidth=1.4, alpha=0.7)
            axis.plot(test["accuracy"], place, color=OUTPUT, marker="o", markersize=4)
    axis.set_yticks(range(len(tests)), list(tests))
    axis.invert_yaxis()
    axis.set_xlabel(label, color=INK)
    axis.xaxis.set_major_locator(MaxNLocator(steps=(1, 2, 5, 10)))  # whole percents
    axis.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axis.grid(axis="x", color="#d5dbe5", linewidth=0.6)
    axis.spines[["top", "right", "left"]].set_visible(False)
    axis.tick_params(axis="y", length=0)
    return Plot(figure, "; ".join(f"{way}: {_over_seeds(parts)}" for way, parts in tests.items()))


def _over_seeds(parts: Sequence[Mapping[str, Any]]) -> str:
    accuracies = [part["accuracy"] for part in parts]
    return f"{np.mean(accuracies):.1%} ({min(accuracies):.1%} to {max(accuracies):.1%}, seeds: {len(parts)})"


def confusion(evaluation: Evaluation) -> Plot:
    """Draw how many samples of each class a model puts into each class.

    Args:
        evaluation: What `training.evaluate` returns.

    Returns:
        A `Plot`. The figures in its summary stand behind ≈, since they differ between processors.
    """
    counts, names = evaluation.confusion, evaluation.class_names
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(WIDTH * 0.45, 2.9), layout="constrained")
    axis = figure.subplots()
    axis.imshow(shares, cmap=RESPONSE, vmin=-1.6, vmax=1.6)  # pale enough for text
    for (line, column), count in np.ndenumerate(counts):
        text = f"{count:,}\n{shares[line, column]:.1%}"
        axis.text(column, line, text, ha="center", va="center", color=INK)
    axis.set_xticks(range(len(names)), names)
    axis.set_yticks(range(len(names)), names, rotation=90, va="center")
    axis.set_xlabel("the model's answer", color=INK)
    axis.set_ylabel("the photo's class", color=INK)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    parts = [f"{names[line]} as {names[column]} ≈ {count}" for (line, column), count in np.ndenumerate(counts)]
    return Plot(figure, f"{', '.join(parts)}; {evaluation!r}")


def mistakes(evaluation: Evaluation, count: int = 8, columns: int = 4) -> Plot:
    """Show the pictures that a model is surest about and wrong, the worst first.

    Args:
        evaluation: What `training.evaluate` returns for pictures.
        count: The most pictures to show.
        columns: Pictures in a row.

    Returns:
        A `Plot`. Its summary leaves out which ones they are, which differs between processors.

    Raises:
        ValueError: If the samples were no pictures, such as features that were extracted before.
    """
    worst = evaluation.mistakes[:count]
    pictures = [_picture(mistake) for mistake in worst]
    rows = max(-(-len(worst) // columns), 1)
    side = WIDTH / columns
    figure = Figure(figsize=(WIDTH, rows * (side + 0.3)), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axis in axes:
        axis.set_axis_off()
    for axis, mistake, picture in zip(axes, worst, pictures, strict=False):
        axis.imshow(picture, cmap="gray", vmin=0, vmax=255)
        title = f"{mistake.label}, taken for {mistake.prediction}: {mistake.confidence:.0%}"
        axis.set_title(title, fontsize=9, color=INK)
    wrong = len(evaluation) - evaluation.correct
    return Plot(figure, f"the worst of ≈ {wrong} mistakes on {len(evaluation):,} pictures", photographic=True)


def _picture(mistake: Any) -> Any:
    if mistake.image is None:
        raise ValueError(
            "Only mistakes on pictures can be shown, and these samples are none: give `training.evaluate` the "
            f"pictures, and a model that takes them. Received: {mistake!r}"
        )
    return np.squeeze(mistake.image)


def _draw_curves(
    axis: Any,
    curves: Mapping[str, Sequence[float]],
    label: str,
    colors: Sequence[str],
    places: Sequence[int] | None = None,
) -> None:
    """Draw lines over epochs, or over the places given."""
    for (name, values), color in zip(curves.items(), colors, strict=False):
        axis.plot(places or range(1, len(values) + 1), values, color=color, marker="o", markersize=3, label=name)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_xlabel("epoch", color=INK)
    axis.set_ylabel(label, color=INK)
    axis.grid(color="#d5dbe5", linewidth=0.6)
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(frameon=False)
