"""The Python side of `PreprocessingExplorer`: its traits, their bounds, and the same tensors from TensorFlow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Literal

import numpy as np
import traitlets
from numpy.typing import NDArray
from PIL import Image

from course_utils.widgets.base import CourseWidget
from course_utils.widgets.generic_traits import Enum

Step = Literal["read", "decode", "float", "resize", "batch"]
Interpolation = Literal["nearest", "bilinear", "bicubic", "area"]
Fit = Literal["stretch", "crop", "pad"]

STEPS: list[Step] = ["read", "decode", "float", "resize", "batch"]
INTERPOLATIONS: list[Interpolation] = ["nearest", "bilinear", "bicubic", "area"]
FITS: list[Fit] = ["stretch", "crop", "pad"]
_MOST_BYTES = 60_000
_MOST_SIDE = 1000


class PreprocessingExplorer(CourseWidget, bundle="preprocessing_explorer"):
    """Shows one JPEG file on its way to a batch: bytes, pixels, floats, a size for all, one tensor.

    The reader goes from step to step and sees shape, data type, range and bytes after each; compares
    interpolations, and stretching with cropping and padding; and sees of which input pixels a resized one is
    made. A photo that the reader opens stays in the page: it is no trait.

    Args:
        file: Bytes of a JPEG file or its path, at most 60 kB and 1,000 pixels a side. Defaults to the photo of
            a cat.
        **traits: `step` (`"read"`, `"decode"`, `"float"`, `"resize"`, `"batch"`), `image_size` (32, 64, 96, 128
            or 180), `interpolation` (`"nearest"`, `"bilinear"`, `"bicubic"`, `"area"`), `fit` (`"stretch"`,
            `"crop"`, `"pad"`), `batch_size` (16, 32 or 64), and the pixel of the resized picture that is looked
            at (`row`, `column`; by default the one in the middle).

    Raises:
        traitlets.TraitError: If a trait is out of bounds, or the file is no such JPEG.

    Example:
        >>> explorer = PreprocessingExplorer(image_size=64, fit="crop")
        >>> explorer.outputs().shape
        (64, 64, 3)

    Reference:
        [image_dataset_from_directory](https://keras.io/api/data_loading/image/) of Keras.
    """

    file = traitlets.Bytes().tag(sync=True, to_json=lambda file, _widget: memoryview(file))
    step = Enum[Step](STEPS, "read").tag(sync=True)
    image_size = traitlets.Enum([32, 64, 96, 128, 180], 180).tag(sync=True)
    interpolation = Enum[Interpolation](INTERPOLATIONS, "bilinear").tag(sync=True)
    fit = Enum[Fit](FITS, "stretch").tag(sync=True)
    batch_size = traitlets.Enum([16, 32, 64], 32).tag(sync=True)
    row = traitlets.Int(min=0, max=179).tag(sync=True)
    column = traitlets.Int(min=0, max=179).tag(sync=True)

    def __init__(self, file: bytes | str | Path | None = None, **traits: Any) -> None:
        if file is None:
            file = _cat()
        super().__init__(file=file if isinstance(file, bytes) else Path(file).read_bytes(), **traits)

    @traitlets.default("row")
    def _middle_row(self) -> int:
        return self.image_size // 2

    @traitlets.default("column")
    def _middle_column(self) -> int:
        return self.image_size // 2

    @traitlets.validate("file")
    def _check_file(self, proposal: Any) -> bytes:
        file: bytes = proposal["value"]
        try:
            with Image.open(io.BytesIO(file), formats=["JPEG"]) as picture:
                size = picture.size
                picture.load()
        except (OSError, SyntaxError) as error:
            raise traitlets.TraitError(f"`file` must be the bytes of a JPEG file. Received: {error}") from error
        if len(file) > _MOST_BYTES or max(size) > _MOST_SIDE:
            raise traitlets.TraitError(
                f"`file` must have at most {_MOST_BYTES:,} bytes and {_MOST_SIDE:,} pixels a side, since it becomes "
                f"part of the notebook. Received: {len(file):,} bytes, {size[1]} × {size[0]} pixels. "
                "Pillow's `thumbnail` makes a picture smaller."
            )
        return file

    def pixels(self) -> NDArray[np.uint8]:
        """Return the file as TensorFlow decodes it.

        Returns:
            Pixels of shape `(height, width, 3)`, values 0 to 255.
        """
        import tensorflow as tf

        return np.asarray(tf.io.decode_jpeg(self.file, channels=3), "uint8")

    def outputs(self) -> NDArray[np.float32]:
        """Return the resized picture, as `image_dataset_from_directory` makes it.

        Returns:
            Values from 0 to 255, or a little beyond with `"bicubic"`, shape `(image_size, image_size, 3)`.
        """
        import tensorflow as tf

        size = (self.image_size, self.image_size)
        pixels = self.pixels()
        if self.fit == "pad":
            return np.asarray(tf.image.resize_with_pad(pixels, *size, method=self.interpolation), "float32")
        if self.fit == "crop":
            height, width, _ = pixels.shape
            side = min(height, width)
            top, left = (height - side) // 2, (width - side) // 2
            pixels = pixels[top : top + side, left : left + side]
        return np.asarray(tf.image.resize(pixels, size, method=self.interpolation), "float32")

    def __repr__(self) -> str:
        """Return the settings, without the file."""
        return (
            f"PreprocessingExplorer(file of {len(self.file)} bytes, step={self.step!r}, image_size={self.image_size}, "
            f"interpolation={self.interpolation!r}, fit={self.fit!r}, batch_size={self.batch_size})"
        )


def _cat() -> bytes:
    """The photo of a cat as a JPEG file of a landscape format."""
    from skimage import data

    buffer = io.BytesIO()
    Image.fromarray(data.chelsea()).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
