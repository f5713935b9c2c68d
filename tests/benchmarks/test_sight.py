"""How fast many cameras see many faces, beside Embree; off by default.

``EMBREE_PYTHON=/path/to/venv/bin/python SIGHT_BENCH=/path/to/folder python3 go.py test
tests/benchmarks/test_sight.py -m slow -s`` lets the bench make its scene of seed 7 (see
:mod:`tests.sight.beside_embree`) and prints each goal with the figure found beside it, the median
of five turns:

* static pairs: the 1.7 million pairs of one of 200 cameras and a face in its view, each camera's
  together and in any order, as points whose columns lie together. Pairs a processor second on one
  core, this program and embreex by turns, which does them in the same order; how much sooner two
  threads are done with a half each; and how large the tables are and how soon they are made;
* whole pipeline: the faces of sixteen moments, some times over, through image, reach, scene and
  other people. Faces a processor second on one core, and a second with two threads, a half of the
  moments each;
* both eyes as well: faces a processor second over those of one point each. Of static pairs, centre
  and eyes are three points of one call, so that a third is what asking thrice leaves. The kernel that
  looks at a day asks for the eyes of heads that are in the image, behind no solid, and turned to the
  camera within :data:`~twin.sight.bodies.OWN_HEAD`; beside it, what it would keep if it asked for
  those of all heads. Where both are seen it measures the face, which is in its time.

Limit: a pair is 28 bytes that are read (number of the camera, point) and one that is written, so
the bandwidth with which the machine copies, printed beside, bounds the pairs a second.

Speed is told and never asserted: a machine that is shared has no speed of its own. What is asserted
is that what was timed is right: Embree's answers in every order, but for lines within a millimetre
of an edge, and the same answers on every turn and with two threads.

Found so on a core of a shared machine, November 2026: 238 million pairs a processor second grouped
by camera (26 times embreex) and 116 million in any order (15 times), a third and a sixth of what
copying allows; 5.8, 6.9 and 2.8 million faces through the whole pipeline of 833 people, 3,000
spread and 3,000 dense. Others had the second core, so that two threads were never given more than
one: what a second is worth is not known yet. With both eyes as well, static pairs keep 0.35 to 0.37
of the faces a second, being three points for one, in either order; the kernel that looks at a day
keeps 0.84 to 0.90, and would keep 0.68 to 0.77 if it asked for the eyes of all heads.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.benchmarks.goals import tell
from tests.benchmarks.timing import TURNS, bandwidth, took
from tests.sight import beside_embree as bench
from twin.cameras.kernels import Record
from twin.sight import LEAST_DENSITY
from twin.sight.bodies import OWN_HEAD
from twin.sight.kernels import Body, Crowd, Stretch, Through
from twin.sight.look import _TURNS
from twin.sight.passes import pooled
from twin.sight.passes.kernels import Piece
from twin.sight.rows.kernels import Near
from twin.sight.stretches import looker
from twin.site.relief import FLAT

pytestmark = [pytest.mark.slow, bench.with_embree]

MILLION = 1e6

GOALS = {"grouped by camera": (28, 1.5), "in any order": (16, 1.7)}
"""Times as fast as embreex that pairs are meant to be, and as soon as one thread that two are."""

GOAL_OF_TABLES = 1.0
"""Megabytes that the tables of all cameras are meant to take at most."""

GOAL_OF_ARRANGING = 0.2
"""Seconds in which all cameras are meant to be arranged."""

CROWDS = {
    "833": ("frames", 833, 12, 20),
    "3,000 spread": ("frames", 3000, 12, 20),
    "3,000 dense": ("frames_dense", 3000, 4, 7),
}
"""File of the bench, people, and million faces a second meant for one core and two threads."""

PASSES = 10
"""Times that a turn goes over the moments, so that waking a thread does not count."""

GOAL_OF_EYES = 0.6
"""Share of the faces a second of one point that are meant to be left with both eyes as well."""

IPD = 0.063
"""Between the eyes. [m]"""

ASKED = {"none": 2.0, "where turned to the camera": float(np.cos(OWN_HEAD)), "of all": -1.0}
"""Whose eyes are asked for: least cosine between face and camera, seen from above."""

PAIR = 29
"""Bytes of a pair that are read and written."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return bench.made(tmp_path_factory.mktemp("bench"), 7, faces=2_000_000, dense=True)


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(2) as both:
        yield both


def cameras(folder):
    """Read site, position and rotation of the cameras of the bench."""
    scene = bench.read(folder, "scene")
    return bench.site_of(scene), scene["cam_pos"], bench.rotations(scene)


