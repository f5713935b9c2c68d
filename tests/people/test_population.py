"""Who comes: laws of addressed draws, shares and times within binomial bounds."""

import datetime
from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.people.company import pupils, share_with_pupils
from twin.people.crowd import Crowd, Shares
from twin.people.gates import PASS_LEAST
from twin.people.mobility import needs_no_steps
from twin.people.personas import AGE_BANDS, begins, personas
from twin.people.pool.ids import persona_of
from twin.people.pool.means import GROUP_SIZES
from twin.people.population import draw_population
from twin.people.profile import QUARTER, arrival_time, edges, out_of_school, profile
from twin.people.services import services
from twin.people.stretch import expected_between
from twin.people.traits import (
    CHILD_AGE,
    SPEED_MEAN,
    Address,
    child_speed,
    choose,
    day_of,
    draw_traits,
)
from twin.rng import Stream, normal, uniform

GATES = tuple(
    SimpleNamespace(gate=kind, share=share, xy=np.array([x, y], dtype=float), station=None)
    for kind, share, x, y in (
        ("underground", 0.5, 0, 0),
        ("rail", 0.2, 50, 0),
        ("street", 0.2, 0, 600),
        ("towpath", 0.1, 400, 300),
    )
)
ADDRESS = Address(11, 0, 738_000)
WEDNESDAY = 2
EVERY = list(Shares.model_fields)


def draw(total=20_000, address=ADDRESS, **settings):
    return draw_population(Crowd(total=total, **settings), GATES, address, WEDNESDAY)


@pytest.fixture(scope="module")
def population():
    return draw()


@pytest.mark.parametrize("hours", [("08:00", "09:00"), ("12:00", "14:00"), ("17:00", "18:00")])
def test_as_many_come_in_some_hours_as_are_to_be_expected(hours):
    stretch = {"start": hours[0], "end": hours[1]}
    wanted = expected_between(Crowd(total=20_000, **stretch), WEDNESDAY)
    # gates and trains shift some, and companies come together
    assert draw(**stretch).home_id.size == pytest.approx(wanted, rel=0.1)


def within_bounds(count, n, share, sigmas=5):
    """Say whether counts of n independent draws fit shares, to so many standard deviations."""
    share = np.asarray(share)
    return np.abs(np.asarray(count) - n * share) <= sigmas * np.sqrt(n * share * (1 - share)) + 1


def counts_of_row(population, row):
    """Say which counts shape an arrival: exits by an Underground gate, else the persona's."""
    persona = list(personas().values())[population.persona[row]]
    u = uniform(11, int(Stream.AGENDA), 0, 0, int(population.home_id[row]), 0)
    come, go = (GATES[gate[row]].gate for gate in (population.gate_in, population.gate_out))
    if begins(persona, u) != "gate":
        return persona.counts
    if come == "underground":
        return "out"
    return "in" if persona.counts == "both" and go == "underground" else persona.counts


def values(population):
    """Give everything about everybody by name, groups told by home id."""
    found = {f.name: getattr(population, f.name) for f in fields(population) if f.name != "traits"}
    found["leader"] = population.home_id[population.leader]
    return found | {f.name: getattr(population.traits, f.name) for f in fields(population.traits)}


def test_a_larger_pool_changes_nobody_else():
    before, after = draw(total=1900), draw(total=2000)
    old = np.isin(after.home_id, before.home_id)
    assert (after.home_id[old] == before.home_id).all()
    assert 0 < (~old).sum() < 250
    for (name, mine), theirs in zip(values(before).items(), values(after).values(), strict=True):
        assert (mine == theirs[old]).all(), name


def test_somebody_who_comes_again_is_the_same_and_keeps_to_gate_and_hour(population):
    later = draw(address=Address(11, 0, 738_007))
    _, once, again = np.intersect1d(population.home_id, later.home_id, return_indices=True)
    assert once.size > 3000
    daily = {"arrive", "mobility", "speed", "pace", "pace_apart", "step_free", "hat"}
    for (name, mine), theirs in zip(
        values(population).items(), values(later).values(), strict=True
    ):
        if name not in daily:
            assert (mine[once] == theirs[again]).all(), name
    assert (population.arrive[once] != later.arrive[again]).mean() > 0.99


