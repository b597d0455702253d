"""Training and evaluation: they return figures as data; `course_utils.plots` draws them."""

from course_utils.training.evaluation import Evaluation, Mistake, evaluate, wilson_interval
from course_utils.training.fitting import fit
from course_utils.training.history import History

__all__ = ["Evaluation", "History", "Mistake", "evaluate", "fit", "wilson_interval"]