def race(views, camera, points, pairs, pool):
    """Let this program and embreex do the same pairs by turns.

    Returns a row for each turn: million pairs a processor second of both, how many times as soon as
    one thread two are done, and how many cores these had; what is seen; and what embreex says is
    hidden.
    """
    middle = len(camera) // 2
    halves = [camera[:middle], camera[middle:]], [points[:middle], points[middle:]]

    def one():
        return views.visible(camera, points)

    def two():
        return list(pool.map(views.visible, *halves))

    seen, rows = one(), []
    for _ in range(TURNS):
        blocked, theirs = bench.blocked(pairs)
        (wall, core), (wall_of_two, core_of_two) = took(one), took(two)
        ours = len(camera) / core / MILLION
        rows.append((ours, theirs, wall / wall_of_two, core_of_two / wall_of_two))
        np.testing.assert_array_equal(one(), seen)
        np.testing.assert_array_equal(np.concatenate(two()), seen)
    return np.array(rows), seen, blocked


def test_static_pairs_beside_embree(folder, pool, tmp_path, capsys):
    scene, rays = bench.read(folder, "scene"), bench.read(folder, "rays")
    site, position, rotation = cameras(folder)
    views = bench.views_of(site, position, rotation)
    count = len(rays["pair_cam"])
    mixed = np.random.default_rng(0).permutation(count)
    told, rates = [], []
    for (name, (goal, goal_of_two)), order in zip(
        GOALS.items(), (np.arange(count), mixed), strict=True
    ):
        camera, face = rays["pair_cam"][order].astype(np.uint32), rays["pair_face"][order]
        points = np.asfortranarray(rays["face_xyz"][face])
        pairs = bench.asked(
            tmp_path / name, scene, position, rays["face_xyz"], camera.astype(np.int32), face
        )
        rows, seen, blocked = race(views, camera, points, pairs, pool)
        differ = np.flatnonzero(seen == blocked)
        assert bench.near_an_edge(site, position[camera[differ]], points[differ]).all()
        ours, theirs, gain, cores = np.median(rows, axis=0)
        times = np.median(rows[:, 0] / rows[:, 1])
        rates.append(f"{name} {ours:.0f}, embreex {theirs:.1f}, two threads had {cores:.2f} cores")
        told.append((f"{name}, times embreex", goal, times))
        told.append((f"{name}, two threads, times as soon as one", goal_of_two, gain))
    table = views.table
    size = sum(a.nbytes for a in (table.head, table.up, table.bound, table.first, table.item))
    arranging, _ = took(lambda: bench.views_of(site, position, rotation))
    told.append(("tables, MB", GOAL_OF_TABLES, size / MILLION))
    told.append((f"arranging {len(position)} cameras, s", GOAL_OF_ARRANGING, arranging))
    copies = bandwidth(pool)
    limits = " and ".join(f"{copied * 1e3 / PAIR:.0f}" for copied in copies)
    joined = "\n".join(rates)
    title = (
        f"{count} static pairs, million a processor second\n{joined}\n"
        f"copying moves {copies[0]:.1f} GB/s, two threads {copies[1]:.1f}: at most {limits} million "
        "pairs a second"
    )
    tell(capsys, title, told)


def test_the_whole_pipeline(folder, pool, capsys):
    views = bench.views_of(*cameras(folder))
    told, counts = [], []
    for name, (file, people, goal, goal_of_two) in CROWDS.items():
        moments = bench.moments(folder, file, people)
        core, both, cores, seen = through(views, moments, pool)
        faces = PASSES * people * len(moments) / MILLION
        told.append((f"{name}, million faces a processor second", goal, faces / core))
        told.append((f"{name}, two threads, million faces/s", goal_of_two, faces / both))
        open_ = sum(len(views.faces(points)[0]) for points, _ in moments)
        assert 0 < seen < open_
        counts.append(f"{name} {seen} of {open_}, two threads had {cores:.2f} cores")
    copies = bandwidth(pool)
    joined = "\n".join(counts)
    title = (
        f"whole pipeline; pairs seen of those that the scene leaves open\n{joined}\n"
        f"copying moves {copies[0]:.1f} GB/s, two threads {copies[1]:.1f}"
    )
    tell(capsys, title, told)


def through(views, moments, pool):
    """Look at moments with one thread and two by turns.

    Returns processor seconds of one, wall seconds of two, the cores that these had, and the number
    of pairs seen.
    """
    half = moments[::2], moments[1::2]

    def see(some):
        return [views.faces(*moment) for _ in range(PASSES) for moment in some]

    def two():
        return list(pool.map(see, half))

    seen = see(moments)
    rows = []
    for _ in range(TURNS):
        (_, core), (wall_of_two, core_of_two) = took(lambda: see(moments)), took(two)
        rows.append((core, wall_of_two, core_of_two / wall_of_two))
        by_two = [found for pair in zip(*two(), strict=True) for found in pair]
        for found, again in zip(by_two, seen, strict=True):
            np.testing.assert_array_equal(found, again)
    pairs = sum(len(face) for face, _ in seen[: len(moments)])
    return *np.median(rows, axis=0), pairs


