"""Eight large pictures for print, chosen by what they show rather than by chance."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from course_utils.storage import replacing
from tools.sample_pets import parameters
from tools.sample_pets.geometry import unit, vector
from tools.sample_pets.parameters import Latents, Law, latents

SEED = 8
DETAIL = 6.0
_LARGEST = 1_000_000  # bytes


@dataclass(frozen=True)
class Plate:
    """A picture: drawn as index `index` of the plates' seed would be, with some things laid down."""

    name: str
    index: int
    size: tuple[int, int]
    pet: Mapping[str, Any] = field(default_factory=dict)
    coat: Mapping[str, Any] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)
    scene: Mapping[str, Any] = field(default_factory=dict)

    def latents(self) -> Latents:
        """Return what it is drawn from."""
        drawn = latents(SEED, self.index, Law(0.2))
        light = replace(drawn.light, kind="sun", direction=unit((-0.5, 0.8, 0.8)), ambient=0.52, key=0.64, warmth=0.05)
        camera = replace(
            drawn.camera,
            width=self.size[0],
            height=self.size[1],
            grayscale=False,
            orientation=1,
            exposure=1.0,
            contrast=1.05,
            saturation=1.05,
            noise=1.0,
            softness=0.0,
        )
        scene = replace(drawn.scene, **{"occluder": "none", "props": 0, "blur": 0.5, **self.scene})
        return replace(
            drawn,
            pet=replace(drawn.pet, **{"young": False, **self.pet}),
            coat=replace(drawn.coat, **self.coat),
            view=replace(drawn.view, **{"camera_roll": 0.0, "offset": (0.0, 0.0), **self.view}),
            scene=scene,
            light=light,
            camera=camera,
        )


def _dyed(pattern: str, base: str, dark: float = 0.45, second: str = "white", third: str = "ginger") -> dict[str, Any]:
    """A coat of named colours."""
    colour = vector(parameters.FUR[base])
    return {
        "pattern": pattern,
        "base": colour,
        "dark": colour * dark,
        "light": colour + (245 - colour) * 0.6,
        "second": vector(parameters.FUR[second]),
        "third": vector(parameters.FUR[third]),
        "white": vector(parameters.FUR["white"]),
        "underside": 0.8,
        "variation": 0.07,
        "blaze": True,
    }


def _seen(pose: str, framing: str, body: float, head: float, zoom: float, pitch: float = 10) -> dict[str, Any]:
    """A view."""
    angles = {"body_yaw": body, "head_yaw": head, "head_nod": -pitch * 0.6, "head_tilt": 4.0, "camera_pitch": pitch}
    return {"pose": pose, "framing": framing, "zoom": zoom, "distance": 13.0, **angles}


_CAT = {"ear": "pricked", "whiskers": True, "tongue": False}
_DOG = {"whiskers": False}
PLATES = [
    Plate(
        "tabby-cat",
        0,
        (1400, 1120),
        {**_CAT, "fur": 0.16, "iris": "green", "pupil": "slit", "eye": 0.21, "pink_nose": True},
        {**_dyed("tabby-white", "brown", 0.4), "stripes": 6.5},
        _seen("sit", "head", -20, 12, 0.82),
        {"backdrop": "bokeh", "ground": "grass", "wall": 9.0},
    ),
    Plate(
        "spaniel",
        1,
        (1120, 1400),
        {**_DOG, "ear": "hanging", "fur": 0.2, "muzzle": 0.62, "iris": "brown", "tongue": True, "eye": 0.165},
        _dyed("tuxedo", "red"),
        _seen("sit", "full", 28, 8, 0.82, 12),
        {"backdrop": "forest", "ground": "grass", "wall": 8.0},
    ),
    Plate(
        "siamese-cat",
        2,
        (1400, 1050),
        {**_CAT, "fur": 0.11, "iris": "blue", "pupil": "oval", "eye": 0.2, "girth": 0.74, "tail": "long"},
        _dyed("points", "cream", 0.3),
        _seen("lie", "full", -42, -14, 0.84, 14),
        {"backdrop": "window", "ground": "wood", "wall": 5.0},
    ),
    Plate(
        "shepherd",
        3,
        (1400, 1120),
        {**_DOG, "ear": "pricked", "fur": 0.19, "muzzle": 0.9, "iris": "copper", "tongue": False, "eye": 0.16},
        _dyed("saddle", "gold", 0.25),
        _seen("stand", "half", 48, 24, 0.56, 9),
        {"backdrop": "sky", "ground": "sand", "wall": 14.0},
    ),
    Plate(
        "black-cat",
        4,
        (1120, 1400),
        {**_CAT, "fur": 0.13, "iris": "yellow", "pupil": "slit", "eye": 0.215, "pink_nose": False, "tail": "long"},
        _dyed("solid", "charcoal", 1.5),
        _seen("sit", "full", -24, 4, 0.82, 12),
        {"backdrop": "bricks", "ground": "tiles", "wall": 4.0},
    ),
    Plate(
        "terrier",
        5,
        (1400, 1120),
        {**_DOG, "ear": "tipped", "fur": 0.24, "muzzle": 0.55, "iris": "brown", "tongue": True, "eye": 0.16},
        _dyed("patches", "white", 0.5, "brown"),
        _seen("stand", "full", -58, -20, 0.82, 13),
        {"backdrop": "hedge", "ground": "leaves", "wall": 6.0},
    ),
    Plate(
        "calico-cat",
        6,
        (1400, 1050),
        {**_CAT, "fur": 0.22, "iris": "copper", "pupil": "round", "eye": 0.2, "pink_nose": True, "tail": "up"},
        _dyed("calico", "white", 0.5, "charcoal", "ginger"),
        _seen("stand", "full", 52, 20, 0.84, 12),
        {"backdrop": "sofa", "ground": "carpet", "wall": 4.5},
    ),
    Plate(
        "golden-puppy",
        7,
        (1400, 1120),
        {**_DOG, "ear": "hanging", "fur": 0.22, "muzzle": 0.48, "iris": "dark", "tongue": False, "eye": 0.185},
        _dyed("solid", "gold"),
        _seen("lie", "half", 18, -8, 0.62, 10),
        {"backdrop": "shelf", "ground": "blanket", "wall": 5.0},
    ),
]


def draw(plate: Plate, detail: float = DETAIL) -> Image.Image:
    """Return a plate as a picture."""
    from tools.sample_pets import painting

    return painting.drawn(plate.latents(), detail)


def write(folder: Path, processes: int | None = None) -> None:
    """Write all plates as `plate-<number>-<name>.jpg`, each of at most 1 MB."""
    with ProcessPoolExecutor(processes) as pool:
        for number, (plate, picture) in enumerate(zip(PLATES, pool.map(draw, PLATES), strict=True), start=1):
            with replacing(folder / f"plate-{number}-{plate.name}.jpg") as draft:
                for quality in range(90, 50, -4):
                    picture.save(draft, "JPEG", quality=quality, optimize=True, progressive=True)
                    if draft.stat().st_size <= _LARGEST:
                        break
