"""The commands `convnet-course grade` and `convnet-course release`: from options to files."""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.storage import replacing

if TYPE_CHECKING:
    from course_utils.grading.results import Result

# A zip of the same notebooks is the same zip: no time of day in it.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def add_grade(parser: argparse.ArgumentParser) -> None:
    """Add the options of `convnet-course grade`."""
    parser.add_argument("submissions", type=Path, help="a folder, or the zip archive of Moodle or Canvas")
    parser.add_argument("--exercise", required=True, metavar="NAME", help="which one, such as 1")
    parser.add_argument("--seed", required=True, type=int, help="a number of yours: hidden cases are drawn from it")
    parser.add_argument(
        "--roster", required=True, type=Path, metavar="CSV", help="the class: a CSV file with a column id"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where results and grades go")
    parser.add_argument(
        "--exercises", type=Path, metavar="FOLDER", help="the exercises (default: those of the checkout)"
    )
    parser.add_argument(
        "--overrides", type=Path, metavar="CSV", help="points set by hand: student, task, points, reason"
    )
    parser.add_argument("--attempts", choices=["last", "best"], default="last", help="which attempt counts (last)")
    parser.add_argument("--late", type=Path, metavar="CSV", help="who was late: student, days")
    parser.add_argument("--late-penalty", type=float, default=0.0, metavar="SHARE", help="what a day costs, 0 to 1 (0)")
    parser.add_argument("--language", choices=["ko", "en"], default="ko", help="of the feedback (ko)")
    parser.add_argument("--workers", type=int, metavar="N", help="submissions at a time (one for each core)")
    parser.add_argument(
        "--trust", action="store_true", help="run without a sandbox: only for work you would run yourself"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, such as tcp://10.0.0.1:8786")
    parser.set_defaults(run=run_grade)


def run_grade(options: argparse.Namespace) -> None:
    """Grade a class, and write results, grades, feedback and a summary."""
    from tqdm import tqdm

    from course_utils.grading import exercises, feedback, gradebook, marking, submissions
    from course_utils.grading.grade import grade

    if not 0 <= options.late_penalty <= 1:
        raise ValueError(f"--late-penalty must lie from 0 to 1. Received: {options.late_penalty}")
    if options.seed < 0 or (options.workers is not None and options.workers < 1):
        raise ValueError("--seed must be 0 or more, and --workers 1 or more")
    exercise = exercises.load(options.exercise, options.exercises)
    roster = submissions.read_roster(options.roster)
    overrides = gradebook.read_overrides(options.overrides, exercise, roster) if options.overrides else {}
    days_late = gradebook.read_days_late(options.late) if options.late else {}
    handed_in, nobodys = submissions.collect(options.submissions, roster)
    tasks = marking.assignments(exercise, options.seed)
    with tqdm(total=len(handed_in), unit="submission", desc=exercise.name) as bar:

        def progress(_: Result | None) -> None:
            bar.update()

        graded = grade(
            handed_in,
            tasks,
            options.out / "results",
            trust=options.trust,
            workers=options.workers,
            scheduler=options.scheduler,
            progress=progress,
        )
    given = gradebook.grades(
        roster,
        graded.results,
        exercise,
        attempts=options.attempts,
        overrides=overrides,
        days_late=days_late,
        penalty=options.late_penalty,
    )
    gradebook.write_canvas(options.out / "canvas.csv", given, exercise)
    gradebook.write_moodle(options.out / "moodle.csv", given, exercise)
    gradebook.write_pseudonyms(options.out / "pseudonyms.csv", given, exercise, options.seed)
    feedback.write_feedback(options.out / "feedback", given, exercise, options.language, options.late_penalty)
    feedback.write_summary(options.out / "summary.html", given, exercise, options.language, nobodys, graded.failed)
    gradebook.write_grades(options.out / "grades.csv", given, exercise)
    absent = sum(one.total is None for one in given)
    print(f"{len(graded.results)} submissions graded ({graded.kept} were already), {absent} of {len(roster)} absent")
    if nobodys:
        print(f"{len(nobodys)} files belong to nobody on the roster: see summary.html")
    print(f"Grades: {options.out / 'grades.csv'}")
    if graded.failed:
        raise OSError(
            f"{len(graded.failed)} submissions could not be graded, through no fault of theirs: see summary.html. "
            "Run the command again, and it tries them anew."
        )


def add_release(parser: argparse.ArgumentParser) -> None:
    """Add the options of `convnet-course release`."""
    parser.add_argument("--exercise", metavar="NAME", help="which one, such as 1 (default: all)")
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the notebooks go")
    parser.add_argument("--language", choices=["ko", "en"], default="ko", help="of the notebooks (ko)")
    parser.add_argument(
        "--exercises", type=Path, metavar="FOLDER", help="the exercises (default: those of the checkout)"
    )
    parser.add_argument(
        "--nbgrader", action="store_true", help="write nbgrader's source/ instead: the notebooks with their solutions"
    )
    parser.set_defaults(run=run_release)


def run_release(options: argparse.Namespace) -> None:
    """Write the notebooks of students and a zip archive of them, or the sources of nbgrader."""
    from course_utils.grading import exercises, notebooks
    from course_utils.sphinxext.publishing import configured

    # Where there are none, the empty name says what is missing.
    names = [options.exercise] if options.exercise else exercises.names(options.exercises) or [""]
    loaded = [exercises.load(name, options.exercises) for name in names]
    if options.nbgrader:
        for exercise in loaded:
            path = options.out / "source" / exercise.name / f"{exercise.name}.ipynb"
            notebooks.write(path, notebooks.solution_notebook(exercise, options.language))
            print(path)
        return
    published = configured((options.exercises or exercises.default_folder()).parent)
    requirement = published.requirement("colab") if published else None
    paths = [options.out / f"{exercise.name}.ipynb" for exercise in loaded]
    for path, exercise in zip(paths, loaded, strict=True):
        notebooks.write(path, notebooks.student_notebook(exercise, options.language, requirement))
        print(path)
    with (
        replacing(options.out / "exercises.zip") as draft,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path in paths:
            archive.writestr(zipfile.ZipInfo(path.name, NO_TIME), path.read_bytes(), zipfile.ZIP_DEFLATED)
    print(options.out / "exercises.zip")
