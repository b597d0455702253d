"""The law behind the pictures: everything that varies, and how often.

What makes a cat or a dog is its anatomy alone. Coat, pose, framing, scene, light and file follow one law for
both classes, so that nothing but the animal gives its class away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.sample_pets.geometry import Vector, vector

LABELS = "cat", "dog"
DIFFICULTY = 0.33


@dataclass(frozen=True)
class Law:
    """How hard the pictures are, in one number that sets all that makes a class harder to see.

    Attributes:
        difficulty: From 0 (every face towards the viewer, nothing in the way) over 0.33 (the data set of the
            course) to 1.
    """

    difficulty: float = DIFFICULTY

    def between(self, easy: float, hard: float) -> float:
        """Return the value for this difficulty, given those for 0 and 1."""
        return easy + (hard - easy) * self.difficulty

    @property
    def head_turn(self) -> float:
        """How far heads turn away from where the body points, in degrees (standard deviation)."""
        return self.between(8, 32)

    @property
    def occluded(self) -> float:
        """The share of pictures with something in front of the animal."""
        return self.between(0.10, 0.46)

    @property
    def off_center(self) -> float:
        """How far the animal lies off the centre, in widths of the picture (standard deviation)."""
        return self.between(0.04, 0.20)

    @property
    def framings(self) -> dict[str, float]:
        """How much of the animal a picture shows, and how often."""
        full, half = self.between(0.06, 0.46), self.between(0.32, 0.46)
        return {"head": 1 - half - full, "half": half, "full": full}

    @property
    def zooms(self) -> dict[str, tuple[float, float]]:
        """How large the head, or the whole animal, is in each framing, as a share of the picture's shorter side."""
        return {
            "head": (self.between(0.75, 0.41), self.between(1.0, 1.24)),
            "half": (self.between(0.52, 0.28), 0.66),
            "full": (self.between(0.84, 0.30), 1.0),
        }

    @property
    def head_tilt(self) -> float:
        """How far heads lean to a side, in degrees (standard deviation)."""
        return self.between(4, 18)

    @property
    def odd_ears(self) -> dict[str, float]:
        """The share of cats with folded and of dogs with pricked ears."""
        return {"cat": self.between(0.02, 0.06), "dog": self.between(0.06, 0.16)}

    @property
    def noise(self) -> float:
        """The strongest sensor noise, in grey levels."""
        return self.between(2, 8)


@dataclass(frozen=True)
class Pet:
    """The anatomy of one animal. Lengths are in radii of an average skull."""

    label: str
    young: bool
    ear: str
    muzzle: float
    muzzle_drop: float
    muzzle_width: float
    skull: tuple[float, float, float]
    cheek: float
    ear_height: float
    ear_width: float
    ear_spread: float
    ear_lean: float
    ear_asymmetry: tuple[float, float]
    eye: float
    eye_place: tuple[float, float]
    eye_tilt: float
    eye_opening: float
    pupil: str
    iris: str
    nose: float
    pink_nose: bool
    whiskers: bool
    tongue: bool
    legs: float
    girth: float
    neck: float
    tail: str
    tail_radius: float
    head: float
    fur: float

    @property
    def is_cat(self) -> bool:
        """Whether it is a cat."""
        return self.label == "cat"


@dataclass(frozen=True)
class Coat:
    """Pattern and colours, drawn alike for cats and dogs."""

    pattern: str
    base: Vector
    dark: Vector
    light: Vector
    second: Vector
    third: Vector
    white: Vector
    underside: float
    stripes: float
    variation: float
    blaze: bool


@dataclass(frozen=True)
class View:
    """How the animal stands before the camera. Angles are in degrees."""

    pose: str
    framing: str
    body_yaw: float
    head_yaw: float
    head_nod: float
    head_tilt: float
    camera_pitch: float
    camera_roll: float
    zoom: float
    offset: tuple[float, float]
    distance: float


@dataclass(frozen=True)
class Scene:
    """What is around the animal."""

    backdrop: str
    ground: str
    wall: float
    props: int
    occluder: str
    blur: float


@dataclass(frozen=True)
class Light:
    """Where the light comes from, and what it is like."""

    kind: str
    direction: Vector
    ambient: float
    key: float
    rim: float
    warmth: float


