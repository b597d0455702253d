"""Cats and dogs are found however the folders are called, in the order of their numbers."""

import random

import pytest

from course_utils.datasets.layout import CLASSES, PARTS, find_layout


def test_numerical_order():
    names = [f"PetImages/{folder}/{number}.jpg" for folder in ("Cat", "Dog") for number in (0, 2, 9, 10, 100)]
    shuffled = random.Random(0).sample(names, len(names))
    layout = find_layout([*shuffled, "PetImages/Cat/Thumbs.db", "readme.txt"])
    assert layout.classes == {"cat": [*names[:5], "PetImages/Cat/Thumbs.db"], "dog": names[5:]}
    assert layout.split == {}


@pytest.mark.parametrize(
    ("name", "class_name"),
    [
        ("Cat/1.jpg", "cat"),
        ("a/b/DOGS/c/1.jpg", "dog"),
        ("dog/cat/1.jpg", "cat"),
        ("Cat/dog.1.jpg", "cat"),
        ("train/cat.0.jpg", "cat"),
        ("Dog_12.JPG", "dog"),
        ("dog7.png", "dog"),
        ("catalogue.jpg", None),
        ("category/1.jpg", None),
        ("1.jpg", None),
        ("__MACOSX/Cat/1.jpg", None),
        ("Cat/._1.jpg", None),
        (".cache/Cat/1.jpg", None),
    ],
)
def test_class_of_a_picture(name, class_name):
    classes = find_layout([name]).classes
    assert [found for found in CLASSES if classes[found]] == ([class_name] if class_name else [])


@pytest.mark.parametrize("words", [PARTS, ("Training", "valid", "testing"), ("TRAIN", "val", "Test")])
def test_split_that_somebody_made(words):
    names = [f"pets/{part}/{folder}/1.jpg" for part in words for folder in ("cats", "dogs")]
    assert [*find_layout(names).split.values()] == [[name] for name in names]
    assert find_layout(names[:-1]).split == {}
    assert find_layout([*names, "cats/2.jpg"]).split == {}
