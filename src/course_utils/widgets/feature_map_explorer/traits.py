"""Traits that hold a net and a row of pictures, and carry them to the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from course_utils.nets import Net
from course_utils.widgets.generic_traits import TraitType
from course_utils.widgets.traits import Picture

_SIDES, _MOST_CHANNELS, _MOST_WEIGHTS, _MOST_UNITS = range(4, 65), 64, 100_000, 20


class SmallNet(TraitType[Net, Net]):
    """A net that a page can hold and draw; its weights cross to the page as bytes."""

    info_text = "a Net, as `course_utils.nets.from_keras(model)` gives it"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tag(sync=True, to_json=self._to_json)

    def validate(self, obj: Any, value: Any) -> Net:
        """Accept a net that fits on a page and ends in an answer."""
        if not isinstance(value, Net):
            raise traitlets.TraitError(f"`{self.name}` must be {self.info_text}. Received: {value!r}")
        for rule, received in _broken_rules(value):
            raise traitlets.TraitError(
                f"A net in this widget must have {rule}. Received: {received}. Show a smaller model."
            )
        return value

    @staticmethod
    def _to_json(net: Net, _widget: object) -> dict[str, Any]:
        weights = net.weights()
        return {**net.description(), "dtype": weights.dtype.name, "weights": weights.data.cast("B")}


def _broken_rules(net: Net) -> list[tuple[str, str]]:
    height, width, channels = net.input_shape
    sizes = f"input shape {net.input_shape}"
    deep = [shape for shape in net.shapes if len(shape) == 3 and shape[2] > _MOST_CHANNELS]
    count = net.weights().size
    rules = [
        (
            height in _SIDES and width in _SIDES,
            f"pictures of {_SIDES[0]} to {_SIDES[-1]} pixels a side",
            sizes,
        ),
        (channels in (1, 3), "pictures of 1 or 3 channels", sizes),
        (
            bool(net.shapes) and len(net.shapes[-1]) == 1 and net.shapes[-1][0] <= _MOST_UNITS,
            f"at most {_MOST_UNITS} numbers in a row as its answer, such as a last Dense(10)",
            f"output shapes {net.shapes[-1:]}",
        ),
        (not deep, f"at most {_MOST_CHANNELS} channels in a layer", f"output shapes {deep}"),
        (count <= _MOST_WEIGHTS, f"at most {_MOST_WEIGHTS:,} weights", f"{count:,}"),
    ]
    return [(rule, received) for kept, rule, received in rules if not kept]


class Pictures(Picture):
    """8-bit pictures of one shape, `(count, height, width, channels)`; they cross to the page as bytes."""

    info_text = "8-bit pictures, shape (count, height, width, 1) or (count, height, width, 3), at least one"

    def validate(self, obj: Any, value: Any) -> NDArray[np.uint8]:
        """Accept pictures as the data sets of Keras give them."""
        pixels = np.asarray(value)
        if pixels.dtype != np.uint8 or pixels.ndim != 4 or pixels.shape[3] not in (1, 3) or not pixels.size:
            raise traitlets.TraitError(
                f"`{self.name}` must be {self.info_text}. "
                f"Received: dtype={pixels.dtype}, shape={pixels.shape}. "
                "Pixels from 0 to 1 become 8-bit ones by `(255 * images).astype('uint8')`, "
                "gray pictures get their axis by `images[..., None]`."
            )
        return pixels
