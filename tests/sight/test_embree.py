"""What the scene and people hide, against Embree and closed forms; off by default.

``EMBREE_PYTHON=/path/to/venv/bin/python SIGHT_BENCH=/path/to/folder python3 go.py test
tests/sight/test_embree.py -m slow`` makes scenes of the bench, of several seeds, and asks this
program and Embree which faces they hide from cameras as they come, steep, level and low. Embree
computes in single precision, on triangles: where the two differ, the line must pass within a
millimetre of an edge or a top, by GEOS and in double precision. (The bench cuts off the last 0.12 m
of a line, but lets nobody stand within 0.3 m of a solid.) People who hide people are balls and capsules, whose distance to a line NumPy
gives in closed form.

Found so, November 2026: of ten million pairs, three quarters of a million of them hidden, not one
differs; nor does one of 310,000 that the scene leaves open, of which people hide 31,000.
"""

from collections import Counter

import numpy as np
import pytest
import shapely

from tests.sight import beside_embree as bench

pytestmark = [pytest.mark.slow, bench.with_embree]

SEEDS = (7, 8, 9, 10)
FACES = 1_000_000

TILT = {"as they come": None, "steep": -75.0, "level": 0.0, "low": None}
"""How cameras are tilted. [deg]"""

LOW = np.float32(2.2)
"""Height of low cameras. [m]"""

TOUCH = 1e-9
"""So near a body a line may be hidden or not. [m]"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Make the scene of each seed once."""
    made = {}

    def of(seed):
        if seed not in made:
            place = tmp_path_factory.mktemp(f"seed{seed}")
            made[seed] = bench.made(place, seed, faces=FACES, dense=seed == SEEDS[0])
        return made[seed]

    return of


def cameras(scene, how):
    """Return position and rotation of the cameras of a scene."""
    position = scene["cam_pos"].copy()
    if how == "low":
        position[:, 2] = LOW
    return position, bench.rotations(scene, TILT[how])


@pytest.mark.parametrize("how", list(TILT))
@pytest.mark.parametrize("seed", SEEDS)
def test_the_scene_hides_what_it_hides_for_embree(folder, tmp_path, seed, how):
    scene, points = bench.read(folder(seed), "scene"), bench.read(folder(seed), "rays")["face_xyz"]
    site, (position, rotation) = bench.site_of(scene), cameras(scene, how)
    camera, face = bench.in_view(position, rotation, points)
    views = bench.views_of(site, position, rotation)
    hidden = ~views.visible(camera, points[face])
    pairs = bench.asked(tmp_path / "pairs", scene, position, points, camera, face)
    theirs, _ = bench.blocked(pairs)
    differ = np.flatnonzero(hidden != theirs)
    near = bench.near_an_edge(site, position[camera[differ]], points[face[differ]])
    assert near.all(), f"{(~near).sum()} of {len(differ)} differences of {len(hidden)} pairs"
    assert len(differ) < 1e-4 * len(hidden)
    # little of what is right below a camera is hidden
    assert min(hidden.sum(), (~hidden).sum()) > (100 if how == "steep" else 40_000)


def test_a_camera_a_centimetre_aside_would_be_told(folder):
    scene, points = (bench.read(folder(SEEDS[0]), name) for name in ("scene", "rays"))
    site, position = bench.site_of(scene), scene["cam_pos"]
    camera, points = points["pair_cam"], points["face_xyz"][points["pair_face"]]
    hidden = [
        bench.views_of(site, position + np.array([by, 0, 0]), bench.rotations(scene)).visible(
            camera, points
        )
        for by in (0.0, 5e-4, 0.01)
    ]
    for other, told in zip(hidden[1:], (False, True), strict=True):
        differ = np.flatnonzero(hidden[0] != other)
        near = bench.near_an_edge(site, position[camera[differ]], points[differ])
        assert len(differ) > 0
        assert told == (not near.all())


def to_bodies(eyes, faces, who, people, tops):
    """Return by how far each line, to the face of ``who``, misses all others' bodies. [m]

    Less than 0 where it meets one.
    """
    plan = shapely.linestrings(np.stack([eyes[:, :2], faces[:, :2]], axis=1))
    near = shapely.STRtree(shapely.points(people[:, :2]))
    line, other = near.query(plan, predicate="dwithin", distance=bench.RADIUS + 0.01)
    line, other = line[other != who[line]], other[other != who[line]]
    eye, face, head = eyes[line], faces[line], people[other]
    foot = np.column_stack([head[:, :2], np.full(len(head), bench.RADIUS)])
    neck = np.column_stack([head[:, :2], tops[other] - bench.RADIUS])
    misses = np.minimum(
        between(eye, face, head, head) - bench.HEAD, between(eye, face, foot, neck) - bench.RADIUS
    )
    out = np.full(len(eyes), np.inf)
    np.minimum.at(out, line, misses)
    return out


def between(a, b, p, q):
    """Return the least distances of segments a b and p q; a and b differ, p and q need not.

    The square of the distance is least where both its derivatives are 0, or at an end.
    """
    d, e, r = b - a, q - p, a - p
    dd, ee, de = (d * d).sum(1), (e * e).sum(1), (d * e).sum(1)
    dr, er = (d * r).sum(1), (e * r).sum(1)
    both = dd * ee - de * de
    s = np.clip(np.divide(de * er - dr * ee, both, where=both > 0, out=np.zeros_like(dd)), 0, 1)
    t = np.clip(np.divide(de * s + er, ee, where=ee > 0, out=np.zeros_like(dd)), 0, 1)
    s = np.clip((de * t - dr) / dd, 0, 1)
    return np.linalg.norm(r + s[:, None] * d - t[:, None] * e, axis=1)


@pytest.mark.parametrize("how", ["as they come", "low"])
@pytest.mark.parametrize("crowd", ["frames", "frames_dense"])
def test_people_hide_what_balls_and_capsules_hide(folder, crowd, how):
    scene = bench.read(folder(SEEDS[0]), "scene")
    position, rotation = cameras(scene, how)
    views = bench.views_of(bench.site_of(scene), position, rotation)
    counts = Counter()
    for faces, people in bench.moments(folder(SEEDS[0]), crowd, 3000):
        camera, face = bench.in_view(position, rotation, faces)
        open_ = views.visible(camera, faces[face])
        camera, face = camera[open_], face[open_]
        misses = to_bodies(position[camera], faces[face], face, faces, people[:, 2])
        order = np.lexsort([camera, face])
        pairs, misses = np.column_stack([face, camera])[order], misses[order]
        np.testing.assert_array_equal(np.column_stack(views.faces(faces)), pairs)
        found = set(zip(*(n.tolist() for n in views.faces(faces, people)), strict=True))
        seen = np.array([pair in found for pair in map(tuple, pairs.tolist())])
        assert seen.sum() == len(found)
        sure = np.abs(misses) > TOUCH
        np.testing.assert_array_equal(seen[sure], (misses > 0)[sure])
        counts.update(seen=seen.sum(), hidden=(~seen).sum(), touching=(~sure).sum())
    assert counts["seen"] > 20_000
    assert counts["hidden"] > 100
    assert counts["touching"] < 10
