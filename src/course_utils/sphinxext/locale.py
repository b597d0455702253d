"""The catalogues of the translated editions: `python -m course_utils.sphinxext.locale` updates them."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from course_utils.sphinxext.editions import EDITIONS, SOURCE_LANGUAGE

HANGUL = re.compile("[가-힣]")
# Babel's own header holds the time, a tool's version and a mail address: noise in every diff.
HEADER = """\
# The {name} edition of {page}.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""


def catalogue_path(root: Path, language: str, page: str) -> Path:
    """Return where the translation of a page lies.

    Args:
        root: The book's source folder.
        language: The edition's language code.
        page: The page's name, such as `"chapters/1-1-convolution"`.

    Returns:
        The path of a `.po` file.
    """
    return root / "locale" / language / "LC_MESSAGES" / f"{page}.po"


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue, or make an empty one where there is none yet.

    Args:
        path: A `.po` or `.pot` file.

    Returns:
        Babel's catalogue.
    """
    if not path.is_file():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def write_catalogue(path: Path, catalogue: Catalog, language: str, page: str) -> None:
    """Write a catalogue so that equal messages make an equal file: no dates, no wrapping, no line numbers.

    Args:
        path: The `.po` file to write.
        catalogue: The messages, in the order of the page.
        language: The edition's language code.
        page: The page's name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(catalogue_text(catalogue, language, page), encoding="utf-8")
    draft.replace(path)


def catalogue_text(catalogue: Catalog, language: str, page: str) -> str:
    """Return what `write_catalogue` writes.

    Args:
        catalogue: The messages, in the order of the page.
        language: The edition's language code.
        page: The page's name.
    """
    for message in catalogue:
        message.flags -= {"python-format", "python-brace-format"}  # Babel's guess from a % or a brace.
    text = io.BytesIO()
    write_po(text, catalogue, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return HEADER.format(name=EDITIONS[language].name, page=page, language=language) + text.getvalue().decode()


def update_catalogues(root: Path, build: Path) -> None:
    """Bring every catalogue in step with its page, and say what is left to translate.

    A reworded paragraph keeps its old translation, marked `fuzzy`, until someone has looked at it.

    Args:
        root: The book's source folder.
        build: The folder for intermediate files.
    """
    from course_utils.sphinxext.build import run_sphinx, sphinx_config

    templates = build / "gettext"
    config = sphinx_config(root, SOURCE_LANGUAGE)
    run_sphinx(root, config, "gettext", templates, build / "doctrees" / "gettext")
    for template_path in sorted(templates.rglob("*.pot")):
        page = template_path.relative_to(templates).with_suffix("").as_posix()
        for language in EDITIONS.keys() - {SOURCE_LANGUAGE}:
            path = catalogue_path(root, language, page)
            catalogue = read_catalogue(path)
            catalogue.update(read_catalogue(template_path))
            for message in catalogue:
                if not message.string and not HANGUL.search(str(message.id)):
                    message.string = message.id  # A formula or a name is the same in every language.
            write_catalogue(path, catalogue, language, page)
            waiting = sum(not message.string or message.fuzzy for message in catalogue if message.id)
            print(f"{path.relative_to(root)}  {len(catalogue)} messages, {waiting} to translate")


if __name__ == "__main__":
    here = Path().resolve()
    update_catalogues(here, here / "_build")
