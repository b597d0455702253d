"""Values cross whole, and nothing but values crosses."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.checks import wire
from course_utils.checks.comparing import compare

ARRAYS = hnp.arrays(
    st.sampled_from(["bool", "uint8", "int64", "float32", "float64", ">f8"]),
    hnp.array_shapes(min_dims=0, max_side=4),
    elements={"allow_nan": True},
)
PLAIN = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats() | st.text(max_size=20) | ARRAYS
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["array", "tuple", "dict", "float", "dtype", "shape", "data", "x"]), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        assert one.shape == other.shape
        assert one.dtype == other.dtype.newbyteorder("=") or one.dtype.newbyteorder("<") == other.dtype
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


@given(VALUES)
def test_values_come_back_as_they_were(value: Any) -> None:
    assert same(value, wire.decode(json.loads(json.dumps(wire.encode(value), allow_nan=False))))


@given(JSON)
def test_any_json_is_a_value_or_an_error(form: Any) -> None:
    try:
        value = wire.decode(form)
    except ValueError:
        return
    compare(np.zeros(2), value, 0.1)
    compare(3, value, 0.1)
    compare((1, 2), value, 0.1)


@pytest.mark.parametrize(
    "value",
    [object(), {1: 2}, np.array([object()]), np.zeros(2, complex), np.zeros(2, "datetime64[s]"), b"x", {1}, print],
)
def test_other_types_do_not_cross(value: Any) -> None:
    with pytest.raises(TypeError):
        wire.encode(value)


@pytest.mark.parametrize(
    "value", [2**63, "x" * 100_001, [0] * 10_001, np.zeros(2_000_001, "uint8"), [[[[[[[[[[1]]]]]]]]]]]
)
def test_nothing_too_large_crosses(value: Any) -> None:
    with pytest.raises(ValueError, match=r"more than|characters|items|numbers"):
        wire.encode(value)


@pytest.mark.parametrize(
    "content",
    [
        {"dtype": "|O", "shape": [1], "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": [1, -1], "data": ""},
        {"dtype": "<f8", "shape": [10**9, 10**9], "data": ""},
        {"dtype": "<f8", "shape": [2], "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": [1], "data": "!"},
        {"dtype": "<f8", "shape": [True], "data": "AAAAAAAAAAA="},
        {"dtype": "<f8", "shape": [1]},
    ],
)
def test_an_array_that_is_none(content: Any) -> None:
    with pytest.raises(ValueError, match="array"):
        wire.decode({"array": content})


@given(st.floats(-1e6, 1e6), st.floats(0, 0.1))
def test_a_number_may_be_off_by_the_tolerance(value: float, tolerance: float) -> None:
    allowed = tolerance * (1 + abs(value))
    assert compare(value, value + 0.99 * allowed, tolerance) is None
    assert compare(value, value + 1.01 * allowed + 1e-6, tolerance) is not None
    array = np.array([value, 0.0])
    assert compare(array, array + 0.99 * allowed * np.array([1, 0]), tolerance) is None


@pytest.mark.parametrize(
    ("expected", "received"), [(1, True), (True, 1), (3, 3.5), ("a", "b"), ((1, 2), [1, 3]), (1, "1")]
)
def test_what_only_looks_alike_differs(expected: Any, received: Any) -> None:
    assert compare(expected, received, 0.0) is not None


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (3, np.int64(3)),
        (3, np.array(3)),
        (3, 3.0),
        ((1, 2), [1, 2]),
        ((1, 2), np.array([1, 2])),
        (0.5, np.float32(0.5)),
    ],
)
def test_what_means_the_same_passes(expected: Any, received: Any) -> None:
    assert compare(expected, received, 0.0) is None
