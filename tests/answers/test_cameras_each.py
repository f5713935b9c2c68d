"""How often one person is recorded: by hand, and what the 95th percentile is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.answers.cameras_each import Each, mean_of, most_of
from twin.exposure import expose, fold, recognisers

SECOND = 4
AT_8 = 115_200

FAR = {**BEHIND, "density_px_per_m": 60.0}
"""A look from behind and from afar: seen, and no more."""


def each(*cameras, people=2):
    """Add up the looks of cameras A, B, ..., which take 10, 25, ... images a second."""
    encounters = {
        name: fold(rows, site=Halves(), recognisers=recognisers())
        for name, rows in zip("AB", cameras, strict=False)
    }
    exposure = expose(encounters, places=["west", "east"], recognisers=recognisers())
    return Each.of(exposure, encounters, {"A": 10.0, "B": 25.0}, people)


A = looks(
    {"person": 0, "pass": 0, "tick": AT_8},
    {"person": 0, "pass": 0, "tick": AT_8 + SECOND},
    {"person": 1, "pass": 1, "tick": AT_8},
)
B = looks(
    {"person": 1, "pass": 0, "tick": AT_8, "samples": 2, **FAR},
    {"person": 1, "pass": 1, "tick": AT_8 + 40, "samples": 2, **FAR},
)


def test_passes_looks_and_images_are_added_over_cameras():
    """Camera A takes 10 images a second and B 25.

    Person 0 was before A for 2 s, once: 2 looks, 20 images. Person 1 was before A for 1 s and
    before B twice for half a second: 3 passes, 1 + 0.5 + 0.5 = 2 s, 10 + 25 = 35 images.
    """
    found = each(A, B)
    assert found.had["cameras"].tolist() == [1, 2]
    assert found.had["passes"].tolist() == [1, 3]
    assert found.had["looks"].tolist() == [2, 2]
    assert found.had["images"].tolist() == [20, 35]


def test_a_camera_that_saw_somebody_from_behind_did_not_identify_them():
    """Both were shown by A at 300 px/m, which is identify, and face on; by B person 1 at 60."""
    found = each(A, B)
    for group in ("identify", "searched"):
        assert found.did[group].tolist() == [1, 1]
        assert found.weight[group].tolist() == [1, 1]
    assert found.did["seen"].tolist() == [1, 2]
    # as B could recognise nobody, whoever is recognised at all is recognised by A
    np.testing.assert_allclose(found.did["recognised"], found.weight["recognised"])
    assert (found.weight["recognised"] > 0).all()


def test_a_camera_more_never_lowers_what_there_is_of_anybody():
    alone, both = each(A), each(A, B)
    for name, values in alone.had.items():
        assert (both.had[name] >= values).all()
    for name, values in alone.weight.items():
        assert (both.weight[name] >= values).all()
        assert (both.did[name] >= alone.did[name]).all()
    assert both.had["images"].sum() > alone.had["images"].sum()


def test_nobody_has_no_mean_and_no_most():
    nobody = np.zeros(2)
    assert mean_of(np.ones(2), nobody) is None
    assert most_of(np.ones(2), nobody) is None


def test_of_twenty_people_one_may_have_more():
    """Of 20 people with 1, 2, ..., 20 looks 19, which are 95 in 100, have at most 19."""
    values = np.arange(1.0, 21.0)
    assert most_of(values, np.ones(20)) == 19
    assert mean_of(values, np.ones(20)) == 10.5
    # two halves of a person weigh as one
    assert most_of(np.repeat(values, 2), np.full(40, 0.5)) == 19


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=30))
def test_most_is_the_smallest_number_that_95_in_100_do_not_exceed(rows):
    values, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = most_of(values, weight)
    if not weight.any():
        assert found is None
        return
    enough = [v for v in values if 20 * weight[values <= v].sum() >= 19 * weight.sum()]
    assert found == pytest.approx(min(enough))
