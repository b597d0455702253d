"""Whether every link of a site leads somewhere: to a file and an id of the site, or to an address on the web."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from tools.site.fault import Fault
from tools.site.pages import Site

INDEX = "_static/search-index.js"
HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+|\[[0-9a-f:]+\]", re.IGNORECASE)
# Ids that a browser knows by itself.
TOP = ("", "top")


def link_faults(site: Site) -> Iterator[Fault]:
    """Yield the faults of all links: those of the pages, and those of the search's results."""
    for page in site.pages.values():
        for address in page.addresses:
            yield from address_faults(site, page.path, address)
    for index in site.ending(INDEX):
        folder = index.removesuffix(INDEX)
        for address in indexed(site.text(index)):
            yield from address_faults(site, f"{folder}index.html", address, index)


def address_faults(site: Site, page: str, address: str, said_in: str = "") -> Iterator[Fault]:
    """Yield what is wrong with an address.

    Args:
        site: The site.
        page: The page that the address is relative to.
        address: The address.
        said_in: The file that has it, if that isn't the page.
    """
    where, what = said_in or page, repr(address)
    place = site.place(address, page)
    if place is None:
        if not address.startswith("data:") and (why := malformed(address)):
            yield Fault(where, what, why, "Write an address like https://host/page")
    elif place.path.startswith(("/", "..")):
        yield Fault(where, what, "leads out of the site", "Write an address relative to the page")
    elif place.path not in site.files:
        cure = "Mend the link, or add the page to _toc.yml"
        yield Fault(where, what, f"leads to {place.path}, which the site does not have", cure)
    elif place.path in site.pages and place.fragment not in {*TOP, *site.pages[place.path].ids}:
        cure = "Mend the link, or give the section that id"
        yield Fault(where, what, f"leads to the id {place.fragment!r}, which {place.path} does not have", cure)


def malformed(address: str) -> str:
    """Return why an address is none on the web, in words that follow it; nothing if it is one."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        return f"can't be read ({error})"
    if parts.scheme not in ("http", "https"):
        return f"has the scheme {parts.scheme!r}, not http or https"
    if not HOST.fullmatch(parts.hostname or ""):
        return f"has the host {parts.hostname or ''!r}, which can't be one"
    return "has a space in it" if re.search(r"\s", address) else ""


def indexed(script: str) -> Iterator[str]:
    """Yield the address of every result that the search can find."""
    for page in json.loads(script[script.index("[") : script.rindex("]") + 1]):
        yield from (f"{page['url']}#{section[0]}" for section in page["sections"])


def outward(site: Site) -> dict[str, list[str]]:
    """Return the addresses on the web that the site links to, and the pages that do."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in site.pages.values():
        for address in page.addresses:
            if site.place(address, page.path) is None and not malformed(address):
                found[address].append(page.path)
    return dict(found)
