"""The photos end up right, from a download or from what somebody has, whatever gets in the way."""

import hashlib
import os
import signal
import stat
import sys
import threading
import time
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from course_utils.datasets import active, cats_vs_dogs
from course_utils.datasets.arranging import count_pictures
from course_utils.datasets.sources import UnsafeArchive
from course_utils.downloads import DownloadError
from tests.datasets.photo_job import COUNTS, PhotoJob, archive, kill
from tests.datasets.sets import SMALL, contents, pet_images, split_set, write_folder, write_zip
from tests.file_server import cut, file_server, stall, status, well

module = import_module("course_utils.datasets.cats_vs_dogs")


REAL = os.environ.get("CONVNET_COURSE_DATA", "")


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("CONVNET_COURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(module, "DEFAULT", SMALL)
    monkeypatch.setattr(module, "URL", "http://127.0.0.1:9/pets.zip")
    return tmp_path / "data"


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A server that has the archive which the module is made to expect."""
    with file_server() as server:
        server.content = write_zip(pet_images(broken={"PetImages/Cat/1.jpg": b""}), tmp_path / "a.zip").read_bytes()
        monkeypatch.setattr(module, "URL", server.url)
        expect(monkeypatch, server.content)
        yield server


def expect(monkeypatch, content: bytes) -> None:
    monkeypatch.setattr(module, "SHA256", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(module, "SIZE", len(content))


@pytest.fixture
def hasty(monkeypatch):
    """Give up quickly."""
    from course_utils.downloads import download

    monkeypatch.setattr(
        module, "download", lambda *args, **options: download(*args, **options, timeout=0.2, pause=0.01)
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def test_archive_of_microsoft(monkeypatch):
    """What everybody else publishes about it."""
    monkeypatch.undo()
    assert module.URL.endswith("/kagglecatsanddogs_5340.zip")
    assert module.SHA256 == "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9"
    assert module.SIZE == 824_887_076
    assert module.DEFAULT == {"train": 1000, "validation": 500, "test": 1000}


def test_download(server, data, capsys):
    folder = cats_vs_dogs()
    assert folder == data / "cats_vs_dogs"
    assert [*count_pictures(folder).values()] == [4, 4, 2, 2, 3, 3]
    printed = capsys.readouterr().out
    for words in [str(folder), "train             4        4", "set aside: 1 (1 empty)", "The archive stays in"]:
        assert words in printed
    assert names(data) == ["cats_vs_dogs"]
    before = contents(folder)
    assert cats_vs_dogs() == folder
    assert capsys.readouterr() == ("", "")
    assert len(server.requests) == 1
    assert contents(folder) == before


@pytest.mark.parametrize("trouble", [cut(1000), stall(1000), status(503)], ids=["cut", "stall", "503"])
def test_trouble_that_passes(server, hasty, trouble):
    server.behaviours.append(trouble)
    assert [*count_pictures(cats_vs_dogs()).values()] == [4, 4, 2, 2, 3, 3]


@pytest.mark.parametrize("trouble", [stall(0), status(404), status(500)], ids=["stall", "404", "500"])
def test_trouble_that_stays(server, hasty, data, trouble):
    server.behaviours.extend([trouble] * 9)
    with pytest.raises(DownloadError) as caught:
        cats_vs_dogs()
    for advice in [server.url, "source=", "--from", "sample_pets()", str(data / "cats_vs_dogs"), "pets.zip"]:
        assert advice in str(caught.value)
    assert names(data) == []


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"PetImages/../../evil.jpg": b"x"}, "leads out"),
        ({"/tmp/evil.jpg": b"x"}, "absolute"),
        ({link("PetImages/Cat/99.jpg"): b"/etc/passwd"}, "is a link"),
        ({"PetImages/Cat/99.jpg": bytes(30_000_000)}, "times its own size"),
    ],
    ids=["path", "absolute", "link", "bomb"],
)
def test_hostile_archive(server, data, tmp_path, monkeypatch, files, reason):
    server.content = write_zip(pet_images() | files, tmp_path / "b.zip").read_bytes()
    expect(monkeypatch, server.content)
    with pytest.raises(UnsafeArchive, match=reason):
        cats_vs_dogs()
    assert names(data) == []
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("files", [pet_images(), split_set(SMALL, root="pets/")], ids=["PetImages", "split"])
@pytest.mark.parametrize("kind", ["archive", "folder"])
def test_what_somebody_has(tmp_path, capsys, kind, files):
    source = write_zip(files, tmp_path / "a.zip") if kind == "archive" else write_folder(files, tmp_path / "a")
    before = contents(tmp_path / "a")
    folder = cats_vs_dogs(source=str(source))
    assert [*count_pictures(folder).values()] == [4, 4, 2, 2, 3, 3]
    assert contents(tmp_path / "a") == before
    assert "The archive stays" not in capsys.readouterr().out


def test_source_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write_zip(pet_images(), tmp_path / "a.zip")
    assert cats_vs_dogs(source="~/a.zip").is_dir()


def test_folder_that_is_there_already_needs_nothing(data, capsys):
    """Counts other than the usual ones are fine, and the folder may be one that nobody can write to."""
    write_folder(split_set({"train": 3, "validation": 1, "test": 1}), data / "cats_vs_dogs")
    for part in SMALL:
        for class_name in ("cat", "dog"):
            (data / "cats_vs_dogs" / part / f"{class_name}s").rename(data / "cats_vs_dogs" / part / class_name)
    before = contents(data)
    data.chmod(0o555)
    assert cats_vs_dogs() == data / "cats_vs_dogs"
    assert cats_vs_dogs(train=3, validation=1, test=1) == data / "cats_vs_dogs"
    data.chmod(0o755)
    assert capsys.readouterr() == ("", "")
    assert contents(data) == before


def test_folder_that_lacks_a_part(data):
    write_folder({"train/cat/1.jpg": b"", "train/dog/1.jpg": b""}, data / "cats_vs_dogs")
    with pytest.raises(FileNotFoundError, match=r"validation/cat, validation/dog, test/cat, test/dog in it is missing"):
        cats_vs_dogs()


def test_other_counts_get_a_folder_of_their_own(tmp_path, data):
    source = write_zip(pet_images(), tmp_path / "a.zip")
    usual = cats_vs_dogs(source=source)
    assert cats_vs_dogs(train=4) == usual
    other = cats_vs_dogs(train=6, source=source)
    assert other == data / "cats_vs_dogs-6-2-3"
    assert [*count_pictures(other).values()] == [6, 6, 2, 2, 3, 3]
    assert cats_vs_dogs(6) == other
    assert cats_vs_dogs() == usual


def test_usual_counts_beside_another_folder(tmp_path, data):
    source = write_zip(pet_images(), tmp_path / "a.zip")
    cats_vs_dogs(source=write_zip(split_set({"train": 1, "validation": 1, "test": 1}), tmp_path / "b.zip"))
    assert cats_vs_dogs(4, 2, 3, source=source) == data / "cats_vs_dogs-4-2-3"


@pytest.mark.parametrize("count", [0, -1, 1.5, True, "10"])
def test_count_that_is_none(count):
    with pytest.raises(ValueError, match=rf"`validation` must be a positive number.*Received: {count!r}"):
        cats_vs_dogs(validation=count)


def test_failure_leaves_nothing(tmp_path, data):
    with pytest.raises(ValueError, match="not enough"):
        cats_vs_dogs(train=1000, source=write_zip(pet_images(), tmp_path / "a.zip"))
    with pytest.raises(FileNotFoundError, match="nothing at"):
        cats_vs_dogs(source=tmp_path / "b.zip")
    assert names(data) == []


def test_folder_that_cannot_be_written_is_found_out_first(tmp_path, monkeypatch, server):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CONVNET_COURSE_DATA", str(tmp_path / "file"))
    with pytest.raises(OSError, match="CONVNET_COURSE_DATA"):
        cats_vs_dogs()
    assert server.requests == []


def test_full_disk(tmp_path, monkeypatch, data):
    source = write_zip(pet_images(), tmp_path / "a.zip")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"no room for the photos.*CONVNET_COURSE_DATA"):
        cats_vs_dogs(source=source)
    assert names(data) == []


def test_two_at_once(server, data):
    server.behaviours.append(well(pause=0.05))
    received: list[Path] = []
    threads = [threading.Thread(target=lambda: received.append(cats_vs_dogs())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert received == [data / "cats_vs_dogs"] * 2
    assert len(server.requests) == 1
    assert [*count_pictures(received[0]).values()] == [4, 4, 2, 2, 3, 3]


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> bytes:
    return archive(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="module")
def reference(photos, tmp_path_factory) -> dict[str, bytes]:
    """What an undisturbed run gives."""
    with file_server() as server:
        job = PhotoJob(server, tmp_path_factory.mktemp("reference"), photos)
        assert "set aside: 12" in job.finish()
        assert [*count_pictures(job.target).values()] == [count for count in COUNTS.values() for _ in range(2)]
        return contents(job.target)


# What can be seen on the disk when the process is killed.
MOMENTS = {
    "the first bytes are there": lambda job: job.received() > 0,
    "most bytes are there": lambda job: job.received() > 0.8 * len(job.server.content),
    "the first pictures are there": lambda job: job.drafted() > 0,
    "half of the pictures are there": lambda job: job.drafted() > sum(COUNTS.values()),
    "all pictures are there": lambda job: list(job.data.glob(".cats_vs_dogs-*.part/*/set-aside.csv")),
    "the folder is in its place": lambda job: job.target.exists(),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this system has no kill -9")
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(tmp_path, photos, reference, moment):
    with file_server() as server:
        job = PhotoJob(server, tmp_path, photos)
        server.behaviours.append(well(pause=0.01))
        process = job.start()
        while process.poll() is None and not MOMENTS[moment](job):
            time.sleep(0.004)
        kill(process)
        assert process.returncode in (-signal.SIGKILL, 0)
        if job.target.exists():
            assert contents(job.target) == reference
        job.finish()
        assert contents(job.target) == reference
        assert job.leftovers() == []


@pytest.mark.skipif(not Path(REAL, "cats_vs_dogs").is_dir(), reason="no photos: CONVNET_COURSE_DATA names none")
def test_photos_of_a_developer(monkeypatch):
    monkeypatch.setenv("CONVNET_COURSE_DATA", REAL)
    monkeypatch.setenv("CONVNET_COURSE_DATASET", "cats_vs_dogs")
    assert active() == cats_vs_dogs() == Path(REAL, "cats_vs_dogs")
