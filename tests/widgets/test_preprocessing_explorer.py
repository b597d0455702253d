"""The Python side of `PreprocessingExplorer`, and that the page resizes as TensorFlow does and reads files rightly."""

import base64
import doctest
import io
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from PIL import Image

from course_utils.widgets.preprocessing_explorer import widget as module
from course_utils.widgets.preprocessing_explorer.widget import FITS, INTERPOLATIONS, PreprocessingExplorer
from tests.preprocessing import typescript

STRINGS = Path(module.__file__).parent / "strings.json"
SIDES = [1, 5, 8, 13, 32, 45]


def jpeg(height=20, width=30, mode="RGB", **options):
    """The bytes of a file with a random picture."""
    shape = (height, width, 3) if mode == "RGB" else (height, width)
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, shape, "uint8"), mode).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def by_tensorflow(pixels, side, fit, interpolation):
    import keras
    import tensorflow as tf

    size = (side, side)
    if fit == "pad":
        return np.asarray(tf.image.resize_with_pad(pixels, *size, method=interpolation))
    if fit == "crop":
        return np.asarray(keras.preprocessing.image.smart_resize(pixels, size, interpolation=interpolation))
    return np.asarray(tf.image.resize(pixels, size, method=interpolation))


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_page_resizes_as_tensorflow_does(interpolation, fit):
    random = np.random.default_rng(3)
    cases, expected = [], []
    for side in SIDES:
        for _ in range(8):
            height, width = random.integers(1, 40, 2)
            if fit == "pad" and min(height, width) * side < max(height, width):
                continue  # TensorFlow refuses what would be less than a pixel high
            pixels = random.integers(0, 256, (height, width, 3)).astype("float32")
            expected.append(by_tensorflow(pixels, side, fit, interpolation))
            settings = {"side": side, "fit": fit, "interpolation": interpolation}
            cases.append({"shape": pixels.shape, "data": pixels.ravel().tolist(), **settings})
    assert len(cases) > 30
    # TensorFlow takes the weights of its cubic from a table of 1,024 distances.
    most = 0.6 if interpolation == "bicubic" else 0.01
    for want, have in zip(expected, typescript("resize", cases), strict=True):
        np.testing.assert_allclose(have, want.ravel(), atol=most)


@pytest.mark.parametrize("fit", FITS)
def test_python_resizes_as_image_dataset_from_directory_does(tmp_path, fit):
    import keras

    file = jpeg(37, 52, quality=90)
    (tmp_path / "cat").mkdir()
    (tmp_path / "cat" / "0.jpg").write_bytes(file)
    flag = {} if fit == "stretch" else {f"{fit}_to_aspect_ratio": True}
    dataset = keras.utils.image_dataset_from_directory(tmp_path, image_size=(32, 32), verbose=False, **flag)
    (pictures, _) = next(iter(dataset))
    outputs = PreprocessingExplorer(file, image_size=32, fit=fit).outputs()
    np.testing.assert_allclose(outputs, np.asarray(pictures)[0], atol=1e-3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_page_reads_the_orientation(orientation):
    exif = Image.Exif()
    exif[0x010F] = "camera"
    exif[0x0112] = orientation
    (answer,) = typescript("files", [base64.b64encode(jpeg(exif=exif)).decode()])
    assert answer["orientation"] == orientation


def test_page_finds_the_parts_of_a_file():
    """Their offsets and lengths tile the file up to the pixels, whatever kind of JPEG it is."""
    exif = Image.Exif()
    exif[0x0112] = 6
    files = [
        jpeg(),
        jpeg(progressive=True),
        jpeg(mode="L"),
        jpeg(exif=exif),
        jpeg(comment=b"hello"),
        jpeg(optimize=True, quality=20),
    ]
    answers = typescript("files", [base64.b64encode(file).decode() for file in files])
    for file, answer in zip(files, answers, strict=True):
        offset = 0
        for part in answer["segments"]:
            assert part["offset"] == offset
            assert file[offset] == 0xFF
            offset += part["length"]
        names = [part["name"] for part in answer["segments"]]
        assert (names[0], names[-1]) == ("start", "scan")
        assert {"tables", "frame"} <= set(names)
    kinds = [{part["name"] for part in answer["segments"]} for answer in answers]
    assert "exif" in kinds[3]
    assert "exif" not in kinds[0]
    assert "comment" in kinds[4]


def test_page_takes_any_bytes_for_a_file():
    """What is no JPEG, or ends too early, has no parts beyond its end and stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = jpeg(exif=exif)
    files = [b"", b"\xff\xd8", b"GIF89a", *(whole[:length] for length in range(2, 60)), whole[:30] + b"\xff" * 40]
    for answer in typescript("files", [base64.b64encode(file).decode() for file in files]):
        assert 1 <= answer["orientation"] <= 8


def test_state_holds_the_file():
    file = jpeg()
    state = PreprocessingExplorer(file).state()
    assert base64.b64decode(state["file"]) == file
    assert json.loads(json.dumps(state)) == state


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("file", b"GIF89a"),
        ("file", jpeg()[:200]),
        ("file", jpeg(400, 400, quality=100)),
        ("file", jpeg(4, 1001)),
        ("image_size", 100),
        ("interpolation", "lanczos3"),
        ("fit", "squash"),
        ("batch_size", 0),
        ("row", 180),
    ],
)
def test_bounds(trait, value):
    with pytest.raises(traitlets.TraitError, match=trait):
        PreprocessingExplorer(**{trait: value})


def test_file_may_be_a_path(tmp_path):
    (tmp_path / "dog.jpg").write_bytes(jpeg())
    assert PreprocessingExplorer(tmp_path / "dog.jpg").file == jpeg()


def test_repr_tells_the_settings():
    file = jpeg()
    assert repr(PreprocessingExplorer(file, step="batch", fit="pad")) == (
        f"PreprocessingExplorer(file of {len(file)} bytes, step='batch', image_size=180, "
        "interpolation='bilinear', fit='pad', batch_size=32)"
    )


def test_strings_say_the_same_in_both_languages():
    texts = json.loads(STRINGS.read_text(encoding="utf-8"))
    assert list(texts["ko"]) == list(texts["en"])


def test_example_in_the_docstring():
    assert doctest.testmod(module).failed == 0
