"""Pictures come into their folders in the order of their numbers, and what can't be read is named."""

import csv

import pytest

from course_utils.datasets import arranging
from course_utils.datasets.arranging import arrange, count_pictures
from course_utils.datasets.sources import open_source
from tests.datasets.pictures import BROKEN, ORDINARY, UNUSUAL
from tests.datasets.sets import SMALL, contents, pet_images, picture, split_set, write_folder, write_zip


@pytest.fixture
def arranged(tmp_path):
    """Arrange files and return the folder and the report."""

    def arranged(files, counts=None, default=None):
        with open_source(write_folder(files, tmp_path / "source")) as source:
            return tmp_path / "pets", arrange(source, tmp_path / "pets", counts, default=default)

    return arranged


def test_split_is_by_number(arranged):
    folder, report = arranged(pet_images(count=12), SMALL)
    assert contents(folder) == {
        "set-aside.csv": b"file,reason,detail\r\n",
        **{
            f"{part}/{class_name}/{class_name}.{number}.jpg": picture(class_name, number)
            for class_name in ("cat", "dog")
            for part, numbers in [("train", range(4)), ("validation", range(4, 6)), ("test", range(6, 9))]
            for number in numbers
        },
    }
    assert report.counts == count_pictures(folder)


def test_unreadable_ones_are_set_aside_and_those_behind_move_up(arranged):
    broken = {"PetImages/Cat/0.jpg": b"", "PetImages/Cat/5.jpg": BROKEN["JPEG, half"][0], "PetImages/Dog/3.jpg": b"no"}
    folder, report = arranged(pet_images(broken=broken), SMALL)
    assert [*count_pictures(folder).values()] == [4, 4, 2, 2, 3, 3]
    assert sorted(path.name for path in (folder / "train/cat").iterdir()) == [f"cat.{n}.jpg" for n in (1, 2, 3, 4)]
    assert sorted(path.name for path in (folder / "validation/cat").iterdir()) == ["cat.6.jpg", "cat.7.jpg"]
    with (folder / "set-aside.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [(row["file"], row["reason"]) for row in rows] == [
        ("PetImages/Cat/0.jpg", "empty"),
        ("PetImages/Cat/5.jpg", "truncated"),
        ("PetImages/Dog/3.jpg", "not a picture"),
    ]
    assert all(row["detail"] for row in rows)
    assert "set aside: 3 (1 empty, 1 truncated, 1 not a picture), see set-aside.csv" in str(report)
    assert str(report).splitlines()[1].split() == ["train", "4", "4"]


def test_all_kinds_of_pictures_at_once(arranged):
    """Each of them is in the folder, or named in the list."""
    good = [*ORDINARY.values(), *(content for content, _ in UNUSUAL.values())]
    bad = [content for content, _ in BROKEN.values()]
    files = {
        f"{part}/{class_name}/{number}.jpg": content
        for part in SMALL
        for class_name in ("cat", "dog")
        for number, content in enumerate([*bad, *good])
    }
    folder, report = arranged(files)
    assert {*count_pictures(folder).values()} == {len(good)}
    assert len(report.set_aside) == 6 * len(bad)
    assert len(bad) + len(UNUSUAL) >= 30


def test_split_that_is_there_is_kept(arranged):
    folder, report = arranged(split_set({"train": 5, "validation": 1, "test": 2}), default=SMALL)
    assert [*report.counts.values()] == [5, 5, 1, 1, 2, 2]
    assert (folder / "test/dog/dog.1.jpg").read_bytes() == picture("dog", 1)


def test_part_of_a_split_without_a_readable_picture(arranged):
    files = split_set() | {f"test/dogs/dog.{number}.jpg": b"" for number in range(SMALL["test"])}
    with pytest.raises(ValueError, match=r"class 'dog': 1 or more for test are asked for, the source has 0 readable"):
        arranged(files)


def test_fewer_of_a_split_that_is_there(arranged):
    folder, _ = arranged(split_set({"train": 5, "validation": 2, "test": 4}), SMALL)
    assert [*count_pictures(folder).values()] == [4, 4, 2, 2, 3, 3]


def test_no_more_is_read_than_needed(tmp_path, monkeypatch):
    monkeypatch.setattr(arranging, "_AHEAD", 3)
    read = []
    with open_source(write_zip(pet_images(count=100), tmp_path / "a.zip")) as source:
        original = source.read
        source.read = lambda name: read.append(name) or original(name)
        arrange(source, tmp_path / "pets", SMALL)
    assert 2 * 9 <= len(read) <= 2 * (9 + 3)


def test_names_are_ours(arranged):
    names = ["a/cat/1.jpg", "b/cat/1.png", "b/CAT/=1+1 <b>.jpeg", "cat/cat.0001.jpg", f"cat/{'x' * 200}"]
    files = {name: picture("cat", 0) for name in names} | {f"dog/{n}": picture("dog", n) for n in range(5)}
    folder, _ = arranged(files, {"train": 3, "validation": 1, "test": 1})
    assert sorted(path.name for path in folder.glob("*/cat/*")) == [
        "cat.0001.jpg",
        "cat.1-2.jpg",
        "cat.1.jpg",
        "cat._1_1__b_.jpg",
        f"cat.{'x' * 80}.jpg",
    ]


def test_not_enough(arranged):
    with pytest.raises(
        ValueError, match=r"class 'cat': 4 for train \+ 2 for validation \+ 3 for test are asked for, .* 5 files\."
    ):
        arranged(pet_images(count=4), SMALL)


def test_not_enough_readable_ones(arranged):
    broken = {f"PetImages/Dog/{number}.jpg": b"" for number in range(3)}
    with pytest.raises(ValueError, match=r"class 'dog': .* the source has 8 readable ones\. Ask for fewer"):
        arranged(pet_images(count=11, broken=broken), SMALL)


@pytest.mark.parametrize("files", [{}, {"Cat/1.jpg": b""}, {"bird/1.jpg": b"", "fish/1.jpg": b""}])
def test_no_cats_and_dogs(arranged, tmp_path, files):
    (tmp_path / "source").mkdir()
    with pytest.raises(ValueError, match=rf"folders called Cat and Dog.*Received: {len(files)} files"):
        arranged(files, SMALL)
    assert not (tmp_path / "pets").exists()
