"""The data set as the package carries it: an archive of the files, a table of what they were made from."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.sample_pets.parameters import LABELS, Law, latents

SPLITS = {"train": 1000, "validation": 500, "test": 500}
SEED = 2026
_DATE = (2026, 1, 1, 0, 0, 0)  # an archive of the same files is the same file, whenever it is made


@dataclass(frozen=True)
class Entry:
    """One picture: where it lies in the archive, and what it is drawn from."""

    name: str
    split: str
    seed: int
    index: int
    law: Law


def entries(seed: int = SEED, law: Law | None = None, counts: dict[str, int] | None = None) -> Iterator[Entry]:
    """Yield the pictures of the data set: split after split, cats and dogs in turn, numbered within their class."""
    index = 0
    for split, count in (counts or SPLITS).items():
        for _ in range(count):
            label = LABELS[index % len(LABELS)]
            number = index // len(LABELS) + 1
            yield Entry(f"{split}/{label}/{label}.{number:04}.jpg", split, seed, index, law or Law())
            index += 1


def draw(entry: Entry) -> bytes:
    """Return the file of one picture."""
    from tools.sample_pets import painting

    return painting.file(latents(entry.seed, entry.index, entry.law))


def draw_all(chosen: Sequence[Entry], processes: int | None = None) -> Iterator[bytes]:
    """Yield the files of pictures in their order, drawn on all processors."""
    # Each process draws alone: threads of its own for matrix products would only get in each other's way.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(draw, chosen, chunksize=4)


def write(target: Path, files: Iterator[tuple[Entry, bytes]]) -> None:
    """Write the archive, its pictures stored as they are: a JPEG does not get smaller."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for entry, content in sorted(files, key=lambda file: file[0].name):
            info = zipfile.ZipInfo(entry.name, _DATE)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, content)


def row(entry: Entry) -> dict[str, Any]:
    """Return what the table says of a picture."""
    return {"file": entry.name, "split": entry.split, **latents(entry.seed, entry.index, entry.law).row()}


def table(chosen: Sequence[Entry]) -> str:
    """Return the table of the data set as CSV, one row a picture."""
    text = io.StringIO()
    rows = [row(entry) for entry in sorted(chosen, key=lambda entry: entry.name)]
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
