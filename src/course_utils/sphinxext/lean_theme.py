"""The book's own theme: one style sheet, one small script, no library.

It stands in for sphinx-book-theme, with which chapter 1.1 loads 28 files of 2.5 MB (870 kB compressed) before
any formula or widget, 1.5 MB of it a script that draws icons. Here it is 12 files of 0.2 MB (80 kB).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.sphinxext.strings import ui_strings

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

THEME = Path(__file__).with_name("theme")
# Added to every page by Sphinx and myst-nb: search and highlighting that section_search replaces, colours and
# cell styles that the theme sets for both colour schemes itself.
UNUSED = ("documentation_options", "doctools", "sphinx_highlight", "translations", "pygments", "mystnb")


def is_used(asset: Any) -> bool:
    """Tell whether a style sheet or script belongs on the book's pages.

    Args:
        asset: A style sheet or script as Sphinx describes it.

    Returns:
        Whether to load it.
    """
    return not Path(asset.filename or "").name.startswith(UNUSED)


def dress_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template its words, and take from the page what it does not use."""
    context["ui"] = ui_strings(app.config.language)
    context["author"] = app.config.author
    context["css_files"] = [asset for asset in context["css_files"] if is_used(asset)]
    context["script_files"] = [asset for asset in context["script_files"] if is_used(asset)]
    contents = context["toctree"](collapse=False, titles_only=True, includehidden=True, maxdepth=3)
    context["contents"] = contents.replace('class="current reference', 'aria-current="page" class="reference')


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_html_theme("convnet_course", str(THEME))
    for script in ("page.js", "search.js", "progress.js"):
        app.add_js_file(script, priority=300, defer="defer")
    app.add_css_file("print.css", priority=300, media="print")
    app.connect("html-page-context", dress_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
