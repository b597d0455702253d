"""Widgets that are alive in a notebook and in the static page alike.

Python holds traits and meaning, TypeScript holds arithmetic and drawing.
"""

from course_utils.widgets.augmentation_explorer.widget import AugmentationExplorer
from course_utils.widgets.convolution_explorer.widget import ConvolutionExplorer
from course_utils.widgets.feature_map_explorer.widget import FeatureMapExplorer
from course_utils.widgets.freezing_explorer.widget import FreezingExplorer
from course_utils.widgets.kernel_learning_explorer.widget import KernelLearningExplorer
from course_utils.widgets.neighbour_explorer.widget import NeighbourExplorer
from course_utils.widgets.pooling_explorer.widget import PoolingExplorer
from course_utils.widgets.preprocessing_explorer.widget import PreprocessingExplorer
from course_utils.widgets.quiz.widget import Quiz
from course_utils.widgets.receptive_field_explorer.widget import ReceptiveFieldExplorer
from course_utils.widgets.training_curves_explorer.widget import TrainingCurvesExplorer
from course_utils.widgets.translation_explorer.widget import TranslationExplorer
from course_utils.widgets.window_explorer.widget import WindowExplorer

__all__ = [
    "AugmentationExplorer",
    "ConvolutionExplorer",
    "FeatureMapExplorer",
    "FreezingExplorer",
    "KernelLearningExplorer",
    "NeighbourExplorer",
    "PoolingExplorer",
    "PreprocessingExplorer",
    "Quiz",
    "ReceptiveFieldExplorer",
    "TrainingCurvesExplorer",
    "TranslationExplorer",
    "WindowExplorer",
]
