"""Stored trainings: those too long for a chapter, computed once by the code that the chapters use, and kept.

There are two kinds: from scratch (`CATALOGUE` and `LONG_CATALOGUE`, `Settings`, `Run`, `read`), and on a
pretrained base (`TRANSFER_CATALOGUE`, `TransferSettings`, `TransferRun`, `read_transfer`).
"""

from typing import TYPE_CHECKING, Any

from course_utils.runs.catalogue import CATALOGUE, LONG_CATALOGUE, Settings
from course_utils.runs.files import folder, read, read_record, read_transfer, write
from course_utils.runs.record import Run, TransferRun
from course_utils.runs.source import source_hash
from course_utils.runs.transfer_catalogue import TRANSFER_CATALOGUE, TransferSettings
from course_utils.runs.verification import verify

if TYPE_CHECKING:
    from course_utils.runs.computing import compute

__all__ = [
    "CATALOGUE",
    "LONG_CATALOGUE",
    "TRANSFER_CATALOGUE",
    "Run",
    "Settings",
    "TransferRun",
    "TransferSettings",
    "compute",
    "folder",
    "read",
    "read_record",
    "read_transfer",
    "source_hash",
    "verify",
    "write",
]


def __getattr__(name: str) -> Any:
    """Load what needs Keras when it is first asked for."""
    if name == "compute":
        from course_utils.runs.computing import compute

        return compute
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
