"""Guests of an event: before it, at it, and off the estate after it; everybody else as ever."""

import math

import numpy as np
import pyarrow as pa
import pytest
from scipy import integrate, stats

from tests.site.small_map import small_site
from twin.errors import ScenarioError
from twin.people import Crowd, simulate
from twin.people.crowd import Event
from twin.people.estate import CROWDED
from twin.people.event import EARLY, GUEST, arrivals, left_out, overfull, venue_of
from twin.people.profile import BINS, edges
from twin.run import check_inputs
from twin.scenario import load_scenario

EVENING = {"begin": "19:00", "end": "21:00"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="module")
def hall(site):
    """Name the venue of the small map with the most room that everybody may enter."""
    return max((v for v in site.venues if v.indoor), key=lambda v: v.capacity).id


def evening(site, event):
    day = simulate(
        site, Crowd(total=400, start="17:00", end="23:00", event=event), seed=2, slab_minutes=120
    )
    for _ in day.slabs():
        pass
    return day.people


@pytest.fixture(scope="module")
def both(site, hall):
    """Simulate an evening without and with an event."""
    with_it = Event(venue=hall, extra=150, **EVENING)
    return evening(site, None), evening(site, with_it)


@pytest.mark.parametrize("begin", ["06:00", "14:10", "19:30"])
def test_guests_arrive_before_the_beginning_by_the_normal_law(begin):
    hours, minutes = begin.split(":")
    start = 3600 * int(hours) + 60 * int(minutes)
    shape = arrivals(Event(venue="venue/hall", begin=begin, end="22:00", extra=1))
    assert shape.shape == (BINS,)
    assert shape.sum() == pytest.approx(1)
    assert shape[edges()[:-1] >= start].sum() == 0
    # a second opinion: the density, integrated numerically over a quarter hour and over the day
    density = stats.norm(start - EARLY[0], EARLY[1]).pdf
    whole = integrate.quad(density, edges()[0], start, points=[start - EARLY[0]])[0]
    k = int(np.argmax(shape))
    part = integrate.quad(density, edges()[k], min(edges()[k + 1], start))[0]
    assert shape[k] == pytest.approx(part / whole, rel=1e-6)


def test_nobody_else_is_changed(both):
    without, with_it = both
    others = with_it.filter(pa.compute.not_equal(with_it["persona"], GUEST))
    for name in ("home_id", "arrive_s", "gate_in", "stature_m", "itinerary"):
        assert others[name].to_pylist() == without[name].to_pylist()
    assert GUEST not in without["persona"].to_pylist()


def test_as_many_guests_as_asked_for_come_before_and_leave_after(both, hall):
    guests = [row for row in both[1].to_pylist() if row["persona"] == GUEST]
    # parties of up to four, so the deviation is that of groups
    assert len(guests) == pytest.approx(150, abs=5 * math.sqrt(150 * 2.2))
    begin, end = 19 * 3600, 21 * 3600
    assert all(row["arrive_s"] < begin for row in guests)
    assert all(row["itinerary"][0] == hall for row in guests)
    left = np.array([row["leave_s"] for row in guests if row["outcome"] == "left"])
    assert left.size > 0.8 * len(guests)
    assert (left > end - 600).all()
    assert np.median(left) < end + 2400


