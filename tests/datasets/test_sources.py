"""An archive is read in place, and one that is hostile is refused as a whole."""

import os
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from course_utils.datasets import sources
from course_utils.datasets.ingest import UnreadablePicture
from course_utils.datasets.sources import UnsafeArchive, open_source
from tests.datasets.sets import pet_images, write_folder, write_zip

GOOD = {"Cat/0.jpg": b"cat", "Dog/0.jpg": b"dog"}


def entry(name: str, mode: int = 0, **changes: object) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for attribute, value in changes.items():
        setattr(info, attribute, value)
    return info


def archive_with(path: Path, *entries: zipfile.ZipInfo, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in GOOD.items():
            archive.writestr(name, data)
        for info in entries:
            archive.writestr(info, content)
    return path


def refused(path: Path, reason: str) -> None:
    with pytest.raises(UnsafeArchive, match=f"is refused: .*{reason}.*Nothing was unpacked"), open_source(path):
        pass


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_files_are_found_and_read(tmp_path, kind):
    files = pet_images()
    path = write_zip(files, tmp_path / "a.zip") if kind == "archive" else write_folder(files, tmp_path / "a")
    with open_source(path) as source:
        assert sorted(source.names) == sorted(files)
        assert {name: source.read(name) for name in source.names} == files


def test_folder_entries_and_backslashes(tmp_path):
    """Older programs for Windows wrote backslashes."""
    path = write_zip(
        {"PetImages/": b"", "PetImages\\Cat\\1.jpg": b"cat", "고양이/Cat/2.jpg": b"cat"}, tmp_path / "a.zip"
    )
    with open_source(path) as source:
        assert source.names == ["PetImages/Cat/1.jpg", "고양이/Cat/2.jpg"]
        assert source.read("PetImages/Cat/1.jpg") == b"cat"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../Cat/1.jpg", "leads out"),
        ("Cat/../../1.jpg", "leads out"),
        ("Cat\\..\\..\\1.jpg", "leads out"),
        ("/etc/passwd", "absolute"),
        ("\\\\server\\share\\1.jpg", "absolute"),
        ("C:/Windows/1.jpg", "absolute"),
        ("Cat/1.jpg:hidden", "absolute"),
        ("Cat/1\n.jpg", "proper name"),
        ("Cat/\x1b[2J.jpg", "proper name"),
        ("./", "proper name"),
        ("Cat/NUL", "reserves"),
        ("Cat/com1.jpg", "reserves"),
        ("aux /1.jpg", "reserves"),
        ("cat/0.JPG", "two entries"),
        ("Cat/0.jpg", "two entries"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_name(tmp_path, name, reason):
    refused(archive_with(tmp_path / "a.zip", entry(name)), reason)


def test_name_with_a_hidden_end(tmp_path):
    path = archive_with(tmp_path / "a.zip", entry("Cat/1.jpgX.exe"))
    path.write_bytes(path.read_bytes().replace(b"1.jpgX.exe", b"1.jpg\0.exe"))
    refused(path, "hidden end")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK])
def test_links_and_devices(tmp_path, kind):
    refused(archive_with(tmp_path / "a.zip", entry("Cat/1.jpg", kind | 0o777), content=b"/etc/passwd"), "link")


def test_encrypted(tmp_path):
    path = archive_with(tmp_path / "a.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, "encrypted")


def test_rare_compression(tmp_path):
    refused(archive_with(tmp_path / "a.zip", entry("Cat/1.jpg", compress_type=zipfile.ZIP_LZMA)), "method 14")


def test_bomb(tmp_path):
    """Ten kilobytes that would be ten megabytes."""
    bomb = entry("Cat/1.jpg", compress_type=zipfile.ZIP_DEFLATED)
    refused(archive_with(tmp_path / "a.zip", bomb, content=bytes(10_000_000)), "10,000,006 bytes, more than 100 times")


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("_MOST_ENTRIES", 2, "3 entries, at most 2"),
        ("_LARGEST_TOTAL", 100, "106 bytes unpacked, at most 100"),
        ("_LARGEST_ENTRY", 99, "Cat/1.jpg' has 100 bytes unpacked, at most 99"),
    ],
)
def test_limits(tmp_path, monkeypatch, limit, value, reason):
    monkeypatch.setattr(sources, limit, value)
    refused(archive_with(tmp_path / "a.zip", entry("Cat/1.jpg"), content=b"x" * 100), reason)


def test_entry_that_lies_about_its_size(tmp_path):
    """No more is unpacked than was promised, and the checksum tells that it is not the file."""
    bomb = entry("Cat/1.jpg", compress_type=zipfile.ZIP_DEFLATED)
    path = archive_with(tmp_path / "a.zip", bomb, content=bytes(5_000_000))
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 1000)))
    with open_source(path) as source, pytest.raises(UnreadablePicture, match="damaged: in the archive"):
        source.read("Cat/1.jpg")


def test_damaged_entry(tmp_path):
    path = archive_with(tmp_path / "a.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"Cat/0.jpg") + len("Cat/0.jpg")] ^= 0xFF
    path.write_bytes(content)
    with open_source(path) as source:
        with pytest.raises(UnreadablePicture, match="damaged: in the archive"):
            source.read("Cat/0.jpg")
        assert source.read("Dog/0.jpg") == b"dog"


@pytest.mark.parametrize("content", [b"", b"not an archive", None], ids=["empty", "other", "cut off"])
def test_no_whole_archive(tmp_path, content):
    path = archive_with(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-30] if content is None else content)
    with pytest.raises(ValueError, match=r"a\.zip is not a whole zip archive.*get it again"), open_source(path):
        pass


def test_nothing_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing at .*a\.zip"), open_source(tmp_path / "a.zip"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are Unix'")
def test_folder_with_more_than_files(tmp_path, monkeypatch):
    folder = write_folder(GOOD, tmp_path / "a")
    os.mkfifo(folder / "Cat" / "pipe.jpg")
    (folder / "Cat" / "gone.jpg").symlink_to(folder / "nowhere.jpg")
    (folder / "Cat" / "again").symlink_to(folder)
    (folder / "Cat" / "large.jpg").write_bytes(bytes(1000))
    monkeypatch.setattr(sources, "_LARGEST_ENTRY", 999)
    with open_source(folder) as source:
        assert "Cat/again/Cat/0.jpg" not in source.names
        for name, reason in [("pipe", "no ordinary file"), ("gone", "No such file"), ("large", "1,000 bytes")]:
            with pytest.raises(UnreadablePicture, match=reason):
                source.read(f"Cat/{name}.jpg")
