"""Pictures as folders of photos have them: ordinary, unusual and broken ones, all made here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
ORIENTATION = 0x0112


def scene(height: int = 32, width: int = 48) -> Pixels:
    """A smooth picture that looks different from every side, which a JPEG keeps well."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    return np.stack([60 + 150 * x, 220 - 170 * y, 90 + 120 * x * y], axis=-1).round().astype(np.uint8)


SCENE = scene()
GREY = SCENE[..., 0]


def encoded(pixels: Pixels | Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    if format == "JPEG":
        options = {"quality": 95} | options
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def with_orientation(orientation: Any, format: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encoded(SCENE, format, exif=exif)


def seen_upright(orientation: int) -> Pixels:
    """What the picture looks like once it is upright, in the words of the EXIF standard: where its 0th row and
    0th column are seen."""
    rows_and_columns: dict[int, Callable[[Pixels], Pixels]] = {
        1: lambda p: p,  # top, left
        2: lambda p: p[:, ::-1],  # top, right
        3: lambda p: p[::-1, ::-1],  # bottom, right
        4: lambda p: p[::-1],  # bottom, left
        5: lambda p: p.swapaxes(0, 1),  # left, top
        6: lambda p: p.swapaxes(0, 1)[:, ::-1],  # right, top
        7: lambda p: p.swapaxes(0, 1)[::-1, ::-1],  # right, bottom
        8: lambda p: p.swapaxes(0, 1)[::-1],  # left, bottom
    }
    return rows_and_columns[orientation](SCENE)


def png(values: NDArray[Any], color_type: int, claimed: tuple[int, int] | None = None) -> bytes:
    """A PNG of 16 bits a channel, or one whose head claims another size than it has: Pillow writes neither."""
    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(values.dtype.newbyteorder(">")).tobytes() for row in values)
    head = struct.pack(">IIBBBBB", *(claimed or (width, height)), 8 * values.dtype.itemsize, color_type, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def claiming(jpeg: bytes, height: int, width: int) -> bytes:
    """A JPEG whose head claims another size than it has."""
    place = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:place] + struct.pack(">HH", height, width) + jpeg[place + 4 :]


def _palette(transparency: bool = False) -> tuple[Image.Image, Pixels]:
    image = Image.fromarray(SCENE).quantize(32)
    shown = np.asarray(image.convert("RGB")).copy()
    if transparency:
        shown[np.asarray(image) == 0] = 255
        image.info["transparency"] = 0
    return image, shown


def _transparent() -> tuple[Pixels, Pixels]:
    alpha = np.zeros((*SCENE.shape[:2], 1), np.uint8)
    alpha[:, 20:] = 255
    return np.concatenate([SCENE, alpha], axis=-1), np.where(alpha, SCENE, np.uint8(255))


def _grey3(grey: Pixels) -> Pixels:
    return np.repeat(grey[..., np.newaxis], 3, axis=-1)


_JPEG, _PROGRESSIVE = encoded(SCENE), encoded(SCENE, progressive=True)
_PHOTO = encoded(np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))  # full to its last block
_PNG, _GIF, _BMP = encoded(SCENE, "PNG"), encoded(GREY, "GIF"), encoded(SCENE, "BMP")
_ALPHA, _ON_WHITE = _transparent()
_BITS = GREY > 120
_FRAMES = [Image.fromarray(255 - SCENE)] * 2

