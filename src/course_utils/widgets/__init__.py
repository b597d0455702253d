"""Widgets that are alive in a notebook and in the static page alike.

Python holds traits and meaning, TypeScript holds arithmetic and drawing.
"""

from course_utils.widgets.convolution_explorer.widget import ConvolutionExplorer
from course_utils.widgets.quiz.widget import Quiz
from course_utils.widgets.window_explorer.widget import WindowExplorer

__all__ = ["ConvolutionExplorer", "Quiz", "WindowExplorer"]