@dataclass(frozen=True)
class Camera:
    """What the camera and the file make of the scene."""

    width: int
    height: int
    quality: int
    grayscale: bool
    orientation: int
    exposure: float
    contrast: float
    saturation: float
    noise: float
    softness: float


@dataclass(frozen=True)
class Latents:
    """All that a picture is made from, but for the painter's hand."""

    seed: int
    index: int
    pet: Pet
    coat: Coat
    view: View
    scene: Scene
    light: Light
    camera: Camera

    @property
    def label(self) -> str:
        """The class."""
        return self.pet.label

    def row(self) -> dict[str, Any]:
        """Return what the table of the data set says of this picture."""
        pet, view, scene, camera = self.pet, self.view, self.scene, self.camera
        return {
            "seed": self.seed,
            "index": self.index,
            "class": pet.label,
            "ear": pet.ear,
            "muzzle": round(pet.muzzle, 3),
            "young": int(pet.young),
            "fur": round(pet.fur, 3),
            "coat": self.coat.pattern,
            "pose": view.pose,
            "framing": view.framing,
            "body_yaw": round(view.body_yaw),
            "head_yaw": round(view.head_yaw),
            "occluder": scene.occluder,
            "backdrop": scene.backdrop,
            "ground": scene.ground,
            "props": scene.props,
            "light": self.light.kind,
            "width": camera.width,
            "height": camera.height,
            "quality": camera.quality,
            "grayscale": int(camera.grayscale),
            "orientation": camera.orientation,
        }


def latents(seed: int, index: int, law: Law | None = None) -> Latents:
    """Draw what picture `index` of a data set is made from. Even indices are cats, odd ones dogs.

    Args:
        seed: Of the whole data set.
        index: Of the picture in it.
        law: How hard the pictures are.

    Returns:
        The same for the same arguments, whatever else was drawn before.
    """
    law = law or Law()
    streams = [np.random.default_rng([seed, index, part]) for part in range(6)]
    camera = draw_camera(streams[5], law)
    return Latents(
        seed,
        index,
        draw_pet(streams[0], LABELS[index % 2], law),
        draw_coat(streams[1]),
        draw_view(streams[2], law),
        draw_scene(streams[3], law),
        draw_light(streams[4]),
        camera,
    )


def choose(random: np.random.Generator, shares: Mapping[str, float]) -> str:
    """Draw one of the names, each as often as its share says."""
    weights = np.array(list(shares.values()))
    return str(random.choice(list(shares), p=weights / weights.sum()))


# ---- the animal

_CAT_EYES = {"green": 24, "yellow": 20, "copper": 21, "blue": 14, "hazel": 14, "brown": 7}
_DOG_EYES = {"brown": 36, "dark": 20, "copper": 16, "hazel": 12, "blue": 9, "yellow": 7}


def draw_pet(random: np.random.Generator, label: str, law: Law) -> Pet:
    """Draw the anatomy of a cat or a dog. The ranges of the two overlap in every number but the eyes' size."""
    drawn = _draw_cat(random, law) if label == "cat" else _draw_dog(random, law)
    young = bool(random.random() < 0.25)
    if young:
        drawn["eye"] *= 1.12
        drawn["muzzle"] *= 0.78
    lean, fur = random.normal(0, 0.10, 2), np.exp(random.uniform(np.log(0.09), np.log(0.32)))
    return Pet(
        label=label,
        young=young,
        ear_asymmetry=(float(lean[0]), float(lean[1])),
        head=random.uniform(0.88, 1.08) * (1.22 if young else 1),
        fur=float(fur),
        **drawn,
    )


def _draw_cat(random: np.random.Generator, law: Law) -> dict[str, Any]:
    u = random.uniform
    width = u(0.93, 1.08)
    folded = random.random() < law.odd_ears["cat"]
    return {
        "ear": "folded" if folded else "pricked",
        "muzzle": u(0.02, law.between(0.22, 0.30)),
        "muzzle_drop": 0.0,
        "muzzle_width": u(0.22, 0.28),
        "skull": (width, u(0.82, 0.93), u(0.84, 0.95)),
        "cheek": u(0.30, 0.52),
        "ear_height": u(0.74, 1.08),
        "ear_width": u(0.36, 0.47),
        "ear_spread": u(0.50, 0.66),
        "ear_lean": u(0.08, 0.40),
        "eye": u(0.17, 0.235),
        "eye_place": (u(0.38, 0.45) * width, u(0.0, 0.12)),
        "eye_tilt": u(0.05, 0.36),
        "eye_opening": u(0.60, 0.92),
        "pupil": choose(random, {"slit": 45, "oval": 30, "round": 25}),
        "iris": choose(random, _CAT_EYES),
        "nose": u(0.095, 0.125),
        "pink_nose": bool(random.random() < 0.55),
        "whiskers": bool(random.random() < 0.86),
        "tongue": bool(random.random() < 0.02),
        "legs": u(0.90, 1.20),
        "girth": u(0.70, 0.94),
        "neck": u(0.0, 0.25),
        "tail": choose(random, {"long": 55, "up": 28, "curl": 12, "short": 5}),
        "tail_radius": u(0.14, 0.25),
    }


