"""What the benchmarks in a browser share: the browser, and how its times are summed up."""

import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, CDPSession, Playwright

from course_utils.doctor import find_browser

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
MEGABIT = 1_000_000 / 8
SLOW = "10 Mbit/s, 40 ms latency, CPU divided by 4"  # what `throttle` makes of a page


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium without a window."""
    executable = find_browser()
    if executable is None:
        raise SystemExit("No Chromium is installed: install it, or name one in the environment variable CHROMIUM.")
    return playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)


def throttle(session: CDPSession) -> None:
    """A slow line and a slow processor."""
    speed = {"downloadThroughput": 10 * MEGABIT, "uploadThroughput": 10 * MEGABIT}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 40, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def quantiles(numbers: Sequence[float], *percents: int) -> dict[str, float]:
    """Sum up measurements: `{"p50": 1.25, "p99": 3.5}`."""
    return {f"p{percent}": round(float(np.percentile(numbers, percent)), 3) for percent in percents}


def machine(browser: Browser, *packages: str) -> dict[str, Any]:
    """Say on what was measured."""
    versions = {"chromium": browser.version, "python": platform.python_version()}
    return {
        "versions": {**versions, **{name: version(name) for name in packages}},
        "cpu_count": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
    }


def store(result: dict[str, Any], path: Path) -> None:
    """Write a result beside its benchmark."""
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
