"""Folders of pictures as arrays: decoded by Keras, once, into memory or into a file of the cache."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.locks import alone, clear_leftovers
from course_utils.storage import cache_folder, replacing

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")  # what Keras reads
# Keras resizes to fractions of a brightness level. Only float32 keeps them: float16 is off by up to 1/16.
DTYPE = np.dtype(np.float32)
_BATCH = 64
_CHANNELS = 3
_VERSION = 1

Images = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PictureFolder:
    """The pictures of a folder, a folder within it for each class, and how they are to be decoded.

    Args:
        path: The folder.
        image_size: Height and width that each picture is resized to.
        interpolation: How Keras resizes.
        crop_to_aspect_ratio: Whether a picture is cropped, rather than squeezed, into another shape.
    """

    path: Path
    image_size: tuple[int, int]
    interpolation: str = "bilinear"
    crop_to_aspect_ratio: bool = False

    @cached_property
    def class_names(self) -> tuple[str, ...]:
        """The names of the folders, in alphabetical order: the labels count them from 0."""
        return tuple(sorted(path.name for path in self.path.iterdir() if path.is_dir() and path.name[0] != "."))

    @cached_property
    def file_paths(self) -> tuple[str, ...]:
        """The pictures' files, class by class, as Keras finds them."""
        return tuple(self._keras_dataset.file_paths)

    @cached_property
    def labels(self) -> NDArray[np.int32]:
        """Each picture's class, shape `(pictures,)`."""
        names = [Path(file).relative_to(self.path).parts[0] for file in self.file_paths]
        return np.array([self.class_names.index(name) for name in names], dtype=np.int32)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Shape of all decoded pictures: `(pictures, height, width, 3)`."""
        return (len(self.file_paths), *self.image_size, _CHANNELS)

    @property
    def nbytes(self) -> int:
        """Bytes of all decoded pictures."""
        return int(np.prod(self.shape)) * DTYPE.itemsize

    @cached_property
    def key(self) -> str:
        """A text that changes when a file does, in name, size or time, or when another size or method is asked for."""
        files = []
        for file in map(Path, self.file_paths):
            status = file.stat()
            files.append((file.relative_to(self.path).as_posix(), status.st_size, status.st_mtime_ns))
        how = [_VERSION, self.image_size, self.interpolation, self.crop_to_aspect_ratio]
        return hashlib.sha256(json.dumps([how, files]).encode()).hexdigest()[:32]

    @cached_property
    def _keras_dataset(self) -> Any:
        """The pictures in batches, in the order of their files; nothing is decoded before somebody asks for one."""
        import keras

        return keras.utils.image_dataset_from_directory(
            self.path,
            class_names=list(self.class_names),
            image_size=self.image_size,
            batch_size=_BATCH,
            shuffle=False,
            interpolation=self.interpolation,
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            verbose=False,
        )

    def check(self) -> None:
        """Raise an error that says what is wrong with the folder, if anything is.

        Raises:
            FileNotFoundError: If there is no such folder.
            ValueError: If it holds fewer than two classes, or a class without pictures.
        """
        wanted = f"Pictures lie in a folder for each class, such as {self.path / 'cat'} and {self.path / 'dog'}."
        if not self.path.is_dir():
            raise FileNotFoundError(
                f"There is no folder {self.path}. {wanted} `datasets.active()` returns a folder that has "
                "train, validation and test."
            )
        if len(self.class_names) < 2:
            raise ValueError(f"{wanted} Received: {self.path} with the folders {list(self.class_names)}")
        for name in self.class_names:
            if not any(file.suffix.lower() in SUFFIXES for file in (self.path / name).rglob("*")):
                raise ValueError(
                    f"The folder {self.path / name} holds no pictures: put some in, or remove it. Allowed: files "
                    f"that end in {', '.join(SUFFIXES)}"
                )

    def batches(self) -> Iterator[Images]:
        """Yield all pictures, decoded and resized, in the order of their files.

        Raises:
            ValueError: If a file is no picture that can be read. The message names it.
        """
        import tensorflow as tf

        try:
            for images, _ in self._keras_dataset:
                yield images.numpy().astype(DTYPE, copy=False)  # nearest neighbours come as uint8
        except tf.errors.InvalidArgumentError as error:
            raise ValueError(_bad_pictures(self.file_paths) or str(error)) from error


def in_memory(folder: PictureFolder) -> Images:
    """Decode all pictures of a folder into memory."""
    images = np.empty(folder.shape, DTYPE)
    start = 0
    for batch in folder.batches():
        images[start : start + len(batch)] = batch
        start += len(batch)
    return images


def on_disk(folder: PictureFolder) -> Images:
    """Decode all pictures of a folder into a file of the cache, unless it is there, and map it into memory.

    The file takes its name in one step once it is complete. A process that is killed leaves none, and of two
    that want the same one, the second waits for the first.

    Raises:
        OSError: If the disk has too little room.
    """
    file = cache_folder() / "pictures" / f"{folder.key}.float32"
    with alone(file):
        if not file.exists() or file.stat().st_size != folder.nbytes:
            clear_leftovers(file)
            _check_room(file.parent, folder.nbytes)
            with replacing(file) as draft, draft.open("wb") as output:
                for batch in folder.batches():
                    batch.tofile(output)
    return np.memmap(file, DTYPE, mode="r", shape=folder.shape)


def _check_room(path: Path, needed: int) -> None:
    free = shutil.disk_usage(path).free
    if needed > free:
        raise OSError(
            f"The decoded pictures need {needed / 1e9:.1f} GB, and {path} has {free / 1e9:.1f} GB left. Make room, "
            "let CONVNET_COURSE_CACHE name a folder on a larger disk, or choose a smaller `image_size`."
        )


def _bad_pictures(files: Sequence[str], shown: int = 3) -> str:
    """Says which files are no pictures, or nothing where all are."""
    bad = [file for file in files if not _is_picture(file)]
    if not bad:
        return ""
    names = ", ".join(bad[:shown]) + (f" and {len(bad) - shown} more" if len(bad) > shown else "")
    return (
        f"{len(bad)} of {len(files)} files can't be read as pictures: {names}. Remove them or replace them; "
        "`datasets.cats_vs_dogs()` sets such files aside by itself."
    )


def _is_picture(file: str) -> bool:
    import tensorflow as tf

    try:
        tf.io.decode_image(tf.io.read_file(file), channels=_CHANNELS, expand_animations=False)
    except tf.errors.InvalidArgumentError:
        return False
    return True
