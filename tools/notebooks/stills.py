"""Takes the still of a live widget: what GitHub, paper and a page without JavaScript show in its place."""

import hashlib
import html
import json
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from nbformat import NotebookNode, from_dict
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from course_utils.doctor import find_browser
from tools.notebooks import MARK, ROOT, WIDGET
from tools.notebooks.finish import get_picture, set_picture
from tools.notebooks.pictures import compact, looks_same

STATIC = ROOT / "src" / "course_utils" / "widgets" / "static"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
PAGE = """<!doctype html>
<html lang="ko" data-theme="light">
<meta charset="utf-8">
<link rel="stylesheet" href="{static}/{bundle}.css">
<style>
  body {{ margin: 0; background: #fff; font-family: "Noto Sans CJK KR", sans-serif; }}
  .cw-mount {{ width: 760px; }}
  .cw-tools {{ display: none; }}
</style>
<div class="cw-mount" id="still" data-widget="{widget}" data-bundle="{bundle}">
  <script type="application/json">{state}</script>
</div>
<script src="{static}/host.js"></script>
<script src="{static}/{bundle}.ko.page.js"></script>
</html>
"""


class Studio:
    """A headless browser that is started when the first widget needs a new still, and closed on exit.

    Args:
        static: The folder of the widget bundles.
        patience: Seconds that a widget may take to come alive.
    """

    def __init__(self, static: Path = STATIC, patience: float = 20) -> None:
        self.static = static
        self.patience = patience
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._browser:
            self._browser.close()
        if self._playwright:
            self._playwright.stop()

    def add_stills(self, notebook: NotebookNode) -> None:
        """Give every widget of a notebook a still of its stored state; stills that are current stay."""
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if WIDGET in output.get("data", {}):
                    self._add_still(output, cell.id)

    def _add_still(self, output: NotebookNode, name: str) -> None:
        display = output.data[WIDGET]
        current = self.fingerprint(display)
        if "image/png" in output.data and output.metadata.get(MARK, {}).get("still") == current:
            return
        still = self.shoot(display)
        if still is None:
            kept = "its old still stays" if "image/png" in output.data else "it has no still"
            print(f"  {name}: no Chromium or Chrome is installed, so {kept}", file=sys.stderr)
            return
        if "image/png" not in output.data or not looks_same(get_picture(output), still):
            set_picture(output, still)
        output.metadata[MARK] = from_dict({"still": current})

    def fingerprint(self, display: NotebookNode) -> str:
        """Return a hash of what a still depends on: the display, the widget's bundle, the page around it."""
        bundle = display["bundle"]
        files = [f"{bundle}.css", "host.js", f"{bundle}.ko.page.js"]
        parts = [json.dumps(display, sort_keys=True).encode(), PAGE.encode()]
        parts += [(self.static / file).read_bytes() for file in files]
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]

    def shoot(self, display: NotebookNode) -> bytes | None:
        """Return a small PNG of a widget, or None if there is no browser.

        Raises:
            RuntimeError: If the widget does not come alive.
        """
        browser = self._start()
        if browser is None:
            return None
        page = browser.new_page(
            viewport={"width": 760, "height": 900},
            color_scheme="light",
            reduced_motion="reduce",
            locale="ko-KR",
        )
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "still.html")
            file.write_text(self._page(display), encoding="utf-8")
            try:
                page.goto(file.as_uri())
                # Some widgets decode what they show in the background, and say so.
                page.locator(".cw-mount[data-ready]:not(:has([aria-busy]))").wait_for(timeout=1000 * self.patience)
                # Fonts are in place and two frames painted.
                page.evaluate(
                    "document.fonts.ready.then(() => new Promise("
                    "(done) => requestAnimationFrame(() => requestAnimationFrame(done))))"
                )
                picture = page.locator(".cw-mount").screenshot(animations="disabled", caret="hide")
            except Error as error:
                reasons = "; ".join([error.message.splitlines()[0], *complaints])
                raise RuntimeError(f"The widget {display['widget']} did not come alive: {reasons}") from error
            finally:
                page.close()
        return compact(picture)

    def _page(self, display: NotebookNode) -> str:
        return PAGE.format(
            static=self.static.as_uri(),
            widget=html.escape(display["widget"]),
            bundle=html.escape(display["bundle"]),
            state=json.dumps(display["state"]).replace("<", "\\u003c"),
        )

    def _start(self) -> Browser | None:
        if self._browser is None and (executable := find_browser()):
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        return self._browser
