"""Batches of pictures: Keras' own numbers, decoded once, in an order that a seed decides."""

import gc
import subprocess
import sys
import weakref

import keras
import numpy as np
import pytest
from PIL import Image

from course_utils.datasets import batches, decoding, image_batches

CLASSES = ("cat", "dog")
A_CLASS = 5


@pytest.fixture
def folder(tmp_path):
    """Pictures of many shapes: five cats and five dogs."""
    random = np.random.default_rng(0)
    for name in CLASSES:
        (tmp_path / "pictures" / name).mkdir(parents=True)
        for number in range(A_CLASS):
            pixels = random.integers(0, 256, (20 + 5 * number, 30, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pictures" / name / f"{name}.{number}.jpg")
    return tmp_path / "pictures"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def all_of(dataset):
    images, labels = zip(*((images.numpy(), labels.numpy()) for images, labels in dataset), strict=True)
    return np.concatenate(images), np.concatenate(labels)


@pytest.mark.parametrize("memory_limit", [batches.MEMORY_LIMIT, 0], ids=["memory", "disk"])
@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("interpolation", ["bilinear", "nearest"])
def test_the_numbers_are_those_of_keras(folder, memory_limit, crop, interpolation):
    how = {"image_size": (16, 24), "batch_size": 4, "interpolation": interpolation, "crop_to_aspect_ratio": crop}
    ours = image_batches(folder, shuffle=False, memory_limit=memory_limit, **how)
    theirs = keras.utils.image_dataset_from_directory(folder, shuffle=False, **how)
    assert ours.element_spec[0].dtype == np.float32  # Keras gives uint8 for nearest neighbours
    assert ours.element_spec[1] == theirs.element_spec[1]
    assert ours.class_names == theirs.class_names == list(CLASSES)
    assert ours.file_paths == theirs.file_paths
    assert [len(labels) for _, labels in ours] == [4, 4, 2]
    for ours_all, theirs_all in zip(all_of(ours), all_of(theirs), strict=True):
        assert np.array_equal(ours_all, theirs_all)


def test_each_pass_has_its_own_order_and_the_same_one_next_time(folder):
    first, second = (image_batches(folder, 16, 4, seed=3) for _ in range(2))
    passes = [all_of(first) for _ in range(3)]
    for (images, labels), (images_again, labels_again) in zip(passes, [all_of(second) for _ in range(3)], strict=True):
        assert np.array_equal(images, images_again)
        assert np.array_equal(labels, labels_again)
    orders = {images.tobytes() for images, _ in passes}
    assert len(orders) == 3
    assert all_of(image_batches(folder, 16, 4, seed=4))[0].tobytes() not in orders


def test_a_picture_keeps_its_label_in_every_order(folder):
    images, labels = all_of(image_batches(folder, 16, shuffle=False))
    label_of = {image.tobytes(): label for image, label in zip(images, labels, strict=True)}
    for image, label in zip(*all_of(image_batches(folder, 16, 3)), strict=True):
        assert label_of.pop(image.tobytes()) == label
    assert not label_of


def test_the_batches_know_how_many_they_are(folder):
    assert len(image_batches(folder, 16, batch_size=4)) == 3


def test_binary_labels_are_columns_of_floats(folder):
    _, labels = all_of(image_batches(folder, 16, shuffle=False, label_mode="binary"))
    assert labels.dtype == np.float32
    assert labels.tolist() == [[0.0]] * A_CLASS + [[1.0]] * A_CLASS


def test_pictures_are_decoded_once(folder, monkeypatch):
    dataset = image_batches(folder, 16)
    for file in folder.rglob("*.jpg"):
        file.unlink()
    assert len(all_of(dataset)[0]) == 2 * A_CLASS


def test_memory_is_given_back(folder):
    dataset = image_batches(folder, 16)
    all_of(dataset)
    images = weakref.ref(dataset.source.inputs)
    first = dataset.take(1)
    del dataset
    assert len(all_of(first)[0]) == 2 * A_CLASS, "what is derived from a data set keeps it alive"
    del first
    gc.collect()
    assert images() is None


def test_what_goes_to_disk_is_said_and_found_again(folder, cache, monkeypatch, capsys):
    before = all_of(image_batches(folder, 16, memory_limit=0, shuffle=False))
    assert "10 pictures of 16×16 take 0.0 GiB, more than memory_limit" in capsys.readouterr().out
    (file,) = (cache / "pictures").glob("*.float32")
    assert file.stat().st_size == 10 * 16 * 16 * 3 * 4
    monkeypatch.setattr(decoding.PictureFolder, "batches", lambda self: pytest.fail("decoded again"))
    after = all_of(image_batches(folder, 16, memory_limit=0, shuffle=False))
    assert np.array_equal(before[0], after[0])


def test_a_changed_file_or_size_has_another_key(folder):
    keys = {image_batches(folder, 16).data_key, image_batches(folder, 17).data_key}
    (folder / "cat" / "cat.0.jpg").write_bytes((folder / "dog" / "dog.0.jpg").read_bytes())
    keys |= {image_batches(folder, 16).data_key, image_batches(folder, 16, crop_to_aspect_ratio=True).data_key}
    assert len(keys) == 4
    assert image_batches(folder, 16, seed=5).data_key == image_batches(folder, 16, 2).data_key


def test_a_half_written_file_counts_for_nothing(folder, cache):
    whole = all_of(image_batches(folder, 16, memory_limit=0, shuffle=False))[0]
    (file,) = (cache / "pictures").glob("*.float32")
    file.write_bytes(file.read_bytes()[:-100])
    assert np.array_equal(all_of(image_batches(folder, 16, memory_limit=0, shuffle=False))[0], whole)


KILLED = """
import os, sys
from course_utils.datasets import decoding, image_batches
def batches(self, old=decoding.PictureFolder.batches):
    for images in old(self):
        yield images[:5]
        os.kill(os.getpid(), 9)
decoding.PictureFolder.batches = batches
image_batches(sys.argv[1], 16, memory_limit=0)
"""


@pytest.mark.slow
def test_a_kill_leaves_nothing_half(folder, cache):
    killed = subprocess.run([sys.executable, "-c", KILLED, folder], capture_output=True)
    assert killed.returncode == -9
    assert not list((cache / "pictures").glob("*.float32"))
    assert len(all_of(image_batches(folder, 16, memory_limit=0))[0]) == 10
    assert not list((cache / "pictures").glob("*.part")), "what the killed process left is cleared away"


@pytest.mark.parametrize("memory_limit", [batches.MEMORY_LIMIT, 0], ids=["memory", "disk"])
def test_a_bad_picture_is_named(folder, cache, memory_limit):
    (folder / "cat" / "cat.1.jpg").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"1 of 10 files can't be read as pictures: .*cat\.1\.jpg\. Remove"):
        image_batches(folder, 16, memory_limit=memory_limit)
    assert not list(cache.glob("pictures/*.float32"))


def test_many_bad_pictures_are_counted(folder):
    for file in (folder / "cat").iterdir():
        file.write_bytes(file.read_bytes()[:300])
    with pytest.raises(ValueError, match=r"5 of 10 files .* and 2 more\."):
        image_batches(folder, 16)


def test_a_missing_folder_is_named(folder):
    with pytest.raises(FileNotFoundError, match=r"There is no folder .*nowhere.*datasets\.active\(\)"):
        image_batches(folder / "nowhere", 16)


def test_a_folder_without_classes_is_refused(folder):
    with pytest.raises(ValueError, match=r"a folder for each class.*Received: .*cat with the folders \[\]"):
        image_batches(folder / "cat", 16)


def test_a_class_without_pictures_is_refused(folder):
    (folder / "fox").mkdir()
    (folder / "fox" / "readme.txt").write_text("to do")
    with pytest.raises(ValueError, match=r"fox holds no pictures.*Allowed: files that end in \.bmp"):
        image_batches(folder, 16)


def test_a_third_class_has_no_binary_labels(folder):
    (folder / "fox").mkdir()
    Image.new("RGB", (20, 20)).save(folder / "fox" / "1.png")
    assert all_of(image_batches(folder, 16, shuffle=False))[1].tolist() == [0] * 5 + [1] * 5 + [2]
    with pytest.raises(ValueError, match=r"is for two classes.*3 classes"):
        image_batches(folder, 16, label_mode="binary")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"image_size": 0}, "`image_size` must be"),
        ({"image_size": (16,)}, "`image_size` must be"),
        ({"image_size": (16, 16.0)}, "`image_size` must be"),
        ({"batch_size": 0}, "`batch_size` must be a positive integer"),
        ({"seed": None}, "`seed` must be an integer"),
        ({"seed": -1}, "`seed` must be an integer"),
        ({"label_mode": "categorical"}, "`label_mode` must be one of int, binary"),
    ],
)
def test_wrong_arguments_are_refused(folder, wrong, message):
    with pytest.raises(ValueError, match=rf"{message}.*Received"):
        image_batches(folder, **{"image_size": 16, **wrong})


