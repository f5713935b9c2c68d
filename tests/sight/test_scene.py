"""What the scene hides, against GEOS, and laws of hiding."""

import dataclasses

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from tests.sight.geos import hidden_by_geos
from tests.sight.scenes import Solids, camera, random_camera, random_solids
from twin.errors import ShapeError
from twin.sight.over_ground import densities
from twin.sight.picture.bins import kernels
from twin.sight.scene import Scene, reach

pytestmark = pytest.mark.kernel

SEED = st.integers(0, 2**32 - 1)
TOUCH = 1e-6


def points_of(seed: int, count: int = 400) -> np.ndarray:
    rng = np.random.default_rng(seed + 1)
    return np.column_stack(
        [rng.uniform(-50, 50, count), rng.uniform(-50, 50, count), rng.uniform(0, 3, count)]
    )


def hidden(scene, view, points, *, reach=200.0, heads=(0.0, 3.0)):
    """Say which points a scene hides from a camera."""
    looking = scene.look_from(
        view.position[None], view.rotation[None], view.lens, reach, heads=heads
    )
    return ~looking.visible(np.zeros(len(points), dtype=int), points)


def check_against_geos(site, view, points):
    found = hidden(Scene.of(site), view, points)
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


@settings(max_examples=60)
@given(
    seed=SEED, whole=st.booleans(), reach=st.sampled_from([5.0, 30.0, 200.0]),
    heads=st.sampled_from([(0.0, 3.0), (1.0, 2.0), (2.9, 3.0)]),
)  # fmt: skip
def test_the_table_says_what_trying_everything_says(seed, whole, reach, heads):
    """To the bit, also where lines touch corners and edges: on whole metres they do."""
    site, view, points = random_solids(seed, 30), random_camera(seed), points_of(seed)
    if whole:
        site.outlines = [shapely.box(*np.round(outline.bounds[:2]), *np.round(outline.bounds[2:]) + 1)
                         for outline in site.outlines]  # fmt: skip
        site.heights = [(round(base), round(top) + 1) for base, top in site.heights]
        points = np.round(points)
        view = dataclasses.replace(view, position=np.ceil(view.position) + 1)
    scene = Scene.of(site)
    np.testing.assert_array_equal(
        hidden(scene, view, points, reach=reach, heads=heads),
        hidden(scene, view, points, heads=(4.0, 4.0)),
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
    before = hidden(Scene.of(site), view, points)
    after = hidden(Scene.of(site.plus(more.outlines[0], *more.heights[0])), view, points)
    assert not (before & ~after).any()


@settings(max_examples=15)
@given(seed=SEED, turn=st.floats(-3, 3), east=st.floats(-500, 500))
def test_moving_and_turning_everything_changes_nothing(seed, turn, east):
    site, view, points = random_solids(seed), random_camera(seed), points_of(seed)
    c, s = np.cos(turn), np.sin(turn)
    rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    shift = np.array([east, -east / 3, 0])
    x, y, z = rotation @ view.position + shift
    there = Scene.of(site.moved(turn, *shift[:2]))
    clear = hidden_by_geos(site, view.position, points, -TOUCH) == hidden_by_geos(
        site, view.position, points, TOUCH
    )
    np.testing.assert_array_equal(
        hidden(Scene.of(site), view, points)[clear],
        hidden(there, camera(x, y, z), points @ rotation.T + shift)[clear],
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
        hidden(Scene.of(whole), view, points),
        hidden(Scene.of(halves), view, points),
    )


@pytest.mark.compiled
@settings(max_examples=15)
@given(seed=SEED)
def test_if_i_see_you_you_see_me(seed):
    rng = np.random.default_rng(seed)
    scene = Scene.of(random_solids(seed))
    for _ in range(4):
        a, b = rng.uniform([-50, -50, 0.6], [50, 50, 2.9], (2, 3))
        assert hidden(scene, camera(*a), [b]) == hidden(scene, camera(*b), [a])


COURT = shapely.box(0, 0, 6, 5).difference(shapely.box(2, 2, 4, 3))
OUTLINES = [
    shapely.box(1, 1, 5, 4),
    COURT,
    shapely.Polygon([(0, 0), (6, 0), (6, 2), (3, 2), (3, 5), (0, 5)]),
    shapely.Polygon([(0, 2), (3, 0), (6, 3), (3, 5)]),
    shapely.MultiPolygon([shapely.box(0, 0, 2, 5), shapely.box(4, 1, 6, 3)]),
]
"""On whole metres, where lines touch corners and run along walls."""


def touches(outline, base, top, one, other):
    """Say of whole metres, exactly, whether a line meets a prism: all in whole parts of its rise."""
    if one[2] > other[2]:
        one, other = other, one
    rise = int(other[2] - one[2])
    low, high = (0, 1) if rise == 0 else (max(0, base - one[2]), min(rise, top - one[2]))
    if low > high or (rise == 0 and not base <= one[2] <= top):
        return False
    whole = max(rise, 1)
    ends = [tuple(whole * one[:2] + part * (other - one)[:2]) for part in (low, high)]
    line = shapely.LineString(ends) if ends[0] != ends[1] else shapely.Point(ends[0])
    return bool(affinity.scale(outline, whole, whole, origin=(0, 0)).intersects(line))


@settings(max_examples=40)
@given(seed=SEED, which=st.sampled_from(range(len(OUTLINES))), tabled=st.booleans())
def test_touching_hides_along_walls_and_at_corners_from_both_ends(seed, which, tabled):
    rng, base, top = np.random.default_rng(seed), 1, 4
    one, *others = rng.integers([-1, -1, 0], [8, 7, 6], (60, 3))
    scene = Scene([OUTLINES[which]], [base], [top])
    wanted = [touches(OUTLINES[which], base, top, one, other) for other in others]
    span = (0.0, 6.0) if tabled else (9.0, 9.0)
    found = hidden(scene, camera(*one), np.array(others, dtype=float), heads=span)
    assert found.tolist() == wanted
    for other, hides in zip(others[:9], wanted, strict=False):
        assert hidden(scene, camera(*other), [one.astype(float)], heads=span).tolist() == [hides]


def wall(base=0.0, top=3.0):
    return Scene([shapely.box(10, -5, 11, 5)], [base], [top])


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
    assert hidden(wall(), camera(0, 0, 5), [point])[0] == hides


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
    assert hidden(wall(3.0, 3.02), camera(0, 0, 5), [point])[0] == hides


def test_straight_down():
    above = Scene([shapely.box(-1, -1, 1, 1)], [2], [3])
    points = [[0, 0, 1.6], [0, 0, 2.5], [0, 4, 1.6]]
    assert hidden(above, camera(0, 0, 5), points).tolist() == [True, True, False]
    beside = Scene([shapely.box(1, 1, 2, 2)], [0], [3])
    assert not hidden(beside, camera(0, 0, 5), [[0, 0, 1.6]])[0]


def test_a_crown_by_hand():
    scene = Scene([], [], [], [(10, 0, 5, 2, 1)])
    points = [[20, 0, 3], [20, 0, 2.9], [11, 0, 1], [9, 0, 0.5], [20, 4, 2.99]]
    assert hidden(scene, camera(0, 0, 5), points).tolist() == [True, False, False, False, False]


def test_points_of_many_cameras_in_any_order():
    site, points = random_solids(3, 25), np.repeat(points_of(3, 700), 2, axis=0)
    views = [random_camera(n) for n in range(9)]
    scene = Scene.of(site)
    looking = scene.look_from(
        [v.position for v in views], [v.rotation for v in views], [v.lens for v in views], 60.0
    )
    which = np.random.default_rng(4).integers(0, 9, len(points))
    for order in (np.arange(len(points)), np.argsort(which, kind="stable")):
        found = looking.visible(which[order], points[order])
        again = looking.visible(which[order].astype(np.uint8), np.asfortranarray(points[order]))
        for n, view in enumerate(views):
            mine = which[order] == n
            np.testing.assert_array_equal(found[mine], ~hidden(scene, view, points[order][mine]))
        np.testing.assert_array_equal(found, again)


@pytest.mark.compiled
def test_what_is_changed_afterwards_is_no_part_of_the_scene():
    top, reach, view = np.array([3.0]), np.array([50.0]), camera()
    scene = Scene([shapely.box(10, -5, 11, 5)], [0], top)
    looking = scene.look_from(view.position[None], view.rotation[None], view.lens, reach)
    top[0], reach[0] = 0.5, 1.0
    assert (scene.top.tolist(), looking.reach.tolist()) == ([3.0], [50.0])


@pytest.mark.parametrize(
    ("which", "points", "wrong"),
    [
        ([0, 1], [[1, 2, 3], [4, 5, 6]], "pair 1 is of camera 1"),
        ([0, -1], [[1, 2, 3], [4, 5, 6]], "pair 1 is of camera -1"),
        ([0, 2**32], [[1, 2, 3], [4, 5, 6]], "pair 1 is of camera 4294967296"),
        ([-(2**32), 0], [[1, 2, 3], [4, 5, 6]], "pair 0 is of camera -4294967296"),
        ([0, 0], [[1, 2, 3], [4, np.nan, 6]], "pair 1 is of camera 0 and point .*nan"),
        ([0], [[1, np.inf, 3]], "points are finite"),
        ([0, 0], [[1, 2, 3]], "must be 1 whole numbers"),
        ([0.0], [[1, 2, 3]], "must be 1 whole numbers"),
        ([0], [[1, 2]], r"must have shape \(any, 3\)"),
        ([0], [["a", "b", "c"]], "must hold numbers"),
    ],
)
def test_pairs_that_are_none_are_refused(which, points, wrong):
    view = camera()
    looking = wall().look_from(view.position[None], view.rotation[None], view.lens, 50)
    # kernels that run as plain Python warn of what is infinite
    with np.errstate(invalid="ignore"), pytest.raises(ShapeError, match=wrong):
        looking.visible(which, points)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"position": [[0, 0]]}, "position has shape"),
        ({"rotation": [np.eye(3) * 2]}, "right-handed rotation"),
        ({"rotation": [np.diag([1, 1, -1])]}, "right-handed rotation"),
        ({"lens": []}, "0 lenses for 1 cameras"),
        ({"lens": "dome"}, "lens is of type str, but must be a Lens or a sequence of one for each"),
        ({"lens": ["dome"]}, r"lens\[0\] is of type str, but lens must be a Lens or a sequence"),
        ({"reach": 0}, "reach is 0 m"),
        ({"reach": np.inf}, r"reach\[0\] is inf, but every value must be a finite number"),
        ({"heads": (2, 1)}, "heads is 2 to 1 m, but the lowest must not be above the highest"),
        ({"reach": [1, 2]}, "reach has shape"),
        ({"heads": [1, 2, 3]}, "heads has shape"),
    ],
)
def test_cameras_that_are_none_are_refused(changes, wrong):
    given = {"position": [[0, 0, 5]], "rotation": [np.eye(3)], "lens": camera().lens, "reach": 9}
    with pytest.raises(ShapeError, match=wrong):
        wall().look_from(**given | changes)