def _draw_dog(random: np.random.Generator, law: Law) -> dict[str, Any]:
    u = random.uniform
    pricked = law.odd_ears["dog"]
    ear = choose(random, {"pricked": pricked, "hanging": 0.8 * (1 - pricked), "tipped": 0.2 * (1 - pricked)})
    width = u(0.84, 1.0) if ear != "pricked" else u(0.82, 0.92)
    shortest = {"hanging": law.between(0.40, 0.24), "tipped": law.between(0.50, 0.36), "pricked": 0.5}[ear]
    return {
        "ear": ear,
        "muzzle": u(shortest, 1.0),
        "muzzle_drop": u(0.20, 0.40),
        "muzzle_width": u(0.25, 0.36),
        "skull": (width, u(0.80, 0.92), u(0.86, 0.98)),
        "cheek": u(0.34, 0.44),
        "ear_height": u(0.95 if ear == "tipped" else 0.75, 1.2),
        "ear_width": u(0.28, 0.40),
        "ear_spread": u(0.42, 0.60),
        "ear_lean": u(0.0, 0.4),
        "eye": u(0.135, 0.19),
        "eye_place": (u(0.35, 0.43) * width, u(0.04, 0.16)),
        "eye_tilt": u(-0.12, 0.2),
        "eye_opening": u(0.68, 0.98),
        "pupil": choose(random, {"round": 90, "oval": 10}),
        "iris": choose(random, _DOG_EYES),
        "nose": u(0.17, 0.23),
        "pink_nose": False,
        "whiskers": bool(random.random() < 0.3),
        "tongue": bool(random.random() < 0.25),
        "legs": u(0.80, 1.45),
        "girth": u(0.78, 1.10),
        "neck": u(0.1, 0.65),
        "tail": choose(random, {"long": 36, "up": 24, "curl": 24, "short": 16}),
        "tail_radius": u(0.13, 0.28),
    }


# ---- the same for both

FUR = {
    "black": (58, 54, 54),
    "charcoal": (82, 80, 82),
    "grey": (132, 131, 131),
    "blue": (108, 115, 126),
    "silver": (180, 179, 178),
    "brown": (112, 80, 54),
    "chocolate": (88, 60, 44),
    "ginger": (205, 128, 62),
    "cream": (228, 204, 168),
    "white": (240, 236, 228),
    "gold": (206, 160, 96),
    "fawn": (196, 158, 118),
    "red": (162, 92, 52),
    "sand": (216, 188, 144),
}
_PATTERNS = {
    "solid": 16,
    "tabby": 22,
    "patches": 14,
    "calico": 7,
    "points": 10,
    "tuxedo": 12,
    "saddle": 9,
    "tabby-white": 10,
}


def draw_coat(random: np.random.Generator) -> Coat:
    """Draw pattern and colours."""

    def dyed(name: str) -> Vector:
        colour = vector(FUR[name]) * np.exp(random.normal(0, 0.10)) + random.normal(0, 6, 3)
        dye: Vector = np.clip(colour, 40, 250)
        return dye

    base = dyed(str(random.choice(list(FUR))))
    bright = base.mean()
    dark = base * random.uniform(0.32, 0.55) if bright > 80 else base + random.uniform(30, 60)
    others = [name for name, colour in FUR.items() if abs(np.mean(colour) - bright) > 45]
    return Coat(
        pattern=choose(random, _PATTERNS),
        base=base,
        dark=np.clip(dark, 30, 255),
        light=np.clip(base + (245 - base) * random.uniform(0.2, 0.75), 0, 250),
        second=dyed(str(random.choice(others))),
        third=dyed(str(random.choice(["ginger", "gold", "brown", "red", "grey"]))),
        white=dyed("white"),
        underside=random.uniform(0, 1) ** 0.7,
        stripes=random.uniform(4, 9),
        variation=random.uniform(0.04, 0.10),
        blaze=bool(random.random() < 0.6),
    )


