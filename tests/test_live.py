"""`interact`: controls where a kernel runs, and the picture of the first run everywhere else."""

import ipywidgets
import numpy as np
import pytest

from course_utils import plots
from course_utils.live import button, interact

VIEW = "application/vnd.jupyter.widget-view+json"


def ramp(steps: int = 4, high: float = 1.0) -> plots.Plot:
    return plots.pictures([np.linspace(0, high, steps * steps).reshape(steps, steps)], [f"{steps} steps"])


@pytest.fixture
def shown():
    return interact(ramp, steps=(2, 8), high=[1.0, 2.0])


def test_the_display_holds_controls_a_picture_and_a_summary(shown):
    data = shown._repr_mimebundle_()
    assert data[VIEW]["model_id"] == shown.controls.model_id
    assert data.items() >= ramp()._repr_mimebundle_().items()
    assert data["text/plain"] == repr(shown) == repr(ramp())


def test_the_picture_is_that_of_the_default_arguments(shown):
    assert "4 steps: 4×4 from 0.00 to 1.00" in repr(shown)


def test_there_is_a_control_for_each_argument_at_its_default(shown):
    assert shown.controls.kwargs_widgets[0].description == "steps"
    assert {widget.description: widget.value for widget in shown.controls.kwargs_widgets} == {
        "steps": 4,
        "high": 1.0,
    }


def test_a_control_runs_the_function_and_the_picture_stays(shown):
    steps, high = shown.controls.kwargs_widgets
    steps.value, high.value = 8, 2.0
    shown.controls.update()
    assert repr(shown.controls.result) == repr(ramp(8, 2.0))
    assert repr(shown) == repr(ramp())


def test_a_kernel_shows_the_picture_below_the_controls(shown):
    (output,) = shown.controls.out.outputs
    assert output["data"].items() >= ramp()._repr_mimebundle_().items()
    assert shown.controls.auto_display


def test_an_argument_without_a_default_starts_where_its_control_does():
    shown = interact(lambda steps: ramp(steps), steps=(2, 8))
    assert repr(shown) == repr(ramp(5))


def test_a_button_runs_the_function_again_and_shows_its_latest_picture():
    steps = iter([3, 4, 5])
    above = ipywidgets.Label("above")
    shown = button("again", lambda: ramp(next(steps)), above)
    first, pressed, output = shown.controls.children
    assert first is above
    assert repr(shown) == repr(ramp(3))
    for count in (4, 5):
        pressed.click()
        (picture,) = output.outputs
        assert picture["data"]["text/plain"] == repr(ramp(count))
    assert shown._repr_mimebundle_().items() >= ramp(3)._repr_mimebundle_().items()
