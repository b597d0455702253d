"""Section 2.2: each question computed by a function of its name, in a folder that is thrown away."""

import os
import random
import shutil
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from tests.quizzes.common import computes, numbers_in, right_choice

computed = computes("2.2")

PARTS, CLASSES = ("train", "validation", "test"), ("cat", "dog")


def photos_in(folder, count):
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"cat.{number}.jpg").write_bytes(bytes([number]))
    return sorted(path.name for path in folder.iterdir())


@computed
def folders_to_make(_):
    with TemporaryDirectory() as root:
        calls = [Path(root, part, name) for part, name in product(PARTS, CLASSES)]
        for folder in calls:
            os.makedirs(folder)  # noqa: PTH103 - the call that the question counts
        made = sum(path.is_dir() for path in Path(root).rglob("*"))
        with pytest.raises(FileNotFoundError):
            os.mkdir(Path(root, "other", "cat"))  # noqa: PTH102 - as the question says
    return len(calls), [made, len(PARTS), len(PARTS) + len(CLASSES), len(CLASSES)]


@computed
def a_folder_is_no_file(question):
    with TemporaryDirectory() as root:
        photos_in(Path(root, "original"), 8)
        target = Path(root, "train", "cat")
        target.mkdir(parents=True)
        code = question["code"].replace('"original', f'"{root}/original').replace('"train', f'"{root}/train')
        with pytest.raises(OSError, match="cat"):  # IsADirectoryError; PermissionError on Windows
            exec(code, {"shutil": shutil})
        assert not any(target.iterdir())
        for copy in (shutil.copy, shutil.copy2):
            assert Path(copy(Path(root, "original", "cat.7.jpg"), target)) == target / "cat.7.jpg"
        shutil.copyfile(Path(root, "original", "cat.7.jpg"), target / "cat.8.jpg")
        assert len(list(target.iterdir())) == 2


@computed
def run_the_cell_again(question):
    """Each choice in the cell, run twice: only the right one passes, and leaves the photo that lies there."""

    def passes(code):
        with TemporaryDirectory() as root:
            folder = Path(root, "train", "cat")
            folder.parent.mkdir()
            names = {"os": os, "shutil": shutil, "Path": Path, "folder": folder}
            try:
                for _ in range(2):
                    exec(code, names)
                    (folder / "cat.7.jpg").touch(exist_ok=False)
            except FileExistsError as error:
                return error.filename == str(folder / "cat.7.jpg")
            except FileNotFoundError:
                return False
        return False

    _, original, _ = question["code"].split("\n")
    codes = [choice["text"]["en"].split("`")[1] for choice in question["choices"]]
    cells = [f"{code}\n{original}" if "rmtree" in code else code for code in codes]
    assert [passes(cell) for cell in cells] == ["right" in choice for choice in question["choices"]]
    assert not passes(original)


@computed
def from_one_folder_to_three(question):
    """The steps in their order: nothing is missing and nothing in two parts."""
    with TemporaryDirectory() as root:
        names = photos_in(Path(root, "original"), 20)
        random.Random(0).shuffle(names)
        shares = dict(zip(PARTS, (names[:10], names[10:15], names[15:]), strict=True))
        for part, share in shares.items():
            Path(root, part, "cat").mkdir(parents=True)
            for name in share:
                shutil.copyfile(Path(root, "original", name), Path(root, part, "cat", name))
        found = [{path.name for path in Path(root, part, "cat").iterdir()} for part in PARTS]
    assert [len(part) for part in found] == [10, 5, 5]
    assert set.union(*found) == set(names)
    assert len(question["steps"]) == 6


@computed
def moved_not_copied(_):
    def split(root, transfer, seed):
        names = sorted(path.name for path in Path(root, "original").iterdir())
        random.Random(seed).shuffle(names)
        for part, share in (("train", names[:6]), ("test", names[6:])):
            Path(root, part).mkdir(exist_ok=True)
            for name in share:
                transfer(Path(root, "original", name), Path(root, part, name))
        return [len(list(Path(root, part).iterdir())) for part in ("original", "train", "test")]

    with TemporaryDirectory() as root:
        photos_in(Path(root, "original"), 10)
        assert split(root, shutil.move, 0) == split(root, shutil.move, 1) == [0, 6, 4]
    with TemporaryDirectory() as root:
        photos_in(Path(root, "original"), 10)
        split(root, shutil.copyfile, 0)
        original, *parts = split(root, shutil.copyfile, 1)
        assert original == 10 < sum(parts)  # some photos are in two parts


@computed
def photos_seen_before(_):
    correct = np.concatenate([np.ones(100), np.repeat([1, 0], [320, 80])])
    fresh = correct[100:].mean()
    return correct.mean() * 100, [fresh * 100, (100 + fresh * 100) / 2, 320 / 500 * 100, correct[:100].mean() * 100]


@computed
def ten_photos_of_each_dog(question):
    """Shuffled photo by photo, hardly an animal is in one part alone; shuffled by animals, every one is."""
    animals = np.repeat(np.arange(400), 10)
    assert animals.size in numbers_in(question["quote"]["en"])
    bounds = [2400, 3200]
    parts = np.split(np.random.default_rng(0).permutation(animals), bounds)
    assert len(set(parts[0]) & set(parts[2])) > 300
    assert len(parts[2]) in numbers_in(question["choices"][2]["reason"]["en"])
    whole = np.split(np.random.default_rng(0).permutation(400), [240, 320])
    assert not set(whole[0]) & set(whole[2])
    assert "animals" in right_choice(question)["text"]["en"]


@computed
def half_the_uncertainty(question):
    def spread(photos):
        """Two standard deviations of the accuracy, in percent."""
        return 1.96 * np.sqrt(0.8 * 0.2 / photos) * 100

    assert f"±{spread(500):.1f}" in question["prompt"]["en"]
    (needed,) = {photos for photos in range(500, 5001, 500) if np.isclose(spread(photos), spread(500) / 2)}
    assert f"±{spread(1000):.1f}" in question["traps"][0]["reason"]["en"]
    assert f"±{spread(250):.0f}" in question["traps"][1]["reason"]["en"]
    return needed, [2 * 500, 500 / 2, 8 * 500, 500]
