"""Eyes, nose, mouth, tongue and whiskers, laid onto the head and hidden where something is in front of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from tools.sample_pets import anatomy
from tools.sample_pets.geometry import Matrix, Vector, unit, units, vector
from tools.sample_pets.parameters import Pet
from tools.sample_pets.shapes import Body
from tools.sample_pets.textures import ink
from tools.sample_pets.tracing import Map, Projection

Outline = NDArray[np.float64]  # (count, 2), across and down
f32 = np.float32
_CIRCLE = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_IRIS = {
    "green": (124, 164, 84),
    "yellow": (214, 180, 64),
    "copper": (190, 114, 48),
    "blue": (112, 164, 204),
    "brown": (118, 74, 40),
    "dark": (72, 46, 34),
    "hazel": (152, 128, 66),
}


@dataclass(frozen=True, eq=False)
class Sitter:
    """A head as a painter of faces needs it.

    Attributes:
        canvas: What is painted on.
        depth: How near each of its pixels is.
        projection: From space to the canvas.
        head: In camera space.
        turn: The rotation from the head's space, and `place` and `size` of the head.
        bright: How bright the light is.
        sun: Where it comes from.
    """

    canvas: Image.Image
    depth: Map
    projection: Projection
    head: Body
    turn: Matrix
    place: Vector
    size: float
    bright: float
    sun: Vector

    @property
    def pixel(self) -> float:
        """Pixels a unit of length on the head."""
        return self.projection.scale * self.size

    def touch(self, points: ArrayLike, way: ArrayLike = (0, 0, -1)) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return where rays from points of the head's space meet the head, and the normals there: `(3, count)`."""
        there = self.turn @ (np.atleast_2d(vector(points)).T * self.size) + self.place[:, None]
        step = (self.turn @ unit(way))[:, None]
        for _ in range(18):
            there = there + step * self.head.distance(there.astype(f32)) * 0.95
        return there, units(self.head.normals(there.astype(f32)).astype(np.float64))

    def sees(self, point: Vector) -> bool:
        """Return whether a point of the head is on the canvas, and nothing in front of it."""
        (across, down), (height, width) = self.projection.screen(point[:, None])[0].astype(int), self.depth.shape
        return 0 <= across < width and 0 <= down < height and bool(self.depth[down, across] < point[2] + 0.12)

    def lay(self, outline: Outline, nearness: float, work: Callable[[Film], None], tolerance: float = 0.2) -> None:
        """Paint within the box around an outline, where nothing is nearer than `nearness`."""
        film = Film.over(self.canvas, outline)
        if film is not None:
            work(film)
            film.paste(self.canvas, self.depth, nearness + tolerance)


@dataclass(eq=False)
class Film:
    """A piece of the canvas to draw on, of which only what is visible goes back."""

    image: Image.Image
    box: tuple[int, int, int, int]

    @classmethod
    def over(cls, canvas: Image.Image, outline: Outline) -> Film | None:
        """Return a film over the box around an outline, if that is on the canvas."""
        low, high = np.floor(outline.min(axis=0)) - 3, np.ceil(outline.max(axis=0)) + 4
        left, top = (int(value) for value in np.maximum(low, 0))
        right, bottom = (int(value) for value in np.minimum(high, canvas.size))
        box = left, top, right, bottom
        return cls(canvas.crop(box), box) if right - left > 1 and bottom - top > 1 else None

    def area(self, outline: Outline, colour: ArrayLike, alpha: int = 255) -> None:
        """Fill an outline."""
        shifted = [(x - self.box[0], y - self.box[1]) for x, y in outline]
        ImageDraw.Draw(self.image, "RGBA").polygon(shifted, fill=ink(colour, alpha))

    def stroke(self, line: Outline, width: float, colour: ArrayLike, alpha: int = 255) -> None:
        """Draw a line that thins out towards its end."""
        along = np.gradient(line, axis=0)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) / (np.linalg.norm(along, axis=1)[:, None] + 1e-6)
        taper = width / 2 * np.linspace(1, 0.35, len(line))[:, None]
        self.area(np.concatenate([line + across * taper, (line - across * taper)[::-1]]), colour, alpha)

    def clipped(self, outline: Outline, work: Callable[[Film], None]) -> None:
        """Draw something of which only what is within an outline stays."""
        inner = Film(self.image.copy(), self.box)
        work(inner)
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(x - self.box[0], y - self.box[1]) for x, y in outline], fill=255)
        self.image.paste(inner.image, mask=mask)

    def paste(self, canvas: Image.Image, depth: Map, nearness: float) -> None:
        """Put back what nothing hides."""
        left, top, right, bottom = self.box
        visible = np.clip((nearness - depth[top:bottom, left:right]) / 0.08 + 0.5, 0, 1)
        canvas.paste(self.image, (left, top), Image.fromarray((visible * 255).astype(np.uint8)))


