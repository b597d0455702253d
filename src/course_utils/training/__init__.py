"""Training and evaluation: they return figures as data; `course_utils.plots` draws them."""

from typing import TYPE_CHECKING, Any

from course_utils.training.evaluation import Evaluation, Mistake, evaluate, wilson_interval
from course_utils.training.history import History

if TYPE_CHECKING:
    from course_utils.training.fitting import fit

__all__ = ["Evaluation", "History", "Mistake", "evaluate", "fit", "wilson_interval"]


def __getattr__(name: str) -> Any:
    """Load what needs Keras when it is first asked for: stored figures are read without it."""
    if name == "fit":
        from course_utils.training.fitting import fit

        return fit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
