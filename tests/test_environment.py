"""pyproject.toml, requirements.lock and environment.yml describe one environment."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
PIP = next(entry["pip"] for entry in CONDA if isinstance(entry, dict))


def locked() -> dict[str, list[tuple[Version, str]]]:
    """Return the locked versions of each package, each with the marker under which it is installed."""
    versions: dict[str, list[tuple[Version, str]]] = {}
    for name, version, marker in re.findall(r"^([\w.-]+)==(\S+)(?: ; ([^\\]+))? \\$", LOCK, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), []).append((Version(version), marker.strip()))
    return versions


def all_requirements() -> list[str]:
    everything = [*PROJECT["dependencies"], *PYPROJECT["build-system"]["requires"]]
    return everything + [requirement for extra in EXTRAS.values() for requirement in extra]


@pytest.mark.parametrize("requirement", sorted(set(all_requirements())))
def test_lock_satisfies(requirement: str) -> None:
    wanted = Requirement(requirement)
    versions = locked().get(canonicalize_name(wanted.name), [])
    assert versions, f"requirements.lock lacks {wanted.name}: run `make lock`"
    for version, _ in versions:
        assert version in wanted.specifier, f"requirements.lock has {wanted.name} {version}: run `make lock`"


def test_every_locked_package_is_hashed() -> None:
    _, *packages = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)
    assert len(packages) > 100
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_lock_files_name_no_host() -> None:
    for line in LOCK.splitlines():
        assert "://" not in line
        assert not line.startswith(("-i", "--index", "--extra-index", "--find-links"))
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_build_group_is_what_the_build_asks_for() -> None:
    assert PYPROJECT["dependency-groups"]["build"] == PYPROJECT["build-system"]["requires"]


def test_conda_environment_lists_the_same_requirements() -> None:
    nbval = [requirement for requirement in EXTRAS["test"] if Requirement(requirement).name == "nbval"]
    expected = [*PROJECT["dependencies"], *EXTRAS["run"], *EXTRAS["book"], *nbval]
    assert [entry for entry in PIP if not entry.startswith("-e")] == expected
    assert PIP[-1] == "-e ."


def test_conda_environment_names_what_readers_are_told() -> None:
    names = {Requirement(entry).name for entry in PIP if not entry.startswith("-e")}
    assert names >= {"jupyterlab", "jupyter-book", "tensorflow", "ipywidgets", "matplotlib", "nbval"}


def test_conda_python_is_supported() -> None:
    (python,) = [entry for entry in CONDA if isinstance(entry, str) and entry.startswith("python=")]
    assert (
        f"{python.removeprefix('python=')}.0" in Requirement(f"python{PROJECT['requires-python']}").specifier
    )


def test_this_environment_is_the_locked_one() -> None:
    """What runs these tests is what the lock says, for the packages that the project names."""
    from importlib.metadata import version

    here = default_environment()
    for requirement in all_requirements():
        name = canonicalize_name(Requirement(requirement).name)
        versions = [
            v
            for v, marker in locked()[name]
            if not marker or Requirement(f"{name}; {marker}").marker.evaluate(here)
        ]
        assert Version(version(name)) in versions, f"{name} is not the locked one: run `make env`"
