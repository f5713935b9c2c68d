"""Over months: sums over persons, what bounds them, and made-up people whose chances are known."""

import datetime
import functools
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

import twin
from tests.run.small_run import write_small_scenario
from twin import sources
from twin.answers.asked import Asked
from twin.answers.counts import exposed
from twin.answers.months import BOULEVARD, Time, habits, months
from twin.answers.months.captures import MEASURES, WIDER, Captured, captured, weights_of
from twin.answers.months.found import LONGEST, TIMES, YEAR, weights_of_days
from twin.answers.months.habits import Habits
from twin.answers.months.kinds import KINDS, Pool, kind_of, who_came
from twin.answers.months.moments import Came, Moments
from twin.answers.months.never import beta, some_always, some_never
from twin.answers.months.over import Expected, Over, different
from twin.answers.months.visits import visits
from twin.errors import ShapeError
from twin.people import Crowd, attendance
from twin.people.event import GUEST
from twin.people.personas import personas
from twin.people.pool.ids import persona_of
from twin.people.pool.means import expected, mean_chance, mean_of_week
from twin.people.traits import Address, day_of
from twin.rng import Stream
from twin.run import further_days, make_days, run_scenario

MONDAY = datetime.date(2025, 6, 9)
ONE = np.ones(1)


def came(days, kinds=None):
    """People with home ids 0, 4, 8, ... who came on so many days."""
    kinds = np.array([0] * len(days) if kinds is None else kinds)
    homes = [4 * np.flatnonzero(np.array(days) > day) for day in range(max(days))]
    return Came.of(homes, [1.0] * len(homes), lambda home: kinds[home // 4])


def on_a_day(*homes):
    return Captured(np.array(homes, dtype=np.intp), np.ones((len(homes), 1)))


def test_likeness_is_how_often_two_days_of_a_person_agree(monkeypatch):
    """A is captured on all of three visits, B on none of three, C on one of two.

    Visits 3 + 3 + 2 = 8 with 4 captures: mean 1/2. Pairs of different visits, both ways round,
    6 + 6 + 2 = 14, of which A's 6 are both captured: mean square 6/14. Variance of chances
    6/14 - 1/4 = 5/28, of the most it can be, 1/2 (1 - 1/2) = 1/4: likeness 5/7.
    """
    a, b, c = 0, 4, 8
    days = [on_a_day(a, c), on_a_day(a), on_a_day(a)]
    assert b not in np.concatenate([day.home for day in days])
    monkeypatch.setattr(habits, "FEWEST_PAIRS", 7)
    found = Habits.of(Moments.of(came([3, 3, 2]), days, [1, 1, 1]))
    assert found.mean[0, 0] == pytest.approx(1 / 2)
    assert found.likeness[0, 0] == pytest.approx(5 / 7)
    assert found.of_whom[0] == "kind"
    monkeypatch.setattr(habits, "FEWEST_PAIRS", 8)
    found = Habits.of(Moments.of(came([3, 3, 2]), days, [1, 1, 1]))
    assert set(found.of_whom) == {"nobody"}


def test_a_kind_of_which_few_came_twice_is_as_alike_as_its_persona_or_everybody(monkeypatch):
    """Two rarer commuters come once, and a weekly one twice, captured both times.

    The weekly kind has 1 pair and the persona no other. Its mean is 1, so that nothing can agree
    beyond it: likeness 0 of 0 is none. The rarer have their own mean, 1/2.
    """
    monkeypatch.setattr(habits, "FEWEST_PAIRS", 1)
    found = Habits.of(Moments.of(came([1, 1, 2], [0, 0, 1]), [on_a_day(0, 8), on_a_day(8)], [1, 1]))
    assert found.of_whom[:2] == ("persona", "kind")
    assert set(found.of_whom[2:]) == {"all"}
    assert found.mean[:2, 0].tolist() == [1 / 2, 1]
    # a kind of which nobody came has the mean of all four visits, three of them captured
    assert found.mean[2, 0] == pytest.approx(3 / 4)


def test_days_are_weighed_to_stand_for_a_week():
    """Wednesday and Saturday: the first stands for Monday to Thursday.

    A comes on both and is captured on Wednesday, B on Saturday alone and is captured: the mean is
    (4 x 1 + 1 x 0 + 1 x 1) / (4 + 1 + 1) = 5/6, where days of one weight would make it 2/3.
    """
    assert weights_of_days([2, 5]) == [4, 1]
    assert weights_of_days([0, 1, 2, 3, 4, 5, 6]) == [1] * 7
    assert weights_of_days([6]) == [1]
    homes, captures = [np.array([0]), np.array([0, 4])], [on_a_day(0), on_a_day(4)]
    who = Came.of(homes, [4, 1], lambda home: 0 * home)
    assert Habits.of(Moments.of(who, captures, [4, 1])).mean[0, 0] == pytest.approx(5 / 6)


def test_a_guest_of_an_event_is_in_no_sum():
    found = Moments.of(came([1, 1]), [on_a_day(4, 400)], [1]).whole()
    assert found.visits.sum() == 2
    assert found.once.sum() == 1


def test_different_people_of_twelve_who_come_each_of_three_days():
    """Chances spread evenly from 0 to 1: mean 1/2, mean square 1/3, likeness (1/3 - 1/4) / (1/4).

    Never captured in three visits: the integral of (1 - p)^3 is 1/4, so 9 of 12. All alike, 1/8:
    10.5. Of the shapes with that mean and likeness, fewest if a quarter is never captured and the
    others with 2/3: 12 x 3/4 x (1 - 1/27) = 26/3; most if a quarter always is and the others with
    1/3: 12 (1/4 + 3/4 (1 - 8/27)) = 28/3.
    """
    people = np.array([[0.0, 0.0, 0.0, 12.0]])
    half, third, none = (np.array([[value]]) for value in (1 / 2, 1 / 3, 0.0))

    def told(never, likeness):
        return different(never, half, likeness, ONE, [people])[0][0]

    assert told(beta, third) == pytest.approx(9)
    assert told(beta, none) == pytest.approx(10.5)
    assert told(some_never, third) == pytest.approx(26 / 3)
    assert told(some_always, third) == pytest.approx(28 / 3)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.integers(0, 400))
def test_the_urn_is_the_mean_over_a_beta_distribution(mean, likeness, n):
    a, b = (share * (1 / likeness - 1) for share in (mean, 1 - mean))
    wanted = np.exp(special.betaln(a, b + n) - special.betaln(a, b))
    assert beta(np.array([[mean]]), np.array([[likeness]]), n)[0, 0, n] == pytest.approx(
        wanted, rel=1e-8
    )


chances = st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.01, 1.0)), min_size=1, max_size=6)


