"""Formulas of walking, against the library, GEOS and counting; also run uncompiled."""

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import KDTree
from shapely import box

from twin.people.cells.kernels import sort_into_cells
from twin.people.columns.kernels import BUCKETS
from twin.people.field import Field
from twin.people.laws.kernels import _exp, entered, headway, in_sight, push
from twin.people.walks.lists.kernels import list_neighbours
from twin.site.ground import Ground
from twin.site.polygons import edges
from twin.site.routes import fields

pytestmark = pytest.mark.kernel

HOLE = box(8, 4, 12, 9)
ROOM = box(0, 0, 20, 12).difference(HOLE)


@pytest.fixture(scope="module")
def field():
    return Field.of(fields(Ground.over(ROOM, 0.5), np.array([(18.0, 6.0)]), np.ones(1)))


@given(x=st.floats(-63.9, 63.9))
@settings(max_examples=200)
def test_the_quick_power_is_the_librarys(x):
    assert _exp(x) == pytest.approx(math.exp(x), rel=2e-15)


def test_the_quick_power_ends_at_both_ends():
    assert _exp(-70.0) == _exp(-math.inf) == 0.0
    assert _exp(70.0) == _exp(64.0) == pytest.approx(math.exp(64.0))


def test_a_push_falls_by_e_over_a_reach():
    assert push(8.0, 0.1, 0.4, 0.4) == 8.0
    assert push(8.0, 0.1, 0.4, 0.7) == pytest.approx(8.0 * math.exp(-3.0))
    assert push(2000.0, 0.08, 0.4, 0.32) == pytest.approx(2000.0 * math.e)


@pytest.mark.parametrize(
    ("at", "room"),
    [((3, 0.39), math.hypot(3, 0.39) - 0.4), ((3, 0.41), math.inf), ((-1, 0), math.inf)],
)
def test_room_ahead_is_to_who_stands_in_the_lane(at, room):
    assert headway(*at, 1.0, 0.0, 0.4) == pytest.approx(room)


@given(x=st.floats(-1, 5), y=st.floats(-1, 5))
def test_who_has_entered_a_polygon_is_in_it_by_geos(x, y):
    # an L with a hole
    shape = box(0, 0, 4, 4).difference(shapely.union(box(2, 2, 4, 4), box(0.5, 0.5, 1, 1)))
    rings, _ = edges(shape)
    if shapely.distance(shape.boundary, shapely.Point(x, y)) > 1e-9:
        assert entered(rings, 0, len(rings), x, y) == shapely.contains_xy(shape, x, y)


def test_sight_is_that_of_geos(field):
    rng = np.random.default_rng(2)
    points = rng.uniform([0.5, 0.5], [19.5, 11.5], (400, 2))
    points = points[shapely.distance(HOLE, shapely.points(points)) > 0.3]
    seen = 0
    for (x, y), (tx, ty) in pairwise(points):
        way = shapely.LineString([(x, y), (tx, ty)])
        clear = HOLE.distance(way)
        if clear > 0.3:
            seen += 1
            assert in_sight(field.clearance, field.grid, 0.2, x, y, tx, ty)
        elif shapely.intersection(way, HOLE).length > 0.3:
            assert not in_sight(field.clearance, field.grid, 0.2, x, y, tx, ty)
    assert 50 < seen < 0.9 * len(points)


@pytest.mark.parametrize("offset", [0.0, 4 * BUCKETS - 5.0])
def test_listed_are_all_near_and_in_sight_and_no_others(field, offset):
    # the second time where the grid of cells is wrapped, on ground that ends far away
    rng = np.random.default_rng(4)
    here = np.zeros((150, 4))
    here[:, :2] = rng.uniform([0.3, 0.3], [19.7, 11.7], (150, 2))
    here = here[shapely.contains_xy(ROOM, here[:, 0], here[:, 1])]
    here[:, 0] += offset
    n, size = len(here), 3.8
    starts, order = np.zeros(BUCKETS**2 + 2, dtype=np.int32), np.empty(n, dtype=np.uint32)
    rows = np.arange(n, dtype=np.int32)
    sort_into_cells(here, rows, n, size, np.empty(n, dtype=np.int32), starts, order)
    moved = field._replace(grid=field.grid + np.array([offset, 0.0, 0.0, 0.0]))
    near = np.zeros((3, 8000), dtype=np.uint32)
    count = list_neighbours(moved, here, size, starts, order, 0, n, near)
    listed = {(int(order[a]), int(b)) for a, b in near[:2, :count].T}
    assert len(listed) == count
    points = here[:, :2] - (offset, 0.0)
    ways = {
        pair: shapely.intersection(shapely.LineString(points[list(pair)]), HOLE).length
        for close in KDTree(points).query_pairs(size)
        for pair in (close, close[::-1])
    }
    assert listed <= set(ways)
    assert {pair for pair, hidden in ways.items() if hidden == 0.0} <= listed
    assert not {pair for pair, hidden in ways.items() if hidden > 0.2} & listed
    # without room for all, it says for how many there must be
    few = np.zeros((3, 10), dtype=np.uint32)
    assert list_neighbours(moved, here, size, starts, order, 0, n, few) >= 10
