"""Figures that differ between processors: printed, and held to a bound that fails when the lesson fails."""

from __future__ import annotations


def measured(
    label: str, value: float, at_least: float | None = None, at_most: float | None = None, form: str = ".1%"
) -> None:
    """Print a measured figure, and insist on its bound.

    Training on another processor, or with another number of threads, ends in other late digits. `pytest --nbval`
    therefore compares everything in the line but the figure, and the bound proves what the figure is there to say.

    Args:
        label: What was measured.
        value: The figure.
        at_least: The smallest value with which the lesson holds.
        at_most: The largest value with which the lesson holds.
        form: A format specification for the figure and its bounds: `".1%"` for shares, `".2f"` for numbers.

    Raises:
        ValueError: If no bound is given.
        AssertionError: If the figure is out of bounds, or no number.

    Example:
        >>> measured("accuracy on held-out digits", 0.974, at_least=0.95)
        accuracy on held-out digits ≈ 97.4%  (at least 95.0%)
    """
    bounds = {"at least": at_least, "at most": at_most}
    given = [f"{name} {bound:{form}}" for name, bound in bounds.items() if bound is not None]
    if not given:
        raise ValueError(f"`measured` needs a bound: give at_least, at_most or both. Received: label={label!r}")
    within = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    if not within:  # a plain `assert` would vanish under `python -O`
        raise AssertionError(f"{label} must be {' and '.join(given)}. Received: {value:{form}}")
    print(f"{label} ≈ {value:{form}}  ({', '.join(given)})")
