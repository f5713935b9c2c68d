"""Looking: against a slow reference, by hand, and laws about walls and places."""

import math

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.sight import reference
from tests.sight.scenes import (
    VIEWS,
    Solids,
    camera,
    crowd,
    day,
    on_storeys,
    people,
    random_relief,
    random_solids,
    see,
    tracks,
)  # fmt: skip
from twin.errors import TableError
from twin.sight import look
from twin.sight.grid import gridded
from twin.sight.scene import reach
from twin.site.relief import FLAT
from twin.site.relief.kernels import Relief

pytestmark = pytest.mark.kernel


NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""The reference is too slow for the search of a smaller example."""


@settings(max_examples=6, phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**32 - 1), which=st.sampled_from(VIEWS))
def test_looks_are_those_of_the_reference(seed, which):
    must_look_like_the_reference(seed, which, FLAT, crowd(seed))


@pytest.mark.compiled
@settings(max_examples=9, phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**32 - 1), which=st.sampled_from(VIEWS))
def test_looks_on_hills_are_those_of_the_reference(seed, which):
    walks, sizes = crowd(seed)
    walks = on_storeys(walks, seed)
    must_look_like_the_reference(seed, which, random_relief(seed), (walks, sizes))


@pytest.mark.compiled
@settings(max_examples=6, phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**32 - 1), which=st.sampled_from(VIEWS), rate=st.sampled_from([2, 1]))
def test_looks_of_fewer_samples_are_those_of_the_reference(seed, which, rate):
    must_look_like_the_reference(seed, which, FLAT, crowd(seed), rate)


def must_look_like_the_reference(seed, which, relief, walkers, rate=4):
    walks, sizes = walkers
    step = 4 // rate
    site = random_solids(seed, 3)
    site.heights = [(low / 4, low / 4 + 1.7) for low, _ in site.heights]
    site.relief = relief
    ((sightings, looks),) = see([walks], sizes, [which], site, rate=rate)
    some = walks.filter(pa.array(walks["tick"].to_numpy() % step == 0))
    groups = reference.passes(reference.samples(site, which, some, sizes), which.shutter, step)
    assert [
        (r["person"], r["start_tick"], r["end_tick"], r["samples"], r["face_samples"])
        for r in sightings.to_pylist()
    ] == [
        (g[0]["row"]["person"], g[0]["row"]["tick"], g[-1]["row"]["tick"] + step - 1,
         step * len(g), step * sum(s["eyes"] is not None for s in g))
        for g in groups
    ]  # fmt: skip
    wanted = reference.looks(groups, step)
    assert looks.num_rows == len(wanted)
    for found, row in zip(looks.to_pylist(), wanted, strict=True):
        assert {k: found[k] for k in ("pass", "person", "tick", "x_cm", "samples")} == {
            k: row[k] for k in ("pass", "person", "tick", "x_cm", "samples")
        }
        for column, value in row.items():
            wished = value if value is None else pytest.approx(value, rel=2e-4, abs=2e-4)
            assert found[column] == wished, column


@pytest.mark.compiled
@settings(max_examples=6, phases=NO_SHRINKING, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1))
def test_where_others_are_looked_for_loses_nobody_on_hills(seed):
    """Beside looking for everybody before every camera."""
    walks, sizes = crowd(seed, count=800, ticks=3, size=25.0)
    site = Solids(relief=random_relief(seed))
    walks = on_storeys(walks, seed)
    views = [
        camera(-14, 0, 4, heading=90, tilt=-15, hfov=100, id="wide"),
        camera(0, 16, 2.5, heading=180, tilt=-2, hfov=100, id="level"),
        camera(30, -30, 6, heading=315, tilt=-5, hfov=100, id="corner"),
    ]

    def everywhere(*about, **options):
        grid = gridded(*about, **options)
        squares = grid.rows * grid.columns
        camera = np.tile(np.arange(len(views), dtype=np.uint16), squares)
        return grid._replace(first=np.arange(squares + 1) * len(views), camera=camera)

    found = see([walks], sizes, views, site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("twin.sight.through.gridded", everywhere)
        wanted = see([walks], sizes, views, site)
    assert found == wanted


@pytest.mark.compiled
def test_raising_everything_changes_nothing():
    walks, sizes, site = day()
    low = see([walks], sizes, VIEWS, site)
    up = 64.0
    high = Solids(
        site.outlines,
        [(base + up, top + up) for base, top in site.heights],
        [(x, y, z + up, r, h) for x, y, z, r, h in site.crowns_],
        relief=Relief(0.0, 0.0, 1.0, np.full((2, 1, 1), up, dtype=np.float32)),
    )
    for (one, other), (same, like) in zip(low, see([walks], sizes, VIEWS, high), strict=True):
        assert same.equals(one)
        for name in other.column_names:
            np.testing.assert_allclose(
                like[name].to_numpy(), other[name].to_numpy(), rtol=1e-4, atol=1e-4, err_msg=name
            )


def test_a_deck_hides_who_is_below_it_and_not_who_is_on_it():
    """A camera beside a deck 4 m high: it sees who walks on it, and who walks below from the side.

    Both are 14.5 m away, under and on the far half of a deck 6 m wide and 0.4 m thick. Where lines
    come to its near side they have gone 0.62 of their way: from 0.5 m up to 5.6 m they are at
    3.7 m, within the slab; from 7 m down to 1.6 m at 3.65 m.
    """
    deck = shapely.box(-3, -20, 3, 20)
    z = np.zeros((2, 60, 60), dtype=np.float32)
    z[0, :, 27:33] = 4.0
    site = Solids([deck], [(3.6, 4.0)], relief=Relief(-30.0, -30.0, 1.0, z))
    walks = tracks([(0, 100, 2.5, 0, 3.14, 0), (1, 100, 2.5, 0, 3.14, 0)])
    place = walks.schema.get_field_index("below")
    walks = walks.set_column(place, walks.schema.field(place), pa.array([0, 1], pa.int8()))

    def seen(height):
        view = camera(-12, 0, height, heading=90, tilt=0, hfov=60)
        ((sightings, _),) = see([walks], people(2), [view], site)
        return sightings["person"].to_pylist()

    assert seen(0.5) == [1]
    assert seen(3.8) == [0, 1]
    assert seen(7.0) == [0]


@pytest.mark.parametrize("beyond", [0.001, 0.2])
def test_whoever_stands_beyond_the_reach_of_all_cameras_may_hide_somebody(beyond):
    """A face as far as can be, within the wide body of somebody a little farther."""
    far = reach(camera(hfov=60))
    view = camera(far % 1 + beyond, 0, 1.6, heading=270, tilt=0, hfov=60)
    x = math.ceil(100 * (view.position[0] - far + 0.02)) / 100
    walks = tracks([(0, 100, x, 0, 0, 0), (1, 100, x - 0.25, 0, 0, 0)])
    sizes = people(2, eye=[1.6, 2.4], stature=[1.71, 2.6], shoulder=[0.46, 1.1])

    def seen(some, views):
        ((sightings, _), *_) = see([some], sizes, views, Solids())
        return sightings["person"].to_pylist()

    other = camera(view.position[0] - 20, 0, 1.6, heading=270, tilt=0, hfov=60, id="B")
    assert seen(walks.slice(0, 1), [view]) == [0]
    assert seen(walks, [view]) == seen(walks, [view, other]) == []


@pytest.mark.parametrize("north", [0, 1])
def test_whoever_stands_behind_a_wall_may_hide_somebody_beside_it(north):
    """Somebody broad, of whose square nothing can be seen, reaches 0.1 m out from behind the wall.

    The wall ends at 5 m and 0.15 m aside: at 9 m that is 0.27 m. Broad shoulders 0.44 m to each side
    of -0.05 m reach up to 0.39 m, and the line to the other at 12 m and 0.5 m passes at 0.375 m.
    One of the two places is such that squares begin there.
    """
    site = Solids().plus(shapely.box(5, north - 30, 5.2, north + 0.15), 0, 10)
    walks = tracks([(0, 100, 9, north - 0.05, 0, 0), (1, 100, 12, north + 0.5, 0, 0)])
    sizes = people(2, eye=[2.4, 1.6], stature=[2.6, 1.71], shoulder=[1.1, 0.46])
    view = camera(0, north, 1.6, heading=90, tilt=0, hfov=60)

    def seen(some):
        ((sightings, _),) = see([some], sizes, [view], site)
        return sightings["person"].to_pylist()

    assert seen(walks.slice(1)) == [1]
    assert seen(walks) == []


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


@pytest.mark.compiled
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


def moments(sightings):
    """Say of passes who is seen when."""
    rows = zip(
        *(sightings[n].to_pylist() for n in ("person", "start_tick", "end_tick")), strict=True
    )
    return {(person, tick) for person, first, last in rows for tick in range(first, last + 1)}


@pytest.mark.compiled
def test_a_wall_more_never_opens_a_view():
    walks, sizes, site = day()
    more = site.plus(shapely.box(-1, -1, 1, 1), 0, 3)
    for (before, _), (after, _) in zip(
        see([walks], sizes, VIEWS, site), see([walks], sizes, VIEWS, more), strict=True
    ):
        assert moments(after) < moments(before)
        assert sum(after["face_samples"].to_pylist()) <= sum(before["face_samples"].to_pylist())


@pytest.mark.compiled
def test_people_more_never_raise_what_is_seen_of_others():
    walks, sizes = crowd(3, count=200, ticks=8)
    site = Solids()
    few = walks.filter(pa.array(walks["person"].to_numpy() % 3 > 0))
    hidden = 0
    for (before, _), (after, _) in zip(
        see([few], sizes, VIEWS, site), see([walks], sizes, VIEWS, site), strict=True
    ):
        still = {(person, tick) for person, tick in moments(after) if person % 3}
        assert still <= moments(before)
        hidden += len(moments(before) - still)
    assert hidden > 10


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


@pytest.mark.compiled
def test_nobody_and_nothing():
    _, sizes, site = day()
    ((sightings, looks),) = see([tracks([])], sizes, VIEWS[:1], site)
    assert (sightings.num_rows, looks.num_rows) == (0, 0)
    assert list(look([], sizes, VIEWS, site)) == []
    far_off = tracks([(0, 4, 5000, 5000, 0, 0), (1, 4, -5000, 3, 0, 0)])
    ((sightings, _),) = see([far_off], sizes, VIEWS[:1], site)
    assert sightings.num_rows == 0


@pytest.mark.parametrize("storey", [-1, 2, 100])
def test_a_storey_that_there_is_not_is_refused(storey):
    walks = tracks([(0, 100, 0, 8, 0, 0)])
    column = walks.schema.get_field_index("below")
    odd = walks.set_column(column, walks.schema.field(column), pa.array([storey], pa.int8()))
    with pytest.raises(TableError, match=f"below is {storey}, but must be 0 or 1"):
        see([odd], people(1), [camera()], Solids())
