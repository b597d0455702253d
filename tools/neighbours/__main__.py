"""Ranks the pictures and writes them, and the record of how it was done, into the package."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from course_utils import quiet_tensorflow

quiet_tensorflow()

from course_utils.storage import replacing  # noqa: E402
from course_utils.widgets import NeighbourExplorer  # noqa: E402
from course_utils.widgets.neighbour_explorer.packaged import RECORD, SPRITE, description  # noqa: E402
from tools.neighbours.ranking import NET, SIZE, ranked  # noqa: E402

PACKAGES = ("keras", "numpy", "pillow", "tensorflow")
PACKAGE = Path(__file__).parents[2] / "src" / "course_utils" / "widgets" / "neighbour_explorer"


def main() -> None:
    gallery, pictures = ranked()
    archive = files("course_utils.datasets").joinpath("sample_pets.zip").read_bytes()
    record = {
        "command": "python -m tools.neighbours",
        "sha256": gallery.digest(),
        "source": hashlib.sha256(archive).hexdigest(),
        "net": NET,
        "input_size": " ".join(map(str, SIZE)),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "files": " ".join(pictures),
        "gallery": description(gallery),
    }
    for name, content in {SPRITE: gallery.sprite, RECORD: (json.dumps(record, indent=2) + "\n").encode()}.items():
        with replacing(PACKAGE / name) as draft:
            draft.write_bytes(content)
    explorer = NeighbourExplorer(gallery=gallery)
    for space in ("features", "pixels"):
        print(space, *(f"k={k}: {explorer.agreement(space, k):.1%}" for k in (1, 3, 5, 10)), sep="  ")


if __name__ == "__main__":
    main()
