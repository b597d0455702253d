"""The command gets data sets, says where they are, and fails with one clear message."""

import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import cli
from tests.datasets.sets import pet_images, write_zip


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("CONVNET_COURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "data"


def test_without_a_command_it_helps(capsys):
    for arguments in [[], ["data"]]:
        assert cli.main(arguments) == 0
        assert "usage: convnet-course" in capsys.readouterr().out


def test_photos_from_an_archive(data, tmp_path, capsys):
    archive = write_zip(pet_images(), tmp_path / "pets.zip")
    command = [
        "data",
        "get",
        "cats_vs_dogs",
        "--from",
        str(archive),
        "--train",
        "4",
        "--validation",
        "2",
        "--test",
        "3",
    ]
    assert cli.main(command) == 0
    printed = capsys.readouterr().out
    folder = data / "cats_vs_dogs-4-2-3"
    for line in [str(folder), "train             4        4", "test              3        3"]:
        assert printed.count(line) == 1
    assert cli.main(command) == 0
    printed = capsys.readouterr().out
    assert printed.count(str(folder)) == 1
    assert "there already, so --from was not needed" in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cats_vs_dogs", "--from", "nowhere.zip"], "There is nothing at nowhere.zip"),
        (["cats_vs_dogs", "--train", "0"], "`train` must be a positive number of photos"),
        (["sample_pets", "--train", "5"], "sample_pets comes with the package"),
    ],
)
def test_mistake_is_one_message(capsys, arguments, message):
    assert cli.main(["data", "get", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"convnet-course: {message}")
    assert printed.out == ""


def test_unknown_data_set(capsys):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["data", "get", "birds"])
    assert "invalid choice: 'birds'" in capsys.readouterr().err


def test_interruption(monkeypatch, capsys):
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_get_data", interrupted)
    assert cli.main(["data", "get", "sample_pets"]) == 130
    assert "Run the command again" in capsys.readouterr().err


def test_command_is_light():
    heavy = ("numpy", "PIL", "requests", "tqdm", "tensorflow")
    code = f"import sys, course_utils.cli; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
