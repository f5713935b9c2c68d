"""Attendance against closed answers, published numbers and the days that are simulated."""

import datetime

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from tests.people.test_population import EVERY, GATES
from twin.errors import ShapeError
from twin.people import Crowd, attendance
from twin.people.crowd import Shares
from twin.people.personas import personas
from twin.people.pool.means import expected, mean_of_week, pool_sizes, week
from twin.people.population import draw_population
from twin.people.traits import Address, day_of

MONDAY = datetime.date(2025, 6, 9)


def only(name):
    return Shares(**(dict.fromkeys(EVERY, 0.0) | {name: 1.0}))


def seen_once(days, *, rarest, most=52.0):
    """Return different people after some days for one visit a day: integral of C f^-2 (1 - e^-fT).

    C makes the integral of C f^-2 f one visit a day.
    """
    low, high = rarest / 365, most / 365
    c = 1 / np.log(high / low)
    found, _ = integrate.quad(
        lambda f: c * f**-2 * -np.expm1(-f * days), low, high, epsrel=1e-9, limit=200
    )
    return found


def test_whoever_attends_a_day_is_in_the_population_of_that_day():
    crowd = Crowd(total=3000)
    found = attendance(crowd, date=MONDAY, days=9, seed=4, replication=1)
    for d in (0, 4, 8):
        date = MONDAY + datetime.timedelta(days=d)
        day = draw_population(crowd, GATES, Address(4, 1, day_of(date)), date.weekday())
        counts = np.bincount(day.persona, minlength=len(personas()))
        assert (found.people[d] == counts).all()


def test_attendance_is_told_in_a_line():
    found = attendance(Crowd(total=100), date=MONDAY, days=2)
    came = f"{found.people.sum():,}"
    assert repr(found) == f"<Attendance of 2 days from 2025-06-09; {came} came>"


def test_the_number_of_threads_and_of_days_changes_nothing():
    crowd = Crowd(total=2000)
    one, two = (attendance(crowd, date=MONDAY, days=30, seed=4, threads=n) for n in (1, 2))
    assert (one.people == two.people).all()
    assert (one.new == two.new).all()
    assert all((a == b).all() for a, b in zip(one.visits, two.visits, strict=True))
    later = attendance(crowd, date=MONDAY + datetime.timedelta(days=6), days=5, seed=4)
    assert (one.people[6:11] == later.people).all()


def test_a_larger_pool_changes_nobody():
    few, many = (attendance(Crowd(total=n), date=MONDAY, days=20, seed=4) for n in (900, 1000))
    for one, two, first, second in zip(few.visits, many.visits, few.sizes, many.sizes, strict=True):
        assert (one == two[: one.size]).all()
        assert (first == second[: first.size]).all()
    assert (few.people <= many.people).all()


def test_counts_of_people_and_of_days_agree():
    found = attendance(Crowd(total=1500), date=MONDAY, days=40)
    for k, (size, visits) in enumerate(zip(found.sizes, found.visits, strict=True)):
        assert found.people[:, k].sum() == size.astype(int) @ visits
        assert found.new[:, k].sum() == size[visits > 0].sum()
    assert (found.new <= found.people).all()
    assert (found.new[0] == found.people[0]).all()


def test_as_many_come_as_asked_for_on_each_day_of_the_week():
    crowd = Crowd(total=4000)
    found = attendance(crowd, date=MONDAY, days=70, seed=2).people.sum(axis=1).reshape(10, 7)
    for day in range(7):
        assert found[:, day].mean() == pytest.approx(expected(crowd, day), rel=0.05)
    assert len(set(found[:, 0])) > 5


@pytest.mark.parametrize("rarest", [1.0, 0.2])
def test_different_people_add_up_as_the_integral_says(rarest):
    crowd = Crowd(total=1000, shares=only("visitor"), group_factor=0, rarest_per_year=rarest)
    found = attendance(crowd, date=MONDAY, days=364, seed=3)
    a_day = 1000 * mean_of_week(personas()["visitor"]) / week(personas()["visitor"])[0]
    for days in (28, 91, 182, 364):
        # a rate differs from a chance a day by a share of the order of the chance: 1 in 100
        assert found.unique[days - 1] == pytest.approx(
            a_day * seen_once(days, rarest=rarest), rel=0.025
        )


@pytest.mark.parametrize(
    ("days", "rarest", "a_day", "people"),
    [
        (30, 1.0, 7_700, 201_000 - 42_000),
        (30, 0.2, 7_700, 221_000 - 42_000),
        (91, 1.0, 25_300, 1_120_000 - 42_000),
        (91, 0.2, 25_300, 1_440_000 - 42_000),
        (182, 1.0, 25_300, 1_570_000 - 42_000),
        (182, 0.2, 25_300, 2_310_000 - 42_000),
        (365, 1.0, 7_700, 630_000 - 42_000),
        (365, 0.2, 7_700, 1_110_000 - 42_000),
        (365, 1.0, 25_300, 1_990_000 - 42_000),
        (365, 0.2, 25_300, 3_540_000 - 42_000),
    ],
)
def test_the_integral_is_that_of_an_independent_table(days, rarest, a_day, people):
    """Worked by hand for 27,400 and 45,000 visits a day, 19,700 of regulars, of whom 42,000 in all."""
    assert a_day * seen_once(days, rarest=rarest) == pytest.approx(people, rel=0.015)


