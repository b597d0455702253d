"""The glossary: its terms, where texts mention them, and what a book with a glossary looks like."""

from __future__ import annotations

import doctest
import html
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from sphinx.errors import ExtensionError

from course_utils.sphinxext import glossary, glossary_terms
from course_utils.sphinxext.build import run_sphinx, sphinx_config
from course_utils.sphinxext.glossary import by_letter, initial
from course_utils.sphinxext.glossary_terms import FILE, Term, Wording, read_glossary
from course_utils.sphinxext.locale import catalogue_path, read_catalogue, update_catalogues
from course_utils.sphinxext.term_matching import TermMatcher

ROOT = Path(__file__).parents[1]
TERMS = read_glossary(ROOT / FILE)
LANGUAGES = ("ko", "en")


def made_up(language: str, **forms: tuple[str, ...]) -> TermMatcher:
    """A matcher for terms that have nothing but forms; those of `unlike` mean something else."""
    unlike = forms.pop("unlike", ())
    terms = {key: Term("page", "section", {language: Wording(key, "", words, unlike)}) for key, words in forms.items()}
    return TermMatcher(terms, language)


def found(matcher: TermMatcher, text: str) -> list[tuple[str, str]]:
    return [(term, text[start:end]) for start, end, term in matcher.mentions(text)]


def test_doctests() -> None:
    assert doctest.testmod(glossary).failed == 0


@pytest.mark.parametrize(
    "word",
    [
        "커널",
        "커널은",
        "커널을",
        "커널에서는",
        "커널들이",
        "커널마다",
        "커널입니다",
        "커널이라고",
        "커널(kernel)",
        "‘커널’",
    ],
)
def test_a_korean_term_is_found_before_what_follows_a_noun(word: str) -> None:
    assert found(made_up("ko", kernel=("커널",)), f"모든 {word} 같습니다.") == [("kernel", "커널")]


@pytest.mark.parametrize("word", ["동결한", "동결합니다", "동결했던", "동결된", "동결하지"])
def test_a_korean_noun_is_found_in_its_verb(word: str) -> None:
    assert found(made_up("ko", freezing=("동결",)), f"{word} 층") == [("freezing", "동결")]


@pytest.mark.parametrize("word", ["합성커널", "커널링", "커널-3", "커널학", "x커널"])
def test_a_part_of_another_korean_word_is_no_mention(word: str) -> None:
    assert found(made_up("ko", kernel=("커널",)), f"이 {word} 아닙니다.") == []


def test_the_longest_term_wins() -> None:
    matcher = made_up("ko", pooling=("풀링",), max=("최대 풀링",), globally=("전역 최대 풀링",))
    text = "풀링에는 최대 풀링과 전역 최대 풀링이 있습니다."
    assert found(matcher, text) == [("pooling", "풀링"), ("max", "최대 풀링"), ("globally", "전역 최대 풀링")]


def test_a_phrase_that_means_something_else_is_no_mention() -> None:
    matcher = made_up("ko", kernel=("커널",), unlike=("커널이 필요",))
    assert found(matcher, "이 셀은 커널이 필요합니다. 커널이 작습니다.") == [("kernel", "커널")]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Feature maps shrink.", "Feature maps"),
        ("a feature-map is", "feature-map"),
        ("two feature\nmaps", "feature\nmaps"),
        ("of the feature map’s size", "feature map"),
        ("a feature mapping", None),
        ("a subfeature map", None),
        ("feature map-like", None),
    ],
)
def test_an_english_term_is_found_in_the_plural_and_in_any_case(text: str, mention: str | None) -> None:
    expected = [("map", mention)] if mention else []
    assert found(made_up("en", map=("feature map",)), text) == expected


def test_a_form_with_a_capital_is_a_name() -> None:
    matcher = made_up("en", dense=("Dense",))
    assert found(matcher, "A dense map; the Dense layer.") == [("dense", "Dense")]


def test_no_terms_are_mentioned_where_there_are_none() -> None:
    assert found(TermMatcher({}, "ko"), "커널") == []


def test_a_term_is_listed_under_its_first_letter() -> None:
    assert [initial(term) for term in ("가중치", "깊이", "합성곱", "kernel", "ReLU")] == ["ㄱ", "ㄱ", "ㅎ", "K", "R"]
    for language in LANGUAGES:
        letters = by_letter(TERMS, language)
        assert sorted(key for _, keys in letters for key in keys) == sorted(TERMS)
        assert len({letter for letter, _ in letters}) == len(letters)
        for _, keys in letters:
            names = [TERMS[key].wordings[language].term.casefold() for key in keys]
            assert names == sorted(names)
    assert by_letter(TERMS, "ko")[-1][0] == glossary.LATIN


# The book's own terms