# What stays as it is, byte for byte.
ORDINARY: dict[str, bytes] = {
    "JPEG": _JPEG,
    "small colour resolution": encoded(SCENE, subsampling=2),
    "grey": encoded(GREY),
    "progressive": _PROGRESSIVE,
    "restart markers": encoded(SCENE, restart_marker_blocks=2),
    "stored in RGB": encoded(SCENE, keep_rgb=True),
    "one pixel": encoded(scene(1, 1)),
    "20,000 × 1": encoded(scene(1, 20_000)),
    "1 × 20,000": encoded(scene(20_000, 1)),
    "something behind its end": _JPEG + b"written by a camera" * 20,
    "white to its last corner": encoded(np.pad(SCENE, ((0, 32), (0, 32), (0, 0)), constant_values=255)),
    "one colour": encoded(np.full_like(SCENE, 90)),
    "upright by EXIF": with_orientation(1),
    "orientation 0": with_orientation(0),
    "orientation 9": with_orientation(9),
    "EXIF that makes no sense": encoded(SCENE, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xaa" * 30),
}

# What becomes another JPEG, and how it must look.
UNUSUAL: dict[str, tuple[bytes, Pixels]] = {
    **{f"orientation {n}": (with_orientation(n), seen_upright(n)) for n in range(2, 9)},
    "PNG that is turned": (with_orientation(6, "PNG"), seen_upright(6)),
    "WebP that is turned": (with_orientation(8, "WEBP"), seen_upright(8)),
    "CMYK": (encoded(Image.fromarray(SCENE).convert("CMYK")), SCENE),
    "several in one JPEG": (encoded(SCENE, "MPO", save_all=True, append_images=_FRAMES), SCENE),
    "PNG": (_PNG, SCENE),
    "PNG, grey": (encoded(GREY, "PNG"), _grey3(GREY)),
    "PNG, 16 bits of grey": (png(GREY.astype(np.uint16) * 256 + 77, 0), _grey3(GREY)),
    "PNG, 16 bits of RGB": (png(SCENE.astype(np.uint16) * 256 + 200, 2), SCENE),
    "PNG, black and white": (encoded(_BITS, "PNG"), _grey3(np.where(_BITS, 255, 0).astype(np.uint8))),
    "PNG, palette": (encoded(_palette()[0], "PNG"), _palette()[1]),
    "PNG, palette with transparency": (encoded(_palette(True)[0], "PNG"), _palette(True)[1]),
    "PNG, transparent": (encoded(_ALPHA, "PNG"), _ON_WHITE),
    "PNG, transparent grey": (encoded(Image.fromarray(_ALPHA).convert("LA"), "PNG"), None),
    "GIF": (_GIF, _grey3(GREY)),
    "GIF that moves": (encoded(GREY, "GIF", save_all=True, append_images=_FRAMES), _grey3(GREY)),
    "BMP": (_BMP, SCENE),
    "BMP, palette": (encoded(_palette()[0], "BMP"), _palette()[1]),
    "WebP": (encoded(SCENE, "WEBP", lossless=True), SCENE),
    "WebP, transparent": (encoded(_ALPHA, "WEBP", lossless=True), _ON_WHITE),
    "WebP that moves": (encoded(SCENE, "WEBP", lossless=True, save_all=True, append_images=_FRAMES), SCENE),
}
_SHADE = np.asarray(Image.fromarray(SCENE).convert("L"))
UNUSUAL["PNG, transparent grey"] = (
    UNUSUAL["PNG, transparent grey"][0],
    _grey3(np.where(_ALPHA[..., 3], _SHADE, 255).astype(np.uint8)),
)

# What is set aside, and why.
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "text": (b"to be or not to be", "not a picture"),
    "web page": (b"<!DOCTYPE html><title>404</title>", "not a picture"),
    "drawing in text": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not a picture"),
    "program for a printer": (encoded(SCENE, "EPS"), "not a picture"),
    "PDF": (encoded(SCENE, "PDF"), "not a picture"),
    "TIFF": (encoded(SCENE, "TIFF"), "not a picture"),
    "zeros": (bytes(10_000), "not a picture"),
    "noise": (np.random.default_rng(1).bytes(10_000), "not a picture"),
    "Thumbs.db": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "not a picture"),
    "JPEG, half": (_JPEG[: len(_JPEG) // 2], "truncated"),
    "JPEG, head alone": (_JPEG[:25], "truncated"),
    "JPEG, two bytes alone": (_JPEG[:2], "not a picture"),
    "JPEG without its end": (_JPEG[:-2], "truncated"),
    "JPEG, half and an end": (_PHOTO[: len(_PHOTO) // 2] + b"\xff\xd9", "truncated"),
    "JPEG, progressive, half": (_PROGRESSIVE[: len(_PROGRESSIVE) // 2], "truncated"),
    "JPEG without height": (claiming(_JPEG, 0, 48), "damaged"),
    "JPEG that claims to be huge": (claiming(_JPEG, 65_000, 65_000), "too large"),
    "PNG, half": (_PNG[: len(_PNG) // 2], "truncated"),
    "PNG with a wrong checksum": (_PNG[:60] + bytes([_PNG[60] ^ 1]) + _PNG[61:], "damaged"),
    "PNG that claims to be huge": (png(GREY, 0, claimed=(30_000, 30_000)), "too large"),
    "PNG too wide for a JPEG": (png(np.zeros((1, 70_000), np.uint8), 0), "too large"),
    "GIF, half": (_GIF[: len(_GIF) // 2], "truncated"),
    "BMP, half": (_BMP[: len(_BMP) // 2], "truncated"),
    "WebP, half": (encoded(SCENE, "WEBP")[:100], "damaged"),
}
