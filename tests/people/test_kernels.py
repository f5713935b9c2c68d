"""The kernels one by one, against SciPy, NumPy and counting; also run uncompiled."""

import math

import numpy as np
import pytest
from scipy.spatial import KDTree

from twin.people.cells.kernels import sort_into_cells
from twin.people.choose.kernels import tread
from twin.people.columns.kernels import BUCKETS, LIST_LENGTH, Gaze, Law, Near, Place, Real, Whole
from twin.people.heads.kernels import _NO_GLANCE, rest_samples, scatter_samples, stay_put
from twin.people.kernels import _list, _regard, _tell
from twin.people.laws.kernels import keep_off, lift
from twin.people.steps.kernels import _speed, _steer, side_step, turn_back
from twin.people.walking import law, raw_samples
from twin.rng import Stream, normal, uniform

pytestmark = pytest.mark.kernel

GRID = np.array([-3.0, 2.0, 0.5, 0.0])
LAW = law(dt=0.05)
ADDRESS = np.array([1, 0, 5])


TOUCH = 0.4 + 8.0 * 0.1
"""Between two middles, where a push is no longer felt. [m]"""


def listed(xy, pace, storey=0.0, moved=0.0):
    """List neighbours of everybody by the kernels: for each the places of those who may be touched.

    Lists, the second result, are made at ``xy``, and everybody then walks by ``moved`` before they are used.
    """
    n = len(xy)
    here = np.zeros((n, 4))
    here[:, :2] = xy
    real, whole = np.zeros((n, Real.WIDTH)), np.zeros((n, Whole.WIDTH), dtype=np.int32)
    real[:, Real.PACE], real[:, Real.GIRTH], real[:, Real.SLACK] = pace, 1.0, 99.0
    real[:, Real.STOREY] = storey
    active = np.arange(n, dtype=np.int32)
    starts = np.zeros(BUCKETS * BUCKETS + 2, dtype=np.int32)
    order, spot = np.empty(n, dtype=np.int32), np.empty((n, Near.SPOT_WIDTH))
    size = 3.0 + 2 * 2 * 1.3 * 0.25 * 2.2
    _tell(LAW, here, real, whole, active, n, spot)
    sort_into_cells(here, active, n, size, np.empty(n, dtype=np.int32), starts, order)
    open_field = np.full((4, 4), 9.0, dtype=np.float32)
    lists = np.zeros((n, LIST_LENGTH), dtype=np.int32)
    counts = [
        _list(open_field, GRID, LAW, real, i, size, starts, order, spot, lists[i]) for i in range(n)
    ]
    here[:, :2] += moved
    _tell(LAW, here, real, whole, active, n, spot)
    found = []
    for i in range(n):
        mine = np.zeros((LIST_LENGTH, Near.WIDTH))
        count, _ = _regard(LAW, real, i, spot, lists[i], counts[i], mine)
        found.append(sorted(map(tuple, mine[:count, : Place.VX])))
    return found, [set(one[:count].tolist()) for one, count in zip(lists, counts, strict=True)]


def test_a_list_that_is_kept_for_two_ticks_misses_nobody():
    rng = np.random.default_rng(8)
    xy = rng.uniform(-12, 12, (120, 2))
    turn = rng.uniform(0, 2 * np.pi, 120)
    # as far as anybody gets in a tick: those in haste
    moved = 1.3 * 0.25 * 1.4 * np.column_stack([np.cos(turn), np.sin(turn)])
    tree = KDTree(xy + moved)
    found, lists = listed(xy, 1.4, moved=moved)
    for i in range(120):
        near = tree.query_ball_point((xy + moved)[i], TOUCH + 2 * 1.3 * 0.25 * 1.4)
        assert found[i] == sorted(map(tuple, (xy + moved)[[j for j in near if j != i]]))
        assert set(tree.query_ball_point((xy + moved)[i], 3.0)) - {i} <= lists[i]


