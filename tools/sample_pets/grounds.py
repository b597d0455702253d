"""What the animal stands on, painted as seen from straight above; the camera then looks at it aslant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tools.sample_pets.geometry import Vector
from tools.sample_pets.textures import Pixels, clouded, foliage, ink, mixed, noise, paint, picture, timber

f32 = np.float32


@dataclass(frozen=True, eq=False)
class Plot:
    """A piece of ground to paint: `size` in pixels, `unit` pixels a unit of length."""

    random: np.random.Generator
    size: tuple[int, int]
    unit: float

    @property
    def center(self) -> tuple[float, float]:
        """Its middle, in pixels."""
        return self.size[0] / 2, self.size[1] / 2


def painted(kind: str, plot: Plot) -> Image.Image:
    """Return a piece of ground of one kind, such as "wood"."""
    return picture(GROUNDS[kind](plot))


def _lawn(plot: Plot) -> Pixels:
    green = foliage(plot.random)
    return clouded(plot.random, plot.size, green * 0.62, green * 1.15, 0.25)


def _leaves(plot: Plot) -> Pixels:
    earth = timber(plot.random) * 0.6
    return clouded(plot.random, plot.size, earth, earth * 1.4)


def _lines(plot: Plot, pixels: Pixels, colour: Vector, across: float, down: float, thick: float) -> Pixels:
    """Rule lines over the ground, `across` and `down` units apart (0: none)."""
    image, (width, height) = picture(pixels), plot.size
    draw, pen = ImageDraw.Draw(image), max(1, int(thick * plot.unit))
    for gap, far in ((across, width), (down, height)):
        if gap:
            for place in np.arange(plot.random.uniform(0, gap) * plot.unit, far, gap * plot.unit):
                ends = [(place, 0), (place, height)] if gap == across and far == width else [(0, place), (width, place)]
                draw.line(ends, fill=ink(colour), width=pen)
    return np.asarray(image, f32)


def _wood(plot: Plot) -> Pixels:
    brown, along = timber(plot.random), plot.random.random() < 0.5
    grain = noise(plot.random, *plot.size, octaves=5, base=2, persistence=0.7, stretch=0.12 if along else 7)
    boards = mixed(brown * 0.74, brown * 1.15, np.clip(0.5 + 0.22 * grain, 0, 1))
    broad = plot.random.uniform(0.5, 1.1)
    return _lines(plot, boards, brown * 0.55, 0 if not along else broad, broad if not along else 0, 0.03)


def _tiles(plot: Plot) -> Pixels:
    colour, side = paint(plot.random), plot.random.uniform(0.8, 2.2)
    slabs = clouded(plot.random, plot.size, colour * 0.93, colour * 1.05)
    return _lines(plot, slabs, colour * plot.random.uniform(0.6, 0.9), side, side, 0.05)


def _carpet(plot: Plot) -> Pixels:
    random, (width, height) = plot.random, plot.size
    colour, other = paint(random), paint(random)
    rough = 0.12 * random.normal(size=(height, width)).astype(f32) + 0.15 * noise(random, *plot.size)
    wool = mixed(colour * 0.8, colour * 1.15, np.clip(0.5 + rough, 0, 1))
    if random.random() < 0.6:
        x, y = np.meshgrid(np.arange(width), np.arange(height))
        side = random.uniform(0.3, 0.9) * plot.unit
        figure = np.sin(x / side * np.pi) * np.sin(y / side * np.pi) > random.uniform(-0.1, 0.5)
        wool[figure] = wool[figure] * 0.35 + other.astype(f32) * 0.65
    return wool


def _blanket(plot: Plot) -> Pixels:
    random, (width, height) = plot.random, plot.size
    x, y = np.meshgrid(np.arange(width, dtype=f32), np.arange(height, dtype=f32))
    wave = noise(random, *plot.size, octaves=3, base=2) * plot.unit * 0.08
    angle, side = random.uniform(-0.6, 0.6), random.uniform(0.25, 0.7) * plot.unit
    one, two = (
        0.5 + 0.5 * np.clip(3 * np.sin((x * a + y * b + wave) / side * np.pi), -1, 1)
        for a, b in ((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle)))
    )
    share = (one + two) / 2 if random.random() < 0.5 else one * random.uniform(0.3, 1)
    folds = 0.88 + 0.14 * noise(random, *plot.size, octaves=3, base=2)
    return mixed(paint(random), paint(random), share) * folds[..., None]


def _speckled(colour: tuple[int, int, int], roughness: float, grain: float) -> Callable[[Plot], Pixels]:
    """Ground of one colour, such as sand: `roughness` in clouds, `grain` from pixel to pixel."""

    def speckled(plot: Plot) -> Pixels:
        random, (width, height) = plot.random, plot.size
        tone = (np.asarray(colour) * random.uniform(0.82, 1.05)).astype(f32)
        clouds = 1 + roughness * noise(random, *plot.size, octaves=6, persistence=0.62)
        return tone * (clouds + grain * random.normal(size=(height, width)).astype(f32))[..., None]

    return speckled


def _gravel(plot: Plot) -> Pixels:
    random, (width, height) = plot.random, plot.size
    tone = paint(random) * 0.4 + 90
    image = picture(clouded(random, plot.size, tone * 0.6, tone * 0.8))
    draw = ImageDraw.Draw(image)
    count = min(2500, int(width * height / (0.16 * plot.unit) ** 2))
    places, sizes = random.random((count, 2)) * plot.size, random.uniform(0.05, 0.14, count) * plot.unit
    for (x, y), r, bright in zip(places, sizes, random.uniform(0.75, 1.3, count), strict=True):
        draw.ellipse([x - r, y - r * 0.8, x + r, y + r * 0.8], fill=ink(tone * bright))
    return np.asarray(image, f32)


GROUNDS: dict[str, Callable[[Plot], Pixels]] = {
    "grass": _lawn,
    "leaves": _leaves,
    "wood": _wood,
    "carpet": _carpet,
    "tiles": _tiles,
    "snow": _speckled((228, 233, 238), 0.06, 0.01),
    "sand": _speckled((214, 190, 146), 0.08, 0.04),
    "blanket": _blanket,
    "concrete": _speckled((156, 154, 150), 0.09, 0.04),
    "gravel": _gravel,
}
