"""Measures, each on a walk made by hand whose figure is plain."""

import numpy as np
import pytest
import shapely

from twin.people import Walk
from twin.suites.measures import MEASURES, weidmann
from twin.suites.scene import Scene
from twin.suites.staging import Walked

SCENE = Scene.model_validate(
    {
        "ground": [[0, 0, 20, 2]],
        "exits": {"end": [19, 0, 20, 2]},
        "people": [{"count": 2, "within": [0, 0, 2, 2], "to": "end"}],
        "seconds": 20,
    }
)


def made(xy, left, *, begin=None, speed=None, seconds=0.25, radius=0.2):
    """Make a walk through these places (T, N, 2), a quarter second apart."""
    places = np.array(xy, dtype=np.float64)
    count = places.shape[1]
    time = seconds * np.arange(len(places))
    walk = Walk(
        time=time,
        xy=places,
        radius=np.broadcast_to(radius, places.shape[:2]),
        left=np.array(left, dtype=np.float64),
        exit=np.where(np.isnan(left), -1, 0),
        agent_steps=0,
        wall_s=0.0,
        cpu_s=0.0,
    )
    return Walked(
        SCENE,
        shapely.box(0, 0, 20, 2),
        {"end": shapely.box(19, 0, 20, 2)},
        np.zeros(count, dtype=np.intp),
        np.full(count, 1.0) if speed is None else np.array(speed),
        np.zeros(count) if begin is None else np.array(begin),
        walk,
    )


def measured(name, *scenes, **options):
    return MEASURES[name]({str(k): one for k, one in enumerate(scenes)}, **options)


def straight(*x, y=1.0):
    """One person at these x."""
    return [[(one, y)] for one in x]


def test_weidmanns_speeds_are_those_printed():
    # facts of the curve: 1.298 at 0.5, 1.058 at 1, 0.700 at 1.75, 0 from 5.4 on
    assert weidmann([0.5, 1.0, 1.75]) == pytest.approx([1.298, 1.058, 0.700], abs=5e-4)
    assert weidmann([5.4, 6.0]).tolist() == [0, 0]


def test_times_are_counted_from_when_people_begin():
    one = made([[(0, 1), (0, 1)], [(1, 1), (1, 1)]], [12.0, 20.0], begin=[2.0, 5.0])
    assert measured("longest_time", one, scene="0") == 15
    assert measured("everybody_out", one, scene="0") == 20
    assert measured("still_there", one, scene="0") == 0
    assert measured("mean_speed", one, scene="0", metres=30) == pytest.approx((3 + 2) / 2)
    assert measured("speed_error", one, scene="0", metres=12) == pytest.approx(0.2)


def test_whoever_is_still_there_makes_no_time_a_good_one():
    one = made([[(0, 1), (0, 1)], [(1, 1), (1, 1)]], [12.0, np.nan])
    assert measured("still_there", one, scene="0") == 1
    assert np.isnan(measured("longest_time", one, scene="0"))


def test_a_late_start_is_seen():
    # told to begin at 0.5 s; moved first between 1.0 and 1.25 s
    one = made(straight(0, 0, 0, 0, 0, 0.1), [np.nan], begin=[0.5])
    assert measured("late_start", one, scene="0") == pytest.approx(0.5)
    punctual = made(straight(0, 0, 0, 0.1, 0.2, 0.3), [np.nan], begin=[0.5])
    assert measured("late_start", punctual, scene="0") == 0


def test_walls_are_not_walked_through():
    assert measured("through_walls", made(straight(1, 2, 3), [np.nan]), scene="0") == 0
    off = made([[(1, 1)], [(1, 3)]], [np.nan])
    assert measured("through_walls", off, scene="0") == 1
    around = Walked(
        **{
            **vars(made([[(1, 1)], [(9, 1)]], [np.nan])),
            "ground": shapely.box(0, 0, 20, 2) - shapely.box(4, 0, 5, 2),
        }
    )
    assert measured("through_walls", around, scene="0") == 1


def test_the_exit_taken_is_where_somebody_was_last():
    assert measured("wrong_exit", made(straight(18.0, 18.9), [0.4]), scene="0") == 0
    assert measured("wrong_exit", made(straight(3.0, 3.2), [0.4]), scene="0") == 1


def test_the_share_of_an_exit_is_of_those_who_left():
    one = made([[(18.9, 1), (3, 1)], [(18.9, 1), (3, 1)]], [0.4, np.nan])
    assert measured("share_of_exit", one, scene="0", exit="end") == 1


def test_the_share_through_a_box_is_of_everybody_who_was_ever_in_it():
    one = made([[(1, 1), (1, 1), (5, 1)], [(3, 1), (2, 0), (5, 1)]], [np.nan] * 3)
    assert measured("share_through", one, scene="0", box=[3, 0, 4, 2]) == pytest.approx(1 / 3)
    assert measured("share_through", one, scene="0", box=[0, 0, 4, 2]) == pytest.approx(2 / 3)


