"""A student's function on the public cases: what is shown, what is hinted at, and how far the exercise has come."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

import course_utils
from course_utils import ops
from course_utils.checks import CheckError, check, checking, hint, sheets
from course_utils.checks.judges import design
from course_utils.checks.tasks import find


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kernel in which nothing was checked yet, in English."""
    monkeypatch.setattr(checking, "_passed", set())
    monkeypatch.setattr(checking, "_hints_seen", {})
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    course_utils.use_language("en")
    yield
    course_utils.use_language("ko")


def flipped(inputs: Any, kernel: Any, strides: int = 1, padding: str = "valid") -> Any:
    return ops.conv2d(inputs, kernel[::-1, ::-1], strides, padding)


def words(markup: str) -> str:
    """What a reader of the HTML sees."""
    plain = re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup)
    return " ".join(html.unescape(plain).split())


def test_a_right_function_passes() -> None:
    shown = check("output_size", ops.conv_output_size)
    assert shown.passed
    assert "✓ output_size Passed: all 3 public cases" in words(shown._repr_html_())
    assert repr(shown).endswith("1 of 7 tasks, 2 of 20 points")


def test_a_wrong_function_sees_expected_received_and_difference() -> None:
    shown = check("conv2d", flipped)
    assert not shown.passed
    page = words(shown._repr_html_())
    assert "number 1 is answered differently" in page
    assert "The first, at (0, 1, 0), must be 3; it is -3." in page
    assert "Expected 0 3 3 0" in page
    assert "Received 0 -3 -3 0" in page
    assert "Difference 0 -6 -6 0" in page
    assert 'run hint("conv2d")' in page
    assert shown._repr_html_().count("<td class=cc-no>") == 3 * 6
    assert "conv2d(inputs=<array (5, 6, 1) float64>" in repr(shown)


def test_large_arrays_are_pictures_with_a_description(monkeypatch: pytest.MonkeyPatch) -> None:
    _, task = find("conv2d")
    case = task.cases[0]
    large = type(case)(case.inputs, np.arange(300.0).reshape(20, 15, 1))
    wide = type(task)(**{**vars(task), "cases": (large,)})
    failure = checking.first_failure(wide, lambda **_: np.zeros((20, 15, 1)))
    page = checking.Shown(wide, failure, (0, 1, 0, 1))._repr_html_()
    assert re.findall(r'alt="([^"]*)"', page) == [
        "Expected: 20 × 15, 0 – 299",
        "Received: 20 × 15, 0 – 0",
        "Difference: 20 × 15, -299 – 0",
    ]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (lambda **_: (_ for _ in ()).throw(NotImplementedError), "There is no code yet"),
        (lambda **_: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda **_: None, "of type array; it returned one of type NoneType"),
        (lambda **_: np.zeros(3), "must have the shape (3, 4, 1); it has (3,)"),
        (lambda **_: np.full((3, 4, 1), np.nan), "12 of the numbers are not finite"),
        (lambda **_: np.zeros((3, 4, 1), complex), "an array of dtype complex128"),
        (lambda **_: object(), "a value of type object"),
    ],
)
def test_every_failure_has_its_sentence(function: Any, told: str) -> None:
    shown = check("conv2d", function)
    assert told in repr(shown)
    assert told in words(shown._repr_html_())


def test_a_function_can_not_change_what_it_is_judged_by() -> None:
    def spoils(inputs: Any, kernel: Any, strides: int = 1, padding: str = "valid") -> Any:
        answer = ops.conv2d(inputs, kernel, strides, padding)
        inputs[:] = 0
        kernel[:] = 0
        return answer

    assert check("conv2d", spoils).passed
    assert check("conv2d", spoils).passed


def test_progress_goes_up_and_down() -> None:
    check("output_size", ops.conv_output_size)
    check("max_pool2d", ops.max_pool2d)
    assert check("conv2d", flipped).progress == (2, 7, 4, 20)
    assert check("output_size", lambda **_: 0).progress == (1, 7, 2, 20)


def test_hints_come_one_by_one() -> None:
    _, task = find("output_size")
    shown = [hint("output_size") for _ in range(len(task.hints["en"]) + 1)]
    assert shown[0].startswith("Hint 1/3: Draw the places")
    assert shown[-1] == "These were all the hints."
    course_utils.use_language("ko")
    assert hint("conv2d").startswith("힌트 1/4: 먼저")


def test_nbgrader_sees_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check("output_size", ops.conv_output_size).passed
    with pytest.raises(CheckError, match="answered differently"):
        check("conv2d", flipped)


def test_what_is_no_task_and_no_function() -> None:
    with pytest.raises(ValueError, match=r"`task` must be the name of one: output_size, .*'conv3d'"):
        check("conv3d", flipped)
    with pytest.raises(TypeError, match=r"must be a function\. Received: function=3"):
        check("conv2d", 3)  # type: ignore[arg-type]


def test_both_languages_say_the_same() -> None:
    for module in ("course_utils.checks", "course_utils.grading"):
        words = json.loads(files(module).joinpath("strings.json").read_text(encoding="utf-8"))
        assert words["ko"].keys() == words["en"].keys()
        for key, text in words["en"].items():
            assert set(re.findall(r"{\w+", text)) == set(re.findall(r"{\w+", words["ko"][key]))
            assert not re.search("[가-힣]", text)


def test_all_sheets_are_there() -> None:
    assert [sheet.name for sheet in sheets()] == [
        "1-convolution-and-pooling",
        "2-training-and-augmentation",
        "3-pretrained",
    ]


LAYERS = [("conv", 8, 3), ("pool", 2), ("conv", 16, 3), ("pool", 2), ("conv", 16, 3), ("flatten",), ("dense", 10)]


@pytest.mark.parametrize(
    ("layers", "budget", "kind"),
    [
        (LAYERS, 10_000, None),
        ("net", 10_000, "design_layers"),
        ([("conv", 8)], 10_000, "design_layers"),
        ([*LAYERS[:-1], ("dense", 9)], 10_000, "design_end"),
        (LAYERS[2:], 10_000, "design_depth"),
        ([("conv", 16, 3), *LAYERS], 10_000, "design_depth"),
        ([*LAYERS[:2], ("pool", 100), *LAYERS[2:]], 10_000, "design_vanishes"),
        ([LAYERS[0], *LAYERS[2:3], *LAYERS[4:]], 10_000_000, "design_size"),
        (LAYERS, 5_000, "design_budget"),
        (LAYERS, 100_000, "design_small"),
    ],
)
def test_a_design_is_judged_by_its_conditions(layers: Any, budget: int, kind: str | None) -> None:
    found = design({"input_shape": (28, 28, 1), "classes": 10, "budget": budget}, None, layers, 0.0)
    assert (found and found.kind) == kind