@pytest.mark.compiled
@settings(max_examples=20)
@given(seed=SEED)
def test_no_head_that_is_seen_is_left_out_by_the_squares(seed):
    scene, view = Scene.of(random_solids(seed, 25)), random_camera(seed)
    points = points_of(seed, 4000) * [1, 1, 0.4] + [0, 0, 0.9]
    heads, far = (0.9, 2.1), reach(view)
    looking = scene.look_from(view.position[None], view.rotation[None], view.lens, far, heads=heads)
    grid = looking.grid
    assert 0 < len(grid.camera) < grid.rows * grid.columns
    seen = densities(scene, view, points) > 0
    i, j = ((points[seen, :2] - [grid.west, grid.south]) * grid.per_m).astype(int).T
    assert (np.diff(grid.first)[j * grid.columns + i] == 1).all()


def test_squares_leave_out_what_is_behind_and_beyond():
    view = camera(0, 0, 4, heading=0, hfov=90)
    looking = Scene([], [], []).look_from(view.position[None], view.rotation[None], view.lens, 50)
    grid = looking.grid
    marked = np.diff(grid.first).reshape(grid.rows, grid.columns) > 0
    j, i = np.nonzero(marked)
    x, y = grid.west + (i + 0.5) / grid.per_m, grid.south + (j + 0.5) / grid.per_m
    # a square more each way, for the bodies before what it sees
    assert (np.hypot(x, y) < 56).all()
    assert y.min() > -6
    assert y.max() > 45


