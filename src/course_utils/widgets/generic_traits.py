"""Traits that can be written with the type of their values, on every traitlets that a widget may meet.

Colab's kernel has traitlets 5.7.1, whose classes say nothing of their values when the code runs, only to type checkers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

if TYPE_CHECKING:
    from traitlets import Enum, TraitType
else:

    class TraitType(traitlets.TraitType):
        """A trait; `TraitType[Got, Given]` is this class."""

        def __class_getitem__(cls, _values):
            return cls

    class Enum(traitlets.Enum):
        """A trait of a few values; `Enum[Padding]` is this class."""

        def __class_getitem__(cls, _values):
            return cls


__all__ = ["Enum", "TraitType"]
