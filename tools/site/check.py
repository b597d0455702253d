"""Proves every link and launch button of the site that `make site` makes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from course_utils.sphinxext.publishing import Publication, configured
from tools.site import ROOT
from tools.site.launching import launch_faults
from tools.site.links import link_faults, outward
from tools.site.online import online_faults
from tools.site.pages import Site, read_site

NOT_PUBLISHED = """\
The book is published nowhere: no page has launch links, and no notebook installs the course. To publish it, set \
sphinx.config.course_publish.repository in _config.yml to an address like https://github.com/OWNER/REPOSITORY. \
The internal links were checked all the same."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = parse(arguments)
    try:
        published = configured(options.root)
        site = read_site(options.build.resolve() / "site", published.site if published else "")
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    faults = [*link_faults(site), *launch_faults(site, published)]
    asked = to_ask(site, published) if options.online else {}
    faults += online_faults(asked, options.host)
    for fault in faults:
        print(fault)
    if published is None:
        print(NOT_PUBLISHED)
    links = sum(len(page.addresses) for page in site.pages.values())
    buttons = sum(len(page.launches) for page in site.pages.values())
    asked_words = f", {len(asked)} addresses asked" if options.online else ""
    print(f"{len(site.pages)} pages, {links} links, {buttons} launch links{asked_words}: {len(faults)} faults")
    return 1 if faults else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.site.check", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "_build", help="the folder of the built book")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of _config.yml")
    parser.add_argument("--online", action="store_true", help="ask each address elsewhere on the web, too")
    parser.add_argument(
        "--host",
        type=replacement,
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="ask addresses that begin with OLD at NEW instead",
    )
    return parser.parse_args(arguments)


def replacement(text: str) -> tuple[str, str]:
    """Read the beginning of addresses, and what stands in its place."""
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise argparse.ArgumentTypeError(f"{text!r} is not OLD=NEW, such as https://example.org=http://localhost:8000")
    return old, new


def to_ask(site: Site, published: Publication | None) -> dict[str, list[str]]:
    """Return the addresses that must answer, with the files that have them: links, launches and the wheel."""
    return {**outward(site), **({published.wheel: site.ending(".ipynb")} if published else {})}


if __name__ == "__main__":
    sys.exit(main())
