"""JupyterLab: views of an explorer and its Python traits stay in step, its keys stay with it, the kernel draws."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.jupyterlab import PATIENCE, Lab, serving

pytest.importorskip("jupyterlab", reason="JupyterLab is needed: install convnet-course[run]")

CELLS = [
    "import numpy as np\n"
    "from course_utils import use_language, kernels\n"
    "from course_utils.widgets import ConvolutionExplorer\n"
    "use_language('en')\n"
    "noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype='uint8')\n"
    "explorer = ConvolutionExplorer(noise, kernels.stack(['outline', 'blur']), row=4, column=5)\n"
    "explorer",
    "explorer",
    "import json; print(json.dumps({name: value for name, value in explorer.state().items() if name != 'image'}))",
    "explorer.set_trait('padding', 'same'); explorer.bias = [0.5, -0.5]",
    "print(float(explorer.outputs()[..., 0].max()))",
    "from course_utils import live, plots\n"
    "def ramp(steps=4):\n"
    "    return plots.pictures([np.linspace(0, 1, steps * steps).reshape(steps, steps)], [f'{steps} steps'])\n"
    "live.interact(ramp, steps=(2, 8))",
]
INTERACT = 5


class Alive(NamedTuple):
    """An explorer, a key pressed on a control, the text then seen in a place, and the value then of a trait."""

    made: str
    pressed: tuple[str, str]
    seen: tuple[str, str]
    trait: tuple[str, str]


ALIVE = [
    Alive(
        "PreprocessingExplorer()",
        (".cw-steps input:checked", "ArrowDown"),
        (".cw-figure-output figcaption", "RGB values"),
        ("step", "decode"),
    ),
    Alive(
        "AugmentationExplorer(rotation=0.1)",
        (".cw-slider:has-text('RandomRotation') input", "ArrowRight"),
        ("code", "RandomRotation(0.15"),
        ("rotation", "0.15"),
    ),
    Alive(
        "TrainingCurvesExplorer(epoch=10)",
        ("input[type=range]", "ArrowRight"),
        (".cw-numbers caption", "Epoch 11"),
        ("epoch", "11"),
    ),
    Alive(
        "NeighbourExplorer(index=0)",
        ("[role=option][aria-selected=true]", "ArrowRight"),
        (".cw-chosen b", "cat 2"),
        ("index", "1"),
    ),
    Alive(
        "FreezingExplorer()",
        (".cw-stack button >> nth=0", "Enter"),
        (".cw-story", "the gradient goes down to top"),
        ("unfrozen", "['top']"),
    ),
]
WITH_TEXT = [ALIVE[0], ALIVE[1], ALIVE[4]]
# Two cells each: one shows the explorer, the next prints its trait.
DISPLAYS = {alive: len(CELLS) + 2 * place for place, alive in enumerate(ALIVE)}
for made, _, _, (trait, _) in ALIVE:
    CELLS += [f"from course_utils import widgets\nlatest = widgets.{made}\nlatest", f"print(latest.{trait})"]
KERAS = len(CELLS)
CELLS.append("from course_utils import widgets\nwidgets.AugmentationExplorer().beside_keras()")
# One control of each kind that Tab reaches.
KINDS = """(elements) => {
  const reached = elements.filter((el) => el.tabIndex >= 0 && !el.disabled && el.checkVisibility());
  const kind = (el) => el.getAttribute("role") ?? el.type ?? el.localName;
  return [...new Map(reached.map((el) => [kind(el), elements.indexOf(el)])).values()];
}"""


class Views(Lab):
    """A notebook that shows one explorer twice."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.views: list[Locator] = [page.locator(".cw-widget").nth(i) for i in (0, 1)]

    def traits(self) -> dict[str, Any]:
        """The traits as Python has them."""
        return dict(json.loads(self.run(2)))

    def wait_for_trait(self, name: str, value: Any) -> None:
        """A change crosses to the kernel while cells run; it is there soon."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.traits()[name]) != value:
            assert time.monotonic() < deadline, f"{name} is {found}, not {value}"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The notebook's address."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    with serving(tmp_path_factory.mktemp("lab"), {"views.ipynb": notebook}) as address:
        yield address.format("views.ipynb")


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the page logged: the widgets' code comes from a blob, JupyterLab's own from a file."""
    return []


