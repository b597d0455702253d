"""Section 2.4: each question computed by a function of its name."""

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from PIL import Image

from tests.quizzes.common import (
    computes,
    grids_of,
    keras,
    network,
    noise,
    numbers_in,
    right_choice,
    tensorflow,
)

computed = computes("2.4")


def photo(width=500, height=375):
    pixels = np.clip(noise(15, 20, 3) * 50 + 128, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)


def jpeg(image, **options):
    content = io.BytesIO()
    image.save(content, "JPEG", **options)
    return content.getvalue()


@cache
def dogs_and_wolves_folder():
    """The folder of the question, a hundredth of it, for as long as the tests run."""
    root = TemporaryDirectory()
    for name, count in (("wolf", 60), ("dog", 40)):
        folder = Path(root.name, name)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.jpg").write_bytes(jpeg(photo(40, 30)))
    return root


def read(**options):
    return keras().utils.image_dataset_from_directory(
        dogs_and_wolves_folder().name, image_size=(8, 8), verbose=False, **options
    )


@computed
def five_steps(question):
    tf = tensorflow()
    with TemporaryDirectory() as root:
        Path(root, "cat.7.jpg").write_bytes(jpeg(photo()))
        content = tf.io.read_file(str(Path(root, "cat.7.jpg")))
    decoded = tf.io.decode_jpeg(content, channels=3)
    floats = tf.cast(decoded, tf.float32)
    resized = tf.image.resize(floats, (96, 96))
    batch = tf.stack([resized] * 32)
    stages = [f"`{tuple(stage.shape)}`, {stage.dtype.name}" for stage in (decoded, floats, resized, batch)]
    assert isinstance(content.numpy(), bytes)
    assert [step["text"]["en"] for step in question["steps"][2:]] == stages


@computed
def bytes_of_a_tensor(question):
    tf = tensorflow()
    decoded = tf.io.decode_jpeg(jpeg(photo()))
    size = {dtype: tf.cast(decoded, dtype).numpy().nbytes for dtype in ("uint8", "float32", "float64")}
    assert size["float32"] / 30_000 == 75
    assert not np.array_equal(tf.io.decode_jpeg(tf.io.encode_jpeg(decoded, quality=100)), decoded)  # lossy
    pixels = decoded.shape[0] * decoded.shape[1]
    return size["float32"], [size["uint8"], pixels * 4, size["float64"], 30_000 * 4]


@computed
def brighter_by_sixty(_):
    pixel = np.array([200], np.uint8)
    tf = tensorflow()
    assert (tf.constant(pixel) + 60).numpy() == pixel + 60
    top = np.iinfo(np.uint8).max
    return (pixel + 60).item(), [200 + 60, min(200 + 60, top), (200 + 60) % top, 200]


@computed
def four_pixels_into_one(question):
    tf = tensorflow()
    (rows,) = grids_of(question)
    pixels = rows[..., np.newaxis].astype(np.uint8)
    resized = eval(question["code"], {"tf": tf, "pixels": pixels})
    nearest = tf.image.resize(pixels, (1, 1), method="nearest")
    assert (resized.dtype, nearest.dtype) == (tf.float32, tf.uint8)
    value = resized.numpy().item()
    return value, [int(value), nearest.numpy().item(), rows.sum(), rows[0, 0]]


@computed
def a_ball_in_the_middle(_):
    """How wide and high a white square of 100 pixels comes out."""
    white = np.zeros((300, 400, 3), np.float32)
    white[100:200, 150:250] = 1
    smart_resize = keras().preprocessing.image.smart_resize
    cropped, squeezed = smart_resize(white, (96, 96)), tensorflow().image.resize(white, (96, 96)).numpy()
    width, height = (round(cropped[..., 0].max(axis=axis).sum()) for axis in (0, 1))
    assert width == height
    sides = [round(squeezed[..., 0].mean(axis=axis).sum() / squeezed[..., 0].mean(axis=axis).max()) for axis in (0, 1)]
    assert sides == [24, 32]
    return width, [sides[0], 100, 96, sum(sides) / 2]


@computed
def a_grey_photo_among_them(question):
    tf = tensorflow()
    grey, colour = jpeg(photo().convert("L")), jpeg(photo())

    def batch(**options):
        return tf.stack([tf.image.resize(tf.io.decode_jpeg(data, **options), (96, 96)) for data in (grey, colour)])

    with pytest.raises(tf.errors.InvalidArgumentError):
        batch()
    assert batch(channels=3).shape == (2, 96, 96, 3)
    first, second, third = np.moveaxis(tf.io.decode_jpeg(grey, channels=3).numpy(), -1, 0)
    assert np.array_equal(first, second)
    assert np.array_equal(first, third)
    assert "channels=3" in right_choice(question)["text"]["en"]
    with pytest.raises(ValueError, match="axis -1"):
        network("keras.Input((96, 96, 3)), layers.Conv2D(1, 3)").layers[0](np.zeros((1, 96, 96, 1)))


@computed
def lying_on_its_side(_):
    from PIL import ImageOps

    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: to be turned by a quarter
    data = jpeg(photo(), exif=exif)
    assert tensorflow().io.decode_jpeg(data).shape == (375, 500, 3)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    assert upright.size == (375, 500)
    assert tensorflow().io.decode_jpeg(jpeg(upright)).shape == (500, 375, 3)


@computed
def dogs_and_wolves(question):
    data = read(shuffle=False)
    assert data.class_names == ["dog", "wolf"]
    labels = np.concatenate([labels for _, labels in data])
    assert labels.tolist() == [0] * 40 + [1] * 60
    assert right_choice(question)["text"]["en"].startswith("A wolf.")


@computed
def answers_out_of_order(question):
    """A model that answers by its labels is right by itself, and half wrong in another pass."""
    data = read(batch_size=16)

    class Perfect:
        def predict(self, photos):
            return np.concatenate([labels for _, labels in photos])[:, np.newaxis].astype(np.float32)

    *lines, count = question["code"].split("\n")
    names = {"np": np, "model": Perfect(), "data": data}
    exec("\n".join(lines), names)
    assert 0.3 < eval(count, names) < 0.7
    names["data"] = read(shuffle=False)
    exec("\n".join(lines), names)
    assert eval(count, names) == 1


@computed
def divided_twice(_):
    rescaling = keras().layers.Rescaling(1 / 255)
    white = np.full((1, 1, 1, 3), 255, np.float32)
    once, twice = (np.asarray(rescaling(photos)).max() for photos in (white, white / 255))
    return round(float(twice), 4), [float(once), 255, round(128 / 255, 3)]


@computed
def two_photos_one_loss(_):
    def loss(labels, outputs):
        columns = (np.array(values, np.float32)[:, np.newaxis] for values in (labels, outputs))
        return float(keras().losses.BinaryCrossentropy()(*columns))

    mean = loss([1, 0], [0.8, 0.4])
    wrong = np.sum(np.array([0.8, 0.4]) > 0.5) - 1
    return round(mean, 2), [round(loss([1, 1], [0.8, 0.4]), 2), round(2 * mean, 2), (0.2 + 0.4) / 2, wrong]


@computed
def where_to_stop(question):
    training, validation = (losses[0] for losses in grids_of(question))
    best = validation.argmin() + 1
    assert validation.min() in numbers_in(question["reason"]["en"])
    assert np.all(np.diff(training) < 0)
    assert np.all(np.diff(validation[:best]) < 0)
    assert np.all(np.diff(validation[best - 1 :]) > 0)
    close = np.flatnonzero(abs(training - validation) < 0.02).max() + 1
    return best, [training.argmin() + 1, validation.argmin(), close, best + 1]
