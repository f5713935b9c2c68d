"""The number of people identified: expected, and how far it may lie from that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from twin.answers.machine import distribution, spread

chances = st.lists(st.floats(0, 1), max_size=40)


def by_dynamic_programming(p):
    known = np.array([1.0])
    for q in p:
        known = np.append(known, 0) * (1 - q) + np.append(0, known) * q
    return known


@given(chances)
def test_the_distribution_agrees_with_adding_one_person_at_a_time(p):
    assert distribution(p) == pytest.approx(by_dynamic_programming(p), abs=1e-14)


def test_equal_chances_make_a_binomial_even_for_a_whole_day():
    n, p = 20_000, 0.03
    found = distribution(np.full(n, p))
    assert found == pytest.approx(binom.pmf(np.arange(n + 1), n, p), abs=1e-12)
    assert found.sum() == pytest.approx(1, abs=1e-12)


def test_the_interval_of_a_binomial_is_that_of_its_tables():
    found = spread(np.full(20_000, 0.03))
    assert (found["low"], found["high"]) == tuple(binom.ppf([0.025, 0.975], 20_000, 0.03))
    assert found["sd"] == pytest.approx(np.sqrt(20_000 * 0.03 * 0.97))


@given(chances)
def test_mean_and_variance_are_those_of_the_people(p):
    chance, count = distribution(p), np.arange(len(p) + 1)
    mean = chance @ count
    assert mean == pytest.approx(sum(p), abs=1e-10)
    assert chance @ (count - mean) ** 2 == pytest.approx(spread(p)["sd"] ** 2, abs=1e-9)


@given(chances)
def test_the_interval_lies_between_nobody_and_everybody(p):
    found = spread(p)
    assert 0 <= found["low"] <= found["high"] <= len(p)


@pytest.mark.parametrize(
    ("p", "low", "high"), [([], 0, 0), ([0.0, 0.0], 0, 0), ([1.0, 1.0], 2, 2), ([1.0, 0.0], 1, 1)]
)
def test_what_is_certain_has_no_spread(p, low, high):
    assert spread(p) == {"sd": 0.0, "low": low, "high": high}
