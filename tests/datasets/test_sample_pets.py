"""The drawn pets come out of the package whole, and stay whole whoever asks for them and when."""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from course_utils.datasets import sample_pets, sample_pets_table
from course_utils.datasets.arranging import count_pictures
from tests.datasets.pictures import with_orientation
from tests.datasets.sets import contents, split_set, write_zip

module = import_module("course_utils.datasets.sample_pets")
COUNTS = {"train": 20, "validation": 10, "test": 10}
TABLE = "file,yaw,ear,coat\ntrain/cat/cat.0001.jpg,-12.5,1,tabby\ntrain/dog/dog.0001.jpg,3,0,black\n"

_CODE = "from course_utils.datasets import sample_pets; print(sample_pets())"


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def package(monkeypatch, tmp_path) -> Path:
    """A small archive and its table in the place of the packaged ones."""
    folder = tmp_path / "package"
    folder.mkdir()
    files = {name.replace("cats/", "cat/").replace("dogs/", "dog/"): data for name, data in split_set(COUNTS).items()}
    files["train/cat/cat.0.jpg"] = with_orientation(6)
    write_zip(files, folder / "sample_pets.zip")
    (folder / "sample_pets.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: folder)
    return folder


def counts(folder: Path) -> list[int]:
    return [*count_pictures(folder).values()]


def test_pictures_are_there(package, cache, capsys):
    folder = sample_pets()
    assert folder.parent == cache
    assert counts(folder) == [20, 20, 10, 10, 10, 10]
    assert (folder / "train/cat/cat.0.jpg").read_bytes() != with_orientation(6)
    assert sample_pets() == folder
    assert capsys.readouterr() == ("", "")


def test_second_call_writes_nothing(package, cache):
    folder = sample_pets()
    times = {path: path.stat().st_mtime_ns for path in cache.rglob("*")}
    sample_pets()
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*")} == times
    assert folder in times


def test_pictures_that_were_tidied_away_come_back(package):
    folder = sample_pets()
    before = contents(folder)
    (folder / "test/dog/dog.7.jpg").unlink()
    assert contents(sample_pets()) == before


def test_new_archive_gets_a_folder_of_its_own(package):
    old = sample_pets()
    files = {name: data for name, data in contents(old).items() if name.endswith(".jpg") and not name.endswith("9.jpg")}
    write_zip(files, package / "sample_pets.zip")
    new = sample_pets()
    assert new != old
    assert counts(new) == [18, 18, 9, 9, 9, 9]
    assert counts(old) == [20, 20, 10, 10, 10, 10]


def test_table(package):
    table = sample_pets_table()
    assert [*table] == ["file", "yaw", "ear", "coat"]
    assert table["file"].tolist() == ["train/cat/cat.0001.jpg", "train/dog/dog.0001.jpg"]
    np.testing.assert_array_equal(table["yaw"], [-12.5, 3.0])
    assert table["ear"].dtype == np.int64
    assert table["coat"].tolist() == ["tabby", "black"]


packaged = pytest.mark.skipif(
    not (files("course_utils.datasets") / "sample_pets.zip").is_file(), reason="sample_pets.zip is not drawn yet"
)


@pytest.mark.slow
@packaged
def test_packaged_pictures_and_their_table():
    folder = sample_pets()
    assert counts(folder) == [500, 500, 250, 250, 250, 250]
    assert (folder / "set-aside.csv").read_text() == "file,reason,detail\n"
    pictures = {path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg")}
    assert {*sample_pets_table()["file"].tolist()} == pictures


def start(cache: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "CONVNET_COURSE_CACHE": str(cache)}
    return subprocess.Popen([sys.executable, "-c", _CODE], env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@packaged
def test_two_processes_at_once(cache):
    processes = [start(cache) for _ in range(2)]
    folders = {process.communicate()[0].strip() for process in processes}
    assert folders == {str(sample_pets())}
    assert sum(counts(sample_pets())) == 2000


@pytest.mark.slow
@packaged
@pytest.mark.skipif(sys.platform == "win32", reason="this system has no kill -9")
def test_killed(cache):
    process = start(cache)
    while process.poll() is None and len(list(cache.glob(".sample_pets-*.part/*/train/*/*.jpg"))) < 300:
        time.sleep(0.004)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not list(cache.glob("sample_pets-*"))
    assert sum(counts(sample_pets())) == 2000
    assert not list(cache.glob("*.part"))
