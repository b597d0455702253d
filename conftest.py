"""What every test run shares: `pytest` runs tests/, and `pytest --nbval` re-runs the chapters instead."""

import os
from pathlib import Path

import pytest

from tools.notebooks import ENVIRONMENT

ROOT = Path(__file__).parent
# Seconds that a cell may stay silent before it prints; nbval's own 5 are too few for a slow machine.
OUTPUT_TIMEOUT = 300


def pytest_configure(config: pytest.Config) -> None:
    """Give nbval the course's settings, and the chapters where no path was named."""
    if not config.getoption("nbval", False):
        return
    os.environ.update(ENVIRONMENT)
    if config.option.nbval_kernel_name is None:
        config.option.nbval_current_env = True
    if config.option.nbval_sanitize_with is None:
        config.option.nbval_sanitize_with = str(ROOT / "tests" / "nbval.cfg")
    if config.args_source == pytest.Config.ArgsSource.TESTPATHS:
        config.args = [str(ROOT / "chapters")]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let a notebook cell be silent for longer than nbval would."""
    if hasattr(item, "output_timeout"):
        item.output_timeout = OUTPUT_TIMEOUT
