"""Flow fields against closed forms, a visibility graph, and the laws a way must keep."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString, box

from tests.site.small_map import small_site
from twin.errors import MapError, ShapeError
from twin.site.ground import Ground
from twin.site.lengths import NEAR
from twin.site.routes import WALL_RANGE, WALL_WEIGHT, fields, walking_slowness

ROOM = box(0, 0, 40, 30)
OPEN = Ground.over(ROOM)


def walkable_nodes(ground):
    j, i = np.nonzero(ground.walkable)
    return np.column_stack([ground.x0 + i * ground.cell, ground.y0 + j * ground.cell])


def turned(a, b):
    """Angle between directions. [deg]"""
    return np.degrees(np.abs((a - b + np.pi) % (2 * np.pi) - np.pi))


@pytest.mark.compiled
@pytest.mark.kernel
@settings(max_examples=10)
@given(st.floats(1, 39), st.floats(1, 29))
def test_in_the_open_costs_and_directions_are_those_of_straight_lines(x, y):
    routes = fields(OPEN, [(x, y)], [1.0], keep_off_walls=False)
    points = walkable_nodes(OPEN)
    to_goal = np.array([x, y]) - points
    far = np.hypot(*to_goal.T)
    cost = routes.cost(0, points)
    # first-order upwind, and the rounding to a byte
    assert (np.abs(cost - far) < 0.02 + 0.01 * far + 0.014 * (NEAR + far)).all()
    error = turned(routes.yaw(0, points), np.arctan2(to_goal[:, 1], to_goal[:, 0]))
    assert error[far > 3].max() < 6.0
    assert error[far > 3].mean() < 1.0  # 0.35 degrees of it are the rounding to 1/256 of a turn


def shortest(area, start, goals):
    """Length of the shortest ways in a polygon, by a visibility graph of its corners."""
    points = np.vstack([start, goals, shapely.get_coordinates(area)])
    inside = area.buffer(1e-6)
    near = np.zeros((len(points), len(points)))
    for a, b in itertools.combinations(range(len(points)), 2):
        if inside.contains(LineString([points[a], points[b]])):
            near[a, b] = math.dist(points[a], points[b])
    return dijkstra(csr_array(near), directed=False, indices=0)[1 : 1 + len(goals)]


MAZES = {
    "round a corner": ROOM - box(15, 0, 40, 18),
    "round a block": ROOM - box(12, 9, 26, 22),
    "through two doors": ROOM - box(10, 0, 11, 24) - box(25, 6, 26, 30),
}


@pytest.mark.kernel
@pytest.mark.parametrize("area", MAZES.values(), ids=MAZES.keys())
def test_ways_are_as_long_as_in_the_visibility_graph(area):
    ground = Ground.over(area)
    goal = (5.0, 5.0)
    starts = walkable_nodes(ground)[::397]
    routes = fields(ground, [goal], [1.0], keep_off_walls=False)
    expected = shortest(area, goal, starts)
    found = routes.cost(0, starts)
    # Ways bend round nodes, which stand up to a cell off a corner: a few per cent in tight rooms.
    assert found == pytest.approx(expected, rel=0.07, abs=0.3)
    rounding = 0.014 * (NEAR + expected)
    assert (found > expected - 0.05 - rounding).all()  # no way is shorter than the shortest


def follow(routes, goal, starts, *, step=0.25):
    """Walk along a field, a little off walls as walkers do; count the steps to within 0.75 m."""
    ground = routes.ground
    at = np.array(starts)
    steps = np.full(len(at), -1)
    for n in range(2000):
        here = np.hypot(*(at - routes.goals[goal]).T) < 0.75
        steps[here & (steps < 0)] = n
        left = steps < 0
        if not left.any():
            break
        yaw = routes.yaw(np.full(left.sum(), goal), at[left])
        at[left] += step * np.column_stack([np.cos(yaw), np.sin(yaw)])
        assert (ground.clearance_at(at[left]) > -0.2).all()
    return steps


def test_following_the_field_reaches_the_goal_from_everywhere(tmp_path):
    site = small_site(tmp_path)
    ground = Ground.of(site)
    goals = np.array([thing.xy for thing in (*site.gates, *site.venues)])
    routes = fields(ground, goals, np.ones(len(goals)))
    starts = walkable_nodes(ground)[::7]
    for goal in range(0, len(goals), 3):
        steps = follow(routes, goal, starts)
        assert (steps >= 0).all()
        assert (steps * 0.25 > np.hypot(*(starts - goals[goal]).T) - 1.1).all()


def test_directions_never_lead_into_a_wall(tmp_path):
    site = small_site(tmp_path)
    ground = Ground.of(site)
    goals = np.array([thing.xy for thing in (*site.gates, *site.venues)])
    routes = fields(ground, goals, np.ones(len(goals)))
    points = walkable_nodes(ground)
    for goal in range(len(goals)):
        yaw = routes.yaw(np.full(len(points), goal), points)
        ahead = np.column_stack([np.cos(yaw), np.sin(yaw)])
        for part in (0.25, 0.5, 1.0):
            assert ground.clearance_at(points + part * ground.cell * ahead).min() > 0
    # Nodes on the edge of walls lead out: their clearance grows along the way.
    j, i = np.nonzero(ground.fringe)
    edge = np.column_stack([ground.x0 + i * ground.cell, ground.y0 + j * ground.cell])
    yaw = routes.yaw(np.zeros(len(edge), dtype=int), edge)
    out = edge + ground.cell * np.column_stack([np.cos(yaw), np.sin(yaw)])
    assert (ground.clearance_at(out) > ground.clearance_at(edge)).all()


@pytest.mark.compiled
@pytest.mark.kernel
def test_ways_keep_off_walls():
    ground = Ground.over(MAZES["round a corner"])
    goal = np.array([35.0, 24.0])
    nearest = {}
    for keep in (True, False):
        routes = fields(ground, [goal], [1.0], keep_off_walls=keep)
        at, nearest[keep] = np.array([[10.0, 2.0]]), np.inf
        while np.hypot(*(at[0] - goal)) > 1:
            yaw = routes.yaw([0], at)
            at += 0.1 * np.column_stack([np.cos(yaw), np.sin(yaw)])
            nearest[keep] = min(nearest[keep], ground.clearance_at(at)[0])
    assert nearest[True] > nearest[False] + 0.1
    assert nearest[True] > 0.8


@pytest.mark.kernel
def test_costs_do_not_fall_when_walls_are_added():
    area = MAZES["round a block"]
    before = fields(Ground.over(area), [(5.0, 5.0)], [1.0])
    more = area - box(30, 0, 31, 20)
    after = fields(Ground.over(more), [(5.0, 5.0)], [1.0])
    points = walkable_nodes(after.ground)
    # to the rounding of both
    assert (after.cost(0, points) >= 0.97 * before.cost(0, points) - 0.23).all()


def test_costs_are_nearly_the_same_both_ways(tmp_path):
    site = small_site(tmp_path)
    goals = np.array([thing.xy for thing in (*site.gates, *site.venues)])
    routes = fields(Ground.of(site), goals, np.ones(len(goals)))
    table = routes.between
    assert table == pytest.approx(table.T, rel=0.03, abs=0.8)


def test_threads_and_other_goals_change_nothing(tmp_path):
    site = small_site(tmp_path)
    ground = Ground.of(site)
    goals = np.array([gate.xy for gate in site.gates])
    one = fields(ground, goals, np.ones(4), threads=1)
    two = fields(ground, goals, np.ones(4), threads=2)
    every = fields(ground, goals, np.ones(4), threads=None)
    alone = fields(ground, goals[2:3], np.ones(1))
    assert one.angle.tobytes() == two.angle.tobytes() == every.angle.tobytes()
    assert one.distance.tobytes() == two.distance.tobytes() == every.distance.tobytes()
    assert alone.angle[0].tobytes() == one.angle[2].tobytes()


@pytest.mark.compiled
@pytest.mark.kernel
def test_arrays_are_read_only_and_of_the_stated_types():
    routes = fields(OPEN, [(5, 5), (8, 8)], [1, 1])
    assert routes.angle.dtype == np.uint8
    assert routes.distance.dtype == np.uint8
    assert routes.angle.nbytes + routes.distance.nbytes == 2 * 2 * (OPEN.index.max() + 1)
    assert routes.between.shape == (2, 2)
    assert routes.angle.shape == routes.distance.shape == (2, OPEN.index.max() + 1)
    assert not routes.angle.flags.writeable
    assert not routes.distance.flags.writeable


def test_no_goals_make_no_fields():
    routes = fields(OPEN, np.empty((0, 2)), [])
    assert routes.angle.shape[0] == 0


@pytest.mark.kernel
def test_goals_off_the_ground_are_refused():
    with pytest.raises(MapError, match=r"x -3\.00, y 5\.00 m does not lie on walkable ground"):
        fields(OPEN, [(-3, 5)], [1])
    with pytest.raises(ShapeError, match="goal_radius has shape"):
        fields(OPEN, [(3, 5)], [1, 2])
    with pytest.raises(ShapeError, match="must be a finite number"):
        fields(OPEN, [(3, math.nan)], [1])


@given(st.floats(0, 5), st.floats(0, 5))
def test_slowness_falls_with_clearance(a, b):
    near, far = walking_slowness([min(a, b), max(a, b)])
    assert 1.0 <= far <= near <= 1.0 + WALL_WEIGHT
    assert walking_slowness([WALL_RANGE])[0] == 1.0


def test_areas_are_as_many_as_goals():
    with pytest.raises(ShapeError, match="2 areas for 1 goals, but must be as many or none"):
        fields(OPEN, [(11.0, 15.0)], [1.0], areas=[box(10, 5, 12, 25)] * 2)


def test_ways_to_an_area_lead_to_its_nearest_point():
    area = shapely.box(10, 5, 12, 25)
    goal = [(11.0, 15.0)]
    routes = fields(OPEN, goal, [1.0], keep_off_walls=False, areas=[area])
    for x, y in ((20.0, 8.0), (25.0, 15.0), (20.0, 22.0)):
        # straight west, whatever the height; what the point within is off counts a hundredth
        assert routes.cost([0], [[x, y]])[0] == pytest.approx(x - 12, abs=0.4)
        assert abs(routes.yaw([0], [[x, y]])[0]) == pytest.approx(np.pi, abs=0.1)
    beside = routes.cost([0], [[20.0, 29.0]])[0]
    assert beside == pytest.approx(np.hypot(8, 4), rel=0.06)
