"""Figures of classifiers and of pretrained families."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

from course_utils import plots, pretrained
from course_utils.pretrained import Prediction

IMAGE = np.full((20, 20, 3), 128, "uint8")
GUESSES = [Prediction("n1", "espresso", 0.93), Prediction("n2", "cup", 0.021), Prediction("n3", "soup bowl", 0.003)]


def test_guesses_are_summed_up_as_far_as_they_count():
    plot = plots.guesses(IMAGE, GUESSES)
    assert repr(plot) == "espresso ≈ 93%; cup ≈ 2%"
    bars = plot.figure.axes[1]
    assert [label.get_text() for label in bars.get_yticklabels()] == ["espresso", "cup", "soup bowl"]
    assert [bar.get_width() for bar in bars.patches] == [0.93, 0.021, 0.003]


def test_guesses_may_all_be_small_but_not_missing():
    assert repr(plots.guesses(IMAGE, GUESSES[2:])) == "no guess above 1%"
    with pytest.raises(ValueError, match=r"one guess or more\. Received: predictions=\[\]"):
        plots.guesses(IMAGE, [])


def test_two_kinds_are_summed_up_by_their_means():
    plot = plots.two_kinds(np.array([-2.0, -1.0, 3.0]), np.array([0, 0, 1]), ["cats", "dogs"], "score")
    assert repr(plot) == "score; cats: 2 pictures, mean ≈ -1.5; dogs: 1 pictures, mean ≈ 3.0"
    with pytest.raises(ValueError, match="2 pictures, 1 titles"):
        plots.two_kinds(np.array([1.0]), np.array([0]), ["cats"], "score")


def test_every_family_is_named_and_no_name_covers_another_or_stands_beyond_a_dot():
    plot = plots.families()
    assert repr(plot).startswith(f"{len(pretrained.FAMILIES)} families; fastest: ")
    FigureCanvasAgg(plot.figure).draw()
    (axis,) = plot.figure.axes
    assert {text.get_text() for text in axis.texts} == set(pretrained.FAMILIES)
    for text in axis.texts:
        text.arrow_patch = None
    frames = [text.get_window_extent() for text in axis.texts]
    page = plot.figure.bbox
    dots = {text.get_text(): axis.transData.transform(text.xy) for text in axis.texts}
    for text, frame in zip(axis.texts, frames, strict=True):
        own = dots.pop(text.get_text())
        way = Bbox.union([frame, Bbox([own, own])])
        assert not any(way.contains(*other) for other in dots.values())
        dots[text.get_text()] = own
    for place, frame in enumerate(frames):
        assert page.x0 <= frame.x0 < frame.x1 <= page.x1
        assert not any(frame.overlaps(other) for other in frames[:place])