def shares(ways):
    """Let ways of doing something go by turns; return the first's seconds over those of each."""
    rows = []
    for _ in range(TURNS):
        seconds = np.array([took(way)[1] for way in ways])
        rows.append(seconds[0] / seconds)
    return np.median(rows, axis=0)


def test_both_eyes_of_static_pairs(folder, capsys):
    rays, views = bench.read(folder, "rays"), bench.views_of(*cameras(folder))
    rng = np.random.default_rng(0)
    yaw = rng.uniform(-np.pi, np.pi, len(rays["face_xyz"]))
    aside = IPD / 2 * np.column_stack([-np.sin(yaw), np.cos(yaw), np.zeros(len(yaw))])
    centre_and_eyes = rays["face_xyz"][:, None] + aside[:, None] * np.array([[0], [1], [-1]])
    count = len(rays["pair_cam"])
    told = []
    for name, order in zip(GOALS, (np.arange(count), rng.permutation(count)), strict=True):
        camera, face = rays["pair_cam"][order].astype(np.uint32), rays["pair_face"][order]
        points = centre_and_eyes[face]
        one = camera, np.asfortranarray(points[:, 0])
        three = np.repeat(camera, 3), np.asfortranarray(points.reshape(-1, 3))
        seen = views.visible(*three).reshape(-1, 3)
        np.testing.assert_array_equal(seen[:, 0], views.visible(*one))
        assert 0 < seen.all(axis=1).sum() < seen[:, 0].sum()
        _, share = shares(
            [lambda one=one: views.visible(*one), lambda all_=three: views.visible(*all_)]
        )
        told.append((f"{name}, share of the faces a second", GOAL_OF_EYES, share))
    tell(capsys, f"{count} static pairs, centre and both eyes in one call", told)


def seeing(views, moments):
    """Return a way to let the kernel that looks at a day see moments, for whose eyes it asks."""
    faces, sizes = (np.stack(both) for both in zip(*moments, strict=True))
    count, people = faces.shape[:2]
    bodies = np.empty((people, len(Body)))
    bodies[:, Body.EYE], bodies[:, Body.IPD] = faces[0, :, 2], IPD
    bodies[:, Body.RADIUS], bodies[:, Body.SHOULDER] = sizes[0, :, 1], sizes[0, :, 2]
    near = np.zeros((count, people, int(Near.LENGTH)), dtype=np.int32)
    near[..., Near.PERSON], near[..., Near.TICK] = np.arange(people), np.arange(count)[:, None]
    near[..., Near.X : Near.Y + 1] = np.rint(100 * faces[..., :2])
    near[..., Near.YAW] = np.random.default_rng(0).integers(-314, 315, people)
    cameras = len(views.records)
    through = Through(
        views.table, views.grid, views.records, np.full(cameras, int(Record.LENGTH)), views.reach,
        np.zeros(cameras), FLAT,
    )  # fmt: skip
    stretch, first = (
        Stretch(0, 0, 0, count, last=True, step=1),
        people * np.arange(count + 1, dtype=np.int32),
    )

    rows = near.reshape(-1, int(Near.LENGTH))

    def asking(own_head):
        look = looker(through, Crowd(bodies, _TURNS, bench.HEAD, LEAST_DENSITY, own_head))

        def see():
            for _ in range(PASSES):
                found = look(stretch, rows, first, *pooled([]))
            return found

        return see

    return asking


def test_both_eyes_through_the_whole_pipeline(folder, capsys):
    views = bench.views_of(*cameras(folder))
    told = []
    for name, (file, people, *_) in CROWDS.items():
        asking = seeing(views, bench.moments(folder, file, people))
        ways = [asking(own_head) for own_head in ASKED.values()]
        pieces = [way().pieces for way in ways]
        heads = [found[:, Piece.SAMPLES].sum() for found in pieces]
        faces = [found[:, Piece.FACES].sum() for found in pieces]
        assert heads == heads[:1] * len(ways)
        assert 0 == faces[0] < faces[1] < faces[2] <= heads[0]
        for asked, share in list(zip(ASKED, shares(ways), strict=True))[1:]:
            told.append((f"{name}, eyes {asked}, share", GOAL_OF_EYES, share))
    tell(capsys, "the kernel that looks at a day, both eyes as well", told)
