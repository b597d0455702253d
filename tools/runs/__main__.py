"""Computes the stored trainings that are missing or out of date; stopped and called again, it goes on."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course_utils import quiet_tensorflow

quiet_tensorflow()

from course_utils import runs  # noqa: E402
from course_utils.runs.verification import kind_of  # noqa: E402
from course_utils.storage import cache_folder  # noqa: E402
from course_utils.training.checkpoint import CheckpointError  # noqa: E402

FOLDER = Path(__file__).parents[2] / "runs"


def catalogue() -> dict[str, Any]:
    """Return the settings of all stored trainings, by name."""
    return {**runs.CATALOGUE, **runs.LONG_CATALOGUE, **runs.TRANSFER_CATALOGUE}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute the runs that are asked for, and return how many could not be computed."""
    parser = argparse.ArgumentParser(prog="python -m tools.runs", description=__doc__)
    known = catalogue()
    parser.add_argument("names", nargs="*", help=f"which ones (default: all of {', '.join(known)})")
    parser.add_argument("--list", action="store_true", help="say which are current, and compute nothing")
    options = parser.parse_args(arguments)
    names = options.names or list(known)
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"there is no run {', '.join(unknown)}; there are {', '.join(known)}")
    missing = 0
    for name in names:
        state = state_of(name)
        print(f"{name}: {state or 'current'}", flush=True)
        if state and not options.list:
            missing += not computed(name)
    return missing


def state_of(name: str) -> str:
    """Say what is wrong with a stored run, or nothing where it is current."""
    try:
        runs.verify(runs.read_record(name, FOLDER), current=True)
    except FileNotFoundError:
        return "missing"
    except ValueError as error:
        return str(error)
    return ""


def state_folder(name: str) -> Path:
    """Return where a training keeps its state, so that it can go on.

    Its name holds what the state depends on: after a change to it, the training starts anew.
    """
    settings = catalogue()[name]
    key = hashlib.sha256(f"{settings} {runs.source_hash(kind_of(settings).modules)}".encode()).hexdigest()[:16]
    return cache_folder() / "runs" / f"{name}-{key}"


def trained(name: str, state: Path) -> Any:
    """Go on with a training, or start anew where its state is of no use, as after the pictures were copied."""
    try:
        return runs.compute(name, catalogue()[name], checkpoint=state)
    except CheckpointError as error:
        print(f"{name} starts anew: {error}", file=sys.stderr)
        shutil.rmtree(state)
        return runs.compute(name, catalogue()[name], checkpoint=state)


def computed(name: str) -> bool:
    """Compute a run and store it, unless its pictures or the weights of its base can't be had."""
    state = state_folder(name)
    try:
        run = trained(name, state)
    except ConnectionError as error:
        print(f"{name} is left out: {error}", file=sys.stderr)
        return False
    runs.write(run, FOLDER)
    shutil.rmtree(state, ignore_errors=True)
    print(run, flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
