"""The pictures that the chapters learn from. All but the photos are embedded, so that none of them needs a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course_utils.datasets.active import active
from course_utils.datasets.cats_vs_dogs import cats_vs_dogs
from course_utils.datasets.mnist import digits
from course_utils.datasets.sample_pets import sample_pets, sample_pets_table

if TYPE_CHECKING:
    from course_utils.datasets.batches import first_of_each_class, image_batches

__all__ = [
    "active",
    "cats_vs_dogs",
    "digits",
    "first_of_each_class",
    "image_batches",
    "sample_pets",
    "sample_pets_table",
]


def __getattr__(name: str) -> Any:
    """Load what needs TensorFlow when it is first asked for."""
    if name in ("first_of_each_class", "image_batches"):
        from course_utils.datasets import batches

        return getattr(batches, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
