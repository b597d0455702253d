"""The command `convnet-course`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], object]

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, or 1 with one clear message on stderr."""
    parser = argparse.ArgumentParser(prog="convnet-course", description="What goes with the course on ConvNets.")
    parser.set_defaults(run=lambda _: parser.print_help())
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_data(commands)
    _add(commands, "doctor", "say what this machine has of what the course can use").set_defaults(run=_doctor)
    _add_exercises(commands)
    options = parser.parse_args(arguments)
    run: Command = options.run
    try:
        run(options)
    except KeyboardInterrupt:
        print("\nInterrupted. Run the command again, and it goes on where it can.", file=sys.stderr)
        return INTERRUPTED
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        print(f"convnet-course: {error}", file=sys.stderr)
        return 1
    return 0


def _add_data(commands: Commands) -> None:
    data = _add(commands, "data", "get the pictures that the course uses")
    data.set_defaults(run=lambda _: data.print_help())
    get = _add(
        data.add_subparsers(title="commands", metavar="COMMAND"),
        "get",
        "get a data set and say where it is; one that is there already is left alone",
        epilog="Environment: CONVNET_COURSE_DATA is the folder for photos, CONVNET_COURSE_CACHE the one for "
        "downloads and drawn pictures.",
    )
    get.add_argument("name", choices=["cats_vs_dogs", "sample_pets"], help="photos (825 MB to download), or drawn pets")
    get.add_argument(
        "--from",
        dest="source",
        metavar="PATH",
        type=Path,
        help="take the photos from this zip archive or folder instead of downloading them",
    )
    for part, count in [("train", "1000"), ("validation", "500"), ("test", "1000")]:
        get.add_argument(f"--{part}", type=int, metavar="N", help=f"photos of each class ({count})")
    get.set_defaults(run=_get_data)


def _add_exercises(commands: Commands) -> None:
    from course_utils.grading import command

    command.add_release(_add(commands, "release", "write the notebooks of the exercises for students"))
    command.add_grade(_add(commands, "grade", "grade a class's notebooks, each in a sandbox"))


def _doctor(_: argparse.Namespace) -> None:
    from course_utils.doctor import examine

    wrong = 0
    for finding in examine():
        print(finding, flush=True)
        wrong += finding.state == "wrong"
    if wrong:
        raise OSError(f"{wrong} of these keep chapters from running: the lines with ✗ say what to do")


def _get_data(options: argparse.Namespace) -> None:
    counts = {"train": options.train, "validation": options.validation, "test": options.test}
    if options.name == "cats_vs_dogs":
        _get_photos(counts, options.source)
    elif options.source or any(counts.values()):
        raise ValueError("sample_pets comes with the package: --from, --train, --validation and --test do not apply")
    else:
        from course_utils.datasets import sample_pets

        _show("Drawn cats and dogs", sample_pets())


def _get_photos(counts: dict[str, int | None], source: Path | None) -> None:
    from course_utils.datasets.cats_vs_dogs import cats_vs_dogs, existing_photos

    there = existing_photos(**counts)
    if there is None:
        cats_vs_dogs(**counts, source=source)  # says itself what it did
        return
    _show("Photos of cats and dogs", there)
    if source is not None:
        print("They were there already, so --from was not needed. Delete the folder first to make it anew.")


def _show(what: str, folder: Path) -> None:
    from course_utils.datasets.arranging import count_pictures, table

    print(f"{what} are in {folder}\n{table(count_pictures(folder))}")


def _add(commands: Commands, name: str, what: str, **options: Any) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.", **options)
