"""`cats_vs_dogs()` in a process of its own that can be killed, with a small archive from a server on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.datasets.pictures import BROKEN
from tests.datasets.sets import pet_images, write_zip
from tests.file_server import FileServer

COUNTS = {"train": 50, "validation": 20, "test": 30}

_CODE = """
import importlib, json, sys
photos = importlib.import_module("course_utils.datasets.cats_vs_dogs")
photos.URL, photos.SHA256, photos.SIZE, photos.DEFAULT = json.loads(sys.argv[1])
print("started", flush=True)
print(photos.cats_vs_dogs())
"""


class PhotoJob:
    """Gets the photos into folders of its own, as often as it takes."""

    def __init__(self, server: FileServer, folder: Path, archive: bytes, counts: Mapping[str, int] = COUNTS) -> None:
        server.content = archive
        self.server, self.counts = server, dict(counts)
        self.data, self.cache = folder / "data", folder / "cache"

    @property
    def target(self) -> Path:
        return self.data / "cats_vs_dogs"

    @property
    def partial(self) -> Path:
        return self.cache / "downloads" / ".pets.zip.part"

    def received(self) -> int:
        """Return how many bytes of the archive there are so far."""
        for path in (self.partial, self.partial.with_name("pets.zip")):
            if path.exists():
                return path.stat().st_size
        return 0

    def drafted(self) -> int:
        """Return how many pictures there are so far, outside their final place."""
        return len(list(self.data.glob(".cats_vs_dogs-*.part/*/*/*/*.jpg")))

    def leftovers(self) -> list[str]:
        """Return what should not outlive a finished run."""
        folders = [self.data, self.partial.parent]
        return [path.name for folder in folders for path in folder.glob(".*") if path.suffix != ".lock"]

    def start(self) -> subprocess.Popen[str]:
        content = self.server.content
        source = [self.server.url, hashlib.sha256(content).hexdigest(), len(content), self.counts]
        environment = {
            **os.environ,
            "NO_PROXY": "127.0.0.1",
            "CONVNET_COURSE_DATA": str(self.data),
            "CONVNET_COURSE_CACHE": str(self.cache),
        }
        return subprocess.Popen(
            [sys.executable, "-c", _CODE, json.dumps(source)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self) -> str:
        """Run to the end and return what was printed."""
        output, errors = (process := self.start()).communicate()
        if process.returncode:
            raise RuntimeError(errors)
        return output


def wait_for_start(process: subprocess.Popen[str]) -> None:
    """Wait until the imports are done and the work begins."""
    assert process.stdout
    process.stdout.readline()


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()  # SIGKILL; nothing, if the process is over
    process.communicate()


def archive(folder: Path, count: int = 120) -> bytes:
    """Return an archive of photos as the job gets it: enough of both classes, and a dozen that can't be read."""
    unreadable = [content for content, _ in BROKEN.values()][:12]
    broken = {f"PetImages/Dog/{7 * number}.jpg": content for number, content in enumerate(unreadable)}
    return write_zip(pet_images(count, broken=broken, side=100), folder / "source.zip").read_bytes()
