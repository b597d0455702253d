"""The scene around the animal: a wall or a wood behind it, the ground below it, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tools.sample_pets import backdrops, grounds, lighting
from tools.sample_pets.geometry import Matrix, Vector, Y, vector
from tools.sample_pets.parameters import Light, Scene
from tools.sample_pets.shapes import Body
from tools.sample_pets.textures import foliage, ink, paint
from tools.sample_pets.tracing import Grid, Map, Projection

f32 = np.float32
_MOST_PIXELS = 900_000


@dataclass(frozen=True, eq=False)
class Floor:
    """The ground as the camera sees it.

    Attributes:
        projection: The camera.
        visible: Which pixels of the canvas show it.
        away: How far behind the animal it is there, in units of length; negative in front.
    """

    projection: Projection
    visible: NDArray[np.bool_]
    away: Map

    @classmethod
    def before(cls, projection: Projection, wall: float) -> Floor:
        """Return the ground up to a wall, `wall` units behind the animal."""
        width, height = projection.size
        across, down = np.meshgrid(np.arange(width, dtype=f32) + 0.5, np.arange(height, dtype=f32) + 0.5)
        ground = _on_ground(projection, across.ravel(), down.ravel())
        away = -ground[2].reshape(height, width)
        return cls(projection, np.isfinite(away) & (away < wall), np.nan_to_num(away, nan=1e3))

    def camera_space(self, across: NDArray[np.floating], down: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the points of the ground under pixels, in camera space: `(3, count)`."""
        return np.asarray(self.projection.tilt @ _on_ground(self.projection, across, down))


def _on_ground(projection: Projection, across: NDArray[np.floating], down: NDArray[np.floating]) -> NDArray[np.float64]:
    """Where the rays of pixels meet the ground, in the world: `(3, count)`; not a number above the horizon."""
    eye = projection.world(projection.eye)
    ways = projection.world(projection.rays(across, down))
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(ways[1] < -1e-6, -eye[1] / ways[1], np.nan)
    return eye[:, None] + ways * reach


def background(
    scene: Scene, projection: Projection, floor: Floor, framing: str, random: np.random.Generator
) -> Image.Image:
    """Return the scene without the animal, out of focus where it is far away."""
    far = projection.scale / (1 + scene.wall / projection.distance)
    canvas = backdrops.Backdrop(random, *projection.size, far * random.uniform(0.8, 1.3))
    image = backdrops.painted(scene.backdrop, canvas)
    if floor.visible.any():
        image.paste(_ground(scene.ground, floor, random), mask=_mask(floor.visible))
    blur = scene.blur * 0.03 * min(projection.size) * (0.5 if framing == "full" else 1)
    if blur < 0.8:
        return image
    soft = image.filter(ImageFilter.GaussianBlur(float(blur)))
    distant = np.where(floor.visible, np.clip((np.abs(floor.away) - 1.5) / 4, 0, 1), 1)
    image.paste(soft, mask=Image.fromarray((distant * 255).astype(np.uint8)))
    return image


def _mask(where: NDArray[np.bool_]) -> Image.Image:
    return Image.fromarray(where.astype(np.uint8) * 255)


