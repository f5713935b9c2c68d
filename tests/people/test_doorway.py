"""Who finds room to set out, against GEOS, and who then is on foot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from twin.people.columns.kernels import Real
from twin.people.doorway.kernels import find_room

pytestmark = pytest.mark.kernel

PLACES = st.tuples(st.floats(0, 2), st.floats(0, 2), st.sampled_from([0.65, 1.0, 1.75]))


@given(on_foot=st.lists(PLACES, max_size=6), asked=st.lists(st.tuples(PLACES, st.integers(0, 3))))
def test_who_sets_out_overlaps_with_nobody_and_who_waits_has_a_reason(on_foot, asked):
    place, real = np.zeros((2, 8, 4)), np.zeros((8, Real.WIDTH))
    active = np.arange(7, 7 - len(on_foot), -1, dtype=np.int32)
    for i, (x, y, girth) in zip(active, on_foot, strict=True):
        place[0, i, :2] = x, y
        real[i, Real.GIRTH] = girth
    begins = np.array([one for one, _ in asked]).reshape(-1, 3)
    groups = np.array([group for _, group in asked], dtype=np.int64)
    may = np.empty(len(asked), dtype=np.bool_)
    find_room(place, real, active, len(on_foot), begins, groups, may)

    taken, held = list(on_foot), set()
    for (one, group), sets_out in zip(asked, may.tolist(), strict=True):
        free = all(apart(one, other) > 0 for other in taken)
        assert sets_out == (free and group not in held)
        if sets_out:
            taken.append(one)
        else:
            held.add(group)


def apart(one, other):
    """How far two bodies are from each other; 0 or less when they overlap. [m]"""
    (x, y, breadth), (ox, oy, girth) = one, other
    return Point(x, y).distance(Point(ox, oy)) - 0.2 * (breadth + girth) + 1e-12
