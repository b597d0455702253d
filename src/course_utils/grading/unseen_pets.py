"""Pictures that no student has seen, for tasks that must work on new data."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from course_utils.datasets.arranging import writable
from course_utils.grading.exercises import default_folder
from course_utils.locks import alone, clear_leftovers
from course_utils.storage import cache_folder


def unseen_pets(seed: int, pictures: int = 64) -> Path:
    """Return a folder with pets that the program behind `datasets.sample_pets` has drawn from another seed.

    The first call with a seed draws them, which takes about a third of a second a picture and processor; later ones
    find them in the cache.

    Args:
        seed: Where the pets come from; from 0 on.
        pictures: How many to draw, half of them cats.

    Returns:
        A folder in which `cat` and `dog` hold JPEG files.

    Raises:
        FileNotFoundError: If the drawing program is not there: like the exercises, it is not in the wheel.
        RuntimeError: If it fails.
    """
    checkout = default_folder().parent
    program = sorted((checkout / "tools" / "sample_pets").glob("*.py"))
    if not program:
        raise FileNotFoundError(
            f"There is no program that draws pets in {checkout / 'tools' / 'sample_pets'}. It is not in the wheel: "
            "use a checkout of the course."
        )
    version = hashlib.sha256(b"".join(path.read_bytes() for path in program)).hexdigest()[:12]
    target = cache_folder() / f"unseen_pets-{version}" / f"{pictures}-{seed}"
    if not _is_whole(target, pictures):
        with alone(writable(target.parent, "CONVNET_COURSE_CACHE") / target.name):
            if not _is_whole(target, pictures):
                clear_leftovers(target)
                shutil.rmtree(target, ignore_errors=True)
                _draw(target, seed, pictures, checkout)
    return target


def _is_whole(folder: Path, pictures: int) -> bool:
    """Whether all pictures are there: some systems tidy up their caches file by file."""
    return sum(1 for _ in folder.glob("*/*.jpg")) == pictures


def _draw(target: Path, seed: int, pictures: int, checkout: Path) -> None:
    """Draw in another process, with a bar: this one may hold TensorFlow, whose threads do not survive a fork."""
    chosen = ["--target", str(target), "--seed", str(seed), "--pictures", str(pictures)]
    command = [sys.executable, "-m", "tools.sample_pets", "folder", *chosen]
    if subprocess.run(command, cwd=checkout, check=False).returncode != 0:
        raise RuntimeError("The program that draws pets for the grading failed, for the reason above.")
