"""The Python side of `NeighbourExplorer`: its traits, their bounds, and the same neighbours in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum
from course_utils.widgets.neighbour_explorer.gallery import Gallery
from course_utils.widgets.neighbour_explorer.packaged import pets
from course_utils.widgets.neighbour_explorer.ranking import Ranking

Space = Literal["features", "pixels"]
Answer = Literal["", "features", "pixels", "same"]

SPACES: list[Space] = ["features", "pixels"]
ANSWERS: list[Answer] = ["", "features", "pixels", "same"]
_K = 5
# Where a reader of the drawn pets begins: a cat whose neighbours differ more between the spaces than most do.
_OPENING = 24


class NeighbourExplorer(CourseWidget, bundle="neighbour_explorer"):
    """Shows the nearest neighbours of a picture in two spaces: by a pretrained net's features, and by pixels.

    The reader picks a picture and sees both rows, the neighbours of the same class marked, how many there are, what
    share of all pictures' neighbours has their class, and how alike they are in brightness. In feature space, near is
    a high cosine similarity; in pixel space, a small root mean square of the differences, in levels from 0 to 255.

    With `ask=True` the reader first says which row will have more neighbours of the same class.

    Args:
        images: 8-bit pictures `(pictures, height, width, 3)`, 3 to 150 of them, 8 to 512 pixels a side. Defaults to
            120 drawn pets of the test pictures, and what EfficientNet-Lite0 sees in them at 180 × 180.
        labels: Each picture's class, whole numbers from 0, shape `(pictures,)`.
        features: What a net sees in each of them, `(pictures, features)`, or `(pictures, height, width, features)`,
            which is averaged over the places.
        class_names: The names of the classes. Defaults to their numbers.
        **traits: `index` (which picture is looked at, counted from 0), `k` (how many neighbours, 1 to 10), `ask`,
            and `answer` (`"features"`, `"pixels"`, `"same"`, or `""` as long as nothing is said).

    Raises:
        TypeError: If pictures are given without labels or features, or the other way round.
        traitlets.TraitError: If an array or a trait is out of bounds.

    Example:
        >>> explorer = NeighbourExplorer(k=3)
        >>> explorer.neighbours(0, "features").shape
        (3,)
        >>> explorer.agreement("features") > explorer.agreement("pixels")
        True

    Reference:
        [Krizhevsky et al., ImageNet classification with deep convolutional neural networks, 2012, 6.1](https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks).
    """

    gallery = traitlets.Instance(Gallery).tag(sync=True, to_json=lambda gallery, _widget: gallery.to_json())
    index = traitlets.Int(0, min=0).tag(sync=True)
    k = traitlets.Int(_K, min=1).tag(sync=True)
    ask = traitlets.Bool(False).tag(sync=True)
    answer = Enum[Answer](ANSWERS, "").tag(sync=True)

    def __init__(
        self,
        images: ArrayLike | None = None,
        labels: ArrayLike | None = None,
        features: ArrayLike | None = None,
        class_names: Sequence[str] | None = None,
        **traits: Any,
    ) -> None:
        gallery = traits.pop("gallery", None) or _gallery(images, labels, features, class_names)
        opening = {"k": min(_K, gallery.most), "index": _OPENING if gallery is pets() else 0}
        # The gallery first: the others are checked against it.
        super().__init__(**{"gallery": gallery, **opening, **traits})

    @traitlets.validate("gallery", "index", "k")
    def _check_together(self, proposal: Any) -> Any:
        """Refuse a picture or a number of neighbours that is not there."""
        values = {**self._trait_values, proposal["trait"].name: proposal["value"]}
        gallery = values.get("gallery")
        if gallery is not None:
            _check_within("index", values.get("index", 0), 0, len(gallery.labels) - 1)
            _check_within("k", values.get("k", 1), 1, gallery.most)
        return proposal["value"]

    def neighbours(self, index: int | None = None, space: Space = "features", k: int | None = None) -> NDArray[np.intp]:
        """Return the nearest neighbours of a picture, the nearest first.

        Args:
            index: Which picture; the one in view, if None.
            space: `"features"` or `"pixels"`.
            k: How many; as many as are in view, if None.

        Returns:
            Numbers of pictures, shape `(k,)`. Of two that are equally near, the one with the smaller number is first.

        Raises:
            ValueError: If there is no such picture, space or number of neighbours.
        """
        count = self._count(k)
        index = self.index if index is None else index
        if not 0 <= index < len(self.gallery.labels):
            raise ValueError(f"`index` must be 0 to {len(self.gallery.labels) - 1}. Received: index={index}")
        return self._ranking(space).order[index, :count].astype(np.intp)

    def agreement(self, space: Space = "features", k: int | None = None) -> float:
        """Return what share of all pictures' nearest neighbours has the class of their picture.

        A picture is never a neighbour of itself (leave one out).

        Args:
            space: `"features"` or `"pixels"`.
            k: How many neighbours of each picture; as many as are in view, if None.

        Raises:
            ValueError: If there is no such space or number of neighbours.
        """
        labels = self.gallery.labels
        near = labels[self._ranking(space).order[:, : self._count(k)]]
        return float((near == labels[:, None]).mean())

    def brightness_difference(self, space: Space = "features", k: int | None = None) -> float:
        """Return how far all pictures' nearest neighbours are from their picture in mean brightness, on average.

        Args:
            space: `"features"` or `"pixels"`.
            k: How many neighbours of each picture; as many as are in view, if None.

        Returns:
            A difference in levels, 0 to 255.

        Raises:
            ValueError: If there is no such space or number of neighbours.
        """
        levels = self.gallery.brightness.astype(int)
        near = levels[self._ranking(space).order[:, : self._count(k)]]
        return float(np.abs(near - levels[:, None]).mean())

    def chance(self) -> float:
        """Return the agreement of neighbours drawn by lot."""
        sizes = np.bincount(self.gallery.labels)
        count = len(self.gallery.labels)
        return float((sizes * (sizes - 1)).sum() / (count * (count - 1)))

    def _ranking(self, space: str) -> Ranking:
        if space not in SPACES:
            raise ValueError(f"`space` must be one of {', '.join(SPACES)}. Received: space={space!r}")
        ranking: Ranking = getattr(self.gallery, space)
        return ranking

    def _count(self, k: int | None) -> int:
        count = self.k if k is None else k
        if not 1 <= count <= self.gallery.most:
            raise ValueError(f"`k` must be 1 to {self.gallery.most}. Received: k={k}")
        return count

    def __repr__(self) -> str:
        """Return the settings, without the pictures."""
        return (
            f"NeighbourExplorer({len(self.gallery.labels)} pictures, classes {', '.join(self.gallery.class_names)}, "
            f"index={self.index}, k={self.k}, ask={self.ask}, answer={self.answer!r})"
        )


def _gallery(images: Any, labels: Any, features: Any, class_names: Sequence[str] | None) -> Gallery:
    given = {"images": images, "labels": labels, "features": features}
    missing = [name for name, value in given.items() if value is None]
    if not missing:
        return Gallery.of(images, labels, features, class_names)
    if len(missing) < len(given) or class_names is not None:
        raise TypeError(
            "Pictures of one's own need `images`, `labels` and `features`. "
            f"Received: no {' and no '.join(f'`{name}`' for name in missing)}. Leave out all of them to see drawn pets."
        )
    return pets()


def _check_within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise traitlets.TraitError(f"`{name}` must be {low} to {high}. Received: {name}={value}")