def _ground(kind: str, floor: Floor, random: np.random.Generator) -> Image.Image:
    """Paint the visible piece of ground as from above, then look at it aslant."""
    rows, columns = (np.flatnonzero(floor.visible.any(axis=axis)) for axis in (1, 0))
    corners = np.array([(x, y) for x in columns[[0, -1]] for y in rows[[0, -1]]], f32).T
    seen = _on_ground(floor.projection, *corners)[[0, 2]]
    if not np.isfinite(seen).all():
        edge = np.argwhere(floor.visible)[:: max(1, floor.visible.sum() // 4000)].T
        seen = _on_ground(floor.projection, edge[1].astype(f32), edge[0].astype(f32))[[0, 2]]
    low, extent = np.nanmin(seen, axis=1) - 0.2, np.ptp(seen, axis=1) + 0.4
    unit = min(floor.projection.scale, float(np.sqrt(_MOST_PIXELS / extent.prod())))
    size = max(8, int(extent[0] * unit)), max(8, int(extent[1] * unit))
    texture = grounds.painted(kind, grounds.Plot(random, size, unit))
    coefficients = _homography(floor.projection, low, unit)
    method = Image.Transform.PERSPECTIVE
    return texture.transform(floor.projection.size, method, coefficients, Image.Resampling.BILINEAR)


def _homography(projection: Projection, low: NDArray[np.float64], unit: float) -> list[float]:
    """The eight numbers by which Pillow finds, for a pixel, its place on the ground's picture."""
    scale, (x0, y0) = projection.scale, projection.center
    to_ray = vector([[1 / scale, 0, -x0 / scale], [0, -1 / scale, y0 / scale], [0, 0, -projection.distance]])
    x, y, z = projection.tilt.T @ to_ray
    eye = projection.world(projection.eye)
    across = ((eye[0] - low[0]) * y - eye[1] * x) * unit
    along = ((eye[2] - low[1]) * y - eye[1] * z) * unit
    rows = np.concatenate([across, along, y]) / y[2]
    return [float(value) for value in rows[:8]]


def brightened(image: Image.Image, animal: float, around: NDArray[np.bool_], apart: float = 34) -> Image.Image:
    """Return the background moved in brightness so that the animal, of brightness `animal`, stands out."""
    grey = np.asarray(image.convert("L"), f32)[around]
    here = float(grey.mean()) if grey.size else 128.0
    if abs(here - animal) >= apart:
        return image
    brighter = animal < 118 if abs(here - animal) < 12 else here > animal
    target = float(np.clip(animal + (apart if brighter else -apart), 40, 225))
    power = np.log(target / 255) / np.log(np.clip(here, 8, 247) / 255)
    table = [int(255 * (value / 255) ** power + 0.5) for value in range(256)]
    return image.point(table * 3)


def cast_shadow(image: Image.Image, floor: Floor, body: Body, light: Light, budget: int = 3000) -> None:
    """Darken the ground where a body touches it or keeps the light away."""
    if not floor.visible.any():
        return
    rows, columns = (np.flatnonzero(floor.visible.any(axis=axis)) for axis in (1, 0))
    box = float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1])
    grid = Grid.over(box, budget)
    points = floor.camera_space(*grid.pixels())
    known = np.isfinite(points[1])
    dark = np.zeros(points.shape[1], f32)
    dark[known] = lighting.shadow(body, points[:, known].astype(f32), floor.projection.tilt @ Y, light)
    offset, _ = grid.place()
    whole = Image.new("F", image.size)
    whole.paste(Image.fromarray(grid.enlarged(dark)), offset)
    strength = np.clip(np.asarray(whole), 0, 1) * floor.visible
    image.paste((18, 17, 24), mask=Image.fromarray((strength * 255).astype(np.uint8)))


# ---- growing on the ground


def growth(kind: str, floor: Floor, random: np.random.Generator, detail: float) -> Growth | None:
    """Return the blades of grass or the fallen leaves that lie on a ground of this kind."""
    if kind not in ("grass", "leaves") or floor.visible.mean() < 0.01:
        return None
    rows, columns = np.nonzero(floor.visible)
    count = int(2200 * floor.visible.mean() * detail) + 40
    chosen = random.integers(0, rows.size, count)
    roots = floor.camera_space(columns[chosen].astype(f32), rows[chosen].astype(f32))
    roots = roots[:, np.argsort(roots[2])]
    tone = foliage(random) if kind == "grass" else vector((190, 112, 44))
    return Growth(kind, floor.projection, roots, tone, random)


@dataclass(frozen=True, eq=False)
class Growth:
    """Blades or leaves on the ground, the farthest first."""

    kind: str
    projection: Projection
    roots: NDArray[np.float64]
    tone: Vector
    random: np.random.Generator

    def paint(self, image: Image.Image, which: NDArray[np.bool_]) -> None:
        """Paint some of them."""
        draw, up = ImageDraw.Draw(image), self.projection.tilt @ Y
        for root in self.roots[:, which].T:
            if self.kind == "grass":
                self._blade(draw, root, up)
            else:
                self._leaf(draw, root, self.projection.tilt)

    def _blade(self, draw: ImageDraw.ImageDraw, root: Vector, up: Vector) -> None:
        random, tall = self.random, self.random.uniform(0.12, 0.36)
        lean = vector((random.normal(0, 0.35), 0, random.normal(0, 0.2)))
        half = vector((0.018 + 0.02 * tall, 0, 0))
        tip = root + (up + lean) * tall
        outline = self.projection.screen(np.stack([root - half, root + half, tip], axis=1))
        shade = self.tone * random.uniform(0.6, 1.45) + random.normal(0, 7, 3)
        draw.polygon([tuple(point) for point in outline], fill=ink(shade))

    def _leaf(self, draw: ImageDraw.ImageDraw, root: Vector, tilt: Matrix) -> None:
        random, angle, long = self.random, self.random.uniform(0, np.pi), self.random.uniform(0.10, 0.2)
        way = tilt @ vector((np.cos(angle), 0.15, np.sin(angle))) * long
        side = tilt @ vector((-np.sin(angle), 0.1, np.cos(angle))) * long * 0.45
        outline = self.projection.screen(np.stack([root - way, root + side, root + way, root - side], axis=1))
        shade = self.tone * random.uniform(0.55, 1.25) + random.normal(0, 16, 3)
        draw.polygon([tuple(point) for point in outline], fill=ink(shade))


