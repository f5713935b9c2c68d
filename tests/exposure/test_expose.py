"""Exposure of people: worked by hand, and laws for any scene."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.exposure import BY, ENCOUNTERS, PROFILES, expose, expose_looks, fold, recognisers
from twin.exposure.recogniser import Faces, chance
from twin.tables import EXPOSURE, checked

MODEL = recognisers()
EIGHT = 115_200
PLACES = ["place/west", "place/east"]


def exposure(**cameras):
    made = expose_looks(cameras, site=Halves(), places=PLACES, recognisers=MODEL)
    return checked(made, EXPOSURE).to_pylist()


# Each example builds several Arrow tables, so fewer of them.
fewer = settings(max_examples=40)


def of(rows, by):
    return [row for row in rows if row["by"] == by]


def passes_of(*shares):
    return float(chance(np.array(shares), np.array([0]), Faces.of(0.89, 1.0))[0])


def test_one_look_gives_exactly_its_chance():
    (row,) = of(exposure(n=looks({"ied_px": 18.0})), "day")
    # Central: 18 px / 1.8 = 10 px, half the ceiling of 0.89.
    assert row["p_central"] == pytest.approx(0.445, abs=1e-12)
    # Optimistic: logistic(18 - 10) = 0.99966465.
    # Strict: 18 / 2.6 - 10 = -3.076923; 1 / (1 + e^3.076923) = 1 / (1 + 21.6916) = 0.0440693.
    assert row["p_optimistic"] == pytest.approx(0.89 * 0.99966465, abs=1e-8)
    assert row["p_strict"] == pytest.approx(0.89 * 0.0440693, abs=1e-7)


def test_two_looks_of_one_pass_stay_below_the_ceiling_and_two_passes_need_not():
    one = looks({"tick": EIGHT, "ied_px": 60.0}, {"tick": EIGHT + 4, "ied_px": 60.0})
    two = looks({"ied_px": 60.0}, {"tick": EIGHT + 400, "pass": 1, "ied_px": 60.0})
    assert of(exposure(n=one), "day")[0]["p_central"] == pytest.approx(0.89, abs=1e-9)
    assert of(exposure(n=two), "day")[0]["p_central"] == pytest.approx(0.9783, abs=1e-4)


def test_some_kinds_are_those_of_all():
    folded = {"n": fold(looks({}, {"person": 3}), site=Halves(), recognisers=MODEL)}
    whole, some = (
        expose(folded, places=PLACES, recognisers=MODEL, **only).to_pylist()
        for only in ({}, {"kinds": ["day", "place"]})
    )
    assert some == [row for row in whole if row["by"] in ("day", "place")]
    assert len(some) < len(whole)


def test_somebody_seen_by_two_cameras_is_one_person():
    rows = exposure(
        n=looks({"person": 7, "density_px_per_m": 100.0, "face_density_px_per_m": 90.0}),
        s=looks({"person": 7, "density_px_per_m": 280.0, **BEHIND}),
    )
    (day,) = of(rows, "day")
    assert day["person"] == 7
    assert day["of"] == ""
    assert day["passes"] == 2
    assert day["seconds"] == 2.0
    assert day["face_seconds"] == 1.0
    assert day["density_px_per_m"] == 280.0
    assert day["face_density_px_per_m"] == 90.0
    assert day["p_central"] == pytest.approx(0.445, abs=1e-12)
    north, south = of(rows, "camera")
    assert (north["of"], north["density_px_per_m"], north["passes"]) == ("n", 100.0, 1)
    assert (south["of"], south["face_density_px_per_m"], south["p_central"]) == ("s", None, 0.0)


def test_a_pass_across_hours_and_places_counts_once_in_each_and_once_in_the_day():
    nine = EIGHT + 3600 * 4
    rows = exposure(
        n=looks(
            {"tick": nine - 4, "x_cm": 500},
            {"tick": nine, "x_cm": 1500},
            {"tick": nine + 4, "x_cm": 2500},
        )
    )
    (day,) = of(rows, "day")
    assert day["passes"] == 1
    # Three looks with a share of 1/2: 7/8 of 0.89.
    assert day["p_central"] == pytest.approx(0.89 * 0.875, abs=1e-12)
    hours = [(r["of"], r["passes"], r["seconds"]) for r in of(rows, "hour")]
    assert hours == [("08", 1, 1.0), ("09", 1, 2.0)]
    assert of(rows, "hour")[1]["p_central"] == pytest.approx(0.89 * 0.75, abs=1e-12)
    assert [r["of"] for r in of(rows, "place")] == ["place/west", "place/east", ""]
    assert [r["of"] for r in of(rows, "camera_hour")] == ["n@08", "n@09"]


def test_passes_of_different_cameras_with_the_same_number_are_different_passes():
    rows = exposure(n=looks({}), s=looks({}))
    assert of(rows, "day")[0]["p_central"] == pytest.approx(passes_of(0.5, 0.5), abs=1e-12)


def test_rows_stand_by_kind_and_then_by_person():
    rows = exposure(
        s=looks({"person": 5}, {"person": 2, "pass": 1}), n=looks({"person": 5}, {"person": 9})
    )
    assert [r["by"] for r in rows] == sorted((r["by"] for r in rows), key=BY.index)
    assert [r["person"] for r in of(rows, "day")] == [2, 5, 9]
    assert [(r["person"], r["of"]) for r in of(rows, "camera")] == [
        (2, "s"),
        (5, "n"),
        (5, "s"),
        (9, "n"),
    ]


@pytest.mark.parametrize(
    "cameras", [{}, {"n": ENCOUNTERS.schema.empty_table()}], ids=["no camera", "an idle camera"]
)
def test_nobody_seen_is_an_empty_table(cameras):
    made = expose(cameras, places=PLACES, recognisers=MODEL)
    assert checked(made, EXPOSURE).num_rows == 0


def test_an_idle_camera_beside_a_busy_one_changes_nothing():
    busy = fold(looks({}), site=Halves(), recognisers=MODEL)
    idle = ENCOUNTERS.schema.empty_table()
    alone = expose({"n": busy}, places=PLACES, recognisers=MODEL)
    assert expose({"a": idle, "n": busy}, places=PLACES, recognisers=MODEL).equals(alone)


one_look = st.fixed_dictionaries(
    {
        "person": st.integers(0, 4),
        "tick": st.integers(EIGHT - 40, EIGHT + 40),
        "x_cm": st.integers(0, 3000),
        "ied_px": st.floats(0, 60, width=32),
        "off_yaw_rad": st.floats(-1.5, 1.5, width=32),
        "off_pitch_rad": st.floats(-1, 1, width=32),
        "blur_px": st.floats(0, 9, width=32),
        "density_px_per_m": st.floats(1, 900, width=32),
    }
)


@st.composite
def scenes(draw, least=0):
    """Draw looks of one camera, a pass for each person and 10 s of the clock."""
    rows = draw(
        st.lists(
            one_look, min_size=least, max_size=15, unique_by=lambda r: (r["person"], r["tick"])
        )
    )
    return [{**row, "pass": 10_000 * row["person"] + row["tick"] // 40} for row in rows]


def by_person(rows):
    return {row["person"]: row for row in of(rows, "day")}


NUMBERS = ("passes", "seconds", "density_px_per_m", "templated", *(f"p_{p}" for p in PROFILES))


def assert_never_lower(less, more):
    for person, row in by_person(less).items():
        for name in NUMBERS:
            assert by_person(more)[person][name] >= row[name] - 1e-12, name


@fewer
@given(scenes(), scenes(least=1))
def test_one_camera_more_never_lowers_exposure(first, second):
    assert_never_lower(exposure(a=looks(*first)), exposure(a=looks(*first), b=looks(*second)))


@fewer
@given(scenes(least=1))
def test_one_look_more_never_lowers_exposure(rows):
    assert_never_lower(exposure(a=looks(*rows[:-1])), exposure(a=looks(*rows)))


@fewer
@given(scenes(least=1), scenes())
def test_the_order_and_names_of_cameras_are_irrelevant(first, second):
    one = by_person(exposure(a=looks(*first), b=looks(*second)))
    two = by_person(exposure(a=looks(*second), b=looks(*first)))
    for person, row in one.items():
        assert two[person] == pytest.approx(row, abs=1e-12)


@fewer
@given(scenes(least=1))
def test_profiles_keep_their_order_and_no_part_exceeds_the_day(rows):
    made = exposure(a=looks(*rows))
    day = by_person(made)
    for row in made:
        # of two looks in a second the better one may be another for each profile, at another place
        if row["by"] != "place":
            assert 0 <= row["p_strict"] <= row["p_central"] <= row["p_optimistic"] <= 1
        assert row["p_central"] <= day[row["person"]]["p_central"] + 1e-12
        assert row["passes"] <= day[row["person"]]["passes"]
    for by in ("camera", "hour", "place", "camera_hour"):
        for person, whole in day.items():
            parts = [r for r in of(made, by) if r["person"] == person]
            assert sum(r["seconds"] for r in parts) == whole["seconds"]
            assert max(r["density_px_per_m"] for r in parts) == whole["density_px_per_m"]


@fewer
@given(scenes(least=1))
def test_the_mean_over_people_of_one_pass_never_exceeds_the_ceiling(rows):
    one_pass = [{**row, "pass": row["person"]} for row in rows]
    for row in of(exposure(a=looks(*one_pass)), "day"):
        assert row["p_optimistic"] <= 0.89 + 1e-12


@fewer
@given(scenes(least=1), scenes(), st.integers(1, 6))
def test_the_size_of_blocks_changes_no_bit(first, second, size):
    folded = {
        name: fold(looks(*rows), site=Halves(), recognisers=MODEL)
        for name, rows in {"a": first, "b": second}.items()
    }
    whole = expose(folded, places=PLACES, recognisers=MODEL)
    for threads in (1, 2):
        made = expose(folded, places=PLACES, recognisers=MODEL, block=size, threads=threads)
        assert made.equals(whole)
