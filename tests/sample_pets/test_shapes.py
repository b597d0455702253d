import numpy as np
import pytest

from tools.sample_pets.geometry import turn_x, turn_y, turn_z, unit, vector
from tools.sample_pets.shapes import Body, Box, Capsule, Ellipsoid, Part

PART = Part("clay", 0.1, vector((0, -1, 0)))
RANDOM = np.random.default_rng(0)
POINTS = RANDOM.uniform(-2, 2, (3, 4000)).astype(np.float32)
SPHERE = Ellipsoid(PART, vector((0.2, 0.1, -0.3)), vector((0.7, 0.7, 0.7)))
ROD = Capsule(PART, vector((-1, 0, 0)), vector((1, 0.5, 0)), 0.3, 0.2)
CUBE = Box(PART, vector((0, 0, 0)), vector((0.5, 0.4, 0.3)), 0.1)


def test_the_distance_from_a_ball_is_that_of_its_centre_less_the_radius():
    expected = np.linalg.norm(POINTS - SPHERE.center[:, None], axis=0) - 0.7
    np.testing.assert_allclose(Body([SPHERE]).distance(POINTS), expected, atol=1e-5)


def test_the_distance_from_a_rod_is_that_from_the_nearest_of_its_balls():
    share = np.linspace(0, 1, 501)
    centers = ROD.start[:, None] + np.outer(ROD.end - ROD.start, share)
    radii = ROD.start_radius + (ROD.end_radius - ROD.start_radius) * share
    away = np.linalg.norm(POINTS[:, :, None] - centers[:, None], axis=0)
    across = ROD.end - ROD.start
    place = np.clip(across / (across @ across) @ (POINTS - ROD.start[:, None]), 0, 1)
    nearest = np.round(place * 500).astype(int)
    expected = away[np.arange(4000), nearest] - radii[nearest]
    np.testing.assert_allclose(Body([ROD]).distance(POINTS), expected, atol=5e-3)


def test_a_flattened_rod_is_thinner_along_its_normal_alone():
    flat = Capsule(PART, vector((0, 0, 0)), vector((0, 1, 0)), 0.4, 0.4, vector((0, 0, 1)), 0.25)
    points = np.array([[0.4, 0, 0], [0, 0.5, 0.1], [0, 0.5, 0.4]], np.float32).T
    np.testing.assert_allclose(Body([flat]).distance(points)[:2], 0, atol=1e-4)
    assert 0 < Body([flat]).distance(points)[2] <= 0.3


@pytest.mark.parametrize("solid", [SPHERE, ROD, CUBE], ids=["ellipsoid", "capsule", "box"])
def test_moving_a_solid_moves_its_distances(solid):
    turn, offset, scale = turn_x(20) @ turn_y(-40) @ turn_z(70), vector((1, -2, 0.5)), 1.7
    moved = (turn @ (POINTS * scale) + offset[:, None]).astype(np.float32)
    there = Body([solid.moved(turn, offset, scale)]).distance(moved)
    np.testing.assert_allclose(there, scale * Body([solid]).distance(POINTS), atol=1e-4)


@pytest.mark.parametrize("solid", [SPHERE, ROD, CUBE], ids=["ellipsoid", "capsule", "box"])
def test_nothing_of_a_solid_is_outside_its_bounds(solid):
    turned = solid.moved(turn_x(30) @ turn_z(50), vector((0.3, 0, 0)))
    low, high = turned.bounds()
    inside = Body([turned]).distance(POINTS) < 0
    assert inside.any()
    assert (POINTS[:, inside] >= low[:, None] - 1e-5).all()
    assert (POINTS[:, inside] <= high[:, None] + 1e-5).all()


def test_solids_melt_together_where_they_meet_and_nowhere_else():
    body = Body([SPHERE, ROD, CUBE])
    nearest = body.each(POINTS).min(axis=0)
    melted = body.distance(POINTS)
    assert (melted <= nearest + 1e-6).all()
    assert (melted < nearest - 1e-3).any()
    apart = np.sort(body.each(POINTS), axis=0)
    np.testing.assert_allclose(melted[apart[1] - apart[0] > 0.15], nearest[apart[1] - apart[0] > 0.15], atol=1e-5)


def test_normals_point_out_of_the_body():
    way = unit(RANDOM.normal(size=3))
    point = (SPHERE.center + 0.7 * way).astype(np.float32)[:, None]
    np.testing.assert_allclose(Body([SPHERE]).normals(point)[:, 0], way, atol=0.03)
