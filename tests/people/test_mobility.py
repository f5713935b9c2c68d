"""Wheels and luggage: as often as the data say, for life or for a day, slower and lower."""

from types import SimpleNamespace

import numpy as np
import pytest

from twin.people.mobility import (
    MOBILITY,
    SPEED,
    WHEELCHAIR,
    draw_mobility,
    free_speed,
    needs_no_steps,
    seated,
)
from twin.people.personas import AGE_BANDS
from twin.people.traits import Address, draw_traits

TODAY, TOMORROW = Address(5, 0, 738_000), Address(5, 0, 738_001)
N = 200_000
HOME = 4 * np.arange(N)
BAND = (np.arange(N) % 5).astype(np.int8)
EVERY = [
    SimpleNamespace(brings={"pushchair": 0.1, "luggage": 0.3}),
    SimpleNamespace(brings={"pushchair": 0.0, "luggage": 0.0}),
]
PERSONA = (np.arange(N) // 5) % 2
FIRST = (np.arange(N) // 10) % 2 == 0
WHEELS, PRAM, CASE = (MOBILITY.index(name) for name in ("wheelchair", "pushchair", "luggage"))


def draw(day=TODAY):
    return draw_mobility(day, HOME, PERSONA, BAND, FIRST, EVERY)


def near(found, share):
    """Say whether a share of draws is the one asked for, to four standard deviations."""
    return abs(found.mean() - share) < 4 * np.sqrt(share * (1 - share) / found.size)


@pytest.mark.parametrize("band", AGE_BANDS)
def test_wheelchairs_have_their_share_of_each_age(band):
    assert near(draw()[AGE_BANDS.index(band) == BAND] == WHEELS, WHEELCHAIR[band])


def test_a_wheelchair_is_for_life_and_the_rest_for_the_day():
    today, tomorrow = draw(), draw(TOMORROW)
    assert ((today == WHEELS) == (tomorrow == WHEELS)).all()
    brings = (PERSONA == 0) & FIRST & (BAND > 0) & (today != WHEELS)
    # two days are independent
    assert near(tomorrow[brings & (today == CASE)] == CASE, 0.3)
    assert near(tomorrow[brings & (today == PRAM)] == PRAM, 0.1)


def test_pushchairs_are_pushed_by_the_first_grown_up_and_luggage_by_any():
    found = draw()
    walks = found != WHEELS
    grown = (PERSONA == 0) & (BAND > 0) & walks
    assert near(found[grown & FIRST] == PRAM, 0.1)
    assert near(found[grown & ~FIRST] == CASE, 0.3)
    assert set(found[grown & ~FIRST]) == {0, CASE}
    assert set(found[walks & (BAND == 0)]) == {0}
    assert set(found[walks & (PERSONA == 1)]) == {0}


def test_who_sits_has_eyes_at_1_2_m_and_a_head_as_tall_as_before():
    traits = draw_traits(TODAY, HOME, HOME % 8 == 0, np.full(N, 2, dtype=np.int8))
    everyone = np.full(N, WHEELS, dtype=np.int8)
    sits = seated(traits, everyone)
    # the middle of 1.09 to 1.295 m [ada1994], and most people within
    assert sits.eye_height.mean() == pytest.approx(1.1925, abs=0.005)
    assert ((sits.eye_height > 1.09) & (sits.eye_height < 1.295)).mean() > 0.8
    np.testing.assert_allclose(
        sits.stature - sits.eye_height, traits.stature - traits.eye_height, rtol=1e-12
    )
    stands = seated(traits, np.zeros(N, dtype=np.int8))
    assert (stands.eye_height == traits.eye_height).all()
    np.testing.assert_allclose(stands.stature, traits.stature, rtol=1e-12)


def test_wheels_and_luggage_slow_down_but_never_below_the_slowest():
    traits = draw_traits(TODAY, HOME, HOME % 8 == 0, BAND)
    for kind, factor in enumerate(SPEED):
        speed = free_speed(traits, np.full(N, kind, dtype=np.int8))
        np.testing.assert_allclose(speed, np.maximum(factor * traits.speed, 0.5), rtol=1e-12)


def test_wheels_need_a_way_without_steps():
    told = dict(zip(MOBILITY, needs_no_steps(np.arange(4, dtype=np.int8)).tolist(), strict=True))
    assert told == {"none": False, "wheelchair": True, "pushchair": True, "luggage": False}
