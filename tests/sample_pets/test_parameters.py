from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest

from tools.sample_pets.parameters import LABELS, Coat, Law, latents

DRAWN = [latents(5, index) for index in range(800)]


def test_the_same_seed_and_index_give_the_same_parameters_whatever_was_drawn_before():
    again = latents(5, 17)
    assert again.row() == DRAWN[17].row()
    for field in fields(Coat):
        np.testing.assert_array_equal(getattr(again.coat, field.name), getattr(DRAWN[17].coat, field.name))
    assert latents(6, 17).row() != DRAWN[17].row()


def test_classes_alternate_and_are_balanced():
    assert [made_of.label for made_of in DRAWN[:4]] == ["cat", "dog", "cat", "dog"]
    assert Counter(made_of.label for made_of in DRAWN) == {"cat": 400, "dog": 400}


@pytest.mark.parametrize("name", ["coat", "pose", "framing", "occluder", "light", "backdrop", "ground"])
def test_what_is_not_anatomy_follows_one_law_for_both_classes(name):
    counts = [Counter(made_of.row()[name] for made_of in DRAWN if made_of.label == label) for label in LABELS]
    for value in counts[0] | counts[1]:
        cats, dogs = counts[0][value], counts[1][value]
        # Both are binomial: five standard deviations of their difference.
        assert abs(cats - dogs) <= 5 * np.sqrt(cats + dogs) + 1, value


@pytest.mark.parametrize("name", ["width", "height", "quality", "body_yaw"])
def test_sizes_qualities_and_angles_are_alike(name):
    cats, dogs = ([made_of.row()[name] for made_of in DRAWN if made_of.label == label] for label in LABELS)
    error = np.sqrt(np.var(cats) / len(cats) + np.var(dogs) / len(dogs))
    assert abs(np.mean(cats) - np.mean(dogs)) < 5 * error


def test_files_are_as_varied_as_those_of_a_real_folder():
    cameras = [made_of.camera for made_of in DRAWN]
    assert len({(camera.width, camera.height) for camera in cameras}) > 700
    assert {camera.orientation for camera in cameras} == {1, 3, 6, 8}
    assert 0.005 < np.mean([camera.grayscale for camera in cameras]) < 0.06
    assert 0.005 < np.mean([camera.orientation != 1 for camera in cameras]) < 0.06


def test_difficulty_makes_the_animal_smaller_more_turned_and_more_hidden():
    easy, hard = Law(0.0), Law(1.0)
    assert easy.framings["full"] < hard.framings["full"]
    assert easy.head_turn < hard.head_turn
    assert easy.occluded < hard.occluded
    assert easy.off_center < hard.off_center
    for framing, (low, high) in hard.zooms.items():
        assert high - low > np.ptp(easy.zooms[framing])
    for law in (easy, Law(), hard):
        assert sum(law.framings.values()) == pytest.approx(1)
        assert min(law.framings.values()) > 0


def test_the_table_leaves_nothing_out_that_was_drawn():
    made_of = DRAWN[3]
    assert made_of.row()["class"] == "dog"
    assert replace(made_of, index=4).row()["index"] == 4
