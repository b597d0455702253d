"""Features are those of the base, come from disk the second time, in any order, and survive being interrupted."""

import signal
import subprocess
import sys
import textwrap

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import pretrained
from course_utils.pretrained import features
from course_utils.pretrained.feature_store import FeatureStore, key_of

SHAPE = (40, 48, 3)


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    folder = tmp_path / "cache"
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(folder))
    return folder


def small_base(pooling="avg"):
    keras.utils.set_random_seed(0)
    return pretrained.load("MobileNet", SHAPE, weights=None, alpha=0.25, pooling=pooling)


@pytest.fixture(scope="module")
def conv_base():
    return small_base()


@pytest.fixture(scope="module")
def pictures():
    random = np.random.default_rng(0)
    return random.integers(0, 256, (11, *SHAPE)).astype(np.float32), np.arange(11, dtype=np.int32)


@pytest.fixture
def computed(monkeypatch):
    """How many pictures went through a base, batch by batch."""
    counts = []
    compiled = features._compiled

    def counting(conv_base, key):
        forward = compiled(conv_base, key)
        return lambda images: (counts.append(len(images)), forward(images))[1]

    monkeypatch.setattr(features, "_compiled", counting)
    return counts


def batches(pictures, size=4):
    return tf.data.Dataset.from_tensor_slices(pictures).batch(size)


def test_features_are_those_of_the_base(conv_base, pictures):
    found, labels = pretrained.extract_features(conv_base, batches(pictures))
    np.testing.assert_allclose(found, conv_base(pictures[0]), rtol=1e-3, atol=1e-5)
    np.testing.assert_array_equal(labels, pictures[1])
    assert (found.dtype, labels.dtype) == (np.float32, np.int32)


def test_maps_keep_their_shape(pictures):
    conv_base = small_base(pooling=None)
    found, _ = pretrained.extract_features(conv_base, batches(pictures))
    assert found.shape == (11, *conv_base.output_shape) == (11, 1, 1, 256)


def test_second_time_computes_nothing(conv_base, pictures, computed):
    first, _ = pretrained.extract_features(conv_base, batches(pictures))
    assert sorted(computed) == [3, 4, 4]
    again, labels = pretrained.extract_features(conv_base, batches(pictures))
    assert sorted(computed) == [3, 4, 4]
    np.testing.assert_array_equal(again, first)
    np.testing.assert_array_equal(labels, pictures[1])


def test_order_and_batches_do_not_matter(conv_base, pictures, computed):
    first, _ = pretrained.extract_features(conv_base, batches(pictures))
    computed.clear()
    order = np.random.default_rng(1).permutation(11)
    shuffled = batches((pictures[0][order], pictures[1][order]), size=3)
    again, labels = pretrained.extract_features(conv_base, shuffled)
    assert computed == []
    np.testing.assert_array_equal(labels, order)
    np.testing.assert_array_equal(again, first[order])


def test_only_what_is_new_is_computed(conv_base, pictures, computed):
    images, labels = pictures[0].copy(), pictures[1]
    first, _ = pretrained.extract_features(conv_base, batches((images, labels)))
    computed.clear()
    images[5, 0, 0, 0] += 1 if images[5, 0, 0, 0] < 255 else -1
    again, _ = pretrained.extract_features(conv_base, batches((images, labels)))
    assert computed == [1]
    assert (again != first).any(axis=1).tolist() == [place == 5 for place in range(11)]


def test_twins_in_a_batch_are_computed_once(conv_base, pictures, computed):
    images = np.repeat(pictures[0][:2], 3, axis=0)
    found, _ = pretrained.extract_features(conv_base, batches((images, np.arange(6)), size=6))
    assert computed == [2]
    np.testing.assert_array_equal(found[::3].repeat(3, axis=0), found)


@pytest.mark.slow
def test_another_base_sees_with_its_own_eyes(conv_base, pictures, computed):
    first, _ = pretrained.extract_features(conv_base, batches(pictures))
    largest = small_base(pooling="max")
    pretrained.extract_features(largest, batches(pictures))
    tuned = small_base()
    kernel = tuned.model.get_layer("conv_pw_13").kernel
    kernel.assign(np.asarray(kernel) * 1.5)
    assert (pretrained.extract_features(tuned, batches(pictures))[0] != first).any()
    assert sum(computed) == 33


def test_plain_batches_will_do(conv_base, pictures):
    images, _ = pictures
    found, names = pretrained.extract_features(conv_base, [(images[:3], np.array(["cat"] * 3)), (images[3:4], ["dog"])])
    assert found.shape == (4, 256)
    assert names.tolist() == ["cat"] * 3 + ["dog"]


def test_progress_is_shown_if_wanted(conv_base, pictures, monkeypatch):
    from course_utils import downloads

    shown = []
    progress = downloads.progress
    monkeypatch.setattr(
        downloads,
        "progress",
        lambda *arguments, **options: (shown.append(arguments), progress(*arguments, **options))[1],
    )
    pretrained.extract_features(conv_base, batches(pictures))
    pretrained.extract_features(conv_base, batches(pictures), verbose=False)
    assert shown == [("MobileNet features", 3), (None, 3)]


