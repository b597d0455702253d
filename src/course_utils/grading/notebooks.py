"""The notebooks of an exercise: the student's, and the instructor's with the solutions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course_utils.grading.exercises import Exercise, Task
from course_utils.sphinxext.setup_cell import SETUP as SETUP_CELL
from course_utils.sphinxext.setup_cell import set_up

SETUP = """\
import math

{libraries}import numpy as np

import course_utils
from course_utils.checks import check, hint

course_utils.use_language("{language}")"""
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
NBGRADER_SCHEMA = 3
SOLUTIONS = {"ko": "정답", "en": "Solutions"}


def student_notebook(exercise: Exercise, language: str, requirement: str | None = None) -> dict[str, Any]:
    """Return the notebook that students get: statements, stubs and checks.

    Args:
        exercise: The exercise.
        language: `"ko"` or `"en"`.
        requirement: What its set-up cell has pip install where the course is missing; see `setup_cell.set_up`.
    """
    return _notebook(exercise, language, lambda task: task.stub, requirement)


def solution_notebook(exercise: Exercise, language: str, folded: bool = False) -> dict[str, Any]:
    """Return the notebook that instructors have: the solutions in the place of the stubs.

    It is nbgrader's source, too: `nbgrader generate_assignment` makes the student's notebook of it.

    Args:
        exercise: The exercise.
        language: `"ko"` or `"en"`.
        folded: Whether the book's page shows a solution only when it is asked for.
    """
    made = _notebook(exercise, language, lambda task: task.solution)
    if folded:
        made["cells"][0]["source"][0] = f"# {exercise.title[language]}: {SOLUTIONS[language]}\n"
        names = {_id(task.name) for task in exercise.tasks}
        for cell in made["cells"]:
            if cell["id"] in names:
                cell["metadata"]["tags"] = ["hide-input"]
    return made


def write(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook so that an equal one makes an equal file."""
    from course_utils.storage import replacing

    with replacing(path) as draft:
        draft.write_text(dumps(notebook), encoding="utf-8")


def dumps(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _notebook(exercise: Exercise, language: str, code_of: Any, requirement: str | None = None) -> dict[str, Any]:
    cells = [
        _markdown("introduction", f"# {exercise.title[language]}\n\n{exercise.introduction(language)}"),
        _code(SETUP_CELL, set_up(_setup(exercise, language), requirement), tags=["setup", "remove-cell"]),
    ]
    for task in exercise.tasks:
        cells += _task_cells(task, language, code_of(task))
    return {
        "cells": cells,
        "metadata": {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _setup(exercise: Exercise, language: str) -> str:
    needed = any("keras" in task.imports for task in exercise.tasks)
    return SETUP.format(language=language, libraries="import keras\n" if needed else "")


def _task_cells(task: Task, language: str, code: str) -> list[dict[str, Any]]:
    claims = {"claims": list(task.claims)} if task.claims else {}
    solution = {"grade": False, "locked": False, "solution": True, "task": False}
    checking = {"grade": True, "locked": True, "points": task.points, "solution": False, "task": False}
    return [
        _markdown(f"{task.name}-statement", task.statement(language), **claims),
        _code(task.name, code, nbgrader=_graded(task.name, solution)),
        _code(
            f"{task.name}-check", f'check("{task.name}", {task.name})', nbgrader=_graded(f"{task.name}-check", checking)
        ),
    ]


def _graded(name: str, rest: dict[str, Any]) -> dict[str, Any]:
    return {"grade_id": name, "schema_version": NBGRADER_SCHEMA, **rest}


def _markdown(name: str, source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _id(name), "metadata": metadata, "source": source.splitlines(keepends=True)}


def _code(name: str, source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _id(name),
        "metadata": metadata,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _id(name: str) -> str:
    return name.replace("_", "-")
