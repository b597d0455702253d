"""What a page says of itself to search engines: whole sentences, as many as they show."""

import pytest

from course_utils.sphinxext.description import LONGEST, described

SENTENCE = "A filter answers at every place. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("짧은 글입니다.", "짧은 글입니다."),
        (SENTENCE * 9, (SENTENCE * 4).strip()),
        ("한 물음입니까? " + "나머지는 " * 60, "한 물음입니까?"),
        ("word " * 60, " ".join(["word"] * 31) + "…"),
    ],
)
def test_description_ends_where_a_reader_would_stop(text, expected):
    assert described(text) == expected
    assert len(described(text)) <= LONGEST
