"""Builds the package's wheel, with the tools of this environment: no network, and the same bytes every time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.bundle import ROOT

# 2020-02-02, hatchling's own choice for files in a wheel.
EPOCH = "1580601600"


def build_wheel(folder: Path) -> Path:
    """Build the wheel.

    Args:
        folder: Where it goes.

    Returns:
        The wheel's path.

    Raises:
        RuntimeError: Hatchling could not build it.
    """
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if built.returncode or len(wheels) != 1:
        raise RuntimeError(f"The wheel can't be built:\n{built.stdout}{built.stderr}")
    return wheels[0]
