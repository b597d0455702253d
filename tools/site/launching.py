"""Whether what a published site offers can be opened: launch buttons, set-up cells, the wheel, Binder, cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from course_utils.sphinxext.publishing import WHEELS, Publication, launches, wheel_name
from course_utils.sphinxext.setup_cell import SETUP
from tools.site.fault import Fault
from tools.site.pages import Site, SitePage

ENVIRONMENT = "binder/environment.yml"
INSTALLED = re.compile(r'%pip install (?:--quiet )?"([^"]+)"')
AGAIN = "Build the site again, with `make site`"
UNPUBLISHED = "Set sphinx.config.course_publish.repository in _config.yml, or build again with `make site`"


def launch_faults(site: Site, published: Publication | None) -> Iterator[Fault]:
    """Yield the faults of what the site offers to open.

    Args:
        site: The site.
        published: Where the book is published; without it, nothing may be offered.
    """
    for page in site.pages.values():
        yield from button_faults(site, page, published)
    for notebook in site.ending(".ipynb"):
        yield from cell_faults(site, notebook, published)
    if published:
        yield from package_faults(site, published)
        for page in site.pages.values():
            yield from card_faults(site, page)


def button_faults(site: Site, page: SitePage, published: Publication | None) -> Iterator[Fault]:
    """Yield the faults of a page's launch buttons: one too many, one too few, one that opens no notebook."""
    offered = launches(published, page.notebook_path) if published and page.notebook else ()
    expected = [launch.href for launch in offered]
    for href in expected:
        if href not in page.launches:
            yield Fault(page.path, f"the launch link {href}", "is missing", AGAIN)
    for href in page.launches:
        if href not in expected:
            cure = AGAIN if published else UNPUBLISHED
            yield Fault(page.path, f"the launch link {href}", "is none that course_publish gives", cure)
        elif published and (path := opened(href, published)) not in site.files:
            yield Fault(page.path, f"the launch link {href}", f"opens {path}, which the site does not have", AGAIN)


def opened(href: str, published: Publication) -> str:
    """Return the path below the site of the file that a launch address opens, read from the address alone."""
    parts = urlsplit(href)
    if f"/blob/{published.site_branch}/" in parts.path:
        return unquote(parts.path.partition(f"/blob/{published.site_branch}/")[2])
    place = parse_qs(parts.query).get("urlpath", [""])[0].removeprefix("lab/tree/")
    # nbgitpuller opens a path below the folder into which it clones, Binder one below the repository.
    return place.removeprefix(f"{published.name}/") if "/git-pull" in parts.path else place


def cell_faults(site: Site, notebook: str, published: Publication | None) -> Iterator[Fault]:
    """Yield the faults of a notebook's set-up cell: it installs the site's wheel, or where there is none, nothing."""
    cells = [cell for cell in json.loads(site.text(notebook))["cells"] if cell.get("id") == SETUP]
    installed = set(INSTALLED.findall("\n".join("".join(cell["source"]) for cell in cells)))
    expected = {published.requirement("colab")} if published else set()
    if installed != expected:
        why = f"installs {shown(installed)} where it should install {shown(expected)}"
        yield Fault(notebook, "the set-up cell", why, AGAIN if published else UNPUBLISHED)


def shown(requirements: set[str]) -> str:
    """Return requirements as words."""
    return ", ".join(sorted(requirements)) or "nothing"


def package_faults(site: Site, published: Publication) -> Iterator[Fault]:
    """Yield the faults of the wheel, and of the environment in which Binder installs it."""
    wheels = [path for path in site.ending(".whl") if path.startswith(f"{WHEELS}/")]
    if wheels != [f"{WHEELS}/{wheel_name()}"]:
        why = f"holds {', '.join(wheels) or 'no wheel'} where notebooks install {wheel_name()}"
        yield Fault(WHEELS, "the folder", why, AGAIN)
    if ENVIRONMENT not in site.files:
        yield Fault(ENVIRONMENT, "the file", "is missing, so Binder installs nothing", AGAIN)
        return
    entries = (yaml.safe_load(site.text(ENVIRONMENT)) or {}).get("dependencies", [])
    packages = {name for entry in entries if isinstance(entry, dict) for name in entry.get("pip", [])}
    if packages != {published.requirement("run")}:
        why = f"installs {shown(packages)} where it should install {published.requirement('run')}"
        yield Fault(ENVIRONMENT, "the environment", why, AGAIN)


def card_faults(site: Site, page: SitePage) -> Iterator[Fault]:
    """Yield the faults of the addresses under which search engines and social networks know a page."""
    cure = "Leave html_baseurl out of _config.yml, or let it begin with the site's address; then build again"
    # A page with no text of its own, such as that of the search, has no card.
    for name in ("canonical", "og:url", "og:image") if "og:image" in page.own or page.notebook else ("canonical",):
        address = page.own.get(name, "")
        if not address:
            yield Fault(page.path, f"the address {name}", "is missing", AGAIN)
        elif not address.startswith(site.address):
            yield Fault(page.path, f"the address {name}, {address},", f"does not begin with {site.address}", cure)
        else:
            place = site.place(address, page.path)
            path = place.path if place else ""
            if path not in site.files or (name != "og:image" and path != page.path):
                why = f"leads to {path}, which is not this page" if path in site.files else "leads to no file"
                yield Fault(page.path, f"the address {name}, {address},", why, AGAIN)
