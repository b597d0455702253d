"""Stored trainings: those too long for a chapter, computed once by the code that the chapters use, and kept."""

from typing import TYPE_CHECKING, Any

from course_utils.runs.catalogue import CATALOGUE, Settings
from course_utils.runs.record import Run, folder, read, verify, write
from course_utils.runs.source import source_hash

if TYPE_CHECKING:
    from course_utils.runs.recipe import compute

__all__ = ["CATALOGUE", "Run", "Settings", "compute", "folder", "read", "source_hash", "verify", "write"]


def __getattr__(name: str) -> Any:
    """Load what needs Keras when it is first asked for."""
    if name == "compute":
        from course_utils.runs.recipe import compute

        return compute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
