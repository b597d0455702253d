"""Every matplotlib figure of the course.

A figure's text is a one-line summary of the numbers that it shows, so that a test can compare what a picture hides.
"""

from course_utils.plots.classification import guesses, two_kinds
from course_utils.plots.families import families
from course_utils.plots.images import channels, feature_maps, grays, mosaic, pictures, weights
from course_utils.plots.plot import INK, INPUT, KERNEL, MUTED, NEGATIVE, OUTPUT, Plot
from course_utils.plots.training import by_count, confusion, curves, history, intervals, mistakes

__all__ = [
    "INK",
    "INPUT",
    "KERNEL",
    "MUTED",
    "NEGATIVE",
    "OUTPUT",
    "Plot",
    "by_count",
    "channels",
    "confusion",
    "curves",
    "families",
    "feature_maps",
    "grays",
    "guesses",
    "history",
    "intervals",
    "mistakes",
    "mosaic",
    "pictures",
    "two_kinds",
    "weights",
]
