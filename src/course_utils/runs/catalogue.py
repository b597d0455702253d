"""Which trainings are stored, under which names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Settings:
    """What makes one training differ from another.

    Args:
        data: The data set: `"sample_pets"` or `"cats_vs_dogs"`.
        image_size: Height and width of the photos, in pixels.
        epochs: How often the model sees each photo.
        photos: How many photos it learns from, the first of each class; None takes all there are.
        augment: Whether the model starts with `models.augmentation()`.
        dropout: Share of the last features that is left out at random.
        batch_size: Photos in a batch.
        seed: Where first weights, order, augmentation and dropout come from.
    """

    data: str
    image_size: int
    epochs: int
    photos: int | None = None
    augment: bool = False
    dropout: float = 0.0
    batch_size: int = 32
    seed: int = 0


DATA = {"pets": "sample_pets", "photos": "cats_vs_dogs"}
SIZES = {"pets": (200, 1000), "photos": (200, 2000)}
TREATMENTS = {
    "plain": {"augment": False, "dropout": 0.0},
    "dropout": {"augment": False, "dropout": 0.5},
    "augmented": {"augment": True, "dropout": 0.0},
    "both": {"augment": True, "dropout": 0.5},
}
SEEDS = (0, 1, 2)
_IMAGE_SIZE, _EPOCHS = 96, 50


def name_of(data: str, photos: int, treatment: str, seed: int) -> str:
    """Return the name of a stored training, such as `"pets-1000-both-0"`.

    Args:
        data: `"pets"` for the drawn ones, `"photos"` for the real ones.
        photos: How many it learned from.
        treatment: One of `TREATMENTS`, against overfitting.
        seed: One of `SEEDS`.
    """
    return f"{data}-{photos}-{treatment}-{seed}"


# Seed by seed and set by set, the most telling first: what is there early can be shown early.
CATALOGUE = {
    name_of(data, photos, treatment, seed): Settings(
        DATA[data],
        image_size=_IMAGE_SIZE,
        epochs=_EPOCHS,
        photos=photos,
        seed=seed,
        **TREATMENTS[treatment],  # type: ignore[arg-type]
    )
    for seed, data, treatment in product(SEEDS, DATA, TREATMENTS)
    for photos in reversed(SIZES[data])
}

# How far the same net gets with more pixels and more time: the best treatment, about 40 minutes on two cores.
LONG_CATALOGUE = {
    f"photos-2000-long-{seed}": Settings(
        DATA["photos"],
        image_size=128,
        epochs=120,
        photos=2000,
        seed=seed,
        **TREATMENTS["both"],  # type: ignore[arg-type]
    )
    for seed in SEEDS
}
