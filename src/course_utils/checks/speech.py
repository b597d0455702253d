"""What the checks say, in the language that the notebook chose."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from course_utils.language import current_language


@cache
def strings() -> dict[str, dict[str, str]]:
    """Return all messages, by language and key."""
    content: dict[str, dict[str, str]] = json.loads(
        files("course_utils.checks").joinpath("strings.json").read_text(encoding="utf-8")
    )
    return content


def as_html(text: str) -> str:
    """Return a message as HTML: what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def say(key: str, language: str | None = None, **fields: Any) -> str:
    """Return a message.

    Args:
        key: Its key in `strings.json`.
        language: `"ko"` or `"en"`; by default that of the notebook.
        **fields: What the message tells.
    """
    return strings()[language or current_language()][key].format(**fields)
