"""The Python side of `Quiz`: which questions it shows, and in which language."""

from __future__ import annotations

from typing import Any

import traitlets

from course_utils import quizzes
from course_utils.widgets.base import CourseWidget


class Quiz(CourseWidget, bundle="quiz"):
    """Shows the questions of a section, one at a time, and answers every answer with a reason.

    What a reader has done stays in the reader's browser. The questions travel sealed, so that no page and no
    notebook shows an answer in plain text: see `course_utils.quizzes`.

    Args:
        section: A section that has a quiz, such as `"1.1"`.
        **traits: `question`, where the reader starts, counted from 0; the one after the last is the summary.

    Raises:
        ValueError: If the section has no quiz, or its questions lack something; the message says what.
        traitlets.TraitError: If there is no such question.

    Example:
    >>> Quiz("1.1")
    Quiz('1.1', 17 questions)
    """

    section = traitlets.Unicode().tag(sync=True)
    content = traitlets.Unicode().tag(sync=True)
    question = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(self, section: str, **traits: Any) -> None:
        questions = quizzes.load(section)
        self._count = len(questions)
        super().__init__(section=section, content=quizzes.seal(questions, section), **traits)

    @traitlets.validate("question")
    def _check_question(self, proposal: Any) -> int:
        question: int = proposal["value"]
        if question > self._count:
            raise traitlets.TraitError(
                f"`question` must be 0 to {self._count - 1}, or {self._count} for the summary. "
                f"Received: question={question}"
            )
        return question

    def __repr__(self) -> str:
        """Return the section and the number of its questions."""
        return f"Quiz({self.section!r}, {self._count} questions)"
