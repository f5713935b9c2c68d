"""Nobody leaves the ground, whatever room, model and step, and however people begin."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from twin.people import walk

STEPS = {
    "collision-free-speed": [0.01, 0.05],
    "collision-free-speed-plain": [0.01, 0.05],
    "social-force": [0.002, 0.01, 0.02],
}
NEAREST = 0.1  # to a wall that a step ends, by the clearance between nodes, m
# at a wall's end that clearance is too large: one cell off a right angle, by 0.159 of a cell at most,
# found by trying corners of all turns and places on the grid; here cells are of 0.1 m
AT_CORNERS = 0.016


def rooms():
    """Rooms with a wall across, thin or thick, that leaves a way round its end."""
    return st.builds(
        lambda wide, deep, at, thick: box(0, 0, wide, deep).difference(
            box(at * wide, 0, at * wide + thick, deep - 1.5)
        ),
        st.floats(6, 20),
        st.floats(4, 10),
        st.floats(0.4, 0.7),
        st.sampled_from([0.02, 0.2, 1.0]),
    )


def crowd(room, spacing, count, seed):
    """Put people that far apart, a little out of line, about some place in a room."""
    rng = np.random.default_rng(seed)
    west, south, east, north = room.bounds
    side = int(np.ceil(np.sqrt(count)))
    k = np.arange(count)
    places = spacing * np.column_stack([k % side, k // side])
    places = places + rng.uniform(-0.3, 0.3, places.shape) * spacing
    places = places + rng.uniform((west, south), (east, north)) - places.mean(axis=0)
    return places[shapely.contains_xy(room, places[:, 0], places[:, 1])]


def nearest_to_walls(room, walked):
    """How near to a wall people were after their first steps; below 0 off the ground. [m]"""
    there = walked.xy[np.isfinite(walked.xy[..., 0])]
    away = shapely.distance(room.boundary, shapely.points(there))
    return np.where(shapely.covers(room, shapely.points(there)), away, -away).min()


@pytest.mark.parametrize(("model", "dt"), [(m, dt) for m, some in STEPS.items() for dt in some])
@settings(max_examples=12)
@given(
    room=rooms(),
    spacing=st.sampled_from([0.01, 0.1, 0.3, 0.6]),
    count=st.integers(1, 60),
    seed=st.integers(0, 2**20),
)
def test_nobody_leaves_the_ground_however_close_people_begin(model, dt, room, spacing, count, seed):
    start = crowd(room, spacing, count, seed)
    if not len(start):
        return
    east, north = room.bounds[2:]
    door = [box(east - 1, north - 2, east, north)]
    n = len(start)
    walked = walk(room, start, door, [0] * n, [1.34] * n, seconds=3, dt=dt, model=model)
    least = 0.99 * (NEAREST - AT_CORNERS)
    assert nearest_to_walls(room, walked) > min(least, begun(room, start))


def begun(room, start):
    """How near to a wall somebody began who could not be put farther from it."""
    return 0.999 * shapely.distance(room.boundary, shapely.points(start)).min()


@pytest.mark.parametrize("dt", [0.01, 0.02])
@pytest.mark.parametrize("spacing", [0.02, 0.3])
def test_a_hundred_who_are_thrown_apart_all_stay_and_leave_by_the_exit(spacing, dt):
    room, k = box(0, 0, 20, 10), np.arange(100)
    start = np.column_stack([8 + spacing * (k % 10), 3 + spacing * (k // 10)])
    walked = walk(
        room, start, [box(18, 3, 19, 7)], [0] * 100, [1.34] * 100,
        seconds=40, dt=dt, model="social-force",
    )  # fmt: skip
    assert nearest_to_walls(room, walked) > 0.99 * NEAREST
    assert np.isfinite(walked.left).all()


def test_nobody_is_thrown_through_a_wall():
    room = box(0, 0, 12, 8).difference(box(6, 0, 6.05, 6))
    k = np.arange(100)
    start = np.column_stack([4.5 + 0.1 * (k % 10), 2 + 0.1 * (k // 10)])
    walked = walk(
        room, start, [box(10, 0, 12, 2)], [0] * 100, [1.3] * 100,
        seconds=2, dt=0.02, model="social-force",
    )  # fmt: skip
    # the first come round its end, at (6, 6), after more than 2 s
    reached = walked.xy[np.isfinite(walked.xy[..., 0])]
    assert (reached[:, 0] < 6).all()
