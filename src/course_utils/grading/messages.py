"""What the grader says, in either language: its own messages, and those of the checks."""

from __future__ import annotations

import builtins
import json
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from course_utils.checks import speech
from course_utils.grading.marking import Remark
from course_utils.grading.sandbox import Limits


@cache
def strings() -> dict[str, dict[str, str]]:
    """Return the grader's own messages, by language and key."""
    content: dict[str, dict[str, str]] = json.loads(
        files("course_utils.grading").joinpath("strings.json").read_text(encoding="utf-8")
    )
    return content


def say(key: str, language: str, **fields: Any) -> str:
    """Return one of the grader's messages."""
    return strings()[language][key].format(**fields)


def for_student(remark: Remark) -> Remark:
    """Return a remark without what a student's code could have written into it.

    An error's message may hold the inputs of hidden cases, put there to be read in the feedback. Its type stays if
    Python has it, and so does the line; the check in the notebook shows whole messages, for public cases.

    Args:
        remark: The remark.
    """
    if remark.kind != "error":
        return remark
    told = re.fullmatch(r"(\w+):.*?( \(line \d{1,4}\))?", str(remark.fields.get("error", "")), re.DOTALL)
    name, line = (told[1], told[2] or "") if told else ("", "")
    kind = getattr(builtins, name, None)
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    return replace(remark, fields={**remark.fields, "error": (name if known else "Exception") + line})


def sentence(remark: Remark, language: str) -> str:
    """Return a remark as a sentence.

    Args:
        remark: The remark.
        language: `"ko"` or `"en"`.
    """
    kind, fields = remark.kind, dict(remark.fields)
    group = fields.pop("group", "")
    if kind in strings()[language]:
        text = say(kind, language, **{"seconds": Limits.seconds, **fields})
    else:
        text = speech.say(kind, language, **fields)
    return say("in_group", language, group=group, remark=text) if group and kind != "todo" else text
