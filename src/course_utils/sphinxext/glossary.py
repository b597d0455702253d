"""The page of the glossary, which lists its terms and says where the book explains them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from course_utils.sphinxext.freshness import content_digest
from course_utils.sphinxext.glossary_terms import FILE, PAGE, Term, book_glossary, other_names, read_glossary
from course_utils.sphinxext.section_search import section_records, term_list

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

LATIN = "A–Z"  # where terms in Latin letters stand in a list by Hangul
FIRST_SYLLABLE, LAST_SYLLABLE, SYLLABLES_AN_INITIAL = 0xAC00, 0xD7A3, 588
INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"  # a doubled one is listed with the plain one


def initial(term: str) -> str:
    """Return the letter that a term is listed under.

    Args:
        term: A term in Hangul or Latin letters.

    Returns:
        A Hangul consonant or a capital.

    Example:
        >>> initial("커널"), initial("깊이"), initial("kernel")
        ('ㅋ', 'ㄱ', 'K')
    """
    first = ord(term[0])
    if FIRST_SYLLABLE <= first <= LAST_SYLLABLE:
        return INITIALS[(first - FIRST_SYLLABLE) // SYLLABLES_AN_INITIAL]
    return term[0].upper()


def by_letter(glossary: Mapping[str, Term], language: str) -> list[tuple[str, list[str]]]:
    """Sort the terms of one language.

    Args:
        glossary: The terms by id.
        language: A language code.

    Returns:
        Each letter with the ids of its terms. In Korean, terms in Latin letters stand together at the end.
    """

    def heading(key: str) -> str:
        letter = initial(glossary[key].wordings[language].term)
        return LATIN if language == "ko" and letter.isascii() else letter

    def place(key: str) -> tuple[bool, str]:
        return heading(key) == LATIN, glossary[key].wordings[language].term.casefold()

    return [(letter, list(keys)) for letter, keys in groupby(sorted(glossary, key=place), heading)]


class section_link(nodes.General, nodes.Element):
    """A link to the section that explains a term; it gets its text when all pages have been read."""


class TermsDirective(SphinxDirective):
    """`{terms}` lists the terms of the glossary by their first letters."""

    def run(self) -> list[nodes.Node]:
        """Return a row of letters to jump to, then the terms of each letter."""
        self.env.note_reread()  # The list shows the titles of sections of other pages.
        letters = by_letter(read_glossary(Path(self.env.srcdir, FILE)), self.config.language)
        row = nodes.bullet_list(classes=["letters"])
        listed = term_list("", row)
        for number, (letter, keys) in enumerate(letters, start=1):
            place = f"letter-{number}"
            link = nodes.reference("", letter, refid=place)
            row += nodes.list_item("", nodes.paragraph("", "", link, translatable=False))
            # A heading, but no section: MyST writes a rubric with a level as one.
            listed += nodes.rubric("", letter, ids=[place], level=2, translatable=False)
            listed += nodes.definition_list("", *map(self.entry, keys), classes=["glossary"])
        return [listed]

    def entry(self, key: str) -> nodes.definition_list_item:
        """Return one term with its name in the other language, its definition and where it is explained."""
        term = read_glossary(Path(self.env.srcdir, FILE))[key]
        wording = term.wordings[self.config.language]
        name = nodes.term("", f"{wording.term} ", ids=[key], translatable=False)
        for language, other in other_names(term, self.config.language):
            name += nodes.inline("", other, classes=[f"language-{language}"])
        text = nodes.paragraph("", wording.text, translatable=False)
        return nodes.definition_list_item("", name, nodes.definition("", text, section_link(term=key)))


class SectionLinks(SphinxPostTransform):
    """Point each term of the list at the section that explains it."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace the placeholders by links with the title of the page and of the section."""
        for node in list(self.document.findall(section_link)):
            term = book_glossary(self.env)[node["term"]]
            titles = dict.fromkeys((page_title(self.env, term.page), section_title(self.env, term)))
            text = nodes.inline("", " › ".join(titles))
            link = make_refnode(self.app.builder, self.env.docname, term.page, term.section, text)
            node.replace_self(nodes.paragraph("", "", link, classes=["explained"]))


def page_title(env: BuildEnvironment, page: str) -> str:
    """Return the title of a page, or its name where there is no such page."""
    return env.titles[page].astext() if page in env.titles else page


def section_title(env: BuildEnvironment, term: Term) -> str:
    """Return the title of the section that explains a term, or its id where there is no such section."""
    titles = {record.id: record.title for record in section_records(env).get(term.page, [])}
    return titles.get(term.section, term.section)


def check_sections(app: Sphinx, env: BuildEnvironment) -> None:
    """Fail the build for a term whose explanation is nowhere."""
    for key, term in book_glossary(env).items():
        sections = [record.id for record in section_records(env).get(term.page, [])]
        if term.section not in sections:
            logger.warning(
                "%s: the term %r has section: %s#%s, which does not exist. %s",
                FILE,
                key,
                term.page,
                term.section,
                f"Sections of that page: {', '.join(sections)}." if sections else "There is no such page.",
                location=PAGE,
            )


def note_glossary(app: Sphinx, config: Config) -> None:
    """Have Sphinx write all pages again when the glossary changes: any of them may show a definition."""
    path = Path(app.srcdir, FILE)
    config.course_glossary = content_digest([path]) if path.is_file() else ""


def visit_term_list(self: HTML5Translator, node: term_list) -> None:
    """Open the list."""
    self.body.append('<div class="terms">\n')


def depart_term_list(self: HTML5Translator, node: term_list) -> None:
    """Close the list."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value("course_glossary", "", "html", str)
    app.add_node(term_list, html=(visit_term_list, depart_term_list))
    app.add_directive("terms", TermsDirective)
    app.add_post_transform(SectionLinks)
    app.connect("config-inited", note_glossary)
    app.connect("env-check-consistency", check_sections)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
