"""The names of ImageNet's classes are all there, in order, and are put to what a classifier answers."""

import doctest

import numpy as np
import pytest

from course_utils.pretrained import decode_predictions, imagenet, labels, plain_pickle, preprocessing


def test_doctests():
    assert doctest.testmod(plain_pickle).failed == 0
    assert doctest.testmod(preprocessing).failed == 0
    example = doctest.DocTestFinder().find(labels.imagenet, globs=vars(labels))[0]
    assert doctest.DocTestRunner().run(example).failed == 0


def test_there_are_a_thousand_different_ones_in_the_order_of_their_ids():
    ids, names = zip(*imagenet(), strict=True)
    assert len(set(ids)) == len(set(names)) == 1000
    assert list(ids) == sorted(ids)
    assert all(len(wordnet_id) == 9 and wordnet_id[0] == "n" and wordnet_id[1:].isdigit() for wordnet_id in ids)


def test_well_known_places():
    known = {
        0: "tench",
        151: "Chihuahua",
        268: "Mexican hairless",
        281: "tabby",
        285: "Egyptian cat",
        999: "toilet tissue",
    }
    assert {place: imagenet()[place].name for place in known} == known


def test_best_guesses_come_first():
    scores = np.zeros((2, 1000))
    scores[0, [285, 281, 3]] = 0.5, 0.3, 0.2
    scores[1, 967] = 1
    first, second = decode_predictions(scores, top=3)
    assert [guess.name for guess in first] == ["Egyptian cat", "tabby", imagenet()[3].name]
    assert [guess.probability for guess in first] == [0.5, 0.3, 0.2]
    assert second[0] == ("n07920052", "espresso", 1.0)


@pytest.mark.parametrize("shape", [(1000,), (1, 10), (2, 6, 6, 1280)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"shape \(batch, 1000\).*Received: shape="):
        decode_predictions(np.zeros(shape))


@pytest.mark.parametrize("top", [0, 1001])
def test_impossible_numbers_of_guesses_are_refused(top):
    with pytest.raises(ValueError, match=f"from 1 to 1000. Received: top={top}"):
        decode_predictions(np.zeros((1, 1000)), top=top)