@pytest.mark.parametrize("name", ["commuter", "resident", "passer"])
def test_hours_of_two_days_are_as_alike_as_the_persona_says(name):
    shares = dict.fromkeys(EVERY, 0.0) | {name: 1.0}
    days = [
        draw(address=Address(11, 0, d), shares=shares, group_factor=0) for d in (738_000, 738_007)
    ]
    _, once, again = np.intersect1d(days[0].home_id, days[1].home_id, return_indices=True)
    ranks = [
        stats.rankdata(day.arrive[rows]) for day, rows in zip(days, (once, again), strict=True)
    ]
    # Spearman's correlation of a Gaussian copula: 6 / pi asin(r / 2)
    wanted = 6 / np.pi * np.arcsin(personas()[name].usual / 2)
    assert np.corrcoef(*ranks)[0, 1] == pytest.approx(wanted, abs=5 / np.sqrt(once.size))


def test_a_persona_is_told_by_the_home_id(population):
    assert (population.persona == persona_of(population.home_id)).all()
    assert (np.diff(population.home_id) > 0).all()
    assert population.home_id.max() < 2**31


@pytest.mark.parametrize("name", ["seed", "replication", "day"])
def test_every_part_of_the_address_makes_other_people(population, name):
    parts = {"seed": 11, "replication": 0, "day": 738_000, name: 5}
    other = draw(address=Address(**parts))
    _, once, again = np.intersect1d(population.home_id, other.home_id, return_indices=True)
    assert (other.arrive[again] != population.arrive[once]).mean() > 0.99
    if name != "day":
        assert (other.traits.stature[again] != population.traits.stature[once]).mean() > 0.99


def test_fewer_hours_are_a_part_of_the_same_day(population):
    part = draw(start="08:00", end="09:00")
    inside = (population.arrive >= 28_800) & (population.arrive < 32_400)
    assert (part.home_id == population.home_id[inside]).all()
    assert (part.arrive == population.arrive[inside]).all()
    assert (part.traits.stature == population.traits.stature[inside]).all()
    assert (part.home_id[part.leader] == population.home_id[population.leader[inside]]).all()


def test_as_many_come_as_asked_for_and_personas_have_their_shares(population):
    """Parties come independently; the variance of people is at most parties times size squared."""
    wanted = 20_000 * np.array(list(Shares().model_dump().values()))
    counts = np.bincount(population.persona, minlength=len(wanted))
    first = population.leader == np.arange(population.home_id.size)
    squares = np.bincount(population.persona[first], population.size[first] ** 2.0)
    assert (np.abs(counts - wanted) < 5 * np.sqrt(squares)).all()
    assert abs(population.home_id.size - 20_000) < 5 * np.sqrt(squares.sum())
    assert population.home_id.size != 20_000


def test_quarter_hours_have_their_arrivals(population):
    for k, name in enumerate(EVERY):
        first = np.flatnonzero(population.leader == np.arange(population.home_id.size))
        mine = first[population.persona[first] == k]
        which = np.array([counts_of_row(population, row) for row in mine.tolist()])
        for direction in set(which):
            there = mine[which == direction]
            counts, _ = np.histogram(population.arrive[there], bins=edges())
            shape = profile(personas()[name], WEDNESDAY, direction)
            assert within_bounds(counts, there.size, shape).all(), name


def test_an_arrival_mixes_a_lifelong_and_a_daily_draw(population):
    first = np.flatnonzero(population.leader == np.arange(population.home_id.size))[::20]
    exact = 0
    for row in first:
        home = int(population.home_id[row])
        persona = list(personas().values())[population.persona[row]]
        usual, today = (normal(11, int(Stream.ARRIVAL), 0, day, home, 0) for day in (0, 738_000))
        z = persona.usual**0.5 * usual + (1 - persona.usual) ** 0.5 * today
        shape = profile(persona, WEDNESDAY, counts_of_row(population, row))
        if persona.school is not None:
            party = slice(row, row + population.size[row])
            old = pupils(
                Address(11, 0, 0), population.home_id[party], population.traits.band[party]
            )
            parts = out_of_school(shape, persona.school, share_with_pupils(persona, Crowd()))
            shape = parts[0 if old.any() else 1]
        time = arrival_time(stats.norm.cdf([z]), shape)[0]
        by_train = GATES[population.gate_in[row]].gate in services().trains
        # whoever comes by train, and not from a door of the site, keeps the quarter hour
        assert population.arrive[row] // QUARTER == time // QUARTER
        exact += population.arrive[row] == time
        assert by_train or population.arrive[row] == time
    assert 0.2 * first.size < exact < 0.6 * first.size


