"""Runs one notebook on such a machine, and notes how much memory its kernel has used by the end of each cell."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tools.colab.machine import KERNEL, Machine


@dataclass
class Outcome:
    """What came of a notebook.

    Args:
        error: The error of the cell that raised, or nothing.
        seconds: How long it took, the installation included.
        peak_mb: The kernel's peak resident memory by the end of each cell, by the cell's id, in MiB.
    """

    error: str = ""
    seconds: float = 0.0
    peak_mb: dict[str, int] = field(default_factory=dict)


def run(path: Path, machine: Machine, timeout: int = 1200) -> Outcome:
    """Run a notebook from top to bottom.

    Args:
        path: The notebook; the file stays as it is.
        machine: Where it runs.
        timeout: Seconds that one cell may take.
    """
    notebook = nbformat.read(path, as_version=4)
    outcome = Outcome()

    def note(cell: Any, **_: Any) -> None:
        if cell.cell_type == "code":
            provisioner: Any = client.km and client.km.provisioner
            outcome.peak_mb[cell.id] = peak_memory(provisioner.process.pid) >> 20

    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        timeout=timeout,
        on_cell_executed=note,
        resources={"metadata": {"path": str(machine.folder / "work")}},
    )
    start = time.monotonic()
    with patch.dict(os.environ, {"JUPYTER_PATH": str(machine.folder / "jupyter")}):
        try:
            client.execute()
        except CellExecutionError as error:
            outcome.error = f"{error.ename}: {error.evalue}"
        except DeadKernelError:
            outcome.error = "the kernel died, as it does where memory runs out"
    outcome.seconds = round(time.monotonic() - start, 1)
    return outcome


def peak_memory(process: int) -> int:
    """Return the most memory that a process has held so far, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert match is not None
    return int(match[1]) << 10
