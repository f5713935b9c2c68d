"""Home ids: one for each person, and no two alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.people.personas import personas
from twin.people.pool.ids import MEMBERS, PARTIES, home_id, persona_of

SOMEBODY = st.tuples(
    st.integers(0, len(personas()) - 1), st.integers(0, PARTIES - 1), st.integers(0, MEMBERS - 1)
)


@given(SOMEBODY, SOMEBODY)
def test_two_people_have_two_ids_in_the_order_of_persona_party_and_member(one, two):
    assert (home_id(*one) < home_id(*two)) == (one < two)
    assert (home_id(*one) == home_id(*two)) == (one == two)


@given(SOMEBODY)
def test_an_id_tells_the_persona_and_fits_an_address_and_a_column(somebody):
    home = home_id(*somebody)
    assert 0 <= home < 2**31
    assert persona_of(np.array([home]))[0] == somebody[0]
