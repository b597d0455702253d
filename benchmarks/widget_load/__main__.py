"""Times a page with one widget from navigation to painted: the course's own route against the standard one.

Run from the repository root: `npm install --prefix benchmarks/widget_load`, then `python -m benchmarks.widget_load`.
Prints medians and ratios, and stores them in `benchmarks/widget_load/result.json`.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.chromium import SLOW, launch, machine, store, throttle
from benchmarks.widget_load.server import serving
from benchmarks.widget_load.sites import HERE, MODULES, Site, sites

LOADS = 15
PATIENCE = 60_000
CONDITIONS = ("unthrottled", "throttled")
TARGETS = {"unthrottled": 0.6, "throttled": 0.45}

# The first frame that finds a drawn response map is the frame that paints it.
WATCH = """
(function poll() {
  const canvas = document.querySelector(".cw-stage-output canvas");
  const drawn = canvas && canvas.width > 0 && canvas.getContext("2d").getImageData(0, 0, 1, 1).data[3] === 255;
  if (drawn) window.painted = performance.now();
  else requestAnimationFrame(poll);
})();
"""


def main() -> None:
    if not MODULES.is_dir():
        raise SystemExit("The standard route is not installed: run `npm install --prefix benchmarks/widget_load`.")
    pages = sites()
    with serving(pages) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        times = measure(browser, address, list(pages))
        result = {
            "command": "python -m benchmarks.widget_load",
            "what": f"one ConvolutionExplorer, navigation to painted, {LOADS} loads each, alternating, cold cache",
            "throttled": SLOW,
            "gzipped_bytes": {name: weigh(site) for name, site in pages.items()},
            "milliseconds": {c: {s: round(median(t)) for s, t in by_site.items()} for c, by_site in times.items()},
            "all_milliseconds": times,
            **machine(browser, "anywidget", "ipywidgets"),
        }
        browser.close()
    result["versions"].update(json.loads((HERE / "package.json").read_text())["dependencies"])
    result["ratio"] = {c: round(ms["ours"] / ms["standard"], 2) for c, ms in result["milliseconds"].items()}
    result["targets"] = TARGETS
    report(result)
    store(result, HERE / "result.json")


def measure(browser: Browser, address: str, names: list[str]) -> dict[str, dict[str, list[int]]]:
    """Load each page in turn, so that both meet the same weather; the first load of each warms up."""
    times: dict[str, dict[str, list[int]]] = {condition: defaultdict(list) for condition in CONDITIONS}
    for condition in CONDITIONS:
        for load in range(-1, LOADS):
            for name in names if load % 2 else reversed(names):
                milliseconds = round(time_to_painted(browser, f"{address}/{name}/index.html", condition))
                if load >= 0:
                    times[condition][name].append(milliseconds)
    return times


def time_to_painted(browser: Browser, url: str, condition: str) -> float:
    """Open a page in a fresh profile and return the milliseconds until its response map is painted."""
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    if condition == "throttled":
        throttle(context.new_cdp_session(page))
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.painted", polling=100, timeout=PATIENCE)
    painted = float(page.evaluate("window.painted"))
    context.close()
    return painted


def weigh(site: Site) -> dict[str, int]:
    """Bytes as they cross the line, of scripts and of everything."""
    sizes = {name: len(gzip.compress(content, mtime=0)) for name, content in site.items()}
    return {"javascript": sum(size for name, size in sizes.items() if name.endswith(".js")), "all": sum(sizes.values())}


def report(result: Mapping[str, Any]) -> None:
    for name, sizes in result["gzipped_bytes"].items():
        print(f"{name:9} {sizes['javascript'] / 1000:8.1f} kB of JavaScript, {sizes['all'] / 1000:8.1f} kB in all")
    for condition, medians in result["milliseconds"].items():
        print(
            f"{condition:11} ours {medians['ours']:6} ms  standard {medians['standard']:6} ms"
            f"  ratio {result['ratio'][condition]:.2f} (target {TARGETS[condition]})"
        )


if __name__ == "__main__":
    main()
