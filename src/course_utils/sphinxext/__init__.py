"""The Sphinx side of the book: live widgets, permanent addresses, editions, search, glossary, formulas, theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.sphinxext.freshness import code_files, content_digest, files_below, shown_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PARTS = (
    "description",
    "editions",
    "figure_text",
    "formulas",
    "glossary",
    "html_writer",
    "lean_theme",
    "notebook_download",
    "publishing",
    "results",
    "section_ids",
    "section_search",
    "term_links",
    "widget_output",
)


def note_code(app: Sphinx, config: Config) -> None:
    """Have Sphinx read all pages again when this code changes, and write them again when an asset does."""
    config.course_code = content_digest(code_files())
    assets = [path for folder in config.html_static_path for path in files_below(Path(app.srcdir, folder))]
    config.course_assets = content_digest([*shown_files(), *assets])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part of the extension with Sphinx."""
    app.add_config_value("course_code", "", "env", str)
    app.add_config_value("course_assets", "", "html", str)
    app.connect("config-inited", note_code)
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
