import csv
import io
import zipfile
from collections import Counter
from importlib import resources

import pytest
from PIL import Image

FOLDER = resources.files("course_utils.datasets")


@pytest.fixture(scope="module")
def archive():
    with zipfile.ZipFile(str(FOLDER / "sample_pets.zip")) as opened:
        yield opened


@pytest.fixture(scope="module")
def table():
    return list(csv.DictReader(io.StringIO((FOLDER / "sample_pets.csv").read_text(encoding="utf-8"))))


def test_the_package_carries_two_thousand_balanced_pictures(archive):
    counts = Counter(tuple(name.split("/")[:2]) for name in archive.namelist())
    expected = {"train": 500, "validation": 250, "test": 250}
    assert counts == {(split, label): count for split, count in expected.items() for label in ("cat", "dog")}
    assert sum(info.compress_size for info in archive.infolist()) < 16_000_000
    assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_table_has_a_row_for_each_picture(archive, table):
    assert [row["file"] for row in table] == archive.namelist() == sorted(archive.namelist())
    assert all(row["file"].startswith(f"{row['split']}/{row['class']}/") for row in table)


def test_the_table_tells_the_truth_of_size_colour_and_orientation(archive, table):
    for row in table[::40] + [row for row in table if row["orientation"] != "1" or row["grayscale"] == "1"]:
        picture = Image.open(io.BytesIO(archive.read(row["file"])))
        size = (int(row["width"]), int(row["height"]))
        assert picture.size == (size if row["orientation"] in "13" else size[::-1])
        assert picture.mode == ("L" if row["grayscale"] == "1" else "RGB")
        assert picture.getexif().get(0x0112, 1) == int(row["orientation"])
