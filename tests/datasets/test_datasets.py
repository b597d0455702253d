"""The package of data sets: light to import, with one door to the set that the chapters use."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from course_utils import datasets
from course_utils.datasets import active

module = import_module("course_utils.datasets.active")


@pytest.fixture(autouse=True)
def _sets(monkeypatch):
    monkeypatch.setattr(module, "sample_pets", lambda: Path("drawn"))
    monkeypatch.setattr(module, "cats_vs_dogs", lambda: Path("photos"))


@pytest.mark.parametrize(
    ("value", "folder"), [(None, "drawn"), ("", "drawn"), ("sample", "drawn"), ("cats_vs_dogs", "photos")]
)
def test_active_data_set(monkeypatch, value, folder):
    monkeypatch.delenv("CONVNET_COURSE_DATASET", raising=False)
    if value is not None:
        monkeypatch.setenv("CONVNET_COURSE_DATASET", value)
    assert active() == Path(folder)


def test_unknown_data_set(monkeypatch):
    monkeypatch.setenv("CONVNET_COURSE_DATASET", "Sample")
    with pytest.raises(ValueError, match=r"must be 'sample' or 'cats_vs_dogs'\. Received: 'Sample'"):
        active()


def test_import_is_light():
    heavy = ("tensorflow", "keras", "PIL", "requests", "tqdm", "matplotlib")
    code = f"import sys, course_utils.datasets; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_what_it_offers():
    assert datasets.sample_pets.__name__ == "sample_pets"
    with pytest.raises(AttributeError, match=r"course_utils\.datasets.* no attribute 'birds'"):
        _ = datasets.birds


def test_batches_load_on_demand():
    pytest.importorskip("tensorflow", reason="batches are TensorFlow's: install convnet-course[run]")
    assert datasets.image_batches.__name__ == "image_batches"
