"""What each family of nets expects of a picture's numbers, as layers that stand in front of the net itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Preprocessing:
    """Turns raw RGB pixels, 0 to 255, into what a net was trained on: `pixels * scale + offset`.

    Args:
        scale: The factor of each channel.
        offset: What is added to each channel afterwards.
        bgr: Whether the channels are put in the order blue, green, red first.

    Example:
        >>> SIGNED.input_range
        (-1.0, 1.0)
    """

    scale: Triple = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    bgr: bool = False

    @property
    def input_range(self) -> tuple[float, float]:
        """The smallest and the largest number that a pixel can become."""
        darkest = min(self.offset)
        brightest = max(255 * scale + offset for scale, offset in zip(self.scale, self.offset, strict=True))
        return darkest, brightest

    def __call__(self, images: Any) -> Any:
        """Return the images as the net wants them: of an array a tensor, of a symbolic tensor a symbolic one.

        Only stock Keras operations take part, so a saved model that holds them loads without this package.
        """
        import keras

        if self == RAW:
            return images
        if self.bgr:
            images = keras.ops.flip(images, axis=-1)
        return keras.layers.Rescaling(list(self.scale), list(self.offset), name="preprocess_input")(images)


def _same(scale: float, offset: float) -> Preprocessing:
    return Preprocessing((scale,) * 3, (offset,) * 3)


# Keras calls the middle three the modes "tf", "caffe" and "torch" of `imagenet_utils.preprocess_input`.
RAW = Preprocessing()
SIGNED = _same(1 / 127.5, -1.0)
BLUE_FIRST = Preprocessing(offset=(-103.939, -116.779, -123.68), bgr=True)
STANDARDISED = Preprocessing(
    scale=(1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)),
    offset=(-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225),
)
LITE = _same(1 / 128, -127 / 128)
