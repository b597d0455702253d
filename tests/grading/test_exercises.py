"""The exercises: derived files are current, references solve them, and mistakes cost points on their task alone."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils import ops
from course_utils.checks import wire
from course_utils.checks.checking import first_failure
from course_utils.checks.judges import JUDGES
from course_utils.checks.tasks import sheets
from course_utils.grading import exercises, marking, notebooks
from course_utils.grading.exercises import Task
from course_utils.grading.sandbox import Sandbox
from tests.exercises.mutants import Mutant
from tests.grading.handed_in import assignments, content
from tools.exercises.derived import derived

NAMES = exercises.names()
TASKS = [task for name in NAMES for task in exercises.load(name).tasks]
MUTANTS: list[Mutant] = [
    mutant
    for name in NAMES
    for mutant in importlib.import_module(f"tests.exercises.mutants_{name.split('-')[0]}").MUTANTS
]
# One of them is what `assignments` uses: every seed has its pets drawn.
SEEDS = (1, 2, 2026)


def named(value: Any) -> str:
    return f"{value.task}-{value.name}" if isinstance(value, Mutant) else getattr(value, "name", str(value))


def test_derived_files_are_current() -> None:
    stale = [path for path, text in derived().items() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "`python -m tools.exercises` derives them anew"


def test_the_package_holds_no_solution() -> None:
    told = repr(sheets())
    for task in TASKS:
        body = [line.strip() for line in task.solution.splitlines() if "###" not in line and "return" in line]
        assert body
        assert not any(line in told for line in body)


@pytest.mark.parametrize("name", NAMES)
def test_sheets_are_complete(name: str) -> None:
    exercise = exercises.load(name)
    assert 5 <= len(exercise.tasks) <= 7
    assert exercise.points == 20
    for language in exercises.LANGUAGES:
        assert exercise.introduction(language)
        for task in exercise.tasks:
            assert task.statement(language).startswith("## ")
            assert len(task.hints(language)) >= 2
    for task in exercise.tasks:
        assert len(task.hints("ko")) == len(task.hints("en"))
        assert {case.group for case in task.hidden(1)}


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_references_pass_and_empty_answers_pass_nothing(task: Task) -> None:
    public = next(public for sheet in sheets() for public in sheet.tasks if public.name == task.name)
    assert first_failure(public, task.reference) is None
    for empty in (lambda **_: None, lambda **_: 0, lambda **_: np.zeros((1, 1, 1))):
        assert first_failure(public, empty) is not None


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_no_constant_answer_earns_a_group(task: Task) -> None:
    for seed in SEEDS:
        cases = task.hidden(seed)
        for answer in [case.expected for case in (*task.public(), *cases)]:
            passed: dict[str, bool] = {}
            for case in cases:
                right = JUDGES[task.judge](wire.decode(case.inputs), case.expected, answer, case.tolerance) is None
                passed[case.group] = passed.get(case.group, True) and right
            alone = {case.group for case in cases if [c.group for c in cases].count(case.group) == 1}
            assert not [group for group, right in passed.items() if right and group not in alone]


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_hidden_cases_follow_from_the_seed(task: Task) -> None:
    def drawn(seed: int) -> list[Any]:
        return [(case.group, case.inputs) for case in task.hidden(seed)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_heads_are_judged_by_the_true_classes_of_unseen_pets() -> None:
    task = next(task for task in TASKS if task.name == "train_head")
    (case,) = (case for case in task.hidden(SEEDS[-1]) if case.group == "unseen pets")
    inputs = wire.decode(case.inputs)
    assert inputs["features"].shape == (300, 1280)
    assert np.bincount(inputs["labels"]).tolist() == [150, 150]
    assert np.bincount(case.expected).tolist() == [32, 32]
    for wrong, right in ((12, True), (13, False)):  # 81.3 and 79.7 % of the classes are right
        answer = np.concatenate([1 - case.expected[:wrong], case.expected[wrong:]])
        assert (JUDGES[task.judge](inputs, case.expected, answer, case.tolerance) is None) is right


def test_solutions_are_cleared_as_nbgrader_clears_them() -> None:
    for task in TASKS:
        assert "SOLUTION" not in task.stub
        assert "    # YOUR CODE HERE\n    raise NotImplementedError()" in task.stub
    for broken in ("x = 1", "### BEGIN SOLUTION\nx", "### END SOLUTION", "### BEGIN SOLUTION\n### BEGIN SOLUTION"):
        with pytest.raises(ValueError, match="SOLUTION"):
            exercises.cleared(broken)


def test_only_stubs_differ_between_the_two_notebooks() -> None:
    for name in NAMES:
        exercise = exercises.load(name)
        student, solution = notebooks.student_notebook(exercise, "ko"), notebooks.solution_notebook(exercise, "ko")
        differing = [a["id"] for a, b in zip(student["cells"], solution["cells"], strict=True) if a != b]
        assert differing == [task.name.replace("_", "-") for task in exercise.tasks]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_references_agree_with_the_course(seed: int) -> None:
    one = {task.name: task for task in exercises.load("1").tasks}
    layers = [wire.decode(case.inputs) for case in one["receptive_field"].hidden(seed)]
    answers = [case.expected for case in one["receptive_field"].hidden(seed)]
    for inputs, answer in zip(layers, answers, strict=True):
        stack = [ops.Window(size, strides=strides) for size, strides in inputs["layers"]]
        assert ops.receptive_field(stack).size == answer
    for case in one["output_size"].hidden(seed):
        assert case.expected == ops.conv_output_size(**wire.decode(case.inputs))
    for name, options in (("conv2d", {}), ("max_pool2d", {}), ("average_pool2d", {"padding": "same"})):
        for case in one[name].hidden(seed):
            expected = getattr(ops, name)(**wire.decode(case.inputs), **options)
            np.testing.assert_allclose(case.expected, expected, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_gets_full_marks_and_the_stub_none(name: str, sandbox: Sandbox) -> None:
    full = marking.mark(content(name=name), assignments(name), sandbox)
    assert {task: mark.remark for task, mark in full.tasks.items()} == dict.fromkeys(full.tasks)
    assert full.points == 20
    empty = marking.mark(content(name=name, stub=True), assignments(name), sandbox)
    assert empty.points == 0
    assert {mark.remark.kind for mark in empty.tasks.values() if mark.remark} == {"todo"}


def test_there_are_enough_mutants() -> None:
    assert len(MUTANTS) >= 60
    assert len({(mutant.task, mutant.name) for mutant in MUTANTS}) == len(MUTANTS)
    assert {mutant.task for mutant in MUTANTS} == {task.name for task in TASKS}


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_a_mistake_costs_points_on_its_task_alone(mutant: Mutant, sandbox: Sandbox) -> None:
    task = next(task for task in TASKS if task.name == mutant.task)
    assert task.solution.count(mutant.old) == 1
    name = task.folder.parent.name
    marks = marking.mark(
        content({task.name: task.solution.replace(mutant.old, mutant.new)}, name), assignments(name), sandbox
    )
    lost = {other for other, mark in marks.tasks.items() if mark.remark is not None}
    assert lost == {mutant.task}
    assert marks.tasks[mutant.task].points < task.points
