"""Shared helpers of the convnet-course chapters.

Importing the package is light: TensorFlow, matplotlib and anywidget load when a submodule first needs them.
"""

from course_utils.language import use_language
from course_utils.quiet import quiet_tensorflow

__all__ = ["quiet_tensorflow", "use_language"]
__version__ = "0.1.0"
