"""Which trainings are stored, under which names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What makes one training differ from another.

    Args:
        data: The data set: `"sample_pets"` or `"cats_vs_dogs"`.
        image_size: Height and width of the photos, in pixels.
        epochs: How often the model sees each photo.
        augment: Whether the model starts with `models.augmentation()`.
        dropout: Share of the last features that is left out at random.
        batch_size: Photos in a batch.
        seed: Where first weights, order, augmentation and dropout come from.
    """

    data: str
    image_size: int
    epochs: int
    augment: bool = False
    dropout: float = 0.0
    batch_size: int = 32
    seed: int = 0


CATALOGUE = {
    "pets-scratch": Settings("sample_pets", image_size=96, epochs=20),
    "pets-augmented": Settings("sample_pets", image_size=96, epochs=60, augment=True, dropout=0.5),
    "photos-scratch": Settings("cats_vs_dogs", image_size=96, epochs=20),
    "photos-augmented": Settings("cats_vs_dogs", image_size=128, epochs=80, augment=True, dropout=0.5),
}