@given(chances, st.integers(0, 50))
def test_no_shape_of_chances_leaves_the_bounds_of_its_mean_and_likeness(shape, n):
    p, weight = np.array(shape).T
    weight = weight / weight.sum()
    mean = weight @ p
    most = mean * (1 - mean)
    likeness = (weight @ p**2 - mean**2) / most if most > 1e-9 else 0.0
    m, r = np.array([[mean]]), np.clip([[likeness]], 0, 1)
    low, high = (never(m, r, n)[0, 0, n] for never in (some_always, some_never))
    assert low - 1e-6 <= weight @ (1 - p) ** n <= high + 1e-6


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_every_shape_begins_with_nobody_captured_and_then_with_the_mean(mean, likeness):
    for never in (beta, some_always, some_never):
        found = never(np.array([[mean]]), np.array([[likeness]]), 30)[0, 0]
        assert found[0] == 1
        assert found[1] == pytest.approx(1 - mean, abs=1e-12)
        assert (np.diff(found) <= 1e-12).all()
        assert (found >= -1e-12).all()


def test_visits_are_binomial_where_all_days_are_alike():
    pool = Pool(
        np.array([0, 0, 3]), np.array([10.0, 5.0, 2.0]), np.outer([0.3, 1.0, 0.01], [1] * 7)
    )
    found = visits(pool, Time(MONDAY, 20))
    n = np.arange(21)
    wanted = 10 * stats.binom.pmf(n, 20, 0.3) + 5 * (n == 20)
    np.testing.assert_allclose(found[0], wanted, atol=1e-9)
    np.testing.assert_allclose(found[3], 2 * stats.binom.pmf(n, 20, 0.01), atol=1e-9)
    assert found[[1, 2]].max() < 1e-9


