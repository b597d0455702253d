"""A class is graded: what is there is kept, what was mended is marked anew, and a kill loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from course_utils import cli
from course_utils.grading import exercises, sandbox
from course_utils.grading.grade import grade
from course_utils.grading.sandbox import Sandbox, SandboxError
from course_utils.grading.submissions import Content, Submission
from tests.grading.handed_in import assignments, content

SCRIPT = [sys.executable, "-c", "import sys; from course_utils.cli import main; sys.exit(main(sys.argv[1:]))"]


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Ten students: nine did well, one did nothing; one more is absent."""
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for number in range(9):
        (folder / f"s{number}.ipynb").write_bytes(content())
    (folder / "s9.ipynb").write_bytes(content(stub=True))
    (tmp_path / "roster.csv").write_text("id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(11)))
    return folder


def command(handed_in: Path, out: Path, *more: str) -> list[str]:
    roster = handed_in.parent / "roster.csv"
    given = ["grade", str(handed_in), "--exercise", "1", "--seed", "5", "--roster", str(roster), "--out", str(out)]
    return [*given, *more]


def test_a_class(handed_in: Path, tmp_path: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert cli.main(command(handed_in, out, "--language", "en")) == 0
    assert "10 submissions graded (0 were already), 1 of 11 absent" in capsys.readouterr().out
    lines = (out / "grades.csv").read_text().splitlines()
    assert [line.split(",")[-4] for line in lines] == ["total", *["20"] * 9, "0", ""]
    assert sorted(path.name for path in (out / "feedback").iterdir()) == [f"s{number}.html" for number in range(10)]
    assert "There is no code yet" in (out / "feedback" / "s9.html").read_text()
    assert "10 of 11 students" in (out / "summary.html").read_text()
    before = (out / "grades.csv").read_bytes()
    assert cli.main(command(handed_in, out)) == 0
    assert "(10 were already)" in capsys.readouterr().out
    assert (out / "grades.csv").read_bytes() == before


def submissions(*contents: bytes) -> list[Submission]:
    return [
        Submission(f"s{number}", 1, f"s{number}.ipynb", partial(Content, one)) for number, one in enumerate(contents)
    ]


def test_only_what_changed_is_marked_anew(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = Sandbox.run

    def noted(self: Sandbox, cells: Any, function: str, *rest: Any, **named: Any) -> Any:
        asked.append(function)
        return run(self, cells, function, *rest, **named)

    monkeypatch.setattr(Sandbox, "run", noted)
    tasks = list(assignments())
    first = grade(submissions(content(), content(stub=True)), tasks, tmp_path)
    assert (first.kept, len(asked)) == (0, 14)
    asked.clear()
    mended = [replace(task, fingerprint="mended") if task.name == "conv2d" else task for task in tasks]
    again = grade(submissions(content(), content(stub=True)), mended, tmp_path)
    assert (again.kept, asked) == (0, ["conv2d", "conv2d"])
    asked.clear()
    last = grade(submissions(content(), content()), mended, tmp_path)
    assert (last.kept, len(asked)) == (1, 7)
    assert [result.marks.points for result in last.results] == [20, 20]


def test_what_is_kept_may_be_late_by_now(tmp_path: Path, sandbox: Sandbox) -> None:
    one = submissions(content())[0]
    assert not grade([one], assignments(), tmp_path).results[0].late
    again = grade([replace(one, late=True, file="LATE.ipynb")], assignments(), tmp_path)
    assert (again.kept, again.results[0].late, again.results[0].file) == (1, True, "LATE.ipynb")


def test_a_lost_sandbox_is_not_the_students_fault(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Sandbox.run
    calls = iter(range(1000))

    def failing(self: Sandbox, *given: Any, **named: Any) -> Any:
        if next(calls) in (0, 8, 9):  # once for the first, twice for the second
            self.close()
            raise SandboxError("lost")
        return run(self, *given, **named)

    monkeypatch.setattr(Sandbox, "run", failing)
    graded = grade(submissions(content(), content()), list(assignments()), tmp_path, workers=1)
    assert [result.marks.points for result in graded.results] == [20]
    assert graded.failed == {"s1.ipynb": "lost"}
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_a_worker_that_is_killed_comes_back(sandbox: Sandbox) -> None:
    cells = [{"id": "f", "code": "def f():\n    return 1"}]
    with Sandbox() as box:
        assert box.run(cells, "f", [{"dict": {}}], ["numpy"]).written
        box._processes["numpy"].kill()
        assert box._processes["numpy"].stdout.read() == b""  # only now has everything in the sandbox ended
        with pytest.raises(SandboxError, match="lost"):
            box.run(cells, "f", [{"dict": {}}], ["numpy"])
        assert json.loads(box.run(cells, "f", [{"dict": {}}], ["numpy"]).written) == {"case": 0, "value": 1}


def test_without_a_sandbox_nothing_runs(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox, "available", lambda: "bubblewrap is not installed")
    monkeypatch.setattr("course_utils.grading.sandbox.available", lambda: "bubblewrap is not installed")
    assert cli.main(command(handed_in, tmp_path / "out")) == 1
    assert "`--trust` runs them without a sandbox" in capsys.readouterr().err
    assert not list((tmp_path / "out").rglob("*.json"))
    assert cli.main(command(handed_in, tmp_path / "out", "--trust", "--workers", "1")) == 0
    totals = [line.split(",")[-4] for line in (tmp_path / "out" / "grades.csv").read_text().splitlines()]
    assert totals[1:] == ["20"] * 9 + ["0", ""]


@pytest.mark.slow
def test_a_kill_loses_nothing(handed_in: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    subprocess.run([*SCRIPT, *command(handed_in, tmp_path / "whole")], check=True, capture_output=True)
    out = tmp_path / "out"
    for _ in range(5):
        done = len(list((out / "results").glob("*.json")))
        grader = subprocess.Popen(
            [*SCRIPT, *command(handed_in, out, "--workers", "1")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while grader.poll() is None and len(list((out / "results").glob("*.json"))) <= done:
            time.sleep(0.01)
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        assert len(list((out / "results").glob("*.json"))) >= done
    subprocess.run([*SCRIPT, *command(handed_in, out)], check=True, capture_output=True)
    assert (out / "grades.csv").read_bytes() == (tmp_path / "whole" / "grades.csv").read_bytes()


def test_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["release", "--out", str(tmp_path / "a"), "--language", "en"]) == 0
    assert cli.main(["release", "--out", str(tmp_path / "b"), "--language", "en"]) == 0
    names = [f"{name}.ipynb" for name in exercises.names()]
    for name in [*names, "exercises.zip"]:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    for name in names:
        text = (tmp_path / "a" / name).read_text()
        assert "SOLUTION" not in text
        assert 'use_language(\\"en\\")' in text


def test_exercises_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["release", "--out", str(tmp_path), "--exercises", str(tmp_path)]) == 1
    assert "They are not in the wheel" in capsys.readouterr().err
    assert cli.main(["release", "--out", str(tmp_path), "--exercise", "9"]) == 1
    assert "must begin exactly one of" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []  # noqa: PTH208
