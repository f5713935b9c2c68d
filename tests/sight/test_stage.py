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
from twin.cameras import Layout
from twin.errors import ShapeError, TableError
from twin.sight import Part, SightState, look, stretches
from twin.sight.bodies import Bodies
from twin.sight.through import through


def test_how_the_day_is_cut_changes_no_row():
    walks, sizes, site = day()
    whole = see([walks], sizes, VIEWS, site)
    assert all(looks.num_rows > 50 for _, looks in whole)
    for ticks in (1, 3, 17, 100):
        assert see(cut(walks, ticks), sizes, VIEWS, site) == whole


@pytest.mark.parametrize("rate", [2, 1])
def test_of_fewer_samples_too_neither_cuts_nor_the_samples_between_change_a_row(rate):
    walks, sizes, site = day()
    few = walks.filter(pa.array(walks["tick"].to_numpy() % (4 // rate) == 0))
    assert few.num_rows < 0.6 * walks.num_rows
    whole = see([few], sizes, VIEWS, site, rate=rate)
    assert all(looks.num_rows > 50 for _, looks in whole)
    for ticks in (1, 3, 17, 100):
        assert see(cut(walks, ticks), sizes, VIEWS, site, rate=rate) == whole


@pytest.mark.parametrize("rate", [3, 0, 2.5, 2.0, True, "2", None])
def test_another_rate_is_refused(rate):
    walks, sizes, site = day()
    with pytest.raises(
        ShapeError, match=r"^rate is .*, but must be 4, 2 or 1 samples a second, as a"
    ):
        list(look([walks], sizes, VIEWS, site, rate=rate))


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("slabs", "day", r"^slabs is of type Table, but must be a list of tables of tracks"),
        ("slabs", None, r"^slabs is of type NoneType, but must be a list of tables of tracks"),
        ("slabs", ["day"], r"^a slab is of type str, but slabs must be a list of tables of tracks"),
        ("people", [], r"^people is \[\], but must be a table of people"),
        ("cameras", VIEWS[0], r"^cameras is of type Camera, but must be a sequence of Cameras"),
        ("cameras", Layout("", "", ()), r"^cameras is of type Layout, but must be a sequence of"),
        ("cameras", ["A"], r"^cameras\[0\] is of type str, but cameras must be a sequence of"),
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(name, given, words):
    walks, sizes, site = day()
    usual = {"slabs": [walks], "people": sizes, "cameras": VIEWS, "site": site}
    with pytest.raises(ShapeError, match=words):
        list(look(**{**usual, name: walks if given == "day" else given}))


@pytest.mark.parametrize("rate", [4, 2])
def test_a_run_goes_on_from_saved_states(rate):
    walks, sizes, site = day()
    slabs = cut(walks, 23)
    whole = list(look(slabs, sizes, VIEWS, site, rate=rate))
    saved = [SightState.from_bytes(state.to_bytes()) for state in whole[2].states]
    rest = list(look(slabs[3:], sizes, VIEWS, site, states=saved, rate=rate))
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


def test_of_no_tracks_cameras_see_nobody_and_a_table_is_one_slab():
    walks, sizes, site = day()
    for none in ([], walks.slice(0, 0)):
        found = see(none, sizes, VIEWS, site)
        assert [(a.num_rows, b.num_rows) for a, b in found] == [(0, 0)] * len(VIEWS)
    assert see(walks, sizes, VIEWS, site) == see([walks], sizes, VIEWS, site)
    assert see(walks, sizes, [], site) == []


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
        tick = slab["tick"].to_numpy()
        some = slab.filter(pa.array(np.array(wanted)[square.ravel()]))
        return Part(some, int(tick.min()), int(tick.max()))

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
def needed():
    _, sizes, site = day()
    return through(site, VIEWS, Bodies.of(sizes), 4)[1]


@given(low=st.tuples(*2 * [st.floats(-40, 40)]), size=st.tuples(*2 * [st.floats(0, 9)]))
def test_a_rectangle_is_needed_if_it_touches_a_marked_square(low, size):
    wanted, high = needed(), np.add(low, size)
    rows, columns = np.nonzero(wanted.mask)
    squares = np.column_stack([columns, rows]) * wanted.side + wanted.corner
    touched = ((squares <= high) & (squares + wanted.side > low)).all(axis=1).any()
    assert wanted.touches(*low, *high) == touched


@pytest.mark.parametrize(("length", "rate"), [(4, 4), (8, 4), (24, 4), (48, 4), (8, 2), (24, 1)])
def test_how_a_slab_is_cut_into_stretches_changes_no_row(monkeypatch, length, rate):
    """Cut where passes and their seconds begin, go on and end, and where nobody is."""
    walks, sizes, site = day()
    tick = walks["tick"].to_numpy()
    walks = walks.filter(pa.array((tick % 50 < 40) | (tick % 3 > 0)))
    whole = see([walks], sizes, VIEWS, site, rate=rate)
    monkeypatch.setattr(stretches, "LENGTH", length)
    assert see([walks], sizes, VIEWS, site, rate=rate) == whole
    assert see(cut(walks, 17), sizes, VIEWS, site, rate=rate) == whole


@given(st.integers(-50, 5000), st.integers(0, 900), st.sampled_from([1, 2, 4]))
def test_stretches_follow_each_other(tick, moments, step):
    parts = list(stretches.cut(tick, moments, step))
    assert [p.stop for p in parts[:-1]] == [p.begin for p in parts[1:]]
    looked_at = [tick + m for p in parts for m in range(p.begin, p.stop, step)]
    assert looked_at == [t for t in range(tick, tick + moments) if t % step == 0]
    assert [p.last for p in parts] == [False] * (len(parts) - 1) + [True] * (len(parts) > 0)
    for n, part in enumerate(parts):
        assert (tick + part.stop) % step == 0
        assert part.early == part.begin - (stretches.EARLY * step if n else 0)
        assert n == 0 or ((tick + part.begin) % 4 == 0 and part.early >= parts[0].begin)


def test_what_a_camera_has_at_the_end_of_a_slab_is_its_own():
    """Or a run that was stopped could not go on beside another camera."""
    walks, sizes, site = day()
    one, *_ = VIEWS
    wanted = through(site, [one], Bodies.of(sizes), 4)[1]
    place = zip(walks["x_cm"].to_pylist(), walks["y_cm"].to_pylist(), strict=True)
    near = np.array([wanted.touches(x / 100, y / 100, x / 100, y / 100) for x, y in place])
    assert 0.1 < near.mean() < 0.9
    # at the end of each slab nobody is near the one camera
    left = walks.filter(pa.array(~near | (walks["tick"].to_numpy() % 23 < 18)))
    slabs = [reading(slab, 0.5, []) for slab in cut(left, 23)]
    alone, beside = (
        list(look(slabs, sizes, cameras, site)) for cameras in ([one], [*VIEWS[1:], one])
    )
    for a, b in zip(alone, beside, strict=True):
        assert (a.sightings[0], a.looks[0]) == (b.sightings[-1], b.looks[-1])
        assert a.states[0].to_bytes() == b.states[-1].to_bytes()
    assert any(part.looks[0].num_rows for part in alone)


def test_slabs_out_of_order_and_somebody_twice_are_refused():
    walks, sizes, site = day()
    first, second, *_ = cut(walks, 23)
    with pytest.raises(TableError, match=r"person \d+ has two rows at tick \d+"):
        list(look([pa.concat_tables([walks, walks])], sizes, VIEWS, site))
    with pytest.raises(TableError, match="a slab begins at tick .* must begin after tick"):
        list(look([second, first], sizes, VIEWS, site))
