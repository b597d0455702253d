"""The Python side of `TranslationExplorer`: its traits, their bounds, and the same answers from NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils import kernels, ops
from course_utils.ops import Padding
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum
from course_utils.widgets.traits import Numbers
from course_utils.widgets.translation_explorer import objects
from course_utils.widgets.translation_explorer.measures import agreement, cells_moved, in_place, ratio

SIDE = 32
KERNELS = ("vertical_edges", "horizontal_edges", "outline", "gabor_45", "gabor_135", "blur", "template")
EXCEPTIONS = ("border", "cut", "stride", "zeros")
_SIZES = range(3, 17)

Array = NDArray[np.floating[Any]]


class TranslationExplorer(CourseWidget, bundle="translation_explorer"):
    """Shows which answers move along with an object, which stay, and which are lost.

    The reader drags an object over a plain picture of 32 × 32 pixels. Its response map (`Conv2D` with one filter,
    then ReLU) moves along. A max-pooled map changes little, and the answers of global pooling stay, except where
    the border, the strides or the zeros of padding get in the way: those exceptions wait to be found. A dense
    layer that was matched to the object at its first place finds it there alone.

    Args:
        item: What is moved, instead of one of the drawn objects: its ink from 0 to 1, of shape `(height, width)`,
            3 to 16 a side, not all of it 0.
        **traits: `object` (`"seven"`, `"cross"`, `"ring"`, `"ear"`, or `"custom"` for `item`); `row` and `column`,
            where the object's top left corner is now (its centre stays in the picture); `start_row` and
            `start_column`, where it was at first (all of it in the picture); `background` from 0 (black) to 0.8;
            `kernel`, a classic 3 × 3 filter (`"vertical_edges"`, `"horizontal_edges"`, `"outline"`,
            `"gabor_45"`, `"gabor_135"`, `"blur"`) or `"template"`, the object as a whole; `strides` (1 to 3),
            `padding` and `pool_size` (2 or 4).

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or the object does not fit where it is put.

    Example:
        >>> explorer = TranslationExplorer(object="ring", row=14, column=18)
        >>> explorer.response().shape
        (30, 30, 1)
        >>> answers = explorer.answers()
        >>> round(answers["equivariance"], 2), round(answers["global_max"], 2), round(answers["dense"], 2)
        (1.0, 1.0, -0.05)

    Reference:
        Goodfellow, Bengio & Courville, [Deep Learning](https://www.deeplearningbook.org/contents/convnets.html),
        2016, sections 9.2 and 9.3.
    """

    object = traitlets.Enum([*objects.names(), "custom"], "seven").tag(sync=True)
    item = Numbers(rank=2)
    row = traitlets.Int(11).tag(sync=True)
    column = traitlets.Int(11).tag(sync=True)
    start_row = traitlets.Int(11, min=0).tag(sync=True)
    start_column = traitlets.Int(8, min=0).tag(sync=True)
    background = traitlets.Float(0.0, min=0.0, max=0.8).tag(sync=True)
    kernel = traitlets.Enum(KERNELS, "outline").tag(sync=True)
    strides = traitlets.Int(1, min=1, max=3).tag(sync=True)
    padding = Enum[Padding](["valid", "same"], "valid").tag(sync=True)
    pool_size = traitlets.Enum([2, 4], 4).tag(sync=True)

    def __init__(self, item: ArrayLike | None = None, **traits: Any) -> None:
        if item is None:
            item = objects.drawing("seven")
        else:
            traits = {"object": "custom", **traits}
        super().__init__(item=item, **traits)

    @traitlets.validate("item")
    def _check_item(self, proposal: Any) -> NDArray[np.float32]:
        item: NDArray[np.float32] = proposal["value"]
        if not all(side in _SIZES for side in item.shape) or item.min() < 0 or not 0 < item.max() <= 1:
            raise traitlets.TraitError(
                f"`item` must be ink from 0 to 1, {_SIZES[0]} to {_SIZES[-1]} rows and columns, not all of it 0. "
                f"Received: shape={item.shape}, values from {item.min():g} to {item.max():g}"
            )
        return item

    @traitlets.validate("row", "column", "start_row", "start_column")
    def _check_place(self, proposal: Any) -> int:
        name, place = proposal["trait"].name, int(proposal["value"])
        low, high = self._reach(name)
        if not low <= place <= high:
            raise traitlets.TraitError(
                f"`{name}` must be {low} to {high} for this object of {_by(self._shape())} pixels in a picture of "
                f"{_by((SIDE, SIDE))}. Received: {name}={place}"
            )
        return place

    @traitlets.observe("object", "item")
    def _stay_in_bounds(self, _change: Any) -> None:
        for name in ("row", "column", "start_row", "start_column"):
            low, high = self._reach(name)
            setattr(self, name, min(max(getattr(self, name), low), high))

    def picture(self) -> Array:
        """Return the input: the object on its background.

        Returns:
            Pixels from 0 to 1, shape `(32, 32, 1)`.
        """
        return self._picture_at(self.row, self.column)

    def response(self) -> Array:
        """Return the answer of the filter in every window, after ReLU.

        Returns:
            Response map of shape `(height, width, 1)`.
        """
        return self._respond(self.picture())

    def pooled(self) -> Array:
        """Return the largest answers of the response map.

        Returns:
            Map of shape `(height // pool_size, width // pool_size, 1)`.
        """
        return ops.max_pool2d(self.response(), self.pool_size)

    def answers(self) -> dict[str, float]:
        """Return the numbers that the widget shows, computed by NumPy.

        Returns:
            `equivariance`: share of the response that is found again after the move, in its new place;
            `compared`, `agreeing` and `lost`: cells behind that share; `difference`: the largest one between
            compared cells. `response_in_place` and `pooled_in_place`: how much of a map stayed where it was.
            `global_max`, `global_average` and `dense`: the answer now as a share of the answer at the start.
            Where nothing answered at the start, a share is NaN.
        """
        first = self._picture_at(self.start_row, self.start_column)
        start, now = self._respond(first), self.response()
        empty = self._respond(np.full_like(first, self.background))
        rows, columns = (cells_moved(pixels, self.strides) for pixels in self._shift())
        moved = agreement(start[..., 0], now[..., 0], empty[..., 0], rows, columns)
        return {
            "equivariance": moved.share,
            **moved._asdict(),
            "response_in_place": in_place(start, now),
            "pooled_in_place": in_place(ops.max_pool2d(start, self.pool_size), self.pooled()),
            "global_max": ratio(float(now.max()), float(start.max())),
            "global_average": ratio(float(now.mean(dtype="float64")), float(start.mean(dtype="float64"))),
            "dense": self._dense(self.picture()),
        }

    def along_row(self) -> dict[str, NDArray[Any]]:
        """Return the answers for every column at which the object could stand in its row.

        Returns:
            `columns`, and for each of them `global_max` and `dense` as shares of the answer at the start.
        """
        low, high = self._reach("column")
        columns = np.arange(low, high + 1)
        pictures = [self._picture_at(self.row, int(column)) for column in columns]
        start = float(self._respond(self._picture_at(self.start_row, self.start_column)).max())
        return {
            "columns": columns,
            "global_max": np.array([ratio(float(self._respond(picture).max()), start) for picture in pictures]),
            "dense": np.array([self._dense(picture) for picture in pictures]),
        }

    def exceptions(self) -> list[str]:
        """Return the reasons why the response did not simply move along with the object.

        Returns:
            Any of `"border"` (the object is whole, but its response has no room on the map), `"cut"` (part of the
            object is outside the picture), `"stride"` (the shift is no multiple of the strides) and `"zeros"`
            (the zeros of `same` padding answer on a bright background).
        """
        answers = self.answers()
        whole_cells = all(pixels % self.strides == 0 for pixels in self._shift())
        differs = answers["agreeing"] < answers["compared"]
        reasons = {
            "border": whole_cells and not self._is_cut() and answers["lost"] > 0,
            "cut": self._is_cut(),
            "stride": not whole_cells and (differs or answers["lost"] > 0),
            "zeros": whole_cells and self.padding == "same" and self.background > 0 and differs,
        }
        return [name for name in EXCEPTIONS if reasons[name]]

    def _ink(self) -> NDArray[np.float32]:
        return self.item if self.object == "custom" else objects.drawing(self.object)

    def _shape(self) -> tuple[int, int]:
        height, width = self._ink().shape
        return height, width

    def _shift(self) -> tuple[int, int]:
        return self.row - self.start_row, self.column - self.start_column

    def _reach(self, name: str) -> tuple[int, int]:
        """The places at which all of the object is in the picture, or for where it is now, its centre."""
        length = self._shape()[name.endswith("column")]
        half = 0 if name.startswith("start") else length // 2
        return -half, SIDE - length + half

    def _picture_at(self, row: int, column: int) -> Array:
        ink = self._ink()
        room = _SIZES[-1]
        canvas = np.zeros((SIDE + 2 * room, SIDE + 2 * room), "float32")
        canvas[row + room : row + room + ink.shape[0], column + room : column + room + ink.shape[1]] = ink
        inside = canvas[room:-room, room:-room, np.newaxis]
        return (self.background + inside * (1 - self.background)).astype("float32")

    def _is_cut(self) -> bool:
        ink = self._ink()
        rows, columns = np.nonzero(ink)
        places = [*(rows + self.row), *(columns + self.column)]
        return not 0 <= min(places) <= max(places) < SIDE

    def _respond(self, picture: Array) -> Array:
        weights = objects.template(self._ink()) if self.kernel == "template" else kernels.pattern(self.kernel)
        maps = ops.conv2d(picture, weights[..., np.newaxis, np.newaxis], self.strides, self.padding)
        return np.maximum(maps, 0)

    def _dense(self, picture: Array) -> float:
        """The answer of one unit whose weights are the first picture, free of its mean and scaled to answer 1."""
        first = self._picture_at(self.start_row, self.start_column).astype("float64")
        free = first - first.mean()
        return float((free * picture).sum() / (free * first).sum())

    def __repr__(self) -> str:
        """Return the settings, without the arrays."""
        down, right = self._shift()
        return (
            f"TranslationExplorer(object={self.object!r} {_by(self._shape())}, moved {down:+d} rows "
            f"{right:+d} columns, background={self.background:g}, kernel={self.kernel!r}, strides={self.strides}, "
            f"padding={self.padding!r}, pool_size={self.pool_size})"
        )


def _by(shape: tuple[int, int]) -> str:
    return f"{shape[0]} × {shape[1]}"
