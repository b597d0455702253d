"""Cats and dogs, sculpted from ellipsoids and capsules: about 35 solids for one animal, seen from any side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from tools.sample_pets.geometry import Vector, Y, turn_x, turn_y, turn_z, unit, vector
from tools.sample_pets.parameters import Pet
from tools.sample_pets.shapes import Capsule, Ellipsoid, Part, Solid

SIDES = -1, 1


@dataclass(frozen=True, eq=False)
class Ear:
    """Where an ear that shows its inside is: from `base` to `tip`, open towards `normal`."""

    base: Vector
    tip: Vector
    radius: float
    normal: Vector


@dataclass
class Sculpture:
    """A growing list of solids."""

    on_head: bool = False
    solids: list[Solid] = field(default_factory=list)
    ears: list[Ear] = field(default_factory=list)

    def ball(self, tag: str, center: ArrayLike, radii: ArrayLike, blend: float, flow: ArrayLike) -> None:
        """Add an ellipsoid."""
        part = Part(tag, blend, vector(flow), self.on_head)
        self.solids.append(Ellipsoid(part, vector(center), vector(radii)))

    def rod(
        self,
        tag: str,
        ends: tuple[ArrayLike, ArrayLike],
        radii: tuple[float, float],
        blend: float,
        flow: ArrayLike,
        flat: tuple[ArrayLike, float] | None = None,
    ) -> None:
        """Add a capsule, flattened along `flat[0]` to `flat[1]` of its thickness."""
        part = Part(tag, blend, vector(flow), self.on_head)
        normal, flatness = (unit(flat[0]), flat[1]) if flat else (None, 1.0)
        self.solids.append(Capsule(part, vector(ends[0]), vector(ends[1]), *radii, normal, flatness))


@dataclass(frozen=True)
class Face:
    """Where the features lie on the head, seen from the front: (across, up)."""

    eyes: float
    eyes_up: float
    nose_up: float
    mouth_up: float
    muzzle_tip: float


# ---- the head, around the origin, its nose towards +z


def head(pet: Pet) -> tuple[Sculpture, Face]:
    """Return the solids of the head and where its features lie."""
    clay = Sculpture(on_head=True)
    clay.ball("skull", (0, 0, 0), pet.skull, 0.18, (0, 0.4, -1))
    face = _cat_face(clay, pet) if pet.is_cat else _dog_face(clay, pet)
    for side, asymmetry in zip(SIDES, pet.ear_asymmetry, strict=True):
        _EARS[pet.ear](clay, pet, side, asymmetry)
    if pet.fur > 0.2:
        for side in SIDES:
            clay.ball("ruff", (side * 0.6, -0.5, -0.15), (0.5, 0.5, 0.5), 0.35, (side * 0.7, -0.8, -0.1))
    return clay, face


def _cat_face(clay: Sculpture, pet: Pet) -> Face:
    length, width = pet.muzzle, pet.skull[0]
    for side in SIDES:
        cheek = (pet.cheek + 0.08, 0.40, 0.5)
        clay.ball("cheek", (side * 0.45 * width, -0.32, 0.2), cheek, 0.3, (side * 0.8, -0.5, -0.5))
    clay.rod("bridge", ((0, 0.12, 0.55), (0, -0.22, 0.80 + length)), (0.30, 0.19), 0.25, (0, 1, -0.6))
    tip = 0.78 + length
    for side in SIDES:
        clay.ball("muzzle", (side * 0.19, -0.40, tip), (pet.muzzle_width, 0.2, 0.24), 0.12, (side, -0.4, -0.4))
    clay.ball("chin", (0, -0.60, tip - 0.1), (0.21, 0.16, 0.19), 0.12, (0, -1, -0.2))
    return Face(*pet.eye_place, nose_up=-0.235, mouth_up=-0.40, muzzle_tip=tip)


def _dog_face(clay: Sculpture, pet: Pet) -> Face:
    length, width, drop, tip = pet.muzzle, pet.skull[0], pet.muzzle_drop, pet.muzzle_width
    for side in SIDES:
        clay.ball("cheek", (side * 0.4 * width, -0.28, 0.12), (pet.cheek, 0.42, 0.5), 0.3, (side * 0.6, -0.6, -0.6))
    clay.rod("bridge", ((0, -0.12, 0.45), (0, -drop, 0.72 + length)), (tip * 1.32, tip), 0.22, (0, 0.6, -1))
    for side in SIDES:
        flews = (tip * 0.72, 0.23, 0.26 + 0.25 * length)
        place = (side * tip * 0.55, -drop - 0.15, 0.66 + length)
        clay.ball("muzzle", place, flews, 0.14, (side * 0.7, -0.6, -0.5))
    jaw = drop + 0.33 + (0.14 if pet.tongue else 0)
    clay.rod("chin", ((0, -0.42, 0.35), (0, -jaw, 0.55 + length * 0.95)), (0.27, 0.17), 0.12, (0, -0.7, -0.7))
    for side in SIDES:
        clay.ball("brow", (side * 0.33, 0.22, 0.62), (0.24, 0.2, 0.2), 0.2, (side * 0.4, 0.8, -0.3))
    nose_up = -drop + tip * 0.38
    leather = (pet.nose * 1.0, pet.nose * 0.72, pet.nose * 0.8)
    clay.ball("nose", (0, nose_up, 0.72 + length + tip * 0.74), leather, 0.05, (0, 1, 0))
    return Face(*pet.eye_place, nose_up=nose_up, mouth_up=-drop - 0.15, muzzle_tip=0.66 + length)


def _pricked(clay: Sculpture, pet: Pet, side: int, asymmetry: float) -> None:
    width, height, _ = pet.skull
    base = vector((side * pet.ear_spread * width, 0.52 * height, -0.08))
    tip = base + vector((side * (pet.ear_lean + asymmetry * 0.5), pet.ear_height * (1 + asymmetry * 0.3), -0.05))
    normal = unit((side * 0.35, 0.05, 0.95))
    clay.rod("ear", (base, tip), (pet.ear_width, 0.05), 0.14, (side * 0.1, 1, -0.2), (normal, 0.33))
    clay.ears.append(Ear(base, tip, pet.ear_width, normal))


def _folded(clay: Sculpture, pet: Pet, side: int, asymmetry: float) -> None:
    width, height, _ = pet.skull
    base = vector((side * (pet.ear_spread + 0.02) * width, 0.62 * height, 0))
    fold = base + vector((side * (0.14 + asymmetry * 0.3), 0.22, 0.10))
    tip = fold + vector((side * 0.10, -0.20, 0.30))
    clay.rod("ear", (base, fold), (0.34, 0.20), 0.16, (0, 1, 0.3), ((side * 0.3, 0, 0.95), 0.45))
    clay.rod("ear", (fold, tip), (0.22, 0.04), 0.08, (0, -0.3, 1), ((side * 0.2, 0.85, 0.5), 0.33))


def _hanging(clay: Sculpture, pet: Pet, side: int, asymmetry: float) -> None:
    width, height, _ = pet.skull
    base = vector((side * 0.60 * width, (0.46 + pet.ear_lean * 0.4) * height, -0.05))
    bend = base + vector((side * 0.34, -0.10 + pet.ear_lean * 0.15, 0.05))
    tip = bend + vector((side * (0.06 + asymmetry), -pet.ear_height * 1.2, 0.16))
    broad = pet.ear_width
    clay.rod("ear", (base, bend), (0.22, broad * 0.65), 0.2, (side, -0.3, 0), ((side * 0.4, 0.9, 0.1), 0.55))
    flap = ((side * 0.95, 0.1, 0.3), 0.36)
    clay.rod("ear", (bend, tip), (broad * 0.66, broad * 1.05), 0.16, (0, -1, 0.1), flap)


def _tipped(clay: Sculpture, pet: Pet, side: int, asymmetry: float) -> None:
    width, height, _ = pet.skull
    base = vector((side * pet.ear_spread * width, 0.50 * height, -0.05))
    fold = base + vector((side * (0.22 + 0.3 * pet.ear_lean), 0.48 * pet.ear_height, 0.02))
    tip = fold + vector((side * (0.24 + asymmetry), -0.66, 0.40))
    broad = pet.ear_width
    clay.rod("ear", (base, fold), (broad * 0.95, 0.18), 0.12, (0, 1, 0), ((side * 0.35, 0, 0.94), 0.36))
    clay.rod("ear", (fold, tip), (0.30, 0.08), 0.05, (0, -0.7, 0.6), ((side * 0.6, 0.65, 0.6), 0.28))


_EARS = {"pricked": _pricked, "folded": _folded, "hanging": _hanging, "tipped": _tipped}


# ---- the body, its paws on the plane y = 0, its front towards +z


def body(pet: Pet, pose: str, random: np.random.Generator) -> tuple[Sculpture, Vector]:
    """Return the solids of the body and where the centre of the head belongs."""
    clay = Sculpture()
    place, tail_root, tail_way = _POSES[pose](clay, pet, random)
    _tail(clay, pet, pose, random, tail_root, tail_way)
    return clay, place


def _leg_radius(pet: Pet, random: np.random.Generator) -> float:
    return 0.23 * pet.girth * random.uniform(0.85, 1.2)


def _sit(clay: Sculpture, pet: Pet, random: np.random.Generator) -> tuple[Vector, Vector, Vector]:
    girth, leg = pet.girth, _leg_radius(pet, random)
    tall = 0.9 + 0.35 * pet.legs
    clay.ball("hip", (0, 0.95, -0.9), (0.98 * girth, 0.95, 1.05), 0.35, (0, -0.6, -0.6))
    clay.ball("chest", (0, 1.6 + 0.3 * tall, 0), (0.8 * girth, tall, 0.72), 0.4, (0, -1, 0.1))
    clay.ball("belly", (0, 1.2, -0.4), (0.82 * girth, 0.9, 0.9), 0.4, (0, -1, -0.2))
    place = vector((0, 2.35 + 0.75 * tall + pet.neck, 0.45 + random.uniform(-0.1, 0.25)))
    neck = ((0, 1.9 + 0.55 * tall, 0.05), place - vector((0, 0.35, 0.15)))
    clay.rod("neck", neck, (0.66 * girth, 0.58), 0.3, (0, -1, 0.1))
    for side in SIDES:
        x = side * 0.42 * girth
        clay.rod("leg", ((x, 1.5 * tall, 0.45), (x * 1.05, 0.25, 0.62)), (leg * 1.35, leg), 0.25, (0, -1, 0))
        clay.ball("paw", (x * 1.05, 0.14, 0.78), (leg * 1.15, 0.17, 0.34), 0.12, (0, -0.3, 1))
        thigh = (0.42 * girth, 0.72, 0.78)
        clay.ball("hip", (side * 0.78 * girth, 0.75, -0.35), thigh, 0.25, (side * 0.2, -0.8, -0.3))
        clay.ball("paw", (side * 0.92 * girth, 0.14, 0.35), (0.22, 0.16, 0.45), 0.15, (0, -0.2, 1))
    return place, vector((0, 0.35, -1.75)), vector((random.choice(SIDES) * 0.9, 0, -0.3))


def _stand(clay: Sculpture, pet: Pet, random: np.random.Generator) -> tuple[Vector, Vector, Vector]:
    girth, leg, low = pet.girth, _leg_radius(pet, random), 1.25 * pet.legs
    high = low + 0.55
    clay.ball("hip", (0, high, -1.35), (0.72 * girth, 0.74, 0.85), 0.35, (0, -0.4, -1))
    clay.ball("belly", (0, high - 0.02, -0.3), (0.68 * girth, 0.68, 1.2), 0.4, (0, -0.3, -1))
    clay.ball("chest", (0, high, 0.75), (0.74 * girth, 0.82, 0.85), 0.4, (0, -0.5, -1))
    place = vector((0, high + 0.95 + pet.neck * 0.8, 1.7 + pet.neck * 0.4))
    neck = ((0, high + 0.3, 1.0), place - vector((0, 0.2, 0.2)))
    clay.rod("neck", neck, (0.62 * girth, 0.52), 0.3, (0, -0.8, -0.5))
    for side in SIDES:
        x, fore, hind = side * 0.42 * girth, *random.uniform(-0.35, 0.35, 2)
        down = (0, -1, 0)
        clay.rod("leg", ((x, high - 0.2, 0.85), (x, 0.25, 0.85 + fore)), (leg * 1.4, leg * 0.95), 0.25, down)
        clay.ball("paw", (x, 0.14, 0.97 + fore), (leg * 1.15, 0.17, 0.33), 0.12, (0, -0.3, 1))
        knee = (x * 1.05, low * 0.55, -1.25 + hind * 0.3)
        clay.rod("hip", ((x, high - 0.1, -1.45), knee), (leg * 2.0, leg * 1.2), 0.25, (0, -1, -0.2))
        clay.rod("leg", (knee, (x, 0.22, -1.5 + hind)), (leg * 1.2, leg * 0.9), 0.15, down)
        clay.ball("paw", (x, 0.14, -1.35 + hind), (leg * 1.15, 0.16, 0.33), 0.12, (0, -0.3, 1))
    return place, vector((0, high + 0.35, -2.0)), vector((random.normal(0, 0.3), 0.2, -1))


def _lie(clay: Sculpture, pet: Pet, random: np.random.Generator) -> tuple[Vector, Vector, Vector]:
    girth, leg = pet.girth, _leg_radius(pet, random)
    clay.ball("hip", (0, 0.85, -1.3), (0.95 * girth, 0.82, 1.0), 0.35, (0, -0.4, -1))
    clay.ball("belly", (0, 0.85, -0.2), (0.85 * girth, 0.78, 1.2), 0.4, (0, -0.3, -1))
    clay.ball("chest", (0, 0.98, 0.7), (0.8 * girth, 0.86, 0.8), 0.4, (0, -0.6, -0.8))
    place = vector((0, 2.0 + pet.neck * 0.7, 1.25 + pet.neck * 0.2))
    clay.rod("neck", ((0, 1.25, 0.85), place - vector((0, 0.3, 0.15))), (0.66 * girth, 0.56), 0.3, (0, -0.9, -0.3))
    for side in SIDES:
        x, reach = side * 0.45 * girth, random.uniform(0.3, 1.1)
        arm = ((x, 0.6, 0.7), (x * 0.9, 0.2, 1.2 + reach))
        clay.rod("leg", arm, (leg * 1.3, leg), 0.2, (0, -0.2, 1))
        clay.ball("paw", (x * 0.9, 0.17, 1.35 + reach), (leg * 1.2, 0.17, 0.32), 0.12, (0, -0.2, 1))
        clay.ball("hip", (side * 0.85 * girth, 0.6, -1.1), (0.38, 0.6, 0.72), 0.25, (side * 0.2, -0.8, -0.4))
        clay.ball("paw", (side * girth, 0.15, -0.45), (0.2, 0.16, 0.45), 0.15, (0, -0.2, 1))
    return place, vector((0, 0.5, -2.0)), vector((random.choice(SIDES) * 0.7, -0.05, -0.8))


_POSES = {"sit": _sit, "stand": _stand, "lie": _lie}
_TAIL_LENGTHS = {"long": (2.2, 3.2), "up": (1.8, 2.8), "curl": (1.8, 2.4), "short": (0.4, 0.7)}


def _tail(clay: Sculpture, pet: Pet, pose: str, random: np.random.Generator, place: Vector, way: Vector) -> None:
    """Grow the tail joint by joint, each turned a little against the last. It may lie on the ground, not below."""
    length, joints = random.uniform(*_TAIL_LENGTHS[pet.tail]), 4 if pet.tail == "short" else 9
    radius = pet.tail_radius * (1.25 if pet.fur > 0.2 else 1)
    bend = _tail_bend(pet, pose, random)
    way = unit(way + 1.2 * Y if pose != "lie" else way + 0.7 * Y) if pet.tail == "up" else unit(way)
    for joint in range(joints):
        after = place + way * length / joints
        thin, thinner = (radius * (1 - 0.5 * step / joints) for step in (joint, joint + 1))
        after[1] = max(after[1], thinner)
        clay.rod("tail", (place, after), (thin, thinner), 0.14, after - place)
        place, way = after, bend(way, joint)


def _tail_bend(pet: Pet, pose: str, random: np.random.Generator) -> Callable[[Vector, int], Vector]:
    """Return what turns the direction of the tail from one joint to the next."""
    side, curve = random.choice(SIDES), random.uniform(4, 17)
    if pet.tail == "curl" and pose == "stand":
        return lambda way, joint: unit(turn_x(28) @ way)
    if pet.tail == "curl":
        return lambda way, joint: unit(turn_y(side * 23) @ way + 0.10 * Y)
    if pet.tail == "up":
        return lambda way, joint: unit(turn_x(curve * 0.5) @ turn_z(side * curve * 0.5) @ way)
    if pose == "stand":
        return lambda way, joint: unit(way + (curve / 50 - 0.19 if joint > 4 else -0.19) * Y)
    return lambda way, joint: unit(turn_y(-side * curve) @ way)
