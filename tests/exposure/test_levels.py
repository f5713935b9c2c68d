"""Levels of the standards: their numbers, and where each comes from."""

import bisect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pydantic import ValidationError

from twin.errors import ScenarioError
from twin.exposure.levels import Standard, standard_of, standards
from twin.exposure.profiles import recognisers
from twin.quantity import ASSUMPTION, Quantity
from twin.sources import keys

QUANTITIES = [
    *recognisers().quantities(),
    *((f"{s.key} {level.name}", level.density) for s in standards() for level in s.levels),
]


def test_both_editions_have_their_published_densities():
    old, new = standards()
    assert old.key == "iec62676-4:2015"
    assert old.densities == {"detect": 25, "observe": 62.5, "recognise": 125, "identify": 250}
    assert new.key == "iec62676-4:2025"
    assert new.densities == {
        "overview": 20,
        "outline": 40,
        "discern": 80,
        "perceive": 125,
        "characterise": 250,
        "validate": 500,
        "scrutinise": 1500,
    }
    assert old.human_density == new.human_density == 250


def test_a_level_is_reached_at_its_density_and_not_a_hair_below():
    for standard in standards():
        needed = np.array(list(standard.densities.values()))
        every = list(range(len(needed)))
        assert standard.reached(needed).tolist() == every
        assert standard.reached(np.nextafter(needed, 0)).tolist() == [k - 1 for k in every]
        assert standard.reached([0.0, np.nan, np.inf]).tolist() == [-1, -1, every[-1]]
    assert standards()[0].reached(100.0) == 1


@given(arrays(float, array_shapes(max_dims=4), elements=st.floats(0, 3000)))
def test_levels_are_reached_cell_by_cell_whatever_the_shape(density):
    for standard in standards():
        needed = list(standard.densities.values())
        found = standard.reached(density)
        assert found.shape == density.shape
        assert found.ravel().tolist() == [bisect.bisect(needed, x) - 1 for x in density.ravel()]


def test_a_standard_is_found_by_its_key():
    assert [standard_of(one.key) for one in standards()] == list(standards())
    assert [standard_of(year) for year in ("2015", "2025")] == list(standards())
    with pytest.raises(ScenarioError, match="there are iec62676-4:2015 and iec62676-4:2025"):
        standard_of("iec62676-4:2014")


@pytest.mark.parametrize("quantity", [q for _, q in QUANTITIES], ids=[n for n, _ in QUANTITIES])
def test_every_number_names_a_source_or_is_an_assumption_with_a_range(quantity):
    if quantity.source == ASSUMPTION:
        low, high = quantity.range
        assert low <= quantity.value <= high
        assert low < high
    else:
        assert quantity.source in keys()


def test_every_recogniser_number_has_a_range():
    """But for what makers print and what a measurement was made for: those are what they are."""
    printed = ("requirements.", "midpoint_gallery", "midpoint_searches")
    for name, quantity in recognisers().quantities():
        assert name.startswith(printed) or quantity.range is not None, name


def test_standards_name_their_source():
    for standard in standards():
        assert standard.sources <= keys()


def test_notes_name_only_keys_that_exist():
    texts = [q.note for _, q in QUANTITIES] + [s.about for s in standards()]
    words = {w.strip("(),.;:") for text in texts for w in text.split() if "_" in w}
    assert words
    assert words <= keys()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"value": 1, "source": "assumption"}, "a range must be given"),
        ({"value": 5, "range": [0, 3], "source": "npl2023"}, "must lie in its range 0 to 3"),
        ({"value": float("nan"), "source": "npl2023"}, "finite"),
        ({"value": 1, "source": "Not A Key"}, "pattern"),
        ({"value": 1}, "source"),
    ],
)
def test_a_number_without_what_it_needs_is_refused(given, wrong):
    with pytest.raises(ValidationError, match=wrong):
        Quantity.model_validate(given)


def level(name, density):
    return {"name": name, "meaning": "m", "density": {"value": density, "source": "axis_dori"}}


@pytest.mark.parametrize(
    ("human", "levels", "wrong"),
    [
        ("b", [level("a", 25), level("b", 25)], "must rise"),
        ("b", [level("a", 0), level("b", 25)], "must rise"),
        ("c", [level("a", 10), level("b", 25)], "must be one of"),
        ("a", [level("a", 10), level("a", 25)], "must be one of"),
    ],
)
def test_levels_that_make_no_ladder_are_refused(human, levels, wrong):
    given = {"key": "k", "title": "t", "about": "a", "source": "axis_dori"}
    with pytest.raises(ValidationError, match=wrong):
        Standard.model_validate({**given, "human": human, "levels": levels})
