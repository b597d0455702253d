"""Light on a surface, and the shadow of a body on the ground."""

from __future__ import annotations

import numpy as np

from tools.sample_pets.geometry import Points, Values, unit, vector
from tools.sample_pets.parameters import Light
from tools.sample_pets.shapes import Body
from tools.sample_pets.tracing import Surface

f32 = np.float32


def shaded(surface: Surface, colours: Points, light: Light) -> Points:
    """Return the colours `(count, 3)` as the light shows them, 0 to 255, highlights softly limited."""
    normals, openness = surface.normals, surface.openness
    warm = vector([1 + light.warmth * 0.8, 1, 1 - light.warmth]).astype(f32)
    cool = vector([0.97, 0.99, 1.02]).astype(f32)
    facing = np.clip((light.direction.astype(f32) @ normals + 0.25) / 1.25, 0, 1)
    sky = light.ambient * (0.55 + 0.45 * openness) * (0.84 + 0.16 * normals[1])
    direct = light.key * facing * (0.45 + 0.55 * openness)
    back = unit((-light.direction[0], 0.5, -0.2)).astype(f32)
    rim = light.rim * np.clip(1 - normals[2], 0, 1) ** 3 * np.clip(back @ normals + 0.3, 0, 1)
    lit = colours * (sky[:, None] * cool + direct[:, None] * warm) + rim[:, None] * f32(70)
    limited: Points = np.where(lit > 190, 190 + 62 * np.tanh((lit - 190) / 62 * 0.85), lit).astype(f32)
    return limited


def exposure(light: Light) -> float:
    """Return how bright a surface that faces the light is, against its own colour."""
    return min(1.1, light.ambient + 0.6 * light.key)


def shadow(body: Body, ground: Points, up: Points, light: Light) -> Values:
    """Return how dark a body makes points of the ground, 0 to 1: where it touches, and away from the light.

    Args:
        body: What is between them and the light.
        ground: The points, `(3, count)`.
        up: The direction away from the ground.
        light: Whose shadow it is.
    """
    touch = np.zeros(ground.shape[1], f32)
    for height, weight in ((0.08, 0.4), (0.25, 0.35), (0.6, 0.25)):
        away = body.distance(ground + up[:, None] * f32(height))
        touch += f32(weight) * (1 - np.clip(away / height, 0, 1))
    bright, near = np.ones_like(touch), np.flatnonzero(away < 4)
    for reach in (0.15, 0.35, 0.7, 1.1, 1.6, 2.2, 3.0):
        away = body.distance(ground[:, near] + light.direction.astype(f32)[:, None] * f32(reach))
        bright[near] = np.minimum(bright[near], np.clip(0.5 + 2.2 * away / reach, 0, 1))
    cast = (1 - bright) * light.key / (light.key + light.ambient)
    return np.clip(0.72 * touch + 0.75 * cast, 0, 0.82)
