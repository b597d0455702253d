"""One colour system: pages, widgets and figures give a meaning the same colour, in the light and in the dark theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_utils import plots
from tools import social_card
from tools.filter_art import DARK, LIGHT

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "book" / "assets" / "course.css"
WIDGETS = ROOT / "src" / "course_utils" / "widgets" / "core" / "core.css"
TABLES = ROOT / "src" / "course_utils" / "widgets" / "core" / "colors.ts"
VARIABLE = re.compile(r"--cw-([a-z]+): (#[0-9a-f]{6})")
RGB = re.compile(r"(\w+): \[(\d+), (\d+), (\d+)\]")
TEXT = ("ink", "muted", "input", "kernel", "output")
GROUNDS = ("paper", "raised", "tint")


def themes(path: Path) -> dict[str, dict[str, str]]:
    """The colours that a style sheet defines, by theme and name: the light theme's block comes first."""
    blocks = [dict(VARIABLE.findall(block)) for block in path.read_text(encoding="utf-8").split("}")]
    light, dark = (block for block in blocks if "ink" in block)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_and_widgets_agree(theme):
    pages, widgets = themes(PAGES)[theme], themes(WIDGETS)[theme]
    shared = pages.keys() & widgets.keys()
    assert shared >= {"input", "kernel", "output", "ink", "muted", "line", "paper", "raised"}
    assert {name: pages[name] for name in shared} == {name: widgets[name] for name in shared}


def test_figures_are_drawn_in_the_light_theme():
    drawn = {name: getattr(plots, name.upper()) for name in ("ink", "muted", "input", "kernel", "output", "negative")}
    light = themes(WIDGETS)["light"]
    assert drawn == {name: light[name] for name in drawn}


def test_maps_of_numbers_end_in_the_colours_of_their_roles():
    text = TABLES.read_text(encoding="utf-8")
    found = [(name, "#" + "".join(f"{int(part):02x}" for part in rgb)) for name, *rgb in RGB.findall(text)]
    light, dark = themes(WIDGETS).values()
    pairs = [(light["paper"], dark["paper"]), (light["negative"], dark["negative"])]
    expected = [("light", pairs[0][0]), ("dark", pairs[0][1]), ("light", pairs[1][0]), ("dark", pairs[1][1])]
    expected += [(role, theme[role]) for theme in (light, dark) for role in ("input", "kernel", "output")]
    assert found == expected


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_stands_out(theme, ground):
    colours = themes(PAGES)[theme]
    for name in TEXT:
        bright, dim = sorted([luminance(colours[name]), luminance(colours[ground])], reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, name


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_title_page_and_the_cards_are_drawn_in_a_theme(theme, colours):
    expected = themes(WIDGETS)[theme]
    for name, rgb in colours._asdict().items():
        assert "#" + "".join(f"{part:02x}" for part in rgb) == expected[name]


def test_cards_take_no_other_colour():
    page = Path(social_card.__file__).with_name("card.html").read_text(encoding="utf-8")
    assert set(re.findall("#[0-9a-f]{6}", page)) <= set(themes(WIDGETS)["dark"].values())