@pytest.mark.parametrize(
    ("dataset", "message"),
    [
        (lambda images: [], "empty data set"),
        (lambda images: batches((images, images[:, 0, 0, 0])).take(0), "empty data set"),
        (lambda images: batches((images, images[:, 0, 0, 0])).repeat(), "endless"),
        (lambda images: batches(images), r"batches \(images, labels\)"),
        (lambda images: [(images, images, images)], "Received: 3 parts"),
        (lambda images: [(images[:, :20], np.zeros(11))], r"shape \(batch, 40, 48, 3\)"),
        (lambda images: [(images / 255, np.zeros(11))], "must be raw pixels"),
        (lambda images: [(images, np.zeros(3))], "11 images and 3 labels"),
    ],
)
def test_wrong_data_is_refused(conv_base, pictures, dataset, message):
    with pytest.raises(ValueError, match=message):
        pretrained.extract_features(conv_base, dataset(pictures[0]))


def test_what_was_computed_before_an_interruption_is_kept(conv_base, pictures, computed):
    def interrupted():
        yield pictures[0][:4], pictures[1][:4]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pretrained.extract_features(conv_base, interrupted())
    pretrained.extract_features(conv_base, batches(pictures))
    assert sorted(computed) == [3, 4, 4]


KILLED = """
    import os, signal
    from pathlib import Path
    import numpy as np
    from course_utils.pretrained.feature_store import FeatureStore, key_of

    save, calls = np.save, []

    def save_or_die(*arguments, **options):
        calls.append(1)
        if len(calls) == {call}:
            os.kill(os.getpid(), signal.SIGKILL)
        save(*arguments, **options)

    np.save = save_or_die
    rows = np.arange(15, dtype=np.float32).reshape(5, 3)
    store = FeatureStore(Path("{folder}"), (3,), piece=2)
    for row in rows:
        store.add([key_of(row)], [row])
"""


class TestStore:
    rows = np.arange(15, dtype=np.float32).reshape(5, 3)
    keys = tuple(key_of(row) for row in rows)

    @pytest.fixture
    def folder(self, tmp_path):
        store = FeatureStore(tmp_path / "store", (3,), piece=2)
        store.add(self.keys[:2], self.rows[:2])
        store.add(self.keys[2:3], self.rows[2:3])
        assert len(list((tmp_path / "store").iterdir())) == 1
        store.write()
        assert len(list((tmp_path / "store").iterdir())) == 2
        return tmp_path / "store"

    def found(self, folder, row_shape=(3,)):
        store = FeatureStore(folder, row_shape)
        for key, row in zip(self.keys, self.rows, strict=True):
            if key in store:
                np.testing.assert_array_equal(store[key], row)
        return [key in store for key in self.keys]

    def test_rows_come_back(self, folder):
        assert self.found(folder) == [True, True, True, False, False]
        assert self.found(folder, row_shape=(4,)) == [False] * 5

    @pytest.mark.parametrize("name", ["features.npy", "keys.npy"])
    @pytest.mark.parametrize("damage", ["truncated", "empty", "pickled", "missing"])
    def test_damaged_pieces_are_computed_anew(self, folder, name, damage):
        for piece in folder.iterdir():
            path = piece / name
            content = path.read_bytes()
            if damage == "missing":
                path.unlink()
            elif damage == "pickled":
                np.save(path, np.array([{}, print], dtype=object), allow_pickle=True)
            else:
                path.write_bytes(content[: len(content) - 5] if damage == "truncated" else b"")
        assert self.found(folder) == [False] * 5
        store = FeatureStore(folder, (3,))
        store.add(self.keys[:2], self.rows[:2])
        store.write()
        assert self.found(folder) == [True, True, False, False, False]

    def test_another_process_may_be_faster(self, folder, recwarn):
        store = FeatureStore(folder / "nothing", (3,))
        store._folder = folder
        store.add(self.keys[:2], self.rows[:2])
        store.write()
        assert self.found(folder) == [True, True, True, False, False]
        assert not recwarn

    def test_folder_that_can_not_be_written_costs_a_warning(self, tmp_path):
        (tmp_path / "file").write_text("")
        store = FeatureStore(tmp_path / "file" / "store", (3,))
        store.add(self.keys, self.rows)
        with pytest.warns(UserWarning, match="not kept, since .*can't be written"):
            store.write()
        np.testing.assert_array_equal(store[self.keys[3]], self.rows[3])

    @pytest.mark.parametrize(("call", "kept"), [(1, 0), (2, 0), (3, 2), (4, 2)])
    def test_a_kill_loses_at_most_a_piece(self, tmp_path, call, kept):
        """Killed before it writes each of the files of the first and of the second piece."""
        code = textwrap.dedent(KILLED).format(folder=tmp_path / "store", call=call)
        killed = subprocess.run([sys.executable, "-c", code], check=False)
        assert killed.returncode == -signal.SIGKILL
        assert self.found(tmp_path / "store") == [place < kept for place in range(5)]

    def test_keys_tell_arrays_apart(self):
        arrays = [np.zeros(4), np.zeros((2, 2)), np.zeros(4, np.float32), np.ones(4), np.zeros(5)]
        assert len({key_of(array) for array in arrays} | {key_of(arrays[0], text="VGG16")}) == 6
        assert key_of(np.arange(6).reshape(2, 3).T) == key_of(np.arange(6).reshape(2, 3).T.copy())
