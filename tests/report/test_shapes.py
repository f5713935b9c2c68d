"""Shapes: triangles have the sizes and places of what they stand for."""

import numpy as np
import pytest
import shapely

from twin.report.shapes import Shape, ball, capsule, edges_of, flat, prism, sloped


def area_of(shape):
    a, b, c = (shape.points[shape.triangles[:, i]] for i in range(3))
    return np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2


def test_flat_ground_leaves_holes_open():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    two = shapely.union_all([ring, shapely.box(20, 0, 21, 1)])
    shape = flat(two, -0.5)
    assert area_of(shape) == pytest.approx(two.area)
    assert (shape.points[:, 2] == -0.5).all()
    middles = shape.points[shape.triangles].mean(axis=1)
    assert shapely.contains_xy(two, middles[:, 0], middles[:, 1]).all()
    assert len(flat(shapely.Polygon(), 0.0).triangles) == 0


def test_sloping_ground_is_cut_into_pieces_that_follow_it():
    area = shapely.Point(1.3, -2.2).buffer(5.0).difference(shapely.box(0, 0, 1, 1))
    shape = sloped(area, lambda xy: np.abs(xy[:, 0]), 2.0)
    plan = Shape(shape.points * [1, 1, 0], shape.triangles)
    assert area_of(plan) == pytest.approx(area.area)
    np.testing.assert_array_equal(shape.points[:, 2], np.abs(shape.points[:, 0]))
    # cut at 0, so that every piece is level or rises evenly
    corners = shape.points[shape.triangles]
    middles = corners.mean(axis=1)
    np.testing.assert_allclose(middles[:, 2], np.abs(middles[:, 0]))
    assert np.ptp(corners[..., :2], axis=1).max() <= 2.0 + 1e-9
    assert len(sloped(shapely.Polygon(), lambda xy: xy[:, 0], 2.0).triangles) == 0


def test_only_squares_across_an_edge_are_cut(monkeypatch):
    """Of 16,384 squares of a disc with a hole, and of a comb with several teeth to a square."""
    disc = shapely.Point(0.3, 0.4).buffer(60.0, quad_segs=64).difference(shapely.box(3, 3, 20, 9))
    teeth = [shapely.box(x, 0.5, x + 0.2, 70.3) for x in np.arange(0.0, 8.0, 0.4)]
    comb = shapely.union_all([shapely.box(-30, -41, 40, 0.6), *teeth])
    cut, whole = [], shapely.intersection
    monkeypatch.setattr(
        shapely, "intersection", lambda a, b: (cut.append(np.size(b)), whole(a, b))[1]
    )
    for area in (disc, comb):
        cut.clear()
        shape = sloped(area, lambda xy: xy[:, 0], 1.0)
        assert area_of(Shape(shape.points * [1, 1, 0], shape.triangles)) == pytest.approx(area.area)
        middles = shape.points[shape.triangles].mean(axis=1)
        assert shapely.contains_xy(area.buffer(1e-9), middles[:, 0], middles[:, 1]).all()
        assert np.ptp(shape.points[shape.triangles], axis=1).max() <= 1.0 + 1e-9
        assert 0 < sum(cut) < 6 * area.length


def test_a_prism_has_walls_about_holes_and_a_roof():
    court = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    shape = prism(court, 1.0, 4.0)
    assert area_of(shape) == pytest.approx(3 * (40 + 8) + 96)
    assert set(shape.points[:, 2]) == {1.0, 4.0}
    assert len(edges_of(court)) == 8
    assert edges_of(shapely.Polygon()).shape == (0, 2, 2)


def test_round_things_keep_their_sizes():
    centre = np.array([3.0, -2.0, 5.0])
    np.testing.assert_allclose(np.linalg.norm(ball(centre, 2.0).points - centre, axis=1), 2.0)
    tall = ball(centre, 2.0, 3.0).points - centre
    np.testing.assert_allclose(np.hypot(*tall[:, :2].T) ** 2 / 4 + tall[:, 2] ** 2 / 9, 1.0)
    somebody = capsule(np.array([1.0, 2.0]), 0.2, 0.0, 1.4).points
    assert (somebody[:, 2].min(), somebody[:, 2].max()) == pytest.approx((0.0, 1.4))
    assert np.hypot(*(somebody[:, :2] - [1.0, 2.0]).T).max() == pytest.approx(0.2)


def test_joined_triangles_keep_their_corners():
    parts = [flat(shapely.box(i, 0, i + 1, 1), float(i)) for i in range(3)]
    whole = Shape.joined(parts)
    corners = np.concatenate([part.points[part.triangles] for part in parts])
    np.testing.assert_array_equal(whole.points[whole.triangles], corners)
    assert len(Shape.joined([]).triangles) == 0
