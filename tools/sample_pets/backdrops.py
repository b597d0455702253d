"""What is behind the animal: walls, furniture, woods, sky."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tools.sample_pets.textures import clouded, foliage, ink, mixed, noise, paint, picture, timber

f32 = np.float32


@dataclass(frozen=True, eq=False)
class Backdrop:
    """A canvas to paint on: its size in pixels, and `unit` pixels a unit of length."""

    random: np.random.Generator
    width: int
    height: int
    unit: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


def painted(kind: str, canvas: Backdrop) -> Image.Image:
    """Return a backdrop of one kind, such as "bricks"."""
    return BACKDROPS[kind](canvas)


def _down(canvas: Backdrop) -> NDArray[np.float32]:
    """From 0 at the top to 1 at the bottom."""
    return np.linspace(0, 1, canvas.height, dtype=f32)[:, None] * np.ones((1, canvas.width), f32)


def _blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(float(radius)))


def _studio(canvas: Backdrop) -> Image.Image:
    random, colour = canvas.random, paint(canvas.random)
    share = _down(canvas) * 0.8 + 0.15 * noise(random, *canvas.size, octaves=2, base=2)
    return picture(mixed(colour, colour * random.uniform(0.5, 0.9), np.clip(share, 0, 1)))


def _sky(canvas: Backdrop) -> Image.Image:
    u = canvas.random.uniform
    blue = mixed((u(85, 155), u(135, 190), u(200, 240)), (u(200, 242), u(205, 235), u(215, 245)), _down(canvas))
    clouds = np.clip((noise(canvas.random, *canvas.size, octaves=6, base=2, persistence=0.6) - 0.2) * 0.8, 0, 1)
    return picture(blue * (1 - clouds[..., None]) + 246 * clouds[..., None])


def _greenery(canvas: Backdrop, trunks: bool) -> Image.Image:
    """Woods or a garden, out of focus: soft discs of light."""
    random, u, green = canvas.random, canvas.random.uniform, foliage(canvas.random)
    image = picture(clouded(random, canvas.size, green * 0.6, green * 1.3, base=2))
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(random.integers(4, 11) if trunks else 0):
        x, r, shade = u(0, canvas.width), u(0.08, 0.4) * canvas.unit, u(45, 95)
        outline = [(x - r, canvas.height), (x + r, canvas.height), (x + r * 0.7, 0), (x - r * 0.7, 0)]
        draw.polygon(outline, fill=ink((shade + 20, shade + 6, shade - 8)))
    for _ in range(random.integers(25, 60)):
        x, y, r = u(0, canvas.width), u(0, canvas.height), u(0.12, 0.55) * canvas.unit
        light = green * u(0.6, 2.1) + random.normal(0, 22, 3) if random.random() < 0.93 else paint(random)
        draw.ellipse([x - r, y - r, x + r, y + r], fill=ink(light, int(u(40, 120))))
    return _blurred(image, canvas.unit * u(0.01, 0.06))


def _hedge(canvas: Backdrop) -> Image.Image:
    random, green = canvas.random, foliage(canvas.random)
    image = picture(clouded(random, canvas.size, green * 0.5, green, base=2))
    draw, count = ImageDraw.Draw(image), 900
    places, angles = random.random((count, 2)) * canvas.size, random.uniform(0, np.pi, count)
    for (x, y), angle, r in zip(places, angles, random.uniform(0.08, 0.2, count) * canvas.unit, strict=True):
        a, b = np.cos(angle) * r, np.sin(angle) * r * 0.8
        colour = green * random.uniform(0.6, 1.5) + random.normal(0, 8, 3)
        draw.polygon(
            [(x - a, y - b), (x - b * 0.5, y + a * 0.5), (x + a, y + b), (x + b * 0.5, y - a * 0.5)], ink(colour)
        )
    return image


def _curtain(canvas: Backdrop) -> Image.Image:
    random, colour = canvas.random, paint(canvas.random)
    across = np.linspace(0, 1, canvas.width, dtype=f32)[None] * np.ones((canvas.height, 1), f32)
    bend = 1.2 * np.sin(across * 9 + random.uniform(0, 6)) + 0.5 * _down(canvas)
    return picture(mixed(colour * 0.62, colour * 1.1, 0.5 + 0.5 * np.sin(across * random.uniform(25, 80) + bend)))


def _bricks(canvas: Backdrop) -> Image.Image:
    random, u, mortar = canvas.random, canvas.random.uniform, paint(canvas.random)
    image = picture(clouded(random, canvas.size, mortar * 0.8, mortar * 0.9))
    draw, high = ImageDraw.Draw(image), u(0.28, 0.55) * canvas.unit
    long = high * u(1.8, 2.6)
    brick = np.array((u(150, 195), u(84, 128), u(62, 105))) if random.random() < 0.6 else paint(random)
    for row, y in enumerate(np.arange(0, canvas.height + high, high)):
        for x in np.arange(-long * (row % 2) / 2, canvas.width + long, long):
            draw.rectangle([x, y, x + long * 0.94, y + high * 0.88], fill=ink(brick * u(0.82, 1.12)))
    return image


def _shelf(canvas: Backdrop) -> Image.Image:
    random, u, wood = canvas.random, canvas.random.uniform, timber(canvas.random) * 0.8
    image = Image.new("RGB", canvas.size, ink(paint(random) * 0.6))
    draw, high = ImageDraw.Draw(image), u(1.1, 1.9) * canvas.unit
    for y in np.arange(u(-0.3, 0.3) * high, canvas.height + high, high):
        x = 0.0
        while x < canvas.width:
            thick, tall = u(0.1, 0.36) * canvas.unit, u(0.55, 0.9) * high
            draw.rectangle([x, y + high - tall, x + thick, y + high], fill=ink(paint(random) * 0.9))
            x += thick * u(1.02, 1.3)
        draw.rectangle([0, y + high * 0.93, canvas.width, y + high], fill=ink(wood))
    return _blurred(image, canvas.unit * u(0.0, 0.04))


def _sofa(canvas: Backdrop) -> Image.Image:
    random, u, cloth = canvas.random, canvas.random.uniform, paint(canvas.random)
    image = Image.new("RGB", canvas.size, ink(paint(random)))
    draw, count = ImageDraw.Draw(image), random.integers(2, 5)
    broad, top = canvas.width / count, canvas.height * u(0.1, 0.25)
    for x in np.arange(count) * broad:
        cushion = [x + broad * 0.02, top, x + broad * 0.98, canvas.height * 1.2]
        radius, pen = canvas.unit * 0.3, max(1, int(canvas.unit * 0.04))
        draw.rounded_rectangle(cushion, radius, ink(cloth * u(0.9, 1.05)), ink(cloth * 0.8), pen)
    if random.random() < 0.6:
        x, half, y = u(0, canvas.width), u(0.7, 1.2) * canvas.unit, canvas.height * u(0.4, 0.9)
        draw.rounded_rectangle([x - half, y - half * 1.3, x + half, y + half * 0.4], half * 0.35, ink(paint(random)))
    soft = np.asarray(_blurred(image, canvas.unit * 0.05), f32)
    rough = 1 + 0.07 * noise(random, *canvas.size, octaves=4)
    return picture(soft * rough[..., None])


def _window(canvas: Backdrop) -> Image.Image:
    random, u, colour = canvas.random, canvas.random.uniform, paint(canvas.random)
    image = Image.new("RGB", canvas.size, ink(colour * 0.85))
    left = int(u(-0.2, 0.6) * canvas.width)
    wide = int(u(0.35, 0.8) * canvas.width)
    view = replace(canvas, width=max(8, wide))
    image.paste(painted(str(random.choice(["sky", "bokeh"])), view), (left, 0))
    draw, frame, half = ImageDraw.Draw(image), ink(colour * 1.2), canvas.unit * 0.08
    for x in (left, left + wide / 2, left + wide):
        draw.rectangle([x - half, 0, x + half, canvas.height], fill=frame)
    draw.rectangle([left, canvas.height * 0.5 - half, left + wide, canvas.height * 0.5 + half], fill=frame)
    return _blurred(image, canvas.unit * u(0.0, 0.05))


def _wall(canvas: Backdrop) -> Image.Image:
    random, u, colour = canvas.random, canvas.random.uniform, paint(canvas.random)
    wall = clouded(random, canvas.size, colour * 0.9, colour * 1.05)
    if random.random() < 0.4:
        stripes = np.sin(np.arange(canvas.width) / (u(0.25, 0.8) * canvas.unit) * 2 * np.pi) > u(0, 0.8)
        wall[:, stripes] *= u(0.85, 1.12)
    image = picture(wall)
    if random.random() < 0.4:
        x, y, side = u(0, canvas.width), u(0, canvas.height * 0.5), u(0.7, 1.4) * canvas.unit
        pen = max(1, int(side * 0.07))
        frame = [x, y, x + side * 1.3, y + side]
        ImageDraw.Draw(image).rectangle(frame, ink(paint(random)), ink(timber(random) * 0.6), pen)
    return image


BACKDROPS: dict[str, Callable[[Backdrop], Image.Image]] = {
    "wall": _wall,
    "bokeh": lambda canvas: _greenery(canvas, trunks=False),
    "sky": _sky,
    "hedge": _hedge,
    "curtain": _curtain,
    "bricks": _bricks,
    "shelf": _shelf,
    "forest": lambda canvas: _greenery(canvas, trunks=True),
    "studio": _studio,
    "sofa": _sofa,
    "window": _window,
}
