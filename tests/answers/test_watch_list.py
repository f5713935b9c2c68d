"""A watch-list: searches, false alerts of lists of any size, and what becomes of listed people."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin
from tests.exposure.scenes import BEHIND, Halves, looks, people
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from twin import sources
from twin.answers.asked import Asked
from twin.answers.questions import ask
from twin.answers.watch_list import numbers, watch_list
from twin.answers.watch_list.rates import false_alert_rate
from twin.answers.watch_list.searches import Searches
from twin.errors import ShapeError
from twin.exposure import PROFILES, expose, fold, recognisers
from twin.exposure.midpoint import false_matches
from twin.quantity import Quantity

HOUR_S = 3600
NINE = 9 * HOUR_S * 4
LARGE = {"ied_px": 400.0, "eye_px": 400.0}


def asked_of(tables, *, count=4, model=None, hours=(8, 9)):
    """Make what :class:`Asked` would read of a run of some people before some cameras."""
    model = model or recognisers()
    met = {name: fold(table, site=Halves(), recognisers=model) for name, table in tables.items()}
    cameras = {name: (SimpleNamespace(name=name.upper()),) for name in tables}
    return SimpleNamespace(
        run=SimpleNamespace(span=tuple(HOUR_S * hour for hour in hours)),
        inputs=SimpleNamespace(recognisers=model, layout=SimpleNamespace(housings=cameras)),
        people=people(*({} for _ in range(count))),
        encounters=met,
        exposure=expose(met, places=["west", "east"], recognisers=model),
    )


def test_a_pass_is_searched_once_and_a_face_turned_away_never():
    """Four passes, of which two are searched.

    Person 0 passes twice: once across nine o'clock with three good faces, which is one search; once
    with the face away. Person 1 has a face of 7 px between the eyes, below the 8 that are searched.
    Person 2 shows one good face: a second search.
    """
    seen = fold(
        looks(
            {"tick": NINE - 4},
            {"tick": NINE},
            {"tick": NINE + 4, "x_cm": 3000},
            {"pass": 1, "tick": NINE + 400, **BEHIND},
            {"pass": 2, "person": 1, "ied_px": 7.0},
            {"pass": 3, "person": 2},
        ),
        site=Halves(),
        recognisers=recognisers(),
    )
    found = Searches.of(seen, recognisers())
    assert (found.passes, found.person.tolist()) == (4, [0, 2])


def test_a_run_by_hand():
    """Two cameras and four people, of whom two pass with faces as large as can be.

    Person 0 passes both cameras, person 1 one of them: 3 searches of 2 people. At 400 px between
    the eyes, face on, a look reaches its ceiling, 0.89. So 3 x 0.89 right alerts are shared by 4
    who came: 0.6675 for each. At least once: person 1 by 0.89; person 0 by more than that and less
    than 1 - 0.11^2 = 0.9879, since some faces are hard.

    False alerts: one in 6,000 searches of 10,000 images is 3 / 6,000 = 0.0005, one in 2,000 days;
    half of those acted on, 0.00025. Of 1,000 images a tenth, but for one part in 10,000. If one
    listed person comes, 0.0005 of 0.6675 + 0.0005 alerts are false: 0.07 in 100.
    """
    asked = asked_of({"n": looks(LARGE, {"pass": 1, "person": 1, **LARGE}), "s": looks(LARGE)})
    told = watch_list(asked)
    assert [told.figures[key] for key in ("present", "searched", "searches")] == [4, 2, 3]
    listed = told.figures["listed"]["central"]
    assert listed["alerts"] == pytest.approx(0.6675)
    assert 2 * 0.89 / 4 < listed["recognised"] < (0.89 + 0.9879) / 4
    assert listed["if_searched"] == pytest.approx(2 * listed["recognised"])
    assert told.figures["false_alerts"]["usual"] == pytest.approx(0.0005)
    assert told.figures["wrongly_stopped"]["usual"] == pytest.approx(0.00025)
    lists = {row["images"]: row for row in told.tables["lists"].to_pylist()}
    assert lists[1_000]["false_alerts"] == pytest.approx(0.00005, rel=1e-4)
    assert lists[1_000]["searches_per_false_alert"] == pytest.approx(60_000, rel=1e-4)
    (with_one,) = [
        row
        for row in told.tables["right_and_false"].to_pylist()
        if (row["images"], row["listed_who_come"]) == (10_000, 1)
    ]
    assert with_one["right_share"] == pytest.approx(0.6675 / 0.668)
    text = " ".join(told.sentences)
    assert "searched 3 times, those of 2 of the 4 people who were there" in text
    assert "08:00 to 09:00 alone" in text
    assert "one in 5.5 years" in text  # 2,000 days
    cameras = {row["id"]: row for row in told.tables["cameras"].to_pylist()}
    assert (cameras["n"]["searches"], cameras["s"]["searches"]) == (2, 1)


def test_published_deployments_are_told_by_the_rate_of_the_run():
    """One false alert in 6,000 faces: 3,147,436 / 6,000 = 524.6 in London, where 10 were published.

    Oxford Circus had a list of 9,756: 12,120 / 6,000 x 0.9756 = 1.97 of 11 alerts, 0.18 of them.
    """
    told = watch_list(asked_of({"n": looks(LARGE)}))
    london, oxford_circus, _ = told.tables["deployments_by_this_rate"].to_pylist()
    assert london["false_alerts"] == pytest.approx(524.57, abs=0.01)
    assert london["for_each_published"] == pytest.approx(52.457, abs=0.001)
    assert oxford_circus["false_alerts"] == pytest.approx(1.9707, rel=1e-3)
    assert oxford_circus["share_of_alerts"] == pytest.approx(0.1792, rel=1e-3)
    assert oxford_circus["for_each_published"] is None


def test_a_group_mistaken_more_often_has_fewer_searches_for_one_false_alert():
    """Ten times the rate of 1 in 6,000 is 1 in 600, but for a part in 2,000: errors may coincide."""
    rows = watch_list(asked_of({"n": looks(LARGE)})).tables["groups"].to_pylist()
    searches = {row["times_as_often"]: row["least_searches_per_false_alert"] for row in rows}
    assert searches[1] == pytest.approx(6_000)
    assert searches[10] == pytest.approx(600, rel=2e-3)
    assert searches[100] == pytest.approx(60, rel=2e-2)


@given(
    rate=st.floats(0, 1),
    some=st.integers(0, 10**6),
    more=st.integers(0, 10**6),
)
def test_a_list_in_two_halves_errs_as_the_whole(rate, some, more):
    """No false alert of the whole is none of either: (1 - F(a + b)) = (1 - F(a)) (1 - F(b))."""
    one, other = (false_alert_rate(rate, images) for images in (some, more))
    whole = false_alert_rate(rate, some + more)
    assert 1 - whole == pytest.approx((1 - one) * (1 - other), abs=1e-12)
    assert max(one, other) <= whole + 1e-15
    assert whole <= min(1.0, (some + more) * rate) + 1e-12


@given(images=st.integers(1, 10**6), searches=st.floats(1.0, 1e9))
def test_a_list_has_the_rate_of_which_its_false_matches_were_taken(images, searches):
    rate = false_alert_rate(false_matches(images, searches), images)
    assert rate == pytest.approx(1 / searches, rel=1e-6)


@pytest.mark.parametrize(("rate", "images"), [(-0.1, 1), (1.5, 1), (math.nan, 1), (0.5, -1)])
def test_a_rate_that_cannot_be_is_refused(rate, images):
    with pytest.raises(ShapeError, match="must lie between 0 and 1 and images be at least 0"):
        false_alert_rate(rate, images)


def test_what_cannot_be_supposed_is_refused():
    asked = asked_of({"n": looks({})})
    share = Quantity(value=0.5, range=(0.5, 1.5), source="assumption")
    with pytest.raises(ShapeError, match=r"^acted_on is 1\.5, but must be a share, from 0 to 1\.$"):
        watch_list(asked, acted_on=share)
    with pytest.raises(ShapeError, match=r"^sizes is 0, but must be a whole number from 1 to"):
        watch_list(asked, sizes=[0])
    with pytest.raises(ShapeError, match=r"^visits is -1, but must be a whole number from 0 to"):
        watch_list(asked, visits=[-1])


def test_nobody_is_stopped_if_no_alert_is_acted_on_and_no_more_come_than_are_listed():
    never = Quantity(value=0, source="assumption", range=(0, 0))
    told = watch_list(asked_of({"n": looks(LARGE)}), sizes=[2], visits=[2, 3], acted_on=never)
    assert all(row["highest"] == 0 for row in told.tables["wrongly_stopped"].to_pylist())
    pairs = [
        (row["images"], row["listed_who_come"])
        for row in told.tables["right_and_false"].to_pylist()
    ]
    assert pairs == [(2, 2), (10_000, 2), (10_000, 3)]


def test_nobody_searched_is_no_alert():
    told = watch_list(asked_of({"n": looks(BEHIND)}))
    (sentence,) = told.sentences
    assert sentence.startswith("Faces were searched 0 times, those of 0 of the 4 people")
    assert told.figures["false_alerts"]["highest"] == 0
    assert watch_list(asked_of({"n": looks()}, count=0)).figures["searches"] == 0


def test_a_whole_day_needs_no_hours_and_a_rate_without_a_range_has_none():
    plain = recognisers().model_dump(mode="json")
    plain["searches_per_false_alert"]["range"] = None
    model = type(recognisers()).model_validate(plain)
    told = watch_list(asked_of({"n": looks(LARGE)}, model=model, hours=(6, 24)))
    assert not any("alone; a day" in sentence for sentence in told.sentences)
    alerts = told.figures["false_alerts"]
    assert alerts["lowest"] == alerts["usual"] == alerts["highest"] > 0


def test_every_number_has_a_source():
    told = [numbers.BOULEVARD, numbers.ACTED_ON, numbers.OLDER_SEARCHES, numbers.OLDER_LIST]
    found = {one.source for one in (*told, *numbers.RATIOS)}
    assert found <= sources.keys() | {"assumption"}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watch_list")
    both = write_small_scenario(folder / "both")
    west = write_small_scenario(folder / "west")
    write_layout(west.parent / "layout.yaml", WEST_END)
    return [
        Asked.of(
            twin.run_scenario(twin.load_scenario(file), out=folder / "runs" / file.parent.name)
        )
        for file in (both, west)
    ]


def test_whoever_is_searched_is_whom_the_first_answer_counts(small):
    for asked in small:
        told, people = ask("watch_list", asked), ask("people", asked)
        assert told.figures["searched"] == people.figures["templated"] > 0
        assert told.figures["searches"] >= told.figures["searched"]
        present = told.figures["present"]
        for profile in PROFILES:
            listed = told.figures["listed"][profile]
            known = people.figures["machine"]["profiles"][profile]
            assert listed["recognised"] * present == pytest.approx(known)
            # of several alerts at one person the first is counted there
            assert listed["alerts"] >= listed["recognised"] * (1 - 1e-6)


def test_a_camera_more_never_lowers_searches_or_alerts(small):
    both, west = (ask("watch_list", asked).figures for asked in small)
    assert both["searches"] > west["searches"] > 0
    assert both["false_alerts"]["usual"] > west["false_alerts"]["usual"]
    for profile in PROFILES:
        assert both["listed"][profile]["recognised"] >= west["listed"][profile]["recognised"]


def test_the_encounters_of_a_run_give_its_exposure(small):
    asked, _ = small
    places = [place.id for place in asked.inputs.site.places]
    again = expose(asked.encounters, places=places, recognisers=asked.inputs.recognisers)
    assert again.equals(asked.exposure)
    assert np.asarray(again["templated"]).any()