def painted(sitter: Sitter, pet: Pet, face: anatomy.Face, random: np.random.Generator) -> None:
    """Paint the face onto the canvas."""
    gaze = unit((random.normal(0, 0.22), random.normal(0, 0.12), 1))
    lid = random.uniform(0, 0.3) if random.random() < 0.4 else 0.0
    asleep = random.random() < 0.03
    for side in anatomy.SIDES:
        _eye(sitter, pet, face, side, gaze, lid, asleep)
    _mouth(sitter, pet, face)
    if pet.tongue:
        _tongue(sitter, face, random)
    _nose(sitter, pet, face, random)
    if pet.whiskers:
        _whiskers(sitter, pet, face, random)


# ---- eyes


@dataclass(frozen=True, eq=False)
class _Socket:
    """An eye's plane in space: `across` and `up` span it, `out` leaves it."""

    sitter: Sitter
    center: Vector
    across: Vector
    up: Vector
    out: Vector
    radius: float
    opening: float

    def points(self, x: NDArray[Any], y: NDArray[Any], lift: float = 0.02) -> Outline:
        place = (self.center + self.out * lift)[:, None]
        return self.sitter.projection.screen(place + self.radius * (np.outer(self.across, x) + np.outer(self.up, y)))

    def almond(self, scale: float, lid: float = 0.0) -> Outline:
        """The outline of the opening, its corners drawn out."""
        x, y = np.cos(_CIRCLE), np.sin(_CIRCLE)
        y = y * self.opening * (1 - 0.32 * np.abs(x) ** 1.8)
        return self.points(x * scale, np.minimum(y, self.opening * (1 - lid)) * scale)


def _socket(sitter: Sitter, pet: Pet, face: anatomy.Face, side: int) -> _Socket:
    where, normal = sitter.touch((side * face.eyes, face.eyes_up, 3.2))
    right, forward = sitter.turn[:, 0], sitter.turn[:, 2]
    out = unit(normal[:, 0] * 0.45 + forward * 0.75 + right * side * 0.22)
    across = unit(right - out * (right @ out))
    up = np.cross(out, across)
    tilt = pet.eye_tilt * side
    across, up = across * np.cos(tilt) + up * np.sin(tilt), up * np.cos(tilt) - across * np.sin(tilt)
    return _Socket(sitter, where[:, 0], across, up, out, pet.eye * sitter.size, pet.eye_opening)


