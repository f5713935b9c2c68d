"""Hours of a day at the Underground gates of the shipped map, both ways, against all who are counted.

The station counts everybody, most of whom change there between trains and never come out on the
estate: of those who arrive by rail alone some 70 % go on by Underground. So the model must stay
within the counts in every hour, and have their shape while people come to the estate and leave it,
but not before and after. Not reproduced are those who come home or change trains in the evening
(from 19 o'clock the station has 15 % of its exits, the model 3 %) and those who go out or change in
the morning (before 10 o'clock 23 % of its entries, the model 2 %). People who pass through are free
to choose their hours, but all of them and of the interchangers, a seventh of the crowd, are too few
to make that up: 4,400 more would have to go in before 10 o'clock, of 4,900 who pass on the whole
day, most of them over bridges and by the towpath.
"""

from dataclasses import replace

import numpy as np
import pytest

from tests.people.test_gate_counts import WEDNESDAY, counted
from twin.people import Crowd, simulate
from twin.people.personas import begins, personas
from twin.people.population import draw_population
from twin.people.traits import Address, day_of
from twin.rng import Stream, uniform
from twin.run import check_inputs
from twin.scenario import load_scenario

HOURS = np.arange(5, 25)

SINCE = {"out": 118_815 / 137_722, "in": 116_586 / 138_167}
"""Tuesday to Thursday, 2023 over 2019, the year of the quarter hours [tfl_annual; tfl_counts]."""

pytestmark = pytest.mark.slow  # a whole day is simulated

WAYS = ("out", "in")
"""Whoever comes out of the station arrives; whoever goes in leaves."""


def by_hour(moments):
    return np.histogram(moments / 3600, np.append(HOURS, HOURS[-1] + 1))[0]


def coming(site):
    """Return the hours of all who come out of the Underground: drawn, and nobody walks."""
    day = draw_population(Crowd(), site.gates, Address(1, 0, day_of(site.date)), WEDNESDAY)
    tube = np.array([gate.gate == "underground" for gate in site.gates])
    starts = uniform(1, int(Stream.AGENDA), 0, 0, day.home_id[day.leader], 0)
    every = list(personas().values())
    by_gate = [begins(every[k], u) == "gate" for k, u in zip(day.persona, starts, strict=True)]
    return by_hour(day.arrive[by_gate & tube[day.gate_in]])


def going(site, crowd):
    """Return the hours of a few who go into the Underground at the end of a simulated day.

    What decides when they go is what they do; of each kind of place one is enough for that.
    """
    one = {venue.venue: venue for venue in reversed(site.venues)}
    done = simulate(replace(site, venues=tuple(one.values())), crowd, seed=1)
    for _ in done.slabs():
        pass
    tube = [gate.id for gate in site.gates if gate.gate == "underground"]
    return by_hour(done.people["leave_s"].to_numpy()[np.isin(done.people["gate_out"], tube)])


@pytest.fixture(scope="module")
def found():
    """People in each hour of a Wednesday on the shipped map, and of how many each is one; both ways."""
    site = check_inputs(load_scenario()).site
    assert site.date.weekday() == WEDNESDAY
    few = Crowd(total=2000)
    return {"out": (coming(site), 1.0), "in": (going(site, few), Crowd().total / few.total)}


def station(way):
    """Return the people the station counts in each hour of a weekday of 2023."""
    return SINCE[way] * counted(way).reshape(-1, 4).sum(axis=1)


@pytest.mark.parametrize("way", WAYS)
def test_no_hour_has_more_people_than_a_third_of_all_who_are_counted(found, way):
    people, each = found[way]
    most = station(way) / 3 / each
    assert (people <= most + 3 * np.sqrt(most)).all()
    # and the day a seventh: two in five of 45,000, of 119,000 who come out and 117,000 who go in
    assert people.sum() * each / station(way).sum() == pytest.approx(1 / 7, abs=0.02)


@pytest.mark.parametrize(
    ("way", "first", "last", "factor"), [("out", 6, 19, 2.0), ("in", 11, 21, 2.5)]
)
def test_hours_have_their_share_of_the_counts_within_a_factor(found, way, first, last, factor):
    """Those who come, from 6 to 19 o'clock; those who leave, from 11 to 21. Noise: 3 errors."""
    people, told = found[way][0], station(way)
    wanted = people.sum() * told / told.sum()
    least, most = wanted / factor, wanted * factor
    during = (first <= HOURS) & (last > HOURS)
    assert (people >= least - 3 * np.sqrt(least))[during].all()
    assert (people <= most + 3 * np.sqrt(most))[during].all()


@pytest.mark.parametrize(("way", "apart"), [("out", 0.3), ("in", 0.4)])
def test_so_many_would_have_to_come_at_another_hour_to_match_the_counts(found, way, apart):
    people, told = found[way][0], station(way)
    assert np.abs(people / people.sum() - told / told.sum()).sum() / 2 < apart


@pytest.mark.parametrize(("way", "when"), [("out", HOURS < 12), ("in", HOURS >= 12)])
def test_the_busiest_hour_is_that_of_the_counts_or_the_next(found, way, when):
    """Of the half of the day that is the estate's: out in the morning, in in the afternoon."""
    hours = HOURS[when]
    busiest = hours[np.argmax(found[way][0][when])]
    assert busiest - hours[np.argmax(station(way)[when])] in (0, 1)
