"""Fur and paint: thousands of tapered strokes that follow a surface, the farthest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.sample_pets.geometry import Points, Values
from tools.sample_pets.textures import picture
from tools.sample_pets.tracing import Surface

f32 = np.float32


@dataclass(frozen=True, eq=False)
class Strokes:
    """How to cover a surface.

    Attributes:
        length: Of a stroke, in pixels: one number a point.
        width: In pixels.
        where: How likely a stroke starts at each point.
        variation: How much the strokes' brightness varies.
        unrest: How far they stray from the way the hair lies.
        limits: The fewest and the most strokes.
    """

    length: Values
    width: float
    where: Values
    variation: float
    unrest: float = 0.22
    limits: tuple[int, int] = (1500, 9000)


def underpaint(canvas: Image.Image, surface: Surface, lit: Points) -> None:
    """Paint the surface smoothly, its outline sharp."""
    offset, size = surface.grid.place()
    smooth = picture(surface.spread(lit)).resize(size, Image.Resampling.BICUBIC)
    canvas.paste(smooth, offset, Image.fromarray((surface.coverage * 255).astype(np.uint8)))


def cover(canvas: Image.Image, surface: Surface, lit: Points, strokes: Strokes, random: np.random.Generator) -> None:
    """Paint strokes over the surface in the colours `lit`, `(count, 3)`."""
    grid, area = surface.grid, len(surface.cells) * surface.grid.step**2
    typical = float(strokes.length.mean())
    count = int(np.clip(1.9 * area / (typical * strokes.width), *strokes.limits))
    chosen = random.choice(len(surface.cells), count, p=strokes.where / strokes.where.sum())
    chosen = chosen[np.argsort(surface.points[2, chosen])]
    columns, rows = surface.cells[chosen] % grid.columns, surface.cells[chosen] // grid.columns
    jitter = random.uniform(-0.5, 0.5, (2, count)) * grid.step
    roots = np.stack([grid.left + columns * grid.step, grid.top + rows * grid.step]) + jitter
    flow = surface.flow[:, chosen] / (np.linalg.norm(surface.flow[:, chosen], axis=0) + 1e-6)
    way = flow[:2] + random.normal(0, strokes.unrest, (2, count))
    way = np.stack([way[0], -way[1]]) * strokes.length[chosen] * np.exp(random.normal(0, 0.3, count))
    tint = lit[chosen] * np.exp(random.normal(0, strokes.variation, (count, 1))) + random.normal(0, 3, (count, 1))
    _draw(canvas, _outlines(roots, way, strokes.width, random), np.clip(tint, 0, 255).astype(int))


def _outlines(roots: NDArray, way: NDArray, width: float, random: np.random.Generator) -> NDArray:  # type: ignore[type-arg]
    """The outlines of tapered, slightly bent strokes: `(count, 5, 2)`."""
    across = np.stack([-way[1], way[0]]) / (np.hypot(*way) + 1e-3) * width / 2
    bend = np.stack([way[1], -way[0]]) * random.normal(0, 0.10, way.shape[1])
    back, middle, tip = roots - 0.25 * way, roots + 0.35 * way + bend, roots + 0.8 * way
    corners = [back - across, back + across, middle + 0.8 * across, tip, middle - 0.8 * across]
    return np.stack(corners).transpose(2, 0, 1)


def _draw(canvas: Image.Image, outlines: NDArray, colours: NDArray) -> None:  # type: ignore[type-arg]
    draw = ImageDraw.Draw(canvas)
    for outline, colour in zip(outlines.reshape(len(outlines), -1).tolist(), colours.tolist(), strict=True):
        draw.polygon(outline, fill=tuple(colour))
