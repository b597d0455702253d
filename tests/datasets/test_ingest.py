"""Every picture is read right, to its last pixel, or refused with a reason."""

import io
import os
import random
import warnings

import numpy as np
import pytest
from PIL import Image, ImageFile

from course_utils.datasets.ingest import UnreadablePicture, ingest, strict_decoding
from tests.datasets.pictures import BROKEN, ORDINARY, SCENE, UNUSUAL, encoded, png

# What a JPEG of quality 95 may change, and what two decoders may differ by.
TOLERANCE = 3.0


@pytest.fixture(autouse=True)
def _strict():
    with strict_decoding():
        yield


@pytest.fixture(scope="module")
def tensorflow():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return pytest.importorskip("tensorflow", reason="TensorFlow reads the pictures: install convnet-course[run]")


def pixels_of(jpeg: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.format == "JPEG"
        return np.asarray(image.convert("RGB"))


def difference(one: np.ndarray, other: np.ndarray) -> float:
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_picture_stays_as_it_is(name):
    assert ingest(ORDINARY[name]) == ORDINARY[name]


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_picture_becomes_an_upright_jpeg(name):
    content, shown = UNUSUAL[name]
    received = ingest(content)
    assert difference(pixels_of(received), shown) < TOLERANCE
    with Image.open(io.BytesIO(received)) as image:
        assert image.mode == "RGB"
        assert not image.getexif()
        assert {layer[1:3] for layer in image.layer} == {(1, 1)}
    assert ingest(received) == received


@pytest.mark.parametrize("name", BROKEN)
def test_broken_picture_is_refused(name):
    content, reason = BROKEN[name]
    with pytest.raises(UnreadablePicture, match=f"^{reason}") as caught:
        ingest(content)
    assert caught.value.reason == reason
    assert caught.value.detail


def test_tensorflow_reads_the_same(tensorflow):
    for name, content in ORDINARY.items():
        pixels = tensorflow.io.decode_jpeg(ingest(content), channels=3).numpy()
        assert difference(pixels, pixels_of(content)) < TOLERANCE, name
    for name, (content, shown) in UNUSUAL.items():
        pixels = tensorflow.io.decode_jpeg(ingest(content), channels=3).numpy()
        assert difference(pixels, shown) < TOLERANCE, name


def test_tensorflow_and_we_read_the_originals_alike(tensorflow):
    """Ours looks as TensorFlow reads the original, but where that is turned, transparent, or of a kind that
    TensorFlow misreads (it takes the palette of a BMP for shades of grey)."""
    otherwise = ("turned", "orientation", "transparen", "WebP", "BMP, palette")
    for name, (content, _) in UNUSUAL.items():
        if any(word in name for word in otherwise):
            continue
        pixels = tensorflow.io.decode_image(content, channels=3, expand_animations=False).numpy()
        assert difference(pixels_of(ingest(content)), pixels) < TOLERANCE, name


def test_damaged_bytes_never_crash_it(tensorflow):
    """Bytes are changed, cut out and put in: it is refused, or what comes out is a JPEG for both decoders."""
    random_ = random.Random(0)
    originals = [*ORDINARY.values(), *(content for content, _ in UNUSUAL.values())]
    originals = [content for content in originals if len(content) < 20_000]
    refused = 0
    for _ in range(400):
        content = bytearray(random_.choice(originals))
        for _ in range(random_.randint(1, 8)):
            place = random_.randrange(len(content))
            content[place : place + random_.choice([0, 1, 1, 4])] = random_.randbytes(random_.choice([0, 1, 1, 4]))
        try:
            received = ingest(bytes(content))
        except UnreadablePicture:
            refused += 1
            continue
        pixels = tensorflow.io.decode_jpeg(received, channels=3).numpy()
        assert pixels.shape == pixels_of(received).shape
    assert 100 < refused < 350


def test_limits_of_pillow_hold(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(UnreadablePicture, match=r"too large: 48 × 32 pixels, 1,000 in all"):
        ingest(encoded(SCENE))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    ingest(encoded(SCENE))


def test_lenient_setting_of_a_program_does_not_reach_us(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content, _ = BROKEN["JPEG, half"]
    with strict_decoding(), pytest.raises(UnreadablePicture):
        ingest(content)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_warnings_stay_inside(recwarn):
    warnings.simplefilter("always")
    with strict_decoding():
        ingest(ORDINARY["EXIF that makes no sense"])
        with pytest.raises(UnreadablePicture):
            ingest(png(SCENE, 2, claimed=(12_000, 12_000)))
    assert list(recwarn) == []