def test_visits_add_up_to_those_of_the_crowd_on_each_day_of_the_week():
    crowd = Crowd(total=5000)
    pool = Pool.of(crowd)
    for weekday in range(7):
        found = visits(pool, Time(MONDAY + datetime.timedelta(days=weekday), 1))
        assert found[:, 1].sum() == pytest.approx(expected(crowd, weekday), rel=1e-3)


@pytest.mark.parametrize("rarest", [0.2, 1.0, 4.0])
def test_finer_chances_of_coming_change_nothing_in_a_year(rarest):
    crowd = Crowd(total=5000, rarest_per_year=rarest)
    once = [
        (each := visits(Pool.of(crowd, nodes=nodes), Time(MONDAY, 365)))[:, 1:].sum()
        for nodes in (32, 256)
    ]
    assert each.shape == (len(KINDS), 366)
    assert once[0] == pytest.approx(once[1], rel=1e-6)


def test_who_comes_weekly_is_as_many_as_the_beta_distribution_says():
    crowd = Crowd(total=5000)
    pool = Pool.of(crowd)
    people = np.bincount(pool.kind, weights=pool.people, minlength=len(KINDS)).reshape(-1, 2)
    for (rarer, weekly), one in zip(people, personas().values(), strict=True):
        if one.comes is not None:
            mean, spread = mean_chance(one, crowd), one.comes.spread
            once = 1 / 7 / mean_of_week(one)
            wanted = stats.beta.cdf(once, mean * spread, (1 - mean) * spread)
            assert rarer / (rarer + weekly) == pytest.approx(wanted, abs=2e-3)


def test_as_many_different_people_come_as_attendance_draws():
    """The same pool person by person: its draws scatter by less than the root of the number."""
    crowd = Crowd(total=2000)
    drawn = attendance(crowd, date=MONDAY, days=91, seed=3)
    for days in (7, 91):
        told = visits(Pool.of(crowd), Time(MONDAY, days))[:, 1:].sum()
        assert told == pytest.approx(drawn.unique[days - 1], abs=4 * 1.3 * told**0.5)


def test_who_came_and_their_kind_are_those_of_the_pool():
    crowd, address = Crowd(total=2000), Address(3, 0, day_of(MONDAY))
    home = who_came(crowd, address, 0)
    drawn = attendance(crowd, date=MONDAY, days=1, seed=3)
    counts = np.bincount(persona_of(home), minlength=len(personas()))
    assert counts.tolist() == drawn.people[0].tolist()
    assert (np.diff(home) > 0).all()
    kind = kind_of(home, crowd, address.life)
    assert (kind // 2 == persona_of(home)).all()
    often = np.array([often for _, often in KINDS])[kind]
    names = np.array(list(personas()))[persona_of(home)]
    # the law of visits ends at once a week: 52 of 365 days are less than one in seven
    assert set(often[np.isin(names, ["shopper", "visitor", "passer"])]) == {"rarer"}
    assert set(often[names == "commuter"]) == {"rarer", "weekly"}


def moments_of(mean, likeness, visits_of_each=1000.0):
    """Moments of people with a mean and a likeness, all in one part."""
    of = np.full((1, len(KINDS)), visits_of_each)
    square = mean**2 + likeness * mean * (1 - mean)
    return Moments(of, of, of, of, (of * mean)[..., None], (of * square)[..., None])


@functools.cache
def expected_from(weekday):
    pool, start = Pool.of(Crowd(total=1000), nodes=8), MONDAY + datetime.timedelta(days=weekday)
    return pool, tuple(visits(pool, Time(start, days)) for days in (1, 2, 7, 30, 31))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(0, 6))
def test_different_people_never_fall_and_never_exceed_pool_or_visits(mean, likeness, weekday):
    pool, expect = expected_from(weekday)
    over = Over.of(
        moments_of(mean, likeness), ONE, Expected(expect, (expect, expect)), told=True, error=False
    )
    for people in (over.people, over.fewest, over.most, over.alike):
        assert (np.diff(people) >= -1e-6).all()
        assert (people <= pool.people.sum() + 1e-6).all()
        assert (people <= over.happens + 1e-6).all()
    assert (over.fewest <= over.people + 1e-6).all()
    assert (over.people <= over.most + 1e-6).all()
    assert (over.most <= over.alike + 1e-6).all()