@given(angle=st.floats(0, 3.999999))
def test_a_diamond_angle_comes_back(angle):
    assert kernels.diamond(*kernels.direction(angle)) == pytest.approx(angle, abs=1e-12)


def test_diamond_angles_grow_with_the_angle():
    turn = np.linspace(-np.pi / 2, 3 * np.pi / 2, 1000, endpoint=False)
    found = [kernels.diamond(np.cos(a), np.sin(a)) for a in turn]
    assert (np.diff(found[1:]) > 0).all()


def test_solids_that_are_none_are_refused():
    box = shapely.box(0, 0, 1, 1)
    with pytest.raises(ShapeError, match=r"base\[1\] is 3 m, but must not be above top\[1\], 2 m"):
        Scene([box, box], [0, 3], [2, 2])
    with pytest.raises(ShapeError, match="footprints is of type Polygon, but must be a sequence"):
        Scene(box, [0], [10])
    with pytest.raises(ShapeError, match=r"crowns\[0\] has radius 0 and half height 1 m, but both"):
        Scene([], [], [], [[0, 0, 4, 0, 1]])
    with pytest.raises(ShapeError, match="footprint 1 is a LineString, but must be a polygon"):
        Scene([box, shapely.LineString([[0, 0], [1, 1]])], [0, 0], [1, 1])
    bow = shapely.Polygon([[0, 0], [1, 1], [1, 0], [0, 1]])
    with pytest.raises(ShapeError, match="footprint 0 is a Polygon, but must .* crosses nothing"):
        Scene([bow], [0], [1])
    with pytest.raises(ShapeError, match="top has shape"):
        Scene([box], [0], [1, 2])
    assert not hidden(Scene([], [], []), camera(), [[1, 2, 1]])[0]
