"""Packs both editions, the notebooks, pictures to try and the package into one zip file."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from course_utils.storage import replacing
from tools.bundle import ROOT
from tools.bundle.archive import write_archive
from tools.bundle.contents import collect


def pack(html: Path, folder: Path) -> Path:
    """Pack the course.

    Args:
        html: The folder of the built book.
        folder: Where the zip file goes.

    Returns:
        The path of the zip file.
    """
    name = f"convnet-course-{version('convnet-course')}"
    files = collect(html, version("convnet-course"))
    target = folder / f"{name}.zip"
    with replacing(target) as draft:
        write_archive(draft, name, files)
    print(f"{target}  {len(files)} files, {target.stat().st_size / 1e6:.1f} MB")
    return target


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "_build", help="the folder of the built book")
    options = parser.parse_args(arguments)
    build = options.build.resolve()
    try:
        pack(build / "html", build / "bundle")
    except (FileNotFoundError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
