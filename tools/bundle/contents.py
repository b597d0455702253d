"""What is in the bundle: the pages, the notebooks, pictures to try, the package, and how to begin."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from course_utils.sphinxext.editions import EDITIONS
from tools.bundle import ROOT
from tools.wheel import build_wheel

PAGES, NOTEBOOKS, PICTURES, WHEEL = "html", "notebooks", "pictures", "package"
TEXTS = Path(__file__).with_name("texts")
# What no page of the built book loads: plates for print and cards for links elsewhere, Sphinx's own inventory.
UNUSED = ("pets", "social-card", "objects.inv", ".buildinfo")
SHOWN_PETS = 12


def collect(html: Path, version: str) -> dict[str, bytes]:
    """Return the content of every file of the bundle by its path.

    Args:
        html: The folder of the built book.
        version: The version of the course.

    Raises:
        FileNotFoundError: If the book is not built.
        RuntimeError: If the wheel can't be built.
    """
    if not (html / "index.html").is_file():
        raise FileNotFoundError(f"There is no {html / 'index.html'}: build the book first, with `make book`.")
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        content = {f"{WHEEL}/{wheel.name}": wheel.read_bytes()}
    return {**content, **dict(_texts(version, wheel.name)), **dict(_pages(html)), **dict(_pictures())}


def _texts(version: str, wheel: str) -> Iterator[tuple[str, bytes]]:
    """Yield what a person sees first. The name in Hangul is found by who needs it; zip files write it in UTF-8."""
    names = {"index.html": "index.html", "README.txt": "README.txt", "README.ko.txt": "읽어 주세요.txt"}
    for file, name in names.items():
        text = TEXTS.joinpath(file).read_text(encoding="utf-8")
        text = text.replace("{version}", version).replace("{wheel}", wheel)
        # Notepad before Windows 10 reads UTF-8 only with a mark, and lines only with both ends.
        yield name, text.encode() if name.endswith(".html") else text.replace("\n", "\r\n").encode("utf-8-sig")
    for licence in ("LICENSE", "LICENSE-text"):
        yield licence, (ROOT / licence).read_bytes()


def _pages(html: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pages with all that they load, and each notebook once more where a person looks for it."""
    folders = {edition.folder: edition.language for edition in EDITIONS.values() if edition.folder}
    for path in html.rglob("*"):
        place = path.relative_to(html)
        if path.is_dir() or any(part.startswith(UNUSED) for part in place.parts):
            continue
        yield f"{PAGES}/{place.as_posix()}", path.read_bytes()
        if path.suffix == ".ipynb":
            folder, *rest = place.parts
            language = folders.get(folder, "ko")
            inner = rest if folder in folders else place.parts
            yield f"{NOTEBOOKS}/{language}/{'/'.join(inner)}", path.read_bytes()


def _pictures() -> Iterator[tuple[str, bytes]]:
    """Yield large drawn pets, and small ones that no network was trained on."""
    for path in (ROOT / "book" / "assets" / "pets").glob("*.jpg"):
        yield f"{PICTURES}/{path.name}", path.read_bytes()
    with files("course_utils.datasets").joinpath("sample_pets.zip").open("rb") as file:
        archive = zipfile.ZipFile(file)
        for kind in ("cat", "dog"):
            names = sorted(name for name in archive.namelist() if f"test/{kind}/" in name and name.endswith(".jpg"))
            for name in names[:SHOWN_PETS]:
                yield f"{PICTURES}/{kind}/{Path(name).name}", archive.read(name)
