"""The words that only the printed book needs, in every edition's language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def words(language: str) -> dict[str, str]:
    """Return the words of one edition; a missing translation raises `KeyError`."""
    content: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
    return {key: texts[language] for key, texts in content.items()}
