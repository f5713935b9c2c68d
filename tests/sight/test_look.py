"""Looking: against a slow reference, by hand, and laws about cameras, slabs and threads."""

import functools
import math

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.sight import reference
from tests.sight.scenes import Solids, camera, cut, people, random_solids, tracks
from twin.errors import ShapeError, TableError
from twin.sight import SightState, join_slabs, look
from twin.sight.bodies import Bodies
from twin.sight.look import _View
from twin.sight.scene import Around, Scene
from twin.tables import LOOKS, SIGHTINGS, checked

pytestmark = pytest.mark.kernel


def see(slabs, walkers, cameras, site, **options):
    """Look at slabs and join them: (sightings, looks) of each camera."""
    parts = list(look(slabs, walkers, cameras, site, **options))
    joined = [
        join_slabs(
            pa.concat_tables(p.sightings[c] for p in parts).column,
            pa.concat_tables(p.looks[c] for p in parts).column,
            parts[-1].states[c],
        )
        for c in range(len(cameras))
    ]
    for sightings, looks in joined:
        checked(sightings, SIGHTINGS)
        checked(looks, LOOKS)
    return joined


def crowd(seed, count=20, ticks=30, size=8.0):
    """People who walk straight lines across a small square, looking about; some pause indoors."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        x, y = rng.uniform(-size, size, 2)
        way = rng.uniform(-math.pi, math.pi)
        start, stop = np.sort(rng.integers(0, ticks, 2))
        hole = rng.integers(0, ticks)
        for tick in range(start, stop + 1):
            if hole < tick < hole + rng.integers(1, 4):
                continue
            far = 0.33 * tick
            yaw = math.remainder(way + rng.normal(0, 0.8), 2 * math.pi)
            rows.append((person, 300_000 + tick, x + far * math.cos(way), y + far * math.sin(way),
                         yaw, rng.normal(0, 0.2)))  # fmt: skip
    sizes = people(
        count, eye=rng.uniform(1.0, 1.9, count), stature=rng.uniform(1.1, 2.0, count),
        ipd=rng.uniform(0.05, 0.07, count), shoulder=rng.uniform(0.3, 0.55, count),
    )  # fmt: skip
    return tracks(rows), sizes


NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""The reference is too slow for the search of a smaller example."""

VIEWS = [
    camera(-14, 0, 4, heading=90, tilt=-15, hfov=100, id="wide"),
    camera(0, 16, 1.7, heading=180, tilt=0, hfov=35, shutter=0.02, id="low"),
    camera(12, -12, 0.5, heading=315, tilt=3, hfov=12, id="kerb"),
]


@settings(max_examples=9, phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**32 - 1), which=st.sampled_from(VIEWS))
def test_looks_are_those_of_the_reference(seed, which):
    walks, sizes = crowd(seed)
    site = random_solids(seed, 3)
    site.heights = [(low / 4, low / 4 + 1.7) for low, _ in site.heights]
    ((sightings, looks),) = see([walks], sizes, [which], site)
    groups = reference.passes(reference.samples(site, which, walks, sizes), which.shutter)
    assert [
        (r["person"], r["start_tick"], r["end_tick"], r["samples"], r["face_samples"])
        for r in sightings.to_pylist()
    ] == [
        (g[0]["row"]["person"], g[0]["row"]["tick"], g[-1]["row"]["tick"], len(g),
         sum(s["eyes"] is not None for s in g))
        for g in groups
    ]  # fmt: skip
    wanted = reference.looks(groups)
    assert looks.num_rows == len(wanted)
    for found, row in zip(looks.to_pylist(), wanted, strict=True):
        assert {k: found[k] for k in ("pass", "person", "tick", "x_cm", "samples")} == {
            k: row[k] for k in ("pass", "person", "tick", "x_cm", "samples")
        }
        for column, value in row.items():
            wished = value if value is None else pytest.approx(value, rel=2e-4, abs=2e-4)
            assert found[column] == wished, column


