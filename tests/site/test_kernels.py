"""Grid kernels against SciPy, shapely and closed forms; small, so that they also run uncompiled."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.site.kernels import directions, fill, march, wall_distance
from twin.site.polygons import edges
from twin.site.zones.kernels import distances

pytestmark = pytest.mark.kernel

number = st.floats(-3, 12)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=3, max_size=8, unique=True)
)
def test_filling_agrees_with_shapely(points):
    # Corners lie on nodes on purpose: the even-odd rule must count each crossing once.
    area = shapely.MultiPoint(np.array(points) / 10).convex_hull
    if area.geom_type != "Polygon":
        return
    walls, _ = edges(area)
    out = np.zeros((20, 20), dtype=np.bool_)
    fill(walls, -0.25, -0.25, 0.5, out)
    x, y = np.meshgrid(-0.25 + 0.5 * np.arange(20), -0.25 + 0.5 * np.arange(20))
    clear = shapely.distance(shapely.points(x, y), area.boundary) > 1e-9
    assert (out == shapely.contains_xy(area, x, y))[clear].all()


def test_filling_leaves_holes():
    walls, _ = edges(shapely.box(0, 0, 5, 5) - shapely.box(1, 1, 4, 4))
    out = np.zeros((12, 12), dtype=np.bool_)
    fill(walls, -0.4, -0.4, 0.5, out)
    assert out.sum() == 100 - 36


@settings(max_examples=20)
@given(st.tuples(number, number, number, number), st.floats(0.5, 20))
def test_distance_agrees_with_shapely(ends, reach):
    wall = np.array(ends).round(3).reshape(1, 2, 2)
    if (wall[0, 0] == wall[0, 1]).all():
        return
    out = np.full((12, 14), reach**2)
    wall_distance(wall, -2.0, -2.0, 1.0, reach, out)
    x, y = np.meshgrid(-2.0 + np.arange(14), -2.0 + np.arange(12))
    expected = shapely.distance(shapely.points(x, y), shapely.LineString(wall[0]))
    assert out == pytest.approx(np.minimum(expected, reach), abs=1e-9)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=3, max_size=8, unique=True)
)
def test_distance_to_areas_is_that_of_shapely(points):
    """Some points are level with corners, nearly so, or on edges; one area has a hole, one parts."""
    hull = shapely.MultiPoint(np.array(points) / 10).convex_hull
    if hull.geom_type != "Polygon":
        return
    areas = [
        hull,
        shapely.box(0, 0, 8, 8) - shapely.box(1, 1, 4, 7),
        shapely.MultiPolygon([shapely.box(0, 0, 3, 9), shapely.box(5, 2, 9, 4)]),
    ]
    levels = np.append(0.5 * np.arange(20), [-1e-100, np.nextafter(4.0, 5.0)])
    x, y = (nodes.ravel() for nodes in np.meshgrid(0.5 * np.arange(-4, 22), levels))
    walls, owner = edges(areas)
    out = np.empty((3, len(x)))
    distances(walls, np.searchsorted(owner, np.arange(4)), x, y, out)
    wanted = [shapely.distance(area, shapely.points(x, y)) for area in areas]
    np.testing.assert_allclose(out, wanted, rtol=1e-12, atol=1e-12)


def run(free, goals, radius=2.0, *, workers=1, slow=1.0, slower=None, same=()):
    """March over a small room of unit cells; ``free`` must have a closed rim.

    ``same`` lists pairs of nodes (row, column) that are one place; with ``slower`` ground there is a
    second set of ways, after the first.
    """
    twins = np.full(free.size, -1, np.int32)
    for one, two in same:
        a, b = np.ravel_multi_index(one, free.shape), np.ravel_multi_index(two, free.shape)
        twins[a], twins[b] = b, a
    clearance = np.where(free, 1.0, -1.0).astype(np.float32)
    slowness = np.where(free, slow, np.inf)
    nodes = np.flatnonzero(free)
    goals = np.asarray(goals, dtype=np.float64)
    slower = slowness if slower is None else np.where(free, slower, np.inf)
    changed = np.flatnonzero(slower > slowness)
    angle = np.zeros((len(goals) * (2 if changed.size else 1), len(nodes)), np.uint8)
    cost = np.zeros(angle.shape, np.float32)
    seeds = np.zeros(len(goals), np.intp)
    march(
        clearance, slowness, slower, changed, 0.0, 0.0, 1.0, goals, np.full(len(goals), radius),
        np.empty(0, np.intp), np.zeros(len(goals) + 1, np.intp), 0.1, nodes,
        np.empty((0, 8), np.intp), twins, np.empty((workers, free.size)),
        np.empty((workers, 100), np.int32), np.empty((workers, 4, free.size), np.int32),
        angle, cost, seeds,
    )  # fmt: skip
    field = np.full(free.shape, np.inf)
    field[free] = cost[0]
    return field, angle, cost, seeds


def room(ny=16, nx=22):
    free = np.zeros((ny, nx), dtype=bool)
    free[1:-1, 1:-1] = True
    return free


def test_ways_over_slower_ground_are_those_of_a_march_over_it():
    # one goal is far from the slower ground and one beside it; the far corner is one place with
    # a node behind it, so that a shorter way is forgotten there too
    free = room()
    free[6:10, 5] = False
    slower = np.ones(free.shape)
    slower[2:12, 9:12] = 40.0
    goals, same = [(2.5, 8.0), (13.0, 4.0)], [((13, 3), (3, 19))]
    _, angle, cost, _ = run(free, goals, slower=slower, same=same)
    _, plain_angle, plain_cost, _ = run(free, goals, same=same)
    _, full_angle, full_cost, _ = run(free, goals, slow=slower, same=same)
    np.testing.assert_array_equal(cost[:2], plain_cost)
    np.testing.assert_array_equal(angle[:2], plain_angle)
    np.testing.assert_allclose(cost[2:], full_cost, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(angle[2:], full_angle)
    assert ((full_cost > plain_cost + 1.0).any(axis=1)).all()
    assert (full_cost == plain_cost).any(axis=1).all()


def test_nodes_that_are_one_place_have_one_cost():
    # two rooms with a wall between; the middles of both are one place
    free = room()
    free[:, 10:12] = False
    split, *_ = run(free, [(4.0, 8.0)])
    assert np.isinf(split[8, 16])
    joined, *_ = run(free, [(4.0, 8.0)], same=[((8, 8), (8, 16))])
    assert joined[8, 8] == joined[8, 16] == split[8, 8]
    # beyond, the other room is as far from its middle as any room from a goal of no radius
    assert joined[8, 19] == pytest.approx(split[8, 8] + 3.0)
    assert joined[12, 16] == pytest.approx(split[8, 8] + 4.0)
    # and both ways: from the other room into the first, whose own ways stay as they are
    back, *_ = run(free, [(16.0, 8.0)], same=[((8, 16), (8, 8))])
    assert back[8, 8] == 0.0
    assert back[8, 4] == pytest.approx(4.0)
    # a place that is near both ways costs the less of them
    ring, *_ = run(room(), [(4.0, 8.0)], same=[((8, 5), (8, 19))])
    assert ring[8, 19] == ring[8, 5] == 1.0
    assert ring[8, 17] == pytest.approx(3.0)


def test_costs_solve_the_upwind_equations():
    # An independent check of the solution itself: plain sweeps of the same equations, to rest.
    free = room()
    free[4:12, 9] = False
    free[6, 12:20] = False
    slow = np.where(free, 1.0 + 0.5 * np.sin(np.arange(free.size)).reshape(free.shape), np.inf)
    field, *_ = run(free, [(3.2, 8.1)], slow=slow)
    seeded, *_ = run(
        free & (np.hypot(*(np.indices(free.shape) - [[[8.1]], [[3.2]]])) < 3),
        [(3.2, 8.1)],
        slow=slow,
    )
    swept = np.where(
        np.isfinite(seeded) & (np.hypot(*(np.indices(free.shape) - [[[8.1]], [[3.2]]])) <= 2),
        seeded,
        np.inf,
    )
    for _ in range(80):
        padded = np.pad(swept, 1, constant_values=np.inf)
        a = np.minimum(padded[1:-1, :-2], padded[1:-1, 2:])
        b = np.minimum(padded[:-2, 1:-1], padded[2:, 1:-1])
        low, high = np.minimum(a, b), np.maximum(a, b)
        with np.errstate(invalid="ignore"):
            both = 0.5 * (low + high + np.sqrt(np.maximum(2 * slow**2 - (high - low) ** 2, 0)))
            value = np.where(high - low < slow, both, low + slow)
        value = np.where(np.isnan(value), np.inf, value)
        swept = np.where(free, np.minimum(swept, value), np.inf)
    assert field[free] == pytest.approx(swept[free], rel=1e-6)


@given(st.floats(3, 18), st.floats(3, 12), st.floats(1, 3))
@settings(max_examples=20)
def test_costs_near_a_goal_are_exact(x, y, slow):
    field, _, _, seeds = run(room(), [(x, y)], radius=4.0, slow=slow)
    j, i = np.indices(field.shape)
    far = np.hypot(i - x, j - y)
    near = (far <= 2.0) & np.isfinite(field)
    assert field[near] == pytest.approx(slow * far[near], rel=1e-6)
    assert seeds[0] >= 10


def test_a_goal_on_a_wall_is_seen_by_nobody():
    free = room()
    free[5:9, 5:9] = False
    *_, seeds = run(free, [(6.5, 6.5), (2.0, 2.0)])
    assert seeds[0] == 0
    assert seeds[1] > 0


def test_closed_rooms_are_not_reached():
    free = room()
    free[:, 10] = False
    field, *_ = run(free, [(3.0, 3.0)])
    assert np.isinf(field[:, 11:]).all()
    assert np.isfinite(field[1:-1, 1:10]).all()


def test_workers_change_nothing():
    free = room()
    free[4:12, 9] = False
    goals = [(3.0, 3.0), (15.0, 5.0), (15.5, 12.2)]
    one, two, nine = (run(free, goals, workers=w) for w in (1, 2, 9))
    assert one[1].tobytes() == two[1].tobytes() == nine[1].tobytes()
    assert one[2].tobytes() == two[2].tobytes() == nine[2].tobytes()


def test_directions_turn_at_a_wall_instead_of_cutting_its_corner():
    time = np.full((5, 5), np.inf)
    time[1:4, 1:4] = [[0.0, 1.0, 2.0], [1.0, 1.5, 2.5], [2.0, 2.5, np.inf]]
    time[1, 1] = np.inf  # the corner between the two ways down
    angle, distance = np.zeros(1, np.uint8), np.zeros(1, np.float32)
    centre, none = np.array([12]), np.empty((0, 8), np.intp)
    directions(time.ravel(), 5, 1.0, centre, none, angle, distance)
    assert angle[0] in (128, 192)  # west or south, not between
    time[1, 1] = 0.5
    directions(time.ravel(), 5, 1.0, centre, none, angle, distance)
    assert angle[0] == 160


def test_fringe_nodes_go_to_their_cheapest_way_out():
    time = np.full(25, np.inf)
    time[[6, 7, 11]] = 1.0, 2.0, 0.5
    angle, distance = np.zeros(1, np.uint8), np.zeros(1, np.float32)
    parents = np.array([[7, 6, 11, -1, -1, -1, -1, -1]])
    directions(time, 5, 1.0, np.array([12]), parents, angle, distance)
    assert angle[0] == 128
    assert distance[0] == pytest.approx(1.5)
