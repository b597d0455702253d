"""A Dask cluster gives the same grades, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from course_utils import cli
from course_utils.grading.sandbox import Sandbox
from tests.grading.handed_in import content

pytestmark = pytest.mark.slow
WORKERS = 4


@pytest.fixture
def cluster(sandbox: Sandbox, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and four workers, each a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = ["--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen([*dask, *options], **quiet)
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    workers = [subprocess.Popen(command, **quiet) for _ in range(WORKERS)]
    from distributed import Client

    with Client(address, timeout=60) as client:
        client.wait_for_workers(WORKERS, timeout=60)
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_the_same_grades(cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path) -> None:
    address, workers = cluster
    folder = tmp_path / "handed-in"
    folder.mkdir()
    for number in range(40):
        (folder / f"s{number}.ipynb").write_bytes(content(stub=number % 4 == 0))
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n" + "".join(f"s{number}\n" for number in range(40)))
    given = ["grade", str(folder), "--exercise", "1", "--seed", "5", "--roster", str(roster), "--out"]
    here, there = tmp_path / "here", tmp_path / "there"
    assert cli.main([*given, str(here)]) == 0

    def kill_one_midway() -> None:
        while len(list((there / "results").glob("*.json"))) < 5:
            time.sleep(0.005)
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one_midway)
    killer.start()
    assert cli.main([*given, str(there), "--scheduler", address]) == 0
    killer.join()
    assert (there / "grades.csv").read_bytes() == (here / "grades.csv").read_bytes()


def test_a_scheduler_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ipynb").write_bytes(content())
    roster = tmp_path / "roster.csv"
    roster.write_text("id\na\n")
    given = [
        "grade",
        str(tmp_path),
        "--exercise",
        "1",
        "--seed",
        "5",
        "--roster",
        str(roster),
        "--out",
        str(tmp_path / "o"),
    ]
    assert cli.main([*given, "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert "127.0.0.1:9" in capsys.readouterr().err
