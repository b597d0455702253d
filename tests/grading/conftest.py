"""Sandboxes for tests, and notebooks to grade in them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from course_utils.grading import exercises
from course_utils.grading.exercises import Exercise
from course_utils.grading.sandbox import Sandbox, available

SEED = 2026


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for the whole session: what one submission does to it, the next would feel."""
    if reason := available():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with Sandbox() as box:
        yield box


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    """The first exercise."""
    return exercises.load("1")