def test_the_reference_sees_people_hide_each_other():
    """So that the test above is known to compare faces, hidden heads and gaps."""
    walks, sizes = crowd(3)
    site = Solids()
    seen = reference.samples(site, VIEWS[1], walks, sizes)
    alone = sum(
        len(reference.samples(site, VIEWS[1], walks.filter(walks["person"].to_numpy() == p), sizes))
        for p in range(20)
    )
    assert 0 < len(seen) < alone
    assert 0 < sum(s["eyes"] is not None for s in seen.values()) < len(seen)


def test_a_pass_worked_by_hand():
    """Five samples straight towards a level pinhole at eye height, 20 m down to 16 m.

    F = 1920 / 2 / tan(15 deg) = 3582.77 px. The face looks west at the camera, so both eyes are
    F * 0.063 / d apart: 14.11 px at 16 m. The first second holds 20 to 17 m, the next only 16 m.
    The head stays at the image's centre, so nothing blurs.
    """
    view = camera(0, 0, 1.6, heading=90, tilt=0, hfov=30)
    rows = [(0, 100 + i, 20 - i, 0, 3.14, 0) for i in range(5)]
    ((sightings, looks),) = see([tracks(rows)], people(1), [view], Solids())
    assert sightings.to_pylist() == [
        {"pass": 0, "person": 0, "start_tick": 100, "end_tick": 104, "samples": 5,
         "face_samples": 5}
    ]  # fmt: skip
    first, second = looks.to_pylist()
    focal = 960 / math.tan(math.radians(15))
    assert (first["tick"], first["x_cm"], first["samples"]) == (103, 1700, 4)
    assert (second["tick"], second["x_cm"], second["samples"]) == (104, 1600, 1)
    assert first["density_px_per_m"] == pytest.approx(focal / 17, rel=1e-6)
    assert second["face_density_px_per_m"] == pytest.approx(focal / 16, rel=1e-6)
    assert second["eye_px"] == pytest.approx(focal * 0.063 / 16, rel=1e-5)
    assert second["ied_px"] == pytest.approx(14.1072, abs=1e-3)
    assert second["off_yaw_rad"] == pytest.approx(math.pi - 3.14, abs=1e-6)
    assert (first["u_px"], first["v_px"]) == (960, 540)
    assert first["blur_px"] == pytest.approx(0, abs=1e-6)
    assert first["off_pitch_rad"] == pytest.approx(0, abs=1e-6)


def test_blur_is_motion_while_the_shutter_is_open():
    """A head 10 m away moves 0.3 m a sample across: F * 0.03 px; of that 4 Hz * 1/100 s."""
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=30, shutter=0.01)
    rows = [(0, i, 0.3 * i, 10, -1.57, 0) for i in range(-3, 4)]
    ((_, looks),) = see([tracks(rows)], people(1), [view], Solids())
    focal = 960 / math.tan(math.radians(15))
    np.testing.assert_allclose(looks["blur_px"].to_numpy(), focal * 0.03 * 0.04, rtol=1e-5)


def test_one_sample_alone_has_no_blur():
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=30)
    ((_, looks),) = see([tracks([(0, 7, 0, 10, -1.57, 0)])], people(1), [view], Solids())
    assert looks["blur_px"].to_pylist() == [0.0]


def test_a_face_turned_away_has_no_pixels():
    rows = [(0, i, 0, 10, 1.57, 0) for i in range(8)]
    view = camera(0, 0, 3, heading=0, tilt=-5)
    ((sightings, looks),) = see([tracks(rows)], people(1), [view], Solids())
    assert sightings["face_samples"].to_pylist() == [0]
    for column in ("eye_px", "ied_px", "off_yaw_rad", "off_pitch_rad", "face_density_px_per_m"):
        assert looks[column].null_count == 2
    assert (looks["density_px_per_m"].to_numpy() > 12.5).all()
    assert looks["visible_share"].to_pylist() == [0, 0]


