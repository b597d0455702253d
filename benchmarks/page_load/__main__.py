"""Loads every page of the built book as on a phone: a slow line, a slow processor, nothing in the cache.

Run from the repository root after `make book`: `python -m benchmarks.page_load`. Prints the median of three loads of
each page: first contentful paint, the first and the last widget alive, and cumulative layout shift, scrolled through
to the end. Stores them in `benchmarks/page_load/result.json`.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.chromium import SLOW, launch, machine, store, throttle
from benchmarks.widget_load.server import TYPES, serving

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "_build" / "html"
PROBE = (HERE / "probe.js").read_text(encoding="utf-8")
LOADS = 3
PATIENCE = 60_000
VIEWPORT = {"width": 1280, "height": 800}
# Milliseconds, but for the shift: a share of the window.
TARGETS = {"painted": 1500, "live": 3000, "all": 3000, "shift": 0.05}
SCROLL = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
    scrollTo(0, top);
    await frame();
  }
}"""

Figures = dict[str, float | None]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_load", description=__doc__)
    parser.add_argument("--book", type=Path, default=BOOK, help="the built book (default: _build/html)")
    book = parser.parse_args().book
    files = {path.relative_to(book).as_posix(): path for path in book.rglob("*") if path.suffix[1:] in TYPES}
    names = sorted(name for name in files if name.endswith(".html"))
    if not names:
        raise SystemExit(f"Found no page in {book}: run `make book` first, or name the built book with --book.")
    site = {name: path.read_bytes() for name, path in files.items()}
    with serving({"book": site}) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        one_load(browser, f"{address}/book/{names[0]}")  # warms up the browser
        loads = {name: [one_load(browser, f"{address}/book/{name}") for _ in range(LOADS)] for name in names}
        result = {
            "command": "python -m benchmarks.page_load",
            "what": f"first paint, first and last widget alive in ms, layout shift; medians of {LOADS} cold loads",
            "throttled": SLOW,
            "viewport": VIEWPORT,
            "targets": TARGETS,
            "pages": {name: medians(figures) for name, figures in loads.items()},
            **machine(browser, "playwright"),
        }
        browser.close()
    report(result["pages"])
    store(result, HERE / "result.json")


def one_load(browser: Browser, url: str) -> Figures:
    """Open a page in a fresh profile, scroll it through and return what the probe has noted."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.add_init_script(PROBE)
    session = context.new_cdp_session(page)
    throttle(session)
    page.goto(url, wait_until="networkidle", timeout=PATIENCE)
    page.wait_for_function("!document.querySelector('.cw-mount:not([data-ready])')", timeout=PATIENCE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})  # what moves does not depend on it
    page.evaluate(SCROLL)
    figures = dict(page.evaluate("load"))
    context.close()
    return figures


def medians(loads: list[Figures]) -> Figures:
    """The median of each figure; a page without widgets has no time of a first one."""
    figures = {key: [load[key] for load in loads if load[key] is not None] for key in TARGETS}
    return {
        key: round(median(values), 3 if key == "shift" else None) if values else None for key, values in figures.items()
    }


def report(pages: Mapping[str, Figures]) -> None:
    width = max(map(len, pages))
    print(f"{'page':{width}}  first paint  first widget  last widget  layout shift")
    for name, figures in pages.items():
        painted, first, last = (in_ms(figures[key]) for key in ("painted", "live", "all"))
        missed = [key for key, target in TARGETS.items() if (figures[key] or 0) > target]
        print(
            f"{name:{width}}  {painted:>11}  {first:>12}  {last:>11}  {figures['shift']:12.3f}"
            + (f"  misses {', '.join(missed)}" if missed else "")
        )


def in_ms(time: float | None) -> str:
    return "–" if time is None else f"{time} ms"


if __name__ == "__main__":
    main()
