"""Walking: tests of RiMEA 3.0.0 that apply outdoors, counterflow, groups, and laws."""

import numpy as np
import pytest
import shapely
from shapely import box

from tests.people.walkers import Walker, crossings, outside, walk
from twin.people import walking
from twin.people.columns.kernels import Law
from twin.people.mobility import BREADTH, MOBILITY
from twin.people.walking import LAW, MARGIN, law

CORRIDOR = box(0, 0, 44, 2)


def test_rimea_1_a_corridor_takes_30_seconds():
    # 40 m at 1.33 m/s; the guideline allows 26 to 34 s
    walked = walk(CORRIDOR, [(42, 1)], [Walker((1.5, 1), 0, 1.33, arrive=0.5)], seconds=40)
    assert 26 <= walked.arrived[0] <= 34
    straight = walk(
        CORRIDOR, [(42, 1)], [Walker((1.5, 1), 0, 1.33, arrive=0.5)], seconds=40, wander=0.0
    )
    assert straight.arrived[0] == pytest.approx(40 / 1.33, abs=0.5)


@pytest.mark.kernel
def test_alone_in_the_open_one_walks_at_ones_pace():
    walked = walk(box(0, 0, 30, 6), [(28, 3)], [Walker((2, 3), 0, 1.5)], seconds=8)
    moved = np.hypot(*np.diff(walked.xy, axis=0).T) * 4
    assert moved == pytest.approx(1.5, abs=0.06)  # a centimetre in a quarter second is 0.04 m/s
    assert walked.agent_steps == 8 * 20