def test_there_are_enough_terms_and_they_are_in_order() -> None:
    assert len(TERMS) >= 45
    assert list(TERMS) == sorted(TERMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_explained_in_one_or_two_sentences(language: str) -> None:
    for key, term in TERMS.items():
        wording = term.wordings[language]
        assert bool(re.search("[가-힣]", wording.text)) is (language == "ko"), key
        assert 1 <= len(re.findall(r"[.](?=\s|$)", wording.text)) <= 3, key
        assert 20 <= len(wording.text) <= 220, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_means_one_term(language: str) -> None:
    forms = [form for term in TERMS.values() for form in term.wordings[language].forms]
    assert len(forms) == len(set(forms))
    assert all(term.wordings[language].forms for term in TERMS.values())


def messages(language: str) -> str:
    """All texts of the book in one language, out of the English catalogues."""
    paths = [path for path in sorted((ROOT / "locale" / "en").rglob("*.po")) if path.stem != "glossary"]
    found = [message for path in paths for message in read_catalogue(path) if message.id]
    return "\n".join(str(message.id if language == "ko" else message.string) for message in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_mentions_every_term(language: str) -> None:
    text = messages(language)
    for key in TERMS:
        matcher = TermMatcher({key: TERMS[key]}, language)
        code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "chapters").glob("*.ipynb"))
        assert any(matcher.mentions(text)) or any(matcher.mentions(code.replace('\\"', '"'))), key


# A file with a mistake


@pytest.fixture
def entry() -> dict[str, object]:
    wording = {"term": "커널", "text": "가중치 행렬입니다."}
    return {"section": "page#kernel", "ko": wording, "en": {"term": "kernel", "text": "A matrix of weights."}}


def read(path: Path, entry: object) -> dict[str, Term]:
    path.write_text(yaml.safe_dump({"kernel": entry}, allow_unicode=True), encoding="utf-8")
    return glossary_terms.read_glossary(path)


def test_an_entry_needs_no_more_than_term_and_text(tmp_path: Path, entry: dict[str, object]) -> None:
    term = read(tmp_path / "terms.yml", entry)["kernel"]
    assert term.wordings["ko"] == Wording("커널", "가중치 행렬입니다.", forms=("커널",))
    assert (term.page, term.section) == ("page", "kernel")


@pytest.mark.parametrize("key", ["section", "ko", "en"])
def test_an_entry_that_lacks_something_is_refused(tmp_path: Path, entry: dict[str, object], key: str) -> None:
    del entry[key]
    with pytest.raises(ExtensionError, match=r"the term 'kernel' has: .*\. It has to have: en, ko, section"):
        read(tmp_path / "terms.yml", entry)


def test_a_misspelt_key_is_refused(tmp_path: Path, entry: dict[str, object]) -> None:
    entry["ko"] = {"term": "커널", "text": "…", "form": ["커널"]}
    with pytest.raises(ExtensionError, match=r"'kernel', ko, has: .*form.* forms \(optional\)"):
        read(tmp_path / "terms.yml", entry)


def test_a_section_without_a_page_is_refused(tmp_path: Path, entry: dict[str, object]) -> None:
    entry["section"] = "kernel"
    with pytest.raises(ExtensionError, match=r"section: 'kernel'\. Write the page and the section"):
        read(tmp_path / "terms.yml", entry)


# A small book

CHAPTER = """\
# 커널과 풀링

커널은 작습니다. 커널을 옮깁니다. `커널`과 [커널](#kernel)과 $커널$은 그대로입니다.

(kernel)=
## 커널

커널은 학습됩니다. 최대 풀링이 뒤따릅니다.

(pooling)=
## 풀링

**풀링**(pooling)은 커널이 없습니다. 풀링은 쉽습니다.

| 커널 | 값 |
|---|---|
| 커널 | 3 |

```python
커널 = 3
```

### 커널
"""
ENTRIES = {
    "kernel": ("chapter#kernel", ("커널", "가중치 행렬입니다."), ("kernel", "A matrix of weights.")),
    "max-pooling": ("other#other", ("최대 풀링", "최댓값을 남깁니다."), ("max pooling", "Keeps the maximum.")),
    "pooling": ("other#other", ("풀링", "하나로 줄입니다."), ("pooling", "Reduces to one value.")),
}


def write_terms(root: Path, **changed: str) -> None:
    entries = {
        key: {
            "section": changed.get(key, section),
            "ko": {"term": korean[0], "text": korean[1]},
            "en": {"term": english[0], "text": english[1], "sought": ["scan"]},
        }
        for key, (section, korean, english) in ENTRIES.items()
    }
    (root / FILE).write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "source"
    root.mkdir()
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "book" / "assets", root / "book" / "assets")
    chapters = "".join(f"  - file: {page}\n" for page in ("chapter", "other", "book/glossary"))
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}")
    for name, text in {"index": "# 책\n\n커널", "other": "# 다른 장\n", "chapter": CHAPTER}.items():
        (root / f"{name}.md").write_text(text.replace("### 커널", "(more)=\n### 커널"), encoding="utf-8")
    (root / "book" / "glossary.md").write_text("# 용어\n\n```{terms}\n```\n", encoding="utf-8")
    write_terms(root)
    return root


def build(root: Path, language: str = "ko") -> int:
    output = root / "_build" / language
    return run_sphinx(root, sphinx_config(root, language), "html", output, root / "_build" / "doctrees").statuscode