def test_a_venue_the_map_has_not_is_refused(site):
    nowhere = Event(venue="venue/nowhere", extra=5, **EVENING)
    with pytest.raises(ScenarioError, match="'venue/nowhere', but the map has no such venue"):
        venue_of(nowhere, site)
    with pytest.raises(ScenarioError, match="no such venue"):
        simulate(site, Crowd(total=10, event=nowhere))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("05:00", "01:00", None),
        ("17:00", "21:00", None),
        # 40 minutes before are the mean of the law, which is cut two deviations later
        (
            "18:20",
            "23:00",
            100 * 0.5 / stats.norm.cdf(2) - 100 * stats.norm.cdf(-2) / stats.norm.cdf(2),
        ),
        ("19:00", "23:00", 0.0),
        ("05:00", "18:30", 100 * stats.norm.cdf(0.5) / stats.norm.cdf(2)),
        ("22:00", "01:00", 0.0),
    ],
)
def test_what_lies_outside_the_hours_is_told(start, end, told):
    event = Event(venue="venue/shop", extra=5, **EVENING)
    said = left_out(Crowd(start=start, end=end, event=event))
    late = ", and its end is not reached" if end == "18:30" else ""
    sentence = (
        f"The event lasts from 19:00 to 21:00, but people are simulated from {start} to {end}: "
        f"{told or 0:.0f} % of its guests come in that time{late}."
    )
    assert said == ("" if told is None else sentence)


def test_more_guests_than_the_venue_holds_are_told(site):
    venue = next(v for v in site.venues if v.venue in CROWDED)
    office = next(v for v in site.venues if v.venue == "office")

    def told(extra, where=venue):
        return overfull(Crowd(event=Event(venue=where.id, extra=extra, **EVENING)), site)

    assert told(venue.capacity) == ""
    # where people wait for nobody to leave, all go in
    assert told(office.capacity + 1, office) == ""
    assert told(venue.capacity + 1) == (
        f"{venue.capacity + 1:,} guests are expected, but {venue.name or venue.id} holds "
        f"{venue.capacity:,}: the others queue, give up and leave."
    )
    assert overfull(Crowd(), site) == ""


@pytest.mark.parametrize(("venue", "room"), [("venue/shop", 6), ("venue/cafe", 6)])
def test_guests_who_find_no_room_are_counted(tmp_path, venue, room):
    """In a shop it is the door that lets nobody in, in a cafe the seats that are taken."""
    small = small_site(tmp_path, edit={venue: {"capacity": room}})
    event = Event(venue=venue, extra=60, **EVENING)
    crowd = Crowd(total=1, start="17:00", end="23:00", event=event)
    day = simulate(small, crowd, seed=2, slab_minutes=120)
    for _ in day.slabs():
        pass
    guests = pa.compute.sum(pa.compute.equal(day.people["persona"], GUEST)).as_py()
    # whoever is in stays until the end
    assert 0 < guests - day.facts()["turned_away"] <= room


def test_nobody_is_turned_away_where_there_is_room(site):
    event = Event(venue="venue/shop", extra=20, **EVENING)
    day = simulate(site, Crowd(total=1, start="17:00", end="23:00", event=event), slab_minutes=120)
    for _ in day.slabs():
        pass
    assert day.people.num_rows > 5
    assert day.facts()["turned_away"] == 0


def test_nothing_is_told_without_an_event():
    assert left_out(Crowd(start="08:00", end="09:00")) == ""


def test_homes_are_no_venue_of_an_event(site):
    with pytest.raises(ScenarioError) as refused:
        venue_of(Event(venue="venue/homes", extra=5, **EVENING), site)
    assert str(refused.value) == (
        "people.event.venue is 'venue/homes', where people live, but must be a place that guests can "
        "enter."
    )


def test_venues_of_like_names_are_suggested(site):
    for wanted in ("venue/colege", "colege", "College Hall", "venue/collage"):
        with pytest.raises(
            ScenarioError, match=r"did you mean venue/college\? `twin check --json`"
        ):
            venue_of(Event(venue=wanted, extra=5, **EVENING), site)
    # all begin with venue/, and are alike in no more
    with pytest.raises(ScenarioError) as refused:
        venue_of(Event(venue="venue/zzz", extra=5, **EVENING), site)
    assert "did you mean" not in str(refused.value)


def test_a_scenario_is_checked_for_it():
    nowhere = "{venue: venue/nowhere, begin: '19:00', end: '21:00', extra: 5}"
    with pytest.raises(ScenarioError, match=r"people\.event\.venue is 'venue/nowhere'"):
        check_inputs(load_scenario(changes={"people.event": nowhere}))