def test_made_up_people_are_captured_as_five_of_their_days_tell():
    """Addressed Monte Carlo: everybody's chance is drawn for life, Beta of mean 0.3, likeness 0.6.

    Forty days are drawn person by person, and carried from the first five.
    """
    crowd, start = Crowd(total=3000), MONDAY
    life = Address(8, 0, 0)

    def day(later):
        date = start + datetime.timedelta(days=later)
        address = Address(8, 0, day_of(date))
        home = who_came(crowd, address, date.weekday())
        chance = special.betaincinv(0.2, 7 / 15, life.uniform(Stream.PICTURE, home, 5))
        return home, home[address.uniform(Stream.PICTURE, home, 6) < chance]

    days = [day(later) for later in range(40)]
    weigh = weights_of_days([0, 1, 2, 3, 4])
    homes = [there for there, _ in days[:5]]
    sums = Moments.of(
        Came.of(homes, weigh, lambda home: kind_of(home, crowd, life)),
        [Captured(got, np.ones((got.size, 1))) for _, got in days[:5]],
        weigh,
    )
    expect = tuple(visits(Pool.of(crowd), Time(start, n)) for n in (5, 40))
    over = Over.of(sums, ONE, Expected(expect, (expect, expect)), told=True, error=True)
    for n, people, deviation, alike in zip(
        (5, 40), over.people, over.deviation, over.alike, strict=True
    ):
        direct = np.unique(np.concatenate([got for _, got in days[:n]])).size
        # parties of several come and go together
        scatter = np.hypot(deviation, 1.3 * direct**0.5)
        assert people == pytest.approx(direct, abs=4 * scatter)
        assert n == 5 or alike > direct + 6 * scatter


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("months")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return run_scenario(scenario, out=folder / "runs" / "a")


@pytest.fixture(scope="module")
def second(first):
    (made,) = make_days(first, 2)
    return made


def test_the_next_day_is_a_run_beside_of_the_same_people(first, second):
    assert second.folder == first.folder.with_name("a-2017-06-15")
    assert second.scenario.date - first.scenario.date == datetime.timedelta(days=1)
    homes = [set(run.people()["home_id"].to_pylist()) for run in (first, second)]
    again = homes[0] & homes[1]
    assert len(again) > 30
    bodies = [
        {row["home_id"]: row["stature_m"] for row in run.people().to_pylist()}
        for run in (first, second)
    ]
    assert all(bodies[0][home] == bodies[1][home] for home in again)
    assert [run.folder for run in further_days(first)] == [second.folder]
    (kept,) = make_days(first, 2, on_progress=pytest.fail)
    assert kept.manifest == second.manifest


def test_a_run_beside_of_another_crowd_or_layout_is_none_of_the_days(first, second):
    manifest = second.manifest
    other = {**manifest["scenario"], "seed": 6}
    (folder := first.folder.with_name("a-2017-06-20")).mkdir()
    text = twin.run.folder.json.dumps({**manifest, "scenario": other})
    (folder / "manifest.json").write_text(text)
    (first.folder.with_name("a-2017-06-21")).mkdir()
    assert [run.folder for run in further_days(first)] == [second.folder]


@pytest.fixture(scope="module")
def alone(first):
    return months(Asked.of(first), days=[Asked.of(first)])


def test_one_day_tells_bounds_and_asks_for_more(first, alone):
    told = alone
    assert told.figures["told"] is False
    assert "Of the 5 days of the same people that this takes, 1 is there." in told.sentences[0]
    assert any(f"twin answer months {first.folder} --days 5" in one for one in told.sentences)
    assert told.tables["over_time"].num_rows == 0
    assert told.sentences[-1].startswith("All this is of 08:00 to 08:30 of each day alone")
    day = exposed(first.exposure(), "day")
    for time in told.figures["times"]:
        for name in MEASURES:
            assert time[name]["people"] is None
            assert time[name]["fewest"] <= time[name]["most"] + 1e-6 <= time[name]["happens"] + 2e-6
    # on one day nobody comes twice, so that bounds and captures are the same
    searched = told.figures["times"][0]["searched"]
    assert searched["fewest"] == pytest.approx(searched["most"])
    # and as many as the run has, but for how many of each persona happened to come
    assert searched["most"] == pytest.approx(np.sum(day.templated), rel=0.1)
    year = told.figures["times"][YEAR]["machine_central"]
    assert year["fewest"] < 0.8 * year["most"]


