"""The camera: where it stands, what it makes of the light, and the file it writes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from tools.sample_pets import anatomy, shapes
from tools.sample_pets.geometry import Matrix, Points, Vector, turn_x, turn_y, turn_z, vector
from tools.sample_pets.parameters import Camera, Latents, View
from tools.sample_pets.shapes import Body, Solid
from tools.sample_pets.textures import Field, Pixels, noise, picture
from tools.sample_pets.tracing import Projection

f32 = np.float32
OVERSAMPLING = 2


@dataclass(frozen=True, eq=False)
class Model:
    """An animal in front of the camera, all in camera space.

    Attributes:
        body: The animal, head and all.
        head: The head alone.
        ears: Those whose inside is seen, in the head's space.
        face: Where its features lie.
        body_turn: The rotation from the body's space.
        head_turn: The rotation from the head's space.
        head_place: The centre of the head.
        head_up: How high that is above the ground.
        projection: From camera space to the canvas.
    """

    body: Body
    head: Body
    ears: Sequence[anatomy.Ear]
    face: anatomy.Face
    body_turn: Matrix
    head_turn: Matrix
    head_place: Vector
    head_up: float
    projection: Projection

    def on_body(self, points: Points) -> Points:
        """Return points of camera space as the body knows them."""
        return self.body_turn.T.astype(f32) @ points

    def on_head(self, points: Points, size: float) -> Points:
        """Return points of camera space as a head of this size knows them."""
        local: Points = self.head_turn.T.astype(f32) @ (points - self.head_place.astype(f32)[:, None])
        return local / f32(size)


def posed(made_of: Latents, size: tuple[int, int], random: np.random.Generator) -> Model:
    """Sculpt the animal, turn it as the view says, and place the camera for a canvas of this size."""
    pet, view = made_of.pet, made_of.view
    skull, face = anatomy.head(pet)
    trunk, place = anatomy.body(pet, view.pose, random)
    tilt = turn_z(view.camera_roll) @ turn_x(view.camera_pitch)
    body_turn = tilt @ turn_y(view.body_yaw)
    head_turn = tilt @ turn_y(view.head_yaw) @ turn_x(view.head_nod) @ turn_z(view.head_tilt)
    head_place = body_turn @ place
    head = [solid.moved(head_turn, head_place, pet.head) for solid in skull.solids]
    solids = [*(solid.moved(body_turn, vector((0, 0, 0))) for solid in trunk.solids), *head]
    projection = _framed(view, solids, head, size, tilt)
    return Model(
        Body(solids), Body(head), skull.ears, face, body_turn, head_turn, head_place, float(place[1]), projection
    )


def _framed(
    view: View, solids: Sequence[Solid], head: Sequence[Solid], size: tuple[int, int], tilt: Matrix
) -> Projection:
    low, high = shapes.bounds(solids if view.framing == "full" else head)
    extent, (width, height) = (high - low)[:2], size
    if view.framing == "full":
        scale = view.zoom * min(width / extent[0], height / extent[1])
    else:
        scale = view.zoom * min(size) / extent.max()
    target = (low + high) / 2 - vector((0, 0.6 if view.framing == "half" else 0, 0))
    center = width * (0.5 + view.offset[0]), height * (0.5 + view.offset[1])
    return Projection(size, center, float(scale), target, view.distance, tilt)


def developed(scene: Image.Image, camera: Camera, random: np.random.Generator) -> Image.Image:
    """Return the scene as the camera sees it: uneven light, white balance, contrast, noise, a soft lens."""
    size = camera.width, camera.height
    pixels: Pixels = np.asarray(scene.resize(size, Image.Resampling.BOX), f32)
    pixels = pixels * _falloff(size, random)[..., None]
    pixels = pixels * np.array([1 + random.normal(0, 0.025), 1, 1 + random.normal(0, 0.035)], f32)
    pixels = f32(255) * np.clip(pixels / f32(255), 0, 1) ** f32(1 / camera.exposure)
    middle = f32(pixels.mean())
    pixels = middle + (pixels - middle) * f32(camera.contrast)
    grey = pixels.mean(axis=2, keepdims=True)
    pixels = grey + (pixels - grey) * f32(camera.saturation)
    pixels = pixels + camera.noise * random.normal(size=(camera.height, camera.width, 1)).astype(f32)
    image = picture(pixels)
    return image.filter(ImageFilter.GaussianBlur(camera.softness)) if camera.softness else image


def _falloff(size: tuple[int, int], random: np.random.Generator) -> Field:
    """Light that is stronger on one side and weaker in the corners, now and then broken by leaves or blinds."""
    u, (width, height) = random.uniform, size
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=f32), np.linspace(-1, 1, height, dtype=f32))
    light: Field = (1 + u(-0.12, 0.12) * x + u(-0.10, 0.10) * y - u(0, 0.11) * (x * x + y * y)).astype(f32)
    if random.random() < 0.2:
        light *= 1 + f32(0.2) * np.clip(noise(random, width, height, octaves=2, base=2), -1.3, 1.5)
    return light


_STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
_ORIENTATION = 0x0112


def encoded(image: Image.Image, camera: Camera) -> bytes:
    """Return the file: a JPEG, now and then of grey levels, or stored turned with a note of how to turn it back."""
    exif = Image.Exif()
    if camera.grayscale:
        image = image.convert("L")
    if camera.orientation != 1:
        image = image.transpose(_STORED[camera.orientation])
        exif[_ORIENTATION] = camera.orientation
    file = io.BytesIO()
    image.save(file, "JPEG", quality=camera.quality, optimize=True, exif=exif)
    return file.getvalue()