@pytest.mark.parametrize(("yaw", "face", "half"), [(59, 1, 1), (61, 0, 1), (89, 0, 1), (91, 0, 0)])
def test_a_face_is_lost_at_60_degrees_and_its_side_at_90(yaw, face, half):
    turned = round(100 * math.radians(yaw - 90)) / 100
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=30)
    ((sightings, looks),) = see([tracks([(0, 4, 0, 8, turned, 0)])], people(1), [view], Solids())
    assert sightings["face_samples"].to_pylist() == [face]
    assert looks["face_density_px_per_m"].null_count == 1 - half


@pytest.mark.parametrize("away", [1.0, 1.5, 2.0, 5.0, 20.0])
@pytest.mark.parametrize("tilt", [0, 2])
def test_nobody_is_seen_through_a_body_from_a_low_camera(away, tilt):
    view = camera(0, 0, 0.5, heading=90, tilt=tilt, hfov=10)
    walks = tracks([(0, 100, 40.0, 0, 3.14, 0), (1, 100, away, 0, 0, 0)])
    two = people(2, eye=[1.6, 1.6], stature=[1.7, 1.7])
    ((sightings, _),) = see([walks], two, [view], Solids())
    seen = {key[0] for key in reference.samples(Solids(), view, walks, two)}
    assert set(sightings["person"].to_pylist()) == seen
    assert 0 not in seen


def test_one_head_hides_another_only_in_line():
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=60)
    apart = [(0, 4, 0, 10, -1.57, 0), (1, 4, 0, 20, -1.57, 0), (2, 4, 1.0, 15, -1.57, 0)]
    ((sightings, _),) = see([tracks(apart)], people(3), [view], Solids())
    assert sightings["person"].to_pylist() == [0, 2]
    low = people(3, eye=[1.2, 1.6, 1.6], stature=[1.7, 1.7, 1.7])
    ((sightings, _),) = see([tracks(apart)], low, [view], Solids())
    assert sightings["person"].to_pylist() == [0, 1, 2]  # its shoulders end at 1.394 m
    broad = people(3, eye=[1.2, 1.6, 1.6], stature=[2.0, 1.7, 1.7])
    ((sightings, _),) = see([tracks(apart)], broad, [view], Solids())
    assert sightings["person"].to_pylist() == [0, 2]  # these end at 1.64 m


@pytest.mark.parametrize("side", [1, -1])
def test_one_eye_behind_somebody_is_no_measurable_face(side):
    """At 20 m the eyes are 0.063 m apart; a head of 0.11 m at 10 m, its edge 1 cm off the line."""
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=60)
    rows = [(0, 4, 0.12 * side, 10, -1.57, 0), (1, 4, 0, 20, -1.57, 0)]
    ((sightings, _),) = see([tracks(rows)], people(2, shoulder=0.2), [view], Solids())
    assert sightings["face_samples"].to_pylist() == [1, 0]
    rows[0] = (0, 4, 0.14 * side, 10, -1.57, 0)
    ((sightings, _),) = see([tracks(rows)], people(2, shoulder=0.2), [view], Solids())
    assert sightings["face_samples"].to_pylist() == [1, 1]


@pytest.mark.parametrize("side", [1, -1])
def test_one_eye_behind_a_corner_is_no_measurable_face(side):
    """Half way the lines to the eyes are 0.016 m off the middle."""
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=60)
    walks = tracks([(0, 4, 0, 20, -1.57, 0)])
    for edge, faces in ((0.012, 0), (0.02, 1)):
        x = sorted([side * edge, side * 3])
        site = Solids().plus(shapely.box(x[0], 10, x[1], 10.001), 0, 5)
        ((sightings, _),) = see([walks], people(1), [view], site)
        assert sightings["samples"].to_pylist() == [1]
        assert sightings["face_samples"].to_pylist() == [faces]


