"""The words of the book's frame and of what its directives write, in every edition's language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def ui_strings(language: str, name: str = "strings") -> dict[str, str]:
    """Return the words of the frame around a page, or those of one directive.

    Args:
        language: An edition's language code.
        name: The file of this folder that has them, without its ending.

    Returns:
        Text by key. A missing translation raises `KeyError`: no page falls back to another language.
    """
    path = Path(__file__).with_name(f"{name}.json")
    strings: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return {key: texts[language] for key, texts in strings.items()}