# ---- in front of the animal


def occlude(kind: str, image: Image.Image, random: np.random.Generator) -> None:
    """Paint tall grass, bars or a twig over the picture, near the camera and so a little out of focus."""
    if kind in _OCCLUDERS:
        film = Image.new("RGBA", image.size)
        _OCCLUDERS[kind](ImageDraw.Draw(film), *image.size, random)
        film = film.filter(ImageFilter.GaussianBlur(min(image.size) * random.uniform(0.001, 0.004)))
        image.paste(film.convert("RGB"), mask=film.getchannel("A"))


def _tall_grass(draw: ImageDraw.ImageDraw, width: int, height: int, random: np.random.Generator) -> None:
    green = foliage(random)
    for _ in range(random.integers(25, 80)):
        x, tall = random.uniform(0, width), random.uniform(0.12, 0.38) * height
        lean, half = random.normal(0, 0.25) * tall, tall * 0.03 + 1
        bend = (x + lean * 0.35, height - tall * 0.6)
        left = [(x - half, height), (bend[0] - half * 0.7, bend[1]), (x + lean, height - tall)]
        right = [(x + lean, height - tall), (bend[0] + half * 0.7, bend[1]), (x + half, height)]
        tone = green * random.uniform(0.65, 1.4)
        draw.polygon(left + right, fill=ink(tone, 255))
        draw.polygon([*right, bend, (x, height)], fill=ink(tone * 0.85, 255))


def _bars(draw: ImageDraw.ImageDraw, width: int, height: int, random: np.random.Generator) -> None:
    """Upright bars, each shaded as the round rod it is."""
    colour, slant, count = paint(random), random.uniform(-0.15, 0.15), random.integers(2, 5)
    for bar in range(count):
        x, half = width * (bar + random.uniform(0.3, 0.7)) / count, min(width, height) * random.uniform(0.012, 0.026)
        for part in np.linspace(-1, 0.8, 10):
            left, right = x + half * part, x + half * (part + 0.22)
            shade = colour * (1.1 - 0.6 * (part - 0.35) ** 2)
            shift = slant * height * 0.3
            draw.polygon([(left, 0), (right, 0), (right + shift, height), (left + shift, height)], fill=ink(shade, 255))


def _twig(draw: ImageDraw.ImageDraw, width: int, height: int, random: np.random.Generator) -> None:
    """A twig with leaves that reaches in from one side."""
    side, green, short = random.choice([-1, 1]), foliage(random), min(width, height)
    start = vector((width / 2 + side * width / 2, random.uniform(0.05, 0.95) * height))
    way = vector((-side * random.uniform(0.22, 0.36) * width, random.normal(0, 0.15) * height))
    share = np.linspace(0, 1, 12)
    line = start + np.outer(share, way) + np.outer(share**2, (0, random.uniform(-0.1, 0.2) * height))
    draw.line([tuple(point) for point in line], fill=(96, 72, 50, 255), width=max(2, int(short * 0.012)))
    for at in range(2, 12):
        angle = np.arctan2(*(-way[::-1])) + random.choice([-1, 1]) * random.uniform(0.4, 1.1)
        reach = vector((np.cos(angle), np.sin(angle))) * short * random.uniform(0.07, 0.14)
        reach = reach * np.sign(reach @ way + 1e-9)
        broad = vector((-reach[1], reach[0])) * 0.28
        root, tone = line[at], green * random.uniform(0.75, 1.35)
        upper = [root, root + reach * 0.35 + broad, root + reach * 0.75 + broad * 0.6, root + reach]
        lower = [root + reach, root + reach * 0.75 - broad * 0.6, root + reach * 0.35 - broad, root]
        draw.polygon([tuple(point) for point in upper + lower], fill=ink(tone, 255))
        draw.polygon([tuple(point) for point in lower], fill=ink(tone * 0.82, 255))


_OCCLUDERS: dict[str, Callable[[ImageDraw.ImageDraw, int, int, np.random.Generator], None]] = {
    "grass": _tall_grass,
    "bars": _bars,
    "leaves": _twig,
}
