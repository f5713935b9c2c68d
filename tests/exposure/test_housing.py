"""Cameras of one housing together: one pass, each second told once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.errors import TableError
from twin.exposure import expose_looks, recognisers, together

EIGHT = 115_200
MODEL = recognisers()


def seconds(*which, person=0, **more):
    return looks(*({"person": person, "tick": EIGHT + 4 * s, "pass": s, **more} for s in which))


def exposed(*parts):
    table = expose_looks(
        {"A": together(parts)}, site=Halves(), places=["a", "b"], recognisers=MODEL
    )
    return table.filter(np.asarray(table["by"]) == "camera").to_pylist()


def test_walking_from_one_lens_into_the_next_is_one_pass():
    joined = together([seconds(0, 1, 2), seconds(3, 4)])
    assert joined["pass"].to_pylist() == [0] * 5
    apart = together([seconds(0, 1, 2), seconds(4, 5)])
    assert apart["pass"].to_pylist() == [0, 0, 0, 1, 1]


def test_a_second_before_two_lenses_is_one_second():
    (row,) = exposed(seconds(0, 1, samples=3), seconds(1, 2, samples=3))
    assert row["seconds"] == pytest.approx((3 + 4 + 3) / 4)
    assert row["face_seconds"] == pytest.approx((3 + 4 + 3) / 4)
    (row,) = exposed(seconds(0, samples=4, **BEHIND), seconds(0, samples=1))
    assert (row["seconds"], row["face_seconds"]) == (1, 0.25)


def test_the_better_of_two_looks_in_a_second_counts_and_no_more():
    (good,) = exposed(seconds(0, ied_px=30.0))
    (both,) = exposed(seconds(0, ied_px=30.0), seconds(0, ied_px=12.0))
    assert both["p_central"] == good["p_central"]
    assert both["density_px_per_m"] == good["density_px_per_m"]


@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(0, 40), unique=True))
def test_which_lens_saw_a_second_changes_nothing(one, other):
    """Cut into lenses in any way that gives each second to one of them, the answer is the same."""
    every = sorted({*one, *other})
    left = [s for s in every if s in one]
    right = [s for s in every if s not in one]
    assert exposed(seconds(*left), seconds(*right)) == exposed(seconds(*every))


@given(
    st.lists(st.integers(0, 30), unique=True, min_size=1), st.lists(st.integers(0, 30), unique=True)
)
def test_another_lens_never_tells_less(one, other):
    (alone,) = exposed(seconds(*one))
    (both,) = exposed(seconds(*one), seconds(*other))
    assert both["p_strict"] >= alone["p_strict"]
    assert both["seconds"] >= alone["seconds"]


def test_people_are_kept_apart():
    joined = together([seconds(0, 1, person=7), seconds(1, 2, person=3)])
    assert joined["person"].to_pylist() == [3, 3, 7, 7]
    assert joined["pass"].to_pylist() == [0, 0, 1, 1]


def test_nobody_is_nobody_and_another_table_is_refused():
    assert together([looks(), looks()]).num_rows == 0
    with pytest.raises(TableError):
        together([looks().drop_columns(["tick"])])
