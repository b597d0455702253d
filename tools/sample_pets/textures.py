"""What backdrops and grounds are made of: noise, mixed colours, colours of rooms and of the outdoors."""

from __future__ import annotations

import colorsys
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from tools.sample_pets.geometry import Vector, vector

f32 = np.float32
Field: TypeAlias = NDArray[np.float32]  # (height, width)
Pixels: TypeAlias = NDArray[np.float32]  # (height, width, 3), 0 to 255
Ink: TypeAlias = tuple[int, ...]


def noise(
    random: np.random.Generator,
    width: int,
    height: int,
    octaves: int = 5,
    base: int = 3,
    persistence: float = 0.55,
    stretch: float = 1.0,
) -> Field:
    """Return cloudy noise of variance about 1: octaves of ever finer random values, each weaker than the last.

    Args:
        random: Where the chance comes from.
        width: In pixels.
        height: In pixels.
        octaves: At most how many.
        base: Blobs along the shorter side, in the coarsest octave.
        persistence: The strength of an octave against the last.
        stretch: Above 1, blobs are wider than high.
    """
    total, weights = np.zeros((height, width), f32), 0.0
    for octave in range(octaves):
        blobs = base * 2**octave
        columns = max(2, int(blobs * max(1, width / height)))
        rows = max(2, int(blobs * max(1, height / width) * stretch))
        if octave and (columns > width or rows > height * 1.5):
            break
        coarse = Image.fromarray(random.normal(size=(rows, columns)).astype(f32))
        total += persistence**octave * np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC))
        weights += persistence ** (2 * octave)
    return total / f32(np.sqrt(weights))


def mixed(first: ArrayLike, second: ArrayLike, share: Field) -> Pixels:
    """Return pixels between two colours."""
    amount = np.asarray(share, f32)[..., None]
    blend: Pixels = np.asarray(first, f32) * (1 - amount) + np.asarray(second, f32) * amount
    return blend


def clouded(
    random: np.random.Generator,
    size: tuple[int, int],
    first: ArrayLike,
    second: ArrayLike,
    strength: float = 0.3,
    **how: float,
) -> Pixels:
    """Return pixels between two colours, mixed by noise."""
    return mixed(first, second, np.clip(0.5 + strength * noise(random, *size, **how), 0, 1))  # type: ignore[arg-type]


def picture(pixels: Pixels) -> Image.Image:
    """Return pixels as a picture."""
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def ink(colour: ArrayLike, alpha: int | None = None) -> Ink:
    """Return a colour for drawing."""
    values = tuple(int(value) for value in np.clip(vector(colour), 0, 255))
    return values if alpha is None else (*values, alpha)


def paint(random: np.random.Generator) -> Vector:
    """Draw the colour of a painted or woven thing: mostly warm, often blue, now and then any."""
    chance = random.random()
    hue = (
        random.normal(0.09, 0.06) if chance < 0.55 else random.normal(0.56, 0.06) if chance < 0.82 else random.random()
    )
    return vector(colorsys.hsv_to_rgb(hue % 1, random.uniform(0.05, 0.45), random.uniform(0.42, 0.88))) * 255


def foliage(random: np.random.Generator) -> Vector:
    """Draw the green of leaves and grass."""
    return vector([random.uniform(60, 108), random.uniform(88, 130), random.uniform(42, 76)])


def timber(random: np.random.Generator) -> Vector:
    """Draw the brown of wood."""
    red = random.uniform(115, 200)
    return red * vector([1, random.uniform(0.66, 0.8), random.uniform(0.42, 0.6)])
