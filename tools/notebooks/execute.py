"""Runs a chapter in a fresh kernel of this environment."""

import copy
import os
import subprocess
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from tools.notebooks import ENVIRONMENT


def execute(notebook: NotebookNode, directory: Path, timeout: int = 600) -> NotebookNode:
    """Return a copy of a notebook with fresh outputs.

    Args:
        notebook: The notebook; it is left as it is.
        directory: The kernel's working directory.
        timeout: Seconds that one cell may take.

    Raises:
        CellExecutionError: If a cell raises.
    """
    notebook = copy.deepcopy(notebook)
    client = Client(
        notebook,
        kernel_manager_class=Manager,
        kernel_name=CURRENT_ENV_KERNEL_NAME,
        timeout=timeout,
        iopub_timeout=timeout,
        raise_on_iopub_timeout=True,  # rather than lose an output on a busy machine
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(directory)}},
    )
    client.execute(env=os.environ | ENVIRONMENT, stderr=subprocess.DEVNULL)  # as nbval does, too
    return notebook


class Manager(AsyncKernelManager):
    """A manager that starts this environment's kernel, as nbval does, whatever `python3` a user has installed."""

    def _kernel_spec_manager_default(self) -> NbvalKernelspecManager:
        return NbvalKernelspecManager()


class Client(NotebookClient):
    """A client that sees what nbval sees: it plays no front end for the Output widgets behind `interact`.

    So what they would catch, and hide from a page without a kernel, stands among the outputs of the cell.
    """

    def on_comm_open_jupyter_widget(self, msg: dict[str, Any]) -> None:
        """Leave the widget without a front end."""

    def clear_output(self, outs: list[NotebookNode], msg: dict[str, Any], cell_index: int) -> None:
        """Keep the outputs: what `interact` clears is its widget, not the cell."""
