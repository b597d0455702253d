"""Nothing that a submission does earns it a point, reaches anything outside, or costs its neighbours anything."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest

from course_utils.grading import marking
from course_utils.grading.messages import sentence
from course_utils.grading.sandbox import KERAS_LIMITS, Limits, Sandbox
from tests.grading.handed_in import assignments, content
from tests.grading.hostile import HOSTILE, KERAS_SIGNATURE, WITH_KERAS, Hostile, attack

# Enough for what is honest in the same notebook, on a busy machine.
LIMITS = Limits(seconds=3.0)
pytestmark = pytest.mark.slow


def below(root: int) -> list[str]:
    """The commands of the processes that descend from one."""
    parents, commands = {}, {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                after_name = (process / "stat").read_text().rpartition(")")[2].split()
                parents[int(process.name)] = int(after_name[1])
                commands[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return [commands.get(pid, "") for pid in found - {root}]


def test_there_are_enough() -> None:
    assert len(HOSTILE) >= 50
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_it_earns_nothing_and_harms_nobody(
    hostile: Hostile, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "2026")
    canary = tmp_path / "conv2d" / "solution.py"
    canary.parent.mkdir()
    canary.write_text("untouched")
    tasks = assignments()
    marks = marking.mark(hostile.content, tasks, sandbox, limits=LIMITS)
    if hostile.whole:
        assert marks.points == 0
        assert marks.problem is not None
        assert marks.problem.kind == hostile.kinds[0]
        assert sentence(marks.problem, "en").endswith(".")
        return
    mark = marks.tasks["conv2d"]
    assert mark.points == hostile.points
    if hostile.kinds:
        assert mark.remark is not None
        assert mark.remark.kind in hostile.kinds
        for language in ("ko", "en"):
            assert 5 < len(sentence(mark.remark, language)) < 700
    others = {name: other.remark for name, other in marks.tasks.items() if name != "conv2d"}
    assert hostile.harms_itself or others == dict.fromkeys(others)
    assert canary.read_text() == "untouched"
    neighbour = marking.mark(content(), tasks, sandbox)
    assert neighbour.points == sum(task.points for task in tasks)


@pytest.mark.parametrize("name", WITH_KERAS)
def test_with_keras_the_sandbox_holds_too(name: str, sandbox: Sandbox) -> None:
    body, kind = WITH_KERAS[name]
    task = [one for one in assignments("3") if one.name == "unfreeze_from"]
    limits = replace(KERAS_LIMITS, seconds=4.0)
    marks = marking.mark(content(attack(body, signature=KERAS_SIGNATURE), "3"), task, sandbox, limits=limits)
    assert marks.points == 0
    remark = marks.tasks["unfreeze_from"].remark
    assert remark is not None
    assert remark.kind in {kind, "time", "memory", "died"}
    assert marking.mark(content(name="3"), task, sandbox).points == task[0].points


def test_nobody_is_left_behind(sandbox: Sandbox) -> None:
    leave = next(hostile for hostile in HOSTILE if hostile.name == "leaves a process behind and solves")
    with Sandbox() as box:
        assert marking.mark(leave.content, assignments(), box, limits=LIMITS).points == 20
        left = below(box._processes["numpy"].pid)
        assert left  # the worker itself
        assert not [command for command in left if "worker.py" not in command]
        forks = [command for command in left if "bwrap" not in command]
        assert len(forks) == 1
