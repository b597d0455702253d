"""The doctor tells what is there, and for what is not, what to do."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from course_utils import cli, doctor
from course_utils.doctor import Finding


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CONVNET_COURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


def findings() -> dict[str, Finding]:
    return {finding.name: finding for finding in doctor.examine()}


def test_each_thing_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(findings()) >= 14
    assert all(re.match(r"[✓–✗] \S", line) for line in lines)
    assert any(line.startswith("✓ Python") for line in lines)


def test_what_is_less_has_a_cure_where_there_is_one(places: Path) -> None:
    found = findings()
    assert found["photos"].state == "less"
    assert "convnet-course data get cats_vs_dogs" in found["photos"].cure
    assert str(places / "keras") in found["Keras cache"].told
    assert str(places / "cache") in found["cache"].told


@pytest.mark.parametrize(("limit", "state"), [(str(1 << 30), "less"), (str(2000 << 20), "ok"), ("max", "ok")])
def test_memory_is_what_the_container_may_use(
    places: Path, monkeypatch: pytest.MonkeyPatch, limit: str, state: str
) -> None:
    (places / "memory.max").write_text(f"{limit}\n")
    monkeypatch.setattr(doctor, "LIMITS", (str(places / "none"), str(places / "memory.max")))
    monkeypatch.setattr(doctor.os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2 << 20}.__getitem__)
    memory = findings()["memory"]
    assert (memory.state, memory.told) == (state, f"{8 if limit == 'max' else int(limit) / 2**30:.1f} GB")


def test_photos_that_are_there_are_found(places: Path) -> None:
    for part in ("train", "validation", "test"):
        for name in ("cat", "dog"):
            (places / "data" / "cats_vs_dogs" / part / name).mkdir(parents=True)
            (places / "data" / "cats_vs_dogs" / part / name / f"{name}.0.jpg").write_bytes(b"")
    assert findings()["photos"].state == "ok"


def test_what_keeps_chapters_from_running_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        if name == "keras":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    monkeypatch.setattr(doctor.sys, "version_info", (3, 9, 0))
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr()
    assert "✗ Python       3.9.0 → use Python 3.11" in told.out
    assert "✗ Keras        not installed → pip install 'convnet-course[run]'" in told.out
    assert "2 of these keep chapters from running" in told.err


def test_a_machine_without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    found = findings()
    assert (found["sandbox"].state, found["browser"].state) == ("less", "less")
    assert "apt install bubblewrap" in found["sandbox"].cure
    assert "apt install chromium" in found["browser"].cure
