"""The table of results: `{results}` draws it from the stored runs, whenever the book is built."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course_utils import runs
from course_utils.runs.catalogue import DATA, SEEDS, SIZES, name_of
from course_utils.runs.summary import Summary, summarise
from course_utils.runs.transfer_catalogue import BASES, WAYS, transfer_name_of
from course_utils.sphinxext.strings import ui_strings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

Stored = runs.Run | runs.TransferRun
SCRATCH = ("plain", "augmented", "both")
_MINUTE = 60


class Row(NamedTuple):
    """One way to train one network.

    Attributes:
        net: The key of the network's name.
        way: The key of the way's name.
        names: The names of its runs in the catalogues, one a seed, for each data set.
    """

    net: str
    way: str
    names: dict[str, list[str]]


def rows() -> list[Row]:
    """Return the rows of the table, network by network."""
    scratch = [
        Row("scratch", way, {data: [name_of(data, max(SIZES[data]), way, seed) for seed in SEEDS] for data in DATA})
        for way in SCRATCH
    ]
    # Real photos alone: the drawn pets have nothing left to gain from more pixels.
    long = Row("scratch", "long", {**{data: [] for data in DATA}, "photos": list(runs.LONG_CATALOGUE)})
    transfer = [
        Row(base, way, {data: [transfer_name_of(data, base, way, seed) for seed in SEEDS] for data in DATA})
        for base in BASES
        for way in WAYS
    ]
    return [*scratch, long, *transfer]


def stored(names: Iterable[str]) -> list[Stored]:
    """Return those of the runs that are stored."""
    place = runs.folder()
    return [runs.read_record(name) for name in names if (place / f"{name}.json").is_file()]


class ResultsTable:
    """The table in the language of one edition.

    Args:
        language: The edition's language code.
    """

    def __init__(self, language: str) -> None:
        self.words = ui_strings(language, "results")
        self.cells = {(row.net, row.way, data): stored(names) for row in rows() for data, names in row.names.items()}

    def html(self) -> str:
        """Return the table and what it was computed on."""
        columns = "".join(map(self._column, DATA))
        lines = [
            '<div class="table-wrapper"><table class="results">',
            f"<caption>{self._word('caption')}</caption>",
            f'<thead><tr><th scope="col">{self._word("method")}</th>{columns}</tr></thead>',
            *(self._group(net) for net in dict.fromkeys(row.net for row in rows())),
            "</table></div>",
            f'<p class="computed-on">{html.escape(" ".join(self._circumstances()))}</p>\n',
        ]
        return "\n".join(lines)

    def _column(self, data: str) -> str:
        known = [found[0].data["pictures"] for (*_, of), found in self.cells.items() if of == data and found]
        counts = {part: f"{count:,}" for part, count in known[0].items()} if known else {}
        note = f" <small>{self._word('trained_on', **counts)}</small>" if counts else ""
        return f'<th scope="col">{self._word(data)}{note}</th>'

    def _group(self, net: str) -> str:
        sizes = {data: self._image_size(net, data) for data in DATA}
        kind = "one_size" if len(set(sizes.values())) == 1 else "sizes"
        head = f"{self._word(net)} <small>{self._word(kind, **sizes)}</small>"
        lines = "\n".join(
            f'<tr><th scope="row">{self._word(row.way)}</th>'
            f"{''.join(self._cell(self.cells[net, row.way, data], row.names[data]) for data in DATA)}</tr>"
            for row in rows()
            if row.net == net
        )
        return f'<tbody>\n<tr><th scope="rowgroup" colspan="{1 + len(DATA)}">{head}</th></tr>\n{lines}\n</tbody>'

    def _image_size(self, net: str, data: str) -> int:
        name = next(row.names[data][0] for row in rows() if row.net == net)
        settings = runs.CATALOGUE[name] if name in runs.CATALOGUE else runs.TRANSFER_CATALOGUE[name]
        return settings.image_size

    def _cell(self, found: list[Stored], names: list[str]) -> str:
        if not names:
            return "<td>–</td>"
        if not found:
            return f'<td class="missing">{self._word("missing")}</td>'
        summary = summarise(found)
        lines = "".join(f"<span>{line}</span>" for line in self._lines(summary))
        return f"<td><b>{_percent(summary.accuracy)}%</b>{lines}</td>"

    def _lines(self, summary: Summary) -> Iterator[str]:
        yield self._word("interval", range=_range(*summary.interval))
        if summary.seeds == 1:
            yield self._word("one_seed")
        else:
            yield self._word("seeds", count=summary.seeds, range=_range(summary.low, summary.high))
        yield self._time(summary.seconds)
        if summary.processor_seconds is not None:
            yield self._word("processor", time=self._time(summary.processor_seconds))

    def _time(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), _MINUTE)
        return self._word("minutes", minutes=minutes, seconds=rest) if minutes else self._word("seconds", seconds=rest)

    def _circumstances(self) -> Iterator[str]:
        """Say on which machines the runs were computed, and what else was going on there."""
        everything = [run for found in self.cells.values() for run in found]
        if not everything:
            return
        machines = {(run.machine["cores"], run.machine["architecture"]) for run in everything}
        named = [self.words["machine"].format(cores=cores, architecture=kind) for cores, kind in sorted(machines)]
        yield self.words["machines"].format(machines="; ".join(named))
        if loads := [run.machine["load"] for run in everything if "load" in run.machine]:
            yield self.words["load"].format(low=min(loads), high=max(loads))

    def _word(self, key: str, **values: object) -> str:
        return html.escape(self.words[key].format(**values))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _range(low: float, high: float) -> str:
    """Two percentages that stay on one line: word joiners hold the dash."""
    return f"{_percent(low)}\u2060–\u2060{_percent(high)}%"


class results_table(nodes.General, nodes.Element):
    """The table of results; its HTML is in the attribute `html`."""


def visit_results_table(self: HTML5Translator, node: results_table) -> None:
    """Write the table."""
    self.body.append(node["html"])
    raise nodes.SkipNode


class ResultsDirective(SphinxDirective):
    """`{results}` shows what came of the stored runs; those that are missing are said to be."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_reread()  # A run that was stored since is no file that the page depended on.
        try:
            table = ResultsTable(self.config.language).html()
        except ValueError as error:
            raise self.error(str(error)) from error
        return [results_table(html=table)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_node(results_table, html=(visit_results_table, None))
    app.add_directive("results", ResultsDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
