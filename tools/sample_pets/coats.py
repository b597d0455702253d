"""Coats: the colour of each point of an animal's surface, by pattern. One law for both species."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.sample_pets.anatomy import Ear
from tools.sample_pets.geometry import Points, Values, step_up
from tools.sample_pets.parameters import Coat
from tools.sample_pets.tracing import Surface

f32 = np.float32
Noise = Callable[[Points], Values]
_NOSES = {"cat": (58, 46, 46), "dog": (40, 35, 36)}


@dataclass(frozen=True, eq=False)
class Skin:
    """A surface in the animal's own coordinates.

    Attributes:
        surface: What is seen of the animal.
        on_body: The points as the body knows them: `(3, count)`.
        on_head: The points as the head knows them.
        head_up: How high the head is above the ground.
        fine: Noise that frays the edges of patches.
        patches: Two independent noises that make patches.
    """

    surface: Surface
    on_body: Points
    on_head: Points
    head_up: float
    fine: Values
    patches: tuple[Values, Values]

    @property
    def head(self) -> Values:
        """How much each point belongs to the head."""
        return self.surface.on_head


def solid_noise(random: np.random.Generator, waves: int, frequency: float) -> Noise:
    """Return noise in space: a sum of waves in random directions, bent so that it does not repeat."""
    ways = random.normal(size=(waves, 3)) * frequency * np.exp(random.normal(size=(waves, 1)) * 0.45)
    phases = random.uniform(0, 2 * np.pi, waves)
    heights = 1 / (1 + np.linalg.norm(ways, axis=1) / frequency)
    heights /= np.sqrt((heights**2).sum() / 2)

    def noise(points: Points) -> Values:
        bent = points + 0.35 * np.sin(points[[1, 2, 0]] * f32(1.7 * frequency) + f32(phases[0]))
        value: Values = heights.astype(f32) @ np.sin(ways.astype(f32) @ bent + phases.astype(f32)[:, None])
        return value

    return noise


def skin(surface: Surface, on_body: Points, on_head: Points, head_up: float, random: np.random.Generator) -> Skin:
    """Return a surface with the noise that its patterns need; head and body have their own."""
    rest = np.where(surface.on_head > 0.5, on_head + f32(7.3), on_body).astype(f32)
    one, two, fine = solid_noise(random, 8, 1.1), solid_noise(random, 8, 1.0), solid_noise(random, 7, 2.6)
    return Skin(surface, on_body, on_head, head_up, fine(rest), (one(rest), two(rest)))


def colours(coat: Coat, skin: Skin, label: str, ears: Sequence[Ear], random: np.random.Generator) -> Points:
    """Return the colour of each point, `(count, 3)`, before any light."""
    colour = np.tile(coat.base.astype(f32), (len(skin.fine), 1))
    colour = _PATTERNS[coat.pattern](coat, skin, colour, random)
    # Ears are a little darker than the head, or they could not be told from it.
    colour = colour * ((1 + 0.05 * skin.fine) * (1 - 0.2 * skin.surface.part("ear")))[:, None]
    for ear in ears:
        colour = _mixed(colour, _ear_lining(coat), 0.85 * _inside(ear, skin))
    return _mixed(colour, _NOSES[label], np.clip(skin.surface.part("nose") * 1.6 - 0.4, 0, 1))


def _mixed(colour: Points, other: ArrayLike, share: NDArray[np.floating]) -> Points:
    amount = share.astype(f32)[:, None]
    blend: Points = colour * (1 - amount) + np.asarray(other, f32) * amount
    return blend


def _underside(coat: Coat, skin: Skin) -> Values:
    """Where an animal is paler: muzzle, chest, belly, paws."""
    part, (_, up, forward) = skin.surface.part, skin.on_body
    low = 0.8 * step_up(0.9 - up, 3) * part("belly", "chest") + 0.5 * part("chest") * step_up(forward - 0.5, 4)
    return np.clip(coat.underside * (0.9 * part("muzzle", "chin") + 0.35 * part("paw") + low), 0, 1)


def _solid(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    return _mixed(colour, coat.light, _underside(coat, skin) * 0.6)


def _tabby(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    part, often = skin.surface.part, coat.stripes
    (_, up, forward), (across, high, _) = skin.on_body, skin.on_head
    on_body = np.sin(often * 0.9 * (forward + 0.55 * up) + 1.1 * skin.fine)
    on_legs = np.sin(often * 1.1 * up + 0.6 * skin.fine)
    forehead = np.sin(often * 1.5 * np.abs(across) + 0.5 * skin.fine + 1.2)
    cheeks = np.sin(often * 1.3 * (high + 0.35 * np.abs(across)) + 0.6 * skin.fine)
    on_head = np.where(high > 0.12, forehead, cheeks)
    wave = np.where(skin.head > 0.5, on_head, np.where(part("leg", "tail", "paw") > 0.5, on_legs, on_body))
    stripes = step_up(wave - 0.15, 5) * (1 - 0.8 * part("muzzle", "chin", "chest"))
    return _mixed(_mixed(colour, coat.dark, stripes * 0.85), coat.light, _underside(coat, skin) * 0.8)


def _patches(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    plain = _solid(coat, skin, colour, random)
    return _mixed(plain, coat.second, step_up(skin.patches[0] - random.uniform(-0.3, 0.5), 9))


def _calico(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    return _mixed(_patches(coat, skin, colour, random), coat.third, step_up(skin.patches[1] - 0.4, 9))


def _points(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    part = skin.surface.part
    mask = 0.4 * step_up(0.3 - np.abs(skin.on_head[0]), 6) * skin.head
    ends = part("ear", "paw", "tail") + 0.95 * part("muzzle", "chin", "bridge") + 0.5 * part("leg") + mask
    pale = _mixed(colour, coat.light, np.full(len(colour), 0.75, f32))
    return _mixed(pale, coat.dark, np.clip(ends, 0, 1))


def _saddle(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    back = step_up(skin.on_body[1] - skin.head_up * 0.42 + 0.3 * skin.fine, 4) * (1 - skin.head)
    cap = step_up(skin.on_head[1] - 0.25 + 0.2 * skin.fine, 6) * skin.head
    return _mixed(_mixed(colour, coat.light, _underside(coat, skin) * 0.7), coat.dark, (back + cap) * 0.9)


def _bib(coat: Coat, skin: Skin, colour: Points) -> Points:
    """White on muzzle, chest and paws, often with a blaze up the forehead."""
    part, (_, _, forward), (across, _, front) = skin.surface.part, skin.on_body, skin.on_head
    chest = part("chest", "neck") * step_up(forward - 0.35 + 0.3 * skin.fine, 6)
    blaze = 0.8 * step_up(0.22 - np.abs(across) + 0.08 * skin.fine, 12) * step_up(front - 0.3) * skin.head
    white = part("muzzle", "chin", "paw") + chest + blaze * coat.blaze
    return _mixed(colour, coat.white, np.clip(white, 0, 1))


def _tuxedo(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    return _bib(coat, skin, _solid(coat, skin, colour, random))


def _tabby_white(coat: Coat, skin: Skin, colour: Points, random: np.random.Generator) -> Points:
    return _bib(coat, skin, _tabby(coat, skin, colour, random))


_PATTERNS: dict[str, Callable[[Coat, Skin, Points, np.random.Generator], Points]] = {
    "solid": _solid,
    "tabby": _tabby,
    "patches": _patches,
    "calico": _calico,
    "points": _points,
    "tuxedo": _tuxedo,
    "saddle": _saddle,
    "tabby-white": _tabby_white,
}


def _ear_lining(coat: Coat) -> NDArray[np.float64]:
    """Pink, greyer in a dark coat, with some of the coat's own colour."""
    pink = np.array([206, 146, 136]) if coat.base.mean() > 95 else np.array([128, 98, 94])
    return pink * 0.65 + coat.base * 0.35


def _inside(ear: Ear, skin: Skin) -> Values:
    """How much each point is within the hollow of an ear."""
    along = ear.tip - ear.base
    place = skin.on_head - ear.base.astype(f32)[:, None]
    high = (along / (along @ along)).astype(f32) @ place
    across = np.cross(ear.normal, along / np.linalg.norm(along)).astype(f32) @ place
    front = ear.normal.astype(f32) @ place
    broad = ear.radius * np.clip(1 - high, 0.05, 1)
    within = step_up(0.62 - np.abs(across) / broad, 12) * step_up(high - 0.02, 18) * step_up(0.86 - high, 14)
    on_ear = np.clip(skin.surface.part("ear") * 1.5 - 0.2, 0, 1)
    hollow: Values = within * step_up(front - 0.02, 40) * on_ear
    return hollow
