"""Where the book is published: one setting, from which pages get launch buttons and notebooks their set-up."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from course_utils.sphinxext.editions import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

SETTING = "course_publish"
REPOSITORY = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?")
BRANCH = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
COLAB, BINDER = "https://colab.research.google.com", "https://mybinder.org"
WHEELS = "wheel"


@dataclass(frozen=True)
class Publication:
    """Where the book is published, and where its notebooks can be opened.

    Args:
        owner: Whose the repository on GitHub is.
        name: The repository's name.
        site: Address of the published book, with a slash at its end.
        site_branch: The branch that holds the site: pages, notebooks of both editions, wheel.
        colab: Whether pages offer Colab.
        binder: Whether pages offer Binder.
        jupyterhub: Address of a JupyterHub that has nbgitpuller, or nothing.
    """

    owner: str
    name: str
    site: str
    site_branch: str = "gh-pages"
    colab: bool = True
    binder: bool = True
    jupyterhub: str = ""

    @property
    def repository(self) -> str:
        """The repository's address."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def wheel(self) -> str:
        """The address of the package, which the site carries so that nobody needs Node to build it."""
        return f"{self.site}{WHEELS}/{wheel_name()}"

    def requirement(self, extra: str) -> str:
        """Return what pip installs the course from: the site's wheel.

        Args:
            extra: `"colab"` for what a kernel imports, `"run"` for JupyterLab as well.
        """
        return f"convnet-course[{extra}] @ {self.wheel}"


@dataclass(frozen=True)
class Launch:
    """A button that opens a page's notebook in a service that can run it.

    Args:
        service: `"colab"`, `"binder"` or `"jupyterhub"`.
        href: The address.
    """

    service: str
    href: str


def wheel_name() -> str:
    """Return the file name of this version's wheel."""
    return f"convnet_course-{version('convnet-course')}-py3-none-any.whl"


def read_setting(setting: Mapping[str, Any]) -> Publication | None:
    """Read `course_publish` of `_config.yml`.

    Args:
        setting: `repository`, and what differs from the defaults of `site`, `site_branch`, `colab`, `binder` and
            `jupyterhub`. Nothing, or an empty repository, stands for a book that is published nowhere.

    Returns:
        Where the book is published; `None` where it is not.

    Raises:
        ValueError: If a value is none that its key allows.

    Example:
        >>> read_setting({"repository": "https://github.com/ada/convnets"}).site
        'https://ada.github.io/convnets/'
    """
    allowed = {"repository", "site", "site_branch", "colab", "binder", "jupyterhub"}
    if unknown := sorted(set(setting) - allowed):
        raise _wrong(unknown[0], "unknown", f"one of {', '.join(sorted(allowed))}")
    if not setting.get("repository"):
        return None
    match = REPOSITORY.fullmatch(str(setting["repository"]))
    if match is None:
        raise _wrong("repository", setting["repository"], "an address like https://github.com/OWNER/REPOSITORY")
    owner, name = match.groups()
    branch = setting.get("site_branch", Publication.site_branch)
    if not (isinstance(branch, str) and BRANCH.fullmatch(branch)):
        raise _wrong("site_branch", branch, "the name of a branch, such as gh-pages")
    return Publication(
        owner,
        name,
        _address(setting, "site") or _pages_address(owner, name),
        branch,
        _switch(setting, "colab"),
        _switch(setting, "binder"),
        _address(setting, "jupyterhub"),
    )


def configured(root: Path) -> Publication | None:
    """Return where the book of a checkout is published, as its `_config.yml` says; `None` where there is none.

    Args:
        root: The folder of `_config.yml`.

    Raises:
        ValueError: If the setting is wrong.
    """
    import yaml

    path = root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return read_setting(config.get("sphinx", {}).get("config", {}).get(SETTING) or {})


def launches(publication: Publication, notebook: str) -> Iterator[Launch]:
    """Yield a launch for each service that can open a notebook of the site.

    All of them open the branch that holds the site, for only there are the notebooks of both editions.

    Args:
        publication: Where the book is published.
        notebook: The notebook's path below the site, such as `"en/chapters/1-1-convolution.ipynb"`.
    """
    path, branch = quote(notebook), publication.site_branch
    repository = f"{publication.owner}/{publication.name}"
    if publication.colab:
        yield Launch("colab", f"{COLAB}/github/{repository}/blob/{branch}/{path}")
    if publication.binder:
        place = urlencode({"urlpath": f"lab/tree/{notebook}"}, safe="/")
        yield Launch("binder", f"{BINDER}/v2/gh/{repository}/{quote(branch, safe='')}?{place}")
    if publication.jupyterhub:
        place = f"lab/tree/{publication.name}/{notebook}"
        pull = urlencode({"repo": publication.repository, "branch": branch, "urlpath": place})
        yield Launch("jupyterhub", f"{publication.jupyterhub}hub/user-redirect/git-pull?{pull}")


def notebook_path(pagename: str, language: str) -> str:
    """Return the path below the site of the notebook that a page of one edition offers."""
    return posixpath.join(EDITIONS[language].folder, f"{pagename}.ipynb")


def _pages_address(owner: str, name: str) -> str:
    """Return where GitHub Pages publishes a repository."""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def _address(setting: Mapping[str, Any], key: str) -> str:
    value = setting.get(key) or ""
    parts = urlsplit(str(value))
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise _wrong(key, value, "an address like https://host/folder/")
    return f"{str(value).rstrip('/')}/" if value else ""


def _switch(setting: Mapping[str, Any], key: str) -> bool:
    value = setting.get(key, True)
    if not isinstance(value, bool):
        raise _wrong(key, value, "true or false")
    return value


def _wrong(key: str, value: object, allowed: str) -> ValueError:
    return ValueError(
        f"{SETTING}: {key} is {value!r}. It must be {allowed}: change sphinx.config.{SETTING} in _config.yml."
    )


def check_setting(app: Sphinx, config: Config) -> None:
    """Stop the build at a wrong setting; a right one tells search engines the address of each edition's pages."""
    from sphinx.errors import ConfigError

    try:
        publication = read_setting(config.course_publish or {})
    except ValueError as error:
        raise ConfigError(str(error)) from error
    if publication and not config.html_baseurl:
        config.html_baseurl = publication.site + posixpath.join(EDITIONS[config.language].folder, "")


def offer_launches(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template of a page with a notebook its launch buttons."""
    publication = read_setting(app.config.course_publish or {})
    context["launches"] = []
    if publication and context.get("notebook"):
        notebook = notebook_path(pagename, app.config.language)
        context["launches"] = list(launches(publication, notebook))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_config_value(SETTING, {}, "html", dict)
    app.connect("config-inited", check_setting)
    app.connect("html-page-context", offer_launches, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
