"""Downloads that end with the right file or a clear error, however often they are interrupted."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from errno import ENOSPC
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.locks import alone, clear_leftovers
from course_utils.storage import replacing

if TYPE_CHECKING:
    from requests import Response
    from tqdm import tqdm

__all__ = ["DownloadError", "download", "progress"]

# What a connection that breaks costs at most.
_CHUNK = 1 << 14
# An attempt that brings this many bytes is no failure, even if it ends early: a long way may take many of them.
_HEADWAY = 1 << 20
_CONNECTING = 10.0
_A_MOMENT = 0.5
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504}


class DownloadError(ConnectionError):
    """A file could not be downloaded; the message says why, what was received and what to do."""


class _Interrupted(Exception):
    """An attempt failed in a way that another one may not."""


class _Refused(Exception):
    """An attempt failed, and so would every other one."""


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    md5: str | None = None,
    size: int | None = None,
    title: str | None = None,
    timeout: float = 30.0,
    attempts: int = 4,
    pause: float = 1.0,
) -> Path:
    """Download a file, going on where an earlier attempt was interrupted.

    What arrives is kept in `.<name>.part` beside the target and takes its place once it is complete and checked,
    so that a target that exists is whole. An interrupted download goes on from there (HTTP Range) if the server
    still has the same content, and starts over if not. A bar shows the progress of all that takes longer than a
    moment. Where two processes want the same file, the second waits for the first.

    Args:
        url: The address.
        target: The file to be. If it is there with the right size and checksum, nothing is downloaded.
        sha256: The SHA-256 of the file, in hexadecimal.
        md5: The MD5 of the file, for sources that publish no better one.
        size: The size in bytes.
        title: What the file is called in messages. By default its name.
        timeout: Seconds that the server may be silent.
        attempts: How often to try in a row without getting ahead.
        pause: Seconds before the second attempt; it doubles before each further one.

    Returns:
        The target.

    Raises:
        DownloadError: If the server does not answer, answers with an error, or what it sends is not the file.
        OSError: If the file can't be written, for instance because the disk is full.

    Example:
        >>> download("https://example.org/weights.h5", cache_folder() / "weights.h5", sha256="9f86d0…")
        PosixPath('…/weights.h5')
    """
    wanted = _Wanted(url, target, sha256, md5, size, title or target.name)
    if wanted.is_there():
        return target
    with alone(target):
        if not wanted.is_there():
            _receive(wanted, _Partial(wanted), timeout, attempts, pause)
    return target


@contextmanager
def progress(title: str | None, total: int | None, unit: str = "B", initial: int = 0) -> Iterator[tqdm[Any]]:
    """Show a bar, in a notebook or a terminal, for what takes longer than a moment.

    Args:
        title: What goes on. Without a title, nothing is shown.
        total: How many units it takes, if that is known.
        unit: What is counted: `"B"` for bytes, shown as kB and MB, or a word of your own.
        initial: How many there are already.
    """
    from tqdm.auto import tqdm

    with tqdm(
        desc=title,
        total=total,
        initial=initial,
        unit=unit,
        unit_scale=unit == "B",
        delay=_A_MOMENT,
        disable=title is None,
    ) as bar:
        yield bar


@dataclass(frozen=True)
class _Wanted:
    """What to download, and how to tell that it is the right thing."""

    url: str
    target: Path
    sha256: str | None
    md5: str | None
    size: int | None
    title: str

    def is_there(self) -> bool:
        return self.target.is_file() and self.fault_of(self.target) is None

    def fault_of(self, path: Path) -> str | None:
        """Say what is wrong with a file, if anything."""
        length = path.stat().st_size
        if self.size is not None and length != self.size:
            return f"the file has {length:,} bytes instead of {self.size:,}"
        for name, expected in [("sha256", self.sha256), ("md5", self.md5)]:
            if expected is not None and (received := self._digest(path, name)) != expected.lower():
                return f"the file is another one or damaged: its {name} is {received} instead of {expected}"
        return None

    def _digest(self, path: Path, name: str) -> str:
        digest = hashlib.new(name, usedforsecurity=False)
        with path.open("rb") as file, progress(f"Checking {self.title}", path.stat().st_size) as bar:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                bar.update(len(chunk))
        return digest.hexdigest()


@dataclass(frozen=True)
class _Note:
    """Of which content the bytes received so far are the beginning."""

    url: str
    etag: str | None = None
    modified: str | None = None
    total: int | None = None


class _Partial:
    """What has arrived so far, and the note that says of what; both outlive the process."""

    def __init__(self, wanted: _Wanted) -> None:
        target = wanted.target
        self.path = target.with_name(f".{target.name}.part")
        self._note_path = target.with_name(f".{target.name}.part.json")
        self._checked = bool(wanted.sha256 or wanted.md5)
        clear_leftovers(self._note_path)
        self.note = self._read_note()
        if self.note.url != wanted.url:
            self.discard(wanted.url)
        self.in_one_piece = not self.length

    @property
    def length(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def range_headers(self) -> dict[str, str]:
        """Ask for the rest, on condition that the content is still the same."""
        # A weak tag promises equal meaning, not equal bytes.
        strong = self.note.etag if self.note.etag and not self.note.etag.startswith("W/") else None
        condition = strong or self.note.modified
        if not self.length or not (condition or self._checked):
            return {}
        return {"Range": f"bytes={self.length}-"} | ({"If-Range": condition} if condition else {})

    def begin(self, note: _Note) -> None:
        """Start over with other content. The old bytes go first: they must never stand beside a new note."""
        self.discard(note.url)
        with replacing(self._note_path) as draft:
            draft.write_text(json.dumps(asdict(note)), encoding="utf-8")
        self.note = note

    def discard(self, url: str) -> None:
        self.path.unlink(missing_ok=True)
        self._note_path.unlink(missing_ok=True)
        self.note, self.in_one_piece = _Note(url), True

    def finish(self, target: Path) -> None:
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        self._note_path.unlink(missing_ok=True)

    def _read_note(self) -> _Note:
        try:
            return _Note(**json.loads(self._note_path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return _Note("")


def _receive(wanted: _Wanted, partial: _Partial, timeout: float, attempts: int, pause: float) -> None:
    """Try until the file is there, or until trying gets nowhere."""
    farthest, failures = partial.length, 0
    while True:
        try:
            _attempt(wanted, partial, timeout)
            _check(wanted, partial)
            break
        except _Refused as error:
            raise _failure(wanted, partial, str(error)) from error
        except _Interrupted as error:
            failures = 1 if partial.length >= farthest + _HEADWAY else failures + 1
            farthest = max(farthest, partial.length)
            if failures >= attempts:
                raise _failure(wanted, partial, f"{error} ({failures} attempts)") from error
            time.sleep(pause * 2 ** (failures - 1))
    partial.finish(wanted.target)


def _attempt(wanted: _Wanted, partial: _Partial, timeout: float) -> None:
    """Ask once for what is missing and keep what comes."""
    import requests

    total = wanted.size if wanted.size is not None else partial.note.total
    if total is not None and partial.path.exists() and partial.length == total:
        return  # an earlier process was stopped between the last byte and the check
    # Packed content could be neither counted nor resumed.
    headers = {"Accept-Encoding": "identity", "User-Agent": "convnet-course"} | partial.range_headers()
    try:
        with requests.get(
            wanted.url, headers=headers, stream=True, timeout=(min(timeout, _CONNECTING), timeout)
        ) as response:
            total = _open(wanted, partial, response)
            _keep(wanted, partial, response, total)
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
        raise _Interrupted(_in_words(error, timeout)) from error
    except requests.RequestException as error:
        raise _Refused(str(error)) from error


def _open(wanted: _Wanted, partial: _Partial, response: Response) -> int | None:
    """Read the head of an answer: make the partial file ready for its content and return the size of the whole."""
    if response.status_code == 206:
        start, total = _content_range(response)
        etag = response.headers.get("ETag")
        if start != partial.length or (etag and partial.note.etag and etag != partial.note.etag):
            partial.discard(wanted.url)
            raise _Interrupted("the content changed while it was being downloaded")
        partial.in_one_piece = partial.length == 0
        return total
    if response.status_code == 416:
        partial.discard(wanted.url)
        raise _Interrupted("the server no longer has content of that size")
    if response.status_code != 200:
        kind = _Interrupted if response.status_code in _WORTH_ANOTHER_TRY else _Refused
        raise kind(f"the server answered {response.status_code} {response.reason}")
    length = None if response.headers.get("Content-Encoding") else response.headers.get("Content-Length")
    total = int(length) if length and length.isdigit() else None
    if total is not None and wanted.size is not None and total != wanted.size:
        raise _Refused(f"the server offers a file of {total:,} bytes, and it should have {wanted.size:,}")
    headers = response.headers
    partial.begin(_Note(wanted.url, headers.get("ETag"), headers.get("Last-Modified"), total))
    return total


def _keep(wanted: _Wanted, partial: _Partial, response: Response, total: int | None) -> None:
    """Write the content of an answer as it arrives."""
    missing = (total or 0) - partial.length
    if missing > (free := shutil.disk_usage(partial.path.parent).free):
        raise _no_room(wanted, partial, f"{missing / 1e6:,.0f} MB are missing, {free / 1e6:,.0f} MB are free")
    most = total if total is not None else wanted.size
    with (
        partial.path.open("ab", buffering=0) as file,
        progress(wanted.title, most, initial=partial.length) as bar,
    ):
        for chunk in response.iter_content(_CHUNK):
            try:
                _write(file, chunk)
            except OSError as error:
                if error.errno == ENOSPC:
                    raise _no_room(wanted, partial, "the disk is full") from error
                raise
            bar.update(len(chunk))
            if most is not None and file.tell() > most:
                partial.discard(wanted.url)
                raise _Refused(f"the server sends more than the {most:,} bytes that the file has")
    if most is not None and partial.length < most:
        raise _Interrupted(f"the connection ended after {partial.length:,} of {most:,} bytes")


def _write(file: RawIOBase, chunk: bytes) -> None:
    """Write all of a chunk: on a disk that fills up, a single write may take a part of it and say nothing."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _check(wanted: _Wanted, partial: _Partial) -> None:
    fault = wanted.fault_of(partial.path) if partial.path.exists() else "nothing arrived"
    if fault:
        # Pieces of two contents may have been joined; what came in one piece would come the same again.
        kind = _Refused if partial.in_one_piece else _Interrupted
        partial.discard(wanted.url)
        raise kind(fault)


