"""The zip file: unpacked anywhere, opened from the disk with no network, it is the whole course."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from tools.bundle.__main__ import pack
from tools.html_tree import attribute, read

LARGEST = 40_000_000
PAGES = ("index.html", "html/index.html", "html/chapters/1-1-convolution.html", "html/en/chapters/3-2-fine-tuning.html")
MACHINE_PATH = re.compile(r"(?<![\w.+/-])/(?:work|root|home|Users|tmp)/\w")


@pytest.fixture(scope="module")
def archive(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip file of the built book."""
    return pack(book, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def folder(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its one folder, unpacked where paths have a space and Hangul in them."""
    place = tmp_path_factory.mktemp("unpacked") / "내 문서 1"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(place)
    (folder,) = place.iterdir()
    assert folder.name == archive.stem
    return folder


def test_same_inputs_give_the_same_bytes(archive: Path, book: Path, tmp_path: Path) -> None:
    assert pack(book, tmp_path).read_bytes() == archive.read_bytes()
    assert archive.stat().st_size <= LARGEST


@pytest.mark.parametrize("path", PAGES)
def test_page_is_complete_and_silent_offline(new_page: Callable[..., Page], folder: Path, path: str) -> None:
    page = new_page()
    page.context.set_offline(True)
    page.goto((folder / path).as_uri(), wait_until="networkidle")

    broken = "[...document.images].filter((image) => !image.naturalWidth).map((image) => image.src)"
    assert page.evaluate(broken) == []
    assert page.locator("h1").count() == 1
    mounts = page.locator(".cw-mount")
    for place in range(mounts.count()):
        expect(mounts.nth(place)).to_have_attribute("data-ready", "")


def test_widget_reacts_offline(new_page: Callable[..., Page], folder: Path) -> None:
    page = new_page()
    page.context.set_offline(True)
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Open the English edition").click()
    strides = page.locator(".cw-mount").first.get_by_role("slider", name="Strides").first
    picture = page.locator(".cw-mount").first
    before = picture.inner_text()
    strides.press("ArrowRight")
    assert picture.inner_text() != before


def test_every_link_leads_to_a_file_of_the_bundle(folder: Path) -> None:
    followed = 0
    for path in folder.rglob("*.html"):
        tree: BeautifulSoup = read(path)
        for tag in tree.select("[href], [src]"):
            address = attribute(tag, "href") or attribute(tag, "src")
            if re.match(r"[a-z]+:|//|#", address) or not address:
                continue
            target = path.parent / unquote(re.split("[?#]", address)[0])
            assert target.exists(), f"{path.relative_to(folder)}: {address}"
            followed += 1
    assert followed > 1000


def test_notebooks_are_valid_in_both_languages(folder: Path) -> None:
    names = {}
    for language in ("ko", "en"):
        notebooks = sorted((folder / "notebooks" / language).rglob("*.ipynb"))
        names[language] = [path.relative_to(folder / "notebooks" / language) for path in notebooks]
        for path in notebooks:
            text = path.read_text(encoding="utf-8")
            nbformat.validate(nbformat.reads(text, as_version=4))
            assert not MACHINE_PATH.search(text), path
    assert names["ko"] == names["en"]
    assert len(names["ko"]) == 17
    for name in names["en"]:
        cells = nbformat.read(folder / "notebooks" / "en" / name, as_version=4).cells
        assert not [cell.id for cell in cells if cell.cell_type == "markdown" and "습니다" in cell.source]


def test_wheel_is_the_package(folder: Path, tmp_path: Path) -> None:
    (wheel,) = (folder / "package").glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path)  # what an installer does with a wheel of pure Python
    code = "import course_utils, course_utils.datasets as d; print(course_utils.__file__); print(d.sample_pets())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path), "PATH": "", "CONVNET_COURSE_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    file, pets = run.stdout.split("\n")[:2]
    assert Path(file).is_relative_to(tmp_path)
    assert len(list(Path(pets).rglob("*.jpg"))) == 2000
    assert list(tmp_path.glob("course_utils/widgets/static/*.js"))
    assert (folder / "README.txt").read_text(encoding="utf-8-sig").count(wheel.name) == 1


def test_first_files_say_how_to_begin(folder: Path) -> None:
    for name, word in (("README.txt", "Double-click index.html"), ("읽어 주세요.txt", "두 번 누르면")):
        text = (folder / name).read_bytes()
        assert word in text.decode("utf-8-sig")
        assert "{" not in text.decode("utf-8-sig")
        assert text.count(b"\n") == text.count(b"\r\n")
    assert len(list((folder / "pictures").rglob("*.jpg"))) == 32
