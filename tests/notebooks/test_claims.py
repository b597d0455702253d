"""Every line of the notes whose chapter is written is taught, shown and practised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from course_utils import quizzes

ROOT = Path(__file__).parents[2]
CLAIMS: list[dict[str, Any]] = yaml.safe_load((ROOT / "book" / "claims.yml").read_text(encoding="utf-8"))
HANGUL = re.compile("[가-힣]")


def chapters() -> dict[str, nbformat.NotebookNode]:
    """Return the written chapters by section: `1-1-convolution.ipynb` is section 1.1."""
    found = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        section = ".".join(part for part in path.stem.split("-") if part.isdigit())
        found[section] = nbformat.read(path, as_version=4)
    return found


CHAPTERS = chapters()
WRITTEN = [claim for claim in CLAIMS if claim["section"] in CHAPTERS]


def claims_of(section: str, cell_type: str) -> set[str]:
    return {
        claim
        for cell in CHAPTERS[section].cells
        if cell.cell_type == cell_type
        for claim in cell.metadata.get("claims", [])
    }


def test_the_list_has_every_line_of_the_notes_once_in_both_languages() -> None:
    ids = [claim["id"] for claim in CLAIMS]
    assert len(ids) == len(set(ids)) == 68
    for claim in CLAIMS:
        assert claim["id"].startswith(claim["section"] + "-")
        assert claim["ko"]
        assert claim["en"]
        assert not HANGUL.search(claim["en"])


@pytest.mark.parametrize("claim", WRITTEN, ids=lambda claim: claim["id"])
def test_a_claim_is_taught_shown_and_practised(claim: dict[str, Any]) -> None:
    section = claim["section"]
    assert claim["id"] in claims_of(section, "markdown"), "no Markdown cell teaches it"
    assert claim["id"] in claims_of(section, "code"), "no code cell shows it"
    practised = {line for question in quizzes.load(section) for line in question["claims"]}
    assert claim["id"] in practised, "no quiz question needs it"


@pytest.mark.parametrize("section", CHAPTERS)
def test_cells_name_only_claims_that_exist(section: str) -> None:
    known = {claim["id"] for claim in CLAIMS}
    assert claims_of(section, "markdown") | claims_of(section, "code") <= known
