"""Who steps on a cell, against a walk through the rows with sets and dictionaries."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.people.visits.kernels import step_on

pytestmark = pytest.mark.kernel

SIDE, WEST, SOUTH, NX, NY = 20, -50, -30, 5, 3
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 12),
        st.integers(WEST, WEST + NX * SIDE - 1),
        st.integers(SOUTH, SOUTH + NY * SIDE - 1),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:2],
).map(sorted)


@given(rows=ROWS, before=st.lists(st.tuples(st.integers(0, NX * NY - 1), st.integers(-3, 3))))
def test_visits_and_samples_of_every_cell(rows, before):
    last = dict(enumerate(before[:4]))
    last_cell, last_tick = np.array([last.get(who, (-1, -9)) for who in range(4)]).T.copy()
    counts, visits = np.zeros((2, NY, NX), dtype=np.int64)
    columns = np.array(rows, dtype=np.int32).T.copy()
    step_on(*columns, WEST, SOUTH, SIDE, counts, visits, last_cell, last_tick)
    samples, entered = Counter(), Counter()
    for who, tick, x, y in rows:
        cell = (y - SOUTH) // SIDE * NX + (x - WEST) // SIDE
        samples[cell] += 1
        entered[cell] += last.get(who) != (cell, tick - 1)
        last[who] = cell, tick
    cells = range(NX * NY)
    assert counts.reshape(-1).tolist() == [samples[cell] for cell in cells]
    assert visits.reshape(-1).tolist() == [entered[cell] for cell in cells]
    assert all((last_cell[who], last_tick[who]) == at for who, at in last.items())
