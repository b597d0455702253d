"""Mistakes that the checks of a chapter must catch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutation:
    """A mistake, and the cell whose check must notice it: a wrong function of `ops`, or a wrong line in a cell."""

    mistake: str
    caught_by: str
    function: str = ""
    wrong: Callable[..., Any] | None = None
    cell: str = ""
    old: str = ""
    new: str = ""


def in_ops(mistake: str, caught_by: str, function: str, wrong: Callable[..., Any]) -> Mutation:
    return Mutation(mistake, caught_by, function=function, wrong=wrong)


def in_cell(mistake: str, caught_by: str, cell: str, old: str, new: str) -> Mutation:
    return Mutation(mistake, caught_by, cell=cell, old=old, new=new)
