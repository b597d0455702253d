"""A file or a folder is written whole or not at all, in folders that the environment can choose."""

from pathlib import Path

import pytest

from course_utils.storage import cache_folder, data_folder, replacing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("folder", "variable"), [(data_folder, "CONVNET_COURSE_DATA"), (cache_folder, "CONVNET_COURSE_CACHE")]
)
def test_environment_chooses_the_folder(monkeypatch, tmp_path, folder, variable):
    monkeypatch.setenv(variable, str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.setenv(variable, "~/course")
    assert folder() == Path.home() / "course"
    monkeypatch.delenv(variable)
    assert folder().name == "convnet-course"
    assert folder().is_absolute()


def test_file_takes_the_place_of_the_old_one(tmp_path):
    target = tmp_path / "new" / "figures.json"
    for text in ["old", "new"]:
        with replacing(target) as draft:
            draft.write_text(text)
            assert not target.exists() or target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(target.parent) == ["figures.json"]


def test_folder_comes_whole(tmp_path):
    with replacing(tmp_path / "pets") as draft:
        (draft / "cat").mkdir(parents=True)
        assert not (tmp_path / "pets").exists()
    assert (tmp_path / "pets" / "cat").is_dir()
    with pytest.raises(OSError, match="pets"), replacing(tmp_path / "pets") as draft:
        draft.mkdir()
    assert names(tmp_path) == ["pets"]


def test_failure_leaves_the_old_one(tmp_path):
    (tmp_path / "figures.json").write_text("old")
    with pytest.raises(TypeError), replacing(tmp_path / "figures.json") as draft:
        draft.write_text(None)
    assert (tmp_path / "figures.json").read_text() == "old"
    assert names(tmp_path) == ["figures.json"]


def test_nothing_written_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "figures.json"):
        pass
    assert names(tmp_path) == []