@pytest.fixture(scope="module")
def lab(browser: Browser, address: str, complaints: list[str]) -> Iterator[Views]:
    """The notebook, its first two cells run. Its other cells show nothing yet."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"{error}\n{error.stack}"))
    page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
    lab = Views(page, address)
    for cell in (0, 1):
        assert "Error" not in lab.run(cell)
    for view in lab.views:
        expect(view).to_be_visible(timeout=1000 * PATIENCE)
    yield lab
    context.close()


def strides(view: Locator) -> Locator:
    return view.get_by_label("Strides", exact=True)


def test_a_change_in_one_view_shows_in_the_other_and_in_python(lab: Views) -> None:
    one, other = lab.views
    strides(one).press("ArrowRight")
    expect(strides(other)).to_have_value("2")
    expect(other.locator(".cw-figure-output .cw-size")).to_have_text("15 × 15 × 2")
    lab.wait_for_trait("strides", 2)
    strides(other).press("ArrowLeft")
    expect(one.locator(".cw-figure-output .cw-size")).to_have_text("30 × 30 × 2")
    lab.wait_for_trait("strides", 1)


def test_an_edited_kernel_crosses_as_it_was_typed(lab: Views) -> None:
    one, other = lab.views
    name = "Kernel Red, row 1, column 3"
    one.get_by_label(name).fill("-2.5")
    expect(other.get_by_label(name)).to_have_value("-2.5")
    deadline = time.monotonic() + PATIENCE
    while lab.traits()["kernel"][0][2][0][0] != -2.5:
        assert time.monotonic() < deadline


def test_an_assignment_in_python_shows_in_both_views(lab: Views) -> None:
    lab.run(3)
    for view in lab.views:
        expect(view.locator(".cw-figure-output .cw-size")).to_have_text("32 × 32 × 2")
        expect(view.locator(".cw-sum-line")).to_contain_text("Bias 0.50")
        largest = float(lab.run(4))
        expect(view.locator(".cw-range span").last).to_have_text(f"{largest:.2f}")


def test_arrow_keys_stay_with_the_widget(lab: Views) -> None:
    lab.activate(1)
    before, view = lab.place(), lab.views[1]
    row = lab.traits()["row"]
    lab.activate(1)
    for stage in (".cw-stage-input", ".cw-stage-output"):
        view.locator(stage).press("ArrowDown")
        assert lab.place() == before
    for key in ("ArrowUp", "ArrowDown"):
        strides(view).press(key)
        assert lab.place() == before
    lab.wait_for_trait("row", row + 2)


@pytest.mark.parametrize("name", ["Add a filter", "Remove this filter"])
def test_enter_presses_a_button_and_letters_do_nothing(lab: Views, name: str) -> None:
    view = lab.views[0]
    lab.activate(0)
    before, filters = lab.place(), view.locator(".cw-thumbnails canvas").count()
    view.get_by_label(name).press("Enter")
    expect(view.locator(".cw-thumbnails canvas")).to_have_count(filters + (1 if "Add" in name else -1))
    for key in ("d", "d", "a", "m"):
        view.get_by_label(name).press(key)
    assert lab.place() == before


def test_enter_folds_the_calculation(lab: Views) -> None:
    lab.activate(0)
    before, view = lab.place(), lab.views[0]
    view.locator("summary").press("Enter")
    expect(lab.views[1].locator("details")).not_to_have_attribute("open", "")
    assert lab.place() == before
    view.locator("summary").press("Enter")
    expect(lab.views[1].locator("details")).to_have_attribute("open", "")


def test_interact_draws_again_when_its_slider_moves(lab: Views) -> None:
    lab.run(INTERACT)
    cell = lab.cell(INTERACT)
    expect(cell.locator("img")).to_have_count(1)
    first = cell.locator("img").get_attribute("src")
    cell.get_by_role("slider").press("ArrowRight")
    expect(cell.locator(".widget-readout")).to_have_text("5")
    expect(cell.locator("img")).not_to_have_attribute("src", first or "")
    expect(cell.locator("img")).to_have_count(1)


def view_of(lab: Views, alive: Alive) -> Locator:
    return lab.cell(DISPLAYS[alive]).locator(".cw-widget:not([aria-busy])")


def name_of(alive: Alive) -> str:
    return alive.made.partition("(")[0]


@pytest.fixture(params=ALIVE, ids=name_of)
def alive(lab: Views, request: pytest.FixtureRequest) -> Alive:
    """One of the explorers, shown by its cell, its pictures ready."""
    shown: Alive = request.param
    assert "Error" not in lab.run(DISPLAYS[shown])
    expect(view_of(lab, shown)).to_be_visible(timeout=1000 * PATIENCE)
    return shown


def assert_arrow_keys_stay(lab: Views, control: Locator) -> None:
    before = lab.place()
    for key in ("ArrowDown", "ArrowUp"):
        control.press(key)
        assert lab.place() == before, control.evaluate("(el) => el.outerHTML")


def test_a_key_changes_an_explorer_and_its_trait(lab: Views, alive: Alive) -> None:
    view, before = view_of(lab, alive), lab.place()
    (control, key), (place, text), (trait, value) = alive.pressed, alive.seen, alive.trait
    expect(view.locator(place)).not_to_contain_text(text)
    view.locator(control).press(key)
    expect(view.locator(place)).to_contain_text(text)
    assert lab.place() == before
    deadline = time.monotonic() + PATIENCE
    while (printed := lab.run(DISPLAYS[alive] + 1).strip()) != value:
        assert time.monotonic() < deadline, f"{trait} is {printed}, not {value}"


def test_arrow_keys_stay_with_controls_of_every_kind(lab: Views, alive: Alive) -> None:
    controls = view_of(lab, alive).locator("input, select, button, summary, [tabindex]:not(pre)")
    kinds = controls.evaluate_all(KINDS)
    assert kinds
    for index in kinds:
        assert_arrow_keys_stay(lab, controls.nth(index))


@pytest.mark.parametrize("alive", WITH_TEXT, ids=name_of, indirect=True)
def test_arrow_keys_stay_with_a_text_that_scrolls(lab: Views, alive: Alive) -> None:
    texts = view_of(lab, alive).locator("pre[tabindex]")
    for index in range(texts.count()):
        assert_arrow_keys_stay(lab, texts.nth(index))


def test_a_button_beside_an_explorer_runs_the_keras_layers(lab: Views) -> None:
    lab.run(KERAS)
    cell, before = lab.cell(KERAS), lab.place()
    expect(cell.locator(".cw-widget")).to_be_visible()
    expect(cell.locator("img")).to_have_count(1)
    first = cell.locator("img").get_attribute("src")
    cell.get_by_role("button", name="Run the Keras layers").press("Enter")
    expect(cell.locator("img")).not_to_have_attribute("src", first or "", timeout=1000 * PATIENCE)
    expect(cell.locator("img")).to_have_count(1)
    expect(cell.locator("img")).to_be_visible()
    assert lab.place() == before


def test_the_widgets_complain_of_nothing(lab: Views, complaints: list[str]) -> None:
    assert [complaint for complaint in complaints if "blob:" in complaint or "widget" in complaint.lower()] == []
