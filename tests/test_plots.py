"""Figures: a picture for the eye, and a line of text that holds the numbers it shows."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from course_utils import plots
from course_utils.widgets import base

PHOTO = np.random.default_rng(0).random((20, 30, 3))
MAP = np.linspace(-2, 6, 16).reshape(4, 4)
EDGE = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "float32")


def picture(plot):
    """Return the format and the pixels of a plot's picture."""
    (mime_type,) = (name for name in plot._repr_mimebundle_() if name.startswith("image/"))
    image = Image.open(io.BytesIO(base64.b64decode(plot._repr_mimebundle_()[mime_type])))
    assert mime_type == Image.MIME[image.format]
    return image.format, np.asarray(image.convert("RGB"))


def test_pictures_that_differ_between_processors_are_summed_up_by_their_size():
    assert repr(plots.pictures([PHOTO, MAP], ["photo", "map"], exact=False)) == "photo: {}; map: {}".format(
        *("×".join(map(str, image.shape)) for image in (PHOTO, MAP))
    )


def test_pictures_are_summed_up_in_numbers():
    plot = plots.pictures([PHOTO, MAP], ["photo", "map"])
    assert repr(plot) == (
        f"photo: 20×30×3 from {PHOTO.min():.2f} to {PHOTO.max():.2f}, standard deviation {PHOTO.std():.2f}; "
        "map: 4×4 from -2.00 to 6.00, standard deviation 2.46"
    )


def test_a_mosaic_shows_every_picture_in_its_place():
    colours = np.array([[200, 0, 0], [0, 200, 0], [0, 0, 200], [200, 200, 0], [0, 200, 200], [200, 0, 200]], "uint8")
    plot = plots.mosaic([np.full((40, 40, 3), colour, "uint8") for colour in colours], columns=3)
    _, pixels = picture(plot)
    height, width = pixels.shape[:2]
    middles = [pixels[height * (1 + 2 * (i // 3)) // 4, width * (1 + 2 * (i % 3)) // 6] for i in range(6)]
    np.testing.assert_allclose(middles, colours, atol=12)
    assert (height, width) == (493, 740)
    assert repr(plot) == "6 pictures"


@pytest.mark.parametrize("shapes", [[(4, 4, 3)] * 5, [(4, 4, 3), (4, 5, 3)], []])
def test_a_mosaic_with_holes_is_refused(shapes):
    with pytest.raises(ValueError, match=r"a multiple of 2. Received: \d pictures"):
        plots.mosaic([np.zeros(shape, "uint8") for shape in shapes], columns=2)


def test_channels_are_summed_up_one_by_one():
    plot = plots.channels(PHOTO)
    assert re.findall(r"(\w+): 20×30 from", repr(plot)) == ["red", "green", "blue"]
    assert f"to {PHOTO[..., 2].max():.2f}" in repr(plot)


def test_weights_are_summed_up_by_the_last_kernel():
    plot = plots.weights([np.zeros((3, 3)), EDGE, EDGE - 0.04], ["at first", "hidden", "learned"])
    assert repr(plot) == "at first, hidden, learned; the last: -1.0 0.0 1.0; -2.0 0.0 2.0; -1.0 0.0 1.0"


@pytest.mark.parametrize(
    "plot",
    [
        lambda: plots.pictures([PHOTO, MAP], ["photo", "map"]),
        lambda: plots.pictures([(255 * PHOTO).astype("uint8")], ["bytes"]),
        lambda: plots.pictures([np.zeros((3, 3))], ["nothing"]),
        lambda: plots.channels(PHOTO),
        lambda: plots.channels((255 * PHOTO[..., :1]).astype("uint8"), ["gray"]),
        lambda: plots.weights([EDGE], ["edge"]),
        lambda: plots.weights([np.zeros((3, 3))] * 6, list("abcdef")),
    ],
    ids=["pictures", "bytes", "nothing", "channels", "gray", "weights", "many"],
)
def test_a_figure_is_of_modest_size_and_the_same_each_time(plot):
    height, width, _ = picture(plot())[1].shape
    assert 100 < height < 400
    assert 100 < width <= 900
    assert plot()._repr_mimebundle_() == plot()._repr_mimebundle_()


def test_a_map_is_rose_below_zero_and_indigo_above():
    form, pixels = picture(plots.pictures([np.array([[-1.0, 1.0], [0.0, 0.0]])], ["map"]))
    assert form == "PNG"  # flat colours stay exact
    colors = {tuple(color) for color in pixels.reshape(-1, 3)}
    assert {(190, 18, 60), (67, 56, 202), (255, 255, 255)} <= colors


def test_photos_and_dense_maps_are_jpegs():
    assert picture(plots.channels(PHOTO))[0] == "JPEG"
    assert picture(plots.pictures([np.zeros((126, 126))], ["map"]))[0] == "JPEG"


def test_figures_have_the_colours_of_the_widgets():
    css = (base.STATIC.parent / "core" / "core.css").read_text(encoding="utf-8")
    light = css[: css.index("data-cw-theme")]
    for name, color in {
        "input": plots.INPUT,
        "kernel": plots.KERNEL,
        "output": plots.OUTPUT,
        "negative": plots.NEGATIVE,
        "ink": plots.INK,
        "muted": plots.MUTED,
    }.items():
        assert f"--cw-{name}: {color};" in light


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: plots.pictures([PHOTO], []), "one title a picture. Received: 1 pictures, 0 titles"),
        (lambda: plots.channels(PHOTO[..., :2]), "Received: 2 pictures, 3 titles"),
        (lambda: plots.weights([EDGE], ["a", "b"]), "Received: 1 pictures, 2 titles"),
        (lambda: plots.pictures([PHOTO[None]], ["batch"]), r"Received: shape=\(1, 20, 30, 3\)"),
    ],
)
def test_errors_say_what_was_received(call, said):
    with pytest.raises(ValueError, match=said):
        call()
