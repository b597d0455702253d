"""`make notebooks` writes one form, and leaves alone what has not changed."""

import base64
import copy
import io

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from PIL import Image

from tools.notebooks import MARK, WIDGET, WIDGET_VIEW
from tools.notebooks.execute import execute
from tools.notebooks.finish import finish, get_picture, keep_unchanged_data, set_picture
from tools.notebooks.sanitise import Sanitiser


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def refinish(executed: NotebookNode, committed: NotebookNode, same_text: Sanitiser) -> NotebookNode:
    return finish(copy.deepcopy(executed), committed, same_text)


def nudged(png: bytes, step: int, **encoding: object) -> bytes:
    """Return a picture that differs by `step` levels in one corner, encoded by another program."""
    pixels = np.array(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    pixels[:16, :16] = np.clip(pixels[:16, :16] - step, 0, 255)
    file = io.BytesIO()
    Image.fromarray(pixels.astype("uint8")).save(file, **{"format": "png", "compress_level": 1} | encoding)
    return file.getvalue()


@pytest.mark.slow
def test_ids_stay_and_counts_run_from_one(finished: NotebookNode) -> None:
    assert [(c.id, c.execution_count) for c in finished.cells] == [
        ("widget-class", 1),
        ("numbers", 2),
        ("figure", 3),
        ("counter", 4),
        ("interact", 5),
        ("address", 6),
    ]


def test_nothing_of_the_run_remains(executed: NotebookNode, finished: NotebookNode) -> None:
    assert WIDGET_VIEW in nbformat.writes(executed)
    text = nbformat.writes(finished)
    for trace in (WIDGET_VIEW, "widget-state", "iopub", "3.11", "3.12", "3.13"):
        assert trace not in text
    for c in finished.cells:
        assert set(c.metadata) == set()
    assert b"Software" not in get_picture(cell(finished, "figure").outputs[0])


def test_a_widget_display_keeps_its_own_state_only(finished: NotebookNode) -> None:
    (output,) = cell(finished, "counter").outputs
    assert set(output.data) == {"text/plain", WIDGET}
    assert output.data[WIDGET]["state"] == {"stride": 2, "kernel": [1, 2]}


def test_interact_shows_its_first_picture_before_its_controls(finished: NotebookNode) -> None:
    printed, figure, controls = cell(finished, "interact").outputs
    assert printed.text == "stride 2\n"
    assert get_picture(figure).startswith(b"\x89PNG")
    assert controls.data["text/plain"].startswith("interactive(")
    assert controls.metadata[MARK] == {"live": True}


@pytest.mark.slow
def test_another_run_changes_nothing(finished: NotebookNode, same_text: Sanitiser, tmp_path) -> None:
    again = finish(execute(finished, tmp_path), finished, same_text)
    assert nbformat.writes(again) == nbformat.writes(finished)


def test_a_reencoded_picture_is_kept_and_a_changed_one_is_not(
    executed: NotebookNode, finished: NotebookNode, same_text: Sanitiser
) -> None:
    fresh = get_picture(cell(finished, "figure").outputs[0])
    for step, kept in ((2, True), (60, False)):
        committed = copy.deepcopy(finished)
        set_picture(cell(committed, "figure").outputs[0], nudged(fresh, step))
        again = refinish(executed, committed, same_text)
        assert (again == committed) is kept
        assert (get_picture(cell(again, "figure").outputs[0]) == fresh) is not kept


@pytest.mark.parametrize(("step", "kept"), [(2, True), (60, False)])
def test_a_photo_is_compared_as_well(
    finished: NotebookNode, same_text: Sanitiser, step: int, kept: bool
) -> None:
    drawn = get_picture(cell(finished, "figure").outputs[0])
    fresh, stored = (
        nbformat.v4.new_output(
            "display_data",
            {
                "text/plain": "photo",
                "image/jpeg": base64.b64encode(nudged(drawn, by, format="jpeg")).decode(),
            },
        )
        for by in (0, step)
    )
    keep_unchanged_data(fresh, stored, same_text)
    assert (fresh == stored) is kept


def test_a_picture_does_not_outlive_its_summary(
    executed: NotebookNode, finished: NotebookNode, same_text: Sanitiser
) -> None:
    committed = copy.deepcopy(finished)
    (output,) = cell(committed, "figure").outputs
    output.data["text/plain"] = "<Figure of other numbers>"
    set_picture(output, nudged(get_picture(output), 2))
    assert refinish(executed, committed, same_text) == finished


@pytest.mark.parametrize(
    ("stored", "kept"),
    [("<object object at 0x123456789abc>\n", True), ("<object thing at 0x123456789abc>\n", False)],
)
def test_only_sanitised_text_is_kept(
    stored: str, kept: bool, executed: NotebookNode, finished: NotebookNode, same_text: Sanitiser
) -> None:
    committed = copy.deepcopy(finished)
    cell(committed, "address").outputs[0].text = stored
    again = refinish(executed, committed, same_text)
    assert (cell(again, "address").outputs[0].text == stored) is kept


def test_a_still_stays_with_its_widget(
    executed: NotebookNode, finished: NotebookNode, same_text: Sanitiser
) -> None:
    committed = copy.deepcopy(finished)
    (output,) = cell(committed, "counter").outputs
    output.data["image/png"] = base64.b64encode(b"a still").decode()
    output.metadata[MARK] = {"still": "0123"}
    assert refinish(executed, committed, same_text) == committed


def test_where_code_has_changed_no_figure_is_kept(
    executed: NotebookNode, finished: NotebookNode, same_text: Sanitiser
) -> None:
    committed, changed = copy.deepcopy(finished), copy.deepcopy(executed)
    cell(committed, "address").outputs[0].text = "<object object at 0x123456789abc>\n"
    changed.cells[0].source += "\n# other code"
    again = refinish(changed, committed, same_text)
    assert cell(again, "address").outputs == cell(finished, "address").outputs
