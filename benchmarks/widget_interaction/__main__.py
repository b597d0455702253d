"""Times ConvolutionExplorer from a reader's event to the picture: 3 × 3 over 128 × 128 × 3, four filters.

Run from the repository root: `python -m benchmarks.widget_interaction`. Prints p50 and p99 for each kind of event
and stores them in `benchmarks/widget_interaction/result.json`.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.chromium import launch, machine, quantiles, store
from course_utils.widgets import ConvolutionExplorer
from tests.browser.widget_page import open_widget

HERE = Path(__file__).parent
EVENTS, WARM_UP = 150, 20
TARGET_MILLISECONDS, TARGET_FRAMES = 8, 2

Kind = Callable[[Page, Locator], Iterator[None]]


def bias_slider(page: Page, mount: Locator) -> Iterator[None]:
    """Every filter is computed again, every map drawn again."""
    slider = mount.get_by_label("Bias", exact=True)
    slider.focus()
    while True:
        for key in ["ArrowRight"] * 30 + ["ArrowLeft"] * 30:
            page.keyboard.press(key)
            yield


def kernel_edit(page: Page, mount: Locator) -> Iterator[None]:
    """The same, with one digit typed over another."""
    mount.get_by_label("Kernel Green, row 2, column 2", exact=True).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Backspace")
    page.evaluate("probe.current = undefined")
    while True:
        for digit in "1234567890123456":
            page.keyboard.press(digit)
            page.keyboard.press("ControlOrMeta+a")
            yield


def hover(page: Page, mount: Locator) -> Iterator[None]:
    """Only the window moves, and the sum under it."""
    box = mount.locator(".cw-stage-output canvas").bounding_box()
    assert box
    cell = box["width"] / 126
    while True:
        for step in range(126):
            page.mouse.move(box["x"] + (step + 0.5) * cell, box["y"] + (step * 7 % 126 + 0.5) * cell)
            yield


RECOMPUTE: dict[str, Kind] = {"bias slider": bias_slider, "kernel edit": kernel_edit}
KINDS: dict[str, Kind] = {**RECOMPUTE, "hover": hover}


def main() -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        times = {name: measure(browser.new_page(), kind) for name, kind in KINDS.items()}
        result = {
            "command": "python -m benchmarks.widget_interaction",
            "what": f"listeners and drawing of one event, 3x3 over 128x128x3, 4 filters, {EVENTS} events a kind",
            "kinds": {name: summarise(each) for name, each in times.items()},
            "recompute": summarise([event for name in RECOMPUTE for event in times[name]]),
            "targets": {"p99": TARGET_MILLISECONDS, "frames": TARGET_FRAMES},
            **machine(browser),
        }
        browser.close()
    report(result)
    store(result, HERE / "result.json")


def measure(page: Page, kind: Kind) -> list[dict[str, float]]:
    """Cause events one by one, each once the one before is on screen."""
    page.add_init_script(path=HERE / "probe.js")
    page.set_viewport_size({"width": 800, "height": 1300})
    mount = open_widget(page, ConvolutionExplorer(row=40, column=50), language="en")
    events = kind(page, mount)
    for _ in range(WARM_UP + EVENTS):
        next(events)
        page.evaluate("settled()")
    seen: list[dict[str, float]] = page.evaluate("probe.events")
    page.close()
    return seen[WARM_UP:]


def summarise(events: list[dict[str, float]]) -> dict[str, Any]:
    """Milliseconds of an event, and frames until it is on screen."""
    return {
        "events": len(events),
        "milliseconds": quantiles([event["handle"] + event["draw"] for event in events], 50, 99),
        "most_frames": max(event["frames"] for event in events),
    }


def report(result: Mapping[str, Any]) -> None:
    rows = {**result["kinds"], "full recompute": result["recompute"]}
    for name, row in rows.items():
        ms = row["milliseconds"]
        print(
            f"{name:15} {row['events']:4} events  p50 {ms['p50']:6.2f} ms  p99 {ms['p99']:6.2f} ms"
            f"  on screen within {row['most_frames']} frames"
        )
    print(f"targets: p99 of a full recompute {TARGET_MILLISECONDS} ms, {TARGET_FRAMES} frames")


if __name__ == "__main__":
    main()
