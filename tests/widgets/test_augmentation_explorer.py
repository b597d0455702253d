"""The Python side of `AugmentationExplorer`, and that the page's pixels and draws are those of Keras' layers."""

import doctest
import json
from pathlib import Path

import numpy as np
import pytest
import traitlets

from course_utils.widgets.augmentation_explorer import widget as module
from course_utils.widgets.augmentation_explorer.by_keras import augmented
from course_utils.widgets.augmentation_explorer.widget import AugmentationExplorer
from tests.augmentation import plain, settings_of, typescript

STRINGS = Path(module.__file__).parent / "strings.json"

FILL_MODES = ["reflect", "wrap", "constant", "nearest"]
INTERPOLATIONS = ["bilinear", "nearest"]
FILL_VALUE = 0.25
PICTURES, SHAPES = 200, 10
EPOCHS = 10_000
# The rest: a matrix is computed in 64 bits here and in 32 in Keras, and where a reading place lies half-way between two
# pixels, or on a mirrored edge, its last bit decides which of two pixels, however different, is read.
MOST_APART = 0.005


def batches(kind, seed):
    """Pictures of ten sizes, and for each the parameters of one transformation: 32-bit numbers, as Keras draws them."""
    random = np.random.default_rng(seed)
    reach = {"rotation": [180], "zoom": [0.9, 0.9], "translation": [1, 1], "contrast": [0.9], "brightness": [1]}[kind]
    middle = {"zoom": 1, "contrast": 1}.get(kind, 0)
    for _ in range(SHAPES):
        height, width = random.integers(1, 18, size=2)
        pictures = random.random((PICTURES // SHAPES, height, width, random.choice([1, 3])), dtype="float32")
        values = middle + random.uniform(-1, 1, (len(pictures), len(reach))) * reach
        yield pictures, values.astype("float32")


def by_keras(kind, pictures, values, fill_mode="reflect", interpolation="bilinear"):
    """The same pictures through the Keras layer, with these values in place of drawn ones."""
    from keras import layers

    count, height, width, _ = pictures.shape
    reading = {"fill_mode": fill_mode, "interpolation": interpolation, "fill_value": FILL_VALUE}
    if kind == "rotation":
        layer = layers.RandomRotation(0.5, **reading)
        nothing = np.zeros(count, "float32")
        still = dict.fromkeys(["translate_x", "translate_y", "shear_x", "shear_y"], nothing) | {"scale": nothing + 1}
        centre = {"center_x": 0.5, "center_y": 0.5, "height": height, "width": width}
        drawn = {"rotation_matrix": layer._compute_affine_matrix(angle=values[:, 0], **centre, **still)}
    elif kind == "zoom":
        layer = layers.RandomZoom(0.9, 0.9, **reading)
        drawn = {"height_zoom": values[:, :1], "width_zoom": values[:, 1:]}
    elif kind == "translation":
        layer = layers.RandomTranslation(1.0, 1.0, **reading)
        drawn = {"translations": values[:, ::-1] * np.array([width, height], "float32")}
    elif kind == "contrast":
        layer = layers.RandomContrast((0.9, 0.9), value_range=(0, 1))
        drawn = {"contrast_factor": values[:, :, np.newaxis, np.newaxis]}
    else:
        layer = layers.RandomBrightness(1.0, value_range=(0, 1))
        drawn = {"rgb_delta": values[:, :, np.newaxis, np.newaxis]}
    return np.asarray(layer.transform_images(pictures, drawn, training=True))


def share_apart(kind, seed, **sampling):
    """Share of the numbers in which the page and Keras differ by more than one of 255 steps."""
    names = {"fill_mode": "fillMode", "interpolation": "interpolation"}
    reading = {"fillValue": FILL_VALUE, **{names[name]: value for name, value in sampling.items()}}
    cases, expected = [], []
    for pictures, values in batches(kind, seed):
        expected += list(by_keras(kind, pictures, values, **sampling))
        for picture, own in zip(pictures, values.astype(float).tolist(), strict=True):
            cases.append({"kind": kind, "values": own, **reading, **plain(picture)})
    answers = typescript("layers", cases)
    assert len(answers) == PICTURES
    return np.concatenate([apart(*pair) for pair in zip(expected, answers, strict=True)]).mean()


def apart(picture, answer):
    return np.abs(np.ravel(picture) - answer) > 1 / 255


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
@pytest.mark.parametrize("fill_mode", FILL_MODES)
@pytest.mark.parametrize("kind", ["rotation", "zoom", "translation"])
def test_moved_pixels_are_those_of_keras(kind, fill_mode, interpolation):
    assert share_apart(kind, 7, fill_mode=fill_mode, interpolation=interpolation) <= MOST_APART


@pytest.mark.parametrize("kind", ["contrast", "brightness"])
def test_coloured_pixels_are_those_of_keras(kind):
    assert share_apart(kind, 8) == 0


@pytest.mark.parametrize(("horizontal", "vertical"), [(True, False), (False, True), (True, True)])
def test_flipped_pixels_are_those_of_numpy(horizontal, vertical):
    pictures = [picture for batch, _ in batches("contrast", 9) for picture in batch]
    cases = [{"kind": "flip", "values": [horizontal, vertical], **plain(picture)} for picture in pictures]
    axes = [axis for axis, wanted in enumerate([vertical, horizontal]) if wanted]
    for picture, answer in zip(pictures, typescript("layers", cases), strict=True):
        np.testing.assert_array_equal(np.ravel(np.flip(picture, axes)), np.array(answer, "float32"))


SPREAD = {"rotation": 0.3, "zoom_height": 0.4, "zoom_width": 0.2, "keep_aspect": False, "translation_height": 0.2}
SPREAD |= {"translation_width": 0.1, "contrast": 0.3, "brightness": 0.2, "flip": "horizontal_and_vertical"}


@pytest.fixture(scope="module")
def draws():
    explorer = AugmentationExplorer(**SPREAD)
    rows = typescript("draws", {"settings": settings_of(explorer), "epochs": EPOCHS})
    return {name: np.array([row[name] for row in rows], "float64") for name in rows[0]}


@pytest.fixture(scope="module")
def keras_draws():
    """The same number of draws from the Keras layers of the same settings."""
    images = np.zeros((EPOCHS, 2, 4, 1), "float32")
    layers = {type(layer).__name__: layer for layer in AugmentationExplorer(**SPREAD).layers(seed=1)}
    drawn = {name: layer.get_random_transformation(images, training=True) for name, layer in layers.items()}
    translations = np.asarray(drawn["RandomTranslation"]["translations"])
    return {
        "flippedHorizontally": np.ravel(drawn["RandomFlip"]["flips"]),
        "flippedVertically": np.ravel(drawn["RandomFlip"]["flips"]),
        "degrees": np.ravel(drawn["RandomRotation"]["angle"]),
        "heightZoom": np.ravel(drawn["RandomZoom"]["height_zoom"]),
        "widthZoom": np.ravel(drawn["RandomZoom"]["width_zoom"]),
        "down": translations[:, 1] / 2,
        "right": translations[:, 0] / 4,
        "contrast": np.ravel(drawn["RandomContrast"]["contrast_factor"]),
        "brightness": np.ravel(drawn["RandomBrightness"]["rgb_delta"]) / 255,
    }


@pytest.mark.parametrize(
    "name",
    [
        "flippedHorizontally",
        "flippedVertically",
        "degrees",
        "heightZoom",
        "widthZoom",
        "down",
        "right",
        "contrast",
        "brightness",
    ],
)
def test_draws_spread_as_those_of_keras(draws, keras_draws, name):
    """Kolmogorov and Smirnov's distance of two samples: above this bound in one of a million true pairs."""
    have, want = np.sort(draws[name]), np.sort(keras_draws[name].astype("float64"))
    places = np.concatenate([have, want])
    distance = np.abs(
        np.searchsorted(have, places, "right") / EPOCHS - np.searchsorted(want, places, "right") / EPOCHS
    ).max()
    assert distance < np.sqrt(-np.log(1e-6 / 2) / EPOCHS)


def test_both_flips_come_together():
    """Keras draws once for both axes: a picture is turned by half a turn or left alone."""
    explorer = AugmentationExplorer(flip="horizontal_and_vertical", rotation=0, zoom_height=0)
    (flip,) = explorer.layers(seed=1)
    corners = np.arange(4, dtype="float32").reshape(2, 2, 1)
    by_keras = np.unique(np.asarray(flip(np.repeat(corners[np.newaxis], 100, 0), training=True)), axis=0)
    case = {"settings": settings_of(explorer), **plain(corners)}
    answers = typescript("sheets", [{**case, "epoch": epoch} for epoch in range(1, 101)])
    by_page = np.unique(np.reshape([answer["data"] for answer in answers], (-1, 2, 2, 1)), axis=0)
    np.testing.assert_array_equal(by_page, by_keras)


def test_draws_have_nothing_to_do_with_each_other(draws):
    """But for the flips, which share a draw."""
    together = np.corrcoef([numbers for name, numbers in draws.items() if name != "flippedVertically"])
    np.fill_diagonal(together, 0)
    assert np.abs(together).max() < 5 / np.sqrt(EPOCHS)


def test_neighbouring_epochs_and_seeds_have_nothing_to_do_with_each_other(draws):
    other = typescript("draws", {"settings": settings_of(AugmentationExplorer(**SPREAD, seed=1)), "epochs": EPOCHS})
    degrees = draws["degrees"]
    for neighbour in [degrees[1:], np.array([row["degrees"] for row in other])[:-1]]:
        assert abs(np.corrcoef(degrees[:-1], neighbour)[0, 1]) < 5 / np.sqrt(EPOCHS)


def test_all_layers_in_turn():
    """The page's picture is what the Keras layers make of its draws, one after the other."""
    random = np.random.default_rng(10)
    picture = random.random((17, 12, 3), dtype="float32")
    settings = settings_of(AugmentationExplorer(**SPREAD, fill_mode="nearest"))
    cases = [{"settings": settings, "epoch": epoch, **plain(picture)} for epoch in range(1, 31)]
    for answer in typescript("sheets", cases):
        drawn = answer["draws"]
        want = picture[:, ::-1] if drawn["flippedHorizontally"] else picture
        want = want[::-1] if drawn["flippedVertically"] else want
        steps = {
            "rotation": ["degrees"],
            "zoom": ["heightZoom", "widthZoom"],
            "translation": ["down", "right"],
            "contrast": ["contrast"],
            "brightness": ["brightness"],
        }
        for kind, names in steps.items():
            values = np.array([[drawn[name] for name in names]], "float32")
            want = by_keras(kind, want[np.newaxis], values, "nearest", "bilinear")[0]
        assert apart(want, answer["data"]).mean() <= MOST_APART


def test_nothing_happens_in_inference():
    picture = np.random.default_rng(11).random((16, 16, 3), dtype="float32")
    settings = settings_of(AugmentationExplorer(**SPREAD, training=False))
    (answer,) = typescript("sheets", [{"settings": settings, "epoch": 3, **plain(picture)}])
    np.testing.assert_array_equal(answer["data"], picture.ravel())


def test_aspect_is_kept():
    settings = settings_of(AugmentationExplorer(zoom_height=0.5))
    drawn = typescript("draws", {"settings": settings, "epochs": 50})
    assert all(row["heightZoom"] == row["widthZoom"] for row in drawn)


def test_layers_have_the_settings():
    flip, rotation, zoom, translation, contrast, brightness = AugmentationExplorer(**SPREAD, fill_mode="wrap").layers()
    assert flip.mode == "horizontal_and_vertical"
    assert rotation.factor == (-0.3, 0.3)
    assert (zoom.height_factor, zoom.width_factor, zoom.fill_mode) == (0.4, 0.2, "wrap")
    assert (translation.height_factor, translation.width_factor) == (0.2, 0.1)
    assert contrast.factor == (0.3, 0.3)
    assert brightness.factor == (-0.2, 0.2)
    assert AugmentationExplorer(flip="none", rotation=0, zoom_height=0).layers() == []


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("rotation", 0.51),
        ("zoom_height", -0.1),
        ("contrast", 1),
        ("flip", "sideways"),
        ("epoch", 0),
        ("epoch", 992),
        ("preview", 9),
        ("seed", 1000),
        ("fill_mode", "mirror"),
        ("image", np.zeros((8, 8, 3), "uint8")),
    ],
)
def test_bounds(trait, value):
    with pytest.raises(traitlets.TraitError, match=trait):
        AugmentationExplorer(**{trait: value})


