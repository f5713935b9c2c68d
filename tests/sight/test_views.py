"""Which cameras see which faces, against OpenCV, GEOS and a search for the nearest body."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sight.geos import hidden_by_geos
from tests.sight.reference import miss, project
from tests.sight.scenes import camera, random_camera, random_solids
from twin.errors import ShapeError
from twin.sight import Scene

pytestmark = pytest.mark.kernel

SEED = st.integers(0, 2**32 - 1)
REACH = 45.0


def crowd(seed, count=60):
    """Faces and bodies, some of them outside the heights of the table."""
    rng = np.random.default_rng(seed)
    tall = rng.choice([rng.uniform(1.0, 2.0, count), rng.uniform(0.3, 2.6, count)])
    faces = np.column_stack([rng.normal(0, rng.choice([4, 25]), (count, 2)), tall])
    sizes = np.column_stack(
        [np.full(count, 0.11), rng.uniform(0.15, 0.3, count), faces[:, 2] - rng.uniform(0.2, 0.3)]
    )
    return faces, sizes


def looking(scene, views):
    return scene.look_from(
        [v.position for v in views], [v.rotation for v in views], [v.lens for v in views], REACH
    )


def pairs(found):
    face, which = found
    order = list(zip(face.tolist(), which.tolist(), strict=True))
    assert order == sorted(order)
    return set(order)


def seen_slowly(site, views, faces, sizes, grow):
    """Pairs that are seen when everything that hides is so much larger. [m]"""
    out = set()
    for c, view in enumerate(views):
        hidden = hidden_by_geos(site, view.position, faces, grow)
        for n, face in enumerate(faces):
            if (
                np.linalg.norm(face - view.position) > REACH - grow
                or project(view, face) is None
                or hidden[n]
            ):
                continue
            if sizes is not None:
                others = np.arange(len(faces)) != n
                (x, y, eye), (head, radius, top) = faces[others].T, sizes[others].T
                body = miss(view.position, face, x, y, top - radius, radius, foot=-math.inf)
                ball = miss(view.position, face, x, y, eye, head)
                if (body <= grow).any() or (ball <= grow).any():
                    continue
            out.add((n, c))
    return out


@settings(max_examples=40, deadline=None)
@given(seed=SEED, alone=st.booleans())
def test_faces_are_those_in_the_image_and_behind_nothing(seed, alone):
    site, views = random_solids(seed), [random_camera(seed + n) for n in range(3)]
    faces, sizes = crowd(seed)
    sizes = None if alone else sizes
    found = pairs(looking(Scene.of(site), views).faces(faces, sizes))
    assert seen_slowly(site, views, faces, sizes, 1e-6) <= found
    assert found <= seen_slowly(site, views, faces, sizes, -1e-6)


@settings(max_examples=15, deadline=None)
@given(seed=SEED)
def test_one_more_never_raises_what_is_seen_of_the_others(seed):
    site, views = random_solids(seed), [random_camera(seed + n) for n in range(3)]
    faces, sizes = crowd(seed)
    view = looking(Scene.of(site), views)
    fewer = pairs(view.faces(faces[:-1], sizes[:-1]))
    more = pairs(view.faces(faces, sizes))
    assert {pair for pair in more if pair[0] < len(faces) - 1} <= fewer


@pytest.mark.compiled
def test_many_faces_before_many_cameras_in_threads():
    site = random_solids(5, 40)
    view = looking(Scene.of(site), [random_camera(n) for n in range(90)])
    moments = [crowd(seed, 1500) for seed in range(6)]
    one = [view.faces(*moment) for moment in moments]
    with ThreadPoolExecutor(3) as threads:
        again = list(threads.map(lambda moment: view.faces(*moment), moments))
    for a, b in zip(one, again, strict=True):
        assert len(a[0]) > 300
        np.testing.assert_array_equal(a, b)


def test_a_face_off_every_square_and_nobody_at_all():
    view = looking(Scene([], [], []), [camera()])
    assert [len(part) for part in view.faces([[900.0, 0, 1.6], [900.0, 0, 9.0]])] == [0, 0]
    assert [len(part) for part in view.faces(np.zeros((0, 3)))] == [0, 0]
    blind = Scene([], [], []).look_from(np.zeros((0, 3)), np.zeros((0, 3, 3)), [], 9)
    assert [len(part) for part in blind.faces([[0.0, 9, 1.6]])] == [0, 0]


def test_many_faces_off_the_heights_are_asked_about_with_every_camera():
    far = [camera(500.0 * n, 0, 6.0, heading=90, tilt=0) for n in range(5)]
    view = looking(Scene([], [], []), far)
    faces = np.array([[500.0 * n + 9, 0.1 * n, 6.0] for n in range(5)])
    sizes = np.tile([0.11, 0.2, 5.8], (5, 1))
    assert len(view.faces([[9.0, 0, 1.6]])[0]) == 0  # below the picture; there is room for few
    assert pairs(view.faces(faces, sizes)) == {(n, n) for n in range(5)}
    assert pairs(view.faces(faces)) == {(n, n) for n in range(5)}


def test_who_stands_before_another_hides_them_and_not_themselves():
    view = looking(Scene([], [], []), [camera(0, 0, 1.6, heading=90, tilt=0)])
    row = [[5.0, 0, 1.6], [6.0, 0, 1.6], [6.0, 1, 1.6]]
    bodies = np.tile([0.11, 0.22, 1.4], (3, 1))
    assert view.faces(row, bodies)[0].tolist() == [0, 2]
    assert view.faces(row)[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("faces", "people", "wrong"),
    [
        ([[1, 2]], None, r"points has shape \(1, 2\)"),
        ([[1, 2, np.nan]], None, r"points\[0\] is \[1.0, 2.0, nan\]"),
        ([[1, 2, 3]], [[0.1, 0.2]], r"people has shape \(1, 2\), but must have shape \(1, 3\)"),
        ([[1, 2, 3]], [[0.1, 0.2, 1.4]] * 2, r"people has shape \(2, 3\)"),
        (
            [[1, 2, 3]],
            [[0.1, -0.2, 1.4]],
            "people has a radius of -0.2 m, but must have 0 m at least",
        ),
    ],
)
def test_faces_that_are_none_are_refused(faces, people, wrong):
    with pytest.raises(ShapeError, match=wrong):
        looking(Scene([shapely.box(0, 0, 1, 1)], [0], [1]), [camera()]).faces(faces, people)


@pytest.mark.parametrize("north", [0.0, 0.5])
def test_whoever_reaches_out_from_behind_a_wall_hides_others(north):
    """Somebody with a radius of 0.69 m stands 0.55 m behind the end of a wall seen aslant.

    The squares in which they stand may be all behind that wall, and still their body is before the
    face: the line to it passes the end on its open side, 0.1 m at most, so 0.65 m from them.
    """
    at, to = np.array([0, north]), np.array([math.sin(0.75), math.cos(0.75)])
    aside = np.array([-to[1], to[0]])
    wall = shapely.Polygon([at + 6 * to, at + 6 * to + 40 * aside, at + 6.2 * to + 40 * aside])
    view = camera(*at, 1.2, heading=math.degrees(0.75), tilt=0, hfov=60)
    look = looking(Scene([wall], [0], [10]), [view]).faces
    for far in range(8, 25):
        behind, beyond = at + far * to + 0.55 * aside, at + (far + 3) * to - 0.1 * aside
        points, people = [[*behind, 1.2], [*beyond, 1.2]], [[0.11, 0.69, 1.9], [0.11, 0.2, 1]]
        assert look(points[1:], people[1:])[0].tolist() == [0]
        assert look(points, people)[0].tolist() == []


def test_nobody_is_wider_than_the_squares_go_beyond_the_reach():
    view = looking(Scene([], [], []), [camera()])
    with pytest.raises(ShapeError, match="a radius of 1.5 m, but must have 1 m at most"):
        view.faces([[0, 10, 1.6]], [[0.11, 1.5, 1.4]])
