"""The site of a small book: whole as `make site` makes it, and its check finds what is broken afterwards."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from course_utils.sphinxext.build import build_book
from course_utils.sphinxext.locale import update_catalogues
from course_utils.sphinxext.publishing import configured, wheel_name
from tests.test_sphinxext_book import CELLS, INDEX, code, make_sources, translate
from tools.site.check import main
from tools.site.folder import make_site

SITE = "https://ada.github.io/convnets/"
SET_UP = code("setup", 'import course_utils\n\ncourse_utils.use_language("ko")')


def build(root: Path, repository: str) -> Path:
    """Build the small book with its site, and return the folder of both."""
    make_sources(root, INDEX, *(SET_UP if cell["id"] == "setup" else cell for cell in CELLS))
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["course_publish"] = {"repository": repository}
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    update_catalogues(root, root / "_build")
    for path in (root / "locale").rglob("*.po"):
        translate(path)
    assert build_book(root, root / "_build")
    make_site(root / "_build" / "html", root / "_build" / "site", configured(root))
    return root


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("published") / "book", "https://github.com/ada/convnets")


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    """A copy of the published book that a test may break."""
    shutil.copytree(whole / "_build" / "site", tmp_path / "_build" / "site")
    shutil.copy(whole / "_config.yml", tmp_path)
    return tmp_path


def check(root: Path, *more: str) -> int:
    return main(["--root", str(root), "--build", str(root / "_build"), *more])


def test_a_whole_site_has_no_fault(root, capsys):
    assert check(root) == 0
    assert "4 launch links: 0 faults" in capsys.readouterr().out
    site = root / "_build" / "site"
    assert (site / ".nojekyll").is_file()
    assert (site / "wheel" / wheel_name()).stat().st_size > 1_000_000


def test_notebooks_of_both_editions_install_the_wheel_of_the_site(root):
    for folder, language in (("", "ko"), ("en", "en")):
        notebook = json.loads((root / "_build/site" / folder / "chapters/first.ipynb").read_text(encoding="utf-8"))
        source = "".join(notebook["cells"][1]["source"])
        assert f'    %pip install --quiet "convnet-course[colab] @ {SITE}wheel/{wheel_name()}"\n' in source
        assert source.endswith(f'course_utils.use_language("{language}")')


def without(path: str) -> Callable[[Path], None]:
    return lambda site: (site / path).unlink()


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (without("en/chapters/first.ipynb"), "en/chapters/first.ipynb"),
        (without(f"wheel/{wheel_name()}"), "no wheel"),
        (without("binder/environment.yml"), "binder/environment.yml"),
        (lambda site: (site / "wheel" / wheel_name()).rename(site / "wheel" / "other-1-py3-none-any.whl"), "other-1"),
        (replaced("chapters/first.ipynb", "convnet_course-", "convnet_course-9"), "convnet_course-9"),
        (replaced("binder/environment.yml", "ada.github.io", "bob.github.io"), "bob.github.io"),
        (replaced("chapters/first.html", "/github/ada/", "/github/bob/"), "/github/bob/"),
        (replaced("index.html", "first.html#padding", "first.html#nowhere"), "'nowhere'"),
        (replaced("en/index.html", "chapters/first.html", "chapters/gone.html"), "en/chapters/gone.html"),
    ],
)
def test_what_is_broken_is_found(root, capsys, mistake, told):
    mistake(root / "_build" / "site")
    assert check(root) == 1
    assert told in capsys.readouterr().out


@pytest.fixture
def server(root: Path) -> Iterator[str]:
    """A server in the place of the site and of all services."""

    class Handler(SimpleHTTPRequestHandler):
        def do_HEAD(self) -> None:
            services = ("/colab", "/binder", "/github")
            if self.path.startswith(services):
                self.send_response(200)
                self.end_headers()
            else:
                super().do_HEAD()

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=root / "_build" / "site"))
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


def online(server: str) -> list[str]:
    hosts = {
        SITE: f"{server}/",
        "https://colab.research.google.com": f"{server}/colab",
        "https://mybinder.org": f"{server}/binder",
    }
    return ["--online", *(part for old, new in hosts.items() for part in ("--host", f"{old}={new}"))]


def test_addresses_are_asked(root, server, capsys):
    assert check(root, *online(server)) == 0
    assert "addresses asked: 0 faults" in capsys.readouterr().out


def test_an_address_without_an_answer_is_found(root, server, capsys):
    nowhere = online(server)
    nowhere[-1] = f"https://mybinder.org={server}/nowhere"
    assert check(root, *nowhere) == 1
    assert "mybinder.org" in capsys.readouterr().out


def test_an_unpublished_book_offers_nothing_and_is_told_how_to(tmp_path, capsys):
    root = build(tmp_path / "book", "")
    assert check(root) == 0
    told = capsys.readouterr().out
    assert "0 launch links" in told
    assert "sphinx.config.course_publish.repository" in told
    assert not (root / "_build/site/binder").exists()
    assert "pip" not in (root / "_build/site/chapters/first.ipynb").read_text(encoding="utf-8")
