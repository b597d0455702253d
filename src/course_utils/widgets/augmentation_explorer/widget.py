"""The Python side of `AugmentationExplorer`: its traits, their bounds, and the same layers in Keras."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, Literal

import traitlets
from numpy.typing import ArrayLike

from course_utils import photos
from course_utils.live import Live, button
from course_utils.plots import Plot
from course_utils.widgets.augmentation_explorer.by_keras import PREVIEWS, sheet
from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum
from course_utils.widgets.traits import Photo

Flip = Literal["none", "horizontal", "vertical", "horizontal_and_vertical"]
FillMode = Literal["reflect", "wrap", "constant", "nearest"]
Interpolation = Literal["bilinear", "nearest"]

FLIPS: list[Flip] = ["none", "horizontal", "vertical", "horizontal_and_vertical"]
_LAST_EPOCH, _SEEDS = 991, 1000
_RUN = {"ko": "Keras 층을 실행하기", "en": "Run the Keras layers"}


def _factor(default: float, most: float) -> Any:
    return traitlets.Float(default, min=0.0, max=most).tag(sync=True)


class AugmentationExplorer(CourseWidget, bundle="augmentation_explorer"):
    """Shows what a net in training gets to see of one picture, a fresh random version in every epoch.

    The reader sets how far each layer may go, turns from epoch to epoch, sees the numbers that were drawn and
    how they spread, switches between training and inference, and copies the Keras code of the settings. A
    picture that the reader opens stays in the page: it is no trait.

    Args:
        image: 8-bit pixels of shape `(height, width, channels)`, 16 to 256 a side, 1 or 3 channels. Defaults
            to the photo of a cat, 128 × 128.
        **traits: `flip` (`"none"`, `"horizontal"`, `"vertical"`, `"horizontal_and_vertical"`); the factors
            `rotation` (0 to 0.5 of a full turn), `zoom_height` and `zoom_width` (0 to 0.9; the latter counts
            where `keep_aspect` is off), `translation_height` and `translation_width` (0 to 0.5 of the picture),
            `contrast` and `brightness` (0 to 0.9); `fill_mode` and `interpolation` as in Keras; `seed` (0 to
            999), `training`, the first `epoch` on the sheet (1 to 991) and the `preview` (0 to 8) looked at.

    Raises:
        traitlets.TraitError: If a trait is out of bounds.

    Example:
        >>> explorer = AugmentationExplorer(rotation=0.2, zoom_height=0.0)
        >>> [type(layer).__name__ for layer in explorer.layers()]
        ['RandomFlip', 'RandomRotation']

    Reference:
        [Image augmentation layers](https://keras.io/api/layers/preprocessing_layers/image_augmentation/).
    """

    image = Photo(sides=range(16, 257), suggested=128)
    flip = Enum[Flip](FLIPS, "horizontal").tag(sync=True)
    rotation = _factor(0.1, 0.5)
    zoom_height = _factor(0.2, 0.9)
    zoom_width = _factor(0.2, 0.9)
    keep_aspect = traitlets.Bool(True).tag(sync=True)
    translation_height = _factor(0.0, 0.5)
    translation_width = _factor(0.0, 0.5)
    contrast = _factor(0.0, 0.9)
    brightness = _factor(0.0, 0.9)
    fill_mode = Enum[FillMode](["reflect", "wrap", "constant", "nearest"], "reflect").tag(sync=True)
    interpolation = Enum[Interpolation](["bilinear", "nearest"], "bilinear").tag(sync=True)
    seed = traitlets.Int(0, min=0, max=_SEEDS - 1).tag(sync=True)
    training = traitlets.Bool(True).tag(sync=True)
    epoch = traitlets.Int(1, min=1, max=_LAST_EPOCH).tag(sync=True)
    preview = traitlets.Int(0, min=0, max=PREVIEWS - 1).tag(sync=True)

    def __init__(self, image: ArrayLike | None = None, **traits: Any) -> None:
        super().__init__(image=photos.cat() if image is None else image, **traits)

    def layers(self, seed: int | None = None) -> list[Any]:
        """Return the Keras layers of the settings, in the order in which the page applies them.

        Args:
            seed: The seed of each layer's own random numbers; they are not those of the page.

        Returns:
            Layers for values from 0 to 255. Call them with `training=True` to have them do anything.
        """
        from keras import layers

        reading = {"fill_mode": self.fill_mode, "interpolation": self.interpolation, "seed": seed}
        zoom = (self.zoom_height, None if self.keep_aspect else self.zoom_width)
        shift = (self.translation_height, self.translation_width)
        # Two numbers for contrast: from a single one Keras 3 takes the upper bound alone.
        contrast = (self.contrast, self.contrast)
        chosen: list[tuple[bool, Callable[[], Any]]] = [
            (self.flip != "none", lambda: layers.RandomFlip(self.flip, seed=seed)),
            (self.rotation > 0, lambda: layers.RandomRotation(self.rotation, **reading)),
            (any(zoom), lambda: layers.RandomZoom(*zoom, **reading)),
            (any(shift), lambda: layers.RandomTranslation(*shift, **reading)),
            (self.contrast > 0, lambda: layers.RandomContrast(contrast, seed=seed)),
            (self.brightness > 0, lambda: layers.RandomBrightness(self.brightness, seed=seed)),
        ]
        return [make() for wanted, make in chosen if wanted]

    def beside_keras(self, seed: int | None = 0) -> Live:
        """Show the explorer with a button that runs the Keras layers of its settings on its image.

        The layers draw numbers of their own, so that the two sheets of nine are alike, not the same. A photo that
        the reader opens in the page does not reach the kernel.

        Args:
            seed: The seed of the first sheet; each press of the button takes the next one. None for other draws
                in every run.

        Returns:
            What a cell displays: explorer, button and sheet where a kernel runs, otherwise the first sheet.

        Example:
            >>> AugmentationExplorer(rotation=0.2).beside_keras()
            9 pictures 128×128×3: RandomFlip, RandomRotation, RandomZoom
        """
        seeds: Iterator[int | None] = itertools.repeat(None) if seed is None else itertools.count(seed)

        def draw() -> Plot:
            return sheet(self.image, self.layers(next(seeds)), self.training)

        return button(_RUN[self.language], draw, above=self)

    def __repr__(self) -> str:
        """Return the settings, without the picture."""
        shape = "×".join(map(str, self.image.shape))
        zoom = f"{self.zoom_height:g}" if self.keep_aspect else f"{self.zoom_height:g}, {self.zoom_width:g}"
        return (
            f"AugmentationExplorer(image {shape}, flip={self.flip!r}, rotation={self.rotation:g}, zoom={zoom}, "
            f"translation={self.translation_height:g}, {self.translation_width:g}, contrast={self.contrast:g}, "
            f"brightness={self.brightness:g}, {'training' if self.training else 'inference'})"
        )