def page(root: Path, name: str, language: str = "ko") -> str:
    return (root / "_build" / language / f"{name}.html").read_text(encoding="utf-8")


def marked(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="term[^"]*" href="book/glossary.html#([\w-]+)">([^<]+)</a>', text)


def test_each_section_links_what_it_is_the_first_to_mention(root: Path) -> None:
    assert build(root) == 0
    before, kernel, pooling = page(root, "chapter").split("<h2>")
    assert marked(before) == [("kernel", "커널")]
    assert "커널</a>은 작습니다. 커널을 옮깁니다." in before
    assert marked(kernel) == [("max-pooling", "최대 풀링")]  # but for the term that it explains
    assert marked(pooling) == [("kernel", "커널")]  # pooling is being introduced in bold
    assert not marked(page(root, "index"))
    assert not marked(page(root, "book/glossary"))


def test_definitions_come_with_the_page_that_needs_them(root: Path) -> None:
    assert build(root) == 0
    (cards,) = re.findall('<template class="terms">(.*?)</template>', page(root, "chapter"))
    assert re.findall('data-term="([^"]+)"', cards) == ["kernel", "max-pooling"]
    assert '<b>최대 풀링</b> <span lang="en">max pooling</span>' in cards
    assert '최댓값을 남깁니다. <a href="other.html#other">자세히 보기</a>' in cards
    assert "terms.js" in page(root, "chapter")
    assert "template" not in page(root, "index")
    assert "terms.js" not in page(root, "book/glossary")


def test_the_glossary_says_where_each_term_is_explained(root: Path) -> None:
    assert build(root) == 0
    listed = page(root, "book/glossary")
    assert re.findall('<dt id="([^"]+)"', listed) == ["max-pooling", "kernel", "pooling"]
    assert '<a href="#letter-1">ㅊ</a>' in re.sub(' class="[^"]*"', "", listed)
    links = re.findall(r'href="\.\./((?:chapter|other)[^"]+)"[^>]*>(?:<span>)?([^<]+)', listed)
    assert ("chapter.html#kernel", "커널과 풀링 › 커널") in links
    assert ("other.html#other", "다른 장") in links


def test_the_search_finds_terms_and_what_explains_them(root: Path) -> None:
    assert build(root) == 0
    index = (root / "_build/ko/_static/search-index.js").read_text(encoding="utf-8")
    pages = json.loads(index.removeprefix("courseSearchIndex=").removesuffix(";\n"))
    records = {(found["url"], record[0]): record for found in pages for record in found["sections"]}
    assert records["book/glossary.html", "kernel"][1:] == ["커널 kernel", "가중치 행렬입니다.", "", ["커널"]]
    assert records["chapter.html", "kernel"][4] == ["커널"]
    assert records["chapter.html", "pooling"][3:] == ["커널 = 3", []]
    assert "커널은 학습됩니다. 최대 풀링이 뒤따릅니다." in records["chapter.html", "kernel"][2]
    assert records["book/glossary.html", "glossary"][2] == ""


def test_a_section_that_does_not_exist_fails_the_build(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_terms(root, kernel="chapter#kernels", pooling="nowhere#pooling")
    assert build(root) == 1
    warned = capfd.readouterr().err
    assert "the term 'kernel' has section: chapter#kernels, which does not exist" in warned
    assert "Sections of that page: chapter, kernel, pooling, more." in warned
    assert "nowhere#pooling, which does not exist. There is no such page." in warned


def test_a_changed_definition_and_a_changed_title_reach_every_page(root: Path) -> None:
    assert build(root) == 0
    terms = root / FILE
    terms.write_text(terms.read_text(encoding="utf-8").replace("최댓값을", "가장 큰 값을"), encoding="utf-8")
    (root / "other.md").write_text("# 새 장\n", encoding="utf-8")
    assert build(root) == 0
    assert "가장 큰 값을 남깁니다." in page(root, "chapter")
    assert "가장 큰 값을 남깁니다." in page(root, "book/glossary")
    assert ">새 장</" in page(root, "book/glossary")


def test_terms_have_nothing_to_translate_and_are_marked_after_translation(root: Path) -> None:
    update_catalogues(root, root / "_build")
    glossary_messages = [message.id for message in read_catalogue(catalogue_path(root, "en", "book/glossary"))]
    assert [message for message in glossary_messages if message] == ["용어"]
    path = catalogue_path(root, "en", "chapter")
    korean = "커널은 학습됩니다. 최대 풀링이 뒤따릅니다."
    catalogue = path.read_text(encoding="utf-8")
    assert f'msgid "{korean}"' in catalogue
    english = "Two kernels learn. Max pooling follows, more max pooling later."
    path.write_text(catalogue.replace(f'msgid "{korean}"\nmsgstr ""', f'msgid "{korean}"\nmsgstr "{english}"'))
    assert build(root, "en") == 0
    section = page(root, "chapter", "en").split("<h2>")[1]
    assert marked(section) == [("max-pooling", "Max pooling")]
    assert 'lang="ko">최대 풀링' in html.unescape(page(root, "chapter", "en"))
