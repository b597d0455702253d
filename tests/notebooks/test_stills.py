"""Stills are taken of the widget itself, and only when there is something new to see."""

import copy
import io
import os
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from PIL import Image

from course_utils.doctor import find_browser
from tools.notebooks import MARK, WIDGET
from tools.notebooks.finish import get_picture, set_picture
from tools.notebooks.stills import Studio

HOST = """
for (const place of document.querySelectorAll(".cw-mount")) {
  const state = JSON.parse(place.querySelector("script").textContent);
  const el = place.appendChild(document.createElement("div"));
  setTimeout(() => {
    window.counter(el, state);
    place.dataset.ready = "";
  }, 50);
}
"""


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of bundles, with a widget that is a coloured box of `stride` times 20 pixels."""
    (tmp_path / "host.js").write_text(HOST)
    (tmp_path / "counter.ko.page.js").write_text(
        "window.counter = (el, s) => el.style.height = `${20 * s.stride}px`;"
    )
    (tmp_path / "counter.css").write_text(".cw-mount > div { background: rgb(0, 90, 180); }")
    return tmp_path


def notebook_with(stride: int) -> NotebookNode:
    display = {"widget": "Counter", "bundle": "counter", "state": {"stride": stride, "text": "</script>"}}
    output = nbformat.v4.new_output("display_data", {"text/plain": "Counter", WIDGET: display})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", id="counter", outputs=[output])])


def picture(color: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (16, 16), color).save(file, "png")
    return file.getvalue()


class Painter(Studio):
    """A studio that paints instead of starting a browser, and counts its pictures."""

    def __init__(self, static: Path, color: str | None) -> None:
        super().__init__(static)
        self.color, self.count = color, 0

    def shoot(self, display: NotebookNode) -> bytes | None:
        self.count += 1
        return self.color and picture(self.color)


def test_a_current_still_is_not_retaken(static: Path) -> None:
    notebook = notebook_with(1)
    painter = Painter(static, "red")
    painter.add_stills(notebook)
    painter.add_stills(notebook)
    assert painter.count == 1
    assert get_picture(notebook.cells[0].outputs[0]) == picture("red")


@pytest.mark.parametrize("change", ["state", "script", "style", "host"])
def test_a_change_of_widget_or_state_retakes_it(static: Path, change: str) -> None:
    notebook = notebook_with(1)
    Painter(static, "red").add_stills(notebook)
    if change == "state":
        notebook.cells[0].outputs[0].data[WIDGET]["state"]["stride"] = 2
    else:
        file = {"script": "counter.ko.page.js", "style": "counter.css", "host": "host.js"}[change]
        (static / file).write_text("/* changed */")
    painter = Painter(static, "blue")
    painter.add_stills(notebook)
    assert painter.count == 1
    assert get_picture(notebook.cells[0].outputs[0]) == picture("blue")


def test_a_retaken_still_that_looks_the_same_keeps_its_bytes(static: Path) -> None:
    notebook = notebook_with(1)
    (output,) = notebook.cells[0].outputs
    set_picture(output, picture("#ff0202"))
    Painter(static, "red").add_stills(notebook)
    assert get_picture(output) == picture("#ff0202")
    assert output.metadata[MARK]["still"] == Studio(static).fingerprint(output.data[WIDGET])


def test_without_a_browser_the_old_still_stays(static: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = notebook_with(1)
    Painter(static, "red").add_stills(notebook)
    (static / "counter.css").write_text("")
    before = copy.deepcopy(notebook)
    Painter(static, None).add_stills(notebook)
    assert notebook == before
    assert "counter: no Chromium or Chrome is installed, so its old still stays" in capsys.readouterr().err


@pytest.fixture
def browser() -> None:
    if find_browser() is None:
        sentence = "No Chromium or Chrome is installed, so no still can be taken."
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)


@pytest.mark.slow
@pytest.mark.usefixtures("browser")
def test_a_real_browser_shoots_the_widget_at_its_size(static: Path) -> None:
    notebook = notebook_with(3)
    with Studio(static) as studio:
        studio.add_stills(notebook)
    still = Image.open(io.BytesIO(get_picture(notebook.cells[0].outputs[0]))).convert("RGB")
    assert still.size == (760, 60)
    assert still.getpixel((380, 30)) == (0, 90, 180)


@pytest.mark.slow
@pytest.mark.usefixtures("browser")
def test_a_busy_widget_is_waited_for(static: Path) -> None:
    (static / "counter.ko.page.js").write_text("""
        window.counter = (el) => {
          el.setAttribute("aria-busy", "true");
          setTimeout(() => {
            el.style.height = "60px";
            el.removeAttribute("aria-busy");
          }, 400);
        };
    """)
    notebook = notebook_with(3)
    with Studio(static) as studio:
        studio.add_stills(notebook)
    assert Image.open(io.BytesIO(get_picture(notebook.cells[0].outputs[0]))).size == (760, 60)


@pytest.mark.slow
@pytest.mark.usefixtures("browser")
def test_a_widget_that_fails_says_why(static: Path) -> None:
    (static / "host.js").write_text("throw new Error('no such kernel')")
    with Studio(static, patience=1) as studio, pytest.raises(RuntimeError, match=r"Counter.*no such kernel"):
        studio.add_stills(notebook_with(1))
