"""Kills `cats_vs_dogs()` at 20 random moments, lets it run again, and looks whether the photos are right.

Run from the repository root: `python -m benchmarks.kills`. Prints how the attempts ended and stores them in
`benchmarks/kills/result.json`. A round is one folder: up to three attempts in a row are killed there, each at a
random moment within the time that an undisturbed one takes, then one runs to the end.
"""

import json
import os
import platform
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.datasets.photo_job import PhotoJob, archive, kill, wait_for_start
from tests.datasets.sets import Files, contents
from tests.file_server import file_server, well

HERE = Path(__file__).parent
KILLS, MOST_IN_A_ROUND = 20, 3
SEED = 0
PHOTOS, COUNTS = 600, {"train": 300, "validation": 100, "test": 150}
# Makes the download about as long as the rest.
PAUSE = 0.04


def main() -> None:
    random_ = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder, file_server() as server:
        content = archive(Path(folder), PHOTOS)
        whole = PhotoJob(server, Path(folder) / "whole", content, COUNTS)
        seconds = undisturbed(whole)
        reference = contents(whole.target)
        kills: list[dict[str, Any]] = []
        rounds: list[dict[str, Any]] = []
        while len(kills) < KILLS:
            job = PhotoJob(server, Path(folder) / f"round{len(rounds)}", content, COUNTS)
            for _ in range(min(random_.randint(1, MOST_IN_A_ROUND), KILLS - len(kills))):
                outcome = killed(job, random_.uniform(0, seconds), reference)
                if outcome["stage"] != "over already":
                    kills.append({"round": len(rounds), **outcome})
            rounds.append(finished(job, reference))
    result = {
        "command": "python -m benchmarks.kills",
        "what": "kill -9 of cats_vs_dogs() at random moments; afterwards the folder is absent or whole, and the "
        "next run ends up right",
        "seed": SEED,
        "undisturbed_seconds": round(seconds, 2),
        "archive_bytes": len(content),
        "files": len(reference),
        "kills": kills,
        "rounds": rounds,
        "never_half": all(kill["folder"] != "half" for kill in kills),
        "always_right_in_the_end": all(round_["right"] and not round_["leftovers"] for round_ in rounds),
        "python": platform.python_version(),
        "cpu_count": os.cpu_count(),
    }
    report(result)
    (HERE / "result.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def undisturbed(job: PhotoJob) -> float:
    """Return how long a run takes."""
    job.server.behaviours.append(well(pause=PAUSE))
    process = job.start()
    wait_for_start(process)
    begin = time.perf_counter()
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    return time.perf_counter() - begin


def killed(job: PhotoJob, after: float, reference: Files) -> dict[str, Any]:
    """Start an attempt, kill it, and say what it has left."""
    job.server.behaviours.append(well(pause=PAUSE))
    process = job.start()
    wait_for_start(process)
    time.sleep(after)
    ended = process.poll() is not None
    kill(process)
    job.server.behaviours.clear()
    folder = "absent" if not job.target.exists() else "whole" if contents(job.target) == reference else "half"
    return {
        "after_seconds": round(after, 3),
        "stage": "over already" if ended else stage(job),
        "bytes": job.received(),
        "drafted": job.drafted(),
        "folder": folder,
    }


def finished(job: PhotoJob, reference: Files) -> dict[str, Any]:
    """Let an attempt run to the end, and say whether everything is right."""
    requests = len(job.server.requests)
    job.finish()
    asked = job.server.ranges()[requests:]
    return {"asked_for": asked, "right": contents(job.target) == reference, "leftovers": job.leftovers()}


def stage(job: PhotoJob) -> str:
    if job.target.exists():
        return "in its place"
    if job.drafted():
        return "pictures"
    if job.partial.exists():
        return "download"
    return "between" if job.received() else "start"


def report(result: dict[str, Any]) -> None:
    stages = Counter(kill["stage"] for kill in result["kills"])
    print(f"{len(result['kills'])} kills: " + ", ".join(f"{count} × {name}" for name, count in stages.most_common()))
    print(f"the folder was {dict(Counter(kill['folder'] for kill in result['kills']))}")
    right = sum(round_["right"] for round_ in result["rounds"])
    print(f"right in the end: {right} of {len(result['rounds'])} rounds")


if __name__ == "__main__":
    main()
