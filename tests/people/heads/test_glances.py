"""Where a glance goes, worked out by hand; also run uncompiled."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.people.columns.kernels import GONE, Gaze, Near, Place, Real, Whole
from twin.people.heads.kernels import (
    _companion,
    _front,
    _glance_at_rest,
    _next_knot,
    _turned,
    rest_samples,
    sample,
)
from twin.people.walking import law, raw_samples
from twin.rng import Stream, normal, uniform
from twin.site.surface.kernels import Storey

pytestmark = pytest.mark.kernel

LAW = law(dt=0.05)
ADDRESS = np.array([1, 0, 5])
GRID = np.array([0.0, 0.0, 1.0, 0.0])
NONE = 9.0
WALL = np.repeat(np.arange(40.0, dtype=np.float32)[:, None], 40, axis=1)
"""How far from a wall along y = 0 the nodes of a grid are, metre by metre."""


def walker(x=0.0, y=0.0, heading=0.0):
    """Put one walker of group 7 somewhere, with their head along their way."""
    spot, real = np.zeros((1, Near.SPOT_WIDTH)), np.zeros((1, Real.WIDTH))
    spot[0, Place.X], spot[0, Place.Y], spot[0, Near.GROUP] = x, y, 7
    real[0, Real.HEAD_X], real[0, Real.HEAD_Y] = 0.8 * math.cos(heading), 0.8 * math.sin(heading)
    return spot, real


def to_companion(u, *others, **where):
    """Let one walker turn to one of others, given by x, y and group."""
    spot, real = walker(**where)
    spot = np.concatenate([spot, np.zeros((len(others), Near.SPOT_WIDTH))])
    for one, there in zip(spot[1:], others, strict=True):
        one[[Place.X, Place.Y, Near.GROUP]] = there
    listed = np.arange(1, len(others) + 1, dtype=np.int32)
    return _companion(real, 0, spot, listed, len(others), u)


@pytest.mark.parametrize(
    ("u", "turn"),
    [(0.0, math.pi / 2), (0.49, math.pi / 2), (0.5, -math.pi / 4), (0.99, -math.pi / 4)],
)
def test_one_of_several_companions_is_looked_at(u, turn):
    found = to_companion(u, (0, 1, 7), (5, 5, 3), (1, -1, 7))
    assert found == pytest.approx(turn)


def test_strangers_are_not():
    assert to_companion(0.3, (0, 1, 3), (1, 0, 8)) == NONE
    assert to_companion(0.3) == NONE


def test_companions_who_have_arrived_are_not():
    assert to_companion(0.3, (GONE, GONE, 7)) == NONE
    assert to_companion(0.7, (GONE, GONE, 7), (0, 1, 7)) == pytest.approx(math.pi / 2)


@given(st.floats(-3.1, 3.1), st.floats(-3.1, 3.1))
def test_the_turn_is_from_the_head_to_the_companion_the_short_way(heading, towards):
    found = to_companion(
        0.0, (2 + math.cos(towards), 3 + math.sin(towards), 7), x=2.0, y=3.0, heading=heading
    )
    assert found == pytest.approx(math.remainder(towards - heading, math.tau), abs=1e-9) or abs(
        found
    ) == pytest.approx(math.pi)


def to_front(y, heading):
    """Look for a front from a height above the only wall."""
    spot, real = walker(20.0, y, heading)
    return _front(WALL, GRID, LAW, real, 0, spot)


@pytest.mark.parametrize(
    ("y", "heading", "turn"),
    [
        (4.0, 0.0, -math.pi / 4),  # the wall is on the right of who goes east
        (4.0, math.pi, math.pi / 4),  # and on the left of who goes west
        (9.9, -math.pi / 2, 0.0),  # straight ahead
        (4.0, math.radians(20), -math.radians(55)),  # a little behind
        (4.0, math.pi / 2, NONE),  # behind
        (4.0, math.radians(31), NONE),  # more than 120 degrees from the way
        (10.1, 0.0, NONE),  # too far
    ],
)
def test_a_front_is_looked_at_half_way_from_the_way(y, heading, turn):
    assert to_front(y, heading) == pytest.approx(turn, abs=1e-9)


def test_open_ground_without_any_slope_has_no_front():
    spot, real = walker(20.0, 20.0)
    assert _front(np.full((40, 40), 5.0, dtype=np.float32), GRID, LAW, real, 0, spot) == NONE


def test_a_front_is_looked_for_where_a_stretch_or_the_walk_begins_and_kept_through_it():
    always = law(dt=0.05, glance_companion=0.0, glance_front=1.0)
    whole, nobody = np.zeros((1, Whole.WIDTH), dtype=np.int32), np.zeros(0, dtype=np.int32)
    whole[0, Whole.PERSON], whole[0, Whole.RUN] = 9, 3
    samples = raw_samples(3)
    glance = math.nan  # the walk begins
    for row, (y, heading, begins) in enumerate(
        [(4.0, 0.0, False), (4.504, math.pi, False), (4.506, math.pi, True)]
    ):
        spot, real = walker(20.0, y, heading)
        real[0, Real.GLANCE] = glance
        sample(
            *(WALL, GRID, always, ADDRESS, real, whole, 0, spot, nobody, 5, begins, samples, row)
        )
        glance = real[0, Real.GLANCE]
    assert samples.glance == pytest.approx([-math.pi / 4, -math.pi / 4, math.pi / 4])
    assert samples.head_x == pytest.approx([0.8, -0.8, -0.8])
    assert samples.head_y == pytest.approx([0, 0, 0])
    assert samples.run.tolist() == [3, 3, 3]
    assert samples.x_cm.tolist() == [2000, 2000, 2000]
    assert samples.y_cm.tolist() == [400, 450, 451]


def test_a_sample_tells_who_is_under_a_deck_or_close_before_it():
    spot, real = walker(20.0, 4.0)
    whole, nobody = np.zeros((1, Whole.WIDTH), dtype=np.int32), np.zeros(0, dtype=np.int32)
    samples = raw_samples(len(Storey))
    for row, storey in enumerate(Storey):
        real[0, Real.STOREY] = storey
        sample(*(WALL, GRID, LAW, ADDRESS, real, whole, 0, spot, nobody, 5, False, samples, row))
    assert dict(zip(Storey, samples.below.tolist(), strict=True)) == {
        Storey.OVER: 0,
        Storey.PLANE: 0,
        Storey.APPROACHING: 1,
        Storey.UNDER: 1,
    }


@pytest.mark.parametrize(
    ("share", "spacing", "turned"),
    [(0.0, 2.0, 0.0), (0.125, 2.0, 0.5), (0.25, 2.0, 1.0), (0.9, 5.0, 1.0), (0.95, 5.0, 0.5)],
)
def test_half_a_second_is_needed_there_and_back(share, spacing, turned):
    assert _turned(share, spacing) == pytest.approx(turned)


def test_knots_that_follow_each_other_are_those_drawn_alone():
    kept, drawn = np.zeros(Gaze.WIDTH, dtype=np.int64), np.full(4, np.nan)
    for knot in (1, 2, 4, 5, 6, 9, 0, 1):
        _next_knot(ADDRESS, 9, knot, kept, drawn)
        wanted = [
            normal(1, int(Stream.GAZE), 0, 5, np.array([9]), 4 * (knot + c // 2) + c % 2)[0]
            for c in range(4)
        ]
        assert drawn.tolist() == wanted


def test_at_rest_the_draw_of_the_knot_says_what_is_glanced_at():
    told = []
    for knot in range(60):
        u = uniform(1, int(Stream.GLANCE), 0, 5, np.array([9]), 2 * knot + 1)[0]
        found = _glance_at_rest(LAW, ADDRESS, 9, knot, 1.0, True)
        assert found == (1 if u < 0.2 else 2 if u < 0.5 else 0)
        assert _glance_at_rest(LAW, ADDRESS, 9, knot, math.nan, True) == (
            0 if found == 1 else found
        )
        assert _glance_at_rest(LAW, ADDRESS, 9, knot, 1.0, False) == (0 if found == 2 else found)
        told.append(found)
    assert set(told) == {0, 1, 2}


def test_glances_at_rest_reach_what_they_are_for():
    ticks = 20 * 60
    yaw, pitch = (np.zeros(ticks, dtype=np.int16) for _ in range(2))
    one = np.zeros(1)
    rest_samples(
        *(law(dt=0.05, gaze_pitch=0.0), ADDRESS, 0.0, 5.0, np.array([0]), np.array([0])),
        *(np.array([ticks]), np.array([9]), one > 0, one, one + 1.0, one == 0, yaw, pitch),
    )
    for knot in range(60):
        what = _glance_at_rest(LAW, ADDRESS, 9, knot, 1.0, True)
        middle = 20 * knot + 10
        assert yaw[middle] == (100 if what == 1 else 0)
        assert pitch[middle] == (25 if what == 2 else -8)
        assert (yaw[20 * knot], pitch[20 * knot]) == (0, -8)
