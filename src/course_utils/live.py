"""ipywidgets for what only a kernel can do, with a picture for pages that have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from course_utils.plots import Plot


class Live:
    """Controls that run a function in the kernel; a page without one shows the picture of the first run.

    Args:
        controls: The ipywidgets that a kernel shows.
        first: What the function's first run returned.
    """

    def __init__(self, controls: Any, first: Plot) -> None:
        self.controls = controls
        self.first = first

    def __repr__(self) -> str:
        """Return the summary of the first run."""
        return repr(self.first)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        view: dict[str, Any] = self.controls._repr_mimebundle_(**kwargs)
        return {**view, **self.first._repr_mimebundle_()}


def interact(function: Callable[..., Plot], **controls: Any) -> Live:
    """Let the reader choose a function's arguments.

    Args:
        function: Returns a `Plot`. Its first run takes the values at which the controls start: the default arguments.
        **controls: One for each argument, as for `ipywidgets.interact`: a tuple for a slider, a list for a choice.

    Returns:
        What a cell displays: controls where a kernel runs, otherwise the picture of the first run.
    """
    import ipywidgets

    chosen = ipywidgets.interactive(function, **controls)
    first: Plot = chosen.result
    # `interactive` shows nothing by itself, and what it would show while it is made stands outside its frame.
    chosen.out.append_display_data(first)
    chosen.auto_display = True
    return Live(chosen, first)


def button(label: str, function: Callable[[], Plot], above: Any) -> Live:
    """Let the reader run a function again, as often as it pleases.

    Args:
        label: What stands on the button.
        function: Returns a `Plot`. It runs once at first, and once whenever the button is pressed.
        above: A widget that a kernel shows above the button.

    Returns:
        What a cell displays: the widget, the button and the latest picture where a kernel runs, otherwise the
        picture of the first run.
    """
    import ipywidgets

    first = function()
    # As wide as its words, whatever the language.
    pressed = ipywidgets.Button(description=label, layout=ipywidgets.Layout(width="max-content"))
    output = ipywidgets.Output()
    output.append_display_data(first)

    def run(_: Any) -> None:
        picture = function()
        output.outputs = ()
        output.append_display_data(picture)

    pressed.on_click(run)
    return Live(ipywidgets.VBox([above, pressed, output]), first)
