"""Photos for a page: cropped to the middle, scaled, 8-bit RGB."""

import numpy as np
import pytest

from course_utils import photos


def stripes(height, width):
    """A picture whose red channel says in which tenth of the width, and green of the height, a pixel lies."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = (np.arange(width) * 10 // width * 25)[None, :]
    picture[..., 1] = (np.arange(height) * 10 // height * 25)[:, None]
    return picture


@pytest.mark.parametrize("size", [16, 96, 128])
def test_the_cat_is_a_colour_photo_of_the_size_asked_for(size):
    pytest.importorskip("skimage", reason="the photo comes with scikit-image: install convnet-course[run]")
    cat = photos.cat(size)
    assert cat.shape == (size, size, 3)
    assert cat.dtype == np.uint8
    assert cat.std() > 30
    assert cat[..., 0].mean() > cat[..., 2].mean()  # fur is warm
    np.testing.assert_array_equal(cat, photos.cat(size))


@pytest.mark.parametrize("wide", [True, False])
def test_square_keeps_the_middle_of_the_longer_side(wide):
    picture = stripes(100, 300) if wide else stripes(300, 100)
    square = photos.square(picture, 50)
    assert square.shape == (50, 50, 3)
    across, along = (square[25, :, 0], square[:, 25, 1]) if wide else (square[:, 25, 1], square[25, :, 0])
    assert (across[2] // 25, across[-3] // 25) == (3, 6)  # the third in the middle
    assert (along[2] // 25, along[-3] // 25) == (0, 9)  # all of the shorter side


def test_square_scales_smoothly():
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    smaller = photos.square(noise, 20)
    assert abs(float(smaller.mean()) - float(noise.mean())) < 2
    assert smaller.std() < noise.std() / 4


def test_square_leaves_a_picture_of_the_right_size_alone():
    picture = stripes(40, 40)
    np.testing.assert_array_equal(photos.square(picture, 40), picture)


@pytest.mark.parametrize(
    "picture",
    [np.zeros((8, 8), np.uint8), np.zeros((8, 8, 4), np.uint8), np.zeros((8, 8, 3), np.float32)],
    ids=["gray", "transparent", "floats"],
)
def test_square_refuses_what_it_would_have_to_guess(picture):
    with pytest.raises(ValueError, match=r"8-bit RGB pixels.*Received: shape=.*dtype="):
        photos.square(picture, 8)


@pytest.mark.parametrize("name", photos.NAMES)
def test_every_photo_is_a_square_in_colour(name):
    picture = photos.photo(name, 32)
    assert (picture.shape, picture.dtype) == ((32, 32, 3), np.uint8)
    assert picture.std() > 10


def test_another_photo_is_refused():
    with pytest.raises(ValueError, match=r"no photo of that name\. Received: name='dog'\. Allowed: chelsea, "):
        photos.photo("dog")
