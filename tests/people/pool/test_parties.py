"""Parties: as many as there must be, as large as the personas say."""

import numpy as np
import pytest

from twin.people.crowd import Crowd
from twin.people.personas import personas
from twin.people.pool.means import chance_of_company
from twin.people.pool.parties import count, sizes
from twin.people.traits import Address

EVEN = (np.arange(1000) + 0.5) / 1000


@pytest.mark.parametrize("name", list(personas()))
@pytest.mark.parametrize("factor", [0.0, 1.0, 3.0])
def test_the_share_of_people_in_company_is_the_personas(name, factor):
    persona = personas()[name]
    u, v = (a.ravel() for a in np.meshgrid(EVEN, EVEN))
    drawn = sizes(u, v, chance_of_company(persona, Crowd(group_factor=factor)))
    together = drawn[drawn > 1].sum() / drawn.sum()
    assert together == pytest.approx(min(factor * persona.company, 1.0), abs=0.002)


def test_a_fraction_of_a_party_is_there_as_often_as_it_says_and_stays():
    found = np.array(
        [[count(Address(s, 0, 0), 2, 7 + x) for x in (0, 0.3, 0.6)] for s in range(800)]
    )
    assert (found[:, 0] == 7).all()
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found.mean(axis=0) - 7) == pytest.approx([0, 0.3, 0.6], abs=0.08)
