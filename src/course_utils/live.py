"""`ipywidgets.interact` for what only a kernel can do, with a picture for pages that have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from course_utils.plots import Plot


class Interaction:
    """Controls that run a function in the kernel; a page without one shows the picture of the first run.

    Args:
        function: Returns a `Plot`. Its first run takes the values at which the controls start: the default arguments.
        **controls: What `ipywidgets.interact` accepts for each argument.
    """

    def __init__(self, function: Callable[..., Plot], **controls: Any) -> None:
        import ipywidgets

        self.controls = ipywidgets.interactive(function, **controls)
        self.first: Plot = self.controls.result
        # `interactive` shows nothing by itself, and what it would show while it is made stands outside its frame.
        self.controls.out.append_display_data(self.first)
        self.controls.auto_display = True

    def __repr__(self) -> str:
        """Return the summary of the first run."""
        return repr(self.first)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        view: dict[str, Any] = self.controls._repr_mimebundle_(**kwargs)
        return {**view, **self.first._repr_mimebundle_()}


def interact(function: Callable[..., Plot], **controls: Any) -> Interaction:
    """Let the reader choose a function's arguments.

    Args:
        function: Returns a `Plot`.
        **controls: One for each argument, as for `ipywidgets.interact`: a tuple for a slider, a list for a choice.

    Returns:
        What a cell displays: controls where a kernel runs, otherwise the picture of the first run.
    """
    return Interaction(function, **controls)
