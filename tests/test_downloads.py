"""Downloads end with the right file or a clear error, whatever the server and the connection do."""

import hashlib
import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from course_utils import downloads
from course_utils.downloads import DownloadError, download
from tests.file_server import changed, chunked, cut, file_server, page, stall, status, well, wrong_place

CONTENT = random.Random(0).randbytes(300_000)
OTHER = random.Random(1).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
# Quick to give up, as tests must be.
HASTE = {"timeout": 0.4, "pause": 0.01}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server():
    with file_server() as server:
        server.content = CONTENT
        yield server


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "new" / "pets.zip"


def leftovers(target: Path) -> list[str]:
    """What lies beside the target; the file that locks it may stay."""
    return sorted(path.name for path in target.parent.iterdir() if path != target and path.suffix != ".lock")


def place_of(asked: str) -> int:
    """Where a range starts: up to a piece of 16 kB before the place where the connection ended."""
    return int(asked.removeprefix("bytes=").rstrip("-"))


def test_file_arrives_once(server, target):
    assert download(server.url, target, sha256=SHA256, size=len(CONTENT)) == target
    assert target.read_bytes() == CONTENT
    assert leftovers(target) == []
    assert download(server.url, target, sha256=SHA256.upper()) == target
    assert len(server.requests) == 1
    target.write_bytes(OTHER)
    download(server.url, target, md5=hashlib.md5(CONTENT).hexdigest())
    assert target.read_bytes() == CONTENT


@pytest.mark.slow
@pytest.mark.parametrize("checks", [{}, {"sha256": SHA256, "size": len(CONTENT)}], ids=["unchecked", "checked"])
@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("trouble", [cut(100_000), stall(100_000)], ids=["cut", "stall"])
def test_interrupted_download_goes_on(server, target, trouble, tagged, checks):
    server.tagged = tagged
    server.behaviours.extend([trouble, trouble])
    download(server.url, target, **checks, **HASTE)
    assert target.read_bytes() == CONTENT
    first, *others = server.ranges()
    assert first is None
    # Without a tag or a checksum, nobody could tell whether the rest belongs to the beginning.
    resumable = tagged or checks
    assert all(others) == bool(resumable)


def test_next_call_goes_on(server, target):
    server.behaviours.extend([cut(200_000), *[cut(0)] * 3])
    with pytest.raises(
        DownloadError, match=r"\(4 attempts\).*: \d\d\d,\d\d\d bytes, kept in .*pets\.zip\.part: the next call"
    ):
        download(server.url, target, **HASTE)
    assert not target.exists()
    download(server.url, target, **HASTE)
    assert target.read_bytes() == CONTENT
    first, *others = server.ranges()
    assert first is None
    assert len(others) == 4
    assert len({place for place in others if place_of(place) > 180_000}) == 1
    assert server.requests[-1]["If-Range"] == server.etag


@pytest.mark.parametrize("checks", [{}, {"sha256": SHA256}], ids=["unchecked", "checked"])
@pytest.mark.parametrize("tagged", [True, False])
def test_content_that_changes_midway_is_never_mixed(server, target, tagged, checks):
    server.content, server.tagged = OTHER, tagged
    server.behaviours.extend([cut(100_000), changed(CONTENT)])
    download(server.url, target, **checks, **HASTE)
    assert target.read_bytes() == CONTENT


def test_content_that_shrinks_midway_is_never_mixed(server, target):
    server.behaviours.extend([cut(200_000), changed(OTHER[:150_000])])
    download(server.url, target, **HASTE)
    assert target.read_bytes() == OTHER[:150_000]


@pytest.mark.parametrize("trouble", [well(ranges=False), wrong_place, status(416)])
def test_server_that_resumes_badly(server, target, trouble):
    server.behaviours.extend([cut(100_000), trouble])
    download(server.url, target, **HASTE)
    assert target.read_bytes() == CONTENT


def test_tag_that_changes_without_heed_of_the_condition(server, target):
    def heedless(server, request):
        server.content = OTHER
        del request.headers["If-Range"]
        well()(server, request)

    server.behaviours.extend([cut(100_000), heedless])
    download(server.url, target, **HASTE)
    assert target.read_bytes() == OTHER


@pytest.mark.parametrize("code", [500, 503, 429])
def test_passing_error_is_tried_again(server, target, code):
    server.behaviours.append(status(code))
    download(server.url, target, **HASTE)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(("code", "tries"), [(404, 1), (403, 1), (500, 3)])
def test_lasting_error_ends_it(server, target, code, tries):
    server.behaviours.extend([status(code)] * 10)
    with pytest.raises(DownloadError, match=f"Pets could not be downloaded: the server answered {code} .*{server.url}"):
        download(server.url, target, title="Pets", attempts=3, **HASTE)
    assert len(server.requests) == tries
    assert leftovers(target) == []


def test_silent_server_ends_it(server, target):
    server.behaviours.extend([stall(0)] * 10)
    with pytest.raises(DownloadError, match=r"silent for 0\.1 s \(2 attempts\).*Received: nothing"):
        download(server.url, target, timeout=0.1, pause=0.01, attempts=2)


def test_nobody_there(target):
    with pytest.raises(
        DownloadError, match=r"no connection.*refused.*Check the connection.*or put the file.*pets\.zip"
    ):
        download("http://127.0.0.1:9/pets.zip", target, **HASTE)
    with pytest.raises(DownloadError, match="No connection adapters"):
        download("nowhere:pets.zip", target)


