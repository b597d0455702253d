"""The terms of the glossary in both languages, from one file.

They stand in `book/glossary.yml`, beside the book's other content: who writes a chapter edits them there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from sphinx.errors import ExtensionError

from course_utils.sphinxext.editions import EDITIONS

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FILE = "book/glossary.yml"
PAGE = "book/glossary"


class Wording(NamedTuple):
    """A term in one language.

    Attributes:
        term: The term.
        text: Its definition.
        forms: How the text mentions it.
        unlike: Phrases with one of the forms in them that mean something else.
        sought: Other words that readers may look for; the text doesn't use them.
    """

    term: str
    text: str
    forms: tuple[str, ...]
    unlike: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()


class Term(NamedTuple):
    """An entry of the glossary.

    Attributes:
        page: The page that explains the term.
        section: The id of the section there.
        wordings: The term by language.
    """

    page: str
    section: str
    wordings: dict[str, Wording]


def read_glossary(path: Path) -> dict[str, Term]:
    """Read the glossary.

    Args:
        path: The file of the terms. A book may do without one.

    Returns:
        The terms by id, in the order of the file.

    Raises:
        ExtensionError: An entry lacks something, or has what no entry has.
    """
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Term]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: _term(f"{path.name}: the term {key!r}", entry) for key, entry in entries.items()}


def _term(name: str, entry: Mapping[str, Any]) -> Term:
    _check(name, entry, required={"section", *EDITIONS})
    page, mark, section = entry["section"].partition("#")
    if not (page and mark and section):
        raise ExtensionError(
            f"{name} has section: {entry['section']!r}. Write the page and the section that explain it, "
            "such as chapters/1-1-convolution#padding."
        )
    return Term(page, section, {language: _wording(f"{name}, {language},", entry[language]) for language in EDITIONS})


def _wording(name: str, entry: Mapping[str, Any]) -> Wording:
    lists = {"forms": [entry.get("term")], "unlike": [], "sought": []}
    _check(name, entry, required={"term", "text"}, optional=lists)
    return Wording(entry["term"], entry["text"], *(tuple(entry.get(key, default)) for key, default in lists.items()))


def _check(name: str, entry: Mapping[str, Any], required: set[str], optional: Collection[str] = ()) -> None:
    if required <= entry.keys() <= required.union(optional):
        return
    allowed = ", ".join([*sorted(required), *(f"{key} (optional)" for key in optional)])
    raise ExtensionError(f"{name} has: {', '.join(entry)}. It has to have: {allowed}.")


def book_glossary(env: BuildEnvironment) -> dict[str, Term]:
    """Return the terms of the book that is being built; none where it has no page for them."""
    return read_glossary(Path(env.srcdir, FILE)) if PAGE in env.found_docs else {}


def terms_of(glossary: Mapping[str, Term], language: str) -> Iterator[tuple[str, Wording]]:
    """Yield id and wording of every term in one language."""
    for key, term in glossary.items():
        yield key, term.wordings[language]


def other_names(term: Term, language: str) -> list[tuple[str, str]]:
    """Return what a term is called in other languages, with the language, where that is not the same word."""
    known = term.wordings[language].term
    return [(other, wording.term) for other, wording in term.wordings.items() if wording.term != known]
