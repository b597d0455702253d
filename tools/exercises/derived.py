"""Every file that follows from `exercises/`, by path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from course_utils.checks import wire
from course_utils.grading import exercises, notebooks
from course_utils.grading.exercises import LANGUAGES, Exercise, Task
from course_utils.sphinxext.editions import EDITIONS, SOURCE_LANGUAGE
from course_utils.sphinxext.locale import catalogue_path, catalogue_text
from course_utils.sphinxext.notebook_download import LINE

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "src" / "course_utils" / "checks" / "sheets"
SOLUTIONS = "solutions"


def derived() -> dict[Path, str]:
    """Return the content of every derived file."""
    found = {}
    for name in exercises.names():
        exercise = exercises.load(name)
        found[SHEETS / f"{name}.json"] = public_form(exercise)
        for page, notebook_of in (
            (f"exercises/{name}", notebooks.student_notebook),
            (f"exercises/{SOLUTIONS}/{name}", partial(notebooks.solution_notebook, folded=True)),
        ):
            source = notebook_of(exercise, SOURCE_LANGUAGE)
            found[ROOT / f"{page}.ipynb"] = notebooks.dumps(source)
            for language in EDITIONS.keys() - {SOURCE_LANGUAGE}:
                path = catalogue_path(ROOT, language, page)
                found[path] = catalogue(source, notebook_of(exercise, language), language, page)
    return found


def public_form(exercise: Exercise) -> str:
    """Return what the package knows of an exercise: no solution, no hidden case."""
    content = {"name": exercise.name, "title": dict(exercise.title), "tasks": [_public_task(t) for t in exercise.tasks]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _public_task(task: Task) -> dict[str, Any]:
    return {
        "name": task.name,
        "title": {language: task.title(language) for language in LANGUAGES},
        "points": task.points,
        "tolerance": task.tolerance,
        "judge": task.judge,
        "cases": [{"inputs": case.inputs, "expected": wire.encode(case.expected)} for case in task.public()],
        "hints": {language: task.hints(language) for language in LANGUAGES},
    }


def catalogue(source: dict[str, Any], translated: dict[str, Any], language: str, page: str) -> str:
    """Return the catalogue that turns the page of one notebook into that of the other.

    Raises:
        ValueError: If the two don't have the same lines.
    """
    messages = Catalog()
    for message, translation in pairs(source, translated, page):
        messages.add(message, translation)
    return catalogue_text(messages, language, page)


def pairs(source: dict[str, Any], translated: dict[str, Any], page: str) -> Iterator[tuple[str, str]]:
    """Yield each line of the Markdown cells with its translation; code stays as it is."""
    for cell, other in zip(source["cells"], translated["cells"], strict=True):
        if cell["cell_type"] != "markdown":
            continue
        lines, others = ("".join(c["source"]).splitlines() for c in (cell, other))
        if len(lines) != len(others):
            raise ValueError(f"{page}, cell {cell['id']}: {len(lines)} lines in one language, {len(others)} in another")
        fenced = False
        for line, translation in zip(lines, others, strict=True):
            fence = line.startswith("```")
            fenced = fenced != fence
            if line and not fenced and not fence:
                yield _text(line), _text(translation)


def _text(line: str) -> str:
    match = LINE.fullmatch(line)
    assert match is not None
    return match[2]
