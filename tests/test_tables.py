"""The table of the pretrained families: true figures, in both languages, of which a page shows one."""

import re

import pytest

from course_utils import pretrained, use_language
from course_utils.tables import FamiliesTable


@pytest.fixture(autouse=True)
def korean():
    yield
    use_language("ko")


def rows(table):
    text = table.html().replace("<wbr>", "").replace("&nbsp;", " ")
    return re.findall(r'<tr><th scope="row">(\w+)<small>(\d+)</small></th>(.*?)</tr>', text)


def test_it_has_every_family_in_the_order_of_time():
    names = [name for name, *_ in rows(FamiliesTable())]
    assert sorted(names) == sorted(pretrained.FAMILIES)
    times = [pretrained.cpu_milliseconds(name) for name in names]
    assert times == sorted(times)


def test_its_figures_are_those_of_the_families():
    cells = {name: (year, rest) for name, year, rest in rows(FamiliesTable())}
    year, vgg = cells["VGG16"]
    assert year == "2014"
    assert "138.4 M<small>553 MB</small>" in vgg
    assert "<td>71.3%</td>" in vgg
    assert "<td>7×7×512</td>" in vgg
    assert f"<td>{pretrained.cpu_milliseconds('VGG16'):.0f} ms</td>" in vgg


@pytest.mark.parametrize(("language", "other"), [("ko", "en"), ("en", "ko")])
def test_the_language_that_was_not_chosen_is_hidden(language, other):
    use_language(language)
    html = FamiliesTable().html()
    spans = re.findall(r'<span lang="(\w+)"( hidden)?>([^<]*)</span>', html)
    assert {lang for lang, hidden, _ in spans if hidden} == {other}
    assert {lang for lang, hidden, _ in spans if not hidden} == {language}
    outside = re.sub(r'<span lang="ko".*?</span>', "", html)
    assert not re.search("[가-힣]", outside)
    assert all(re.search("[가-힣]", text) for lang, _, text in spans if lang == "ko")


def test_its_summary_is_a_line_of_figures():
    table = FamiliesTable()
    assert repr(table).startswith(f"{len(pretrained.FAMILIES)} families, from {table.rows[0].name}, ")
    assert set(table._repr_mimebundle_()) == {"text/plain", "text/html"}