def test_rimea_6_round_a_corner_without_crossing_a_wall():
    area = shapely.union(box(0, 0, 12, 2), box(10, 0, 12, 12))
    spots = [(0.6 + 0.55 * (k % 10), 0.55 + 0.9 * (k // 10)) for k in range(20)]
    walkers = [Walker(spot, 0, 1.0 + 0.03 * k) for k, spot in enumerate(spots)]
    walked = walk(area, [(11, 11)], walkers, seconds=60)
    assert len(walked.arrived) == 20
    assert min(walked.arrived.values()) > 0
    assert outside(area, walked.xy) == 0
    assert crossings(area, walked) == 0


def test_nobody_comes_nearer_to_a_wall_than_half_a_body():
    area = shapely.difference(box(0, 0, 24, 10), box(10, 3, 14, 10))
    walkers = [Walker((1 + 0.1 * k, 9 - 0.3 * k), 0, 1.2 + 0.04 * k) for k in range(16)]
    walked = walk(area, [(22, 8.5)], walkers, seconds=45)
    far = shapely.distance(shapely.points(walked.xy), area.boundary)
    # the interpolated clearance errs by at most 0.11 m at corners, see twin.site.ground
    assert far.min() > MARGIN - 0.12
    assert len(walked.arrived) == 16


@pytest.mark.parametrize("density", [0.1, 0.3])
def test_counterflow_does_not_block(density):
    # 6 m wide, 40 m long, half each way
    area = box(0, 0, 44, 6)
    each = int(density * 40 * 6 / 2)
    rng = np.random.default_rng(3)
    walkers = []
    for k in range(each):
        y = 0.6 + 4.8 * (k * 0.618 % 1)
        walkers.append(Walker((2 + 18 * k / each, y), 0, float(rng.uniform(1.1, 1.6))))
        walkers.append(Walker((42 - 18 * k / each, 6 - y), 1, float(rng.uniform(1.1, 1.6))))
    walked = walk(area, [(42.5, 3), (1.5, 3)], walkers, seconds=120)
    assert len(walked.arrived) == 2 * each
    assert min(walked.arrived.values()) > 0
    longest = max(walked.arrived.values())
    assert longest < 40 / 1.1 * 1.6


def test_head_on_two_people_pass_each_other():
    area = box(0, 0, 24, 4)
    walkers = [Walker((2, 2), 0), Walker((22, 2), 1)]
    walked = walk(area, [(22, 2), (2, 2)], walkers, seconds=30, wander=0.0)
    # 19.2 m at 1.34 m/s undisturbed
    assert max(walked.arrived.values()) < 1.15 * 19.2 / 1.34
    first, second = walked.xy[walked.person == 0], walked.xy[walked.person == 1]
    n = min(len(first), len(second))
    assert np.hypot(*(first[:n] - second[:n]).T).min() > 0.3


def test_a_faster_person_overtakes():
    walkers = [Walker((6, 2), 0, 0.8), Walker((2, 2), 0, 1.8)]
    walked = walk(box(0, 0, 44, 4), [(42, 2)], walkers, seconds=60, wander=0.0)
    assert walked.arrived[1] < walked.arrived[0]
    assert walked.arrived[1] < 1.1 * 39.2 / 1.8


@pytest.mark.parametrize("mobility", ["none", "pushchair", "wheelchair"])
def test_a_queue_keeps_the_headway_of_the_model(mobility):
    # single file behind somebody slow: spacing = 2 r + v T, equation (3) of tordeux2016
    wide = BREADTH[MOBILITY.index(mobility)]
    walkers = [
        Walker((12 - 1.7 * k, 0.6), 0, 0.6 if k == 0 else 1.6, breadth=wide) for k in range(5)
    ]
    walked = walk(box(0, 0, 44, 1.2), [(42, 0.6)], walkers, seconds=30, wander=0.0)
    last = walked.tick.max()
    x = np.sort(walked.xy[walked.tick == last, 0])
    assert np.diff(x) == pytest.approx(0.4 * wide + 0.6 * LAW["time_gap"], abs=0.08)


def test_a_smaller_step_changes_the_mean_speed_little():
    walkers = [Walker((2 + 0.8 * k, 1 + (k * 0.618 % 1) * 4), 0, 1.34) for k in range(20)]
    times = [
        np.mean(
            list(walk(box(0, 0, 64, 6), [(62, 3)], walkers, seconds=80, dt=dt).arrived.values())
        )
        for dt in (0.05, 0.01)
    ]
    assert times[0] == pytest.approx(times[1], rel=0.01)


def test_a_group_stays_together():
    walkers = [Walker((3, 4), 0, 1.1), Walker((2.5, 4.8), 0, 1.1, group=0, abreast=0.75)]
    walked = walk(box(0, 0, 64, 8), [(62, 4)], walkers, seconds=45)
    first, second = walked.xy[walked.person == 0], walked.xy[walked.person == 1]
    n = min(len(first), len(second))
    apart = np.hypot(*(first[20 : n - 20] - second[20 : n - 20]).T)
    assert apart.mean() < 1.5
    assert apart.max() < 3.0


def test_companions_go_round_a_house_on_the_same_side():
    # from either half of the start the way round its own side is the shorter one
    area = box(0, 0, 60, 40).difference(box(20, 5, 30, 35))
    pair = [Walker((4, 20.4), 0, 1.2), Walker((4, 19.6), 0, 1.2, group=0, abreast=-0.75)]

    def apart(walkers):
        walked = walk(area, [(57, 20)], walkers, seconds=80)
        first, second = walked.xy[walked.person == 0], walked.xy[walked.person == 1]
        n = min(len(first), len(second))
        return np.hypot(*(first[:n] - second[:n]).T)

    strangers = [pair[0], Walker((4, 19.6), 0, 1.2)]
    assert apart(strangers).max() > 30.0
    assert apart(pair).max() < 5.0
    # and once round it side by side
    assert apart(pair)[-80:].mean() < 1.5


def test_the_first_of_a_party_waits_for_who_lags_behind():
    def arrivals(group):
        walkers = [Walker((12, 4), 0, 1.2), Walker((4, 4), 0, 1.2, group=group, abreast=0.75)]
        return walk(box(0, 0, 124, 8), [(122, 4)], walkers, seconds=120).arrived

    # eight metres behind, at one pace, a stranger stays behind: 6.7 s
    alone, together = arrivals(1), arrivals(0)
    assert alone[1] - alone[0] == pytest.approx(8 / 1.2, abs=1.0)
    assert together[1] - together[0] < 2.0
    # the other one hurries, too: neither does all of it
    assert alone[0] + 1.0 < together[0] < alone[1]


def test_nobody_waits_for_companions_who_go_elsewhere():
    def first(goal):
        walkers = [Walker((12, 4), 0, 1.2), Walker((4, 4), goal, 1.2, group=0, abreast=0.75)]
        return walk(box(0, 0, 64, 8), [(62, 4), (2, 6)], walkers, seconds=60).arrived[0]

    assert first(0) > first(1) + 1.0
    assert first(1) == pytest.approx(50 / 1.2, rel=0.02)


def test_a_seat_behind_a_hook_of_a_wall_is_reached_by_way_of_its_goal():
    # the straight way to the seat ends in the hook; near the goal (20, 8) the seat is in sight
    hook = shapely.union(box(17, 9, 17.5, 15), box(14, 12, 17, 12.5))
    area = box(0, 0, 30, 18).difference(hook)
    seat = Walker((2, 8), 0, approach=7.0, arrive=0.35, target=(20.0, 13.0))
    walked = walk(area, [(20, 8)], [seat], seconds=60)
    # 18 m and 5 m, and nobody has tried the hook first
    assert 18.6 / 1.34 < walked.arrived[0] < (18 + 5) / 1.34 + 1.0


def test_whoever_goes_to_and_fro_is_given_up_and_reported():
    # the target is walled in: one walks to its goal and about it, but never gets there
    area = box(0, 0, 30, 18).difference(box(18, 11, 22, 15).difference(box(19, 12, 21, 14)))
    lost = Walker((2, 8), 0, approach=7.0, arrive=0.35, target=(20.0, 13.0))
    walked = walk(area, [(20, 8)], [lost], seconds=600)
    assert walked.arrived == {0: -1.0}


def test_whoever_wants_to_be_where_they_are_is_there_at_once():
    walked = walk(box(0, 0, 10, 6), [(5, 3)], [Walker((5, 3), 0), Walker((8, 3), 0)], seconds=6)
    assert walked.arrived[0] == pytest.approx(0.05)
    assert 0 < walked.arrived[1] < 6


def test_somebody_walled_in_is_given_up_and_reported():
    # the goal lies behind somebody who never moves out of a passage one body wide
    area = shapely.union(box(0, 0, 10, 6), box(10, 2.6, 14, 3.4))
    area = shapely.union(area, box(14, 0, 20, 6))
    walkers = [Walker((2, 3), 0, 1.3)]
    walked = walk(area, [(18, 3)], walkers, seconds=60, stuck_s=5.0, margin=0.6)
    assert walked.arrived == {0: -1.0}


@pytest.mark.parametrize("count", [3, 2000])
def test_one_and_two_threads_walk_the_same_ways(count, watch, monkeypatch):
    monkeypatch.setattr(walking, "FEW", 1)  # also so few are walked by two threads
    rng = np.random.default_rng(1)
    spots = rng.uniform(1, [59, 29], (count, 2))
    walkers = [Walker(tuple(s), k % 2, 0.8 + 0.001 * k, at=k % 3) for k, s in enumerate(spots)]
    one, two = (
        walk(box(0, 0, 60, 30), [(58, 15), (2, 15)], walkers, seconds=8, threads=threads)
        for threads in (1, 2)
    )
    # in a crowd so dense, those who are close to somebody are shared, too
    assert watch.shared() == (True, count == 2000)
    assert one.arrived == two.arrived
    assert (one.xy == two.xy).all()
    assert (one.yaw == two.yaw).all()


def test_slots_grow_and_are_used_again():
    walkers = [Walker((2, 1 + 0.02 * k), 0, 1.3, at=3 * k) for k in range(30)]
    walked = walk(box(0, 0, 12, 4), [(9, 2)], walkers, seconds=110)
    assert sorted(walked.arrived) == list(range(30))


def test_heads_point_along_the_way_on_average():
    walkers = [Walker((2, 1.5 + 0.5 * k), 0, 1.3) for k in range(12)]
    walked = walk(box(0, 0, 84, 9), [(82, 4.5)], walkers, seconds=50, wander=0.0)
    middle = (walked.xy[:, 0] > 10) & (walked.xy[:, 0] < 70)
    assert abs(walked.yaw[middle].mean()) < 0.1
    assert 0.2 < walked.yaw[middle].std() < 0.45


def test_constants_go_where_the_kernel_reads_them():
    constants = law(dt=0.025, dodge=0.5)
    assert constants[Law.DT] == 0.025
    assert constants[Law.DODGE] == 0.5
    assert constants[Law.MARGIN] == MARGIN
    assert constants.size == Law.WIDTH


def test_an_unknown_constant_is_refused():
    with pytest.raises(TypeError, match="dogde"):
        law(dt=0.05, dogde=1.0)


def test_a_number_below_that_of_the_first_of_the_party_changes_nobodys_way():
    others = [Walker((4, 1 + k), 0, 1.2) for k in range(3)]
    walkers = [Walker((2, 4), 0, 1.2, group=3, at=1), *others]
    goals = [(28, 3), (2, 1), (2, 3), (2, 5)]
    walked = walk(box(0, 0, 30, 6), goals, walkers, seconds=40)
    assert all(18 < walked.arrived[person] < 26 for person in range(4))
