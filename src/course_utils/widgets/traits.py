"""Traits that hold arrays, check them, and carry them to the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from course_utils.widgets.generic_traits import TraitType


class _Array(TraitType[NDArray[Any], Any]):
    """Array trait that notices a change of value, where traitlets would see one at every assignment.

    It holds a read-only copy: a number changed in place would reach no page.
    """

    def set(self, obj: Any, value: Any) -> None:
        """Assign unless the trait holds an equal array already."""
        array = np.asarray(self._validate(obj, value))
        old = obj._trait_values.get(self.name)
        if old is None or not np.array_equal(old, array):
            copy = array.copy()
            copy.flags.writeable = False
            super().set(obj, copy)


class Picture(_Array):
    """8-bit pixels, shape `(height, width, 1)` or `(height, width, 3)`; they cross to the page as bytes."""

    info_text = "an array of 8-bit pixels of shape (height, width, 1) or (height, width, 3)"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tag(sync=True, to_json=self._to_json)

    def validate(self, obj: Any, value: Any) -> NDArray[np.uint8]:
        """Accept pixels as Pillow, Keras or scikit-image give them; refuse what would need guessing."""
        pixels = np.asarray(value)
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (1, 3) or not pixels.size:
            raise traitlets.TraitError(
                f"`{self.name}` must be {self.info_text}. "
                f"Received: dtype={pixels.dtype}, shape={pixels.shape}. "
                "Pixels from 0 to 1 become 8-bit ones by `(255 * image).astype('uint8')`, "
                "a gray picture gets its axis by `image[..., None]`."
            )
        return pixels

    @staticmethod
    def _to_json(pixels: NDArray[np.uint8], _widget: object) -> dict[str, Any]:
        return {"shape": list(pixels.shape), "data": np.ascontiguousarray(pixels).data.cast("B")}


class Photo(Picture):
    """A picture of bounded size.

    Args:
        sides: How many pixels high and wide it may be.
        suggested: The side that an error suggests to bring it to.
    """

    def __init__(self, sides: range, suggested: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sides, self.suggested = sides, suggested

    def validate(self, obj: Any, value: Any) -> NDArray[np.uint8]:
        """Accept a picture within the bounds."""
        pixels = super().validate(obj, value)
        if pixels.shape[0] not in self.sides or pixels.shape[1] not in self.sides:
            raise traitlets.TraitError(
                f"`{self.name}` must be {self.sides[0]} to {self.sides[-1]} pixels high and wide. "
                f"Received: shape={pixels.shape}. "
                f"`course_utils.photos.square(image, {self.suggested})` crops and scales it."
            )
        return pixels


class Numbers(_Array):
    """A small array of numbers of a fixed rank; it crosses to the page as nested lists."""

    def __init__(self, rank: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rank = rank
        self.info_text = f"an array of finite numbers of rank {rank}"
        self.tag(sync=True, to_json=self._to_json)

    def validate(self, obj: Any, value: Any) -> NDArray[np.float32]:
        """Accept anything that NumPy reads as finite numbers of this rank."""
        try:
            array = np.asarray(value, dtype="float32")
        except (TypeError, ValueError) as error:
            raise self._refusal(value) from error
        if array.ndim != self.rank or not array.size or not np.isfinite(array).all():
            raise self._refusal(array)
        return array

    def _refusal(self, value: Any) -> traitlets.TraitError:
        return traitlets.TraitError(f"`{self.name}` must be {self.info_text}. Received: {value!r}")

    @staticmethod
    def _to_json(array: NDArray[np.float32], _widget: object) -> Any:
        # Seven digits are what a 32-bit float can tell apart: 0.11, not 0.10999999940395355.
        return np.vectorize(lambda number: float(f"{number:.7g}"), otypes=[float])(array).tolist()


class Square(Numbers):
    """As many rows of numbers as columns, within bounds."""

    def __init__(self, smallest: int, largest: int, **kwargs: Any) -> None:
        super().__init__(rank=2, **kwargs)
        self.smallest, self.largest = smallest, largest
        self.info_text = f"a square of finite numbers, {smallest} to {largest} rows and columns"

    def validate(self, obj: Any, value: Any) -> NDArray[np.float32]:
        """Accept anything that NumPy reads as such a square."""
        array = super().validate(obj, value)
        height, width = array.shape
        if height != width or not self.smallest <= height <= self.largest:
            raise traitlets.TraitError(
                f"`{self.name}` must be {self.info_text}. Received: shape={array.shape}"
            )
        return array