def test_office_workers_come_on_as_many_days_as_published():
    """2.7 days a week [centreforcities2024], a quarter of them on one or two [johnson2024]."""
    crowd = Crowd(total=6000, shares=only("commuter"), group_factor=0)
    (k,) = (EVERY.index("commuter"),)
    weeks = [
        attendance(crowd, date=MONDAY + datetime.timedelta(weeks=n), days=5, seed=1).visits[k]
        for n in range(8)
    ]
    days = np.array(weeks)
    assert days.mean() == pytest.approx(2.7, abs=0.06)
    assert np.isin(days, (1, 2)).mean() == pytest.approx(0.25, abs=0.02)
    friday = attendance(crowd, date=MONDAY, days=5, seed=1).people[:, k]
    assert friday.argmin() == 4


@pytest.fixture(scope="module")
def year():
    """Draw a year of the shipped crowd's whole pool: some 1.5 million parties."""
    return attendance(Crowd(), date=MONDAY, days=365, seed=1)


def test_a_year_has_the_people_of_its_weeks(year):
    by_day = year.people[:364].sum(axis=1).reshape(52, 7)
    for day in range(7):
        assert by_day[:, day].mean() == pytest.approx(expected(Crowd(), day), rel=0.01)
    # 45,000 a day when the estate is finished [uli2014], here on the four busiest days of a week
    assert by_day[:, :4].mean() == pytest.approx(45_000, rel=0.005)
    assert year.people.sum() / 365 == pytest.approx(42_800, rel=0.005)


def test_as_many_parties_of_visitors_come_once_or_oftener_as_the_law_says(year):
    # visits in a year of somebody who comes f times a day are Poisson about 365 f, or a little
    # narrower; so are their counts, over the law of the frequencies
    visits = year.visits[EVERY.index("visitor")]
    c = pool_sizes(Crowd())["visitor"] * 52 / 51 / 365
    for k in (1, 2, 3, 5, 8, 13, 21):
        wanted, _ = integrate.quad(
            lambda f, k=k: c * f**-2 * stats.poisson.pmf(k, 365 * f),
            1 / 365, 52 / 365, epsabs=1e-3, limit=400,
        )  # fmt: skip
        assert (visits == k).sum() == pytest.approx(wanted, rel=0.04)


def likeliest_slope(seen, days):
    """Estimate a of the density f^-a of frequencies, once a year to once a week, from counts.

    ``seen[k]`` parties have come k times in so many days. What obeys the law is f; k is Poisson
    about f times the days, and who never came is not seen. So a line through the logarithms of
    counts is flatter than the law, most of all at the low end, where one visit stands for many
    frequencies and many have none; the estimate of greatest likelihood is of the law itself::

        P(k | a) = integral of f^-a Poisson(k; days f) / integral of f^-a (1 - exp(-days f)), k > 0
    """
    often = np.geomspace(1 / 365, 52 / 365, 2001)
    k = np.arange(1, len(seen))
    chance = stats.poisson.pmf(k[:, None], days * often)

    def unlikely(a):
        density = often ** (1 - a)  # over the logarithm of f
        found = integrate.trapezoid(density * chance, np.log(often), axis=1)
        missed = integrate.trapezoid(density * np.exp(-days * often), np.log(often))
        whole = integrate.trapezoid(density, np.log(often)) - missed
        return -(seen[1:] * np.log(found / whole)).sum()

    return -optimize.minimize_scalar(unlikely, bounds=(1.0, 3.0), method="bounded").x


def test_the_estimate_finds_the_slope_that_was_put_in():
    rng = np.random.default_rng(2)
    for slope in (1.6, 2.0, 2.4):
        low, high = (end ** (1 - slope) for end in (1 / 365, 52 / 365))
        often = (low + rng.random(200_000) * (high - low)) ** (1 / (1 - slope))
        seen = np.bincount(rng.poisson(365 * often))
        assert likeliest_slope(seen, 365) == pytest.approx(-slope, abs=0.02)


def test_visits_of_a_year_show_the_inverse_square(year):
    """Of everybody who visits [schlapfer2021]; who works, studies or lives here is no visitor."""
    names = [name for name, one in personas().items() if one.comes is None and name in EVERY]
    each = [year.visits[EVERY.index(name)] for name in names]
    for visits in [*each, np.concatenate(each)]:
        assert (visits > 0).sum() > 50_000
        assert likeliest_slope(np.bincount(visits), 365) == pytest.approx(-2.0, abs=0.03)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": 1.5}, "days is 1.5, but must be a whole number from 1 to 36,525"),
        ({"days": "7"}, "days is '7', but must be a whole number"),
        ({"days": True}, "days is True, but must be a whole number"),
        ({"days": 0}, "days is 0, but must be a whole number from 1"),
        ({"seed": -1}, "seed is -1, but must be a whole number from 0 to 4,294,967,295"),
        (
            {"replication": 2**16},
            "replication is 65536, but must be a whole number from 0 to 65,535",
        ),
        ({"threads": 0}, "threads is 0, but must be a whole number from 1"),
        (
            {"date": "2025-01-01"},
            r"date is '2025-01-01', but must be a date such as datetime.date\(",
        ),
        ({"crowd": {"total": 500}}, r"crowd is \{'total': 500\}, but must be a Crowd such as"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(wrong, words):
    with pytest.raises(ShapeError, match=words):
        attendance(**{"crowd": Crowd(total=10), "date": MONDAY, "days": 1, **wrong})
