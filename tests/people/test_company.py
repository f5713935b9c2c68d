"""Company: ages are alike within a party, and as the personas say over all of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.people.test_population import EVERY, GATES, draw, within_bounds
from twin.people.company import LIKE, child_chances, pupils, share_with_pupils
from twin.people.crowd import Crowd
from twin.people.personas import AGE_BANDS, personas
from twin.people.population import draw_population
from twin.people.profile import out_of_school, profile
from twin.people.traits import Address


def only(name):
    return dict.fromkeys(EVERY, 0.0) | {name: 1.0}


def ages_of(name):
    return np.array([personas()[name].ages[band] for band in AGE_BANDS[1:]])


@pytest.fixture(scope="module", params=["student", "visitor"])
def party(request):
    found = draw(total=20_000, shares=only(request.param))
    return request.param, found, found.leader == np.arange(found.leader.size)


def test_companions_have_the_age_bands_of_a_normal_distribution_in_two_dimensions(party):
    name, found, first = party
    band, leader = found.traits.band, found.leader
    # one companion of each party, so that they are independent; of those with no child about
    second = np.flatnonzero(first & (found.size > 1)) + 1
    second = second[band[second] > 0]
    cut = np.concatenate([[-8.0], stats.norm.ppf(np.cumsum(ages_of(name))[:-1]), [8.0]])
    cut = np.clip(cut, -8, 8)
    both = stats.multivariate_normal([0, 0], [[1, LIKE], [LIKE, 1]])
    grown = 1 - child_chances(personas()[name])
    wanted = np.array(
        [
            [both.cdf([a, b], lower_limit=[c, d]) for b, d in zip(cut[1:], cut, strict=False)]
            for a, c in zip(cut[1:], cut, strict=False)
        ]
    )
    wanted = grown[:, None] * wanted
    wanted /= wanted.sum()
    counts = np.zeros((4, 4))
    np.add.at(counts, (band[leader[second]] - 1, band[second] - 1), 1)
    assert second.size > 900
    assert within_bounds(counts, second.size, wanted).all()
    # nobody of 65 with somebody below 30
    assert counts[3, 0] + counts[0, 3] <= 1


def test_shares_of_ages_and_of_children_are_the_personas(party):
    name, found, first = party
    band = found.traits.band
    counts = np.bincount(band[first], minlength=5)[1:]
    assert within_bounds(counts, first.sum(), ages_of(name)).all()
    others = band[~first]
    # members of one party are alike: the bound is that of as many parties
    children = np.count_nonzero(others == 0)
    wanted = personas()[name].child
    assert children / others.size == pytest.approx(wanted, abs=0.02)


def test_children_come_with_somebody_of_the_age_of_parents():
    found = draw(total=20_000, shares=only("visitor"))
    with_child = np.unique(found.leader[found.traits.band == 0])
    share = np.bincount(found.traits.band[with_child], minlength=5)[1:] / with_child.size
    assert with_child.size > 500
    # those of 25 to 60 mostly: of the youngest and the oldest fewer than among all who come
    assert share[1] > 0.45 > ages_of("visitor")[1]
    assert share[0] < 0.7 * ages_of("visitor")[0]
    assert share[3] < 0.5 * ages_of("visitor")[3]


def grown_pupils(found):
    """Tell by row who is a child as tall as those of six and more: none of them is under five."""
    return (found.traits.band == 0) & (found.traits.stature > 1.25)


@pytest.mark.parametrize("name", ["shopper", "visitor"])
def test_children_of_school_age_come_on_school_days_only_when_school_is_out(name):
    days = {
        weekday: draw_population(
            Crowd(total=20_000, shares=only(name)), GATES, Address(11, 0, 738_000), weekday
        )
        for weekday in (2, 5)
    }
    during = {}
    for weekday, found in days.items():
        pupil = grown_pupils(found)
        assert pupil.sum() > 300
        hour = found.arrive / 3600
        inside = (hour > 8.5) & (hour < 15)
        during[weekday] = np.count_nonzero(pupil & inside) / pupil.sum()
        # small ones come at any hour
        small = (found.traits.band == 0) & (found.traits.stature < 0.9)
        assert (small & inside).any()
    assert during[2] == 0
    assert during[5] > 0.3


@pytest.mark.parametrize("name", EVERY)
def test_the_share_of_parties_with_a_pupil_is_the_one_drawn(name):
    crowd = Crowd(total=20_000, shares=only(name))
    life = Address(11, 0, 0)
    found = draw_population(crowd, GATES, Address(11, 0, 738_000), 2)
    leader = np.unique(found.leader)
    pupil = pupils(life, found.home_id, found.traits.band)
    share = share_with_pupils(personas()[name], crowd)
    assert within_bounds(np.unique(found.leader[pupil]).size, leader.size, share)


@given(share=st.floats(0, 0.3), hour=st.floats(9, 15))
def test_the_two_parts_of_a_profile_are_the_profile(share, hour):
    shape = profile(personas()["visitor"], 2, "both")
    left, others = out_of_school(shape, (7, hour), share)
    np.testing.assert_allclose(share * left + (1 - share) * others, shape, atol=1e-12)
    middle = 5 + (np.arange(80) + 0.5) / 4
    assert left[(middle > 7) & (middle < hour)].sum() == 0


@pytest.mark.parametrize("name", list(personas()))
def test_chances_of_children_are_chances_and_have_the_personas_mean(name):
    chances = child_chances(personas()[name])
    assert (chances >= 0).all()
    assert (chances <= 1).all()
    assert chances @ ages_of(name) == pytest.approx(personas()[name].child)
