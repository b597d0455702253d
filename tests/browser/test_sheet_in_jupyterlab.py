"""A student's way through a task in JupyterLab: the stub, a wrong answer, a hint, the right answer, the progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.jupyterlab import PATIENCE, Lab, serving

pytest.importorskip("jupyterlab", reason="JupyterLab is needed: install convnet-course[run]")

SHEET = Path(__file__).parents[2] / "exercises" / "1-convolution-and-pooling.ipynb"
HEAD = 'def output_size(input_size, kernel_size, strides=1, padding="valid"):\n'
WRONG = HEAD + "    return input_size"
RIGHT = HEAD + "    return -(-(input_size if padding == 'same' else input_size - kernel_size + 1) // strides)"


class Sheet(Lab):
    """A sheet of exercises that is open in JupyterLab; its cells have names."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.names = [cell["id"] for cell in nbformat.read(SHEET, as_version=4).cells]

    def write(self, name: str, code: str) -> None:
        """Put code in the place of what a cell holds, from the keyboard."""
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:enter-command-mode')")
        self.cell(self.names.index(name)).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def press(self, name: str) -> Locator:
        """Run a cell with Ctrl+Enter; returns where its output is."""
        cell = self.cell(self.names.index(name))
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        return cell.locator(".jp-OutputArea-output")


@pytest.fixture(scope="module")
def sheet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheet]:
    """The first sheet, its set-up cell run."""
    notebook = nbformat.read(SHEET, as_version=4)
    with serving(tmp_path_factory.mktemp("sheet"), {"sheet.ipynb": notebook}) as address:
        context = browser.new_context(viewport={"width": 1200, "height": 1000})
        context.set_default_timeout(1000 * PATIENCE)
        expect.set_options(timeout=1000 * PATIENCE)
        sheet = Sheet(context.new_page(), address.format("sheet.ipynb"))
        assert "Error" not in sheet.run(sheet.names.index("setup"))
        yield sheet
        expect.set_options(timeout=None)
        context.close()


def test_a_task_from_stub_to_full_marks(sheet: Sheet) -> None:
    sheet.press("output-size")
    expect(sheet.press("output-size-check")).to_contain_text("아직 코드를 쓰지 않았습니다")

    sheet.write("output-size", WRONG)
    sheet.press("output-size")
    outcome = sheet.press("output-size-check")
    expect(outcome).to_contain_text("26이어야 하는데 28입니다")
    expect(outcome.locator("progress")).to_have_attribute("value", "0")

    sheet.write("output-size-check", 'hint("output_size")')
    expect(sheet.press("output-size-check")).to_contain_text("힌트 1/3")
    sheet.write("output-size-check", 'check("output_size", output_size)')

    sheet.write("output-size", RIGHT)
    sheet.press("output-size")
    outcome = sheet.press("output-size-check")
    expect(outcome).to_contain_text("통과했습니다")
    expect(outcome.locator("progress")).to_have_attribute("value", "1")


def test_a_wrong_picture_is_shown_beside_the_right_one(sheet: Sheet) -> None:
    code = "def max_pool2d(inputs, pool_size=2, strides=None):\n    return inputs[::pool_size, ::pool_size]"
    sheet.write("max-pool2d", code)
    sheet.press("max-pool2d")
    outcome = sheet.press("max-pool2d-check")
    expect(outcome.locator("figure")).to_have_count(3)
    expect(outcome.locator(".cc-verdict")).to_contain_text("max_pool2d")
