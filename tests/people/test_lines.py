"""Lines: waiting times of queueing theory, order, places without gaps, and ticket gates in view."""

import heapq

import numpy as np
import pyarrow as pa
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.small_map import small_site
from twin.people import Crowd, simulate
from twin.people.crowd import Shares
from twin.people.goals import GATE_LONGEST, QUEUE_STEP
from twin.people.lines import Line, Tills
from twin.people.services import services
from twin.people.traits import Address
from twin.rng import Stream
from twin.tables import ACTIVITIES

NOBODY = np.empty((0, 2))


def served(arrivals, counters, seconds):
    """Let people come to counters that take some seconds each; return when each is served."""
    env = simpy.Environment()
    line = Line(env, counters, NOBODY)
    begins = np.full(len(arrivals), np.nan)

    def one(k, moment):
        yield env.timeout(moment)
        request = line.ask()
        yield request
        begins[k] = env.now
        line.serve(request, seconds)

    for k, moment in enumerate(arrivals):
        env.process(one(k, float(moment)))
    env.run()
    return begins


def kiefer_wolfowitz(arrivals, counters, seconds):
    """Say when each is served who takes the counter that is free first: the recursion by hand."""
    free = [0.0] * counters
    begins = []
    for moment in arrivals:
        begins.append(max(moment, heapq.heappop(free)))
        heapq.heappush(free, begins[-1] + seconds)
    return np.array(begins)


def test_who_comes_every_2_s_to_a_counter_of_3_s_waits_a_second_more_each_time():
    arrivals = 2.0 * np.arange(12)
    np.testing.assert_array_equal(served(arrivals, 1, 3.0) - arrivals, np.arange(12))
    # two counters serve one in 1.5 s
    np.testing.assert_array_equal(served(arrivals, 2, 3.0), arrivals)


@pytest.mark.parametrize("busy", [0.3, 0.8])
def test_random_arrivals_wait_as_long_as_pollaczek_and_khinchine_say(busy):
    """M/D/1: the mean wait is busy / (2 (1 - busy)) times the time of service."""
    u = Address(3, 0, 1).uniform(Stream.PLACE, np.arange(30_000), 0)
    arrivals = np.cumsum(-np.log1p(-u) * 2.4 / busy)
    waits = served(arrivals, 1, 2.4) - arrivals
    assert waits.mean() == pytest.approx(2.4 * busy / (2 * (1 - busy)), rel=0.06)


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]), min_size=1, max_size=40),
    counters=st.integers(1, 4),
)
def test_counters_serve_in_order_and_never_more_than_they_are(gaps, counters):
    arrivals = np.cumsum(gaps)
    begins = served(arrivals, counters, 2.0)
    np.testing.assert_allclose(begins, kiefer_wolfowitz(arrivals, counters, 2.0), rtol=1e-12)
    assert (np.diff(begins) >= 0).all()
    # the one before as many others as there are counters is done
    assert (begins[counters:] >= begins[:-counters] + 2.0 - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]), min_size=1, max_size=40),
    tills=st.integers(1, 3),
    inside=st.integers(0, 3),
)
def test_at_tills_one_is_served_in_order_however_many_wait_inside(gaps, tills, inside):
    env = simpy.Environment()
    line = Tills(env, tills, inside, 2.0, NOBODY)
    arrivals = np.cumsum(gaps)
    enter, done = np.zeros(arrivals.size), np.zeros(arrivals.size)

    def one(k):
        yield env.timeout(arrivals[k])
        request = line.ask()
        yield request
        enter[k], done[k] = env.now, line.pay(request)

    for k in range(arrivals.size):
        env.process(one(k))
    env.run()
    np.testing.assert_allclose(done, 2.0 + kiefer_wolfowitz(arrivals, tills, 2.0), rtol=1e-12)
    # as many others are in as fit when somebody comes in, and who could come in did
    there = [int(((enter <= t) & (done > t)).sum()) for t in enter]
    assert max(there) <= tills * (1 + inside)
    waits = enter > arrivals
    assert all(there[k] == tills * (1 + inside) for k in np.flatnonzero(waits))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=40))
