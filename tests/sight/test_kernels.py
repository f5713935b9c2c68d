"""Bodies that hide, and faces as a camera sees them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from tests.sight.scenes import random_relief
from twin.cameras.kernels import Record
from twin.sight.grid import spans
from twin.sight.grid.kernels import Grid
from twin.sight.groups import room_for
from twin.sight.groups.kernels import (
    LARGE,
    Here,
    Member,
    filled,
    gathered,
    grouped,
    members_between,
)
from twin.sight.others import kernels as others
from twin.sight.shown import kernels as shown
from twin.site.relief import grounds

pytestmark = pytest.mark.kernel

SIZES = {"foot": 0.0, "eye": 1.6, "radius": 0.19, "shoulder": 1.4, "head": 0.11}


def behind(a, b, at=(0.0, 0.0), **changes):
    sizes = {**SIZES, **changes}
    return others.behind_body(
        *map(float, a), *map(float, b), *at,
        *(sizes[name] for name in ("foot", "eye", "radius", "shoulder", "head")),
    )  # fmt: skip


def gap(a, b, high, radius, foot=-math.inf, low=-math.inf):
    """How far a segment misses a capsule at the origin with a flat foot, by search; it is convex.

    Above 0 when it does. The capsule's axis goes from ``low`` to ``high``.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)

    def distance(t):
        x, y, z = a + t * (b - a)
        return max(math.sqrt(x * x + y * y + max(0.0, z - high, low - z) ** 2) - radius, foot - z)

    found = minimize_scalar(distance, bounds=(0, 1), method="bounded", options={"xatol": 1e-12})
    return min(found.fun, distance(0.0), distance(1.0))


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_body_is_a_capsule_and_a_sphere(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.uniform([-3, -3, rng.choice([0, -3])], [3, 3, rng.choice([1, 5])], (2, 3))
    b[:2] = rng.uniform(-0.6, 0.6, 2) + rng.choice([0, -1.0]) * a[:2]
    # the middle of a wide and low cap is below the feet
    radius, shoulder = float(rng.choice([0.19, 0.48])), float(rng.choice([0.4, 1.4]))
    body = gap(a, b, shoulder - radius, radius, foot=SIZES["foot"])
    head = gap(a, b, SIZES["eye"], SIZES["head"], low=SIZES["eye"])
    if min(abs(body), abs(head)) > 1e-6:
        assert behind(a, b, radius=radius, shoulder=shoulder) == (body < 0 or head < 0)


@pytest.mark.parametrize(
    ("a", "b", "hides"),
    [
        ((-5, 0, 1), (5, 0, 1), True),
        ((-5, 0.19, 1), (5, 0.19, 1), True),  # touches the side
        ((-5, 0.1901, 1), (5, 0.1901, 1), False),
        ((-5, 0, 1.45), (5, 0, 1.45), False),  # between shoulders and head, at the neck
        ((-5, 0, 1.4901), (5, 0, 1.4901), True),  # the lowest of the head
        ((-5, 0, 1.7101), (5, 0, 1.7101), False),  # over the head
        ((-5, 0, 1), (-0.2, 0, 1), False),  # ends before
        ((0, 0, 5), (0, 0, 3), False),  # ends above
        ((0, 0, 5), (0, 0, 1), True),
        ((0.15, 0, 5), (0.15, 0, 1), True),  # straight down on a shoulder
        ((0.25, 0, 5), (0.25, 0, 1), False),
        ((1, 1, 1), (1, 1, 1), False),  # no line at all
        ((-5, 0, -0.01), (5, 0, -0.01), False),  # under the feet, as from below a deck
        ((-5, 0, 0), (5, 0, 0), True),
        ((-1, 0, -1.3), (1, 0, 0.7), False),  # comes up beyond
        ((-1, 0, -0.9), (1, 0, 1.1), True),  # comes up through the feet
        ((-1, 0, 3), (-0.1, 0, -0.5), False),  # ends below the feet, and came from beside
        ((-0.1, 0, -0.5), (-1, 0, 3), False),
        ((-1, 0, 3), (-0.1, 0, -0.2), True),  # through the feet
        ((0, 0, -5), (0, 0, -0.1), False),
        ((0, 0, -5), (0, 0, 0.1), True),
    ],
)
def test_bodies_by_hand(a, b, hides):
    assert behind(a, b) == hides
    assert behind(b, a) == hides


def off_angles(yaw, pitch, x, y, z):
    """Return off_yaw and off_pitch of a direction of the site frame."""
    turned = shown.head_frame(
        math.sin(yaw), math.cos(yaw), math.sin(pitch), math.cos(pitch), x, y, z
    )
    tan_yaw, sin_pitch = shown.off_turn(*turned)
    return math.atan(tan_yaw), math.asin(sin_pitch)


@pytest.mark.parametrize(
    ("yaw", "pitch", "to_camera", "off_yaw", "off_pitch"),
    [
        (0, 0, (1, 0, 0), 0, 0),
        (0, 0, (1, 1, 0), 45, 0),  # the camera on the left
        (0, 0, (1, -1, 0), -45, 0),
        (90, 0, (0, 1, 0), 0, 0),
        (90, 0, (0, 1, 1), 0, 45),  # the camera above
        (0, -30, (1, 0, math.tan(math.radians(15))), 0, 45),  # looks down at a phone
        (0, 45, (1, 0, 1), 0, 0),  # looks up into the camera
        (180, 0, (-1, 1, 0), -45, 0),
    ],
)
def test_the_angles_between_a_face_and_a_camera(yaw, pitch, to_camera, off_yaw, off_pitch):
    found = off_angles(math.radians(yaw), math.radians(pitch), *(float(c) for c in to_camera))
    np.testing.assert_allclose(np.degrees(found), [off_yaw, off_pitch], atol=1e-12)


@given(
    yaw=st.floats(-3, 3),
    pitch=st.floats(-1.5, 1.5),
    off=st.floats(-1.5, 1.5),
    up=st.floats(-1.5, 1.5),
)
def test_angles_are_those_of_rotation_matrices(yaw, pitch, off, up):
    ahead = [math.cos(up) * math.cos(off), math.cos(up) * math.sin(off), math.sin(up)]
    c, s = math.cos(pitch), math.sin(pitch)
    nod = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    c, s = math.cos(yaw), math.sin(yaw)
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    found = off_angles(yaw, pitch, *(turn @ nod @ ahead))
    np.testing.assert_allclose(found, [off, up], atol=1e-9)


def room_of(grid, cameras, crowd):
    """Put a crowd in groups."""
    room = room_for(grid, cameras, len(crowd))
    room.here[:] = crowd
    grouped(grid, cameras, room, len(crowd))
    return room


def random_crowd(rng):
    count = int(rng.integers(2, rng.choice([40, 40, 40, 200])))
    crowd = np.zeros((count, int(Here.LENGTH)))
    crowd[:, :2] = rng.normal(0, rng.choice([0.5, 3, 20, 60]), (count, 2)) + rng.choice(
        [0, 0, 30], 2
    ) * rng.choice([-1, 1], 2)
    crowd[rng.random(count) < 0.1, rng.integers(0, 2)] = 0.0  # on an edge, some at the camera
    crowd[:, Here.EYE] = rng.uniform(0.8, 1.9, count)
    crowd[:, Here.HEAD] = 0.11
    crowd[:, Here.APART] = 0.03
    crowd[:, Here.RADIUS] = rng.uniform(0.1, 0.5, count)
    crowd[:, Here.SHOULDER] = crowd[:, Here.EYE] * 0.88
    return crowd


@settings(max_examples=80)
@given(seed=st.integers(0, 2**32 - 1))
def test_nobody_who_hides_is_passed_over(seed):
    """Against everybody tried in turn: in a crowd, from high and low cameras, in all directions."""
    rng = np.random.default_rng(seed)
    first, camera = np.arange(100 * 80 + 1), np.zeros(100 * 80, dtype=np.uint16)
    grid = Grid(-100.0, -80.0, 0.5, 100, 80, first, camera, -math.inf, math.inf, math.inf)
    room = room_of(grid, 1, random_crowd(rng))
    record = np.zeros(int(Record.LENGTH))
    record[Record.Z] = height = float(rng.choice([0.3, 1.7, 2.1, 3.5, 12.0]))
    many, here = gathered(grid, room, 0), room.here
    assert many == np.count_nonzero(room.square >= 0)
    widest = max(here[:, Here.RADIUS].max(), 0.11)
    ex, ey = 0.03 * np.array([math.cos(seed), math.sin(seed)])
    there = room.member[:many].tolist()
    for n, me in enumerate(there):
        x, y, z = here[me, [Here.X, Here.Y, Here.EYE]]
        hidden = [
            any(
                others.behind_body(
                    0.0, 0.0, height, x + side * ex, y + side * ey, z, *here[k, :2],
                    here[k, Here.FOOT], here[k, Here.EYE], here[k, Here.RADIUS], here[k, Here.SHOULDER], here[k, Here.HEAD],
                )
                for k in there if k != me
            )
            for side in (0, 1, -1)
        ]  # fmt: skip
        head, eye = others.behind_others(grid, room, 0, many, n, True, ex, ey, record, widest)
        assert head == hidden[0]
        assert others.behind_anybody(here, len(here), me, 0.0, 0.0, height) >= head
        if not head:
            assert eye == (hidden[1] or hidden[2])


@given(seed=st.integers(0, 2**32 - 1))
def test_a_group_is_all_of_the_squares_of_a_camera_row_by_row(seed):
    rng = np.random.default_rng(seed)
    cameras, crowd = 3, random_crowd(rng)
    marked = rng.random((30 * 40, cameras)) < 0.6
    square, camera = np.nonzero(marked)
    first = np.searchsorted(square, np.arange(30 * 40 + 1))
    grid = Grid(
        -40.0, -30.0, 0.5, 40, 30, first, camera.astype(np.uint16), 0.9, 1.8, 1.85
    )  # fmt: skip
    room = room_of(grid, cameras, crowd)
    column, row = np.floor((crowd[:, :2] - [-40, -30]) / 2).astype(int).T
    inside = (column >= 0) & (column < 40) & (row >= 0) & (row < 30)
    top = np.maximum(crowd[:, Here.EYE] + crowd[:, Here.HEAD], crowd[:, Here.SHOULDER])
    all_round = (crowd[:, Here.EYE] < 0.9) | (crowd[:, Here.EYE] > 1.8) | (top > 1.85)
    for c in range(cameras):
        wanted = all_round.copy()
        wanted[inside] |= marked[row[inside] * 40 + column[inside], c]
        who = room.member[room.first[c] : room.first[c + 1]]
        assert sorted(who.tolist()) == np.flatnonzero(wanted).tolist()
        assert (np.diff(np.clip(row[who], 0, 29)) >= 0).all()
        many = gathered(grid, room, c)
        np.testing.assert_array_equal(
            room.work[: Member.Z + 1, :many], crowd[who, : Here.EYE + 1].T
        )
        assert np.isnan(room.work[: Member.TOP + 1, many : filled(many)]).all()
        if many > LARGE:
            low, high = np.sort(rng.uniform(-40, 40, 2))
            begin, end = members_between(grid, room, low, high)
            between = np.flatnonzero((crowd[who, 1] >= low) & (crowd[who, 1] <= high))
            assert set(between.tolist()) <= set(range(begin, end))
            assert end <= filled(many)


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), side=st.sampled_from([2.0, 3.0, 7.0]))
def test_no_ground_of_a_square_is_lower_or_higher_than_told(seed, side):
    relief = random_relief(seed)
    grid = Grid(-55.0, -51.0, 1 / side, 40, 30, None, None, 0.0, 0.0, 0.0)
    low, high = spans(grid, relief)
    rng = np.random.default_rng(seed)
    at = rng.uniform([0, 0], [40 * side, 30 * side], (500, 2)).round(2)
    i, j = np.minimum((at / side).astype(int), [39, 29]).T
    for below in (0, 1):
        z = grounds(relief, at + np.array([grid.west, grid.south]), below=below)
        assert (z >= low[j, i]).all()
        assert (z <= high[j, i]).all()
    # nor is it told from farther away than the next two squares of the relief
    n = int(rng.integers(40)), int(rng.integers(30))
    near = np.mgrid[-2:2.01:0.05, -2:2.01:0.05].reshape(2, -1).T / relief.per_m
    middle = [grid.west + (n[0] + 0.5) * side, grid.south + (n[1] + 0.5) * side]
    around = middle + near * (1 + side * relief.per_m)
    z = np.concatenate([grounds(relief, around, below=below) for below in (0, 1)])
    assert z.min() <= low[n[::-1]] <= high[n[::-1]] <= z.max()
