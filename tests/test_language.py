"""The language of widgets: Korean until somebody chooses."""

import doctest

import pytest

from course_utils import language, use_language
from course_utils.widgets import ConvolutionExplorer


@pytest.fixture(autouse=True)
def korean_again():
    yield
    use_language("ko")


def test_doctests():
    assert doctest.testmod(language).failed == 0


def test_it_is_korean_until_chosen():
    assert language.current_language() == "ko"


def test_a_choice_holds_for_widgets_made_from_then_on():
    before = ConvolutionExplorer()
    use_language("en")
    after = ConvolutionExplorer()
    assert (before.language, after.language) == ("ko", "en")


@pytest.mark.parametrize("value", ["fr", "", None, "KO"])
def test_an_unknown_language_is_refused_and_changes_nothing(value):
    use_language("en")
    with pytest.raises(ValueError, match=r"The course speaks ko and en\. Received: language="):
        use_language(value)
    assert language.current_language() == "en"