def test_those_in_a_line_have_no_gaps_and_keep_their_order(moves):
    """0 to 4: somebody joins; others: the one at that place, as far as there is one, leaves."""
    line = Line(simpy.Environment(), 1, np.zeros((6, 2)))
    there = []
    for move in moves:
        if move < 5 and not line.full:
            there.append(line.join())
        elif there:
            at = move % len(there)
            before = [one.forward for one in there]
            line.leave(there.pop(at))
            del before[at]
            # exactly those behind are told
            assert [event.triggered for event in before] == [k >= at for k in range(len(there))]
        assert [one.place for one in there] == list(range(len(there)))
        assert line.full == (len(there) == 6)


SERVE = 12.0
"""Time at the gate in the scene below: long, so that few people make a line. [s]"""


@pytest.fixture(scope="module")
def rush(tmp_path_factory):
    """Let people leave by the small map's one ticket gate; return them, tracks and the gate."""
    site = small_site(tmp_path_factory.mktemp("map"))
    slow = services().ticket_gates["underground"].model_copy(update={"serve_s": SERVE})
    changed = services().model_copy(update={"ticket_gates": {"underground": slow}})
    passers = dict.fromkeys(Shares().model_dump(), 0.0) | {"passer": 1.0}
    crowd = Crowd(total=5000, start="08:00", end="08:40", shares=passers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("twin.people.estate.services", lambda: changed)
        day = simulate(site, crowd, seed=4, slab_minutes=40)
        tracks = pa.concat_tables([slab.table for slab in day.slabs()])
    return day.people, tracks, next(g for g in site.gates if g.gate == "underground")


@pytest.fixture(scope="module")
def in_line(rush):
    """List who stood in line and left: moment of joining it, of leaving, and places (x, y)."""
    people, tracks, gate = rush
    column = {n: tracks[n].to_numpy() for n in ("person", "tick", "x_cm", "y_cm", "activity")}
    stood = column["activity"] == ACTIVITIES.index("queueing")
    found = []
    for row in people.to_pylist():
        mine = stood & (column["person"] == row["person"])
        if row["gate_out"] == gate.id and row["outcome"] == "left" and mine.any():
            xy = np.column_stack([column["x_cm"][mine], column["y_cm"][mine]]) / 100
            found.append((column["tick"][mine][0] / 4, row["leave_s"], xy))
    return found


def test_one_at_a_time_passes_a_ticket_gate(rush, in_line):
    people, _, gate = rush
    out = [r for r in people.to_pylist() if r["gate_out"] == gate.id and r["outcome"] == "left"]
    leave = np.sort([row["leave_s"] for row in out])
    assert len(leave) > 60
    # arrivals are told at the end of their second
    assert np.diff(leave).min() > SERVE - 1.0
    assert len(in_line) > 20


def test_they_wait_before_the_door_in_a_line(rush, in_line):
    _, _, gate = rush
    xy = np.concatenate([places for _, _, places in in_line])
    # north of the small map's middle: the line leads away from the edge of its ground
    assert np.abs(xy[:, 0] - gate.xy[0]).max() < 0.5
    assert (gate.xy[1] - xy[:, 1]).min() > 0
    assert (gate.xy[1] - xy[:, 1]).max() < 1.0 + QUEUE_STEP * GATE_LONGEST


def test_who_joins_a_line_first_leaves_first_and_goes_forward(in_line):
    order = sorted(in_line, key=lambda one: one[0])
    leave = np.array([one[1] for one in order])
    # some of one second, and some who walk farther to their place, swap places in this list
    assert (np.diff(leave) > 0).mean() > 0.9
    longest = max(order, key=lambda one: one[1] - one[0])[2]
    assert longest[-1, 1] > longest[0, 1] + QUEUE_STEP / 2  # the door is north
