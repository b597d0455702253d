"""Grades a class: every submission in the sandbox, results one by one, on this machine or on many."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from course_utils.grading import results
from course_utils.grading.marking import Assignment, Marks, TaskMark, mark
from course_utils.grading.results import Result
from course_utils.grading.sandbox import Limits, Sandbox, SandboxError
from course_utils.grading.submissions import Content, Submission

# Submissions on their way at a time, for each worker: enough to keep it busy, few enough to keep memory flat.
AHEAD = 4
# Each thread that marks has a sandbox, for all submissions that it gets; the list is for who closes them.
_own = threading.local()
_started: list[Sandbox] = []


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
    scheduler: str | None = None,
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
        scheduler: The address of a Dask scheduler, such as `"tcp://10.0.0.1:8786"`, whose workers do the marking.
        limits: What each task of a submission may use.
        progress: Called after each submission, with its result, or None where it could not be graded.

    Raises:
        SandboxError: If there can't be a sandbox on this machine.
        OSError: If the scheduler does not answer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Result] = []
    failed: dict[str, str] = {}
    kept = 0
    digests: dict[tuple[str, int], str] = {}

    def work(submission: Submission, executor: Executor) -> Future[Marks] | Result:
        content = submission.read()
        sha256 = digests[submission.student, submission.attempt] = results.digest(content)
        known = _known(submission, sha256, folder)
        if known is not None and _fingerprints(known.marks.tasks) == {task.name: task.fingerprint for task in tasks}:
            return results.result_of(submission, sha256, known.marks)
        before = known.marks.tasks if known is not None else {}
        return executor.submit(mark_one, content, tasks, before, limits, trust)

    with _executor(trust, workers, scheduler) as (executor, count):
        for submission, outcome in _in_turn(submissions, lambda one: work(one, executor), count):
            if isinstance(outcome, SandboxError):
                failed[submission.file] = str(outcome)
            elif isinstance(outcome, Marks):
                sha256 = digests[submission.student, submission.attempt]
                found.append(results.result_of(submission, sha256, outcome))
                results.write(found[-1], folder)
            else:
                found.append(outcome)
                kept += 1
            if progress:
                progress(None if isinstance(outcome, SandboxError) else found[-1])
    order = {(one.student, one.attempt): place for place, one in enumerate(submissions)}
    return Graded(sorted(found, key=lambda result: order[result.student, result.attempt]), failed, kept)


def mark_one(
    content: Content,
    tasks: Sequence[Assignment],
    known: Mapping[str, TaskMark],
    limits: Limits | None,
    trust: bool,
) -> Marks:
    """Mark a submission in this thread's sandbox: what a worker does, here or on another machine."""
    if not hasattr(_own, "sandbox") or _own.sandbox not in _started:
        _own.sandbox = Sandbox(trust)
        _started.append(_own.sandbox)
    return mark(content.data, tasks, _own.sandbox, known, content.problem, limits)


def _known(submission: Submission, sha256: str, folder: Path) -> Result | None:
    before = results.read(folder, submission.student, submission.attempt)
    return before if before is not None and before.sha256 == sha256 else None


def _fingerprints(marks: Mapping[str, TaskMark]) -> dict[str, str]:
    return {name: one.fingerprint for name, one in marks.items()}


def _in_turn(
    submissions: Sequence[Submission], work: Callable[[Submission], Future[Marks] | Result], count: int
) -> Iterator[tuple[Submission, Marks | Result | SandboxError]]:
    """Yield each submission with its outcome as it comes, a few on their way at a time."""
    waiting = deque(submissions)
    running: dict[Future[Marks], Submission] = {}
    while waiting or running:
        while waiting and len(running) < count * AHEAD:
            submission = waiting.popleft()
            begun = work(submission)
            if isinstance(begun, Result):
                yield submission, begun
            else:
                running[begun] = submission
        if not running:
            continue
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            submission = running.pop(future)
            try:
                yield submission, future.result()
            except SandboxError as error:
                yield submission, error


@contextmanager
def _executor(trust: bool, workers: int | None, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """Where submissions are marked, and how many at a time: threads of this process, or the workers of a cluster."""
    if scheduler is not None:
        with _cluster(scheduler) as found:
            yield found
        return
    Sandbox(trust).close()  # refuses at once where there can't be one
    count = workers or os.cpu_count() or 1
    executor = ThreadPoolExecutor(count)
    try:
        yield executor, count
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        while _started:
            _started.pop().close()
        executor.shutdown(wait=True)


@contextmanager
def _cluster(scheduler: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ImportError("--scheduler needs Dask: `pip install 'convnet-course[cluster]'`") from error
    with Client(scheduler, timeout=10) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise OSError(f"the scheduler at {scheduler} has no workers: start some with `dask worker {scheduler}`")
        # A worker that dies takes its submission with it: it is marked again elsewhere.
        with client.get_executor(pure=False, retries=2) as executor:
            yield executor, threads
