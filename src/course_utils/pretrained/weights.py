"""Finds the file with a family's ImageNet weights: where Keras keeps it, or from the web, or says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from course_utils.pretrained.families import OFFLINE, Family, WeightsFile, find


def keras_models_folder() -> Path:
    """Return the folder in which Keras keeps downloaded weights: `$KERAS_HOME/models`, or `~/.keras/models`."""
    return Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser() / "models"


def weights_file(name: str, alpha: float = 1.0, *, include_top: bool = False) -> Path:
    """Return where Keras keeps the ImageNet weights of a family, whether they are there or not.

    Args:
        name: One of `FAMILIES`.
        alpha: The width of a MobileNet or MobileNetV2.
        include_top: Whether the classifier belongs to it.

    Returns:
        The file. Where it exists, `load(name, alpha=alpha)` needs no network.

    Raises:
        ValueError: If there is no such family, or an installed package brings its weights.

    Example:
        >>> weights_file("Xception").name
        'xception_weights_tf_dim_ordering_tf_kernels_notop.h5'
    """
    family = find(name)
    if family.published is None:
        raise ValueError(f"The weights of {name} come with an installed package, not as a file of Keras.")
    return keras_models_folder() / family.published.file(include_top, alpha).name


def find_weights(family: Family, *, include_top: bool, alpha: float) -> Path:
    """Return the file with the weights of a family, downloaded if Keras has not got it.

    Args:
        family: One of `FAMILIES` that Keras publishes.
        include_top: Whether the classifier belongs to it.
        alpha: The width of the net.

    Returns:
        The file. Where its checksum is published, it has been checked; Keras itself finds it by its name, too.

    Raises:
        ConnectionError: If it is not there, or damaged, and can't be downloaded. The message names the file, the
            folder to put it in, and the net that needs no download.
    """
    from course_utils.downloads import download

    assert family.published is not None
    file = family.published.file(include_top, alpha)
    target = keras_models_folder() / file.name
    damaged = target.exists()
    try:
        path = download(file.url, target, title=f"{family.name} weights", md5=file.md5, sha256=file.sha256)
    except OSError as error:
        state = "are damaged, and new ones could not be had" if damaged else "could not be had"
        raise ConnectionError(
            f"The ImageNet weights of {family.name} {state}. Received: {error}\n"
            f"To use them all the same, download {file.url} elsewhere and put it, as {file.name}, into the folder "
            f"{target.parent}\n"
            f'Without a network, use the net whose weights are installed: pretrained.load("{OFFLINE}").'
        ) from error
    if family.by_name:
        _show_to_keras(path, file)
    return path


def load_weights(model: Any, path: Path) -> None:
    """Load a file of Keras' older HDF5 format into the net it belongs to.

    Raises:
        ValueError: If it is damaged, or belongs to another net.
    """
    try:
        model.load_weights(path)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(
            f"{path} does not hold the weights of {model.name}: it is damaged, or belongs to another net. Delete it "
            f"and call again. Received: {error}"
        ) from error


def check_weights_option(weights: str | None) -> None:
    """Raise a ValueError if `weights` is neither `"imagenet"` nor None."""
    if weights not in ("imagenet", None):
        raise ValueError(
            f'`weights` must be "imagenet", or None for random numbers. Received: weights={weights!r}. '
            f"Files of your own load by `conv_base.model.load_weights(path)`."
        )


def _show_to_keras(path: Path, file: WeightsFile) -> None:
    """Have the file where Keras looks: in a folder of its own if KERAS_HOME is read-only, or was set too late."""
    import keras

    keras.utils.get_file(path.name, path.resolve().as_uri(), cache_subdir="models", file_hash=file.checksum)
