"""Three ways to use a widget: with a mouse, with a keyboard alone, with a finger."""

from abc import ABC, abstractmethod

from playwright.sync_api import Locator, Page

from tests.browser.widget_page import WidgetPage

# A slider's thumb; its middle reaches neither end of the track.
THUMB = 16


class Hand(ABC):
    """What all ways have in common: how to press, to slide, to choose, to type and to point."""

    touch = False

    def __init__(self, explorer: WidgetPage) -> None:
        self.explorer = explorer
        self.page: Page = explorer.page

    @abstractmethod
    def press(self, target: Locator) -> None:
        """Press a button, a switch or a field."""

    @abstractmethod
    def slide(self, label: str, value: float) -> None:
        """Bring a slider to a value, as near as its track allows."""

    @abstractmethod
    def point(self, stage: str, row: int, column: int) -> None:
        """Bring the window to a cell of the input or the output."""

    def choose(self, group: str, option: str) -> None:
        """Choose one of a few buttons side by side."""
        self.press(self.explorer.mount.get_by_role("group", name=group).get_by_label(option, exact=True))

    def choose_map(self, number: int) -> None:
        """Choose a response map."""
        self.press(self.explorer.control(f"Filter {number}"))

    def select(self, label: str, option: str) -> None:
        """Choose from a list; the list that drops down is the browser's own."""
        self.explorer.control(label).select_option(option)

    def type_number(self, label: str, text: str) -> None:
        """Write a number over the one that stands in a field."""
        self.press(self.explorer.control(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def open_file(self, path: str) -> None:
        """Open a picture file."""
        with self.page.expect_file_chooser() as chooser:
            self.press(self.explorer.control("Open my photo"))
        chooser.value.set_files(path)


class Pointer(Hand):
    """What points at places of the page."""

    @abstractmethod
    def press_at(self, x: float, y: float) -> None:
        """Press a point of the page."""

    def go_to(self, x: float, y: float) -> None:
        """Point at a place of the page."""
        self.press_at(x, y)

    def slide(self, label: str, value: float) -> None:
        slider = self.explorer.control(label)
        slider.scroll_into_view_if_needed()
        low, high = (float(slider.get_attribute(name) or 0) for name in ("min", "max"))
        box = slider.bounding_box()
        assert box
        share = (value - low) / (high - low)
        self.press_at(box["x"] + THUMB / 2 + share * (box["width"] - THUMB), box["y"] + box["height"] / 2)

    def point(self, stage: str, row: int, column: int) -> None:
        canvas = self.explorer.mount.locator(f".cw-stage-{stage} canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        height, width = canvas.evaluate("(canvas) => [canvas.height, canvas.width]")
        self.go_to(box["x"] + (column + 0.5) / width * box["width"], box["y"] + (row + 0.5) / height * box["height"])


class Mouse(Pointer):
    """Clicks, and hovers over pictures."""

    def press(self, target: Locator) -> None:
        target.click()

    def press_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def go_to(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)


class Finger(Pointer):
    """Taps."""

    touch = True

    def press(self, target: Locator) -> None:
        target.tap()

    def press_at(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(x, y)


class Keyboard(Hand):
    """Keys alone. Everything that it uses must be reachable with Tab."""

    def press(self, target: Locator) -> None:
        self._reach(target)
        kind = target.evaluate("(el) => el.type ?? el.localName")
        if kind != "number":
            self.page.keyboard.press("Space" if kind in ("checkbox", "radio") else "Enter")

    def slide(self, label: str, value: float) -> None:
        slider = self.explorer.control(label)
        self._reach(slider)
        step = float(slider.get_attribute("step") or 1)
        steps = round((value - float(slider.input_value())) / step)
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def choose(self, group: str, option: str) -> None:
        self._walk(self.explorer.mount.get_by_role("group", name=group), option)

    def choose_map(self, number: int) -> None:
        self._walk(self.explorer.mount.get_by_role("radiogroup"), f"Filter {number}")

    def select(self, label: str, option: str) -> None:
        target = self.explorer.control(label)
        self._reach(target)
        names = target.locator("option").evaluate_all("(options) => options.map(({ value }) => value)")
        steps = names.index(option) - names.index(target.input_value())
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def point(self, stage: str, row: int, column: int) -> None:
        mark = self.explorer.mount.locator(f".cw-stage-{stage} .cw-mark")
        self._reach(self.explorer.mount.locator(f".cw-stage-{stage}"))
        at = [int(mark.get_attribute(name) or 0) for name in ("y", "x")]
        if stage == "input":  # the window's corner moves, its middle is what one points at
            at = [corner + int(mark.get_attribute("width") or 0) // 2 for corner in at]
        for (back, forth), distance in zip(
            (("ArrowUp", "ArrowDown"), ("ArrowLeft", "ArrowRight")), (row - at[0], column - at[1]), strict=True
        ):
            key = forth if distance > 0 else back
            for _ in range(abs(distance) // 8):
                self.page.keyboard.press(f"Shift+{key}")
            for _ in range(abs(distance) % 8):
                self.page.keyboard.press(key)

    def _walk(self, group: Locator, option: str) -> None:
        """Arrow keys go round a group of radio buttons and choose the one that they reach."""
        self._reach(group.locator("input:checked"))
        wanted = group.get_by_label(option, exact=True)
        for _ in range(group.locator("input").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowRight")

    def _reach(self, target: Locator) -> None:
        """Put the focus on an element as Tab would, if Tab can, once what was done before is on screen."""
        self.explorer.settle()
        assert target.evaluate("(el) => el.tabIndex >= 0 && !el.disabled && el.checkVisibility()")
        target.focus()