def test_headway_earns_more_attempts(server, target, monkeypatch):
    monkeypatch.setattr(downloads, "_HEADWAY", 10_000)
    server.behaviours.extend([cut(40_000)] * 10)
    download(server.url, target, attempts=2, **HASTE)
    assert target.read_bytes() == CONTENT
    target.unlink()
    server.behaviours.extend([well(20_000, ranges=False)] * 14)
    with pytest.raises(DownloadError, match=r"2 attempts"):
        download(server.url, target, attempts=2, **HASTE)


def test_wrong_file_is_not_kept(server, target):
    with pytest.raises(DownloadError, match=f"another one or damaged: its sha256 is {SHA256} instead of 000"):
        download(server.url, target, sha256="0" * 64, **HASTE)
    assert len(server.requests) == 1
    server.behaviours.append(page(b"<html>Please log in</html>"))
    with pytest.raises(DownloadError, match="offers a file of 26 bytes, and it should have 300,000"):
        download(server.url, target, size=len(CONTENT), **HASTE)
    assert leftovers(target) == []


def test_login_page_does_not_spoil_what_arrived(server, target):
    """It is no reason to load hundreds of megabytes again."""
    server.behaviours.extend([cut(200_000), page(b"<html>Please log in</html>")])
    with pytest.raises(DownloadError, match="bytes, kept"):
        download(server.url, target, size=len(CONTENT), **HASTE)
    download(server.url, target, size=len(CONTENT), **HASTE)
    assert place_of(server.ranges()[-1]) > 180_000
    assert target.read_bytes() == CONTENT


def test_size_that_nobody_told(server, target):
    server.behaviours.append(chunked())
    download(server.url, target, sha256=SHA256, **HASTE)
    target.unlink()
    server.behaviours.append(chunked(pieces=3))
    download(server.url, target, **HASTE)
    assert target.read_bytes() == CONTENT
    target.unlink()
    server.behaviours.append(chunked())
    with pytest.raises(DownloadError, match="more than the 1,000 bytes"):
        download(server.url, target, size=1000, **HASTE)


def test_empty_file(server, target):
    server.content = b""
    download(server.url, target)
    assert target.read_bytes() == b""


def test_complete_but_unchecked_part_needs_no_server(target):
    """The process was killed between the last byte and the check."""
    target.parent.mkdir()
    target.with_name(".pets.zip.part").write_bytes(CONTENT)
    url = "http://127.0.0.1:9/pets.zip"
    target.with_name(".pets.zip.part.json").write_text(json.dumps({"url": url, "total": len(CONTENT)}))
    download(url, target, sha256=SHA256, **HASTE)
    assert target.read_bytes() == CONTENT


def test_complete_but_wrong_part_is_loaded_anew(server, target):
    """It may be joined from two contents: the process that did so was killed before it looked."""
    target.parent.mkdir()
    target.with_name(".pets.zip.part").write_bytes(OTHER)
    target.with_name(".pets.zip.part.json").write_text(json.dumps({"url": server.url, "total": len(CONTENT)}))
    download(server.url, target, sha256=SHA256, **HASTE)
    assert target.read_bytes() == CONTENT


def test_leftovers_of_killed_processes_go(server, target):
    (target.parent / "..pets.zip.part.json-abc.part").mkdir(parents=True)
    download(server.url, target)
    assert leftovers(target) == []


@pytest.mark.parametrize("note", ["", "[1", "[]", '{"url": "http://elsewhere"}', '{"new": 1}'])
def test_part_without_a_fitting_note_is_dropped(server, target, note):
    target.parent.mkdir()
    target.with_name(".pets.zip.part").write_bytes(OTHER[:1000])
    target.with_name(".pets.zip.part.json").write_text(note)
    download(server.url, target)
    assert target.read_bytes() == CONTENT
    assert server.ranges() == [None]


def test_full_disk(server, target, monkeypatch):
    from collections import namedtuple

    usage = namedtuple("usage", "free")
    monkeypatch.setattr(downloads.shutil, "disk_usage", lambda _: usage(100_000))
    with pytest.raises(OSError, match=r"no room for pets\.zip: 0 MB are missing, 0 MB are free"):
        download(server.url, target)
    assert not target.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are Unix'")
def test_write_that_fails(server, target):
    code = (
        "import resource, sys; from pathlib import Path; from course_utils.downloads import download\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "download(sys.argv[1], Path(sys.argv[2]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, server.url, str(target)], capture_output=True, text=True, check=False
    )
    assert "OSError" in result.stderr.splitlines()[-1]
    assert not target.exists()
    download(server.url, target)
    assert target.read_bytes() == CONTENT


def test_two_at_once_download_once(server, target):
    server.behaviours.append(well(pause=0.01))
    threads = [threading.Thread(target=download, args=(server.url, target)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.read_bytes() == CONTENT
    assert len(server.requests) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no kill -9")
@pytest.mark.parametrize("received", [1, 150_000])
def test_killed_while_it_downloads(server, target, received):
    server.behaviours.append(well(pause=0.05))
    code = "import sys; from pathlib import Path; from course_utils.downloads import download\n"
    code += "download(sys.argv[1], Path(sys.argv[2]))"
    process = subprocess.Popen([sys.executable, "-c", code, server.url, str(target)])
    part = target.with_name(".pets.zip.part")
    while not (part.exists() and part.stat().st_size >= received):
        assert process.poll() is None
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert not target.exists()
    download(server.url, target, **HASTE)
    assert target.read_bytes() == CONTENT
    assert place_of(server.ranges()[-1]) >= received
    assert leftovers(target) == []


def test_quick_download_shows_nothing(server, target, capsys):
    download(server.url, target, sha256=SHA256)
    assert capsys.readouterr() == ("", "")


def test_slow_download_shows_a_bar(server, target, capsys):
    server.behaviours.append(well(pause=0.05))
    download(server.url, target, title="Pets")
    assert "Pets: 100%" in capsys.readouterr().err
