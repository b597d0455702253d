"""What every widget shares in which a window slides over an input."""

from __future__ import annotations

from typing import Any

import traitlets

from course_utils.ops import Padding
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum


class SlidingWindow(CourseWidget):
    """Widget with the strides, padding and dilation rate of one convolution that Keras would run."""

    strides = traitlets.Int(1, min=1, max=4).tag(sync=True)
    padding = Enum[Padding](["valid", "same"], "valid").tag(sync=True)
    dilation_rate = traitlets.Int(1, min=1, max=3).tag(sync=True)

    @traitlets.validate("strides", "dilation_rate")
    def _check_strides_or_dilation(self, proposal: Any) -> int:
        values = {"strides": self.strides, "dilation_rate": self.dilation_rate}
        values[proposal["trait"].name] = proposal["value"]
        if min(values.values()) > 1:
            raise traitlets.TraitError(
                "Keras does not combine strides above 1 with a dilation rate above 1: set one of them to 1. "
                f"Received: {values}"
            )
        return int(proposal["value"])