@pytest.mark.parametrize("side", [1, -1])
def test_one_eye_out_of_the_image_is_no_measurable_face(side):
    """F = 3582.77 px: 10 m away the image ends 2.6795 m off the axis; eyes are 0.0315 m off."""
    view = camera(0, 0, 1.6, heading=0, tilt=0, hfov=30)
    for x, faces in ((2.66, 0), (2.63, 1)):
        walks = tracks([(0, 4, side * x, 10, -1.57, 0)])
        ((sightings, _),) = see([walks], people(1), [view], Solids())
        assert sightings["samples"].to_pylist() == [1]
        assert sightings["face_samples"].to_pylist() == [faces]


@pytest.mark.parametrize("aside", [0.06, -0.06])
@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_somebody_hides_whoever_is_behind_in_every_direction(turn, aside):
    """A camera above everybody looks along a line, on which a broad body stands before a head."""
    angle = math.radians(turn)
    (east, north), (right, back) = (math.sin(angle), math.cos(angle)), (
        math.cos(angle), -math.sin(angle),
    )  # fmt: skip
    view = camera(0, 0, 4, heading=turn, tilt=-8, hfov=40)
    walks = tracks([
        (0, 4, 20 * east, 20 * north, 0, 0),
        (1, 4, 19.3 * east + aside * right, 19.3 * north + aside * back, 0, 0),
    ])  # fmt: skip
    two = people(2, eye=[1.5, 1.9], stature=[1.6, 2.2], shoulder=0.5)
    ((sightings, _),) = see([walks], two, [view], Solids())
    assert sightings["person"].to_pylist() == [1]


def test_tracks_of_another_schema_are_refused():
    walks = tracks([(0, 4, 0, 10, 0, 0)])
    wide = walks.set_column(4, "head_yaw_crad", walks["head_yaw_crad"].cast(pa.int32()))
    with pytest.raises(TableError, match="head_yaw_crad is int32"):
        see([wide], people(1), [camera(0, 0, 3, heading=0, tilt=-5)], Solids())


def day(seed=11):
    return (*crowd(seed, count=60, ticks=200, size=14.0), random_solids(seed, 6))


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


def test_a_wall_more_never_opens_a_view():
    walks, sizes, site = day()
    for _, before in see([walks], sizes, VIEWS, site):
        assert before.num_rows
    more = site.plus(shapely.box(-1, -1, 1, 1), 0, 3)
    for (before, _), (after, _) in zip(
        see([walks], sizes, VIEWS, site), see([walks], sizes, VIEWS, more), strict=True
    ):
        assert sum(after["samples"].to_pylist()) < sum(before["samples"].to_pylist())
        assert sum(after["face_samples"].to_pylist()) <= sum(before["face_samples"].to_pylist())


def test_moving_everything_changes_only_places():
    walks, sizes, site = day()
    far = walks.set_column(2, walks.schema.field(2), [walks["x_cm"].to_numpy() + 12_300])
    there = camera(123 - 14, 0, 4, heading=90, tilt=-15, hfov=100)
    (sightings, looks), (moved, moved_looks) = (
        see([walks], sizes, VIEWS[:1], site)[0],
        see([far], sizes, [there], site.moved(0, 123, 0))[0],
    )
    assert moved == sightings
    assert moved_looks["tick"] == looks["tick"]
    np.testing.assert_allclose(moved_looks["u_px"].to_numpy(), looks["u_px"].to_numpy(), atol=1e-3)


def test_nobody_and_nothing():
    _, sizes, site = day()
    ((sightings, looks),) = see([tracks([])], sizes, VIEWS[:1], site)
    assert (sightings.num_rows, looks.num_rows) == (0, 0)
    assert list(look([], sizes, VIEWS, site)) == []
    far_off = tracks([(0, 4, 5000, 5000, 0, 0), (1, 4, -5000, 3, 0, 0)])
    ((sightings, _),) = see([far_off], sizes, VIEWS[:1], site)
    assert sightings.num_rows == 0


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
