"""Pets drawn for the grading: the same for a seed, others for another, and new to everybody."""

from __future__ import annotations

import io
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from course_utils.grading import exercises
from course_utils.grading import unseen_pets as drawing
from course_utils.grading.unseen_pets import unseen_pets


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def other_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose drawing program can be spoiled."""
    root = tmp_path / "checkout"
    ours = exercises.default_folder().parent
    shutil.copytree(ours / "tools" / "sample_pets", root / "tools" / "sample_pets")
    monkeypatch.setattr(drawing, "default_folder", lambda: root / "exercises")
    return root


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.jpg"))}


def test_a_seed_draws_its_own_pets_which_are_none_of_the_course(cache: Path) -> None:
    first, other = pictures(unseen_pets(7, 4)), pictures(unseen_pets(8, 4))
    assert list(first) == ["cat/cat.0001.jpg", "cat/cat.0002.jpg", "dog/dog.0001.jpg", "dog/dog.0002.jpg"]
    with zipfile.ZipFile(str(files("course_utils.datasets") / "sample_pets.zip")) as archive:
        known = {archive.read(name) for name in archive.namelist()}
    assert len({*first.values(), *other.values(), *known}) == 8 + len(known)
    assert all(min(Image.open(io.BytesIO(content)).size) >= 60 for content in first.values())
    shutil.rmtree(cache)
    assert pictures(unseen_pets(7, 4)) == first


def test_what_is_drawn_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = unseen_pets(7, 2)
    monkeypatch.setattr(drawing, "_draw", lambda *_: pytest.fail("drawn again"))
    assert unseen_pets(7, 2) == folder


def test_another_program_draws_other_pets(other_checkout: Path) -> None:
    folder = unseen_pets(7, 2)
    with (other_checkout / "tools" / "sample_pets" / "fur.py").open("a", encoding="utf-8") as file:
        file.write("# other fur\n")
    assert unseen_pets(7, 2) != folder


def test_pets_that_have_gone_are_drawn_again() -> None:
    first = pictures(unseen_pets(7, 2))
    (unseen_pets(7, 2) / "cat" / "cat.0001.jpg").unlink()
    assert pictures(unseen_pets(7, 2)) == first


def test_a_program_that_fails_says_why_and_leaves_nothing(
    other_checkout: Path, cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (other_checkout / "tools" / "sample_pets" / "painting.py").write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="for the reason above"):
        unseen_pets(7, 2)
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert [path.name for path in cache.rglob("*") if path.is_file()] == [".2-7.lock"]


def test_without_the_program_it_says_where_to_find_it(other_checkout: Path) -> None:
    shutil.rmtree(other_checkout / "tools")
    with pytest.raises(FileNotFoundError, match="use a checkout of the course"):
        unseen_pets(7, 2)
