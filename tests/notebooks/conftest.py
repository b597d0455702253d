"""A notebook made on the fly: it prints, draws and displays widgets, and needs no TensorFlow."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tools.notebooks.execute import execute
from tools.notebooks.finish import finish
from tools.notebooks.sanitise import Sanitiser

CELLS = {
    "widget-class": """
import anywidget
import traitlets


class Counter(anywidget.AnyWidget):
    _esm = "export default { render() {} }"
    stride = traitlets.Int(1).tag(sync=True)

    def __repr__(self):
        return f"Counter(stride={self.stride})"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        live = {"widget": "Counter", "bundle": "counter", "state": {"stride": self.stride, "kernel": [1, 2]}}
        data["application/vnd.convnet-course.widget.v1+json"] = live
        return {**data, "text/plain": repr(self)}, metadata
""",
    "numbers": "print(6 * 7)",
    "figure": """
import matplotlib.pyplot as plt

plt.plot([1, 4, 9])
plt.show()
""",
    "counter": "Counter(stride=2)",
    "interact": """
from ipywidgets import interact


@interact(stride=(1, 3))
def show(stride=2):
    print("stride", stride)
    plt.plot([stride, 0])
    plt.show()
""",
    "address": "print(object())",
}


@pytest.fixture(scope="session")
def make_notebook() -> Callable[[dict[str, str]], NotebookNode]:
    """Return a function that makes a notebook with one code cell for each id and source."""

    def make(cells: dict[str, str]) -> NotebookNode:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            nbformat.v4.new_code_cell(source.strip(), id=name) for name, source in cells.items()
        ]
        return notebook

    return make


@pytest.fixture(scope="session")
def same_text() -> Sanitiser:
    return Sanitiser()


@pytest.fixture(scope="session")
def executed(
    make_notebook: Callable[[dict[str, str]], NotebookNode], tmp_path_factory: pytest.TempPathFactory
) -> NotebookNode:
    """The notebook as it comes from the kernel: copy it before changing it."""
    return execute(make_notebook(CELLS), tmp_path_factory.mktemp("kernel"))


@pytest.fixture
def finished(executed: NotebookNode, same_text: Sanitiser) -> NotebookNode:
    """The notebook as the repository would hold it, still without stills."""
    fresh = nbformat.from_dict(executed)
    return finish(fresh, nbformat.v4.new_notebook(), same_text)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[2]
