"""One setting says where the book is published: what it may hold, and which addresses follow from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from course_utils.sphinxext.editions import EDITIONS
from course_utils.sphinxext.publishing import launches, notebook_path, read_setting, wheel_name
from course_utils.sphinxext.strings import ui_strings
from tools.site.folder import wheel_faults
from tools.wheel import build_wheel

ADA = {"repository": "https://github.com/ada/convnets"}
NOTEBOOK = "en/chapters/1-1-convolution.ipynb"


@pytest.mark.parametrize("setting", [{}, {"repository": ""}, {"repository": None, "colab": True}])
def test_nothing_is_published_without_a_repository(setting):
    assert read_setting(setting) is None


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        ("https://github.com/ada/convnets", "https://ada.github.io/convnets/"),
        ("https://github.com/Ada/convnets.git", "https://ada.github.io/convnets/"),
        ("https://github.com/ada/ada.github.io/", "https://ada.github.io/"),
    ],
)
def test_the_site_follows_from_the_repository(repository, site):
    assert read_setting({"repository": repository}).site == site


def test_another_site_is_taken_with_or_without_its_slash():
    for site in ("https://school.example/book", "https://school.example/book/"):
        published = read_setting({**ADA, "site": site})
        assert published.wheel == f"https://school.example/book/wheel/{wheel_name()}"
        assert published.requirement("colab") == f"convnet-course[colab] @ {published.wheel}"


@pytest.mark.parametrize(
    ("setting", "received", "allowed"),
    [
        ({"repository": "ada/convnets"}, "'ada/convnets'", "https://github.com/OWNER/REPOSITORY"),
        ({"repository": "https://example.org/ada/convnets"}, "example.org", "https://github.com/OWNER"),
        ({**ADA, "site": "ada.github.io"}, "'ada.github.io'", "https://host/folder/"),
        ({**ADA, "jupyterhub": "https://hub.example/?x=1"}, "x=1", "https://host/folder/"),
        ({**ADA, "site_branch": "a b"}, "'a b'", "gh-pages"),
        ({**ADA, "colab": "yes"}, "'yes'", "true or false"),
        ({**ADA, "hub": "x"}, "hub", "jupyterhub"),
    ],
)
def test_a_wrong_setting_is_told_with_its_cure(setting, received, allowed):
    with pytest.raises(ValueError, match="course_publish") as error:
        read_setting(setting)
    for part in (received, allowed, "_config.yml"):
        assert part in str(error.value)


def test_addresses_of_the_three_services():
    published = read_setting({**ADA, "jupyterhub": "https://hub.example"})
    colab, binder, hub = (launch.href for launch in launches(published, NOTEBOOK))
    assert colab == f"https://colab.research.google.com/github/ada/convnets/blob/gh-pages/{NOTEBOOK}"
    assert binder == f"https://mybinder.org/v2/gh/ada/convnets/gh-pages?urlpath=lab/tree/{NOTEBOOK}"
    parts = urlsplit(hub)
    assert (parts.netloc, parts.path) == ("hub.example", "/hub/user-redirect/git-pull")
    assert parse_qs(parts.query) == {
        "repo": ["https://github.com/ada/convnets"],
        "branch": ["gh-pages"],
        "urlpath": [f"lab/tree/convnets/{NOTEBOOK}"],
    }


def test_each_service_can_be_left_out_and_has_a_name_in_every_edition():
    published = read_setting({**ADA, "colab": False, "binder": False})
    assert list(launches(published, NOTEBOOK)) == []
    everywhere = read_setting({**ADA, "jupyterhub": "https://hub.example"})
    names = {
        ui_strings(language)[f"launch_{launch.service}"]
        for language in EDITIONS
        for launch in launches(everywhere, NOTEBOOK)
    }
    assert len(names) == 3 * len(EDITIONS)


def test_every_edition_has_its_own_notebook():
    assert notebook_path("chapters/first", "ko") == "chapters/first.ipynb"
    assert notebook_path("chapters/first", "en") == "en/chapters/first.ipynb"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_has_what_a_learner_needs_and_no_solutions(wheel):
    assert list(wheel_faults(wheel)) == []


def test_the_wheel_works_where_no_checkout_is(wheel, tmp_path):
    """As on Colab: unpacked among other packages, with the widgets' bundles, the pets and the stored runs."""
    subprocess.run([sys.executable, "-m", "zipfile", "-e", wheel, tmp_path], check=True)
    code = (
        "import course_utils; from course_utils import runs, widgets; from course_utils.datasets import sample_pets;"
        "print(course_utils.__file__); print(len(list(runs.folder().glob('*.json'))));"
        "print(widgets.ConvolutionExplorer()._repr_mimebundle_()[0]['text/plain']); print(sample_pets())"
    )
    environment = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path), "CONVNET_COURSE_CACHE": str(tmp_path / "cache")}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    place, count, explorer, pets = told.stdout.splitlines()
    assert place.startswith(str(tmp_path))
    assert int(count) > 10
    assert explorer.startswith("ConvolutionExplorer(")
    assert pets.startswith(str(tmp_path))
