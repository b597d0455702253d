"""Weights come from where Keras keeps them, or over the network, or there is a clear error; damage is never loaded."""

import dataclasses
import hashlib
import shutil

import h5py
import keras
import numpy as np
import pytest

from course_utils import pretrained
from course_utils.pretrained import conv_base
from course_utils.pretrained.families import FAMILIES
from course_utils.pretrained.weights import find_weights
from tests.pretrained.conftest import REAL_KERAS_MODELS

MOBILENET = "mobilenet_2_5_224_tf_no_top.h5"
SMALL = (64, 64, 3)
ONLINE = [name for name, family in FAMILIES.items() if family.published]


def save_as_published(model, path):
    """In Keras' older format, which its published weights have."""
    from keras.src.legacy.saving import legacy_h5_format

    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


@pytest.fixture
def mobilenet(keras_models):
    """A file as Keras publishes it, with random numbers, where Keras keeps it."""
    model = keras.applications.MobileNet(alpha=0.25, include_top=False, weights=None, input_shape=SMALL)
    save_as_published(model, keras_models / MOBILENET)
    return model


def test_weights_that_keras_keeps_are_loaded(mobilenet):
    loaded = pretrained.load("MobileNet", SMALL, alpha=0.25)
    for weights, expected in zip(loaded.model.get_weights(), mobilenet.get_weights(), strict=True):
        np.testing.assert_array_equal(weights, expected)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["truncated", "empty", "text", "another net", "fewer layers"])
def test_damaged_weights_are_never_loaded(mobilenet, keras_models, damage):
    path = keras_models / MOBILENET
    content = path.read_bytes()
    if damage == "another net":
        wider = keras.applications.MobileNet(alpha=0.5, include_top=False, weights=None, input_shape=SMALL)
        save_as_published(wider, path)
    elif damage == "fewer layers":
        save_as_published(keras.Model(mobilenet.input, mobilenet.layers[20].output), path)
    else:
        path.write_bytes({"truncated": content[: len(content) // 2], "empty": b"", "text": b"not found"}[damage])
    with pytest.raises(ValueError, match=rf"{MOBILENET} does not hold the weights of mobilenet_0\.25.*Delete it"):
        pretrained.load("MobileNet", SMALL, alpha=0.25)


@pytest.mark.skipif(not (REAL_KERAS_MODELS / MOBILENET).exists(), reason=f"needs {MOBILENET} where Keras keeps weights")
def test_published_mobilenet_loads_and_tells_its_photos_apart(keras_models):
    from tests.pretrained.scikit_photos import photo

    shutil.copy(REAL_KERAS_MODELS / MOBILENET, keras_models)
    content = (keras_models / MOBILENET).read_bytes()
    assert hashlib.sha256(content).hexdigest() == "dbdb03ee2a22fd895301636cd328b234bb3a9952358f436d82f46b81e0d5b0bf"
    loaded = pretrained.load("MobileNet", (180, 180, 3), alpha=0.25, pooling="avg")
    features = np.asarray(loaded(np.stack([photo(name, 180) for name in ("chelsea", "coffee")])))
    assert features.shape == (2, 256)


@pytest.mark.parametrize("include_top", [False, True])
@pytest.mark.parametrize("name", ONLINE)
def test_without_a_network_the_error_says_what_to_do(keras_models, name, include_top):
    family = FAMILIES[name]
    file = family.published.file(include_top, 1.0)
    load = pretrained.classifier if include_top else pretrained.load
    with pytest.raises(ConnectionError) as caught:
        load(name)
    message = str(caught.value)
    for part in (name, file.name, file.url, str(keras_models), 'pretrained.load("EfficientNetLite0")'):
        assert part in message
    assert [path.name for path in keras_models.iterdir() if not path.name.startswith(".")] == []


def test_damaged_weights_that_can_be_told_are_not_used(keras_models):
    (keras_models / "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5").write_bytes(b"half of it")
    with pytest.raises(ConnectionError, match="VGG16 are damaged, and new ones could not be had"):
        pretrained.load("VGG16")


def test_folder_that_can_not_be_written_is_an_error_that_names_it(keras_models, monkeypatch):
    def no_permission(*arguments, **options):
        raise PermissionError(13, "Permission denied", str(keras_models))

    monkeypatch.setattr("course_utils.downloads.alone", no_permission)
    with pytest.raises(ConnectionError, match=f"Permission denied(?s:.*){keras_models}"):
        pretrained.load("VGG16")


@pytest.mark.slow
def test_weights_with_a_checksum_are_taken_as_they_are(keras_models, monkeypatch):
    """EfficientNetB0 by its name has one more rescaling than with the same file by its path."""
    random = keras.applications.EfficientNetB0(include_top=False, weights=None, input_shape=SMALL)
    path = keras_models / "efficientnetb0_notop.h5"
    save_as_published(random, path)
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    family = FAMILIES["EfficientNetB0"]
    published = dataclasses.replace(family.published, checksums=(None, digest))
    monkeypatch.setattr(conv_base, "find", lambda name: dataclasses.replace(family, published=published))
    monkeypatch.setitem(keras.src.applications.efficientnet.WEIGHTS_HASHES, "b0", (None, digest))
    loaded = pretrained.load("EfficientNetB0", SMALL).model
    assert sum(isinstance(layer, keras.layers.Rescaling) for layer in loaded.layers) == 2
    for weights, expected in zip(loaded.get_weights(), random.get_weights(), strict=True):
        np.testing.assert_array_equal(weights, expected)


def test_mobilenets_have_a_file_for_each_width(keras_models):
    names = {alpha: FAMILIES["MobileNet"].published.file(False, alpha).name for alpha in (0.25, 1.0)}
    assert names == {0.25: MOBILENET, 1.0: "mobilenet_1_0_224_tf_no_top.h5"}
    second = FAMILIES["MobileNetV2"].published.file(True, 0.35).name
    assert second == "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224.h5"


class Asked(Exception):
    pass


@pytest.mark.slow
@pytest.mark.parametrize("include_top", [False, True])
@pytest.mark.parametrize("name", ONLINE)
def test_files_are_those_that_keras_asks_for(monkeypatch, name, include_top):
    def asked(fname, origin, cache_subdir="datasets", file_hash=None, **options):
        raise Asked(fname, origin, cache_subdir, file_hash)

    monkeypatch.setattr("keras.src.utils.file_utils.get_file", asked)
    with pytest.raises(Asked) as caught:
        getattr(keras.applications, name)(include_top=include_top, weights="imagenet")
    file = FAMILIES[name].published.file(include_top, 1.0)
    assert caught.value.args == (file.name, file.url, "models", file.checksum)


def test_installed_weights_need_no_keras_folder(keras_models):
    family = FAMILIES["EfficientNetLite0"]
    assert family.published is None
    with pytest.raises(AssertionError):
        find_weights(family, include_top=False, alpha=1.0)


def test_the_file_of_weights_is_named_whether_it_is_there_or_not(keras_models, mobilenet):
    assert pretrained.weights_file("MobileNet", 0.25) == keras_models / MOBILENET
    assert pretrained.weights_file("MobileNet", 0.25).exists()
    whole = pretrained.weights_file("Xception", include_top=True)
    assert whole == keras_models / FAMILIES["Xception"].published.file(True, 1.0).name
    assert not whole.exists()


def test_installed_weights_have_no_file_of_keras():
    with pytest.raises(ValueError, match="weights of EfficientNetLite0 come with an installed package"):
        pretrained.weights_file("EfficientNetLite0")
