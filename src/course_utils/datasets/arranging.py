"""Pictures of a source into the folders that Keras reads: train, validation and test, cat and dog in each."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any

from course_utils.datasets.ingest import UnreadablePicture, ingest, strict_decoding
from course_utils.datasets.layout import CLASSES, PARTS, Layout, find_layout
from course_utils.datasets.sources import Source
from course_utils.downloads import progress

__all__ = ["SET_ASIDE", "Arranged", "Places", "arrange", "count_pictures", "table", "writable"]

SET_ASIDE = "set-aside.csv"
Places = Mapping[tuple[str, str], int]

# How many pictures may be decoded before it is their turn to be written.
_AHEAD = 32
_MOST_THREADS = 8  # each may hold the pixels of a large picture
_LONGEST_NAME = 80


@dataclass
class Arranged:
    """What became of the pictures of a source.

    Args:
        counts: How many pictures each part and class has.
        set_aside: The files that hold no readable picture: name, kind of fault, and what exactly is wrong.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    set_aside: list[tuple[str, str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [table(self.counts)]
        if self.set_aside:
            reasons = Counter(reason for _, reason, _ in self.set_aside).most_common()
            listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons)
            lines.append(f"Unreadable and set aside: {len(self.set_aside):,} ({listed}), see {SET_ASIDE}")
        return "\n".join(lines)


@dataclass(frozen=True)
class _Row:
    """Pictures of one class that wait in a row, and the parts that they fill one after the other."""

    class_name: str
    names: list[str]
    parts: tuple[str, ...]
    counts: Mapping[str, int] | None

    @property
    def wanted(self) -> int | None:
        return None if self.counts is None else sum(self.counts[part] for part in self.parts)


def arrange(
    source: Source,
    folder: Path,
    counts: Mapping[str, int] | None = None,
    *,
    default: Mapping[str, int] | None = None,
    title: str | None = None,
) -> Arranged:
    """Copy the readable pictures of a source into `folder/train|validation|test/cat|dog`.

    The pictures of a class are taken in numerical order. What can't be read is set aside, and those that are left
    fill train, then validation, then test. Where the source is split into these parts already, each part is
    filled from its own. Every picture passes through `ingest`.

    Args:
        source: Where to read.
        folder: Where to write; it may not exist yet.
        counts: How many pictures a class has in each part.
        default: The counts where none are asked for and the source is not split. One that is, is taken whole.
        title: What a progress bar says; without a title, none is shown.

    Returns:
        The counts, and what was set aside, which `set-aside.csv` in the folder lists, too.

    Raises:
        ValueError: If the source has no cats or no dogs, or not enough of them.
    """
    layout = find_layout(source.names)
    if not all(layout.classes.values()):
        raise _no_classes(source)
    rows = _rows(layout, counts, default)
    for row in rows:
        _insist(row, len(row.names), "files")
    for place in product(PARTS, CLASSES):
        folder.joinpath(*place).mkdir(parents=True)
    arranged = Arranged()
    total = sum(len(row.names) if row.wanted is None else row.wanted for row in rows)
    # Pillow decodes outside Python's global lock, so that threads share the work.
    with (
        strict_decoding(),
        progress(title, total, unit=" pictures") as bar,
        ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool,
    ):
        for row in rows:
            _fill(row, source, folder, arranged, pool, bar)
    with (folder / SET_ASIDE).open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        csv.writer(file).writerows([("file", "reason", "detail"), *arranged.set_aside])
    _reach_the_disk()
    return arranged


def count_pictures(folder: Path) -> dict[tuple[str, str], int]:
    """Return how many files each part and class of an arranged folder has; 0 where there is none."""
    paths = {place: folder.joinpath(*place) for place in product(PARTS, CLASSES)}
    return {place: sum(1 for _ in path.iterdir()) if path.is_dir() else 0 for place, path in paths.items()}


def writable(folder: Path, variable: str) -> Path:
    """Return a folder, made if it is not there, or say before any work that nothing can be written to it."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise PermissionError(
            f"The pictures can't be put into {folder}: it is no folder that can be written to. "
            f"Let the environment variable {variable} name another one"
        )
    return folder


def table(counts: Places) -> str:
    """Return the counts as lines of text: a row for each part, a column for each class."""
    lines = [" " * 10 + "".join(f"{class_name:>9}" for class_name in CLASSES)]
    for part in PARTS:
        lines.append(f"{part:10}" + "".join(f"{counts[part, class_name]:9,}" for class_name in CLASSES))
    return "\n".join(lines)


def _rows(layout: Layout, counts: Mapping[str, int] | None, default: Mapping[str, int] | None) -> list[_Row]:
    if layout.split:
        return [_Row(class_name, names, (part,), counts) for (part, class_name), names in layout.split.items()]
    return [_Row(class_name, names, PARTS, counts or default) for class_name, names in layout.classes.items()]


def _fill(row: _Row, source: Source, folder: Path, arranged: Arranged, pool: Executor, bar: Any) -> None:
    """Take the pictures of a row until its parts are full."""
    outcomes = _in_order(row.names, source, pool)
    taken: set[str] = set()
    for part in row.parts:
        place = (part, row.class_name)
        while row.counts is None or arranged.counts[place] < row.counts[part]:
            name, outcome = next(outcomes, ("", None))
            if outcome is None:
                break
            if isinstance(outcome, UnreadablePicture):
                arranged.set_aside.append((name, outcome.reason, outcome.detail))
            else:
                file_name = _file_name(row.class_name, name, taken)
                folder.joinpath(*place, file_name).write_bytes(outcome)
                arranged.counts[place] += 1
            if row.counts is None or not isinstance(outcome, UnreadablePicture):
                bar.update()
    _insist(row, len(taken), "readable ones")


def _in_order(names: list[str], source: Source, pool: Executor) -> Iterator[tuple[str, bytes | UnreadablePicture]]:
    """Read pictures a little ahead of their turn, and no further: most of a large source may not be needed."""
    waiting: deque[tuple[str, Future[bytes | UnreadablePicture]]] = deque()
    for name in names:
        waiting.append((name, pool.submit(_read, source, name)))
        if len(waiting) == _AHEAD:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()


def _read(source: Source, name: str) -> bytes | UnreadablePicture:
    try:
        return ingest(source.read(name))
    except UnreadablePicture as fault:
        return fault


def _file_name(class_name: str, name: str, taken: set[str]) -> str:
    """A name of our own making, `cat.12.jpg` for `Cat/12.png`: those of a source may be anything."""
    stem = re.sub(r"[^\w.-]", "_", PurePosixPath(name).stem)[:_LONGEST_NAME]
    stem = stem if stem.lower().startswith(class_name) else f"{class_name}.{stem}"
    unique, number = stem, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem}-{number}"
    taken.add(unique.casefold())
    return f"{unique}.jpg"


def _insist(row: _Row, available: int, what: str) -> None:
    """Make sure that a row has as many pictures as its parts shall have."""
    if available >= (1 if row.wanted is None else row.wanted):
        return
    counts = [(f"{row.counts[part]:,}" if row.counts else "1 or more", part) for part in row.parts]
    asked = " + ".join(f"{count} for {part}" for count, part in counts)
    raise ValueError(
        f"There are not enough pictures of the class {row.class_name!r}: {asked} are asked for, the source has "
        f"{available:,} {what}. Ask for fewer: cats_vs_dogs(train=…, validation=…, test=…), or on the "
        "command line --train, --validation and --test"
    )


def _no_classes(source: Source) -> ValueError:
    names = sorted(source.names)
    seen = ", ".join(names[:3]) + (" …" if len(names) > 3 else "") if names else "no files"
    return ValueError(
        "No pictures of both cats and dogs were found. They must lie in folders called Cat and Dog (or cats and "
        "dogs), at any depth, or have names like cat.0.jpg and dog.0.jpg. "
        f"Received: {len(names):,} files ({seen})"
    )


def _reach_the_disk() -> None:
    """Have all files written out before their folder takes its place, or a power cut could leave empty ones."""
    if hasattr(os, "sync"):
        os.sync()
