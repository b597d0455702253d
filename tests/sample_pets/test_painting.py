import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageOps

from tools.sample_pets import archive, camera, painting, scenes, tracing
from tools.sample_pets.anatomy import body, head
from tools.sample_pets.geometry import vector
from tools.sample_pets.parameters import latents
from tools.sample_pets.shapes import Body

SIZE = 64


def small(index, seed=5, **changes):
    made_of = latents(seed, index)
    return replace(made_of, camera=replace(made_of.camera, width=SIZE, height=SIZE, **changes))


@pytest.mark.parametrize("index", [0, 1])
def test_the_same_parameters_give_the_same_bytes(index):
    assert painting.file(small(index)) == painting.file(small(index))


def test_another_index_gives_another_picture():
    assert painting.file(small(0)) != painting.file(small(2))


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_picture_is_upright_once_its_note_is_followed(orientation):
    upright = Image.fromarray(
        np.random.default_rng(0).integers(0, 255, (40, 64, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    )
    settings = replace(latents(0, 0).camera, orientation=orientation, grayscale=False, quality=95)
    stored = Image.open(io.BytesIO(camera.encoded(upright, settings)))
    assert stored.getexif()[0x0112] == orientation
    assert stored.size == ((160, 256) if orientation != 3 else (256, 160))
    turned = np.asarray(ImageOps.exif_transpose(stored), float)
    assert np.abs(turned - np.asarray(upright, float)).mean() < 20


def test_a_picture_of_grey_levels_has_one_channel():
    assert Image.open(io.BytesIO(painting.file(small(1, grayscale=True)))).mode == "L"


@pytest.mark.parametrize("pose", ["sit", "stand", "lie"])
@pytest.mark.parametrize("index", range(6))
def test_paws_stand_on_the_ground(pose, index):
    """No foot floats or sinks: each paw's lowest point is within a twentieth of a unit of it."""
    made_of = latents(3, index)
    clay, _ = body(made_of.pet, pose, np.random.default_rng(index))
    lows = [solid.bounds()[0][1] for solid in clay.solids if solid.part.tag == "paw"]
    assert len(lows) == 4
    np.testing.assert_allclose(lows, 0, atol=0.05)
    assert min(solid.bounds()[0][1] for solid in clay.solids) > -0.16


@pytest.mark.parametrize("index", range(12))
def test_ears_and_tail_are_attached(index):
    """Each solid of an ear or a tail overlaps the next one, and the first the skull or the hip."""
    pet = latents(4, index).pet
    skull, _ = head(pet)
    trunk, _ = body(pet, "stand", np.random.default_rng(index))
    for clay, tag, root in ((skull, "ear", "skull"), (trunk, "tail", "hip")):
        rods = [solid for solid in clay.solids if solid.part.tag == tag]
        base = Body([solid for solid in clay.solids if solid.part.tag == root])
        for before, rod in zip([None, *rods], rods, strict=False):
            starts = rod.start[:, None].astype(np.float32)
            joined = before is not None and np.allclose(before.end, rod.start)
            assert joined or base.distance(starts)[0] < 0.1


def test_the_outline_is_one_smooth_function():
    """A ball's outline is a circle to a tenth of a pixel, though it is traced on a grid 6 pixels wide."""
    from tools.sample_pets.shapes import Ellipsoid, Part

    ball = Body([Ellipsoid(Part("ball", 0.1, vector((0, -1, 0))), vector((0, 0, 0)), vector((1, 1, 1)))])
    projection = tracing.Projection((200, 200), (100, 100), 60, vector((0, 0, 0)), 1e4, np.eye(3))
    surface = tracing.trace(ball, projection, budget=500)
    assert surface.grid.step > 5
    area = float(surface.coverage.sum())
    assert np.sqrt(area / np.pi) == pytest.approx(60, abs=0.4)


def test_the_ground_is_painted_where_rays_meet_it():
    made_of = latents(2, 1)
    model = camera.posed(made_of, (200, 200), np.random.default_rng(0))
    floor = scenes.Floor.before(model.projection, 6.0)
    rows, columns = np.nonzero(floor.visible)
    points = floor.camera_space(columns + 0.5, rows + 0.5)
    back = model.projection.screen(points)
    np.testing.assert_allclose(back, np.stack([columns + 0.5, rows + 0.5], axis=1), atol=0.02)
    np.testing.assert_allclose(model.projection.world(points)[1], 0, atol=1e-3)


def test_the_archive_of_the_same_files_is_the_same(tmp_path):
    chosen = list(archive.entries(1, None, {"train": 4, "test": 2}))
    assert [entry.name for entry in chosen] == [
        "train/cat/cat.0001.jpg",
        "train/dog/dog.0001.jpg",
        "train/cat/cat.0002.jpg",
        "train/dog/dog.0002.jpg",
        "test/cat/cat.0003.jpg",
        "test/dog/dog.0003.jpg",
    ]
    for name in ("a.zip", "b.zip"):
        archive.write(tmp_path / name, ((entry, entry.name.encode()) for entry in chosen))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert archive.table(chosen).splitlines()[0].startswith("file,split,seed,index,class,ear,muzzle")
