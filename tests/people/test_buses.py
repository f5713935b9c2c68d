"""Buses: when the next one leaves, and people who wait for it where one can see them."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from tests.site.small_map import small_site
from twin.people import Crowd, simulate
from twin.people.buses import Timetable
from twin.people.crowd import DAY_START
from twin.people.goals import QUEUE_LONGEST, QUEUE_STEP
from twin.people.services import Buses
from twin.people.traits import Address
from twin.tables import ACTIVITIES

DAY = Address(3, 0, 738_000)
BUSES = Buses(routes=3, an_hour=7.5, source="assumption", off_by=0.3)  # one in 480 s


def leaving(timetable, stop, u, *, start=DAY_START, end=86_400.0):
    """Ask for one bus after another."""
    times, moment = [], start
    while moment < end:
        moment = timetable.next(stop, u, moment)
        times.append(moment)
        moment = float(np.nextafter(moment, np.inf))
    return np.array(times[:-1])


def test_every_slot_has_one_bus():
    times = leaving(Timetable(DAY, BUSES), 0, 0.5)
    assert ((times - DAY_START) // 480 == np.arange(times.size)).all()
    assert np.diff(times).max() < 2 * 480


def test_one_waits_a_twelfth_of_the_gap_longer_than_for_regular_buses():
    """Inspection paradox: E[gap^2] / (2 E[gap]), gaps of 480 s plus a triangle's variance of 1/6."""
    timetable = Timetable(DAY, BUSES)
    moments = np.arange(DAY_START, 84_000.0, 7.0)
    waits = [
        timetable.next(stop, u, m) - m
        for stop in range(20)
        for u in (0.1, 0.5, 0.9)
        for m in moments[stop::20].tolist()
    ]
    assert min(waits) >= 0
    assert np.mean(waits) == pytest.approx(480 * (1 / 2 + 1 / 12), rel=0.03)


def test_routes_and_stops_and_days_have_their_own_buses():
    timetable = Timetable(DAY, BUSES)
    some = [timetable.next(stop, u, 30_000.0) for stop in (0, 1) for u in (0.0, 0.4, 0.7)]
    assert len(set(some)) == 6
    assert timetable.next(0, 0.1, 30_000.0) == timetable.next(0, 0.2, 30_000.0)
    assert Timetable(replace(DAY, day=7), BUSES).next(0, 0.0, 30_000.0) != some[0]


def test_whoever_misses_the_last_bus_walks_off():
    assert Timetable(DAY, BUSES).next(0, 0.0, 95_000.0) == 95_000.0


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """Simulate a morning on the small map, whose eastern gate is a bus stop."""
    site = small_site(tmp_path_factory.mktemp("map"))
    gates = tuple(replace(g, gate="bus") if g.id == "gate/east" else g for g in site.gates)
    site = replace(site, gates=gates)
    day = simulate(site, Crowd(total=5000, start="08:00", end="10:30"), seed=4, slab_minutes=20)
    tracks = pa.concat_tables([slab.table for slab in day.slabs()])
    stop = next(g for g in gates if g.gate == "bus")
    return day.people, tracks.sort_by([("person", "ascending"), ("tick", "ascending")]), stop


def last_stays(morning):
    """Return who left by bus, how long they stood at last, where, and how long before leaving."""
    people, tracks, stop = morning
    out = []
    columns = {n: tracks[n].to_numpy() for n in ("person", "tick", "x_cm", "y_cm", "activity")}
    waiting = ACTIVITIES.index("queueing")
    for row in people.to_pylist():
        if row["gate_out"] != stop.id or row["outcome"] != "left":
            continue
        mine = columns["person"] == row["person"]
        stood = columns["activity"][mine] == waiting
        walked = np.flatnonzero(~stood)
        wait = (stood.size - 1 - walked[-1]) / 4
        x, y = (columns[n][mine][-1] / 100 for n in ("x_cm", "y_cm"))
        away = np.hypot(x - stop.xy[0], y - stop.xy[1])
        out.append((wait, away, row["leave_s"] - columns["tick"][mine][-1] / 4))
    return np.array(out)


def test_they_wait_beside_the_stop_until_their_bus_leaves(morning):
    wait, away, gone = last_stays(morning).T
    assert wait.size > 10
    assert away.max() < 1.2 + QUEUE_STEP * QUEUE_LONGEST
    assert ((gone > 0) & (gone <= 0.25)).all()
    assert wait.max() < 2 * 480
    assert (wait > 30).mean() > 0.7


def test_whoever_comes_first_stands_at_the_head_of_the_line(morning):
    _, tracks, stop = morning
    x, y, tick = (tracks[name].to_numpy() for name in ("x_cm", "y_cm", "tick"))
    away = np.hypot(x / 100 - stop.xy[0], y / 100 - stop.xy[1])
    waiting = (tracks["activity"].to_numpy() == ACTIVITIES.index("queueing")) & (away < 12)
    # the first place is 1.2 m along the kerb; people are there from 0.3 m on
    assert away[waiting][np.argmin(tick[waiting])] == pytest.approx(1.2, abs=0.35)
    # nobody alone stands far back, but who was behind others that left
    there, count = np.unique(tick[waiting], return_counts=True)
    alone = away[waiting][np.isin(tick[waiting], there[count == 1])]
    assert np.median(alone) < 1.2 + 3 * QUEUE_STEP


def test_those_who_came_together_board_together(morning):
    people, _, stop = morning
    buses = {}
    for row in people.to_pylist():
        if row["gate_out"] == stop.id and row["outcome"] == "left":
            grown = row["age_band"] != "child"
            buses.setdefault((row["group"], grown), []).append(row["leave_s"])
    together = [times for times in buses.values() if len(times) > 1]
    assert len(together) > 3
    assert all(len(set(times)) == 1 for times in together)


def test_several_board_one_bus(morning):
    people, _, stop = morning
    by_bus = [r for r in people.to_pylist() if r["gate_out"] == stop.id and r["outcome"] == "left"]
    together = {r["leave_s"] for r in by_bus}
    assert len(together) < len(by_bus)
