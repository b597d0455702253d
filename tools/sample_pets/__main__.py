"""Draws the data set into the package: `python -m tools.sample_pets`.

`plates` draws those for print, and `folder` other pets, which nobody has seen, into a folder for each class.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from course_utils.storage import replacing
from tools.sample_pets import archive, plates
from tools.sample_pets.parameters import DIFFICULTY, Law

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "course_utils" / "datasets"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.sample_pets", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["archive", "plates", "folder"], default="archive")
    parser.add_argument("--target", type=Path, default=PACKAGE, help="folder to write into")
    parser.add_argument("--seed", type=int, default=archive.SEED)
    parser.add_argument("--pictures", type=int, default=64, help="how many `folder` draws, half of them cats")
    parser.add_argument("--difficulty", type=float, default=DIFFICULTY, help="from 0 to 1")
    parser.add_argument("--processes", type=int, help="how many draw at once; all processors if not given")
    options = parser.parse_args()
    if options.what == "plates":
        plates.write(ROOT / "book" / "assets" / "pets")
    elif options.what == "folder":
        write_folder(options.target, options.seed, Law(options.difficulty), options.pictures, options.processes)
    else:
        write_archive(options.target, options.seed, Law(options.difficulty), options.processes)


def write_archive(target: Path, seed: int, law: Law, processes: int | None) -> None:
    chosen = list(archive.entries(seed, law))
    drawn = tqdm(archive.draw_all(chosen, processes), total=len(chosen), unit="picture")
    files = zip(chosen, drawn, strict=True)
    with replacing(target / "sample_pets.zip") as draft:
        archive.write(draft, files)
    with replacing(target / "sample_pets.csv") as draft:
        draft.write_text(archive.table(chosen), encoding="utf-8")


def write_folder(target: Path, seed: int, law: Law, pictures: int, processes: int | None) -> None:
    chosen = list(archive.entries(seed, law, {target.name: pictures}))
    drawn = tqdm(archive.draw_all(chosen, processes), "pets", total=pictures, unit="picture")
    with replacing(target) as draft:
        for entry, content in zip(chosen, drawn, strict=True):
            path = draft.parent / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


if __name__ == "__main__":
    main()