@pytest.mark.parametrize("spread", [8.0, 40.0, 900.0])
def test_neighbours_are_those_of_a_tree(spread):
    rng = np.random.default_rng(int(spread))
    xy = rng.uniform(-spread, spread, (60, 2))
    radius = TOUCH + 2 * 1.3 * 0.25 * 1.4
    tree = KDTree(xy)
    for i, found in enumerate(listed(xy, 1.4)[0]):
        near = [j for j in tree.query_ball_point(xy[i], radius) if j != i]
        if len(near) <= LIST_LENGTH:
            assert found == sorted(map(tuple, xy[near]))


def test_whoever_turns_is_close_to_those_they_turn_to():
    law_tick, xy = LAW[Law.TICK], np.array([[0.0, 0.0], [-1.0, 0.0]])
    for wish, is_close in ((1.0, False), (-1.0, True)):
        spot, mine = np.zeros((2, Near.SPOT_WIDTH)), np.zeros((LIST_LENGTH, Near.WIDTH))
        spot[:, :2], spot[:, Near.GIRTH], spot[:, Near.STRIDE] = xy, 1.0, 1.3 * law_tick * 1.3
        spot[0, Place.VX], spot[1, Place.VX] = 1.3, -0.2
        real = np.zeros((2, Real.WIDTH))
        real[:, Real.WISH_X], real[:, Real.SPEED], real[:, Real.SLACK] = wish, 1.3, 9.0
        listed_0 = np.array([1] + [0] * (LIST_LENGTH - 1), dtype=np.int32)
        assert _regard(LAW, real, 0, spot, listed_0, 1, mine) == (1, is_close)


def test_who_is_on_another_storey_is_not_listed():
    rng = np.random.default_rng(5)
    xy, storey = rng.uniform(-0.7, 0.7, (40, 2)), rng.integers(-1, 3, 40)
    for i, found in enumerate(listed(xy, 1.4, storey=storey)[0]):
        near = [j for j in range(40) if j != i and abs(storey[i] - storey[j]) <= 1]
        assert found == sorted(map(tuple, xy[near]))


def test_the_storey_follows_from_where_one_came():
    # columns of the surface: plain, approach, covered, covered with steps, plain
    surface = np.repeat(np.array([[0, 1, 2, 2 + 4, 0]], dtype=np.uint8), 3, axis=0)
    uneven = np.array([[True]])
    grid = np.array([0.0, 0.0, 1.0, 50.0])

    def storeys(columns):
        real = np.zeros((1, Real.WIDTH))
        found = []
        for x in columns:
            code = tread(surface, uneven, grid, real, 0, x + 0.3, 1.2)
            assert code == surface[1, x]
            found.append(int(real[0, Real.STOREY]))
        return found

    assert storeys([0, 1, 2, 3, 2, 1, 0]) == [0, 1, 2, 2, 2, 1, 0]  # in and out below
    assert storeys([4, 3, 2, 3, 4]) == [0, -1, -1, -1, 0]  # on the deck
    assert storeys([4, 3, 2, 1, 2]) == [0, -1, -1, 1, 2]
    assert [lift(grid, storey) for storey in (-1.0, 0.0, 1.0, 2.0)] == [0.0, 0.0, 50.0, 50.0]


def test_too_many_neighbours_leave_the_nearest():
    xy = np.random.default_rng(2).uniform(-1.5, 1.5, (90, 2))
    found = np.array(listed(xy, 1.4)[0][0])
    far = np.sort(np.hypot(*(xy - xy[0]).T))[1 : LIST_LENGTH + 1]
    assert np.sort(np.hypot(*(found - xy[0]).T)) == pytest.approx(far)


def neighbour(x, y, vx=0.0, vy=0.0, group=9):
    row = np.zeros((1, Near.WIDTH))
    row[0] = (x, y, vx, vy, 1.0, group, 0)
    return row


