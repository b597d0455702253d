"""Times AugmentationExplorer from the change of a control to nine previews of 128 px on screen.

Run from the repository root: `python -m benchmarks.augmentation`. Prints p50 and p95 and stores them in
`benchmarks/augmentation/result.json`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.chromium import launch, machine, quantiles, store
from course_utils.widgets.augmentation_explorer.widget import AugmentationExplorer
from tests.browser.widget_page import open_widget

HERE = Path(__file__).parent
CHANGES, WARM_UP = 300, 40
TARGET_MILLISECONDS = 50
# Every layer at work with the costlier interpolation, and a thousand epochs of dots below the sheet.
EXPENSIVE: dict[str, Any] = {
    "flip": "horizontal_and_vertical",
    "rotation": 0.5,
    "zoom_height": 0.9,
    "zoom_width": 0.9,
    "keep_aspect": False,
    "translation_height": 0.5,
    "translation_width": 0.5,
    "contrast": 0.9,
    "brightness": 0.9,
    "fill_mode": "reflect",
    "interpolation": "bilinear",
    "epoch": 991,
}
SETTINGS: dict[str, dict[str, Any]] = {
    "default": {},
    "expensive": EXPENSIVE,
    "wrap": {**EXPENSIVE, "fill_mode": "wrap"},
}


def main() -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        result = {
            "command": "python -m benchmarks.augmentation",
            "what": f"one change of the rotation slider, {CHANGES} changes: nine previews of 128 × 128 × 3",
            "settings": {name: measure(browser, traits) for name, traits in SETTINGS.items()},
            "targets": {"painted_p95": TARGET_MILLISECONDS},
            **machine(browser),
        }
        browser.close()
    report(result)
    store(result, HERE / "result.json")


def measure(browser: Browser, traits: Mapping[str, Any]) -> dict[str, Any]:
    """Move the slider of the rotation, each time once the change before is on screen."""
    page = browser.new_page(viewport={"width": 820, "height": 1400})
    mount = open_widget(page, AugmentationExplorer(**traits), language="en")
    page.add_script_tag(path=HERE / "probe.js")
    slider = mount.get_by_label("Rotation RandomRotation")
    changes = slider.evaluate("(slider, count) => probe(slider, count)", WARM_UP + CHANGES)[WARM_UP:]
    page.close()
    return {f"{name}_milliseconds": quantiles([change[name] for change in changes], 50, 95, 99) for name in changes[0]}


def report(result: Mapping[str, Any]) -> None:
    for name, times in result["settings"].items():
        for what in ("script", "painted"):
            numbers = times[f"{what}_milliseconds"]
            print(f"{name:10} {what:8} p50 {numbers['p50']:6.2f} ms  p95 {numbers['p95']:6.2f} ms")
    print(f"target: painted p95 {TARGET_MILLISECONDS} ms")


if __name__ == "__main__":
    main()
