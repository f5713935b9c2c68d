"""What the scene hides, against GEOS, and laws of hiding."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sight.scenes import Solids, camera, random_camera, random_solids
from twin.errors import ShapeError
from twin.sight.over_ground import densities
from twin.sight.scene import Around, Scene, kernels, reach

pytestmark = pytest.mark.kernel

SEED = st.integers(0, 2**32 - 1)
TOUCH = 1e-6


def points_of(seed: int, count: int = 400) -> np.ndarray:
    rng = np.random.default_rng(seed + 1)
    return np.column_stack(
        [rng.uniform(-50, 50, count), rng.uniform(-50, 50, count), rng.uniform(0, 3, count)]
    )


def hidden_by_geos(site, eye, points, grow):
    """Clip each line to each prism's heights and let GEOS intersect it with the outline."""
    out = np.zeros(len(points), dtype=bool)
    rise = points[:, 2] - eye[2]
    for outline, (base, top) in zip(site.outlines, site.heights, strict=True):
        ends = np.sort(np.stack([(base - eye[2]) / rise, (top - eye[2]) / rise]), axis=0)
        start, stop = np.maximum(ends[0], 0), np.minimum(ends[1], 1)
        a = eye[:2] + start[:, None] * (points - eye)[:, :2]
        b = eye[:2] + stop[:, None] * (points - eye)[:, :2]
        lines = shapely.linestrings(np.stack([a, b], axis=1))
        out |= (start <= stop) & shapely.intersects(
            outline.buffer(grow) if grow else outline, lines
        )
    for x, y, z, r, h in site.crowns_:
        scale = np.array([1 / (r + grow), 1 / (r + grow), 1 / (h + grow)])
        p, d = (eye - [x, y, z]) * scale, (points - eye) * scale
        a, b, c = (d * d).sum(1), 2 * (d * p).sum(1), (p * p).sum() - 1
        root = np.sqrt(np.maximum(b * b - 4 * a * c, 0))
        low, high = (-b - root) / (2 * a), (-b + root) / (2 * a)
        out |= (b * b >= 4 * a * c) & (low <= 1) & (high >= 0)
    return out


def check_against_geos(site, view, points, **options):
    found = Around.of(Scene.of(site), view, **options).hidden(points)
    sure = hidden_by_geos(site, view.position, points, -TOUCH)
    perhaps = hidden_by_geos(site, view.position, points, TOUCH)
    clear = sure == perhaps
    assert clear.mean() > 0.9
    np.testing.assert_array_equal(found[clear], sure[clear])
    return found


@settings(max_examples=60)
@given(seed=SEED)
def test_hiding_is_that_of_geos(seed):
    check_against_geos(random_solids(seed), random_camera(seed), points_of(seed))


@settings(max_examples=15)
@given(seed=SEED, bins=st.sampled_from([4, 7, 64, 999]))
def test_the_number_of_bins_changes_nothing(seed, bins):
    site, view, points = random_solids(seed, 30), random_camera(seed), points_of(seed)
    scene = Scene.of(site)
    np.testing.assert_array_equal(
        Around.of(scene, view, bins=bins).hidden(points), Around.of(scene, view).hidden(points)
    )


@settings(max_examples=15)
@given(seed=SEED)
def test_a_camera_on_a_roof_in_a_courtyard_or_under_a_canopy(seed):
    rng = np.random.default_rng(seed)
    site = Solids()
    court = shapely.box(-10, -10, 10, 10).difference(shapely.box(-6, -6, 6, 6))
    site = site.plus(court, 0, 8).plus(shapely.box(-5, -5, 5, 5), 2.5, 3)
    for x, y, z in ((-8, 0, 8.5), (0, 0, 2), (0, 0, 3.5), (0, 0, 20), (12, 0, 4)):
        view = camera(x + rng.uniform(-1, 1), y + rng.uniform(-1, 1), z, heading=90, tilt=-20)
        points = points_of(seed) * [0.4, 0.4, 1]
        found = check_against_geos(site, view, points)
        assert found.any()


@pytest.mark.compiled
@settings(max_examples=25)
@given(seed=SEED)
def test_one_solid_more_never_opens_a_view(seed):
    points, view = points_of(seed), random_camera(seed)
    site, more = random_solids(seed), random_solids(seed + 1, 1)
    before = Around.of(Scene.of(site), view).hidden(points)
    after = Around.of(Scene.of(site.plus(more.outlines[0], *more.heights[0])), view).hidden(points)
    assert not (before & ~after).any()


@settings(max_examples=15)
@given(seed=SEED, turn=st.floats(-3, 3), east=st.floats(-500, 500))
def test_moving_and_turning_everything_changes_nothing(seed, turn, east):
    site, view, points = random_solids(seed), random_camera(seed), points_of(seed)
    c, s = np.cos(turn), np.sin(turn)
    rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    shift = np.array([east, -east / 3, 0])
    x, y, z = rotation @ view.position + shift
    there = Around.of(Scene.of(site.moved(turn, *shift[:2])), camera(x, y, z))
    clear = hidden_by_geos(site, view.position, points, -TOUCH) == hidden_by_geos(
        site, view.position, points, TOUCH
    )
    np.testing.assert_array_equal(
        Around.of(Scene.of(site), view).hidden(points)[clear],
        there.hidden(points @ rotation.T + shift)[clear],
    )


