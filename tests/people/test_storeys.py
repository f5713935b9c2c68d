"""Steps and underpasses as they are walked."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
import shapely
from shapely import box

from tests.people.walkers import Walker, walk
from tests.site.underpass import DECK, TOWPATH, bridge_site
from twin.people import Crowd, simulate, walking
from twin.site.ground import Ground
from twin.site.routes import STAIRS_PACE
from twin.site.storeys import walked
from twin.site.surface.kernels import Surface

BELOW, BANK, NORTH, EAST = (10.0, 12.0), (59.0, 2.5), (60.0, 77.0), (110.0, 12.0)
GOALS = [BELOW, BANK, NORTH, EAST]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return bridge_site(tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="module")
def ground(site):
    return walked(site)


def flight(west, east):
    """Lay a flight of steps across a corridor, from node to node."""
    plain = Ground.over(box(0, 0, 40, 3))
    x = plain.x0 + plain.cell * np.arange(plain.shape[1])
    surface = plain.surface.copy()
    surface[:, (x >= west) & (x < east)] = Surface.STAIRS
    return replace(plain, surface=surface)


@pytest.mark.kernel
@pytest.mark.parametrize("back", [False, True])
def test_rimea_2_and_3_a_flight_of_10_metres(back):
    # RiMEA 3.0.0: length over the speed on stairs, to 5 %; over the ground, and both ways
    start, goal = ((37.0, 1.5), (3.0, 1.5)) if back else ((3.0, 1.5), (37.0, 1.5))
    walker = Walker(start, 0, 1.34)
    walked_over = walk(flight(15, 25), [goal], [walker], seconds=60, wander=0.0)
    x, time = walked_over.xy[:, 0], walked_over.tick / 4
    order = np.argsort(x)
    on = abs(np.interp(25.0, x[order], time[order]) - np.interp(15.0, x[order], time[order]))
    assert on == pytest.approx(10.0 / (1.34 * STAIRS_PACE), rel=0.05)
    off = abs(np.interp(15.0, x[order], time[order]) - np.interp(5.0, x[order], time[order]))
    assert off == pytest.approx(10.0 / 1.34, rel=0.05)


def across(ground, *, seconds, crowd=1):
    """Send people along the towpath and others over the bridge, so that all meet at the deck."""
    walkers = []
    for k in range(crowd):
        walkers += [
            Walker((35.0 - 1.5 * k, 11.0), 3, 1.3, at=k),
            Walker((83.0 + 1.5 * k, 11.5), 0, 1.3, at=k),
            Walker((59.0, 33.0), 1, 1.3, at=6 + k, approach=3.0),
            Walker((58.0, 3.0), 2, 1.3, at=6 + k),
        ]
    return walk(ground, GOALS, walkers, seconds=seconds)


def of(walked_by, person):
    mine = walked_by.person == person
    return walked_by.tick[mine], walked_by.xy[mine]


def test_over_and_under_the_deck_nobody_is_in_the_way(ground):
    together = across(ground, seconds=90)
    assert sorted(together.arrived) == [0, 1, 2, 3]
    below = [Walker((35.0, 11.0), 3, 1.3), Walker((83.0, 11.5), 0, 1.3)]
    alone = walk(ground, GOALS, below, seconds=90)
    # those below walk as if nobody was above, to the last centimetre
    for person in (0, 1):
        assert (of(together, person)[1] == of(alone, person)[1]).all()
    # all of them have been where the deck is over the towpath
    middle = box(55, 9, 63, 19)
    for person in range(4):
        assert shapely.contains_xy(middle, *of(together, person)[1].T).any()


def test_tracks_tell_who_is_under_the_deck_or_close_before_it(site, ground):
    found = across(ground, seconds=90)
    zone = ground.surface[ground.node(*found.xy.T)] & Surface.ZONE
    covered = zone == Surface.COVERED
    on_the_towpath = found.person < 2
    assert covered[on_the_towpath].sum() > 40
    assert covered[~on_the_towpath].sum() > 40
    assert (found.below[on_the_towpath] == (zone != Surface.PLAIN)[on_the_towpath]).all()
    assert not found.below[~on_the_towpath].any()
    # so nobody on the towpath, at the deck's side least of all, is as high as the deck
    height = site.height(found.xy, below=found.below == 1)
    assert (height[on_the_towpath] == site.height(found.xy, below=True)[on_the_towpath]).all()


def test_a_crowd_keeps_its_storeys(ground):
    found = across(ground, seconds=150, crowd=12)
    assert len(found.arrived) == 48
    assert min(found.arrived.values()) > 0
    sides = shapely.linestrings([[(55, 8.2), (55, 19.8)], [(63, 8.2), (63, 19.8)]])
    ends = shapely.linestrings([[(55, 5), (63, 5)], [(55, 29), (63, 29)]])
    for person in range(48):
        path = shapely.LineString(of(found, person)[1])
        on_the_towpath = person % 4 < 2
        # below, in and out by the sides alone; above, by the ends alone
        assert shapely.intersects(sides, path).all() == on_the_towpath
        assert shapely.intersects(ends, path).any() != on_the_towpath


def test_people_meet_at_the_mouth_of_an_underpass(ground):
    # two head on just outside and just inside the deck's side: they see each other and step aside
    for x in (54.0, 56.0, 62.0, 64.0):
        head_on = [Walker((45.0, 12.0), 3, 1.3), Walker((2 * x - 45.0, 12.0), 0, 1.3)]
        met = walk(ground, GOALS, head_on, seconds=20, wander=0.0)
        (ticks, one), (_, two) = of(met, 0), of(met, 1)
        apart = np.hypot(*(one - two).T)
        assert ticks.size > 40
        assert 0.35 < apart.min() < 1.5


def test_threads_change_nothing(ground, watch, monkeypatch):
    monkeypatch.setattr(walking, "FEW", 1)
    one = across_with(ground, 1)
    assert watch.alone()
    two = across_with(ground, 2)
    assert watch.shared()[0]
    assert one.xy.tobytes() == two.xy.tobytes()
    assert one.yaw.tobytes() == two.yaw.tobytes()


def across_with(ground, threads):
    walkers = [
        Walker((10.0 + 0.12 * k, 10.0 + k % 5), (3, 0)[k % 2], 1.0 + 0.001 * k) for k in range(300)
    ]
    return walk(ground, GOALS, walkers, seconds=30, threads=threads)


def test_from_deck_to_towpath_only_by_the_steps(ground):
    # a full deck, and everybody on it wants down
    walkers = [Walker((55.9 + 1.0 * (k % 7), 9.0 + 0.9 * (k // 7)), 0, 1.3) for k in range(70)]
    found = walk(ground, GOALS, walkers, seconds=220)
    assert len(found.arrived) == 70
    assert min(found.arrived.values()) > 0
    steps = box(99.5, 4, 103.5, 8.5)
    deck, path = shapely.Polygon(DECK), shapely.Polygon(TOWPATH)
    for person in range(70):
        _, xy = of(found, person)
        first = np.flatnonzero(shapely.contains_xy(steps, *xy.T))[0]
        beside = shapely.contains_xy(path.difference(deck.buffer(0.05)), *xy[:first].T)
        assert not beside.any()


def test_a_day_over_and_under_the_deck(site):
    day = simulate(site, Crowd(total=1500, start="08:00", end="09:00"), seed=3, threads=1)
    tracks = pa.concat_tables([slab.table for slab in day.slabs()])
    xy = np.column_stack([tracks["x_cm"], tracks["y_cm"]]) / 100
    on_the_deck = shapely.contains_xy(box(55, 8, 63, 20), *xy.T)
    below = tracks["below"].to_numpy()
    assert on_the_deck[below == 0].any()
    approach = box(55, 8, 63, 20).buffer(6.5)  # 6 m, and the nearest node is half a cell away
    assert shapely.contains_xy(approach, *xy[below == 1].T).all()
    facts = day.facts()
    assert facts["stuck"] == 0
    assert facts["left"] + facts["inside"] == facts["arrived"]
    assert facts["left"] > 10
    assert day.people["gate_in"].to_pylist().count("gate/below") > 10