def test_flow_is_people_over_time():
    # five people pass x = 10 a second apart, and x = 15 two seconds apart
    time = np.arange(0, 20, 0.25)
    xy = np.zeros((len(time), 5, 2))
    for k in range(5):
        xy[:, k, 0] = np.where(time >= 3 + k, 10.0, 0.0)
        xy[time >= 8 + 2 * k, k, 0] = 15.0
    one = made(xy, [np.nan] * 5)
    assert measured("flow_difference", one, scene="0", first=10, then=15) == pytest.approx(0.5)
    assert measured("most_crowded", one, scene="0", box=[9, 0, 11, 2]) == 5 / 4


def test_what_nobody_did_is_no_number():
    here = made(straight(1, 1, 1), [np.nan])
    assert np.isnan(measured("flow_difference", here, scene="0", first=10, then=15))
    assert np.isnan(measured("share_of_exit", here, scene="0", exit="end"))
    past = {"scene": "0", "width": 2, "at": 10, "first": 1, "last": 2}
    assert np.isnan(measured("flow_per_width", here, **past))
    assert np.isnan(measured("flow_over_width", here, here, widths=[1, 2], at=10, first=1, last=2))
    empty = {"box": [4, 0, 6, 2], "start": 0, "end": 3}
    for name in ("speed_in", "flow_in", "weidmann_in"):
        assert np.isnan(measured(name, here, scene="0", **empty))
    assert np.isnan(measured("most_over_weidmann", here, **empty))


def test_the_flow_through_a_width_is_that_of_the_people_named_over_it():
    # they pass x = 10 a second apart, but the last one five seconds later
    time = np.arange(0, 20, 0.25)
    passes = [3, 4, 5, 6, 11]
    xy = np.zeros((len(time), 5, 2))
    xy[..., 0] = np.where(time[:, None] >= passes, 10.0, 0.0)
    one = made(xy, [np.nan] * 5)
    past = {"scene": "0", "width": 2, "at": 10}
    assert measured("flow_per_width", one, first=1, last=4, **past) == pytest.approx(0.5)
    assert measured("flow_per_width", one, first=1, last=5, **past) == pytest.approx(0.25)


def test_weidmanns_speed_is_told_at_the_density_measured():
    # four people on 2 x 2 m: one on a square metre
    xy = np.tile([(4.2, 0.5), (4.4, 1.5), (5.2, 0.5), (5.4, 1.5)], (9, 1, 1))
    one = made(xy, [np.nan] * 4)
    box = {"scene": "0", "box": [4, 0, 6, 2], "start": 0, "end": 2}
    assert measured("weidmann_in", one, **box) == pytest.approx(1.058, abs=5e-4)


def test_overlap_is_that_of_the_nearest_two_after_the_first_second():
    apart = [[(1, 1), (1.1, 1)]] * 4 + [[(1, 1), (1.35, 1)]]
    assert measured("overlap", made(apart, [np.nan] * 2)) == pytest.approx(0.05)
    assert measured("overlap", made(straight(1, 2), [np.nan])) == 0
    # one with turned shoulders is narrower, and the nearest two are not those who overlap most
    three = [[(1, 1), (1.3, 1), (1.62, 1)]] * 5
    narrow = made(three, [np.nan] * 3, radius=[0.13, 0.13, 0.2])
    assert measured("overlap", narrow) == pytest.approx(0.01)


def test_speed_and_density_against_curves():
    # four people on 2 x 2 m who walk 0.5 m/s along
    time = np.arange(0, 3.25, 0.25)
    xy = np.tile([(4.2, 0.5), (4.4, 1.5), (5.2, 0.5), (5.4, 1.5)], (len(time), 1, 1))
    xy[..., 0] += 0.125 * (np.arange(len(time)) % 2)[:, None]  # to and fro, as fast
    one = made(xy, [np.nan] * 4)
    box = {"box": [4, 0, 6, 2], "start": 0, "end": 3}
    assert measured("most_over_weidmann", one, **box) == pytest.approx(0.5 / 1.058, abs=1e-3)
    assert measured("least_over_bins", one, bins=[[0.5, 1.0], [1.5, 0.6]], **box) == pytest.approx(
        0.5 / 0.8
    )


def test_the_flow_in_a_box_is_density_times_speed():
    # two people on 4 x 2 m, who walk 1 and 2 m/s: a quarter on a square metre, at 1.5 m/s
    time = np.arange(0, 1.25, 0.25)
    xy = np.stack([np.column_stack([4 + v * time, 0.5 + 0 * time]) for v in (1.0, 2.0)], axis=1)
    assert measured(
        "flow_in", made(xy, [np.nan] * 2), scene="0", box=[4, 0, 8, 2], start=0, end=1
    ) == pytest.approx(0.25 * 1.5)


def test_flow_over_width_is_a_slope():
    time = np.arange(0, 40, 0.25)

    def passing(every):
        xy = np.zeros((len(time), 6, 2))
        for k in range(6):
            xy[time >= 1 + k * every, k, 0] = 10.0
        return made(xy, [np.nan] * 6)

    slope = measured(
        "flow_over_width", passing(2.0), passing(1.0), widths=[1, 2], at=10, first=1, last=6
    )
    assert slope == pytest.approx(0.5)
