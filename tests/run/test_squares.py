"""Stretches of rows in one square, against grouping and joining in plain Python."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.run.squares.kernels import gather, stretches

pytestmark = pytest.mark.kernel

SIDE = 10
FAR = st.integers(-(2**31), 2**31 - 1)
NEAR = st.integers(-2 * SIDE, 2 * SIDE)


@given(st.lists(st.tuples(NEAR, NEAR) | st.tuples(FAR, FAR), max_size=60))
def test_a_stretch_ends_where_the_square_does(places):
    x, y = np.array(places, dtype=np.int32).reshape(-1, 2).T.copy()
    first, square = np.empty((2, len(places)), dtype=np.int64)
    found = stretches(x, y, SIDE, first, square)
    groups = [
        (key, len(list(group))) for key, group in groupby((y // SIDE, x // SIDE) for x, y in places)
    ]
    assert np.diff(first[:found], append=len(places)).tolist() == [n for _, n in groups]
    assert first[:1].tolist() == [0][:found]
    # numbers of squares stand in the order of (row, column), and are equal for the same square only
    keys = [key for key, _ in groups]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    _, of_square = np.unique(square[:found], return_inverse=True)
    assert of_square.tolist() == [ranks[key] for key in keys]


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32])
@given(data=st.data())
def test_stretches_are_joined_in_the_order_given(kind, data):
    counts = data.draw(st.lists(st.integers(1, 40), max_size=8))
    order = np.array(data.draw(st.permutations(range(len(counts)))), dtype=np.intp)
    count = np.array(counts, dtype=np.int64)
    first = np.cumsum(count) - count
    values = np.arange(count.sum()).astype(kind)
    values.flags.writeable = False  # as columns of Arrow are
    out = np.full(len(values), -1, dtype=kind)
    gather(first[order], count[order], values, out)
    assert out.tolist() == [
        value for s in order for value in values[first[s] : first[s] + count[s]].tolist()
    ]
