"""Toys, pots and boxes: solids like the animal, painted with strokes like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.sample_pets.geometry import Matrix, Points, Vector, turn_y, unit, vector
from tools.sample_pets.shapes import Body, Box, Capsule, Ellipsoid, Part, Solid
from tools.sample_pets.textures import foliage, paint, timber
from tools.sample_pets.tracing import Surface

f32 = np.float32
_SHARP, _SOFT = 0.02, 0.12


@dataclass(frozen=True, eq=False)
class Prop:
    """A thing in camera space, and the colour of each of its tags."""

    body: Body
    colours: dict[str, Vector]

    def painted(self, surface: Surface) -> Points:
        """Return the colour of each point of its surface, `(count, 3)`."""
        tags = list(surface.tags)
        shares = np.stack([surface.tags[tag] for tag in tags], axis=1)
        return shares @ np.stack([self.colours[tag] for tag in tags]).astype(f32)


def prop(random: np.random.Generator, place: Vector, size: float, tilt: Matrix) -> Prop:
    """Return some thing that stands at `place` on the ground of the world, `size` units large."""
    kind = str(random.choice(list(_KINDS)))
    solids, colours = _KINDS[kind](random)
    turn = tilt @ turn_y(random.uniform(-180, 180))
    return Prop(Body([solid.moved(turn, tilt @ place, size) for solid in solids]), colours)


Made = tuple[list[Solid], dict[str, Vector]]


def _ball(random: np.random.Generator) -> Made:
    colours = {"one": paint(random), "two": paint(random)}
    ball: list[Solid] = [Ellipsoid(_part("one", _SHARP), vector((0, 0.42, 0)), vector((0.42, 0.42, 0.42)))]
    band = Ellipsoid(_part("two", _SHARP, (1, 0, 0)), vector((0, 0.42, 0)), vector((0.43, 0.12, 0.43)))
    return ([*ball, band] if random.random() < 0.6 else ball), colours


def _yarn(random: np.random.Generator) -> Made:
    colour = paint(random)
    solids: list[Solid] = [Ellipsoid(_part("wool", 0.03), vector((0, 0.4, 0)), vector((0.38, 0.38, 0.38)))]
    for _ in range(7):
        way = unit(random.normal(size=3))
        side = unit(np.cross(way, random.normal(size=3)))
        start, end = (vector((0, 0.4, 0)) + 0.33 * (0.6 * turn * way + 0.8 * side) for turn in (-1, 1))
        solids.append(Capsule(_part("thread", 0.03, way), start, end, 0.07, 0.07))
    end = vector((random.uniform(0.6, 1.0), 0.04, random.uniform(-0.3, 0.3)))
    solids.append(Capsule(_part("thread", 0.03, (1, 0, 0)), vector((0.2, 0.06, 0)), end, 0.04, 0.03))
    return solids, {"wool": colour, "thread": colour * 1.12}


def _bowl(random: np.random.Generator) -> Made:
    colour = paint(random)
    solids: list[Solid] = [
        Capsule(
            _part("bowl", _SOFT, (1, 0, 0)),
            vector((0, 0.13, 0)),
            vector((0, 0.22, 0)),
            0.42,
            0.48,
            vector((0, 1, 0)),
            0.3,
        ),
        Ellipsoid(_part("food", _SHARP, (1, 0, 0)), vector((0, 0.31, 0)), vector((0.36, 0.09, 0.36))),
    ]
    return solids, {"bowl": colour, "food": timber(random) * 0.7}


def _pot(random: np.random.Generator) -> Made:
    clay = vector((184, 112, 78)) if random.random() < 0.5 else paint(random)
    solids: list[Solid] = [
        Capsule(_part("pot", _SOFT, (1, 0, 0)), vector((0, 0.22, 0)), vector((0, 0.45, 0)), 0.24, 0.33),
        Ellipsoid(_part("pot", _SHARP, (1, 0, 0)), vector((0, 0.62, 0)), vector((0.38, 0.1, 0.38))),
    ]
    for _ in range(random.integers(7, 13)):
        way = unit((random.normal(0, 0.5), 1, random.normal(0, 0.5)))
        root, long = vector((0, 0.6, 0)), random.uniform(0.5, 1.0)
        flat = unit(np.cross(way, random.normal(size=3)))
        solids.append(Capsule(_part("leaf", _SHARP, way), root, root + way * long, 0.05, 0.13, flat, 0.25))
    return solids, {"pot": clay, "leaf": foliage(random)}


def _box(random: np.random.Generator) -> Made:
    colour = vector((186, 146, 100)) if random.random() < 0.5 else paint(random)
    half = random.uniform(0.25, 0.5, 3)
    return [Box(_part("box", _SHARP), vector((0, half[1], 0)), half, 0.03)], {"box": colour}


def _stick(random: np.random.Generator) -> Made:
    bark = timber(random) * 0.75
    twig = vector((0.3, 0.3, 0.35))
    solids: list[Solid] = [
        Capsule(_part("bark", 0.05, (1, 0, 0)), vector((-0.8, 0.09, 0)), vector((0.8, 0.08, 0.1)), 0.09, 0.06),
        Capsule(_part("bark", 0.05, twig), vector((0.1, 0.08, 0)), twig + vector((0.2, 0, 0)), 0.05, 0.03),
    ]
    return solids, {"bark": bark}


def _bone(random: np.random.Generator) -> Made:
    solids: list[Solid] = [
        Capsule(_part("bone", 0.08, (1, 0, 0)), vector((-0.4, 0.1, 0)), vector((0.4, 0.1, 0)), 0.08, 0.08)
    ]
    for x in (-0.45, 0.45):
        for z in (-0.1, 0.1):
            solids.append(Ellipsoid(_part("bone", 0.08), vector((x, 0.12, z)), vector((0.13, 0.12, 0.12))))
    return solids, {"bone": vector((226, 216, 196)) * random.uniform(0.85, 1)}


def _cushion(random: np.random.Generator) -> Made:
    half = vector((0.75, 0.26, 0.6))
    body = Box(_part("cloth", 0.2, (1, 0.2, 0)), vector((0, 0.26, 0)), half, 0.24)
    return [body], {"cloth": paint(random)}


def _bottle(random: np.random.Generator) -> Made:
    colour = paint(random)
    solids: list[Solid] = [
        Capsule(_part("glass", _SOFT, (0, 1, 0)), vector((0, 0.2, 0)), vector((0, 0.62, 0)), 0.19, 0.18),
        Capsule(_part("glass", _SOFT, (0, 1, 0)), vector((0, 0.8, 0)), vector((0, 1.0, 0)), 0.08, 0.07),
        Capsule(_part("cap", _SHARP, (0, 1, 0)), vector((0, 1.04, 0)), vector((0, 1.1, 0)), 0.08, 0.08),
    ]
    return solids, {"glass": colour, "cap": paint(random)}


def _part(tag: str, blend: float, flow: Vector | tuple[float, float, float] = (0.3, -1, 0)) -> Part:
    return Part(tag, blend, vector(flow))


_KINDS: dict[str, Callable[[np.random.Generator], Made]] = {
    "ball": _ball,
    "yarn": _yarn,
    "bowl": _bowl,
    "pot": _pot,
    "box": _box,
    "stick": _stick,
    "bone": _bone,
    "cushion": _cushion,
    "bottle": _bottle,
}
