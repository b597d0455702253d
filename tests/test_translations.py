"""The English catalogues are complete and in step with the Korean pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from course_utils.sphinxext.locale import read_catalogue, update_catalogues

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted((ROOT / "locale" / "en").rglob("*.po"))
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_no_message_is_missing_fuzzy_or_still_korean(path: Path) -> None:
    for message in read_catalogue(path):
        if message.id:
            assert message.string, f"not translated: {message.id}"
            assert not message.fuzzy, f"reworded since it was translated: {message.id}"
            assert not HANGUL.search(str(message.string)), message.string


def test_catalogues_are_in_step_with_the_pages(tmp_path: Path) -> None:
    for name in ("_config.yml", "_toc.yml", "index.md"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("book", "chapters", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.mo"))
    update_catalogues(tmp_path, tmp_path / "_build")
    assert CATALOGUES
    for path in CATALOGUES:
        updated = (tmp_path / path.relative_to(ROOT)).read_text(encoding="utf-8")
        assert updated == path.read_text(encoding="utf-8"), "run `make locale` and translate what is new"
