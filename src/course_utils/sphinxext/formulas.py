"""Formulas are set by KaTeX while the book is built, so a page needs a style sheet and fonts but no script.

Chapter 1.1 loads 55 kB (compressed) of style sheet and fonts for its formulas. A local MathJax is 265 kB of
script besides its fonts, and sets them only after the page has appeared.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.locale import init as init_locale
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

SERVER = Path(__file__).with_suffix(".mjs")


def find_katex(root: Path) -> Path:
    """Return the folder of KaTeX's distribution files.

    Args:
        root: The book's source folder.

    Returns:
        The first `node_modules/katex/dist` beside or above the sources or this package.

    Raises:
        ExtensionError: KaTeX is not installed.
    """
    for folder in (root, *root.parents, *Path(__file__).resolve().parents):
        dist = folder / "node_modules" / "katex" / "dist"
        if dist.is_dir():
            return dist
    raise ExtensionError("KaTeX is missing, which sets the formulas: run `npm ci` in the repository.")


def find_node() -> str:
    """Return the path of Node: the one installed beside Python if there is one, else the machine's.

    Returns:
        The path of an executable.

    Raises:
        ExtensionError: There is no Node.
    """
    beside = str(Path(sys.executable).parent)
    node = shutil.which("node", path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if node is None:
        raise ExtensionError("Node is missing, which sets the formulas: run `make env`.")
    return node


class FormulaSetter:
    """A Node process that sets formulas, started with the first formula and kept until the build ends.

    Args:
        katex: The folder of KaTeX's distribution files.
    """

    def __init__(self, katex: Path) -> None:
        self.katex = katex
        self.process: subprocess.Popen[str] | None = None

    def set(self, tex: str, display: bool) -> str:
        """Return a formula as HTML, with MathML in it for screen readers.

        Args:
            tex: The formula in TeX.
            display: Whether it stands on a line of its own.

        Returns:
            An HTML fragment.

        Raises:
            ValueError: KaTeX does not understand the formula.
        """
        if self.process is None:
            self.process = subprocess.Popen(
                [find_node(), str(SERVER), str(self.katex / "katex.mjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"tex": tex, "display": display}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, str] = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def close(self) -> None:
        """End the Node process."""
        if self.process is not None:
            self.process.communicate()


class FormulaTranslation(SphinxTransform):
    """Translate display formulas.

    Sphinx would wrap the translation in reStructuredText's `::` and have it parsed as Markdown, which makes
    `::` the formula.
    """

    default_priority = 15  # Before Sphinx's translation (20), which finds nothing left to translate.

    def apply(self, **kwargs: Any) -> None:
        """Translate the formulas of one document."""
        folders = [str(Path(self.env.srcdir, folder)) for folder in self.config.locale_dirs]
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        catalogue, found = init_locale(folders, self.config.language, domain)
        if not found:
            return
        for formula in self.document.findall(nodes.math_block):
            tex = catalogue.gettext(formula.rawsource or formula.astext())
            formula.rawsource = tex
            formula.children = [nodes.Text(tex)]


def set_formula(self: HTML5Translator, node: nodes.math | nodes.math_block, display: bool) -> str:
    """Return a node's formula as HTML, or as TeX with a warning if it can't be set."""
    setter: FormulaSetter = self.builder.app.course_formulas  # type: ignore[attr-defined]
    try:
        return setter.set(node.astext(), display)
    except ValueError as error:
        logger.warning("KaTeX can't set %r: %s", node.astext(), error, location=node)
        return html.escape(node.astext())


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula inside a line of text."""
    self.body.append(f'<span class="math">{set_formula(self, node, display=False)}</span>')
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(set_formula(self, node, display=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def start(app: Sphinx) -> None:
    """Prepare the formula setter and bring KaTeX's style sheet and fonts into the edition."""
    if app.builder.format != "html":
        return
    katex = find_katex(Path(app.srcdir))
    app.course_formulas = FormulaSetter(katex)  # type: ignore[attr-defined]
    target = Path(app.outdir, "_static", "katex")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    styles = (katex / "katex.min.css").read_text(encoding="utf-8")
    # Every browser that can show the book reads WOFF2.
    (target / "katex.css").write_text(re.sub(r",url\([^)]*\.(?:woff|ttf)\) format\(\"\w+\"\)", "", styles))
    for font in (katex / "fonts").glob("*.woff2"):
        shutil.copy2(font, target / "fonts")


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load KaTeX's style sheet on pages that have formulas."""
    if 'class="katex' in context.get("body", ""):
        app.add_css_file("katex/katex.css", priority=400)


def stop(app: Sphinx, exception: Exception | None) -> None:
    """End the formula setter with the build."""
    setter: FormulaSetter | None = getattr(app, "course_formulas", None)
    if setter:
        setter.close()


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_transform(FormulaTranslation)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", start)
    app.connect("html-page-context", add_styles)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
