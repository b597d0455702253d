"""What was measured of each family is there for all of them, and says how it was measured."""

import pytest

from course_utils import pretrained
from course_utils.pretrained.measured import FIGURES


def test_every_family_was_measured_one_by_one_and_by_32():
    record = pretrained.cpu_record()
    assert set(record["milliseconds"]) == set(record["feature_shapes"]) == set(pretrained.FAMILIES)
    for name, found in record["milliseconds"].items():
        assert set(found) == {"1", "32"}
        assert all(0 < found[batch] <= record["medians"][name][batch] for batch in found)


def test_it_says_how():
    record = pretrained.cpu_record()
    assert FIGURES.is_file()
    assert record["command"].endswith("python -m benchmarks.families")
    assert set(record["machine"]) == {"cores", "architecture", "load"}
    assert set(record["versions"]) == {"python", "keras", "tensorflow"}


def test_feature_shapes_are_those_of_the_base():
    base = pretrained.load("MobileNet", (224, 224, 3), weights=None)
    assert tuple(pretrained.cpu_record()["feature_shapes"]["MobileNet"]) == base.output_shape


@pytest.mark.parametrize(("name", "at_once"), [("VGG17", 1), ("VGG16", 8)])
def test_what_was_not_measured_is_refused(name, at_once):
    with pytest.raises(ValueError, match=rf"Received: name='{name}', at_once={at_once}\. Allowed: at_once 1 or 32"):
        pretrained.cpu_milliseconds(name, at_once)
