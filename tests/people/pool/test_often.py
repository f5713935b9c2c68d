"""How often people come: against integrals and distributions of SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.people.crowd import Crowd
from twin.people.personas import personas
from twin.people.pool.means import mean_chance, mean_of_week, week
from twin.people.pool.often import chances

BELONG = [name for name, one in personas().items() if one.comes is not None]
VISIT = [name for name, one in personas().items() if one.comes is None]
EVEN = (np.arange(400_000) + 0.5) / 400_000
ENDS = st.tuples(st.floats(0.2, 4), st.floats(12, 180))


@pytest.mark.parametrize("name", list(personas()))
@given(ends=ENDS)
def test_no_chance_exceeds_one_on_any_day(name, ends):
    persona = personas()[name]
    crowd = Crowd(total=1, rarest_per_year=ends[0], most_per_year=ends[1])
    found = chances(persona, crowd, np.array([0.0, 0.3, 1.0 - 2.0**-53]))
    assert (found >= 0).all()
    assert (found <= 1).all()
    assert max(week(persona)) == 1
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize("name", VISIT)
def test_the_density_of_frequencies_falls_as_their_inverse_square(name):
    """A log-log line through the density from once a year to once a week."""
    often = chances(personas()[name], Crowd(), EVEN) * mean_of_week(personas()[name])
    edges = np.geomspace(1 / 365, 52 / 365, 15)
    density = np.histogram(often, edges)[0] / np.diff(edges)
    middle = np.sqrt(edges[1:] * edges[:-1])
    slope = np.polyfit(np.log(middle), np.log(density), 1)[0]
    assert slope == pytest.approx(-2.0, abs=0.02)
    assert often.min() * 365 == pytest.approx(1, rel=1e-4)
    assert often.max() * 365 == pytest.approx(52, rel=1e-3)


@pytest.mark.parametrize("name", BELONG)
def test_those_who_belong_come_on_their_days_a_week(name):
    persona = personas()[name]
    found = chances(persona, Crowd(), EVEN)
    assert found.mean() == pytest.approx(mean_chance(persona, Crowd()), abs=1e-4)
    weekdays = found.mean() * sum(week(persona)[:5])
    assert weekdays == pytest.approx(persona.comes.days, abs=1e-3)
    # the variance of a Beta distribution: m (1 - m) / (1 + spread)
    m = found.mean()
    assert found.var() == pytest.approx(m * (1 - m) / (1 + persona.comes.spread), rel=1e-3)


def test_a_quarter_of_the_office_workers_come_on_one_or_two_days_of_a_week():
    """[johnson2024]: a quarter. Four days alike are a Beta-binomial; a Friday more is added."""
    commuter = personas()["commuter"]
    found = chances(commuter, Crowd(), EVEN)
    friday = week(commuter)[4]
    four = stats.binom.pmf(np.arange(3)[:, None], 4, found)
    one_or_two = (four[1] + four[2]) * (1 - friday * found) + (four[0] + four[1]) * friday * found
    assert one_or_two.mean() == pytest.approx(0.25, abs=0.02)
    mean, spread = mean_chance(commuter, Crowd()), commuter.comes.spread
    closed = stats.betabinom(4, mean * spread, (1 - mean) * spread)
    np.testing.assert_allclose(four.mean(axis=1), closed.pmf(np.arange(3)), atol=1e-4)
