"""Solids that know how far away they are: ellipsoids, tapered capsules and boxes, melted into one another.

Each gives the distance from a point to its surface, negative inside; the smooth minimum of many is a body
without seams ([Quilez](https://iquilezles.org/articles/distfunctions/)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from tools.sample_pets.geometry import AXES, Matrix, Points, Values, Vector

f32 = np.float32


@dataclass(frozen=True, eq=False)
class Part:
    """What a solid is part of.

    Attributes:
        tag: Its name, by which a coat knows where it is.
        blend: How far it melts into its neighbours, in units of length.
        flow: The direction in which its hair lies.
        on_head: Whether it turns with the head.
    """

    tag: str
    blend: float
    flow: Vector
    on_head: bool = False


class Solid(Protocol):
    """A solid body in space."""

    @property
    def part(self) -> Part:
        """What it is part of."""

    def moved(self, rotation: Matrix, offset: Vector, scale: float = 1.0) -> Solid:
        """Return it scaled, then turned, then moved."""

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the lowest and the highest corner of a box around it."""


def _moved_part(part: Part, rotation: Matrix, scale: float) -> Part:
    return replace(part, blend=part.blend * scale, flow=rotation @ part.flow)


@dataclass(frozen=True, eq=False)
class Ellipsoid:
    """An ellipsoid, its axes the columns of a rotation."""

    part: Part
    center: Vector
    radii: Vector
    axes: Matrix = field(default_factory=lambda: AXES)

    def moved(self, rotation: Matrix, offset: Vector, scale: float = 1.0) -> Ellipsoid:
        """Return it scaled, then turned, then moved."""
        center = rotation @ (self.center * scale) + offset
        return Ellipsoid(_moved_part(self.part, rotation, scale), center, self.radii * scale, rotation @ self.axes)

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the lowest and the highest corner of a box around it."""
        reach = np.sqrt((self.axes**2) @ self.radii**2)
        return self.center - reach, self.center + reach


@dataclass(frozen=True, eq=False)
class Capsule:
    """A rod with round ends of two sizes, flattened along `normal` to `flatness` of its thickness."""

    part: Part
    start: Vector
    end: Vector
    start_radius: float
    end_radius: float
    normal: Vector | None = None
    flatness: float = 1.0

    def moved(self, rotation: Matrix, offset: Vector, scale: float = 1.0) -> Capsule:
        """Return it scaled, then turned, then moved."""
        start, end = (rotation @ (place * scale) + offset for place in (self.start, self.end))
        normal = None if self.normal is None else rotation @ self.normal
        radii = self.start_radius * scale, self.end_radius * scale
        return Capsule(_moved_part(self.part, rotation, scale), start, end, *radii, normal, self.flatness)

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the lowest and the highest corner of a box around it."""
        low = np.minimum(self.start - self.start_radius, self.end - self.end_radius)
        high = np.maximum(self.start + self.start_radius, self.end + self.end_radius)
        return low, high