def made_up(first, later):
    """Make up a day on which all who come are there, and others show what the first day's did."""
    scenario = first.scenario.model_copy(
        update={"date": first.scenario.date + datetime.timedelta(days=later)}
    )
    address = Address(scenario.seed, scenario.replication, day_of(scenario.date))
    home = who_came(scenario.people, address, scenario.date.weekday())
    return SimpleNamespace(
        run=SimpleNamespace(span=(0, 86_400), folder=first.folder),
        inputs=SimpleNamespace(scenario=scenario, recognisers=first.inputs.recognisers),
        people=pa.table(
            {
                "person": np.arange(home.size),
                "home_id": home[7919 * np.arange(home.size) % home.size],
            }
        ),
        exposure=first.exposure(),
        encounters=first.encounters(),
    )


def test_five_days_tell_people_who_never_fall_and_a_wider_measure_is_never_less(first):
    days = [made_up(first, later) for later in range(5)]
    told = months(days[0], days=days)
    assert told.figures["told"] is True
    assert all(sentence.endswith(".") for sentence in told.sentences)
    assert not any("alone" in sentence for sentence in told.sentences)
    rows = told.tables["over_time"].to_pylist()
    assert [row["days"] for row in rows] == [*TIMES, 700, 1186]
    for measure, wider in WIDER.items():
        narrow, wide = (name.removeprefix("machine_") for name in (measure, wider))
        for row in rows:
            assert 0 < row[narrow] <= row[wide] <= told.figures["pool"]
        people = [row[narrow] for row in rows]
        assert people == sorted(people)
    # whoever comes is there, on whichever day
    came = [visits(Pool.of(first.scenario.people), Time(MONDAY, 7))[:, 1:].sum()]
    assert rows[1]["there"] == pytest.approx(came[0], rel=1e-9)
    # others show their faces each day by chance, but a hard face is hard on every day
    year = told.figures["times"][YEAR]["machine_central"]
    low, high = year["sampling"]
    assert low < year["people"] < high
    assert year["people"] < year["alike"] <= year["happens"]
    assert year["rarest"][0] > year["people"] == pytest.approx(year["rarest"][1])
    kinds = told.tables["a_year"].to_pylist()
    assert sum(row["people"] for row in kinds) == pytest.approx(told.figures["pool"], abs=5)
    assert sum(row["people"] * row["machine"] for row in kinds) == pytest.approx(
        year["people"], abs=1
    )


def test_a_second_day_is_read_of_itself(first, second):
    told = months(Asked.of(first))
    assert told.figures["dates"] == ["2017-06-14", "2017-06-15"]
    assert told.figures["returns"] > 100


def test_the_chances_of_all_faces_are_those_of_the_exposure(first):
    asked = Asked.of(first)
    found, weights = captured(asked), weights_of(asked)
    day = exposed(asked.exposure, "day")
    homes = np.asarray(asked.people["home_id"].to_numpy())
    for profile, chance in day.machine.items():
        one = found[f"machine_{profile}"]
        means = one.chance @ weights[f"machine_{profile}"]
        told = dict(zip(one.home.tolist(), means.tolist(), strict=True))
        assert len(told) == len(one.home) > 5
        for person, wanted in zip(homes[day.person].tolist(), chance.tolist(), strict=True):
            assert told.get(person, 0.0) == pytest.approx(wanted, abs=1e-6)
    assert set(found["searched"].home) <= set(found["seen"].home) <= set(found["there"].home)


def test_the_period_is_that_of_the_boulevard_where_the_run_lies_in_it(first, alone):
    last = datetime.date(2018, 3, 31)
    assert [one.end for one in BOULEVARD] == [last, last]
    asked, times = Asked.of(first), alone.figures["times"]
    assert [time["days"] for time in times] == [*TIMES, 700, 1186]
    assert [time["start"] for time in times[-2:]] == ["2016-05-01", "2015-01-01"]
    week = months(asked, days=[asked], period=Time(MONDAY, 7)).figures["times"]
    assert [time["days"] for time in week] == [*TIMES, 7]


