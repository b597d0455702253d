"""Grades a class: every submission in the sandbox, results one by one, then the gradebook and the feedback."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from course_utils.grading import results
from course_utils.grading.marking import Assignment, Marks, mark
from course_utils.grading.results import Result
from course_utils.grading.sandbox import Limits, Sandbox, SandboxError
from course_utils.grading.submissions import Submission

# Submissions on their way at a time, for each worker: enough to keep it busy, few enough to keep memory flat.
AHEAD = 4


@dataclass(frozen=True)
class Graded:
    """What became of a class's submissions.

    Args:
        results: A result of each submission that could be graded.
        failed: Those that could not, and why: the fault lies with the machine, not with the student.
        kept: How many results were there before and still hold.
    """

    results: list[Result]
    failed: dict[str, str]
    kept: int


def grade(
    submissions: Sequence[Submission],
    tasks: Sequence[Assignment],
    folder: Path,
    *,
    trust: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Callable[[Result | None], None] | None = None,
) -> Graded:
    """Grade submissions, each in a sandbox, and write each result as soon as it is there.

    What was graded before is kept where neither the submission nor what decides its points has changed: stopped and
    called again, it goes on; after a task was mended, that task alone is marked anew.

    Args:
        submissions: What was handed in.
        tasks: The tasks with their cases; see `marking.assignments`.
        folder: The folder of the results.
        trust: Run the submissions without a sandbox.
        workers: How many at a time; by default one for each core.
        limits: What each task of a submission may use.
        progress: Called after each submission, with its result, or None where it could not be graded.

    Raises:
        SandboxError: If there can't be a sandbox on this machine.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Result] = []
    failed: dict[str, str] = {}
    kept = 0
    with _Workers(trust, workers or os.cpu_count() or 1) as pool:
        for submission, outcome in _in_turn(submissions, lambda one: _grade_one(one, tasks, folder, pool, limits), pool):
            if isinstance(outcome, SandboxError):
                failed[submission.file] = str(outcome)
            else:
                result, was_kept = outcome
                found.append(result)
                kept += was_kept
            if progress:
                progress(None if isinstance(outcome, SandboxError) else outcome[0])
    order = {(one.student, one.attempt): place for place, one in enumerate(submissions)}
    return Graded(sorted(found, key=lambda result: order[result.student, result.attempt]), failed, kept)


def _grade_one(
    submission: Submission, tasks: Sequence[Assignment], folder: Path, pool: _Workers, limits: Limits | None
) -> tuple[Result, bool]:
    before = results.read(folder, submission.student, submission.attempt)
    known = before.marks.tasks if before is not None and before.sha256 == results.digest(submission) else {}
    wanted = {task.name: task.fingerprint for task in tasks}
    if before is not None and {name: task.fingerprint for name, task in known.items()} == wanted:
        return before, True
    marks: Marks = mark(submission.content, tasks, pool.sandbox(), known, submission.problem, limits)
    result = results.result_of(submission, marks)
    results.write(result, folder)
    return result, False


def _in_turn(
    submissions: Sequence[Submission], work: Callable[[Submission], tuple[Result, bool]], pool: _Workers
) -> Iterator[tuple[Submission, tuple[Result, bool] | SandboxError]]:
    """Yield each submission with its outcome as it comes, a few on their way at a time."""
    waiting = iter(submissions)
    running: dict[Future[tuple[Result, bool]], Submission] = {}
    while True:
        for submission in islice(waiting, pool.count * AHEAD - len(running)):
            running[pool.executor.submit(work, submission)] = submission
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            submission = running.pop(future)
            try:
                yield submission, future.result()
            except SandboxError as error:
                yield submission, error


class _Workers:
    """Threads, each with a sandbox of its own that it starts when it first needs it."""

    def __init__(self, trust: bool, count: int) -> None:
        self.count = count
        self._trust = trust
        self._own = threading.local()
        self._all = [Sandbox(trust)]  # refuses at once where there can't be one
        self._spare = list(self._all)
        self._lock = threading.Lock()
        self.executor = ThreadPoolExecutor(count)

    def sandbox(self) -> Sandbox:
        if not hasattr(self._own, "sandbox"):
            with self._lock:
                if not self._spare:
                    self._all.append(Sandbox(self._trust))
                    self._spare.append(self._all[-1])
                self._own.sandbox = self._spare.pop()
        sandbox: Sandbox = self._own.sandbox
        return sandbox

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        for sandbox in self._all:
            sandbox.close()
        self.executor.shutdown(wait=True)
