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
  moments each.

Limit: a pair is 28 bytes that are read (number of the camera, point) and one that is written, so
the bandwidth with which the machine copies, printed beside, bounds the pairs a second.

Speed is told and never asserted: a machine that is shared has no speed of its own. What is asserted
is that what was timed is right: Embree's answers in every order, but for lines within a millimetre
of an edge, and the same answers on every turn and with two threads.

Found so on a core of a shared machine, November 2026: 238 million pairs a processor second grouped
by camera (26 times embreex) and 116 million in any order (15 times), a third and a sixth of what
copying allows; 5.8, 6.9 and 2.8 million faces through the whole pipeline of 833 people, 3,000
spread and 3,000 dense. Others had the second core, so that two threads were never given more than
one: what a second is worth is not known yet.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.benchmarks.goals import tell
from tests.sight import beside_embree as bench

pytestmark = [pytest.mark.slow, bench.with_embree]

TURNS = 5
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


def took(work):
    """Return the median wall and processor seconds of doing something a few times."""
    seconds = []
    for _ in range(TURNS):
        wall, core = time.perf_counter(), time.process_time()
        work()
        seconds.append((time.perf_counter() - wall, time.process_time() - core))
    return np.median(seconds, axis=0)


def bandwidth(pool):
    """Return how fast one thread and two copy 200 MB, read and written. [GB/s]"""
    source = np.ones(25_000_000)
    target = np.zeros_like(source)
    moved, middle = 2 * source.nbytes / 1e9, len(source) // 2
    parts = [(target[:middle], source[:middle]), (target[middle:], source[middle:])]
    return (
        moved / took(lambda: np.copyto(target, source))[0],
        moved / took(lambda: list(pool.map(np.copyto, *zip(*parts, strict=True))))[0],
    )


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