def test_too_little_room_on_disk_is_said_before(folder, cache, monkeypatch):
    monkeypatch.setattr(decoding.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000}))
    with pytest.raises(OSError, match=r"need 0\.0 GB, and .* has 0\.0 GB left.*CONVNET_COURSE_CACHE"):
        image_batches(folder, 16, memory_limit=0)
    assert not list(cache.glob("pictures/*.float32"))


def test_arrays_are_served_in_the_same_way():
    inputs, labels = np.arange(10.0).reshape(10, 1), np.arange(10)
    dataset = batches.array_batches(inputs, labels, 4)
    values, numbers = all_of(dataset)
    assert sorted(numbers) == list(range(10))
    assert numbers.tolist() != list(range(10))
    assert values.ravel().tolist() == numbers.tolist()
    assert all_of(batches.in_file_order(dataset))[1].tolist() == list(range(10))
    with pytest.raises(ValueError, match=r"a label for each sample.*10 samples, 9 labels"):
        batches.array_batches(inputs, labels[:9])


def test_in_file_order_keeps_what_is_known_of_the_pictures(folder):
    dataset = image_batches(folder, 16, 4)
    ordered = batches.in_file_order(dataset)
    assert (ordered.file_paths, ordered.data_key) == (dataset.file_paths, dataset.data_key)
    assert all_of(ordered)[1].tolist() == [0] * 5 + [1] * 5
    assert batches.in_file_order(ordered) is ordered


def test_importing_datasets_needs_no_tensorflow():
    code = "import sys, course_utils.datasets; assert not {'tensorflow', 'keras'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
