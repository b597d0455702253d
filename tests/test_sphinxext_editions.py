"""How the editions link to each other, and the words of the book's frame."""

import json
import re
from pathlib import Path

import pytest

from course_utils import sphinxext
from course_utils.sphinxext.editions import EDITIONS, edition_links
from course_utils.sphinxext.strings import ui_strings

EXTENSION = Path(sphinxext.__file__).parent


@pytest.mark.parametrize(
    ("page", "language", "hrefs"),
    [
        ("index", "ko", ["index.html", "en/index.html"]),
        ("index", "en", ["../index.html", "index.html"]),
        ("chapters/1-1-convolution", "ko", ["1-1-convolution.html", "../en/chapters/1-1-convolution.html"]),
        ("chapters/1-1-convolution", "en", ["../../chapters/1-1-convolution.html", "1-1-convolution.html"]),
    ],
)
def test_links_are_relative_to_the_page(page, language, hrefs):
    links = edition_links(page, language)
    assert [link.href for link in links] == hrefs
    assert [link.language for link in links if link.current] == [language]


def test_every_word_of_the_frame_is_said_in_every_language():
    strings = json.loads((EXTENSION / "strings.json").read_text(encoding="utf-8"))
    assert all(texts.keys() == EDITIONS.keys() for texts in strings.values())
    assert not any(re.search("[가-힣]", text) for text in ui_strings("en").values())
    assert all(re.search("[가-힣]", text) for text in ui_strings("ko").values())


def test_templates_and_code_use_every_word_and_no_other():
    sources = [*EXTENSION.rglob("*.html"), *EXTENSION.glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'ui\.(\w+)|ui_strings\([^)]*\)\["(\w+)"\]|\.word\("(\w+)"\)', code))
    assert {name for names in used for name in names if name} == ui_strings("en").keys()
