"""Turns an executed notebook into the one the repository holds: only what its sources say, in one form."""

import base64
import hashlib
from collections.abc import Callable

from nbformat import NotebookNode, from_dict

from tools.notebooks import MARK, WIDGET, WIDGET_VIEW
from tools.notebooks.pictures import looks_same, without_text

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
PICTURES = {"image/jpeg", "image/png"}
# What front ends note about one person's session.
SESSION_NOTES = ("ExecuteTime", "colab", "collapsed", "execution", "outputId", "scrolled", "vscode")


def finish(executed: NotebookNode, committed: NotebookNode, same_text: Callable[[str, str], bool]) -> NotebookNode:
    """Finish an executed notebook in place and return it.

    Args:
        executed: The notebook as it came from the kernel.
        committed: The notebook as the repository holds it: what did not change is kept from it.
        same_text: Tells whether two text outputs differ only in what nbval does not compare.
    """
    normalise(executed)
    if committed.metadata.get(MARK) != executed.metadata[MARK]:
        # Other code: a figure that nbval would let pass is another figure all the same.
        same_text = str.__eq__
    before = {cell.id: cell for cell in committed.cells if cell.cell_type == "code"}
    for cell in executed.cells:
        if cell.cell_type == "code" and cell.id in before:
            keep_unchanged(cell, before[cell.id], same_text)
    return executed


def normalise(notebook: NotebookNode) -> None:
    """Drop what differs between runs, machines and front ends, and number the cells."""
    for key in ("widgets", "signature", *SESSION_NOTES):
        notebook.metadata.pop(key, None)
    notebook.metadata.kernelspec = from_dict(KERNELSPEC)
    notebook.metadata.language_info = from_dict(LANGUAGE_INFO)
    notebook.metadata[MARK] = from_dict({"code": code_hash(notebook)})
    count = 0
    for cell in notebook.cells:
        for key in SESSION_NOTES:
            cell.metadata.pop(key, None)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            normalise_output(output, count)


def code_hash(notebook: NotebookNode) -> str:
    """Return a hash of a notebook's code, all cells in a row."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(code).encode()).hexdigest()[:16]


def normalise_output(output: NotebookNode, count: int) -> None:
    """Number an output, and drop its view of a kernel's widget and a picture's signatures."""
    if "execution_count" in output:
        output.execution_count = count
    data = output.get("data", {})
    if data.pop(WIDGET_VIEW, None):
        output.metadata.pop(WIDGET_VIEW, None)
        if WIDGET not in data:  # only a kernel can bring it alive: the book says so in its place
            output.metadata[MARK] = from_dict({"live": True})
    if "image/png" in data:
        set_picture(output, without_text(get_picture(output)))


def keep_unchanged(cell: NotebookNode, before: NotebookNode, same_text: Callable[[str, str], bool]) -> None:
    """Take over from the committed cell its stills, and what does not differ to nbval or to an eye."""
    if len(cell.outputs) != len(before.outputs):
        return
    for output, old in zip(cell.outputs, before.outputs, strict=True):
        if output.output_type != old.output_type or output.get("name") != old.get("name"):
            continue
        if "text" in output and same_text(output.text, old.text):
            output.text = old.text
        if "data" in output:
            keep_unchanged_data(output, old, same_text)


def keep_unchanged_data(output: NotebookNode, old: NotebookNode, same_text: Callable[[str, str], bool]) -> None:
    """Take over the texts of a display that say the same, and its pictures if nothing else has changed."""
    unchanged = True
    for mime, value in output.data.items():
        if mime in PICTURES:
            continue
        old_value = old.data.get(mime)
        if isinstance(value, str) and isinstance(old_value, str) and same_text(value, old_value):
            output.data[mime] = old_value
        unchanged = unchanged and output.data[mime] == old_value
    if WIDGET in output.data and "image/png" in old.data:
        # A still is as good as its fingerprint, which `stills` looks at.
        output.data["image/png"] = old.data["image/png"]
        output.metadata[MARK] = old.metadata.get(MARK, from_dict({}))
        return
    for mime in PICTURES & output.data.keys() & old.data.keys():
        if unchanged and looks_same(get_picture(output, mime), get_picture(old, mime)):
            output.data[mime] = old.data[mime]


def get_picture(output: NotebookNode, mime: str = "image/png") -> bytes:
    """Return a picture of an output."""
    return base64.b64decode(output.data[mime])


def set_picture(output: NotebookNode, picture: bytes, mime: str = "image/png") -> None:
    """Set a picture of an output."""
    output.data[mime] = base64.b64encode(picture).decode("ascii")