def test_groups_have_consecutive_ids_and_one_of_everything(population):
    leader = population.leader
    assert (np.diff(leader) >= 0).all()
    assert (leader[leader] == leader).all()
    for values in (population.persona, population.arrive, population.gate_in, population.gate_out):
        assert (values == values[leader]).all()
    assert (np.bincount(leader, minlength=leader.size)[leader] == population.size).all()
    place = np.arange(leader.size) - leader
    assert (population.home_id == population.home_id[leader] + place).all()


def test_groups_have_their_sizes(population):
    first = population.leader == np.arange(population.home_id.size)
    sizes = population.size[first & (population.size > 1)]
    counts = [(sizes == k).sum() for k in GROUP_SIZES]
    assert within_bounds(counts, sizes.size, list(GROUP_SIZES.values())).all()


@pytest.mark.parametrize("name", EVERY)
def test_people_come_in_company_as_often_as_the_persona_says(name):
    """Of 20,000 people of one persona the share has a standard error of 0.005 at most."""
    only = draw(shares={one: float(one == name) for one in EVERY})
    together = (only.size > 1).mean()
    assert together == pytest.approx(personas()[name].company, abs=0.015)


def test_children_come_with_somebody_grown_up(population):
    child = population.traits.band == 0
    assert child.any()
    assert (population.traits.band[population.leader] > 0).all()
    assert not population.phone[child].any()


def test_free_speeds_are_weidmanns():
    population = draw(total=45_000)
    grown = population.traits.band > 0
    speed = population.traits.speed[grown]
    assert speed.mean() == pytest.approx(1.34, abs=0.03)
    assert speed.std() == pytest.approx(0.26, abs=0.02)
    assert speed.min() >= 0.5
    assert speed.max() <= 2.2
    # the shape too: the largest gap to the cut normal distribution
    cut = stats.truncnorm((0.5 - 1.34) / 0.26, (2.2 - 1.34) / 0.26, 1.34, 0.26)
    assert stats.kstest(speed, cut.cdf).statistic < 0.035


def rimea_speed(age):
    """Return the mean speed at an age: read off the figure of RiMEA test 7, which is Weidmann's."""
    ages, speeds = [16, 20, 30, 40, 50, 60, 70, 80], [1.43, 1.6, 1.53, 1.48, 1.41, 1.26, 1.06, 0.7]
    return np.interp(age, ages, speeds)


def test_age_bands_walk_as_much_slower_than_the_curve_of_ages_as_a_crowd_does():
    """The crowd's 1.34 m/s and the curve are of one author, and do not agree: 0.92."""
    ages = {"16-29": (16, 30), "30-44": (30, 45), "45-64": (45, 65), "65+": (65, 80)}
    curve = {name: rimea_speed(np.linspace(*ends, 101)) for name, ends in ages.items()}
    band = draw(total=45_000).traits.band
    share = np.bincount(band[band > 0], minlength=5)[1:] / (band > 0).sum()
    by_curve = share @ [each.mean() for each in curve.values()]
    assert by_curve == pytest.approx(1.45, abs=0.01)
    for name, each in curve.items():
        assert 0.92 * each.min() <= SPEED_MEAN[name] <= 0.92 * each.max()


def test_a_group_walks_at_the_speed_of_its_slowest(population):
    slowest = {}
    for leader, speed in zip(population.leader.tolist(), population.speed.tolist(), strict=True):
        slowest[leader] = min(speed, slowest.get(leader, np.inf))
    assert population.pace.tolist() == [slowest[leader] for leader in population.leader.tolist()]
    assert (population.pace <= population.speed).all()
    # wheelchairs, and whoever is not the first, are kept up with too
    others = population.leader != np.arange(population.leader.size)
    assert (population.pace[others] == population.speed[others]).mean() > 0.3


def test_grown_ups_left_by_the_children_walk_at_their_own_slowest(population):
    slowest = {}
    child = population.traits.band == 0
    group = list(zip(population.leader.tolist(), child.tolist(), strict=True))
    for one, speed in zip(group, population.speed.tolist(), strict=True):
        slowest[one] = min(speed, slowest.get(one, np.inf))
    assert population.pace_apart.tolist() == [slowest[one] for one in group]
    parents = np.unique(population.leader[child])
    assert (population.pace_apart[parents] > population.pace[parents]).mean() > 0.7


