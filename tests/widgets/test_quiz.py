"""The Python side of `Quiz`: what it accepts, what it hands to a page, and that no answer stands there."""

import doctest
import json

import pytest
import traitlets

from course_utils import quizzes
from course_utils.widgets import Quiz
from course_utils.widgets.base import MIME_TYPE, asset
from course_utils.widgets.quiz import widget as module

QUESTIONS = quizzes.load("1.1")


def right_answers():
    """What a reader should not meet: the right choices and all reasons, in both languages."""
    for question in QUESTIONS:
        reasons = [question.get("reason"), *(trap["reason"] for trap in question.get("traps", []))]
        choices = question.get("choices", [])
        texts = [
            *reasons,
            *(choice["reason"] for choice in choices),
            *(c["text"] for c in choices if "right" in c),
        ]
        yield from (text[language] for text in texts if text for language in ("ko", "en"))


@pytest.fixture
def quiz():
    return Quiz("1.1")


def test_doctests():
    assert doctest.testmod(module).failed == 0


def test_it_says_what_it_is(quiz):
    assert repr(quiz) == f"Quiz('1.1', {len(QUESTIONS)} questions)"
    assert len(QUESTIONS) >= 14


def test_an_unknown_section_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"'1\.1'.*Received: section='9\.9'"):
        Quiz("9.9")


def test_a_question_file_without_a_translation_is_refused(monkeypatch):
    content = {"questions": json.loads(json.dumps(QUESTIONS))}
    del content["questions"][3]["hint"]["en"]
    monkeypatch.setattr("course_utils.quizzes.files.json.loads", lambda _text: content)
    with pytest.raises(ValueError, match=r"question 'moved-with-strides': hint\.en is missing"):
        Quiz("1.1")


def test_the_first_question_can_be_chosen():
    assert Quiz("1.1", question=3).question == 3
    assert Quiz("1.1", question=len(QUESTIONS)).question == len(QUESTIONS)
    with pytest.raises(traitlets.TraitError, match=r"for the summary\. Received: question=99"):
        Quiz("1.1", question=99)
    with pytest.raises(traitlets.TraitError):
        Quiz("1.1", question=-1)


def test_the_display_is_small_and_the_same_every_time(quiz):
    data, _ = quiz._repr_mimebundle_()
    display = data[MIME_TYPE]
    assert display == Quiz("1.1")._repr_mimebundle_()[0][MIME_TYPE]
    assert display["widget"] == "Quiz"
    assert set(display["state"]) == {"section", "content", "question"}
    assert display["state"]["content"] == quizzes.seal(QUESTIONS, "1.1")
    assert len(json.dumps(display)) < 100_000


@pytest.mark.parametrize("bundle", ["quiz.js", "quiz.ko.page.js", "quiz.en.page.js", "quiz.css"])
def test_no_bundle_holds_an_answer(bundle):
    source = asset(bundle).read_text(encoding="utf-8")
    for answer in right_answers():
        assert answer not in source


def test_no_display_holds_an_answer(quiz):
    data, metadata = quiz._repr_mimebundle_()
    written = json.dumps([data, metadata], ensure_ascii=False)
    for answer in right_answers():
        assert answer not in written
