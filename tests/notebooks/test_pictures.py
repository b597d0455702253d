"""Pictures: small, unsigned, compared as an eye would."""

import io

import numpy as np
from PIL import Image, PngImagePlugin

from tools.notebooks.pictures import compact, looks_same, without_text


def encode(pixels: np.ndarray, **options) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels.astype("uint8")).save(file, "png", **options)
    return file.getvalue()


GREY = np.full((40, 40, 3), 128)


def test_signatures_go_and_pixels_stay() -> None:
    signature = PngImagePlugin.PngInfo()
    signature.add_text("Software", "a drawing library")
    signed = encode(GREY, pnginfo=signature)
    assert b"drawing library" in signed
    assert without_text(signed) == encode(GREY)


def test_looks_same_allows_noise_but_no_stroke() -> None:
    noisy = GREY + np.random.default_rng(0).integers(-4, 5, GREY.shape)
    stroke = GREY.copy()
    stroke[10:14, 10:14] = 0
    assert looks_same(encode(GREY), encode(noisy))
    assert not looks_same(encode(GREY), encode(stroke))
    assert not looks_same(encode(GREY), encode(GREY[:-1]))


def test_compact_fits_and_keeps_the_size() -> None:
    photo = np.random.default_rng(0).integers(0, 16, (64, 64, 3)) * 16
    small = compact(encode(photo), limit=3_000)
    assert len(small) <= 3_000 < len(encode(photo))
    assert Image.open(io.BytesIO(small)).size == (64, 64)


def test_compact_keeps_every_colour_that_fits() -> None:
    bars = np.zeros((40, 40, 3))
    bars[:, ::4] = (0, 90, 180)
    assert looks_same(encode(bars), compact(encode(bars)))