def draw_view(random: np.random.Generator, law: Law) -> View:
    """Draw pose, framing and angles."""
    framing = choose(random, law.framings)
    pose = choose(random, {"sit": 45, "stand": 27, "lie": 28})
    body = random.choice([-1, 1]) * random.uniform(5, 85) if framing == "full" else random.normal(0, 42)
    head = np.clip(body * 0.35 + random.normal(0, law.head_turn), -55, 55)
    pitch = random.uniform(9, 24) if framing == "full" else random.uniform(4, 24)
    spread = law.off_center * {"head": 0.8, "half": 1.0, "full": 0.5}[framing]
    across, up = random.normal(0, spread, 2)
    return View(
        pose=pose,
        framing=framing,
        body_yaw=float(body),
        head_yaw=float(np.clip(head, body - 75, body + 75)),
        head_nod=-pitch * 0.55 + random.normal(0, 8),
        head_tilt=random.normal(0, law.head_tilt),
        camera_pitch=pitch,
        camera_roll=random.normal(0, 2.5),
        zoom=random.uniform(*law.zooms[framing]),
        offset=(float(across), float(up)),
        distance=random.uniform(9, 20),
    )


_GROUNDS = ["grass", "leaves", "wood", "carpet", "tiles", "snow", "sand", "blanket", "concrete", "gravel"]
_BACKDROPS = ["wall", "bokeh", "sky", "hedge", "curtain", "bricks", "shelf", "forest", "studio", "sofa", "window"]
_OCCLUDERS = {"grass": 35, "bars": 15, "prop": 30, "leaves": 20}


def draw_scene(random: np.random.Generator, law: Law) -> Scene:
    """Draw the surroundings."""
    occluded = random.random() < law.occluded
    return Scene(
        backdrop=str(random.choice(_BACKDROPS)),
        ground=str(random.choice(_GROUNDS)),
        wall=float(np.exp(random.uniform(np.log(2.5), np.log(14)))),
        props=min(int(random.poisson(0.6)), 3),
        occluder=choose(random, _OCCLUDERS) if occluded else "none",
        blur=random.uniform(0, 1) ** 1.3,
    )


def draw_light(random: np.random.Generator) -> Light:
    """Draw the light: that of an overcast sky, of the sun, or of a lamp."""
    kind = choose(random, {"soft": 40, "sun": 40, "lamp": 20})
    u, side = random.uniform, random.uniform(-1, 1)
    ambient, key = {"soft": (0.56, 0.54), "sun": (0.42, 0.78), "lamp": (0.40, 0.70)}[kind]
    warmth = {"soft": u(-0.04, 0.05), "sun": u(0.0, 0.10), "lamp": u(0.06, 0.18)}[kind]
    direction = vector([np.sin(side), u(0.45, 1.2), u(0.4, 1.1)])
    return Light(
        kind=kind,
        direction=direction / np.linalg.norm(direction),
        ambient=ambient * u(0.9, 1.12),
        key=key * u(0.88, 1.15),
        rim=u(0.05, 0.5),
        warmth=warmth,
    )


def draw_camera(random: np.random.Generator, law: Law) -> Camera:
    """Draw the size and the faults of the picture, and how its file is written."""
    u = random.uniform
    long, aspect = int(u(180, 340)), float(np.exp(u(-0.45, 0.45)))
    width, height = (long, int(long / aspect)) if aspect >= 1 else (int(long * aspect), long)
    turned = random.random() < 0.03
    return Camera(
        width=width,
        height=height,
        quality=int(u(55, 88)),
        grayscale=bool(random.random() < 0.03),
        orientation=int(random.choice([3, 6, 8])) if turned else 1,
        exposure=float(np.exp(random.normal(0.03, 0.18))),
        contrast=u(0.72, 1.15),
        saturation=u(0.75, 1.15),
        noise=u(0, law.noise),
        softness=u(0.3, 1.0) if random.random() < 0.25 else 0.0,
    )