def test_children_walk_as_fast_as_their_age_lets_them():
    # Weidmann's curve: 0.6 m/s at 5 years, 1.6 at 20; half-way between, the middle
    assert child_speed(np.array([5.0, 12.5, 20.0])) == pytest.approx([0.6, 1.1, 1.6])
    # the mean over ages drawn evenly is that of the middle age
    assert SPEED_MEAN["child"] == pytest.approx(float(child_speed(np.mean(CHILD_AGE))))
    n = 4000
    person, band = np.arange(n), np.zeros(n, dtype=np.int8)
    traits = draw_traits(Address(3, 0, 0), person, np.zeros(n, dtype=bool), band)
    # a boy of 5 is (0.5 + 0.5 * 2.5 / 13.5) of 1.759 m tall, on soles of 25 mm
    share = 0.5 + 0.5 * 2.5 / 13.5
    five = np.abs(traits.stature - 0.025 - share * 1.759) < 0.02
    assert five.sum() > 50
    assert 0.58 < traits.speed[five].mean() < 0.75
    tall = traits.stature > 1.6
    assert traits.speed[tall].mean() > 1.15
    assert np.corrcoef(traits.stature, traits.speed)[0, 1] > 0.6


def test_whoever_passes_through_leaves_elsewhere(population):
    mine = population.persona == EVERY.index("passer")
    xy = np.array([g.xy for g in GATES])
    apart = np.hypot(*(xy[population.gate_in[mine]] - xy[population.gate_out[mine]]).T)
    assert apart.min() > PASS_LEAST


def test_phones_are_read_by_the_share_that_was_counted():
    population = draw(total=45_000, phone_share=0.2)
    grown = population.traits.band > 0
    # a phone reader reads half of the time, so twice the share have the habit
    assert population.phone[grown].mean() == pytest.approx(0.4, abs=0.015)


def test_face_coverings_have_their_share():
    covered = draw(face_covering_share=0.3).face_covering
    assert within_bounds(covered.sum(), covered.size, 0.3)


def test_brims_have_their_share_and_are_put_on_by_the_day():
    crowd = Crowd(total=20_000, hat_share=0.2)
    days = [draw_population(crowd, GATES, Address(5, 0, day), 2) for day in (11, 12)]
    for day in days:
        assert within_bounds(day.hat.sum(), day.hat.size, 0.2)
    _, here, there = np.intersect1d(days[0].home_id, days[1].home_id, return_indices=True)
    # who has one on two days is one in 25, not one in 5
    both = days[0].hat[here] & days[1].hat[there]
    assert within_bounds(both.sum(), both.size, 0.04)


def test_hardly_anybody_commutes_on_a_sunday():
    sunday = draw_population(Crowd(total=5000), GATES, ADDRESS, 6)
    assert sunday.home_id.size > 3000
    assert (sunday.persona == EVERY.index("commuter")).mean() < 0.05


def test_days_differ():
    assert day_of(datetime.date(2017, 5, 17)) + 1 == day_of(datetime.date(2017, 5, 18))


def test_bodies_are_those_of_the_surveys():
    population = draw(total=45_000)
    traits = population.traits
    for woman, stature, eye, ipd in ((False, 1.784, 1.670, 0.0640), (True, 1.649, 1.540, 0.0617)):
        # those in wheelchairs sit
        grown = (traits.woman == woman) & (traits.band > 0) & ~needs_no_steps(population.mobility)
        assert traits.stature[grown].mean() == pytest.approx(stature, abs=0.004)
        assert traits.eye_height[grown].mean() == pytest.approx(eye, abs=0.004)
        assert traits.ipd[grown].mean() == pytest.approx(ipd, abs=0.0003)
        tall = np.corrcoef(traits.stature[grown], traits.ipd[grown])[0, 1]
        assert tall == pytest.approx(0.19, abs=0.04)
    child = traits.band == AGE_BANDS.index("child")
    assert 1.2 < traits.stature[child].mean() < 1.5
    assert traits.ipd[child].min() >= 0.04
    # a child of 1.2 m, 70 % of an adult, has a head of 88 % of an adult's
    small = child & (abs(traits.stature - 1.2) < 0.05)
    for woman, ipd in ((False, 0.0640), (True, 0.0617)):
        assert traits.ipd[small & (traits.woman == woman)].mean() / ipd == pytest.approx(
            0.88, abs=0.02
        )
    assert (traits.eye_height < traits.stature).all()


@given(
    u=st.floats(0, 1, exclude_max=True),
    weights=st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(lambda w: sum(w) > 0.01),
)
def test_a_choice_inverts_the_cumulated_weights(u, weights):
    chosen = int(choose(np.array([u]), np.array(weights))[0])
    assert weights[chosen] > 0
    total = sum(weights)
    below = sum(weights[:chosen]) / total
    assert below - 1e-9 <= u <= below + weights[chosen] / total + 1e-9