def _eye(sitter: Sitter, pet: Pet, face: anatomy.Face, side: int, gaze: Vector, lid: float, asleep: bool) -> None:
    socket = _socket(sitter, pet, face, side)
    if socket.out[2] < 0.12:
        return
    rim = socket.almond(1.18)
    opening = socket.almond(1.0, lid)

    def work(film: Film) -> None:
        if asleep:
            film.stroke(rim[len(rim) // 2 :], 0.09 * sitter.pixel, (30, 22, 22), 245)
            return
        film.area(rim, vector((40, 31, 30)) * sitter.bright, 225)
        film.clipped(opening, lambda inner: _eyeball(inner, socket, pet, gaze))
        _glints(film, socket)

    sitter.lay(rim, float(socket.center[2]), work, 0.22)


def _eyeball(film: Film, socket: _Socket, pet: Pet, gaze: Vector) -> None:
    """Iris and pupil, darker under the upper lid."""
    bright, iris = socket.sitter.bright, vector(_IRIS[pet.iris])
    x0, y0 = gaze[0] * 0.32, gaze[1] * 0.28
    cos, sin = np.cos(_CIRCLE), np.sin(_CIRCLE)
    film.area(socket.points(cos * 1.4, sin * 1.4), iris * 0.42 * bright)
    # Darker at its edge and above, where the lid's shadow falls; brightest below the pupil.
    for ring in np.linspace(1, 0.25, 20):
        bright_here = bright * (0.66 + 0.62 * (1 - ring) + 0.22 * max(0.0, 1 - abs(ring - 0.84) / 0.12))
        film.area(socket.points(x0 + cos * ring * 0.98, y0 + sin * ring * 0.98 - 0.16 * (1 - ring)), iris * bright_here)
    wide, tall = {"slit": (0.22, 0.84), "oval": (0.44, 0.80), "round": (0.60, 0.60)}[pet.pupil]
    film.area(socket.points(x0 + cos * wide, y0 + sin * tall), (14, 11, 12))
    lash = socket.opening * 0.55
    film.area(socket.points(np.array([-1.3, 1.3, 1.3, -1.3]), np.array([lash, lash, 1.3, 1.3])), (12, 8, 8), 70)


def _glints(film: Film, socket: _Socket) -> None:
    """The light mirrored in the eye: a bright spot towards it, a weak one opposite."""
    cos, sin = np.cos(_CIRCLE), np.sin(_CIRCLE)
    x, y = socket.sitter.sun[0] * 0.32, 0.36 * socket.opening
    film.area(socket.points(x + cos * 0.17, y + sin * 0.17), (255, 255, 255), 235)
    film.area(socket.points(-x + cos * 0.1, -y + sin * 0.08), (255, 255, 255), 70)


# ---- nose, mouth, tongue

_CAT_NOSE = [(-1, 0.55), (-0.6, 0.8), (0.6, 0.8), (1, 0.55), (0.72, 0.05), (0.2, -0.55), (-0.2, -0.55), (-0.72, 0.05)]
_DOG_NOSE = [
    (-1, 0.25), (-0.82, 0.66), (-0.4, 0.86), (0.4, 0.86), (0.82, 0.66), (1, 0.25),
    (0.82, -0.22), (0.34, -0.5), (0.12, -0.72), (-0.12, -0.72), (-0.34, -0.5), (-0.82, -0.22),
]  # fmt: skip


def _nose(sitter: Sitter, pet: Pet, face: anatomy.Face, random: np.random.Generator) -> None:
    where, normal = sitter.touch((0, face.nose_up, 3.2))
    place, forward, up, right = where[:, 0], sitter.turn[:, 2], sitter.turn[:, 1], sitter.turn[:, 0]
    out = unit(normal[:, 0] * 0.4 + forward * 0.8 + up * 0.15)
    if out[2] < 0.05:
        return
    across = unit(right - out * (right @ out))
    high = np.cross(out, across) * (0.85 if pet.is_cat else 0.8)
    radius, lift = pet.nose * sitter.size, out * 0.03

    def seen(points: ArrayLike) -> Outline:
        x, y = vector(points).T
        return sitter.projection.screen((place + lift)[:, None] + radius * (np.outer(across, x) + np.outer(high, y)))

    dark = vector((44, 37, 38)) if random.random() < 0.8 else vector((84, 60, 52))
    colour = (vector((200, 124, 116)) if pet.pink_nose else dark) * sitter.bright
    shape = seen(_CAT_NOSE if pet.is_cat else _DOG_NOSE)
    circle = np.stack([np.cos(_CIRCLE), np.sin(_CIRCLE)], axis=1)

    def work(film: Film) -> None:
        film.area(shape, colour)
        film.area(seen(circle * (0.52, 0.16) + (sitter.sun[0] * 0.2, 0.5)), colour * 1.35 + 34, 150)
        for side in anatomy.SIDES:
            film.area(seen(circle * (0.15, 0.10) + (side * 0.5, -0.02)), colour * 0.42, 235)
            film.area(seen(circle * (0.17, 0.05) + (side * 0.66, 0.02)), colour * 0.42, 235)

    sitter.lay(shape, float(place[2]), work, 0.25)


def _mouth(sitter: Sitter, pet: Pet, face: anatomy.Face) -> None:
    """The line under the nose and the lips, along the surface; where it turns away, it ends."""
    share = np.linspace(0, 1, 8)
    wide = 0.30 if pet.is_cat else pet.muzzle_width * 0.95
    low = face.mouth_up - (0.10 if pet.is_cat else 0.12)
    middle = np.stack([0 * share, face.nose_up + (low - face.nose_up) * share, 0 * share + 3.2], axis=1)
    lips = [
        np.stack([side * share * wide, low - 0.09 * np.sin(share * np.pi) + 0.05 * share, 0 * share + 3.2], axis=1)
        for side in anatomy.SIDES
    ]
    for line in (middle, *lips):
        _line(sitter, *sitter.touch(line))
    if not pet.is_cat:
        for side in anatomy.SIDES:
            back = face.muzzle_tip - (0.12 + 0.55 * pet.muzzle * share)
            along = np.stack([0 * share + side * 2, low - 0.05 + 0.10 * share, back], axis=1)
            _line(sitter, *sitter.touch(along, (-side, 0, 0)))


def _line(sitter: Sitter, points: NDArray[Any], normals: NDArray[Any]) -> None:
    """Draw a line on the head where it faces the viewer."""
    facing = normals[2] > 0.08
    if facing.sum() < 2:
        return
    last = int(np.argmin(facing)) if not facing.all() else facing.size
    first = 0 if facing[0] else int(np.argmax(facing))
    run = slice(first, last if last > first else facing.size)
    seen = sitter.projection.screen(points[:, run] + normals[:, run] * 0.02)
    if len(seen) > 1:
        nearness = float(points[2, run].mean())
        sitter.lay(seen, nearness, lambda film: film.stroke(seen, 0.045 * sitter.pixel, (46, 31, 31), 205), 0.3)


def _tongue(sitter: Sitter, face: anatomy.Face, random: np.random.Generator) -> None:
    where, _ = sitter.touch((0, face.mouth_up - 0.19, 3.2))
    root = where[:, 0] + sitter.turn[:, 2] * 0.04
    right, down = sitter.turn[:, 0] * sitter.size, -sitter.turn[:, 1] * sitter.size + sitter.turn[:, 2] * 0.1
    long, half = random.uniform(0.25, 0.46), random.uniform(0.13, 0.19)
    angle = np.linspace(0, np.pi, 12)
    x = np.concatenate([[-1], -np.cos(angle) * 1.05, [1]]) * half
    y = np.concatenate([[0], 0.6 + 0.4 * np.sin(angle), [0]]) * long
    shape = sitter.projection.screen(root[:, None] + np.outer(right, x) + np.outer(down, y))
    crease = sitter.projection.screen(root[:, None] + np.outer(down, np.linspace(0.1, 0.75, 5) * long))

    def work(film: Film) -> None:
        film.area(shape, vector((218, 112, 120)) * sitter.bright)
        film.stroke(crease, 0.05 * sitter.pixel, vector((168, 74, 86)) * sitter.bright, 200)
        film.stroke(shape[[0, -1]], 0.09 * sitter.pixel, (60, 26, 28), 200)

    sitter.lay(shape, float(root[2]), work, 0.3)


def _whiskers(sitter: Sitter, pet: Pet, face: anatomy.Face, random: np.random.Generator) -> None:
    long = random.uniform(0.8, 1.35) if pet.is_cat else random.uniform(0.2, 0.4)
    thick, alpha = (0.019, 215) if pet.is_cat else (0.014, 120)
    droop, colour = random.uniform(-0.05, 0.35), vector((244, 242, 238)) * min(1.0, sitter.bright)
    right, up, forward = (sitter.turn[:, axis] for axis in range(3))
    share = np.linspace(0, 1, 9)
    roots = [
        (side * (0.2 + 0.05 * row), face.mouth_up + 0.03 - 0.06 * (row % 3), 3.2)
        for side in anatomy.SIDES
        for row in range(random.integers(3, 6))
    ]
    for (across, _, _), root, normal in zip(roots, *(found.T for found in sitter.touch(roots)), strict=True):
        lift, ahead = random.normal(0.08, 0.16), random.uniform(-0.1, 0.35)
        way = unit(right * np.sign(across) + up * lift + forward * ahead)
        if normal[2] < -0.1 or not sitter.sees(root):
            continue
        hair = root[:, None] + long * sitter.size * (np.outer(way, share) - np.outer(up, droop * share**2))
        seen = sitter.projection.screen(hair)

        def work(film: Film, seen: Outline = seen) -> None:
            film.stroke(seen, max(1.2, thick * sitter.pixel), colour, alpha)

        sitter.lay(seen, np.inf, work)