def test_repr_tells_the_settings():
    explorer = AugmentationExplorer(image=np.zeros((16, 20, 3), "uint8"), keep_aspect=False, training=False)
    assert repr(explorer) == (
        "AugmentationExplorer(image 16×20×3, flip='horizontal', rotation=0.1, zoom=0.2, 0.2, "
        "translation=0, 0, contrast=0, brightness=0, inference)"
    )


VIEW = "application/vnd.jupyter.widget-view+json"


class TestBesideKeras:
    @pytest.fixture
    def explorer(self):
        image = np.random.default_rng(12).integers(0, 256, (24, 32, 3), "uint8")
        return AugmentationExplorer(image, contrast=0.3, language="en")

    def test_a_kernel_shows_explorer_button_and_sheet(self, explorer):
        shown = explorer.beside_keras()
        above, pressed, output = shown.controls.children
        assert above is explorer
        assert pressed.description == "Run the Keras layers"
        assert output.outputs[0]["data"].items() >= shown.first._repr_mimebundle_().items()
        assert VIEW in shown._repr_mimebundle_()

    def test_a_page_without_a_kernel_shows_the_first_sheet(self, explorer):
        shown = explorer.beside_keras()
        data = shown._repr_mimebundle_()
        assert data["image/jpeg"]
        summary = "9 pictures 24×32×3: RandomFlip, RandomRotation, RandomZoom, RandomContrast"
        assert data["text/plain"] == repr(shown) == summary

    def test_the_button_runs_the_layers_of_the_settings_anew(self, explorer):
        shown = explorer.beside_keras()
        _, pressed, output = shown.controls.children
        first = output.outputs[0]["data"]
        pressed.click()
        (second,) = output.outputs
        assert second["data"]["image/jpeg"] != first["image/jpeg"]
        explorer.set_trait("rotation", 0.0)
        pressed.click()
        assert output.outputs[0]["data"]["text/plain"] == "9 pictures 24×32×3: RandomFlip, RandomZoom, RandomContrast"
        explorer.set_trait("training", False)
        pressed.click()
        assert output.outputs[0]["data"]["text/plain"] == "9 pictures 24×32×3: unchanged"

    def test_pictures_are_those_of_the_layers(self, explorer):
        nine = augmented(explorer.image, explorer.layers(3), training=True)
        again = augmented(explorer.image, explorer.layers(3), training=True)
        np.testing.assert_array_equal(nine, again)
        assert len({picture.tobytes() for picture in nine}) == 9
        same = augmented(explorer.image, explorer.layers(3), training=False)
        np.testing.assert_array_equal(same, [explorer.image] * 9)

    def test_a_gray_picture(self):
        gray = AugmentationExplorer(np.zeros((16, 16, 1), "uint8"))
        assert repr(gray.beside_keras()) == "9 pictures 16×16×1: RandomFlip, RandomRotation, RandomZoom"


def test_strings_say_the_same_in_both_languages():
    texts = json.loads(STRINGS.read_text(encoding="utf-8"))
    assert list(texts["ko"]) == list(texts["en"])


def test_example_in_the_docstring():
    assert doctest.testmod(module).failed == 0
