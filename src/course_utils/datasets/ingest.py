"""One picture in, one that every decoder shows upright out: or the reason why it can't be read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["UnreadablePicture", "ingest", "strict_decoding"]

# What Pillow may try. Its other formats are no photos, and some of them start programs.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
_LARGEST_FILE = 100_000_000
_LONGEST_SIDE = 65_500  # of a JPEG, as libjpeg reads and writes it
_QUALITY = 95
_ORIENTATION = 0x0112
# Start-of-frame markers: baseline, extended, progressive. The others (lossless, arithmetic) few decoders know.
_ORDINARY_FRAMES = {0xC0, 0xC1, 0xC2}
_NO_LENGTH = {0x01, *range(0xD0, 0xD9)}
_END = b"\xff\xd9"


class UnreadablePicture(ValueError):
    """A file is no picture that a model could learn from.

    Args:
        reason: The kind of fault in a word or two: `"empty"`, `"truncated"`, `"damaged"`, `"not a picture"`,
            `"too large"` or `"unreadable file"`.
        detail: What exactly is wrong.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def ingest(content: bytes) -> bytes:
    """Return a picture as a JPEG that every decoder shows upright and in the same colours.

    TensorFlow's decoder ignores the orientation that a camera notes in a photo's EXIF data, and formats that
    are rare among photos mean other things to other decoders. Therefore:

    - An upright JPEG in RGB or grey, baseline or progressive, comes back byte for byte.
    - Everything else becomes an upright RGB JPEG of quality 95 with full colour resolution: JPEGs that EXIF
      rotates or that are in CMYK, PNG, GIF (its first picture), BMP and WebP. 16 bits per channel become the
      upper 8, transparency is laid on white, colour profiles are left out.
    - What can't be decoded to its last pixel is refused, and so is what is too large: 100 MB, more than
      65,500 pixels along a side, or more pixels in all than `PIL.Image.MAX_IMAGE_PIXELS`.

    The name of a file plays no part, a PNG named `.jpg` is a PNG. Decode many pictures inside `strict_decoding()`.

    Args:
        content: The content of the file.

    Returns:
        The content of a JPEG file.

    Raises:
        UnreadablePicture: If this is no picture, or not a whole one.

    Example:
        >>> upright = ingest(Path("IMG_0042.jpg").read_bytes())
    """
    with _decoded(content) as image:
        orientation = _orientation(image)
        if image.format == "JPEG" and image.mode in ("RGB", "L"):
            if _ends_early(image, content):
                raise UnreadablePicture("truncated", "its data end before its last rows of pixels")
            if orientation == 1 and _frame(content) in _ORDINARY_FRAMES:
                return content
        return _jpeg(_upright(_rgb(image), orientation))


@contextmanager
def strict_decoding() -> Iterator[None]:
    """Have Pillow refuse what is truncated, whatever the program set, and keep its warnings to itself.

    This switches settings of the whole process, so one block goes around all threads that decode.
    """
    from PIL import ImageFile

    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _decoded(content: bytes) -> Image.Image:
    """Decode a picture to its last pixel, or say why that can't be done."""
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise UnreadablePicture("empty", "the file has no bytes")
    if len(content) > _LARGEST_FILE:
        raise UnreadablePicture("too large", f"{len(content):,} bytes, at most {_LARGEST_FILE:,} are allowed")
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
        _check_size(image.size)
        image.load()
    except UnreadablePicture:
        raise
    except UnidentifiedImageError as error:
        reason = "damaged" if content.startswith(_SIGNATURES) else "not a picture"
        raise UnreadablePicture(reason, f"it starts with {content[:16]!r}") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise UnreadablePicture("too large", str(error)) from error
    except OSError as error:  # Pillow's word for pictures that end early or make no sense
        raise UnreadablePicture("truncated" if "truncated" in str(error).lower() else "damaged", str(error)) from error
    except Exception as error:  # what its readers of damaged files may stumble over is no fixed list
        raise UnreadablePicture("damaged", f"{type(error).__name__}: {error}") from error
    return image


def _check_size(size: tuple[int, int]) -> None:
    """Refuse before a single pixel is decoded: a file of a few kB can claim gigabytes."""
    from PIL import Image

    width, height = size
    if max(size) > _LONGEST_SIDE:
        raise UnreadablePicture("too large", f"{width:,} × {height:,} pixels, a side may have {_LONGEST_SIDE:,}")
    if Image.MAX_IMAGE_PIXELS and width * height > Image.MAX_IMAGE_PIXELS:
        raise UnreadablePicture(
            "too large", f"{width:,} × {height:,} pixels, {Image.MAX_IMAGE_PIXELS:,} in all are allowed"
        )


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) to 8; damaged EXIF data say nothing about the picture."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # whatever a parser of a dozen camera makers' formats may raise
        return 1
    return value if value in range(1, 9) else 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def _rgb(image: Image.Image) -> Image.Image:
    """The picture in 8-bit RGB, on white where it is transparent."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of grey; Pillow's own conversion clips them
        values = np.asarray(image).astype(np.int64)
        return Image.fromarray((values.clip(0, 0xFFFF) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        picture = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=0)
    return file.getvalue()


def _frame(content: bytes) -> int | None:
    """The kind of a JPEG's compression: the code of its start-of-frame marker."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # padding
            place += 1
        elif marker in _NO_LENGTH:
            place += 2
        elif marker >> 4 == 0xC and marker not in (0xC4, 0xC8, 0xCC):
            return marker
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None


def _ends_early(image: Image.Image, content: bytes) -> bool:
    """Whether a JPEG has its end marker but not the data of all its pixels, whose rest a decoder fills with grey.

    Only then does it matter what stands before the end marker: with other data there, other pixels come out.
    That takes a second decoding, so only pictures whose last corner is a single colour are tried.
    """
    from PIL import Image

    width, height = image.size
    corner = image.crop((width - 1 - (width - 1) % 8, height - 1 - (height - 1) % 8, width, height))
    end = content.rfind(_END)
    if end < 0 or len(corner.convert("L").getcolors() or ()) != 1:
        return False
    try:
        with Image.open(io.BytesIO(content[:end] + b"\x55\xaa\x33" * 1000 + _END), formats=("JPEG",)) as other:
            return other.tobytes() != image.tobytes()
    except OSError:
        return True
