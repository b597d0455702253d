"""What the grader says, in either language: its own messages, and those of the checks."""

from __future__ import annotations

import json
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
