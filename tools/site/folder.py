"""The published folder: the built book, the package's wheel, and what Binder and GitHub Pages look for."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from course_utils.sphinxext.publishing import WHEELS, Publication, wheel_name
from tools.wheel import build_wheel

BINDER_PYTHON = "python=3.12"
# What a learner's machine needs of the wheel, and what no learner may find in it.
NEEDED = (
    "course_utils/datasets/sample_pets.zip",
    "course_utils/widgets/static/convolution_explorer.js",
    "course_utils/widgets/static/host.js",
)
RUNS = "course_utils/stored_runs/"
FORBIDDEN = ("solution", "generator", "reference")


def make_site(html: Path, site: Path, published: Publication | None) -> Path:
    """Make the folder that is published.

    Args:
        html: The built book.
        site: The folder to make; one that is there is replaced.
        published: Where the book is published; without it Binder finds nothing to install.

    Returns:
        The path of the wheel in the site.

    Raises:
        FileNotFoundError: If the book is not built.
        RuntimeError: If the wheel can't be built, lacks what a learner needs or holds what no learner may see.
    """
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"There is no {html / 'index.html'}: build the book first, with `make book`.")
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(html, site, ignore=shutil.ignore_patterns(".buildinfo"))
    (site / ".nojekyll").touch()  # or GitHub Pages would leave out _static
    wheel = build_wheel(site / WHEELS)
    if faults := list(wheel_faults(wheel)):
        raise RuntimeError(f"{wheel} {'; '.join(faults)}: build the front end anew, with `make frontend`.")
    if published:
        (site / "binder").mkdir()
        environment = yaml.safe_dump(binder_environment(published), sort_keys=False)
        (site / "binder" / "environment.yml").write_text(environment, encoding="utf-8")
    return wheel


def binder_environment(published: Publication) -> dict[str, Any]:
    """Return the environment in which Binder opens the site's notebooks: the wheel with all that it runs with."""
    return {
        "name": "convnet-course",
        "channels": ["conda-forge"],
        "dependencies": [BINDER_PYTHON, "pip", {"pip": [published.requirement("run")]}],
    }


def wheel_faults(wheel: Path) -> Iterator[str]:
    """Yield what is wrong with a wheel, in words that follow its name."""
    if wheel.name != wheel_name():
        yield f"is not called {wheel_name()}"
    names = zipfile.ZipFile(wheel).namelist()
    for needed in NEEDED:
        if needed not in names:
            yield f"lacks {needed}"
    if not any(name.startswith(RUNS) and name.endswith(".json") for name in names):
        yield f"lacks the stored runs, {RUNS}*.json"
    yield from (f"holds {name}" for name in names if Path(name).stem in FORBIDDEN or "solutions/" in name)
