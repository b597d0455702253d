"""Live widgets in a static page: a display's self-contained output becomes a place for the host to fill."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from course_utils.sphinxext.figure_text import written_text
from course_utils.sphinxext.freshness import BUNDLES
from course_utils.sphinxext.strings import ui_strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

WIDGET_MIME = "application/vnd.convnet-course.widget.v1+json"
VIEW_MIME = "application/vnd.jupyter.widget-view+json"


class widget_mount(nodes.General, nodes.Element):
    """The place of a live widget; its children are what shows without JavaScript."""


def make_mount(
    env: BuildEnvironment, bundle: Mapping[str, Any], cell: Mapping[str, Any], position: int = 0
) -> widget_mount:
    """Make the place of a live widget from the output of a display.

    Args:
        env: The build environment.
        bundle: The display's data by MIME type, with `WIDGET_MIME` among them.
        cell: The notebook cell that displayed it.
        position: How many widgets the same cell displayed before this one.

    Returns:
        A node that carries the widget's name, bundle and state, and the still picture if there is one.
    """
    live = bundle[WIDGET_MIME]
    live_id = f"{cell['id']}-live" + (f"-{position + 1}" if position else "")
    mount = widget_mount(ids=[live_id], widget=live["widget"], bundle=live["bundle"], state=live["state"])
    if "image/png" in bundle and env.app.builder.format == "html":  # its text is no message for translators
        png = base64.b64decode(bundle["image/png"])
        mount["still_height"] = int.from_bytes(png[20:24], "big")  # a PNG begins with its size
        still = store_still(env, png)
        language = env.config.language
        alt = written_text(cell["metadata"], language) or ui_strings(language)["still"]
        mount += nodes.image(uri=still, alt=alt)
    return mount


def store_still(env: BuildEnvironment, png: bytes) -> str:
    """Write a still picture where Sphinx collects the pictures of a page, and return its address.

    Args:
        env: The build environment.
        png: The picture's file content.

    Returns:
        The address, relative to the source folder and beginning with a slash.
    """
    path = Path(env.mystnb_config.output_folder, f"{hashlib.sha256(png).hexdigest()}.png")  # type: ignore[attr-defined]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png)
    return "/" + Path(os.path.relpath(path, env.srcdir)).as_posix()


def script_json(state: dict[str, Any]) -> str:
    """Write JSON that no browser can take for the end of the script element around it.

    Args:
        state: Anything that JSON can hold.

    Returns:
        Compact JSON without the character `<`.
    """
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def visit_widget_mount(self: HTML5Translator, node: widget_mount) -> None:
    """Open the place of a widget, with its state in it."""
    attributes = {"id": node["ids"][0], "data-widget": node["widget"], "data-bundle": node["bundle"]}
    if "still_height" in node:
        attributes["style"] = f"--still-height: {node['still_height']}px"
    written = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    needs_javascript = html.escape(ui_strings(self.config.language)["needs_javascript"])
    self.body.append(
        f'<div class="cw-mount" {written}>'
        f'<script type="application/json">{script_json(node["state"])}</script>'
        f"<noscript><p>{needs_javascript}</p>"
    )


def depart_widget_mount(self: HTML5Translator, node: widget_mount) -> None:
    """Close the place of a widget."""
    self.body.append("</noscript></div>\n")


class WidgetOutput:
    """Plug-in of myst-nb that renders a widget's self-contained output."""

    mime_priority_overrides: ClassVar = [("html", WIDGET_MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Turn the output of a display into the place of a live widget.

        Args:
            renderer: myst-nb's renderer of the current notebook.
            data: One MIME type of an output.
            inline: Whether it stands inside a line of text.

        Returns:
            The nodes that show it, or `None` for any other MIME type.
        """
        if data.mime_type not in (WIDGET_MIME, VIEW_MIME):
            return None
        cell = renderer.renderer.nb_client.notebook["cells"][data.cell_index]
        bundles = [output.get("data", {}) for output in cell["outputs"]]
        bundle = bundles[data.output_index]
        if data.mime_type == VIEW_MIME:
            if WIDGET_MIME not in bundle:
                logger.warning(
                    "The cell %r has stored a widget view that only a running kernel can show: "
                    "run `make notebooks`, which stores a picture in its place.",
                    cell["id"],
                    location=(renderer.renderer.sphinx_env.docname, data.line),
                )
            return []
        position = sum(WIDGET_MIME in earlier for earlier in bundles[: data.output_index])
        return [make_mount(renderer.renderer.sphinx_env, bundle, cell, position)]


def json_object(argument: str) -> dict[str, Any]:
    """Read a directive's option that is a JSON object.

    Args:
        argument: What the author wrote.

    Returns:
        The object.

    Raises:
        ValueError: It is something else; docutils tells the author.
    """
    value = json.loads(argument)
    if not isinstance(value, dict):
        raise ValueError('write a JSON object, such as {"strides": 2}')
    return value


class WidgetDirective(SphinxDirective):
    """`{widget} Name` with `:from: notebook#cell` shows on any page what a notebook's cell displays.

    The state is that of the cell's stored output, changed by `:state:` if that is given: no Python runs, and
    the page follows the chapter.
    """

    required_arguments = 1
    option_spec: ClassVar = {"from": directives.unchanged_required, "state": json_object}

    def run(self) -> list[nodes.Node]:
        """Return the widget's place."""
        widget = self.arguments[0]
        reference, _, cell_id = self.options.get("from", "").partition("#")
        relative, path = self.env.relfn2path(reference)
        if not cell_id or not Path(path).is_file():
            raise self.error(
                f"Received :from: {self.options.get('from')!r}. Write the notebook's path and the id of the "
                f"cell that displays {widget}, such as chapters/1-1-convolution.ipynb#explorer."
            )
        self.env.note_dependency(relative)
        cell, output = self.stored_display(Path(path), cell_id)
        mount = make_mount(self.env, output, cell)
        changes = self.options.get("state", {})
        if unknown := changes.keys() - mount["state"].keys():
            raise self.error(f"{widget} has no {sorted(unknown)}. It has: {', '.join(mount['state'])}.")
        mount["state"] |= changes
        return [mount]

    def stored_display(self, notebook: Path, cell_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the cell that displayed the widget, and the data of the output that did."""
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["id"] != cell_id:
                continue
            for output in cell.get("outputs", []):
                data: dict[str, Any] = output.get("data", {})
                if data.get(WIDGET_MIME, {}).get("widget") == self.arguments[0]:
                    return cell, data
        raise self.error(f"The cell {cell_id!r} of {notebook.name} displays no {self.arguments[0]}.")


def copy_bundles(app: Sphinx) -> None:
    """Bring the widgets' scripts and styles into the edition."""
    if app.builder.format != "html" or not BUNDLES.is_dir():
        return
    target = Path(app.outdir, "_static", "widgets")
    target.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.css", f"*.{app.config.language}.page.js", "host.js"):
        for path in BUNDLES.glob(pattern):
            shutil.copy2(path, target)


def add_page_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the scripts and styles of a page's widgets, each once: the host with what they share, then their own."""
    if doctree is None:
        return
    bundles = sorted({mount["bundle"] for mount in doctree.findall(widget_mount)})
    if bundles:
        app.add_js_file("widgets/host.js", priority=840, defer="defer")
    for bundle in bundles:
        script = f"{bundle}.{app.config.language}.page.js"
        if not (BUNDLES / script).is_file():
            raise ExtensionError(f"{pagename} shows {bundle}, which is not built: run `npm run build`.")
        if (BUNDLES / f"{bundle}.css").is_file():
            app.add_css_file(f"widgets/{bundle}.css", priority=850)
        app.add_js_file(f"widgets/{script}", priority=850, defer="defer")


def keep_outputs_apart(app: Sphinx) -> None:
    """Keep pictures taken out of notebooks beside the doctrees; myst-nb would put them among the pages."""
    config = app.env.mystnb_config  # type: ignore[attr-defined]
    app.env.mystnb_config = config.copy(  # type: ignore[attr-defined]
        output_folder=str(Path(app.doctreedir, "notebook_outputs"))
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_node(widget_mount, html=(visit_widget_mount, depart_widget_mount))
    app.add_directive("widget", WidgetDirective)
    app.connect("builder-inited", keep_outputs_apart, priority=600)
    app.connect("builder-inited", copy_bundles)
    app.connect("html-page-context", add_page_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
