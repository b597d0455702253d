"""Sphere tracing on a coarse grid: from solids to what of their surface a camera sees, and where its edge runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.sample_pets.geometry import Matrix, Points, Values, Vector, Z, unit, vector
from tools.sample_pets.shapes import Body, Solid

f32 = np.float32
Map = NDArray[np.float32]
_FAR = -1e3
_NEAR_ENOUGH = 0.01
_STEPS = 14
_TILES = 4
_REACH = 0.45
_Tile: TypeAlias = tuple[NDArray[np.intp], Body]


@dataclass(frozen=True, eq=False)
class Projection:
    """A camera that looks along -z at `target` from `distance` away, in a weak perspective.

    Attributes:
        size: Width and height of the canvas, in pixels.
        center: Where the target lands on the canvas.
        scale: Pixels a unit of length, at the target.
        target: In camera space.
        distance: In units of length.
        tilt: The rotation from the world, whose ground is y = 0, to camera space.
    """

    size: tuple[int, int]
    center: tuple[float, float]
    scale: float
    target: Vector
    distance: float
    tilt: Matrix

    @property
    def eye(self) -> Vector:
        """Where the camera is, in camera space."""
        place: Vector = self.target + self.distance * Z
        return place

    def screen(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return where `(3, count)` points land on the canvas: `(count, 2)`, across and down."""
        x, y, z = np.asarray(points, dtype=np.float64)
        scale = self.scale / (1 - (z - self.target[2]) / self.distance)
        across = self.center[0] + (x - self.target[0]) * scale
        down = self.center[1] - (y - self.target[1]) * scale
        return np.stack([across, down], axis=1)

    def rays(self, across: NDArray[np.floating], down: NDArray[np.floating]) -> Points:
        """Return for pixels what to add to the eye, once per depth `distance`: `(3, count)`."""
        x = (across - self.center[0]) / self.scale
        y = (self.center[1] - down) / self.scale
        return np.stack([x, y, np.full(x.shape, -self.distance)]).astype(f32)

    def world(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return points of camera space as points of the world."""
        return np.asarray(self.tilt.T @ points, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Grid:
    """A grid of points on the canvas, `step` pixels apart."""

    left: float
    top: float
    step: float
    columns: int
    rows: int

    @classmethod
    def over(cls, box: tuple[float, float, float, float], budget: int) -> Grid:
        """Return a grid of about `budget` points over a box (left, top, right, bottom)."""
        left, top, right, bottom = box
        step = max(1.5, float(np.sqrt(max(right - left, 1) * max(bottom - top, 1) / budget)))
        columns, rows = max(3, int((right - left) / step) + 1), max(3, int((bottom - top) / step) + 1)
        return cls(left, top, step, columns, rows)

    def pixels(self) -> tuple[Values, Values]:
        """Return across and down of each point, row by row."""
        across = self.left + self.step * np.arange(self.columns, dtype=f32)
        down = self.top + self.step * np.arange(self.rows, dtype=f32)
        columns, rows = np.meshgrid(across, down)
        return columns.ravel(), rows.ravel()

    def place(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return offset and size of the grid's picture on the canvas."""
        offset = round(self.left - self.step / 2), round(self.top - self.step / 2)
        return offset, (round(self.columns * self.step), round(self.rows * self.step))

    def enlarged(self, values: Map) -> Map:
        """Return a map on the grid as pixels of the canvas, smoothly."""
        picture = Image.fromarray(values.reshape(self.rows, self.columns)).resize(
            self.place()[1], Image.Resampling.BICUBIC
        )
        return np.asarray(picture)


@dataclass(frozen=True, eq=False)
class Patch:
    """What is seen of a body in one tile.

    Attributes:
        cells: Which rays of the grid meet the body.
        points: Where, in camera space: `(3, count)`.
        normals: The directions out of the body there.
        openness: How much of the sky is seen from there, 0 to 1.
        tags: For each tag, how much the point belongs to it; they add up to 1.
        flow: The way hair lies there.
        on_head: How much the point belongs to the head.
    """

    cells: NDArray[np.intp]
    points: Points
    normals: Points
    openness: Values
    tags: dict[str, Values]
    flow: Points
    on_head: Values


@dataclass(frozen=True, eq=False)
class Surface(Patch):
    """What is seen of a body as a whole.

    Attributes:
        grid: The grid of rays.
        edge: For each ray, how far its pixel is from the body's outline, in pixels; negative inside.
    """

    grid: Grid
    edge: Map

    def part(self, *tags: str) -> Values:
        """Return how much each point belongs to any of these tags."""
        total = np.zeros(len(self.cells), f32)
        for tag in tags:
            if tag in self.tags:
                total = total + self.tags[tag]
        return total

    def spread(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return values of the points as a map on the grid, continued a little beyond the outline."""
        shape = (self.grid.rows, self.grid.columns)
        known = np.zeros(shape[0] * shape[1], bool)
        known[self.cells] = True
        full = np.zeros((known.size, values.shape[-1]), f32)
        full[self.cells] = values
        return _grown(full.reshape(*shape, -1), known.reshape(shape), steps=3)

    @cached_property
    def coverage(self) -> Map:
        """How much of each pixel of the grid's picture the body covers, 0 to 1."""
        covered: Map = np.clip(0.5 - self.grid.enlarged(self.edge) / 1.5, 0, 1)
        return covered

    def depth(self, size: tuple[int, int]) -> Map:
        """Return how near each pixel of the canvas is (z); where nothing is, it is far."""
        depths = np.full(self.grid.rows * self.grid.columns, _FAR, f32)
        depths[self.cells] = self.points[2]
        (left, top), (width, height) = self.grid.place()
        picture = Image.fromarray(depths.reshape(self.grid.rows, self.grid.columns))
        whole = Image.new("F", size, _FAR)
        whole.paste(picture.resize((width, height), Image.Resampling.NEAREST), (left, top))
        return np.asarray(whole)


def trace(body: Body, projection: Projection, budget: int = 10_000) -> Surface | None:
    """Return what of the body the camera sees, or nothing if it lies outside the canvas."""
    box = _box(body, projection)
    if box is None:
        return None
    grid = Grid.over(box, budget)
    rays, eye = projection.rays(*grid.pixels()), projection.eye.astype(f32)
    tiles = list(_tiles(grid, body, projection))
    depth, nearest = _met(body, tiles, rays, eye)
    patches = []
    for cells, near in tiles:
        hit = cells[depth[cells] > _FAR]
        if hit.size:
            patches.append(_patch(near, hit, _at_depth(rays[:, hit], eye, depth[hit])))
    if sum(patch.cells.size for patch in patches) < 9:
        return None
    edge = _edge(body, rays, eye, depth, nearest, grid)
    return _joined(patches, grid, edge * projection.scale)


def _tiles(grid: Grid, body: Body, projection: Projection) -> Iterator[_Tile]:
    """Cut the grid into tiles, and give to each the solids that can be seen in it: few, which makes tracing fast."""
    boxes = np.array([_screen_box(solid, projection) for solid in body.solids])
    cells = np.arange(grid.rows * grid.columns).reshape(grid.rows, grid.columns)
    for rows in np.array_split(np.arange(grid.rows), min(_TILES, grid.rows)):
        for columns in np.array_split(np.arange(grid.columns), min(_TILES, grid.columns)):
            low = grid.left + columns[0] * grid.step, grid.top + rows[0] * grid.step
            high = grid.left + columns[-1] * grid.step, grid.top + rows[-1] * grid.step
            seen = (boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1)
            if seen.any():
                yield cells[np.ix_(rows, columns)].ravel(), Body([body.solids[i] for i in np.flatnonzero(seen)])


def _screen_box(solid: Solid, projection: Projection) -> list[float]:
    """Left, top, right and bottom of where a solid, and a little around it, is on the canvas."""
    low, high = solid.bounds()
    seen = projection.screen(_corners(low - _REACH, high + _REACH))
    return [*seen.min(axis=0), *seen.max(axis=0)]


def _corners(low: Vector, high: Vector) -> Vector:
    return vector([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]).T


def _met(body: Body, tiles: Sequence[_Tile], rays: Points, eye: Points) -> tuple[Values, Values]:
    """Return the depth at which each ray meets the body, or far, and how near it came.

    Most rays are there after a few steps. Those that graze the body take many, and take them together.
    """
    nearest, depth = np.full(rays.shape[1], 9, f32), np.full(rays.shape[1], _FAR, f32)
    grazing = []
    for cells, near in tiles:
        here, closest = np.full(cells.size, near.bounds()[1][2] + 0.05, f32), np.full(cells.size, 9, f32)
        grazing.append(cells[_march(near, rays[:, cells], eye, here, closest, _STEPS)])
        depth[cells], nearest[cells] = here, closest
    left = np.concatenate(grazing)
    here, closest = depth[left], nearest[left]
    here[_march(body, rays[:, left], eye, here, closest, 2 * _STEPS)] = _FAR
    depth[left], nearest[left] = here, closest
    return depth, nearest


def _patch(body: Body, cells: NDArray[np.intp], points: Points) -> Patch:
    normals = body.normals(points)
    openness = np.zeros(cells.size, f32)
    for reach, weight in ((_REACH, 0.6), (0.16, 0.4)):
        away = body.distance(points + normals * f32(reach))
        openness += f32(weight) * np.clip(away / f32(reach), 0, 1)
    tags, flow, on_head = _belonging(body, points)
    flow = flow - normals * np.einsum("in,in->n", flow, normals) * f32(0.9)
    return Patch(cells, points, normals, openness, tags, flow, on_head)


def _joined(patches: Sequence[Patch], grid: Grid, edge: Map) -> Surface:
    tags = sorted({tag for patch in patches for tag in patch.tags})
    absent = [np.zeros(patch.cells.size, f32) for patch in patches]
    return Surface(
        cells=np.concatenate([patch.cells for patch in patches]),
        points=np.concatenate([patch.points for patch in patches], axis=1),
        normals=np.concatenate([patch.normals for patch in patches], axis=1),
        openness=np.concatenate([patch.openness for patch in patches]),
        tags={
            tag: np.concatenate([patch.tags.get(tag, no) for patch, no in zip(patches, absent, strict=True)])
            for tag in tags
        },
        flow=np.concatenate([patch.flow for patch in patches], axis=1),
        on_head=np.concatenate([patch.on_head for patch in patches]),
        grid=grid,
        edge=edge,
    )


def _box(body: Body, projection: Projection) -> tuple[float, float, float, float] | None:
    """The part of the canvas, and a little around it, in which a body can be seen."""
    low, high = body.bounds()
    seen, (width, height) = projection.screen(_corners(low, high)), projection.size
    left, top = np.maximum(seen.min(axis=0) - 3, -8)
    right, bottom = np.minimum(seen.max(axis=0) + 3, (width + 8, height + 8))
    return (float(left), float(top), float(right), float(bottom)) if right - left > 4 and bottom - top > 4 else None


def _at_depth(rays: Points, eye: Points, depth: Values) -> Points:
    points: Points = eye[:, None] + rays * ((eye[2] - depth) / -rays[2])
    points[2] = depth
    return points


def _march(body: Body, rays: Points, eye: Points, depth: Values, nearest: Values, steps: int) -> NDArray[np.intp]:
    """Walk along each ray by the distance to the body, until there or past it.

    Args:
        body: What to meet.
        rays: The rays.
        eye: Where they come from.
        depth: Where each ray is; changed on the way, to far where it has passed the body.
        nearest: How near each came to the body; changed on the way.
        steps: The most steps to take.

    Returns:
        The rays that are still under way.
    """
    behind, active = float(body.bounds()[0][2]) - 0.1, np.arange(depth.size)
    for _ in range(steps):
        away = body.distance(_at_depth(rays[:, active], eye, depth[active]))
        nearest[active] = np.minimum(nearest[active], away)
        walking = away >= _NEAR_ENOUGH
        depth[active[walking]] -= away[walking] * f32(0.92)
        active = active[walking]
        past = depth[active] < behind
        depth[active[past]] = _FAR
        active = active[~past]
        if not active.size:
            break
    return active


def _edge(
    body: Body,
    rays: Points,
    eye: Points,
    depth: Values,
    nearest: Values,
    grid: Grid,
) -> Map:
    """How far the outline is from each ray, in units of length.

    Outside by the nearest pass, inside by how deep the ray goes. Across the outline both are one smooth function,
    so it can be enlarged without steps.
    """
    met = depth > _FAR
    edge = np.where(met, f32(-0.15), nearest)
    around = _grown(met.reshape(grid.rows, grid.columns, 1) < 1, None, steps=2)[..., 0].ravel()
    rim = np.flatnonzero(met & around)
    if rim.size:
        deepest = np.zeros(rim.size, f32)
        for below in np.arange(0.04, 0.5, 0.09):
            here = _at_depth(rays[:, rim], eye, depth[rim] - f32(below))
            deepest = np.minimum(deepest, body.distance(here))
        edge[rim] = np.maximum(deepest, -0.15)
    return np.clip(edge, -0.15, 0.3).astype(f32).reshape(grid.rows, grid.columns)


def _belonging(body: Body, points: Points) -> tuple[dict[str, Values], Points, Values]:
    """To which tag each point belongs, which way its hair lies, and whether it is on the head."""
    weights = np.exp(-np.clip(body.each(points), 0, 3) * f32(14))
    weights /= weights.sum(axis=0) + f32(1e-6)
    tags: dict[str, Values] = {}
    for solid, weight in zip(body.solids, weights, strict=True):
        tags[solid.part.tag] = tags.get(solid.part.tag, f32(0)) + weight
    flows = np.array([unit(solid.part.flow) for solid in body.solids], f32)
    heads = np.array([solid.part.on_head for solid in body.solids], f32)
    return tags, flows.T @ weights, heads @ weights


def _grown(values: NDArray, known: NDArray[np.bool_] | None, steps: int) -> NDArray:  # type: ignore[type-arg]
    """Continue known values into their surroundings, cell by cell; a mask (no `known`) just grows."""
    if known is None:
        grown = values.astype(bool)
        for _ in range(steps):
            grown = _neighbours(np.pad(grown, ((1, 1), (1, 1), (0, 0)))) > 0
        return grown
    values, known = values.copy(), known.copy()
    for _ in range(steps):
        sums = _neighbours(np.pad(values * known[..., None], ((1, 1), (1, 1), (0, 0))))
        counts = _neighbours(np.pad(known, 1)[..., None])[..., 0]
        fresh = ~known & (counts > 0)
        values[fresh] = sums[fresh] / counts[fresh][:, None]
        known |= fresh
    return values


def _neighbours(padded: NDArray) -> NDArray:  # type: ignore[type-arg]
    """The sum of the nine cells around each, given an edge of one cell more."""
    rows, columns = padded.shape[0] - 2, padded.shape[1] - 2
    cells = [padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
    return np.asarray(np.sum(cells, axis=0, dtype=f32))
