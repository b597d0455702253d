"""Which trainings on a pretrained base are stored, under which names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from course_utils.runs.catalogue import DATA, SEEDS


@dataclass(frozen=True)
class TransferSettings:
    """What makes one training on a pretrained base differ from another.

    Args:
        data: The data set: `"sample_pets"` or `"cats_vs_dogs"`.
        image_size: Height and width of the photos, in pixels.
        conv_base: The base, one of `pretrained.FAMILIES`, with its weights from ImageNet.
        alpha: The width of the base, as a share of the full number of filters.
        epochs: How often the head sees each photo while the base is frozen.
        augment: Whether the head learns on photos that `models.augmentation()` changes, which run through the
            base in every epoch; without, it learns on features that were extracted once.
        learning_rate: The learning rate of these epochs.
        block: From which block on the base is then fine-tuned, as for `pretrained.unfreeze_top`; "" leaves all of
            it frozen.
        fine_tuning_epochs: How often the head and those blocks see each photo then.
        fine_tuning_rate: The learning rate of those epochs.
        dropout: Share of the features that is left out at random.
        batch_size: Photos in a batch.
        seed: Where first weights, order, augmentation and dropout come from.
    """

    data: str
    image_size: int
    conv_base: str
    alpha: float = 1.0
    epochs: int = 40
    augment: bool = False
    learning_rate: float = 1e-3
    block: str = ""
    fine_tuning_epochs: int = 0
    fine_tuning_rate: float = 0.0
    dropout: float = 0.0
    batch_size: int = 32
    seed: int = 0


IMAGE_SIZES = {"pets": 128, "photos": 224}
BASES = {"lite0": ("EfficientNetLite0", 1.0), "mobilenet": ("MobileNet", 0.25)}
WAYS = ("features", "features_augmented", "fine_tuned")
_EPOCHS, _RATE, _DROPOUT = 40, 1e-3, 0.2
# An epoch through the base takes a hundred times as long as one on features, so there are few, with larger steps.
_AUGMENTED_EPOCHS, _AUGMENTED_RATE = {"pets": 6, "photos": 4}, 3e-3
# Chosen on the validation pictures with seed 0: from which block on, how fast and how long.
_FINE_TUNING = {"lite0": ("block6a", 1e-4), "mobilenet": ("conv_dw_8", 1e-4)}
_FINE_TUNING_EPOCHS = 4


def transfer_name_of(data: str, base: str, way: str, seed: int) -> str:
    """Return the name of a stored training on a pretrained base, such as `"pets-lite0-fine_tuned-0"`.

    Args:
        data: `"pets"` for the drawn ones, `"photos"` for the real ones.
        base: One of `BASES`.
        way: One of `WAYS`: a head on extracted features, on those of augmented photos, or both of them fine-tuned.
        seed: One of `SEEDS`.
    """
    return f"{data}-{base}-{way}-{seed}"


def _settings(data: str, base: str, way: str, seed: int) -> TransferSettings:
    conv_base, alpha = BASES[base]
    augment, fine_tuned = way == "features_augmented", way == "fine_tuned"
    block, rate = _FINE_TUNING[base] if fine_tuned else ("", 0.0)
    return TransferSettings(
        DATA[data],
        image_size=IMAGE_SIZES[data],
        conv_base=conv_base,
        alpha=alpha,
        epochs=_AUGMENTED_EPOCHS[data] if augment else _EPOCHS,
        augment=augment,
        learning_rate=_AUGMENTED_RATE if augment else _RATE,
        block=block,
        fine_tuning_epochs=_FINE_TUNING_EPOCHS if fine_tuned else 0,
        fine_tuning_rate=rate,
        dropout=_DROPOUT,
        seed=seed,
    )


# Seed by seed, and the better base first: what is there early can be shown early.
TRANSFER_CATALOGUE = {
    transfer_name_of(data, base, way, seed): _settings(data, base, way, seed)
    for seed, base, data, way in product(SEEDS, BASES, DATA, WAYS)
}
