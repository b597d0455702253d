"""The repository: nothing large, nothing of one machine, notebooks in their places, a light import."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 1_000_000
# The drawn pets are what a machine without a network learns from.
LARGE = {"sample_pets.zip": 16_000_000}
NOTEBOOK_FOLDERS = {"chapters", "exercises"}
# Paths that exist on one person's machine, and hosts of package indexes, which differ between networks.
MACHINE_PATH = re.compile(r"(?<![\w.+/-])/(?:work|root|home|Users)/\w")
INDEX_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|anaconda)\.(?:org|com)\b|\b(?:extra-)?index-url\s*=")


def repository_files() -> list[Path]:
    """Return the files that are in git or about to be: what git ignores is nobody's business."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("This is not a git checkout.")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def matching_lines(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in repository_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"


def test_no_file_is_large() -> None:
    sizes = {path: path.stat().st_size for path in repository_files()}
    assert {path.name: size for path, size in sizes.items() if size > LARGE.get(path.name, LARGEST)} == {}


def test_no_path_of_one_machine() -> None:
    assert list(matching_lines(MACHINE_PATH)) == []


def test_no_package_index() -> None:
    assert list(matching_lines(INDEX_HOST)) == []


def test_notebooks_are_in_their_places() -> None:
    notebooks = [path.relative_to(ROOT) for path in repository_files() if path.suffix == ".ipynb"]
    assert [path for path in notebooks if path.parts[0] not in NOTEBOOK_FOLDERS] == []


@pytest.mark.parametrize("module", ["course_utils", "course_utils.ops", "course_utils.datasets", "course_utils.cli"])
def test_import_is_light(module: str) -> None:
    heavy = ("tensorflow", "keras", "matplotlib", "anywidget", "ipywidgets", "skimage")
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
