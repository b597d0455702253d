"""Real photos of cats and dogs: downloaded once, or taken from what somebody has, and arranged for Keras."""

from __future__ import annotations

from collections.abc import Mapping
from errno import ENOSPC
from numbers import Integral
from pathlib import Path

from course_utils.datasets.arranging import arrange, count_pictures, writable
from course_utils.datasets.sources import open_source
from course_utils.downloads import DownloadError, download
from course_utils.locks import alone, clear_leftovers
from course_utils.storage import cache_folder, data_folder, replacing

__all__ = ["cats_vs_dogs", "existing_photos"]

NAME = "cats_vs_dogs"
URL = "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip"
SHA256 = "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9"
SIZE = 824_887_076
DEFAULT = {"train": 1000, "validation": 500, "test": 1000}


def cats_vs_dogs(
    train: int | None = None,
    validation: int | None = None,
    test: int | None = None,
    *,
    source: str | Path | None = None,
) -> Path:
    """Return a folder with photos of cats and dogs, for training, validation and testing.

    Where the folder is there already, it is returned at once, whatever its counts and its source. Else the
    archive is downloaded (825 MB; an interrupted download goes on where it stopped) and the first 1,000 readable
    photos of each class become `train`, the next 500 `validation` and the next 1,000 `test`, in the order of
    their numbers and of nothing else, so that everybody has the same split. Photos that can't be decoded are
    set aside and listed in `set-aside.csv`; those that a camera has turned are turned upright.

    The folder is `cats_vs_dogs` in `storage.data_folder()`, which `CONVNET_COURSE_DATA` chooses. It appears once
    it is complete. Where other counts are asked for than it has, they get a folder of their own beside it.

    Args:
        train: Photos of each class to train on, 1,000 by default.
        validation: Photos of each class to choose a model with, 500 by default.
        test: Photos of each class to test it on, 1,000 by default.
        source: What you have already, instead of a download: the archive, or a folder or zip file with folders
            `Cat` and `Dog` (any case, also `cats` and `dogs`) at any depth. If those lie in `train`,
            `validation` and `test`, each part is taken whole.

    Returns:
        The folder, with `train`, `validation` and `test`, in each of which `cat` and `dog` hold JPEG files; it is
        what `keras.utils.image_dataset_from_directory` takes.

    Raises:
        DownloadError: If the archive can't be downloaded; the message lists what else you can do.
        ValueError: If a count is not positive, the source has too few photos, or it is no source of photos.
        FileNotFoundError: If there is nothing at `source`, or the folder is there and lacks a part.
        OSError: If the folder can't be written.

    Example:
        >>> folder = cats_vs_dogs(source="~/Downloads/kagglecatsanddogs_5340.zip")
        >>> len(list((folder / "test" / "dog").iterdir()))
        1000

    Reference:
        [Asirra: a CAPTCHA that exploits interest-aligned manual image categorization](
        https://www.microsoft.com/en-us/download/details.aspx?id=54765), Elson et al., 2007.
    """
    counts = _counts({"train": train, "validation": validation, "test": test})
    if folder := _existing(counts):
        return folder
    with alone(writable(data_folder(), "CONVNET_COURSE_DATA") / NAME):
        # Another process may have made it while this one waited.
        return _existing(counts) or _prepare(counts, source)


def existing_photos(train: int | None = None, validation: int | None = None, test: int | None = None) -> Path | None:
    """Return the folder that `cats_vs_dogs` would return at once, if there is one."""
    return _existing(_counts({"train": train, "validation": validation, "test": test}))


def _counts(asked: Mapping[str, int | None]) -> dict[str, int] | None:
    """The counts that are asked for, or nothing where any will do."""
    if all(count is None for count in asked.values()):
        return None
    for part, count in asked.items():
        if count is not None and (isinstance(count, bool) or not isinstance(count, Integral) or count < 1):
            raise ValueError(f"`{part}` must be a positive number of photos. Received: {count!r}")
    return {part: DEFAULT[part] if count is None else count for part, count in asked.items()}


def _folder(counts: Mapping[str, int] | None) -> Path:
    """Where the photos would be put: counts that the usual folder does not have get a folder of their own."""
    usual = data_folder() / NAME
    if counts is None or (counts == DEFAULT and not usual.exists()):
        return usual
    return data_folder() / "-".join([NAME, *(str(count) for count in counts.values())])


def _existing(counts: Mapping[str, int] | None) -> Path | None:
    """The folder that is there already and is what is asked for."""
    folders = [folder for folder in (data_folder() / NAME, _folder(counts)) if folder.exists()]
    return next((folder for folder in folders if _suits(folder, counts)), None)


def _suits(folder: Path, counts: Mapping[str, int] | None) -> bool:
    """Whether a folder has the counts. It was put there in one step: it is complete unless somebody changed it."""
    received = count_pictures(folder)
    if missing := ["/".join(place) for place, count in received.items() if not count]:
        raise FileNotFoundError(
            f"The folder {folder} is there, but {', '.join(missing)} in it is missing or empty. Move or delete the "
            "folder and call again, or let CONVNET_COURSE_DATA name another place"
        )
    return counts is None or all(count == counts[part] for (part, _), count in received.items())


def _prepare(counts: Mapping[str, int] | None, source: str | Path | None) -> Path:
    folder = _folder(counts)
    clear_leftovers(folder)
    path = _archive(folder) if source is None else Path(source).expanduser()
    try:
        with open_source(path) as opened, replacing(folder) as draft:
            arranged = arrange(opened, draft, counts, default=DEFAULT, title="Checking and copying photos")
    except OSError as error:
        if error.errno == ENOSPC:
            raise _no_room(folder) from error
        raise
    print(f"Photos of cats and dogs are in {folder}\n{arranged}")
    if source is None:
        print(f"The archive stays in {path}; delete it if you need the room.")
    return folder


def _archive(folder: Path) -> Path:
    target = cache_folder() / "downloads" / Path(URL).name
    try:
        return download(URL, target, sha256=SHA256, size=SIZE, title="Photos of cats and dogs")
    except DownloadError as error:
        raise DownloadError(
            f"{error}\nInstead, you can\n"
            "- give an archive or a folder of photos that you or somebody else has: "
            '`cats_vs_dogs(source="…")`, or `convnet-course data get cats_vs_dogs --from …`\n'
            f"- put a folder with train, validation and test, cat and dog in each, at {folder}\n"
            "- use `sample_pets()`, drawn cats and dogs that need no network."
        ) from error


def _no_room(folder: Path) -> OSError:
    return OSError(
        ENOSPC,
        "There is no room for the photos: the disk is full. Make room, or let CONVNET_COURSE_DATA name a folder on "
        "another one, and call again",
        str(folder.parent),
    )
