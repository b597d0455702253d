"""How much memory a page holds on to."""

from collections.abc import Callable

from playwright.sync_api import Page


def heap_of(page: Page) -> Callable[[], float]:
    """Return a function that tells how many bytes of JavaScript objects the page can still reach."""
    session = page.context.new_cdp_session(page)

    def heap() -> float:
        for _ in range(3):  # what one collection frees may have kept more alive
            session.send("HeapProfiler.collectGarbage")
        return float(session.send("Runtime.getHeapUsage")["usedSize"])

    return heap
