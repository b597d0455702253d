"""Two pages that show one and the same widget: as the course does, and as a Jupyter Book does by default."""

import json
from pathlib import Path

import anywidget
from ipywidgets.embed import dependency_state

from course_utils.widgets import ConvolutionExplorer
from course_utils.widgets.base import STATIC, CourseWidget

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
ANYWIDGET = Path(anywidget.__file__).parent / "nbextension" / "index.js"
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

Site = dict[str, bytes]

HEAD = '<!doctype html><html lang="ko" data-theme="light"><meta charset="utf-8"><title>widget</title>'

OURS = (
    HEAD
    + """
<link rel="stylesheet" href="widget.css">
<script defer src="host.js"></script>
<script defer src="widget.page.js"></script>
<body>
<div class="cw-mount" id="widget-live" data-widget="{name}" data-bundle="{bundle}">
<script type="application/json">{state}</script>
</div>
"""
)

STANDARD = (
    HEAD
    + """
<script src="require.js"></script>
<script>require.config({{ paths: {{ anywidget: "anywidget" }} }})</script>
<script src="embed-amd.js"></script>
<script type="{state_type}">{state}</script>
<body>
<script type="{view_type}">{view}</script>
"""
)


def sites() -> dict[str, Site]:
    """Return what a server has to hold for each of the two, by file name."""
    widget = ConvolutionExplorer(row=40, column=50)
    return {"ours": our_site(widget), "standard": standard_site(widget)}


def our_site(widget: CourseWidget) -> Site:
    """The widget's state, its style and scripts, and the host that brings them together."""
    page = OURS.format(name=type(widget).__name__, bundle=widget.bundle, state=script_json(widget.state()))
    return {
        "index.html": page.encode(),
        "widget.css": (STATIC / f"{widget.bundle}.css").read_bytes(),
        "widget.page.js": (STATIC / f"{widget.bundle}.ko.page.js").read_bytes(),
        "host.js": (STATIC / "host.js").read_bytes(),
    }


def standard_site(widget: CourseWidget) -> Site:
    """The widget's state with its code inside, require.js, the HTML manager, anywidget."""
    models = dependency_state(widget, drop_defaults=False)
    page = STANDARD.format(
        state_type=STATE,
        state=script_json({"version_major": 2, "version_minor": 0, "state": models}),
        view_type=VIEW,
        view=script_json({"version_major": 2, "version_minor": 0, "model_id": widget.model_id}),
    )
    return {
        "index.html": page.encode(),
        "require.js": (MODULES / "requirejs" / "require.js").read_bytes(),
        "embed-amd.js": (MODULES / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js").read_bytes(),
        "anywidget.js": ANYWIDGET.read_bytes(),
    }


def script_json(value: object) -> str:
    """JSON that can't end the script element around it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
