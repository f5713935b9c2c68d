"""The personas' data, and the checks that guard it."""

import pytest
from pydantic import ValidationError

from twin.people.personas import VENUES, Persona, Step, personas

COMMUTER = personas()["commuter"].model_dump()


def kinds(steps):
    """Collect every kind of venue that steps name."""
    found = set()
    for step in steps:
        found |= set(step.go or ())
        found |= kinds(step.steps)
        for branch in step.either:
            found |= kinds(branch.steps)
    return found


def test_every_kind_of_venue_is_visited_by_somebody():
    visited = set()
    for persona in personas().values():
        visited |= kinds(persona.steps)
        for place in persona.places.values():
            visited |= set(place)
    assert visited == set(VENUES)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ages": {"16-29": 0.5, "30-44": 0.1, "45-64": 0.1, "65+": 0.1}}, "ages add up to 0.8"),
        ({"start": {"gate": 0.5}}, "start add up to 0.5"),
        ({"start": {"moon": 1.0}}, "moon.* not among the places"),
        ({"gates": {"rail": 1.0}}, "ages must be"),
        ({"female": 1.2}, "less than or equal to 1"),
        ({"brings": {"luggage": 0.5}}, "brings must say"),
        ({"brings": {"pushchair": 0.6, "luggage": 0.5}}, "at most 1 in all"),
        ({"steps": [{"at": "bed"}]}, "bed.* not among the places"),
    ],
)
def test_wrong_data_is_refused(change, words):
    with pytest.raises(ValidationError, match=words):
        Persona.model_validate({**COMMUTER, **change})


@pytest.mark.parametrize(
    "step", [{}, {"go": {"cafe": 1}, "at": "desk"}, {"go": {"casino": 1}}, {"at": "x", "when": 1}]
)
def test_a_step_is_one_thing_that_exists(step):
    with pytest.raises(ValidationError):
        Step.model_validate(step)
