"""Means of the pool: against integrals, and published numbers of people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from twin.errors import ScenarioError
from twin.people.crowd import Crowd, Event, Shares
from twin.people.event import GUEST
from twin.people.personas import personas
from twin.people.pool.means import (
    GROUP_SIZES,
    expected,
    mean_chance,
    mean_of_week,
    pool_sizes,
    week,
)

VISIT = [name for name, one in personas().items() if one.comes is None]
ENDS = st.tuples(st.floats(0.2, 4), st.floats(12, 180))


@pytest.mark.parametrize("name", VISIT)
@given(ends=ENDS)
def test_the_mean_of_the_law_of_visits_is_its_integral(name, ends):
    rarest, most = ends[0] / 365, ends[1] / 365
    crowd = Crowd(total=1, rarest_per_year=ends[0], most_per_year=ends[1])
    norm, _ = integrate.quad(lambda f: f**-2, rarest, most, epsrel=1e-10)
    mean, _ = integrate.quad(lambda f: f**-1, rarest, most, epsrel=1e-10)
    of_a_day = mean_chance(personas()[name], crowd) * mean_of_week(personas()[name])
    assert of_a_day == pytest.approx(mean / norm, rel=1e-6)


def test_fridays_are_emptiest_for_offices_and_weekends_for_all_who_work():
    commuter = week(personas()["commuter"])
    assert commuter[:4] == (1, 1, 1, 1)
    assert commuter[6] < commuter[5] < commuter[4] < 1


def test_sizes_of_groups_are_those_of_a_poisson_number_of_two_and_more():
    poisson = stats.poisson(0.83)
    above = np.array([poisson.pmf(2), poisson.pmf(3), poisson.sf(3)])
    np.testing.assert_allclose(list(GROUP_SIZES.values()), above / above.sum(), atol=0.015)


def test_the_pool_of_the_estate_is_that_of_the_published_numbers():
    """30,000 workers, 5,000 students and 7,000 residents [australiansuper2017], to a fifth."""
    crowd = Crowd(group_factor=0)
    pool = pool_sizes(crowd)
    assert pool["commuter"] == pytest.approx(30_000, rel=0.2)
    assert pool["student"] == pytest.approx(5_000, rel=0.2)
    assert pool["resident"] + pool["dog_walker"] == pytest.approx(7_000, rel=0.2)


@given(total=st.integers(1, 60_000), rarest=st.floats(0.2, 4))
def test_pools_grow_with_the_crowd_and_the_rarest_visitor(total, rarest):
    fewer = pool_sizes(Crowd(total=total, rarest_per_year=rarest))
    more = pool_sizes(Crowd(total=total + 1, rarest_per_year=rarest))
    rarer = pool_sizes(Crowd(total=total, rarest_per_year=max(rarest / 2, 0.2)))
    assert fewer.pop(GUEST) == 0
    for name in fewer:
        assert fewer[name] < more[name]
        assert fewer[name] <= rarer[name]


@given(st.integers(1, 30_000), st.integers(100, 100_000), st.integers(0, 6))
def test_an_event_adds_its_guests_on_any_day_and_nobody_else(extra, total, weekday):
    crowd = Crowd(total=total)
    event = Event(venue="venue/hall", begin="19:30", end="22:00", extra=extra)
    with_it = crowd.model_copy(update={"event": event})
    assert expected(with_it, weekday) - expected(crowd, weekday) == pytest.approx(extra, rel=1e-6)
    before, after = pool_sizes(crowd), pool_sizes(with_it)
    assert before.pop(GUEST) == 0 < after.pop(GUEST)
    assert before == after


def test_a_week_has_the_totals_of_published_counts():
    """Against Monday to Thursday: the Underground station, 2018 to 2023 [tfl_annual]."""
    days = [expected(Crowd(total=10_000), day) / 10_000 for day in range(7)]
    assert days[:4] == pytest.approx([1, 1, 1, 1])
    # offices weigh more here than at the station, which has 1.07 to 1.11 on a Friday
    assert 0.9 < days[4] < 1.11
    assert 0.785 < days[5] < 1.09
    assert 0.677 < days[6] < 0.832
    # Marble Arch: 103,207 on a Sunday, 136,872 on a Thursday [marble_arch2019]
    assert days[6] / days[3] == pytest.approx(103_207 / 136_872, abs=0.06)


def test_the_mean_day_is_the_published_one_and_the_year_lies_between_what_was_and_would_be():
    """45,000 a day [uli2014]; 7.5 million in 2016 [regeneris2017], 10 million in 2017.

    Whether the 45,000 are of a weekday or of a mean day is not told: they are of Monday to Thursday
    here, and the mean day has a twentieth fewer. The year has more than the 10 million of 2017
    [londonsociety2017], when 8,500 of the 30,000 worked there; it has fewer than if those who live,
    work and study there had come as often as in 2016, when they were 15,000 and not 42,000, for
    offices have been emptier since [centreforcities2024]. A person counts once a day here, which
    nobody says of the published figures.
    """
    week = sum(expected(Crowd(), day) for day in range(7))
    assert week / 7 == pytest.approx(45_000, rel=0.06)
    assert week / 7 < 45_000
    assert 10e6 < week * 365 / 7 < 7.5e6 * 42_000 / 15_000


def test_a_pool_too_large_for_its_ids_is_refused():
    shares = dict.fromkeys(Shares().model_dump(), 0.0) | {"shopper": 1.0}
    with pytest.raises(ScenarioError, match=r"parties of shoppers, but there can be 33,554,431"):
        Crowd(total=500_000, rarest_per_year=0.2, shares=shares)
