"""Grades copies of a solved sheet, beside `nbgrader autograde` on the same sheet, and kills the grader on the way.

Run from the repository root: `python -m benchmarks.grading`. Prints submissions a minute and their ratio, the memory
of the grader over 1,000 submissions, and whether 20 kills change the grades; stores them in
`benchmarks/grading/result.json`.
"""

import csv
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from course_utils import cli
from course_utils.grading import exercises, notebooks

HERE = Path(__file__).parent
EXERCISE = exercises.load("1")
COPIES, MANY, PEER_COPIES, KILLS = 200, 1000, 20, 20
SEED = 0
# A process of its own says how much memory it took, and can be killed.
GRADER = "import resource, sys; from course_utils.cli import main; main(sys.argv[1:]); print('KB', {kb})".format(
    kb="resource.getrusage(resource.RUSAGE_SELF).ru_maxrss"
)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, memory = graded(folder / "few", COPIES)
        peer = nbgrader(folder / "nbgrader")
        _, memory_of_many = graded(folder / "many", MANY)
        kills = killed(folder / "few", folder / "killed")
    minute = {"ours": round(60 * COPIES / ours, 1), "nbgrader": round(60 * PEER_COPIES / peer, 1)}
    result = {
        "command": "python -m benchmarks.grading",
        "what": f"{COPIES} copies of the solved {EXERCISE.name} against {PEER_COPIES} with nbgrader autograde",
        "seconds": {"ours": round(ours, 2), "nbgrader": round(peer, 2)},
        "submissions_a_minute": minute,
        "ratio": round(minute["ours"] / minute["nbgrader"], 1),
        "peak_memory_megabytes": {str(COPIES): memory // 1024, str(MANY): memory_of_many // 1024},
        "kills": kills,
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine(), "load": round(os.getloadavg()[0], 1)},
    }
    print(json.dumps(result, indent=1))
    (HERE / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def hand_in(folder: Path, count: int) -> list[str]:
    """Write the copies and their roster, and return the command that grades them, but for its last word."""
    handed_in = folder / "handed-in"
    handed_in.mkdir(parents=True)
    content = notebooks.dumps(notebooks.solution_notebook(EXERCISE, "en"))
    for number in range(count):
        (handed_in / f"s{number}.ipynb").write_text(content, encoding="utf-8")
    with (folder / "roster.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["id"], *([f"s{number}"] for number in range(count))])
    given = ["grade", str(handed_in), "--exercise", EXERCISE.name, "--seed", str(SEED)]
    return [*given, "--roster", str(folder / "roster.csv"), "--out"]


def graded(folder: Path, count: int) -> tuple[float, int]:
    """Return the seconds that a class takes, from the command to the last file, and the grader's peak memory in kB."""
    command = [sys.executable, "-c", GRADER, *hand_in(folder, count), str(folder / "out")]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    totals = {row["total"] for row in csv.DictReader((folder / "out" / "grades.csv").open())}
    assert totals == {f"{EXERCISE.points:g}"}, totals
    return seconds, int(done.stdout.split()[-1])


def nbgrader(root: Path) -> float:
    """Return the seconds that `nbgrader autograde` takes."""
    root.mkdir()
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "convnets"\n')
    cli.main(["release", "--nbgrader", "--exercise", EXERCISE.name, "--language", "en", "--out", str(root)])
    run = [sys.executable, "-m", "nbgrader"]
    subprocess.run([*run, "generate_assignment", EXERCISE.name, "--create"], cwd=root, check=True, capture_output=True)
    for number in range(PEER_COPIES):
        shutil.copytree(root / "source" / EXERCISE.name, root / "submitted" / f"s{number}" / EXERCISE.name)
    start = time.perf_counter()
    subprocess.run([*run, "autograde", EXERCISE.name], cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def killed(whole: Path, folder: Path) -> dict[str, Any]:
    """Kill the grader again and again, let it end, and compare the grades with those of an undisturbed run."""
    draw = random.Random(SEED)
    command = [sys.executable, "-c", GRADER, *hand_in(folder, COPIES), str(folder / "out")]
    found = []
    for _ in range(KILLS):
        grader = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.3, 2.0))
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        found.append(len(list((folder / "out" / "results").glob("*.json"))))
    subprocess.run(command, check=True, capture_output=True)
    same = (folder / "out" / "grades.csv").read_bytes() == (whole / "out" / "grades.csv").read_bytes()
    left = [path.name for path in (folder / "out").rglob("*.part")]
    return {"count": KILLS, "results_after_each": found, "identical_grades": same, "left_behind": len(left)}


if __name__ == "__main__":
    main()
