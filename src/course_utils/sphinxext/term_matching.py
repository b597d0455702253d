"""Where a text mentions terms of the glossary: Korean ones before particles, English ones in the plural."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from course_utils.sphinxext.glossary_terms import Term, terms_of

# What may follow a Korean noun and leave it the same word: 커널에서는, 커널입니다, 동결했습니다.
PARTICLE = (
    r"(?:들|마다|별)?(?:으로|로|에서|에게|에|부터|까지|처럼|보다|만큼|하고|이나|나|이?라는|이?라고|이?란|와|과)?"
    r"(?:는|은|도|만|의|이|가|을|를)?"
)
COPULA = r"(?:입니|이고|이며|이므로|이면|이라|이었|이어|였|인|일)[가-힣]*"
VERB = r"(?:하|한|할|합|해|했|되|된|될|됩|됐)[가-힣]*"
ENDS = {"ko": rf"(?=(?:{PARTICLE}|{COPULA}|{VERB})(?![\w-]))", "en": r"(?:s|es)?(?![\w-])"}
START = r"(?<![\w-])"


class Mention(NamedTuple):
    """Where a text mentions a term.

    Attributes:
        start: Index of its first character.
        end: Index after its last character, before a particle.
        term: The term's id.
    """

    start: int
    end: int
    term: str


class TermMatcher:
    """Finds the terms of the glossary in texts of one language.

    Of several terms that begin at the same place the longest is meant: 최대 풀링 is not 풀링.

    Args:
        glossary: The terms by id.
        language: The language of the texts.
    """

    def __init__(self, glossary: Mapping[str, Term], language: str) -> None:
        forms = {form: key for key, wording in terms_of(glossary, language) for form in wording.forms}
        unlike = {phrase: None for _, wording in terms_of(glossary, language) for phrase in wording.unlike}
        longest_first = sorted((forms | unlike).items(), key=lambda item: -len(item[0]))
        self.terms = [key for _, key in longest_first]
        # A phrase that means something else ends wherever it ends: its last word may go on.
        ends = (ENDS[language] if key else "" for key in self.terms)
        choices = (f"({_spelt(form)}{end})" for (form, _), end in zip(longest_first, ends, strict=True))
        self.pattern = re.compile(START + f"(?:{'|'.join(choices)})") if forms else None

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield what a text mentions.

        Args:
            text: Running text.

        Yields:
            Each mention, in the order of the text.
        """
        for match in self.pattern.finditer(text) if self.pattern else ():
            assert match.lastindex is not None
            term = self.terms[match.lastindex - 1]
            if term is not None:
                yield Mention(match.start(), match.end(), term)


def _spelt(form: str) -> str:
    """A pattern for a form: with a hyphen for a space, and with a capital unless it has one itself."""
    pattern = r"[\s-]+".join(map(re.escape, form.split()))
    return f"(?i:{pattern})" if form.islower() else pattern