@pytest.mark.parametrize(
    ("x", "y", "speed"),
    [(1.4, 0.0, 1.0), (0.9, 0.0, 0.5), (0.3, 0.0, 0.0), (-0.5, 0.0, 1.3), (0.8, 0.5, 1.3)],
)
def test_speed_is_the_room_ahead_over_the_time_gap(x, y, speed):
    # (distance - 0.4 m) / 1 s, at most 1.3; nobody behind or beside matters
    gap = law(dt=0.05, time_gap=1.0)
    assert _speed(gap, neighbour(x, y), 1, 1.0, 1.3, 1.0, 0.0, 0.0, 0.0, 0.0) == pytest.approx(
        speed
    )


def test_neighbours_go_on_as_they_did():
    # 0.2 s later somebody at 1.4 m who walks at 1 m/s is at 1.6 m
    ahead = neighbour(1.4, 0.0, 1.0, 0.0)
    gap = law(dt=0.05, time_gap=1.0)
    assert _speed(gap, ahead, 1, 1.0, 1.3, 1.0, 0.0, 0.0, 0.0, 0.2) == pytest.approx(1.2)


def test_repulsion_is_equation_4():
    ex, ey = _steer(LAW, neighbour(0.3, 0.4), 1, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
    push = 8.0 * math.exp((0.4 - 0.5) / 0.1)
    assert (ex, ey) == pytest.approx((1 - push * 0.6, -push * 0.8))


def bent(x, y, vx=0.0, group=9):
    """Let somebody of group 1 who walks east at 1.3 m/s meet another; the direction wished for."""
    real, spot = np.zeros((2, Real.WIDTH)), np.zeros((2, Near.SPOT_WIDTH))
    real[0, Real.WISH_X], real[0, Real.SPEED] = 1.0, 1.3
    spot[:, Near.GIRTH], spot[0, Near.GROUP], spot[1, Near.GROUP] = 1.0, 1, group
    spot[1, : Place.VY] = x, y, vx
    side_step(LAW, real, 0, spot, np.array([1], dtype=np.int32), 1)
    return tuple(real[0, [Real.WISH_X, Real.WISH_Y]])


def test_the_side_step_goes_left_of_somebody_straight_ahead_and_not_for_friends():
    assert bent(2.5, 0.0, vx=-1.3) == pytest.approx((1.0, 0.4), abs=0.2)
    assert bent(2.5, 0.0, vx=-1.3, group=1) == (1.0, 0.0)


def test_there_is_no_side_step_for_who_is_behind_beside_far_or_as_fast():
    for there in [(-1.0, 0.0), (1.0, 0.6), (3.1, 0.0), (1.0, 0.0, 1.3)]:
        assert bent(*there) == (1.0, 0.0)


def test_the_side_step_is_away_from_the_middle_of_who_is_met():
    assert bent(1.5, 0.2)[1] < 0 < bent(1.5, -0.2)[1]


@pytest.mark.parametrize(
    ("breadth", "girth", "waiting", "away", "after"),
    [
        (1.0, 0.65, 5.0, 0.51, 1.0),  # two whole bodies and 0.1 m
        (1.0, 0.65, 5.0, 0.49, 0.65),
        (1.0, 0.65, 61.0, 5.0, 0.65),  # still not got on
        (1.75, 1.75, 61.0, 0.3, 1.75),  # a wheelchair
    ],
)
def test_shoulders_turn_back_where_there_is_room(breadth, girth, waiting, away, after):
    here, real = np.zeros((1, 4)), np.zeros((1, Real.WIDTH))
    real[0, [Real.BREADTH, Real.GIRTH, Real.MARK_S]] = breadth, girth, 200.0 - waiting
    turn_back(LAW, here, real, 0, neighbour(0.0, away), 1, 200.0)
    assert real[0, Real.GIRTH] == after


def test_a_step_into_a_wall_ends_beside_it():
    # wall along y = 3: clearance is y - 3
    y = GRID[1] + 0.5 * np.arange(9)
    grid = np.repeat((y - 3.0)[:, None], 12, axis=1).astype(np.float32)
    x, y = keep_off(grid, GRID, 0.25, 0.0, 3.3, 0.05, 3.2)
    assert y == pytest.approx(3.25, abs=1e-3)
    assert x == pytest.approx(0.05)
    # a correction of more than 0.2 m from where one was is none: one stays
    assert keep_off(grid, GRID, 0.25, 0.0, 3.6, 0.0, 2.7) == (0.0, 3.6)


def in_order(
    runs, person, first, *, head=(1.0, 0.0), glance=_NO_GLANCE, phone=False, constants=LAW
):
    """Bring made-up raw samples, given by their runs, into order; return the columns.

    Sample k is at (10 k, -k) cm, and under a deck when k is odd.
    """
    samples = raw_samples(len(runs))
    samples.run[:] = runs
    samples.x_cm[:], samples.y_cm[:] = 10 * np.arange(len(runs)), -np.arange(len(runs))
    (samples.head_x[:], samples.head_y[:]), samples.glance[:] = head, glance
    samples.below[:] = np.arange(len(runs)) % 2
    count = np.bincount(samples.run[samples.run >= 0], minlength=len(person))
    # the runs of whoever has the least number come first
    order = np.argsort(person)
    offset = np.empty(len(person), dtype=np.int64)
    offset[order] = np.cumsum(count[order]) - count[order]
    columns = tuple(np.zeros(count.sum(), dtype=np.int64) for _ in range(7))
    scatter_samples(
        *(constants, ADDRESS, samples, offset, np.array(first), np.array(person)),
        *(np.full(len(person), phone), np.zeros((len(person), Gaze.WIDTH), dtype=np.int64)),
        *(np.full((len(person), 4), np.nan), columns),
    )
    return columns


def test_raw_samples_come_into_the_order_of_runs():
    tick, x_cm, y_cm, *_, below = in_order([1, 0, 1, -1, 2, 1], person=[5, 3, 8], first=[7, 100, 9])
    assert tick.tolist() == [100, 101, 102, 7, 9]
    assert x_cm.tolist() == [0, 20, 50, 10, 40]
    assert (-y_cm).tolist() == [0, 2, 5, 1, 4]
    assert below.tolist() == [0, 0, 1, 1, 0]


def test_who_stays_put_is_where_and_when_they_are_and_under_no_deck():
    columns = tuple(np.full(5, 9) for _ in range(7))
    at = np.array([3, 0]), np.array([40, 7]), np.array([2, 3])
    stay_put(*at, np.array([1.234, -5.0]), np.array([0.0, 2.0]), np.array([1, 2]), columns)
    tick, x_cm, y_cm, _, _, activity, below = (column.tolist() for column in columns)
    assert tick == [7, 8, 9, 40, 41]
    assert (x_cm, y_cm) == ([-500] * 3 + [123] * 2, [200] * 3 + [0] * 2)
    assert activity == [2, 2, 2, 1, 1]
    assert below == [0] * 5


def test_who_walks_looks_where_the_draws_at_the_knots_say():
    """An oracle of its own: the draws, mixed here in NumPy."""
    runs, person, first = [0, 1] * 30, [4, 2], [3, 50]
    heading = 3.0  # some look over the half turn
    _, _, _, yaw, pitch, activity, _ = in_order(
        runs, person, first, head=(0.7 * math.cos(heading), 0.7 * math.sin(heading))
    )
    who = np.repeat([2, 4], 30)
    place = np.concatenate([50 + np.arange(30), 3 + np.arange(30)]) / 8
    knot, share = np.divmod(place, 1)
    (left, up), (next_left, next_up) = (
        [normal(1, int(Stream.GAZE), 0, 5, who, 4 * at + c) for c in range(2)]
        for at in (knot.astype(int), knot.astype(int) + 1)
    )
    norm = np.hypot(1 - share, share)
    wanted = heading + np.clip(0.30 * ((1 - share) * left + share * next_left) / norm, -1.4, 1.4)
    assert (wanted > math.pi).any()
    wanted = (wanted + math.pi) % (2 * math.pi) - math.pi
    assert np.abs(yaw / 100 - wanted).max() <= 0.005 + 1e-9
    wanted = -0.08 + 0.10 * ((1 - share) * up + share * next_up) / norm
    assert np.abs(pitch / 100 - wanted).max() <= 0.005 + 1e-9
    assert not activity.any()


def test_a_glance_begins_and_ends_on_the_way():
    still = law(dt=0.05, gaze_yaw=0.0)
    yaw = in_order([0] * 16, person=[2], first=[8], glance=1.0, constants=still)[3]
    # half a second there, and half a second back
    assert yaw.tolist() == 2 * [0, 50, 100, 100, 100, 100, 100, 50]


def test_a_phone_is_read_for_whole_blocks_on_foot():
    _, _, _, yaw, pitch, activity, _ = in_order([0] * 800, person=[2], first=[40], phone=True)
    block = 1 + (40 + np.arange(800)) // 80
    reads = uniform(1, int(Stream.PHONE), 0, 5, np.full(800, 2), block) < 0.5
    assert set(reads) == {True, False}
    assert (activity == np.where(reads, 3, 0)).all()
    assert ((pitch == -60) == reads).all()
    # 0.2 of what is at most 1.4
    assert np.abs(yaw[reads]).max() <= 28


def test_a_run_cut_in_two_looks_the_same():
    whole = in_order([0] * 240, person=[2], first=[5], phone=True, glance=0.5)
    later = in_order([0] * 229, person=[2], first=[16], phone=True, glance=0.5)
    tick, _, _, *looks, _ = zip(whole, later, strict=True)
    for one, other in (tick, *looks):
        assert one[11:].tolist() == other.tolist()


def rest(people, ticks, *, phone=False, facing=0.0, first=0):
    """Fill the gaze of people who rest."""
    offset = ticks * np.arange(people)
    yaw, pitch = (np.zeros(people * ticks, dtype=np.int16) for _ in range(2))
    rest_samples(
        *(LAW, ADDRESS, 0.7, 5.0, offset, np.full(people, first), np.full(people, ticks)),
        *(np.arange(people), np.full(people, phone), np.full(people, facing)),
        *(np.full(people, np.nan), np.full(people, False), yaw, pitch),
    )
    return yaw.reshape(people, ticks) / 100, pitch.reshape(people, ticks) / 100


def test_the_gaze_is_stationary_and_reverts_to_the_mean():
    yaw, pitch = rest(150, 24)
    # at each moment 150 independent numbers of standard deviation 0.7 (0.672 cut at 1.4)
    spread = yaw.std(axis=0)
    assert spread.min() > 0.5
    assert spread.max() < 0.85
    assert abs(yaw.mean()) < 0.08
    assert abs(yaw).max() <= 1.4
    assert pitch.mean() == pytest.approx(LAW[Law.GAZE_DOWN], abs=0.02)
    # neighbouring samples are alike; more than two knots apart they are independent
    assert np.corrcoef(yaw[:, 0], yaw[:, 1])[0, 1] > 0.95
    far = rest(150, 1, first=44)[0]
    assert abs(np.corrcoef(yaw[:, 0], far[:, 0])[0, 1]) < 0.25


def test_the_gaze_is_a_function_of_person_and_time_alone():
    whole, _ = rest(3, 20)
    later, _ = rest(3, 12, first=8)
    assert (whole[:, 8:] == later).all()


def test_phone_readers_look_down_half_of_the_time():
    _, pitch = rest(120, 1, phone=True)
    assert 0.3 < (pitch == -0.6).mean() < 0.7


@pytest.mark.parametrize("facing", [math.pi, -math.pi, 3.0, -3.1])
def test_yaws_lie_in_one_turn(facing):
    yaw, _ = rest(40, 4, facing=facing)
    assert yaw.min() > -math.pi
    assert yaw.max() <= math.pi
    # the mean direction, as a direction
    mean = math.atan2(np.sin(yaw).mean(), np.cos(yaw).mean())
    assert abs((mean - facing + math.pi) % (2 * math.pi) - math.pi) < 0.35
