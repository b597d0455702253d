"""Stored trainings as JSON files, one each: written whole, read with suspicion."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course_utils.runs.record import Record, Run, TransferRun
from course_utils.runs.verification import KINDS, verify
from course_utils.storage import replacing


def folder() -> Path:
    """Return the folder of the stored runs: `runs` in a checkout, or what the installed package brings."""
    package = Path(__file__).parents[1]
    installed = package / "stored_runs"
    return installed if installed.is_dir() else package.parents[1] / "runs"


def write(run: Record, where: Path | None = None) -> Path:
    """Write a run to its file.

    Args:
        run: The run; it is verified first.
        where: The folder; by default that of the stored runs.

    Returns:
        The file.

    Raises:
        ValueError: If something about the run can't be.
    """
    verify(run)
    file = (folder() if where is None else where) / f"{run.name}.json"
    with replacing(file) as draft:
        draft.write_text(json.dumps(asdict(run), indent=1) + "\n", encoding="utf-8")
    return file


def read(name: str, where: Path | None = None) -> Run:
    """Read a stored training from scratch.

    Args:
        name: Its name in the catalogue.
        where: The folder; by default that of the stored runs.

    Returns:
        The run, verified.

    Raises:
        FileNotFoundError: If there is no such run.
        ValueError: If its file is damaged, or something in it can't be, or it is a training on a pretrained base.

    Example:
        >>> plots.history(read("pets-1000-both-0").history)
    """
    run = read_record(name, where)
    if not isinstance(run, Run):
        raise ValueError(f"{name!r} is a training on a pretrained base: `runs.read_transfer({name!r})` reads it.")
    return run


def read_transfer(name: str, where: Path | None = None) -> TransferRun:
    """Read a stored training on a pretrained base.

    Args:
        name: Its name in the catalogue.
        where: The folder; by default that of the stored runs.

    Returns:
        The run, verified.

    Raises:
        FileNotFoundError: If there is no such run.
        ValueError: If its file is damaged, or something in it can't be, or it is a training from scratch.

    Example:
        >>> plots.history(read_transfer("pets-lite0-fine_tuned-0").fine_tuning)
    """
    run = read_record(name, where)
    if not isinstance(run, TransferRun):
        raise ValueError(f"{name!r} is a training from scratch: `runs.read({name!r})` reads it.")
    return run


def read_record(name: str, where: Path | None = None) -> Run | TransferRun:
    """Read a stored training of either kind, verified; see `read` and `read_transfer`."""
    place = folder() if where is None else where
    file = place / f"{name}.json"
    if not file.exists():
        stored = ", ".join(sorted(path.stem for path in place.glob("*.json"))) or "none"
        catalogued = any(name in kind.catalogue for kind in KINDS)
        known = f"`python -m tools.runs {name}` computes it, in a checkout." if catalogued else ""
        raise FileNotFoundError(f"There is no stored run {name!r} in {place}. Stored: {stored}. {known}".strip())
    try:
        run = _restored(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{file} is no stored run: {error}. `python -m tools.runs {name}` computes it.") from error
    verify(run)
    return run


def _restored(content: dict[str, Any]) -> Run | TransferRun:
    scratch, transfer = KINDS
    kind = transfer if "conv_base" in content["settings"] else scratch
    run: Run | TransferRun = kind.record(**{**content, "settings": kind.settings(**content["settings"])})
    return run
