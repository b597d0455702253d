"""The language in which widgets speak."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["ko", "en"]

_current: Language = "ko"


def use_language(language: Language) -> None:
    """Choose the language of every widget made from now on.

    Args:
        language: `"ko"` or `"en"`.

    Raises:
        ValueError: If there is no edition in that language.

    Example:
        >>> use_language("en")
        >>> current_language()
        'en'
        >>> use_language("ko")
    """
    global _current
    if language not in get_args(Language):
        raise ValueError(f"The course speaks {' and '.join(get_args(Language))}. Received: language={language!r}")
    _current = language


def current_language() -> Language:
    """Return the language chosen with `use_language`, Korean until then."""
    return _current
