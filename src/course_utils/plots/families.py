"""Pretrained nets beside each other: how right, how fast, how large."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from course_utils.plots.plot import DPI, INK, INPUT, MUTED, OUTPUT, WIDTH, Plot
from course_utils.pretrained.families import FAMILIES, OFFLINE
from course_utils.pretrained.measured import cpu_milliseconds

_AREA = 5.0  # square points for a million parameters
_GAP = 2  # pixels between a label and anything else


def families() -> Plot:
    """Draw the accuracy of every pretrained family against its time on a processor.

    The area of a disc is the number of parameters. The net that needs no download has a colour of its own.

    Returns:
        A `Plot`. Its summary has the fastest, the slowest and the most accurate family.
    """
    figure = Figure(figsize=(WIDTH, 4.6), dpi=DPI)
    FigureCanvasAgg(figure)  # which can tell how large a label is
    axis = figure.add_axes((0.08, 0.12, 0.9, 0.85))
    times = {name: cpu_milliseconds(name) for name in FAMILIES}
    for name, family in FAMILIES.items():
        color = INPUT if name == OFFLINE else OUTPUT
        area = _AREA * family.parameters / 1e6
        axis.scatter(times[name], family.top1, s=area, color=color, alpha=0.45, linewidths=0)
        axis.plot(times[name], family.top1, color=color, marker=".", markersize=4)
    axis.set_xscale("log")
    axis.set_xlim(min(times.values()) / 1.25, max(times.values()) * 1.45)
    axis.set_ylim(66.5, 83)
    axis.set_xlabel("milliseconds a picture, one at a time, measured on two cores", color=INK)
    axis.set_ylabel("top-1 accuracy on ImageNet, %, published", color=INK)
    ticks = [tick for tick in (5, 10, 20, 50, 100, 200, 500, 1000) if min(times.values()) <= tick * 1.2]
    axis.set_xticks([tick for tick in ticks if tick <= max(times.values()) * 1.4])
    axis.xaxis.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.grid(color="#d5dbe5", linewidth=0.6)
    axis.set_axisbelow(True)
    axis.spines[["top", "right"]].set_visible(False)
    _write_names(figure, axis, times)
    fastest, slowest = min(times, key=times.__getitem__), max(times, key=times.__getitem__)
    best = max(FAMILIES.values(), key=lambda family: family.top1)
    return Plot(
        figure,
        f"{len(FAMILIES)} families; fastest: {fastest}, {times[fastest]:.1f} ms; slowest: {slowest}, "
        f"{times[slowest]:.1f} ms; most accurate: {best.name}, {best.top1}%",
    )


def _write_names(figure: Figure, axis: Any, times: dict[str, float]) -> None:
    """Write each name where it covers no other name and no dot: the nearest free place around its dot."""
    taken: list[Any] = []
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    dots = [axis.transData.transform((times[name], family.top1)) for name, family in FAMILIES.items()]
    frame = axis.get_window_extent(renderer).padded(-_GAP)
    for name, family in FAMILIES.items():
        for x, y, side in _places(math.sqrt(_AREA * family.parameters / 1e6 / math.pi)):
            text = axis.annotate(
                name,
                (times[name], family.top1),
                xytext=(x, y),
                textcoords="offset points",
                fontsize=8,
                color=INK,
                ha=side,
                va="center",
                arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.5} if abs(y) > 14 else None,
            )
            own = _frame(text, renderer)
            dot = axis.transData.transform((times[name], family.top1))
            way = Bbox.union([own, Bbox([dot, dot])])  # no dot of another family between a name and its own
            crossed = any(way.contains(*other) for other in dots if tuple(other) != tuple(dot))
            free = not crossed and not any(own.overlaps(other) for other in taken)
            if free and frame.x0 < own.x0 and own.x1 < frame.x1 and frame.y0 < own.y0 and own.y1 < frame.y1:
                taken.append(own)
                break
            text.remove()


def _frame(text: Any, renderer: Any) -> Any:
    """The frame of a label's letters, without the line to its dot."""
    line, text.arrow_patch = text.arrow_patch, None
    frame = text.get_window_extent(renderer).padded(_GAP)
    text.arrow_patch = line
    return frame


def _places(reach: float) -> list[tuple[float, float, str]]:
    """Offsets in points from a disc of some radius, the nearest first: right, left, then up and down from there."""
    steps = [0, 8, -8, 12, -12, 18, -18, 25, -25, 32, -32, 40, -40]
    aside = reach + 4
    return [(x * (1 + abs(y) / 40), y, side) for y in steps for x, side in ((aside, "left"), (-aside, "right"))]
