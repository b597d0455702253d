"""Pictures: made small, freed of signatures, compared as an eye would."""

import io
import struct

from PIL import Image, ImageChops

SIGNATURE_LENGTH = 8
TEXT_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"tIME"}
BLOCK = 8
TOLERANCE = 8


def without_text(png: bytes) -> bytes:
    """Return a picture without its text and time chunks, which name the program that drew it."""
    kept = [png[:SIGNATURE_LENGTH]]
    at = SIGNATURE_LENGTH
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunk = png[at : at + length + 12]  # length, type, data, checksum
        if chunk[4:8] not in TEXT_CHUNKS:
            kept.append(chunk)
        at += len(chunk)
    return b"".join(kept)


def looks_same(one: bytes, other: bytes) -> bool:
    """Tell whether no 8x8 block of two pictures differs on average by more than 8 of 255 levels."""
    first, second = (Image.open(io.BytesIO(file)).convert("RGB") for file in (one, other))
    if first.size != second.size:
        return False
    return max(ImageChops.difference(first, second).reduce(BLOCK).tobytes()) <= TOLERANCE


def compact(png: bytes, limit: int = 60_000) -> bytes:
    """Return a picture in the largest palette that fits into `limit` bytes, else in the smallest."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colors in (256, 192, 128, 96, 64, 48, 32, 16):
        file = io.BytesIO()
        # Of Pillow's methods this one keeps the rare colours (a green eye) at a given size.
        palette = image.quantize(colors, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        palette.save(file, "png", optimize=True)
        if file.tell() <= limit:
            break
    return file.getvalue()
