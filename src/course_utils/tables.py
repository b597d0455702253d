"""Tables that a page shows in the language of its edition, and a test reads as a line."""

from __future__ import annotations

import html
import json
import re
from importlib.resources import files
from typing import Any, get_args

from course_utils.language import Language, current_language
from course_utils.pretrained.families import FAMILIES, Family
from course_utils.pretrained.measured import cpu_milliseconds, cpu_record

# Both languages stand in the table. A page of the book knows its own; elsewhere the one that was chosen shows.
_STYLE = """<style>
.families { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.families caption { text-align: start; font-size: 0.9em; }
table.families :is(th, td) { padding: 0.3em 0.5em; border: 0; text-align: end; font-weight: normal; }
table.families :is(th, td):first-child { padding-left: 0; text-align: start; }
table.families tbody tr { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
table.families thead th { font-weight: 600; vertical-align: bottom; }
.families td { vertical-align: top; }
.families small { display: block; font-size: 0.8em; white-space: nowrap; }
.families [hidden] { display: none; }
html[data-content_root][lang="en"] .families [lang="ko"] { display: none; }
html[data-content_root][lang="ko"] .families [lang="en"] { display: none; }
html[data-content_root][lang="en"] .families [lang="en"] { display: revert; }
html[data-content_root][lang="ko"] .families [lang="ko"] { display: revert; }
@media (max-width: 36rem) {
  table.families { font-size: 0.7em; }
  table.families :is(th, td) { padding-inline: 0.15em; }
}
</style>"""
_BREAK = re.compile("(?<=[a-z])(?=[A-Z])")  # where a phone may break a name
_HEADS = ("family", "parameters", "top1", "time", "features")


class FamiliesTable:
    """Every pretrained family: how large, how right, how fast, and what it makes of a picture.

    Its summary is what `pytest --nbval` compares.
    """

    def __init__(self) -> None:
        self.rows = sorted(FAMILIES.values(), key=lambda family: cpu_milliseconds(family.name))

    def __repr__(self) -> str:
        """Return the figures of the fastest and of the slowest, and how many there are."""
        first, last = (", ".join(self._line(row)) for row in (self.rows[0], self.rows[-1]))
        return f"{len(self.rows)} families, from {first} to {last}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def html(self) -> str:
        """Return the table in both languages, of which a page shows one."""
        words = _words()
        machine = cpu_record()["machine"]
        heads = "".join(f'<th scope="col">{_both(words[head])}</th>' for head in _HEADS)
        return "\n".join(
            [
                _STYLE,
                '<table class="families">',
                f"<caption>{_both(words['caption'], **machine)}</caption>",
                f"<thead><tr>{heads}</tr></thead>",
                "<tbody>",
                *(self._row(family) for family in self.rows),
                "</tbody></table>",
            ]
        )

    def _row(self, family: Family) -> str:
        _, year, parameters, megabytes, *rest = self._line(family)
        *figures, shape = (text.replace(" ", "&nbsp;") for text in rest)
        cells = [f"{parameters}<small>{megabytes}</small>", *figures, "×<wbr>".join(shape.rsplit("×", 1))]
        name = f'<th scope="row">{_BREAK.sub("<wbr>", family.name)}<small>{year}</small></th>'
        return f"<tr>{name}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _line(self, family: Family) -> list[str]:
        shape = "×".join(map(str, cpu_record()["feature_shapes"][family.name]))
        return [
            family.name,
            str(family.year),
            f"{family.parameters / 1e6:.1f} M",
            f"{family.megabytes:.0f} MB",
            f"{family.top1:.1f}%",
            f"{cpu_milliseconds(family.name):.0f} ms",
            shape,
        ]


def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(files("course_utils").joinpath("tables.json").read_text("utf-8"))
    return words


def _both(texts: dict[str, str], **values: object) -> str:
    """Write a text in each language, and hide those that were not chosen."""
    hidden = {language: "" if language == current_language() else " hidden" for language in get_args(Language)}
    return "".join(
        f'<span lang="{language}"{hidden[language]}>{html.escape(texts[language].format(**values))}</span>'
        for language in get_args(Language)
    )
