"""Mistakes that students make, each planted in a reference solution."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A mistake.

    Args:
        task: The task whose solution it is planted in.
        name: What it is.
        old: A piece of the solution, which must be in it exactly once.
        new: What stands in its place.
    """

    task: str
    name: str
    old: str
    new: str
