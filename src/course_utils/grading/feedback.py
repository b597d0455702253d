"""Pages about the grades: one for each student, and a summary for the instructor. They load nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from statistics import mean, median
from urllib.parse import quote

from course_utils.checks.speech import as_html
from course_utils.grading.exercises import Exercise, Task
from course_utils.grading.gradebook import Grade
from course_utils.grading.marking import TaskMark
from course_utils.grading.messages import for_student, say, sentence
from course_utils.storage import replacing

BARS = 10
STYLE = """\
:root { color-scheme: light dark; --ok: light-dark(#0a7d33, #5fd38d); --no: light-dark(#b3261e, #ff8a80);
  --bar: light-dark(#3451b2, #8da4ef); --line: light-dark(#d0d4dc, #3a4150); }
html { background: light-dark(#ffffff, #14181f); color: light-dark(#1c2330, #e7ebf2); }
body { font: 16px/1.7 system-ui, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; margin: 2rem auto;
  max-width: 60rem; padding: 0 1rem; word-break: keep-all; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem;
  text-align: left; vertical-align: top; } td.points { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
.ok { color: var(--ok); } .no { color: var(--no); } ul { margin: 0; padding-left: 1.2rem; }
svg { max-width: 100%; height: auto; } svg rect { fill: var(--bar); } svg text { fill: currentColor; font-size: 12px; }
.total { font-size: 1.3rem; font-weight: 600; }
@media (max-width: 40rem) { thead { display: none; } tr, th, td { display: block; } tr { padding: .6rem 0; }
  tr, thead th { border-bottom: 1px solid var(--line); } tbody th, td { border: 0; padding: .1rem 0; }
  td.points { text-align: left; } }"""


def write_feedback(folder: Path, given: Sequence[Grade], exercise: Exercise, language: str, penalty: float) -> None:
    """Write a page for each student who handed something in, `FOLDER/STUDENT.html`."""
    for grade in given:
        if grade.total is not None:
            page = student_page(grade, exercise, language, penalty)
            with replacing(folder / f"{quote(grade.student.id, safe=' ')}.html") as draft:
                draft.write_text(page, encoding="utf-8")


def student_page(grade: Grade, exercise: Exercise, language: str, penalty: float) -> str:
    """Return the page of one student: each task with its points, its cases, and the first thing that went wrong."""
    name = grade.student.name or grade.student.id
    title = say("feedback_title", language, exercise=exercise.title[language], name=name)
    parts = [f"<h1>{escape(title)}</h1>"]
    if grade.result is not None:
        told = say("attempt", language, attempt=grade.result.attempt, file=grade.result.file)
        parts.append(f"<p>{escape(told)}</p>")
        if grade.result.marks.problem is not None:
            parts.append(f'<p class="no">{as_html(sentence(grade.result.marks.problem, language))}</p>')
    rows = [_task_row(task, grade, language) for task in exercise.tasks]
    head = _head("task", "points_column", "cases_column", "remark_column", language=language)
    parts.append(f'<div class="scroll"><table>{head}<tbody>{"".join(rows)}</tbody></table></div>')
    if grade.days_late and penalty:
        percent = min(100.0, 100 * penalty * grade.days_late)
        parts.append(f"<p>{escape(say('late', language, percent=percent))}</p>")
    points = say("points", language, points=grade.total, out_of=exercise.points)
    parts.append(f'<p class="total">{escape(say("total", language))}: {escape(points)}</p>')
    return _page(title, parts, language)


def _task_row(task: Task, grade: Grade, language: str) -> str:
    mark: TaskMark | None = grade.result.marks.tasks.get(task.name) if grade.result is not None else None
    points = say("points", language, points=grade.tasks.get(task.name, 0), out_of=task.points)
    groups = "".join(
        f'<li class="{"ok" if passed else "no"}">{escape(group)}: '
        f"{escape(say('passed_group' if passed else 'failed_group', language))}</li>"
        for group, passed in (mark.groups.items() if mark else ())
    )
    remark = ""
    if mark is not None:
        remark = sentence(for_student(mark.remark), language) if mark.remark is not None else say("full", language)
    if task.name in grade.overrides:
        remark = say("override", language, reason=grade.overrides[task.name].reason)
    return (
        f'<tr><th scope="row">{escape(task.title(language))}<br><code>{escape(task.name)}</code></th>'
        f'<td class="points">{escape(points)}</td><td><ul>{groups}</ul></td><td>{as_html(remark)}</td></tr>'
    )


def write_summary(
    path: Path,
    given: Sequence[Grade],
    exercise: Exercise,
    language: str,
    nobodys: Sequence[str] = (),
    failed: Mapping[str, str] | None = None,
) -> None:
    """Write the instructor's page: distribution, the tasks that lost most points, and what could not be graded."""
    with replacing(path) as draft:
        draft.write_text(summary_page(given, exercise, language, nobodys, failed or {}), encoding="utf-8")


def summary_page(
    given: Sequence[Grade], exercise: Exercise, language: str, nobodys: Sequence[str], failed: Mapping[str, str]
) -> str:
    """Return the instructor's page."""
    title = say("summary_title", language, exercise=exercise.title[language])
    totals = [grade.total for grade in given if grade.total is not None]
    parts = [f"<h1>{escape(title)}</h1>"]
    if totals:
        told = say("class", language, students=len(given), handed_in=len(totals), mean=mean(totals),
                   median=median(totals), out_of=exercise.points)  # fmt: skip
        parts += [f"<p>{escape(told)}</p>", f"<h2>{escape(say('distribution', language))}</h2>"]
        parts += [_distribution(totals, exercise.points, language), _hardest(given, exercise, language)]
    for key, lines in (
        ("failed_runs", [f"{file}: {why}" for file, why in (failed or {}).items()]),
        ("nobodys", nobodys),
    ):
        if lines:
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f"<h2>{escape(say(key, language))}</h2><ul>{items}</ul>")
    return _page(title, parts, language)


def _distribution(totals: Sequence[float], out_of: float, language: str) -> str:
    """Students by range of points, as bars with their numbers."""
    counts = [0] * BARS
    for total in totals:
        counts[min(BARS - 1, int(total / out_of * BARS))] += 1
    edges = [out_of * i / BARS for i in range(BARS + 1)]
    told = ", ".join(f"{edges[i]:g}–{edges[i + 1]:g}: {count}" for i, count in enumerate(counts))
    bars = []
    for i, count in enumerate(counts):
        height = 110 * count / max(counts)
        bars.append(f'<rect x="{i * 48 + 4}" y="{130 - height:.1f}" width="40" height="{height:.1f}"/>')
        bars.append(f'<text x="{i * 48 + 24}" y="{126 - height:.1f}" text-anchor="middle">{count or ""}</text>')
        bars.append(f'<text x="{i * 48 + 24}" y="146" text-anchor="middle">{edges[i]:g}–{edges[i + 1]:g}</text>')
    alt = escape(say("distribution_alt", language, bars=told), quote=True)
    return f'<svg viewBox="0 0 480 150" width="720" role="img" aria-label="{alt}">{"".join(bars)}</svg>'


def _hardest(given: Sequence[Grade], exercise: Exercise, language: str) -> str:
    handed_in = [grade for grade in given if grade.total is not None]
    rows = []
    for task in exercise.tasks:
        points = [grade.tasks.get(task.name, 0.0) for grade in handed_in]
        remarks = Counter(
            sentence(mark.remark, language)
            for grade in handed_in
            if grade.result is not None
            and (mark := grade.result.marks.tasks.get(task.name)) is not None
            and mark.remark is not None
        )
        commonest = "; ".join(f"{text} ({count})" for text, count in remarks.most_common(1))
        solved = sum(value == task.points for value in points)
        rows.append((mean(points) / task.points, task, mean(points), solved, commonest))
    body = "".join(
        f'<tr><th scope="row">{escape(task.title(language))}</th>'
        f'<td class="points">{average:.2f} / {task.points:g}</td>'
        f'<td class="points">{solved} / {len(handed_in)}</td><td>{as_html(commonest)}</td></tr>'
        for _, task, average, solved, commonest in sorted(rows, key=lambda row: row[0])
    )
    head = _head("task", "lost", "solved", "commonest", language=language)
    title = escape(say("hardest", language))
    return f'<h2>{title}</h2><div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def _head(*keys: str, language: str) -> str:
    cells = "".join(f'<th scope="col">{escape(say(key, language))}</th>' for key in keys)
    return f"<thead><tr>{cells}</tr></thead>"


def _page(title: str, parts: Sequence[str], language: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )
