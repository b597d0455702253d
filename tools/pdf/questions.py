"""The questions of a quiz on paper, and their answers for the end of the book."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from course_utils import quizzes
from tools.pdf.words import words

MARKUP = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"_\{([^}]*)\}"), r"<sub>\1</sub>"),
    (re.compile(r"\^\{([^}]*)\}"), r"<sup>\1</sup>"),
)
WORD = 1 << 32


class Sheet:
    """The questions of one section, as they are printed.

    Args:
        section: A section that has a quiz, such as `"1.1"`.
        language: The edition's language code.
    """

    def __init__(self, section: str, language: str) -> None:
        self.section = section
        self.language = language
        self.words = words(language)
        self.questions = quizzes.load(section)

    def anchor(self, kind: str, number: int) -> str:
        """Return the id of a question (`"question"`) or of its answer (`"answer"`)."""
        return f"{kind}-{self.section}-{number}"

    def asked(self) -> str:
        """Return the questions as HTML; `data-page-of` marks where the page of the answers goes."""
        items = "".join(self._asked(number, question) for number, question in enumerate(self.questions, 1))
        title = self.words["questions"].format(section=self.section)
        answers = self.anchor("answer", 1)
        link = f'<a href="#{answers}" data-page-of="{answers}"></a>'
        return f'<div class="questions"><p class="questions-title">{title} {link}</p>{items}</div>'

    def answered(self) -> str:
        """Return the answers as HTML."""
        return "".join(self._answered(number, question) for number, question in enumerate(self.questions, 1))

    def _asked(self, number: int, question: dict[str, Any]) -> str:
        parts = {"choice": self._choices, "number": self._blank, "order": self._steps}[question["kind"]]
        prompt = f'<p class="prompt"><b>{self._text(question["title"])}</b> {self._text(question["prompt"])}</p>'
        return self._numbered("question", number, "".join([prompt, *self._exhibits(question), *parts(question)]))

    def _answered(self, number: int, question: dict[str, Any]) -> str:
        answer, reason = self._solution(question)
        return self._numbered("answer", number, f"<p><b>{answer}</b> {reason}</p>")

    def _numbered(self, kind: str, number: int, body: str) -> str:
        """Return a question or an answer; its number leads to the other of the two."""
        other = self.anchor("answer" if kind == "question" else "question", number)
        return (
            f'<div class="numbered" id="{self.anchor(kind, number)}">'
            f'<a class="number" href="#{other}">{number}</a><div>{body}</div></div>'
        )

    def _solution(self, question: dict[str, Any]) -> tuple[str, str]:
        """Return a question's answer and its reason."""
        if question["kind"] == "number":
            return self._number(question), self._text(question["reason"])
        order = self._order(question)
        if question["kind"] == "order":
            letters = [self.words["steps"][order.index(place)] for place in range(len(order))]
            reasons = [question["reason"], *(step["reason"] for step in question["steps"] if "reason" in step)]
            return " → ".join(letters), " ".join(map(self._text, reasons))
        right = next(place for place, choice in enumerate(question["choices"]) if choice.get("right"))
        return self.words["choices"][order.index(right)], self._text(question["choices"][right]["reason"])

    def _choices(self, question: dict[str, Any]) -> Iterator[str]:
        for letter, place in zip(self.words["choices"], self._order(question), strict=False):
            choice = question["choices"][place]
            text = self._text(choice["text"])
            if "grid" in choice:
                text = f'<div class="with-grid"><span>{text}</span>{_table(choice["grid"])}</div>'
            yield self._lettered(letter, text)

    def _steps(self, question: dict[str, Any]) -> Iterator[str]:
        for letter, place in zip(self.words["steps"], self._order(question), strict=False):
            yield self._lettered(letter, self._text(question["steps"][place]["text"]))

    def _blank(self, question: dict[str, Any]) -> Iterator[str]:
        unit = self._text(question["unit"]) if "unit" in question else ""
        yield f'<p class="blank">{self.words["answer"]} <span></span> {unit}</p>'

    def _lettered(self, letter: str, body: str) -> str:
        return f'<div class="lettered"><span>{letter}</span><div>{body}</div></div>'

    def _exhibits(self, question: dict[str, Any]) -> Iterator[str]:
        if "quote" in question:
            yield f"<blockquote><p>{self._text(question['quote'])}</p></blockquote>"
        if "code" in question:
            yield f"<pre>{html.escape(question['code'])}</pre>"
        if "grids" in question:
            yield f'<div class="grids">{"".join(map(self._figure, question["grids"]))}</div>'

    def _figure(self, grid: dict[str, Any]) -> str:
        caption = self._text(grid["label"])
        return f"<figure>{_table(grid['rows'], grid['role'])}<figcaption>{caption}</figcaption></figure>"

    def _order(self, question: dict[str, Any]) -> list[int]:
        """Return the order in which the widget, too, shows choices or steps."""
        items = question.get("choices") or question["steps"]
        return shuffled_indices(len(items), f"{self.section} {question['id']}")

    def _number(self, question: dict[str, Any]) -> str:
        unit = self._text(question["unit"]) if "unit" in question else ""
        return f"{_number(question['answer'], ',')} {unit}".strip()

    def _text(self, texts: dict[str, str]) -> str:
        written = html.escape(texts[self.language], quote=False)
        for pattern, replacement in MARKUP:
            written = pattern.sub(replacement, written)
        return written


def shuffled_indices(length: int, seed: str) -> list[int]:
    """Return the numbers below `length` in the order of the widget's `random.ts`, which a seed decides."""
    order = list(range(length))
    numbers = _stream(seed)
    for last in range(length - 1, 0, -1):
        other = next(numbers) % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order[1:] + order[:1] if order == sorted(order) else order


def _stream(seed: str) -> Iterator[int]:
    """Yield the numbers of mulberry32, seeded by the FNV-1a hash of a text."""
    state = 0x811C9DC5
    for byte in seed.encode():
        state = (state ^ byte) * 0x01000193 % WORD
    while True:
        state = (state + 0x6D2B79F5) % WORD
        mixed = (state ^ state >> 15) * (state | 1) % WORD
        mixed ^= (mixed + (mixed ^ mixed >> 7) * (mixed | 61)) % WORD
        yield mixed ^ mixed >> 14


def _table(rows: list[list[float]], role: str = "output") -> str:
    lines = ["".join(f"<td>{_number(value)}</td>" for value in row) for row in rows]
    return f'<table class="grid {role}"><tbody>{"".join(f"<tr>{line}</tr>" for line in lines)}</tbody></table>'


def _number(value: float, grouping: str = "") -> str:
    """Write a number as a person does: a true minus sign, no zeros that say nothing."""
    return format(round(value, 6), f"{grouping}").removesuffix(".0").replace("-", "−")