def _content_range(response: Response) -> tuple[int, int | None]:
    """Take `bytes 100-199/200` apart into where the content starts and how much there is."""
    value = response.headers.get("Content-Range", "")
    span, _, total = value.removeprefix("bytes").strip().partition("/")
    start = span.partition("-")[0]
    return int(start) if start.isdigit() else -1, int(total) if total.isdigit() else None


def _in_words(error: Exception, timeout: float) -> str:
    import requests

    if isinstance(error, requests.ConnectTimeout):
        return "the server does not answer"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return f"the server was silent for {timeout:g} s"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke"
    reason = getattr(error.args[0], "reason", error) if error.args else error
    return f"no connection ({str(reason).rpartition(': ')[-1]})"


def _failure(wanted: _Wanted, partial: _Partial, reason: str) -> DownloadError:
    kept = f"{partial.length:,} bytes, kept in {partial.path}: the next call goes on from there"
    return DownloadError(
        f"{wanted.title} could not be downloaded: {reason}. Tried: {wanted.url}. "
        f"Received: {kept if partial.length else 'nothing that is of use'}. Check the connection (behind a proxy, set "
        f"HTTPS_PROXY) and call again, or put the file, from wherever you have it, at {wanted.target}"
    )


def _no_room(wanted: _Wanted, partial: _Partial, reason: str) -> OSError:
    return OSError(
        ENOSPC,
        f"There is no room for {wanted.title}: {reason}. Make room and call again: it goes on where it stopped",
        str(partial.path.parent),
    )