@settings(max_examples=15)
@given(seed=SEED, share=st.floats(0.1, 0.9))
def test_cutting_a_wall_in_two_changes_nothing(seed, share):
    points, view = points_of(seed), camera(-30, 2, 5)
    middle = -20 + 40 * share
    whole = Solids().plus(shapely.box(-2, -20, -1, 20), 0, 3)
    halves = (
        Solids()
        .plus(shapely.box(-2, -20, -1, middle), 0, 3)
        .plus(shapely.box(-2, middle, -1, 20), 0, 3)
    )
    np.testing.assert_array_equal(
        Around.of(Scene.of(whole), view).hidden(points),
        Around.of(Scene.of(halves), view).hidden(points),
    )


@pytest.mark.compiled
@settings(max_examples=15)
@given(seed=SEED)
def test_if_i_see_you_you_see_me(seed):
    rng = np.random.default_rng(seed)
    scene = Scene.of(random_solids(seed))
    for _ in range(4):
        a, b = rng.uniform([-50, -50, 0.6], [50, 50, 2.9], (2, 3))
        assert Around.of(scene, camera(*a)).hidden([b]) == Around.of(scene, camera(*b)).hidden([a])


def wall(base=0.0, top=3.0):
    return Around.of(
        Scene.of(Solids().plus(shapely.box(10, -5, 11, 5), base, top)), camera(0, 0, 5)
    )


@pytest.mark.parametrize(
    ("point", "hides"),
    [
        ((9.9, 0, 1), False),  # before the wall
        ((10, 0, 1), True),  # touching it
        ((10.5, 0, 1), True),  # inside it
        ((12, 0, 1), True),  # just behind
        ((22, 0, 1), True),  # passes 3 m at x = 11: touches the top edge
        ((22.01, 0, 1), False),  # over the top: 5 - 4 * 11 / 22.01 > 3
        ((20, 9, 1), True),  # in the plan y = 4.5 at x = 10
        ((20, 10.1, 1), False),  # past the corner: y = 5.05 at x = 10, more behind
    ],
)
def test_a_wall_by_hand(point, hides):
    assert wall().hidden([point])[0] == hides


@pytest.mark.parametrize(
    ("point", "hides"),
    [
        ((21, 0, 1), True),  # in by the roof at x = 10.4, out below at x = 10.5, past no edge
        ((30, 0, 1), False),  # at 3 m only after 15 m
        ((15, 0, 1), False),  # at 3 m already after 7.5 m
        ((10.5, 0, 3.0), True),
        ((10.5, 0, 2.95), True),
        ((40, 0, 2.99), False),
    ],
)
def test_a_canopy_by_hand(point, hides):
    assert wall(3.0, 3.02).hidden([point])[0] == hides


def test_straight_down():
    around = Around.of(Scene.of(Solids().plus(shapely.box(-1, -1, 1, 1), 2, 3)), camera(0, 0, 5))
    assert around.hidden([[0, 0, 1.6], [0, 0, 2.5], [0, 4, 1.6]]).tolist() == [True, True, False]
    beside = Around.of(Scene.of(Solids().plus(shapely.box(1, 1, 2, 2), 0, 3)), camera(0, 0, 5))
    assert not beside.hidden([[0, 0, 1.6]])[0]


def test_a_crown_by_hand():
    site = Solids(crowns_=[(10, 0, 5, 2, 1)])
    around = Around.of(Scene.of(site), camera(0, 0, 5))
    assert around.hidden([[20, 0, 3], [20, 0, 2.9], [11, 0, 1], [9, 0, 0.5], [20, 4, 2.99]]).tolist() == [
        True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.compiled
@settings(max_examples=20)
@given(seed=SEED)
def test_no_head_that_is_seen_is_left_out_by_the_cells(seed):
    around = Around.of(Scene.of(random_solids(seed, 25)), random_camera(seed))
    points = points_of(seed, 4000) * [1, 1, 0.4] + [0, 0, 0.9]
    marks = around.cells((-50.0, -50.0), (100, 100), 1.0, np.array([0.9, 2.1]))
    i, j = (points[:, :2] + 50).astype(int).T
    seen = densities(around, points) > 0
    assert (marks[j, i][seen] == 2).all()
    assert ((marks == 2).sum() > 0) == (marks > 0).any()


def test_cells_leave_out_what_is_behind_and_beyond():
    view = camera(0, 0, 4, heading=0, hfov=90)
    marks = Around.of(Scene.of(Solids()), view).cells((-60.0, -60.0), (200, 120), 1.0,
                                                     np.array([1.0, 2.0]))  # fmt: skip
    assert not marks[:50].any()
    assert marks[60 + 30, 60] == 2
    assert not marks[60 + int(reach(view)) + 4 :].any()


@given(angle=st.floats(0, 3.999999))
def test_a_diamond_angle_comes_back(angle):
    assert kernels.diamond(*kernels.direction(angle)) == pytest.approx(angle, abs=1e-12)


def test_diamond_angles_grow_with_the_angle():
    turn = np.linspace(-np.pi / 2, 3 * np.pi / 2, 1000, endpoint=False)
    found = [kernels.diamond(np.cos(a), np.sin(a)) for a in turn]
    assert (np.diff(found[1:]) > 0).all()


def test_a_solid_without_volume_is_refused():
    with pytest.raises(ShapeError, match="must have a volume"):
        Scene.from_solids([shapely.box(0, 0, 1, 1)], [[3, 2]])
    with pytest.raises(ShapeError, match="must have a volume"):
        Scene.from_solids([], np.zeros((0, 2)), [[0, 0, 4, 0, 1]])
    assert not Around.of(Scene.from_solids([], np.zeros((0, 2))), camera()).hidden([[1, 2, 1]])[0]


@pytest.mark.parametrize("z", [-0.1, 3.1])
def test_points_below_the_ground_or_above_heads_are_refused(z):
    with pytest.raises(ShapeError, match="outside 0 to 3 m"):
        wall().hidden([[1, 2, z]])
