"""A measured figure is printed with its bound, or refused."""

import math
import re
from configparser import RawConfigParser
from pathlib import Path

import pytest

from course_utils.report import measured


def test_a_figure_within_its_bounds_is_printed_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    measured("accuracy", 0.9746, at_least=0.95)
    measured("times slower", 3.14159, at_least=2, at_most=9, form=".1f")
    assert capsys.readouterr().out.splitlines() == [
        "accuracy ≈ 97.5%  (at least 95.0%)",
        "times slower ≈ 3.1  (at least 2.0, at most 9.0)",
    ]


@pytest.mark.parametrize("value", [0.9499, math.nan, -math.inf])
def test_a_figure_out_of_bounds_is_refused_with_what_was_received(value: float) -> None:
    with pytest.raises(AssertionError, match=r"accuracy must be at least 95\.0%\. Received: "):
        measured("accuracy", value, at_least=0.95)


def test_an_upper_bound_holds_too() -> None:
    with pytest.raises(AssertionError, match=r"at most 5 s\. Received|at most 5\. Received"):
        measured("seconds", 6, at_most=5, form=".0f")


def test_a_figure_without_a_bound_proves_nothing() -> None:
    with pytest.raises(ValueError, match="needs a bound"):
        measured("accuracy", 1.0)


def test_nbval_hides_the_figure_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    rules = RawConfigParser()
    rules.read(Path(__file__).parent / "nbval.cfg", encoding="utf-8")
    rule = rules["measured figures"]
    measured("accuracy", 0.974, at_least=0.95)
    measured("accuracy", 0.981, at_least=0.95)
    lines = [re.sub(rule["regex"], rule["replace"], line) for line in capsys.readouterr().out.splitlines()]
    assert lines == ["accuracy ≈ MEASURED  (at least 95.0%)"] * 2
