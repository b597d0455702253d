"""Figures of trainings and tests: their text holds the numbers, in a form that nbval can do without."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from course_utils import plots
from course_utils.training import Evaluation, History, Mistake

HISTORY = History(
    3,
    "val_accuracy",
    {
        "accuracy": [0.5, 0.7, 0.9],
        "val_accuracy": [0.5, 0.65, 0.6],
        "loss": [0.7, 0.5, 0.2],
        "val_loss": [0.7, 0.6, 0.8],
    },
    [10.0, 9.0, 9.5],
)


def evaluation(image=True, wrong=3):
    picture = np.full((12, 12, 3), 200, "uint8") if image else None
    mistakes = tuple(Mistake(place, "cat", "dog", 0.9, f"/pictures/{place}.jpg", picture) for place in range(wrong))
    probabilities = np.array([0.9] * wrong + [0.1] * (10 - wrong))
    return Evaluation(probabilities, np.zeros(10, int), ("cat", "dog"), mistakes)


def sanitised(plot):
    """A plot's text as nbval compares it."""
    return re.sub(r"≈ [-0-9.,%]+", "≈ MEASURED", repr(plot))


def size(plot):
    bundle = plot._repr_mimebundle_()
    (mime_type,) = (name for name in bundle if name.startswith("image/"))
    return Image.open(io.BytesIO(base64.b64decode(bundle[mime_type]))).size


def test_a_history_is_summed_up_by_its_best_epoch():
    assert repr(plots.history(HISTORY)) == (
        "accuracy and loss of training and validation; trained for 3 epochs, ≈ 28 s; the best is epoch ≈ 2: "
        "accuracy ≈ 70.0%, val_accuracy ≈ 65.0%, loss ≈ 0.500, val_loss ≈ 0.600"
    )


def test_a_history_marks_the_best_epoch():
    for axis in plots.history(HISTORY).figure.axes:
        names = [line.get_label() for line in axis.lines]
        assert names[:2] == ["training", "validation"]
        assert list(axis.lines[-1].get_xdata()) == [2, 2]


def test_a_confusion_is_summed_up_in_counts():
    assert repr(plots.confusion(evaluation())) == (
        "cat as cat ≈ 7, cat as dog ≈ 3, dog as cat ≈ 0, dog as dog ≈ 0; "
        "accuracy ≈ 70.0% on 10 samples (95% interval ≈ 39.7% to ≈ 89.2%)"
    )


def test_mistakes_are_counted_and_shown():
    plot = plots.mistakes(evaluation(), count=2)
    assert repr(plot) == "the worst of ≈ 3 mistakes on 10 pictures"
    titles = [axis.get_title() for axis in plot.figure.axes]
    assert titles == ["cat, taken for dog: 90%"] * 2 + ["", ""]


def test_no_mistakes_are_a_figure_too():
    assert repr(plots.mistakes(evaluation(wrong=0))) == "the worst of ≈ 0 mistakes on 10 pictures"


def test_another_processor_gives_the_same_text():
    other = History(3, "val_accuracy", {name: values[::-1] for name, values in HISTORY.history.items()}, [1.0] * 3)
    assert sanitised(plots.history(HISTORY)) == sanitised(plots.history(other))
    for draw in (plots.confusion, plots.mistakes):
        assert sanitised(draw(evaluation())) == sanitised(draw(evaluation(wrong=5)))


def test_mistakes_on_features_can_not_be_shown():
    with pytest.raises(ValueError, match=r"these samples are none.*Received: 0\.jpg: a cat, taken for a dog"):
        plots.mistakes(evaluation(image=False))


def test_a_history_without_epochs_can_not_be_drawn():
    with pytest.raises(ValueError, match="no epoch trained"):
        plots.history(History(3, "val_accuracy"))


@pytest.mark.parametrize(
    "draw",
    [lambda: plots.history(HISTORY), lambda: plots.confusion(evaluation()), lambda: plots.mistakes(evaluation())],
    ids=["history", "confusion", "mistakes"],
)
def test_a_figure_is_as_wide_as_a_page_at_most(draw):
    width, height = size(draw())
    assert 200 < width <= 740
    assert 150 < height < 450


def test_figures_by_count_are_summed_up_one_by_one():
    plot = plots.by_count([10, 100], {"scratch": [0.5, 0.75], "features": [0.875, 0.96]}, "accuracy", "pictures")
    assert repr(plot) == (
        "accuracy for 10, 100 pictures; scratch: ≈ 50.0%, ≈ 75.0%; features: ≈ 87.5%, ≈ 96.0%"
    )
    assert "0." not in sanitised(plot)
    assert size(plot)[0] > 500


def test_a_line_needs_a_figure_for_each_count():
    with pytest.raises(ValueError, match=r"one figure a count, 2\. Received: \{'scratch': 1\}"):
        plots.by_count([10, 100], {"scratch": [0.5]}, "accuracy", "pictures")


def test_intervals_are_summed_up_over_seeds():
    tests = {
        "scratch": [{"accuracy": 0.8, "interval": [0.76, 0.83]}, {"accuracy": 0.7, "interval": [0.66, 0.74]}],
        "features": [{"accuracy": 0.96, "interval": [0.94, 0.98]}],
    }
    plot = plots.intervals(tests, "test accuracy")
    assert repr(plot) == (
        "scratch: 75.0% (70.0% to 80.0%, seeds: 2); features: 96.0% (96.0% to 96.0%, seeds: 1)"
    )
    assert size(plot)[0] > 500
