"""Looks added up: by hand, and the same in any pieces and any order."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.errors import TableError
from twin.exposure.encounters import ENCOUNTERS, fold, merge
from twin.exposure.evidence import UNITS, share_of
from twin.exposure.profiles import recognisers
from twin.exposure.recogniser import look_share
from twin.quantity import Quantity
from twin.tables import LOOKS

MODEL = recognisers()
EIGHT = 115_200


def folded(*rows, model=MODEL):
    return fold(looks(*rows), site=Halves(), recognisers=model)


def slower(seconds):
    quantity = Quantity(value=seconds, range=(0.3, 3), source="assumption")
    return MODEL.model_copy(update={"correlation_s": quantity})


def central(table):
    return share_of(np.asarray(table.column("evidence_central")))


def test_a_pass_of_three_looks_by_hand():
    made = folded(
        {"tick": EIGHT, "density_px_per_m": 100, "face_density_px_per_m": 90, "ied_px": 18},
        {"tick": EIGHT + 4, "density_px_per_m": 200, "face_density_px_per_m": 80, "samples": 2},
        {"tick": EIGHT + 8, "density_px_per_m": 150, "samples": 3, **BEHIND},
    )
    (row,) = made.to_pylist()
    assert row["samples"] == 4 + 2 + 3
    assert row["face_samples"] == 4 + 2 + 0
    assert row["density_px_per_m"] == 200
    assert row["face_density_px_per_m"] == 90
    assert row["ied_px"] == 18
    assert row["hour"] == 8
    assert row["place"] == 0
    assert row["templated"]
    # Central: 18 px / 1.8 = 10 px, so a share of 1/2 twice: 1 - 1/4.
    assert central(made)[0] == pytest.approx(0.75, abs=1e-12)


def test_half_a_face_seen_counts_half_the_samples():
    (row,) = folded({"samples": 4, "visible_share": 0.5}).to_pylist()
    assert row["face_samples"] == 2


def test_hours_and_places_divide_a_pass():
    nine = EIGHT + 3600 * 4
    made = folded(
        {"tick": nine - 4, "x_cm": 500},
        {"tick": nine, "x_cm": 500},
        {"tick": nine + 4, "x_cm": 1500},
        {"tick": nine + 8, "x_cm": 2500},
        {"tick": nine + 12, "x_cm": 500},
    ).to_pylist()
    assert [(r["hour"], r["place"], r["samples"]) for r in made] == [
        (8, 0, 4),
        (9, None, 4),
        (9, 0, 8),
        (9, 1, 4),
    ]


def test_the_hour_after_midnight_is_hour_24():
    (row,) = folded({"tick": 24 * 3600 * 4}).to_pylist()
    assert row["hour"] == 24


def test_somebody_seen_from_behind_has_no_face():
    (row,) = folded(BEHIND).to_pylist()
    assert row["face_density_px_per_m"] is None
    assert row["ied_px"] is None
    assert not row["templated"]
    assert row["evidence_optimistic"] == 0


@pytest.mark.parametrize(
    ("look", "searched"),
    [
        ({"ied_px": 8.1}, True),
        ({"ied_px": 7.9}, False),
        ({"off_yaw_rad": math.radians(-59)}, True),
        ({"off_yaw_rad": math.radians(-61)}, False),
        ({"off_pitch_rad": math.radians(44)}, True),
        ({"off_pitch_rad": math.radians(46)}, False),
    ],
)
def test_a_face_is_searched_when_large_and_frontal_enough(look, searched):
    (row,) = folded(look).to_pylist()
    assert row["templated"] is searched
    assert (row["evidence_optimistic"] > 0) is searched


def test_large_in_one_look_and_frontal_in_another_is_not_searched():
    made = folded(
        {"tick": EIGHT, "off_yaw_rad": 1.1}, {"tick": EIGHT + 4, "ied_px": 7.0}
    ).to_pylist()
    assert not made[0]["templated"]
    assert made[0]["evidence_optimistic"] == 0


@pytest.mark.parametrize(
    ("look", "which"),
    [
        ({"ied_px": 60.0}, {"axxonsoft", "huawei_module", "avigilon_high", "avigilon_low"}),
        ({"ied_px": 59.0}, {"axxonsoft", "avigilon_high", "avigilon_low"}),
        (
            {"ied_px": 60.0, "off_yaw_rad": math.radians(-14)},
            {"axxonsoft", "avigilon_high", "avigilon_low"},
        ),
        ({"ied_px": 60.0, "off_pitch_rad": math.radians(29)}, {"avigilon_high", "avigilon_low"}),
        ({"ied_px": 20.0, "off_yaw_rad": 1.0}, {"avigilon_low"}),
        ({"ied_px": 14.0}, set()),
        (BEHIND, set()),
    ],
)
def test_what_makers_ask_for_is_met_or_not(look, which):
    (bits,) = folded(look)["requirements"].to_pylist()
    keys = [one.key for one in MODEL.requirements]
    assert {key for k, key in enumerate(keys) if bits >> k & 1} == which


def test_what_one_look_meets_somebody_has_met():
    rows = ({"ied_px": 20.0}, {"tick": EIGHT + 4, "ied_px": 5.0}, {"tick": EIGHT + 8, **BEHIND})
    (bits,) = folded(*rows)["requirements"].to_pylist()
    assert bits == folded(rows[0])["requirements"].to_pylist()[0] > 0


def test_with_a_longer_correlation_time_only_the_best_look_of_each_stretch_counts():
    rows = [{"tick": EIGHT + 4 * i, "ied_px": size} for i, size in enumerate((16, 18, 17, 18))]
    # Stretches of 3 s of the clock: looks 0 to 2 (best 18 px, a share of 1/2) and look 3 (1/2).
    assert central(folded(*rows, model=slower(3)))[0] == pytest.approx(0.75, abs=1e-12)


def test_with_a_shorter_one_a_second_counts_as_often_as_it_was_sampled():
    short = slower(0.3)
    # Three looks of 0.3 s fit into a second: 1 - (1/2)^3; with one sample there is only one.
    assert central(folded({"samples": 4}, model=short))[0] == pytest.approx(0.875, abs=1e-12)
    assert central(folded({"samples": 1}, model=short))[0] == pytest.approx(0.5, abs=1e-12)


def test_a_perfect_look_is_certain_and_finite():
    made = folded({"ied_px": 1e4})
    assert made.column("evidence_strict")[0].as_py() == 40 * UNITS
    assert central(made)[0] == 1.0


def test_no_looks_make_no_encounters():
    empty = fold(LOOKS.schema.empty_table(), site=Halves(), recognisers=MODEL)
    assert empty.schema == ENCOUNTERS.schema
    assert empty.num_rows == 0
    assert merge([]).num_rows == 0
    assert merge([empty, empty]).num_rows == 0


@pytest.mark.parametrize("tick", [-1, 48 * 3600 * 4])
def test_a_moment_beyond_the_day_is_refused(tick):
    with pytest.raises(TableError, match="column tick lies between"):
        folded({"tick": tick})


def test_a_table_that_is_no_looks_is_refused():
    with pytest.raises(TableError, match="table looks"):
        fold(pa.table({"person": [1]}), site=Halves(), recognisers=MODEL)


one_look = st.fixed_dictionaries(
    {
        "pass": st.integers(0, 3),
        "tick": st.integers(EIGHT - 40, EIGHT + 40),
        "x_cm": st.integers(0, 3000),
        "ied_px": st.floats(0, 60, width=32),
        "off_yaw_rad": st.floats(-1.5, 1.5, width=32),
        "density_px_per_m": st.floats(1, 900, width=32),
        "samples": st.integers(1, 4),
    }
)
many_looks = st.lists(
    one_look, min_size=1, max_size=30, unique_by=lambda r: (r["pass"] // 2, r["tick"])
)


@given(many_looks, st.integers(0, 2**30), st.sampled_from([0.3, 1, 3]))
def test_any_order_and_some_people_at_a_time_give_the_same_bits(rows, seed, seconds):
    model = slower(seconds)
    rows = [{**row, "person": row["pass"] // 2} for row in rows]
    whole = folded(*rows, model=model)
    mixed = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    parts = [folded(*(r for r in mixed if r["person"] == who), model=model) for who in (1, 0)]
    assert merge(parts).equals(whole)


def test_of_two_looks_in_one_second_the_best_counts_in_each_pass():
    # Two looks 0.25 s apart; 18 px is a share of 1/2.
    near = ({"tick": EIGHT}, {"tick": EIGHT + 2})
    for rows in (near, near[::-1]):
        made = folded(*({**row, "ied_px": 18} for row in rows))
        assert central(made).tolist() == pytest.approx([0.5], abs=1e-12)
        # with somebody in between they are two passes, which take nothing from each other
        split = folded(*({**row, "ied_px": 18, "pass": n} for n, row in enumerate(rows)))
        assert central(split).tolist() == pytest.approx([0.5, 0.5], abs=1e-12)


@given(st.lists(st.floats(0, 40), min_size=1, max_size=20))
def test_evidence_adds_up_to_the_product_of_shares(sizes):
    rows = [{"tick": EIGHT + 4 * i, "ied_px": np.float32(s)} for i, s in enumerate(sizes)]
    made = folded(*rows)
    for i, name in enumerate(("optimistic", "central", "strict")):
        seen = np.float32(sizes)
        searched = seen[seen >= MODEL.templated.ied_px.value]
        shares = look_share(searched, 0, 0, 0, curve=MODEL.curves[i])
        found = share_of(np.asarray(made.column(f"evidence_{name}")))
        assert found.sum() == pytest.approx(1 - np.prod(1 - shares), abs=1e-11)