def test_what_cannot_be_is_refused_in_a_sentence(first):
    asked = Asked.of(first)
    with pytest.raises(ShapeError, match=r"^days hold 2017-06-14 twice, but each day of the same"):
        months(asked, days=[asked, asked])
    for days in (0, -3, LONGEST + 1):
        with pytest.raises(ShapeError, match=f"^the period has {days} days, but must begin before"):
            months(asked, period=Time(MONDAY, days))
    with pytest.raises(ShapeError, match="days is 61, but must"):
        make_days(first, 61)


def test_recorded_people_tell_nothing_of_months():
    scenario = SimpleNamespace(people=SimpleNamespace(), date=MONDAY)
    told = months(SimpleNamespace(inputs=SimpleNamespace(scenario=scenario)))
    assert told.sentences[0].startswith("These people were recorded")
    assert not told.tables


def test_an_event_is_on_its_day_alone_and_its_guests_come_no_other():
    with_event = Crowd(
        total=500,
        event={"venue": "venue/a", "begin": "19:00", "end": "21:00", "extra": 200},
    )
    guest = list(personas()).index(GUEST)
    pool = Pool.of(with_event)
    assert pool.people[pool.kind // 2 == guest].sum() == 0
    assert pool.people.sum() == pytest.approx(Pool.of(Crowd(total=500)).people.sum())


def test_every_source_is_in_the_bibliography():
    keys = ["skellam1948", "karlin1966", "hong2013", "kott2001", "inquirer_kings_cross2019"]
    assert len(sources.bibliography(keys)) == len(keys)


def test_nobody_is_recognised_who_is_never_searched():
    """Half are searched at each visit and half never; recognised with chance 0.2, but Beta spread.

    A Beta distribution of mean 0.1 and likeness 0.1 reaches more than the half in a month of visits
    each day; the wider measure knows better.
    """
    pool = Pool(np.array([0]), np.array([100.0]), np.ones((1, 7)))
    times = tuple(visits(pool, Time(MONDAY, days)) for days in (1, 30))
    expect = Expected(times, (times, times))
    searched = Over.of(moments_of(0.5, 1.0), ONE, expect, told=True, error=False)
    free, held = (
        Over.of(moments_of(0.1, 0.1), ONE, expect, told=True, error=False, wider=wider)
        for wider in (None, searched)
    )
    assert searched.people == pytest.approx([50, 50])
    assert free.people[1] > 60
    assert held.people == pytest.approx([10, 50])
    assert [each[1] for each in held.rarest] == pytest.approx([50, 50])


@pytest.mark.slow
def test_fourteen_days_are_as_five_of_them_tell(tmp_path):
    """Direct simulation: everybody's fourteen days, face by face, against the first five.

    Half an hour of each day, so that whether somebody is there is a habit, too. Five days, in which
    working days are few, tell some 5 in 100 too many; were all alike it would be 20.
    """
    scenario = twin.load_scenario(write_small_scenario(tmp_path / "in", total=12_000))
    first = run_scenario(scenario, out=tmp_path / "runs" / "a")
    days = [Asked.of(run) for run in (first, *make_days(first, 14))]
    told = months(days[0], days=days[:5], period=Time(scenario.date, 14)).figures
    assert told["told"] is True
    each, weights = [captured(day) for day in days], weights_of(days[0])
    # of those who are searched or recognised there are a few hundred
    for name, apart in (
        ("there", 0.07),
        ("seen", 0.07),
        ("searched", 0.2),
        ("machine_optimistic", 0.2),
    ):
        home = np.concatenate([day[name].home for day in each])
        miss = 1.0 - np.concatenate([day[name].chance for day in each])
        different_homes, place = np.unique(home, return_inverse=True)
        none = np.ones((different_homes.size, miss.shape[1]))
        np.multiply.at(none, place, miss)
        direct = ((1.0 - none) @ weights[name]).sum()
        found = told["times"][-1][name]
        assert found["people"] == pytest.approx(direct, rel=apart), name
        if apart < 0.1:
            assert found["fewest"] < direct < 0.85 * found["alike"], name
