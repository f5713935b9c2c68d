"""Which way walkers wish to go, worked by hand on plain ground; also run uncompiled."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from twin.people.choose.kernels import _behind, _is_time_for_stock, _veered, choose_way
from twin.people.columns.kernels import Place, Real, Whole
from twin.people.field import Field
from twin.people.walking import law
from twin.site.ground import Ground
from twin.site.routes import fields

pytestmark = pytest.mark.kernel

LAW = law(dt=0.05, wander=0.0)
ADDRESS = np.array([1, 0, 5])
PACE = 1.2


@pytest.fixture(scope="module")
def field():
    return Field.of(
        fields(
            Ground.over(box(0, 0, 60, 12), 0.5), np.array([(58.0, 6.0), (30.0, 6.0)]), np.ones(2)
        )
    )


def party(*places, speed=PACE):
    """Put people on foot towards goal 0, the first of them first; all of one party."""
    n = len(places)
    here = np.zeros((n, 4))
    here[:, :2], here[:, Place.VX] = places, speed
    real, whole = np.zeros((n, Real.WIDTH)), np.full((n, Whole.WIDTH), -1, dtype=np.int32)
    real[:, Real.PACE], real[:, Real.BREADTH] = PACE, 1.0
    real[:, Real.TARGET_X], real[:, Real.TARGET_Y] = 58.0, 6.0
    real[:, Real.LEAST] = np.inf
    whole[:, Whole.PERSON] = np.arange(n)
    whole[:, [Whole.GROUP, Whole.GOAL, Whole.FINAL]] = 0
    whole[1:, Whole.LEADER] = 0
    whole[0, Whole.MATES : Whole.MATES + n - 1] = np.arange(1, n)
    return here, real, whole


def chosen(field, here, real, whole, i, time=8.0, constants=LAW):
    late = choose_way(field, constants, ADDRESS, here, real, whole, i, time, round(4 * time))
    return real[i, Real.WAY_X], real[i, Real.WAY_Y], real[i, Real.WAY_SPEED], late


@given(turn=st.floats(-6, 6), heading=st.floats(-3, 3))
def test_a_direction_is_turned_by_twice_the_arc_of_half_the_turn(turn, heading):
    x, y = _veered(math.cos(heading), math.sin(heading), turn)
    angle = heading + 2 * math.atan(turn / 2)
    assert (x, y) == pytest.approx((math.cos(angle), math.sin(angle)), abs=1e-9)


@pytest.mark.parametrize(
    ("slack", "slot", "since", "tries"),
    [(0.3, -1, 25, False), (-0.1, -1, 10, False), (-0.1, -1, 25, True), (0.3, 2, 10, True)],
)
def test_who_gets_nowhere_at_a_wall_or_among_others_tries_other_directions(
    field, slack, slot, since, tries
):
    here, real, whole = party((20, 6), speed=0.0)
    real[0, Real.SLACK], whole[0, Whole.SLOT], whole[0, Whole.COUNT] = slack, slot, 0
    real[0, Real.CHOSEN_S], real[0, Real.MARK_S] = 39.5, 40.0 - since
    x, y, _, _ = chosen(field, here, real, whole, 0, time=40.0, constants=law(dt=0.05, wander=0.2))
    # seconds without headway turn people by far more than they wander anyway
    assert (abs(math.atan2(y, x)) > 0.5) == tries


def test_only_companions_near_by_on_the_same_way_are_waited_for():
    here, _, whole = party((20, 6), (17, 9), (15, 6))
    assert _behind(here, whole, 0, 1.0, 0.0) == 5.0
    whole[2, Whole.FINAL] = 1  # goes elsewhere
    assert _behind(here, whole, 0, 1.0, 0.0) == 3.0
    here[1, Place.X] = -1.0  # too far off
    assert _behind(here, whole, 0, 1.0, 0.0) == 0.0
    here[1, Place.X], whole[1, Whole.GROUP] = 17.0, 4  # the row is somebody else's by now
    assert _behind(here, whole, 0, 1.0, 0.0) == 0.0


@pytest.mark.parametrize(("lag", "share"), [(0, 1.0), (1, 1.0), (3, 0.5), (10, 0.3), (-4, 1.0)])
def test_the_first_of_a_party_slows_for_who_lags(field, lag, share):
    here, real, whole = party((20, 6), (20 - lag, 6))
    x, y, speed, _ = chosen(field, here, real, whole, 0)
    assert (x, y) == pytest.approx((1, 0), abs=0.02)
    assert speed == pytest.approx(share * PACE, rel=0.01)


@pytest.mark.parametrize(
    ("ahead", "share"), [(0, 1.0), (0.8, 1.2), (5, 1.3), (-0.8, 0.8), (-5, 0.3)]
)
def test_the_others_keep_abreast_of_the_first(field, ahead, share):
    here, real, whole = party((20 + ahead, 6), (20, 6))
    x, _, speed, _ = chosen(field, here, real, whole, 1)
    assert x == pytest.approx(1, abs=0.02)
    assert speed == pytest.approx(share * PACE, rel=0.01)


def test_whoever_gets_nowhere_among_others_tries_other_directions(field):
    here, real, whole = party((20, 6), speed=0.0)
    whole[0, Whole.SLOT] = 0
    ways = [
        chosen(field, here, real, whole, 0, time=float(t), constants=law(dt=0.05))[:2]
        for t in range(10, 30, 2)
    ]
    assert np.ptp([math.atan2(y, x) for x, y in ways]) > 1.0


def test_a_place_to_pass_is_left_behind_when_it_is_near(field):
    here, real, whole = party((10, 6))
    whole[0, Whole.GOAL] = 1
    chosen(field, here, real, whole, 0, time=4.0)
    assert whole[0, Whole.GOAL] == 1
    here[0, Place.X] = 22.0
    chosen(field, here, real, whole, 0, time=8.0)
    assert whole[0, Whole.GOAL] == 0


@pytest.mark.parametrize(
    ("x", "goal", "tick", "time"),
    [(20, 0, 16, True), (20, 0, 8, False), (20, 0, 3, False), (50, 0, 8, True), (50, 0, 3, False),
     (57.5, 0, 3, True), (25, 1, 8, True), (15, 1, 8, False)],
)  # fmt: skip
def test_how_far_it_is_is_looked_up_oftener_near_what_matters(field, x, goal, tick, time):
    _, real, whole = party((x, 6))
    whole[0, Whole.GOAL], whole[0, Whole.FRESH] = goal, 0
    real[0, Real.APPROACH] = 5.0
    straight = 58.0 - x
    assert _is_time_for_stock(field, real, whole, 0, float(x), 6.0, straight, tick) == time
    whole[0, Whole.FRESH] = 1
    assert _is_time_for_stock(field, real, whole, 0, float(x), 6.0, straight, tick)
