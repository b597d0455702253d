"""`FreezingExplorer` in a browser: every control, Python's figures beside what is shown, and its code on a real net."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import keras
import pytest
from playwright.sync_api import Page, expect

from course_utils import models, pretrained
from course_utils.widgets.base import asset
from course_utils.widgets.freezing_explorer import costs
from course_utils.widgets.freezing_explorer.widget import BLOCKS, FreezingExplorer
from tests.browser.axe import violations
from tests.browser.hands import Finger, Hand, Keyboard, Mouse
from tests.browser.memory import heap_of
from tests.browser.widget_page import TWO_FRAMES, WidgetPage
from tools.freezing_costs import blocks

NewPage = Callable[..., Page]

SHOWN = """(mount) => ({
  theme: mount.querySelector(".cw-widget").dataset.cwTheme,
  numbers: Object.fromEntries([...mount.querySelectorAll(".cw-figures tr")].map((row) =>
    [row.className.replace("cw-row-", ""), row.querySelector("td").textContent])),
  roles: [...mount.querySelectorAll(".cw-stack li:has(button)")].map((el) => el.className).reverse(),
  pressed: [...mount.querySelectorAll(".cw-stack button")].map((el) => el.getAttribute("aria-pressed")).reverse(),
  story: mount.querySelector(".cw-story").textContent,
  code: mount.querySelector(".cw-code code").textContent,
  preset: [...mount.querySelectorAll("fieldset input:checked")].map((el) => el.value),
})"""


class Explorer(WidgetPage):
    """An explorer in a page of its own."""

    SHOWN = SHOWN

    def __init__(self, page: Page, language: str = "en", theme: str = "light", query: str = "", **traits: Any) -> None:
        super().__init__(page, FreezingExplorer(**traits), language, theme, query)

    def block(self, name: str) -> Any:
        """The button of a block."""
        return self.mount.locator(".cw-stack button", has_text=name)

    def expect(self, **traits: Any) -> dict[str, Any]:
        """Assert these traits, and that all that is shown follows from them."""
        twin = FreezingExplorer(**self.state())
        assert {name: getattr(twin, name) for name in traits} == traits
        shown = self.shown()
        assert_agrees(shown, twin)
        return shown


def assert_agrees(shown: dict[str, Any], twin: FreezingExplorer) -> None:
    """Figures, roles of the blocks and pressed buttons are those of Python."""
    memory, numbers = twin.memory(), shown["numbers"]
    assert numbers["trainable"] == f"{twin.trainable_parameters():,}"
    assert numbers["frozen"] == f"{costs.total(costs.record()) - twin.trainable_parameters():,}"
    for name, size in [*memory.items(), ("memory", sum(memory.values()))]:
        rounding = 0.501 if size >= 1e7 else 0.006
        assert float(numbers[name].removesuffix(" MB")) == pytest.approx(size / 1e6, abs=rounding)
    assert float(numbers["time"].removesuffix(" ms")) == pytest.approx(1000 * twin.step_seconds(), abs=5.01)
    lowest = min((BLOCKS.index(name) for name in twin.unfrozen), default=len(BLOCKS))
    for place, name in enumerate(BLOCKS):
        learns = name in twin.unfrozen
        role = "learns" if learns else "passes" if place > lowest else "idle"
        assert shown["roles"][place] == f"cw-{role}" + " cw-lowest" * (place == lowest)
        assert shown["pressed"][place] == str(learns).lower()


@pytest.mark.parametrize("kind", [Mouse, Keyboard, Finger])
def test_every_control_in_every_way(new_page: NewPage, kind: type[Hand]) -> None:
    explorer = Explorer(new_page(has_touch=kind.touch))
    hand = kind(explorer)
    assert explorer.expect(unfrozen=[])["preset"] == ["none"]
    hand.press(explorer.block("block3a"))
    shown = explorer.expect(unfrozen=["block3a"])
    assert shown["preset"] == []
    assert "down to block3a, the gradient must pass through frozen blocks: 13." in shown["story"]
    hand.press(explorer.control("BatchNormalization stays in inference mode"))
    explorer.expect(unfrozen=["block3a"], freeze_batch_norm=False)
    hand.press(explorer.block("block3a"))
    explorer.expect(unfrozen=[])
    hand.choose("Way to train", "Top blocks unfrozen")
    assert explorer.expect(unfrozen=BLOCKS[BLOCKS.index("block6a") :])["preset"] == ["top"]
    hand.choose("Way to train", "Everything trainable")
    explorer.expect(unfrozen=BLOCKS)


@pytest.mark.parametrize("freeze_batch_norm", [True, False])
@pytest.mark.parametrize("unfrozen", [[], ["top"], ["block2b", "block6a"], BLOCKS[12:], BLOCKS])
def test_the_code_does_what_is_shown(page: Page, unfrozen: list[str], freeze_batch_norm: bool) -> None:
    code = Explorer(page, unfrozen=unfrozen, freeze_batch_norm=freeze_batch_norm).shown()["code"]
    base = pretrained.load(input_shape=(64, 64, 3), weights=None)
    model = models.classifier(base)
    exec(code, {"conv_base": base, "model": model, "keras": keras, "pretrained": pretrained})
    learning = [weight.path for weight in base.model.trainable_weights]
    blocks.set_trainable(base, unfrozen, batch_norm=not freeze_batch_norm)
    assert learning == [weight.path for weight in base.model.trainable_weights]


def test_its_code_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer = Explorer(page)
    copied = []
    for change in ("block3a", "top"):
        explorer.block(change).click()
        explorer.settle()  # until then the code is that of before
        expect(explorer.mount.get_by_text("Copied", exact=True)).to_have_count(0)
        explorer.button("Copy").press("Enter")
        expect(explorer.mount.get_by_text("Copied", exact=True)).to_be_visible()
        copied.append(page.evaluate("navigator.clipboard.readText()"))
        assert copied[-1] == explorer.shown()["code"]
    assert copied[0] != copied[1]


def test_its_code_is_selected_where_the_clipboard_is_closed(page: Page) -> None:
    explorer = Explorer(page, unfrozen=["block3a"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    explorer.button("Copy").click()
    expect(explorer.mount.get_by_text("Selected: press Ctrl+C to copy", exact=True)).to_be_visible()
    assert page.evaluate("String(getSelection())") == explorer.shown()["code"]


def test_a_link_and_what_it_may_not_say(page: Page) -> None:
    Explorer(page, query='unfrozen=["top","stem"]&freeze_batch_norm=false').expect(
        unfrozen=["stem", "top"], freeze_batch_norm=False
    )
    Explorer(page, query='unfrozen=["block8a"]&freeze_batch_norm=7').expect(unfrozen=[], freeze_batch_norm=True)


def test_reset_brings_the_display_back(page: Page) -> None:
    explorer = Explorer(page)
    before = explorer.shown()
    explorer.block("block1a").click()
    assert explorer.shown() != before
    explorer.button("Reset").click()
    assert explorer.shown() == before


def test_theme_and_width_may_change_at_any_time(page: Page) -> None:
    explorer = Explorer(page, unfrozen=["block3a"])
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.set_viewport_size({"width": 360, "height": 700})
    assert explorer.expect(unfrozen=["block3a"])["theme"] == "dark"


def test_two_on_a_page_do_not_know_of_each_other(page: Page) -> None:
    explorer = Explorer(page)
    other = FreezingExplorer(unfrozen=["block2b"], freeze_batch_norm=False)
    second = explorer.beside(other)
    second.locator(".cw-stack button", has_text="stem").click()
    explorer.mount.get_by_role("group", name="Way to train").get_by_label("Everything trainable", exact=True).check()
    explorer.control("BatchNormalization stays in inference mode").press("Space")
    second.get_by_label("BatchNormalization stays in inference mode", exact=True).press("Space")
    other.unfrozen, other.freeze_batch_norm = ["stem", "block2b"], True
    page.evaluate(TWO_FRAMES)
    shown = second.evaluate(SHOWN)
    assert_agrees(shown, other)
    assert shown["preset"] == []
    assert explorer.expect(unfrozen=BLOCKS, freeze_batch_norm=False)["preset"] == ["all"]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


def test_a_thousand_changes_leave_no_memory_behind(page: Page) -> None:
    explorer = Explorer(page)
    heap = heap_of(page)

    def change(count: int) -> None:
        page.evaluate(
            """async (count) => {
              const blocks = document.querySelectorAll(".cw-stack button");
              const switches = document.querySelectorAll(".cw-toolbar input");
              for (let i = 0; i < count; i++) {
                (i % 5 === 0 ? switches[(i / 5) % switches.length] : blocks[(7 * i) % blocks.length]).click();
                if (i % 4 === 0) await new Promise((done) => requestAnimationFrame(done));
              }
            }""",
            count,
        )

    change(100)
    before = heap()
    change(1000)
    assert heap() - before < 5e6
    explorer.expect()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_accessible_and_never_scrolls_sideways(new_page: NewPage, language: str, theme: str, width: int) -> None:
    page = new_page(theme=theme, width=width)
    explorer = Explorer(page, language, theme, unfrozen=["block3a", "top"])
    assert bool(re.search("[가-힣]", explorer.mount.inner_text())) is (language == "ko")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    low = """(mount) => [...mount.querySelectorAll("button")]
      .filter((el) => el.getBoundingClientRect().height < 24).length"""
    assert explorer.mount.evaluate(low) == 0
    assert violations(page) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_small(language: str) -> None:
    """The bytes that this widget adds to a page."""
    assert len(gzip.compress(asset(f"freezing_explorer.{language}.page.js").read_bytes())) < 8_000
