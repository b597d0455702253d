"""What a classifier makes of a picture, and how well two kinds stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from course_utils.plots.plot import INK, INPUT, OUTPUT, WIDTH, Array, Plot, check_titles

if TYPE_CHECKING:
    from course_utils.pretrained import Prediction

_WORTH_NAMING = 0.01


def guesses(image: Array, predictions: Sequence[Prediction]) -> Plot:
    """Show a picture beside what a classifier takes it for.

    Args:
        image: Shape `(height, width, 3)`, values 0 to 255.
        predictions: The best guesses, the best first: a row of `classifier.decode(images)`.

    Returns:
        A `Plot`. Its summary names the guesses of 1 % and more; their figures stand behind ≈.

    Raises:
        ValueError: If there is no guess.
    """
    if not predictions:
        raise ValueError("There is nothing to draw: give one guess or more. Received: predictions=[]")
    figure = Figure(figsize=(WIDTH * 0.85, 2.5), layout="constrained")
    picture, bars = figure.subplots(1, 2, width_ratios=(1, 1.5))
    picture.imshow(image)
    picture.set_axis_off()
    places = range(len(predictions))
    shares = [guess.probability for guess in predictions]
    bars.barh(places, shares, color=OUTPUT, height=0.62)
    for place, share in zip(places, shares, strict=True):
        bars.text(share + 0.02, place, f"{share:.1%}", va="center", fontsize=9, color=INK)
    bars.set_yticks(places, [guess.name for guess in predictions], color=INK)
    bars.tick_params(axis="y", length=0)
    bars.invert_yaxis()
    bars.set_xlim(0, 1.18)  # room for the figure beside a full bar
    bars.set_xticks([0, 0.5, 1])
    bars.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    bars.set_xlabel("probability", color=INK)
    bars.spines[["top", "right", "left"]].set_visible(False)
    named = [f"{guess.name} ≈ {guess.probability:.0%}" for guess in predictions if guess.probability >= _WORTH_NAMING]
    return Plot(figure, "; ".join(named) or f"no guess above {_WORTH_NAMING:.0%}", photographic=True)


def two_kinds(scores: Array, labels: Array, names: Sequence[str], label: str) -> Plot:
    """Draw how the scores of two kinds of pictures are distributed.

    Args:
        scores: One number a picture.
        labels: 0 or 1 for each picture.
        names: The names of the two kinds.
        label: What the score is.

    Returns:
        A `Plot`. The means in its summary stand behind ≈.

    Raises:
        ValueError: If there are not two names.
    """
    check_titles(2, names)
    figure = Figure(figsize=(WIDTH * 0.7, 2.6), layout="constrained")
    axis = figure.subplots()
    edges = np.linspace(scores.min(), scores.max(), 31).tolist()
    kinds = [scores[labels == kind] for kind in (0, 1)]
    for kind, name, color in zip(kinds, names, (OUTPUT, INPUT), strict=True):
        axis.hist(kind, edges, color=color, alpha=0.6, label=name)
    axis.axvline(0, color=INK, linewidth=1, linestyle=":")
    axis.set_xlabel(label, color=INK)
    axis.set_ylabel("pictures", color=INK)
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(frameon=False)
    means = [f"{name}: {len(kind)} pictures, mean ≈ {kind.mean():.1f}" for name, kind in zip(names, kinds, strict=True)]
    return Plot(figure, f"{label}; {'; '.join(means)}")
