"""Whether addresses on the web answer: each is asked once, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import requests

from tools.site.fault import Fault

TIMEOUT = 15  # seconds
AT_ONCE = 8
AGENT = {"User-Agent": "Mozilla/5.0 (convnet-course publish-check)"}


def online_faults(linked: Mapping[str, list[str]], hosts: Iterable[tuple[str, str]] = ()) -> Iterator[Fault]:
    """Ask addresses and yield those that don't answer well.

    Args:
        linked: The files that have an address, by address.
        hosts: Beginnings of addresses, each with what to ask in its place.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(answer, (mapped(address, hosts) for address in linked))
    for (address, places), why in zip(linked.items(), answers, strict=True):
        if why:
            others = f" (and {len(places) - 1} more files)" if len(places) > 1 else ""
            yield Fault(f"{places[0]}{others}", address, why, "Open it in a browser, then mend or drop the link")


def mapped(address: str, hosts: Iterable[tuple[str, str]]) -> str:
    """Return what to ask in the place of an address."""
    for old, new in hosts:
        if address.startswith(old):
            return new + address.removeprefix(old)
    return address


def answer(address: str) -> str:
    """Return why an address can't be had, in words that follow it; nothing if it can."""
    try:
        response = requests.head(address, timeout=TIMEOUT, headers=AGENT, allow_redirects=True)
        if response.status_code == requests.codes.method_not_allowed:
            with requests.get(address, timeout=TIMEOUT, headers=AGENT, stream=True) as response:
                pass
    except requests.RequestException as error:
        return f"does not answer ({type(error).__name__})"
    return f"answers {response.status_code} {response.reason}" if response.status_code >= 400 else ""
