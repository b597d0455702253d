"""The exercises as their authors write them: statements, solutions, generators of cases. They are trusted code."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.checks import wire

LANGUAGES = ("ko", "en")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
# What nbgrader puts in the place of a solution, so that its student notebooks and ours are alike.
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
HINTS = "<!-- hints -->"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Case:
    """One call of a task's function.

    Args:
        group: What it tries, such as `"strides"`; points are given by group.
        inputs: The keyword arguments, encoded by `checks.wire`.
        expected: The right answer: that of the reference solution, unless the case brings its own.
        tolerance: How far the answer may be off: as the task says, unless the case brings its own.
    """

    group: str
    inputs: Any
    expected: Any
    tolerance: float


@dataclass(frozen=True)
class Task:
    """One task of an exercise.

    Args:
        name: The name of the function to write, and of the task's folder.
        points: What it is worth.
        folder: Where its files lie.
        claims: The lines of the notes that it practises.
        imports: The modules that a solution may import.
        tolerance: How far a number may be off; see `checks.comparing.compare`.
        judge: Which of `checks.judges.JUDGES` tells a right answer from a wrong one.
    """

    name: str
    points: float
    folder: Path
    claims: tuple[str, ...] = ()
    imports: tuple[str, ...] = ("numpy", "math")
    tolerance: float = TOLERANCE
    judge: str = "equal"

    @cached_property
    def solution(self) -> str:
        """The code of the reference solution, with its marks."""
        return _read(self.folder / "solution.py").rstrip("\n")

    @property
    def stub(self) -> str:
        """The code that a student begins with."""
        return cleared(self.solution)

    def statement(self, language: str) -> str:
        """Return the statement, in Markdown."""
        return self._texts(language)[0]

    def title(self, language: str) -> str:
        """Return the heading of the statement."""
        return self.statement(language).splitlines()[0].removeprefix("## ")

    def hints(self, language: str) -> list[str]:
        """Return the hints, from the gentlest on."""
        return [line.removeprefix("- ") for line in self._texts(language)[1].splitlines() if line.startswith("- ")]

    @cached_property
    def reference(self) -> Callable[..., Any]:
        """The reference solution as a function."""
        import math

        namespace: dict[str, Any] = {"np": np, "math": math}
        if "keras" in self.imports:
            namespace["keras"] = _keras()
        exec(compile(self.solution, str(self.folder / "solution.py"), "exec"), namespace)
        function: Callable[..., Any] = namespace[self.name]
        return function

    def public(self) -> list[Case]:
        """Return the cases that students see."""
        return list(self._answered(self._cases["public"]()))

    def hidden(self, seed: int) -> list[Case]:
        """Return the cases that decide the points.

        Args:
            seed: The instructor's. Another task gets other numbers from the same seed.
        """
        random = np.random.default_rng([seed, *hashlib.sha256(self.name.encode()).digest()[:8]])
        return list(self._answered(self._cases["hidden"](random)))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that decides the task's points."""
        told = f"{self.points} {self.imports} {self.tolerance} {self.judge}"
        parts = [_read(self.folder / name) for name in ("solution.py", "cases.py")]
        return hashlib.sha256("\0".join([told, *parts]).encode()).hexdigest()[:16]

    @cached_property
    def _cases(self) -> Mapping[str, Any]:
        if "keras" in self.imports:
            _keras()
        path = self.folder / "cases.py"
        namespace: dict[str, Any] = {"__name__": f"cases_of_{self.name}"}
        exec(compile(_read(path), str(path), "exec"), namespace)
        return namespace

    def _answered(self, cases: Iterator[tuple[Any, ...]]) -> Iterator[Case]:
        for group, inputs, *own in cases:
            encoded = wire.encode(inputs)
            answer, tolerance = own or (self.reference(**wire.decode(encoded)), self.tolerance)
            yield Case(group, encoded, wire.decode(wire.encode(answer)), tolerance)

    def _texts(self, language: str) -> tuple[str, str]:
        statement, _, hints = _read(self.folder / f"{language}.md").partition(HINTS)
        return statement.strip(), hints.strip()


@dataclass(frozen=True)
class Exercise:
    """The tasks of one part of the course.

    Args:
        name: Its name, such as `"1-convolution-and-pooling"`, which is that of its folder.
        title: Its title, by language.
        tasks: Its tasks, in their order.
        folder: Where its files lie.
    """

    name: str
    title: Mapping[str, str]
    tasks: tuple[Task, ...]
    folder: Path

    @property
    def points(self) -> float:
        """What all tasks are worth together."""
        return sum(task.points for task in self.tasks)

    def introduction(self, language: str) -> str:
        """Return the introduction, in Markdown."""
        return _read(self.folder / f"{language}.md").strip()


def default_folder() -> Path:
    """Return `exercises/` of the checkout that the package is installed from."""
    return Path(__file__).parents[3] / "exercises"


def load(name: str, folder: Path | None = None) -> Exercise:
    """Read an exercise.

    Args:
        name: Its name, or the first letters of it, such as `"1"`.
        folder: The folder of the exercises; by default that of the checkout.

    Raises:
        FileNotFoundError: If the exercises are not there: the wheel has none.
        ValueError: If no exercise, or more than one, has that name, or its files don't fit together.
    """
    folder = folder or default_folder()
    known = names(folder)
    if not known:
        raise FileNotFoundError(
            f"There are no exercises in {folder}. They are not in the wheel, because they hold the solutions: use a "
            "checkout of the course, or name its folder with --exercises."
        )
    found = [known_name for known_name in known if known_name.startswith(name)]
    if len(found) != 1:
        raise ValueError(f"`name` must begin exactly one of {', '.join(known)}. Received: {name!r}")
    return _load(folder / found[0])


def names(folder: Path | None = None) -> list[str]:
    """Return the names of all exercises in a folder, in the order of the course."""
    return sorted(path.parent.name for path in (folder or default_folder()).glob("*/sheet.toml"))


def cleared(code: str) -> str:
    """Return code with `raise NotImplementedError()` in the place of each solution.

    Raises:
        ValueError: If a solution begins and does not end, or the other way round.
    """
    lines: list[str] = []
    inside = False
    for line in code.splitlines():
        mark = line.strip()
        if mark in (BEGIN, END):
            if inside is (mark == BEGIN):
                raise ValueError(f"{mark!r} stands where it can't, in the code:\n{code}")
            inside = mark == BEGIN
            if inside:
                indent = line[: line.index(mark)]
                lines += [f"{indent}{text}" for text in STUB]
        elif not inside:
            lines.append(line)
    if inside or STUB[0] not in map(str.strip, lines):
        raise ValueError(f"There must be a solution between {BEGIN!r} and {END!r}, in the code:\n{code}")
    return "\n".join(lines)


def _load(folder: Path) -> Exercise:
    path = folder / "sheet.toml"
    try:
        content = tomllib.loads(_read(path))
        tasks = tuple(
            Task(
                name=task["name"],
                points=task["points"],
                folder=folder / task["name"],
                claims=tuple(task.get("claims", ())),
                imports=tuple(task.get("imports", ("numpy", "math"))),
                tolerance=task.get("tolerance", TOLERANCE),
                judge=task.get("judge", "equal"),
            )
            for task in content["tasks"]
        )
        return Exercise(folder.name, {language: content["title"][language] for language in LANGUAGES}, tasks, folder)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is no exercise: {error!r}. See the README beside it.") from error


def _keras() -> Any:
    """Keras, without the messages of its start."""
    from course_utils.quiet import quiet_tensorflow

    quiet_tensorflow()
    import keras

    return keras


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