@dataclass(frozen=True, eq=False)
class Box:
    """A box with rounded edges."""

    part: Part
    center: Vector
    half: Vector
    rounding: float
    axes: Matrix = field(default_factory=lambda: AXES)

    def distance(self, points: Points) -> Values:
        """Return the distance of `(3, count)` points."""
        local = np.abs(self.axes.T.astype(f32) @ (points - self.center.astype(f32)[:, None]))
        local -= (self.half - self.rounding).astype(f32)[:, None]
        outside, inside = np.maximum(local, 0), np.minimum(local.max(axis=0), 0)
        away: Values = np.sqrt((outside * outside).sum(axis=0)) + inside - f32(self.rounding)
        return away

    def moved(self, rotation: Matrix, offset: Vector, scale: float = 1.0) -> Box:
        """Return it scaled, then turned, then moved."""
        center = rotation @ (self.center * scale) + offset
        part = _moved_part(self.part, rotation, scale)
        return Box(part, center, self.half * scale, self.rounding * scale, rotation @ self.axes)

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the lowest and the highest corner of a box around it."""
        reach = np.abs(self.axes) @ self.half
        return self.center - reach, self.center + reach


class Body:
    """Solids melted into one another, ready to be measured at many points at once.

    The distance from an ellipsoid is the usual estimate, right on the surface; that from a flattened capsule is
    a lower bound.
    """

    def __init__(self, solids: Sequence[Solid]) -> None:
        balls = [solid for solid in solids if isinstance(solid, Ellipsoid)]
        rods = [solid for solid in solids if isinstance(solid, Capsule)]
        self._boxes = [solid for solid in solids if isinstance(solid, Box)]
        self._balls = _Ellipsoids.of(balls) if balls else None
        self._rods = _Capsules.of(rods) if rods else None
        self.solids: list[Solid] = [*balls, *rods, *self._boxes]

    def each(self, points: Points) -> Values:
        """Return the distance of `(3, count)` points from each solid, in the order of `solids`."""
        groups = [group.distance(points) for group in (self._balls, self._rods) if group]
        groups += [box.distance(points)[None] for box in self._boxes]
        return np.concatenate(groups) if len(groups) > 1 else groups[0]

    def distance(self, points: Points) -> Values:
        """Return the distance of `(3, count)` points from the body, negative inside."""
        body: Values
        body, *others = self.each(points)
        for solid, one in zip(self.solids[1:], others, strict=True):
            blend = solid.part.blend
            overlap = np.maximum(f32(blend) - np.abs(body - one), 0)
            body = np.minimum(body, one) - overlap * overlap * f32(0.25 / blend)
        return body

    def normals(self, points: Points, reach: float = 0.03) -> Points:
        """Return the directions out of the body, of length one."""
        here = self.distance(points)
        slopes = np.stack([self.distance(points + step[:, None]) - here for step in (AXES * reach).astype(f32)])
        outwards: Points = slopes / (np.sqrt((slopes * slopes).sum(axis=0)) + f32(1e-6))
        return outwards

    def bounds(self) -> tuple[Vector, Vector]:
        """Return the lowest and the highest corner of a box around it."""
        return bounds(self.solids)


def bounds(solids: Sequence[Solid]) -> tuple[Vector, Vector]:
    """Return the lowest and the highest corner of a box around solids."""
    lows, highs = zip(*(solid.bounds() for solid in solids), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0)


@dataclass(frozen=True, eq=False)
class _Ellipsoids:
    """Many ellipsoids: `to_unit` and `shift` make each the unit ball."""

    to_unit: Points  # (3 count, 3)
    shift: Points  # (3 count, 1)
    inverse: Points  # (count, 3, 1)

    @classmethod
    def of(cls, balls: Sequence[Ellipsoid]) -> _Ellipsoids:
        matrices = [ball.axes.T / ball.radii[:, None] for ball in balls]
        shifts = [-matrix @ ball.center for matrix, ball in zip(matrices, balls, strict=True)]
        inverse = np.array([1 / ball.radii for ball in balls])[..., None]
        return cls(
            np.concatenate(matrices).astype(f32), np.concatenate(shifts)[:, None].astype(f32), inverse.astype(f32)
        )

    def distance(self, points: Points) -> Values:
        local = (self.to_unit @ points + self.shift).reshape(len(self.inverse), 3, -1)
        near = np.sqrt((local * local).sum(axis=1))
        local *= self.inverse
        slope = np.sqrt((local * local).sum(axis=1)) + f32(1e-6)
        estimate: Values = near * (near - 1) / slope
        return estimate


@dataclass(frozen=True, eq=False)
class _Capsules:
    """Many capsules: `stretch` and `shift` undo their flattening, with the start at the origin."""

    stretch: Points  # (3 count, 3)
    shift: Points  # (3 count, 1)
    along: Points  # (count, 3)
    start: Values  # (count, 1), as are the following
    growth: Values
    flatness: Values

    @classmethod
    def of(cls, rods: Sequence[Capsule]) -> _Capsules:
        matrices = [AXES if rod.normal is None else _stretched(rod.normal, rod.flatness) for rod in rods]
        shifts = [-matrix @ rod.start for matrix, rod in zip(matrices, rods, strict=True)]
        along = [matrix @ (rod.end - rod.start) for matrix, rod in zip(matrices, rods, strict=True)]
        numbers = [(rod.start_radius, rod.end_radius - rod.start_radius, rod.flatness) for rod in rods]
        columns = np.array(numbers, f32)[..., None].transpose(1, 0, 2)
        stretch, shift = np.concatenate(matrices).astype(f32), np.concatenate(shifts)[:, None].astype(f32)
        return cls(stretch, shift, np.array(along, f32), *columns)

    def distance(self, points: Points) -> Values:
        local = (self.stretch @ points + self.shift).reshape(len(self.along), 3, -1)
        ahead = (local * self.along[..., None]).sum(axis=1)
        length = (self.along * self.along).sum(axis=1)[:, None] + f32(1e-9)
        place = np.clip(ahead / length, 0, 1)
        square = (local * local).sum(axis=1) - place * (2 * ahead - place * length)
        estimate: Values = (np.sqrt(np.maximum(square, 0)) - self.start - place * self.growth) * self.flatness
        return estimate


def _stretched(normal: Vector, flatness: float) -> Matrix:
    """The matrix that undoes flattening along a direction."""
    return AXES + np.outer(normal, normal) * (1 / flatness - 1)
