"""The questions of the quizzes: one readable JSON file a section, in both languages.

`README.md` beside the files says how to write one; `schema` refuses what does not follow it. The questions
travel to a page sealed (`sealing`), so that nobody reads an answer by accident.
"""

from course_utils.quizzes.files import Question, load, sections
from course_utils.quizzes.sealing import seal

__all__ = ["Question", "load", "seal", "sections"]
