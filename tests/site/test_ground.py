"""The grid against shapely: inside or outside, distance to walls, and what interpolation may do."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from shapely import affinity, box

from tests.site.small_map import small_site
from twin.errors import MapError, ShapeError
from twin.site.ground import CELL, FAR, KEEP_OFF, Ground
from twin.site.walkable import SOLID

coordinate = st.floats(0, 12)
holes = st.lists(
    st.tuples(coordinate, coordinate, st.floats(0.8, 5), st.floats(0.8, 5), st.floats(0, 90)), max_size=3
)  # fmt: skip


def area_of(cuts):
    """Cut turned boxes out of a room and keep the largest piece."""
    room = box(0, 0, 12, 12)
    for x, y, w, h, turn in cuts:
        room = room - affinity.rotate(box(x, y, x + w, y + h), turn)
    pieces = shapely.get_parts(shapely.set_precision(room, 1e-3))
    return max(pieces, key=lambda part: part.area)


def nodes(ground):
    ny, nx = ground.shape
    x, y = np.meshgrid(
        ground.x0 + ground.cell * np.arange(nx), ground.y0 + ground.cell * np.arange(ny)
    )
    return x, y


@pytest.mark.kernel
@settings(max_examples=25)
@given(holes, st.sampled_from([0.5, 0.3]))
def test_clearance_is_the_distance_shapely_measures(cuts, cell):
    area = area_of(cuts)
    ground = Ground.over(area, cell)
    x, y = nodes(ground)
    points = shapely.points(x, y)
    distance = shapely.distance(points, area.boundary)
    inside = shapely.contains(area, points) & (distance > 2e-3)
    assert not (ground.walkable & ~shapely.contains(area, points)).any()
    assert (ground.clearance[ground.walkable] > 0).all()
    assert (ground.clearance[~ground.walkable] <= 0).all()
    # What is inside and not walkable is a nook, not joined to the rest.
    nook = inside & ~ground.walkable
    assert not (ndimage.binary_dilation(nook) & ground.walkable).any()
    exact = ~nook & (distance > 2e-3)
    assert np.abs(ground.clearance[exact]) == pytest.approx(
        np.minimum(distance, FAR)[exact], abs=1e-5
    )


@pytest.mark.compiled
@pytest.mark.kernel
@settings(max_examples=25)
@given(holes)
def test_every_point_with_clearance_finds_a_numbered_node(cuts):
    ground = Ground.over(area_of(cuts))
    x, y = np.meshgrid(np.linspace(-0.2, 12.2, 61), np.linspace(-0.2, 12.2, 61))
    points = np.column_stack([x.ravel(), y.ravel()])
    free = ground.clearance_at(points) > 0
    assert (ground.index[ground.node(*points[free].T)] >= 0).all()


@settings(max_examples=25)
@given(st.floats(0, 180), st.floats(0, 0.5), st.floats(0, 0.5))
def test_nobody_gets_through_the_thinnest_wall(turn, dx, dy):
    # A wall of the least thickness, at any angle and place on the grid: nowhere along its middle is
    # the interpolated clearance positive, and a disc of that size shows too.
    wall = affinity.translate(affinity.rotate(box(-9, -SOLID, 9, SOLID), turn), dx, dy)
    post = shapely.Point(12 + dx, dy).buffer(SOLID, quad_segs=16)
    ground = Ground.over(box(-20, -20, 20, 20) - wall - post)
    along = np.linspace(-8.5, 8.5, 400)
    angle = np.radians(turn)
    middle = np.column_stack([along * np.cos(angle) + dx, along * np.sin(angle) + dy])
    assert ground.clearance_at(middle).max() <= 0
    assert ground.clearance_at([[12 + dx, dy]])[0] <= 0.01


@pytest.mark.compiled
@pytest.mark.kernel
@settings(max_examples=50)
@given(st.floats(90, 160), st.floats(0, 360), st.floats(0, 0.5), st.floats(0, 0.5))
def test_interpolation_errs_little_at_a_corner(opening, turn, dx, dy):
    angles = np.radians([0, opening])
    corner = shapely.Polygon([(0, 0), *(30 * np.column_stack([np.cos(angles), np.sin(angles)]))])
    corner = affinity.translate(affinity.rotate(corner, turn, origin=(0, 0)), dx, dy)
    area = box(-8, -8, 8, 8) - corner
    ground = Ground.over(area)
    x, y = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-2, 2, 41))
    points = np.column_stack([x.ravel(), y.ravel()])
    exact = shapely.distance(shapely.points(points), corner)
    found = ground.clearance_at(points)
    assert found[exact == 0].max() < KEEP_OFF
    assert np.abs(found - exact)[exact >= 0.2].max() < 0.2
    assert np.abs(found - exact)[exact >= 0.5].max() < 0.08


@pytest.mark.kernel
def test_turning_the_order_of_points_changes_nothing():
    area = area_of([(2, 3, 4, 2, 30)])
    flipped = shapely.reverse(area)
    one, two = Ground.over(area), Ground.over(flipped)
    assert (one.walkable == two.walkable).all()
    assert one.clearance == pytest.approx(two.clearance, abs=1e-6)


@pytest.mark.kernel
def test_the_largest_piece_is_walkable():
    pair = shapely.MultiPolygon([box(0, 0, 4, 4), box(10, 0, 20, 10)])
    ground = Ground.over(pair)
    x, _ = nodes(ground)
    assert x[ground.walkable].min() > 9
    assert ground.clearance_at([[2, 2]])[0] <= 0


@pytest.mark.kernel
def test_every_piece_with_room_is_walkable_when_asked_for():
    # nowhere in the third are walls farther than 0.3 m
    pieces = shapely.MultiPolygon([box(0, 0, 4, 4), box(10, 0, 20, 10), box(30, 0, 30.6, 0.6)])
    ground = Ground.over(pieces, 0.1, room=0.5)
    assert (ground.clearance_at([[2, 2], [15, 5], [30.3, 0.3]]) > 0).tolist() == [True, True, False]
    assert Ground.over(pieces, 0.1, room=0.29).clearance_at([[30.3, 0.3]])[0] > 0
    with pytest.raises(MapError, match="no node"):
        Ground.over(pieces, 0.1, room=6.0)


@pytest.mark.kernel
def test_columns_count_walkable_nodes_then_the_fringe():
    ground = Ground.over(box(0.25, 0.25, 10.25, 5.25))
    assert ground.walkable.sum() == 200
    assert ground.fringe.sum() == 2 * (22 + 10)
    assert sorted(ground.index[ground.index >= 0]) == list(range(264))
    assert (ground.index[ground.walkable] < 200).all()
    ways = ground.ways_out()
    assert ways.shape == (64, 8)
    assert (ways[:, 0] >= 0).all()
    assert ground.walkable.ravel()[ways[ways >= 0]].all()


@pytest.mark.kernel
def test_a_thin_wall_has_ways_out_on_either_side_only():
    wall = box(-SOLID, -5, SOLID, 5)
    ground = Ground.over(box(-10, -10, 10, 10) - wall)
    j, i = np.nonzero(ground.fringe)
    x, y = ground.x0 + i * ground.cell, ground.y0 + j * ground.cell
    ways = ground.ways_out()
    for side in (-1, 1):
        mine = (np.sign(x) == side) & (np.abs(x) < 0.4) & (np.abs(y) < 4)
        targets = ways[mine]
        target_x = ground.x0 + (targets[targets >= 0] % ground.shape[1]) * ground.cell
        assert (np.sign(target_x) == side).all()


def test_the_small_site(tmp_path):
    site = small_site(tmp_path)
    ground = Ground.of(site)
    assert ground.cell == CELL
    assert ground.walkable.sum() * CELL**2 == pytest.approx(site.walkable.area, rel=0.02)
    doors = np.array([thing.xy for thing in (*site.gates, *site.venues)])
    assert ground.clearance_at(doors).min() > 0.3


@pytest.mark.parametrize("cell", [0.05, 0.6, -1.0, float("nan")])
def test_other_cells_are_refused(cell):
    with pytest.raises(ShapeError, match="must lie between"):
        Ground.over(box(0, 0, 5, 5), cell)


def test_no_ground_is_refused():
    with pytest.raises(MapError, match="is empty"):
        Ground.over(shapely.Polygon())
    with pytest.raises(MapError, match="no node"):
        Ground.over(box(0.1, 0.1, 0.3, 0.3))
