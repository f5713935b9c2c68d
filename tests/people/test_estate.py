"""What people share: parties that wait, rooms that fill, and the clock."""

import numpy as np
import pytest
import simpy

from tests.site.small_map import small_site
from twin.people import Crowd, simulate
from twin.people.estate import CROWDED, Party, first_tick
from twin.people.personas import VENUES
from twin.people.walking import LAW


@pytest.mark.parametrize(("moment", "tick"), [(10.0, 40), (10.01, 41), (10.25, 41), (10.26, 42)])
def test_the_first_sample_is_not_before_the_moment(moment, tick):
    assert first_tick(moment) == tick


def test_a_party_goes_on_when_all_are_there():
    env = simpy.Environment()
    party = Party(members=3)
    events = [env.event() for _ in range(4)]
    for event in events[:2]:
        party.wait(7, event)
    assert not any(event.triggered for event in events)
    party.wait(8, events[3])  # at another stop
    party.wait(7, events[2])
    assert [event.triggered for event in events] == [True, True, True, False]


def test_a_party_does_not_wait_for_whoever_is_gone():
    env = simpy.Environment()
    party = Party(members=2)
    event = env.event()
    party.wait(1, event)
    assert not event.triggered
    party.members -= 1
    party.check()
    assert event.triggered


def test_only_known_kinds_are_crowded():
    assert set(VENUES) >= CROWDED
    assert not CROWDED & {"office", "home", "college", "school", "hotel"}


def test_whoever_gets_stuck_is_counted_and_the_day_goes_on(tmp_path, monkeypatch):
    # nobody comes nearer than 1.2 m to a wall, so most doors are out of reach
    monkeypatch.setitem(LAW, "margin", 1.2)
    monkeypatch.setitem(LAW, "stuck_s", 30.0)
    day = simulate(
        small_site(tmp_path), Crowd(total=2500, start="08:00", end="09:00"), slab_minutes=60
    )
    for _ in day.slabs():
        pass
    facts = day.facts()
    assert facts["stuck"] > 5
    assert facts["left"] > 5
    assert facts["arrived"] == facts["left"] + facts["inside"] + facts["stuck"]
    stuck = np.array(day.people["outcome"].to_pylist()) == "stuck"
    assert stuck.sum() == facts["stuck"]
    assert np.isnan(day.people["leave_s"].to_numpy()[stuck]).all()
    # given up after half a minute without progress
    assert (day.people["outdoor_s"].to_numpy()[stuck] > 29).all()
