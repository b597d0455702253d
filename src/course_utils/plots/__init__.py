"""Every matplotlib figure of the course.

A figure's text is a one-line summary of the numbers that it shows, so that a test can compare what a picture hides.
"""

from course_utils.plots.images import channels, feature_maps, grays, pictures, weights
from course_utils.plots.plot import INK, INPUT, KERNEL, MUTED, NEGATIVE, OUTPUT, Plot
from course_utils.plots.training import confusion, curves, history, mistakes

__all__ = [
    "INK",
    "INPUT",
    "KERNEL",
    "MUTED",
    "NEGATIVE",
    "OUTPUT",
    "Plot",
    "channels",
    "confusion",
    "curves",
    "feature_maps",
    "grays",
    "history",
    "mistakes",
    "pictures",
    "weights",
]
