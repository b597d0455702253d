"""What is wrong with a site, in a line that says where, why and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """Something in the site that a reader would stumble over.

    Attributes:
        place: The file below the site that has it.
        what: The address or the cell in question.
        why: What is wrong with it, in words that follow its name.
        cure: What to do.
    """

    place: str
    what: str
    why: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.why}. {self.cure}."
