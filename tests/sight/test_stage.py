"""How tracks are cut, ordered, read and shared out changes no row of sight.

What is seen is the business of `test_look`; these laws are about the stage round the kernels, so
they do not run uncompiled.
"""

import functools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sight.scenes import VIEWS, cut, day, see
from twin.errors import ShapeError, TableError
from twin.sight import SightState, look
from twin.sight.bodies import Bodies
from twin.sight.look import _View
from twin.sight.scene import Around, Scene


def test_how_the_day_is_cut_changes_no_row():
    walks, sizes, site = day()
    whole = see([walks], sizes, VIEWS, site)
    assert all(looks.num_rows > 50 for _, looks in whole)
    for ticks in (1, 3, 17, 100):
        assert see(cut(walks, ticks), sizes, VIEWS, site) == whole


def test_a_run_goes_on_from_saved_states():
    walks, sizes, site = day()
    slabs = cut(walks, 23)
    whole = list(look(slabs, sizes, VIEWS, site))
    saved = [SightState.from_bytes(state.to_bytes()) for state in whole[2].states]
    rest = list(look(slabs[3:], sizes, VIEWS, site, states=saved))
    for a, b in zip(whole[3:], rest, strict=True):
        assert (a.sightings, a.looks) == (b.sightings, b.looks)
        assert [s.to_bytes() for s in a.states] == [s.to_bytes() for s in b.states]


def test_an_empty_slab_closes_nothing():
    walks, sizes, site = day()
    slabs = cut(walks, 40)
    empty = walks.slice(0, 0)
    assert see([slabs[0], empty, *slabs[1:], empty], sizes, VIEWS, site) == see(
        slabs, sizes, VIEWS, site
    )


def test_threads_change_no_byte():
    walks, sizes, site = day()
    assert see([walks], sizes, VIEWS, site, threads=1) == see(
        [walks], sizes, VIEWS, site, threads=2
    )


def test_a_camera_more_or_less_leaves_the_others():
    walks, sizes, site = day()
    both = see([walks], sizes, VIEWS, site)
    assert [see([walks], sizes, [view], site)[0] for view in VIEWS] == both
    assert see([walks], sizes, VIEWS[::-1], site) == both[::-1]


def test_strangers_and_wrong_states_are_refused():
    walks, sizes, site = day()
    with pytest.raises(TableError, match="persons 0 to 59, but the people table has 0 to 9"):
        list(look([walks], sizes.slice(0, 10), VIEWS, site))
    with pytest.raises(ShapeError, match="1 states for 3 cameras"):
        list(look([walks], sizes, VIEWS, site, states=[None]))
    *_, seen = look(cut(walks, 23)[:3], sizes, VIEWS[:1], site)
    seen = seen.states[0]
    somebody = int(seen.whole[:, 0].max())
    with pytest.raises(TableError, match="another crowd"):
        list(look([], sizes.slice(0, somebody), VIEWS[:1], site, states=[seen]))


def test_the_order_of_rows_in_a_slab_changes_no_row():
    walks, sizes, site = day()
    mixed = walks.take(np.random.default_rng(5).permutation(walks.num_rows))
    assert see([walks], sizes, VIEWS, site) == see([mixed], sizes, VIEWS, site)


def reading(slab, side, asked):
    """Read a slab by squares as a store does: those that are needed, by the range of their rows."""
    place = np.column_stack([slab["x_cm"].to_numpy(), slab["y_cm"].to_numpy()]) / 100

    def read(needed):
        squares, square = np.unique(place // side, axis=0, return_inverse=True)
        rows = [place[square.ravel() == n] for n in range(len(squares))]
        wanted = [needed(*one.min(axis=0), *one.max(axis=0)) for one in rows]
        asked.extend(wanted)
        return slab.filter(pa.array(np.array(wanted)[square.ravel()]))

    return read


@pytest.mark.parametrize("side", [1.0, 50.0])
def test_only_what_is_needed_decides(side):
    walks, sizes, site = day()
    for view in VIEWS:
        asked = []
        assert see([walks], sizes, [view], site) == see(
            [reading(walks, side, asked)], sizes, [view], site
        )
        assert any(asked)
        assert side > 40 or not all(asked)


@functools.cache
def viewed(number):
    _, sizes, site = day()
    return _View.of(Around.of(Scene.of(site), VIEWS[number]), Bodies.of(sizes), site)


@given(
    low=st.tuples(*2 * [st.floats(-40, 40)]),
    size=st.tuples(*2 * [st.floats(0, 9) | st.just(0.0)]),
    which=st.sampled_from(VIEWS),
)
def test_a_rectangle_is_needed_if_it_touches_a_marked_cell(low, size, which):
    view = viewed(VIEWS.index(which))
    high = np.add(low, size)
    rows, columns = np.nonzero(view.mask)
    cells = np.column_stack([columns, rows]) + view.corner
    touched = ((cells <= high) & (cells + 1 > low)).all(axis=1).any()
    assert view.needs(*low, *high) == touched


def test_what_a_camera_has_at_the_end_of_a_slab_is_its_own():
    """Or a run that was stopped could not go on beside another camera."""
    walks, sizes, site = day()
    one, *_ = VIEWS
    view = viewed(0)
    near = np.array(
        [
            view.needs(x / 100, y / 100, x / 100, y / 100)
            for x, y in zip(walks["x_cm"].to_pylist(), walks["y_cm"].to_pylist(), strict=True)
        ]
    )
    # at the end of each slab nobody is near the one camera
    left = walks.filter(pa.array(~near | (walks["tick"].to_numpy() % 23 < 18)))
    slabs = [reading(slab, 0.5, []) for slab in cut(left, 23)]
    alone, beside = (list(look(slabs, sizes, cameras, site)) for cameras in ([one], VIEWS))
    for a, b in zip(alone, beside, strict=True):
        assert (a.sightings[0], a.looks[0]) == (b.sightings[0], b.looks[0])
        assert a.states[0].to_bytes() == b.states[0].to_bytes()
    assert any(len(part.states[0].whole) for part in alone[:-1])


def test_slabs_out_of_order_and_somebody_twice_are_refused():
    walks, sizes, site = day()
    first, second, *_ = cut(walks, 23)
    with pytest.raises(TableError, match=r"person \d+ has two rows at tick \d+"):
        list(look([pa.concat_tables([walks, walks])], sizes, VIEWS, site))
    with pytest.raises(TableError, match="a slab begins at tick .* must begin after tick"):
        list(look([second, first], sizes, VIEWS, site))
