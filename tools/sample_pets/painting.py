"""A picture, from its latent parameters to the bytes of its file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.sample_pets import camera, coats, faces, fur, lighting, props, scenes, shapes, tracing
from tools.sample_pets.geometry import Points, Vector, vector
from tools.sample_pets.parameters import Latents
from tools.sample_pets.tracing import Surface

f32 = np.float32


def drawn(made_of: Latents, detail: float = 1.0) -> Image.Image:
    """Draw a picture.

    Args:
        made_of: What it is made from.
        detail: How much finer than usual the grid and the strokes are: 1 for thumbnails, more for print.

    Returns:
        A picture of the size that the latent parameters name; the same one each time.
    """
    random = np.random.default_rng([made_of.seed, made_of.index, 100])
    size = made_of.camera.width * camera.OVERSAMPLING, made_of.camera.height * camera.OVERSAMPLING
    model = camera.posed(made_of, size, random)
    surface = tracing.trace(model.body, model.projection, int(10_000 * detail))
    if surface is None:
        raise ValueError(f"Picture {made_of.index} of seed {made_of.seed} shows no animal: {made_of.view}.")
    painter = _Painter(made_of, model, surface, random, detail)
    return camera.developed(painter.scene(), made_of.camera, random)


def file(made_of: Latents) -> bytes:
    """Return the JPEG file of a picture: the same bytes for the same parameters."""
    return camera.encoded(drawn(made_of), made_of.camera)


class _Painter:
    """Paints from the back to the front: background, ground, shadow, things, animal, things before it."""

    def __init__(
        self, made_of: Latents, model: camera.Model, surface: Surface, random: np.random.Generator, detail: float
    ) -> None:
        self.made_of, self.model, self.surface, self.random = made_of, model, surface, random
        self.detail, self.light = detail, made_of.light
        self.floor = scenes.Floor.before(model.projection, made_of.scene.wall)

    def scene(self) -> Image.Image:
        scene, view, projection = self.made_of.scene, self.made_of.view, self.model.projection
        lit = self._animal()
        canvas = scenes.background(scene, projection, self.floor, view.framing, self.random)
        canvas = scenes.brightened(canvas, float(lit.mean()), self._around())
        behind = [self._thing(place) for place in self._places()]
        before = self._thing(self._in_the_way()) if scene.occluder == "prop" else None
        growth = scenes.growth(scene.ground, self.floor, self.random, self.detail)
        near = growth.roots[2] > 0.5 if growth else np.zeros(0, bool)
        if growth:
            growth.paint(canvas, ~near)
        solids = [solid for thing in behind for solid in thing.body.solids]
        scenes.cast_shadow(canvas, self.floor, shapes.Body([*self.model.body.solids, *solids]), self.light)
        for thing in behind:
            self._paint_thing(canvas, thing)
        self._paint_animal(canvas, lit)
        if growth:
            growth.paint(canvas, near)
        if before:
            self._paint_thing(canvas, before)
        scenes.occlude(scene.occluder, canvas, self.random)
        return canvas

    # ---- the animal

    def _animal(self) -> Points:
        """Its colours in this light."""
        pet, surface, model = self.made_of.pet, self.surface, self.model
        on_body, on_head = model.on_body(surface.points), model.on_head(surface.points, pet.head)
        skin = coats.skin(surface, on_body, on_head, model.head_up, self.random)
        colours = coats.colours(self.made_of.coat, skin, pet.label, model.ears, self.random)
        return lighting.shaded(surface, colours, self.light)

    def _paint_animal(self, canvas: Image.Image, lit: Points) -> None:
        pet, surface = self.made_of.pet, self.surface
        fur.underpaint(canvas, surface, lit)
        long = pet.fur * self.model.projection.scale * pet.head
        short = 1 - 0.6 * np.clip(surface.part("muzzle", "chin", "bridge", "ear", "paw"), 0, 1)
        limits = int(1500 * self.detail), int(9000 * self.detail)
        strokes = fur.Strokes(
            length=long * short,
            width=max(1.2, long * 0.10 / np.sqrt(self.detail)),
            where=np.clip(1 - 1.5 * surface.part("nose"), 0, 1) + f32(1e-9),
            variation=self.made_of.coat.variation,
            limits=limits,
        )
        fur.cover(canvas, surface, lit, strokes, self.random)
        self._paint_face(canvas)

    def _paint_face(self, canvas: Image.Image) -> None:
        model, pet = self.model, self.made_of.pet
        sitter = faces.Sitter(
            canvas,
            self.surface.depth(canvas.size),
            model.projection,
            model.head,
            model.head_turn,
            model.head_place,
            pet.head,
            lighting.exposure(self.light),
            self.light.direction,
        )
        faces.painted(sitter, pet, model.face, self.random)

    def _around(self) -> NDArray[np.bool_]:
        """The pixels in the box around the animal that it does not cover."""
        (left, top), _ = self.surface.grid.place()
        cover = Image.new("L", self.model.projection.size)
        cover.paste(Image.fromarray((self.surface.coverage * 255).astype(np.uint8)), (left, top))
        box = Image.new("L", cover.size)
        box.paste(255, (left, top, left + self.surface.coverage.shape[1], top + self.surface.coverage.shape[0]))
        return (np.asarray(cover) < 128) & (np.asarray(box) > 0)

    # ---- things

    def _places(self) -> list[tuple[Vector, float]]:
        """Where things stand on the ground, beside and behind the animal, and how large they are."""
        places, projection, scene = [], self.model.projection, self.made_of.scene
        for _ in range(scene.props):
            place = vector((self.random.uniform(-3.6, 3.6), 0, self.random.uniform(-min(scene.wall - 0.7, 4), 0.6)))
            size = self.random.uniform(0.7, 1.5)
            here = (projection.tilt @ place).astype(f32)[:, None]
            if self.model.body.distance(here)[0] > size * 0.8:
                places.append((place, size))
        return places

    def _in_the_way(self) -> tuple[Vector, float]:
        """A place before the animal: on the ground if that is seen, else at the lower edge of the picture."""
        projection, high = self.model.projection, self.model.body.bounds()[1]
        if self.made_of.view.framing == "full":
            return vector((self.random.uniform(-1.6, 1.6), 0, projection.world(high)[2] + 0.5)), self.random.uniform(
                0.8, 1.4
            )
        width, height = projection.size
        size = self.random.uniform(0.25, 0.4) * min(width, height) / projection.scale
        across, down = self.random.uniform(0.05, 0.95) * width, self.random.uniform(1.02, 1.14) * height
        ray = projection.rays(np.array([across]), np.array([down]))[:, 0]
        depth = float(high[2]) + 0.3
        place = projection.eye + ray * (projection.eye[2] - depth) / projection.distance
        return projection.world(place), size

    def _thing(self, stands: tuple[Vector, float]) -> props.Prop:
        return props.prop(self.random, *stands, self.model.projection.tilt)

    def _paint_thing(self, canvas: Image.Image, thing: props.Prop) -> None:
        surface = tracing.trace(thing.body, self.model.projection, int(3000 * self.detail))
        if surface is None:
            return
        lit = lighting.shaded(surface, thing.painted(surface), self.light)
        fur.underpaint(canvas, surface, lit)
        low, high = thing.body.bounds()
        long = 0.10 * float((high - low).max()) * self.model.projection.scale
        strokes = fur.Strokes(
            length=np.full(len(surface.cells), long, f32),
            width=max(1.5, long * 0.2),
            where=np.ones(len(surface.cells), f32),
            variation=0.06,
            unrest=0.12,
            limits=(60, 1200),
        )
        fur.cover(canvas, surface, lit, strokes, self.random)
