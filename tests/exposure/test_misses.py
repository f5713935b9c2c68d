"""Chances of each camera to miss somebody: their product is what exposure computes."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.exposure import PROFILES, Misses, expose, fold, recognisers

MODEL = recognisers()
EIGHT = 115_200


def folded(**cameras):
    return {name: fold(table, site=Halves(), recognisers=MODEL) for name, table in cameras.items()}


def joined(misses, cameras, profile):
    """Join some of the cameras: person to chance."""
    chance = {}
    for weight, missed in misses.by_kind(profile):
        for person in np.unique(misses.person):
            there = (misses.person == person) & np.isin(misses.camera, cameras)
            told = chance.get(int(person), 0.0)
            chance[int(person)] = told + weight * (1.0 - missed[there].prod())
    return chance


def test_two_looks_of_one_camera_by_hand():
    """Two passes of 18 px, each half the ceiling A of a kind of face: missed (1 - A/2)^2.

    One more camera sees the person from behind, and tells nothing.
    """
    north = looks({"person": 4}, {"person": 4, "pass": 1, "tick": EIGHT + 400})
    misses = Misses.of(folded(s=looks({"person": 4, **BEHIND}), n=north), MODEL)
    assert misses.person.tolist() == [4]
    assert misses.camera.tolist() == [1]
    ceilings = misses.faces[1].ceilings
    for ceiling, (_, missed) in zip(ceilings, misses.by_kind("central"), strict=True):
        assert missed == pytest.approx([(1 - ceiling / 2) ** 2], abs=1e-12)


def test_nobody_before_any_camera_is_no_pair():
    for encounters in ({}, folded(n=looks(BEHIND))):
        misses = Misses.of(encounters, MODEL)
        assert len(misses.person) == 0
        assert [len(missed) for _, missed in misses.by_kind("strict")] == [0] * 20


one_look = st.fixed_dictionaries(
    {
        "person": st.integers(0, 3),
        "tick": st.integers(EIGHT, EIGHT + 80),
        "ied_px": st.floats(0, 60, width=32),
        "off_yaw_rad": st.floats(-1.5, 1.5, width=32),
        "blur_px": st.floats(0, 9, width=32),
    }
)


@st.composite
def scene(draw):
    """Draw looks of one camera, a pass for each person and 10 s of the clock."""
    rows = draw(st.lists(one_look, max_size=8, unique_by=lambda r: (r["person"], r["tick"])))
    return looks(*({**row, "pass": 100 * row["person"] + row["tick"] // 40} for row in rows))


@settings(max_examples=12)
@given(st.tuples(scene(), scene(), scene()))
def test_any_set_of_cameras_joins_to_what_exposure_computes(tables):
    encounters = folded(**dict(zip("abc", tables, strict=True)))
    misses = Misses.of(encounters, MODEL)
    for size in (1, 2, 3):
        for some in combinations(range(3), size):
            these = {name: encounters[name] for name in ("abc"[i] for i in some)}
            days = expose(these, places=[], recognisers=MODEL, kinds=["day"]).to_pylist()
            for profile in PROFILES:
                chance = joined(misses, some, profile)
                for day in days:
                    told = chance.get(day["person"], 0.0)
                    assert told == pytest.approx(day[f"p_{profile}"], abs=1e-12)
