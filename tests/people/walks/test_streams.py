"""Two streams through each other on open ground: people of the day lose next to no speed."""

import numpy as np
import pytest
from shapely import box

from twin.people import walk

SIDE, FREE, DENSITY = 60.0, 1.34, 0.125
KEPT = 0.97  # of the free speed, at this density


def path_speed(model, other_exit):
    """Measure the mean speed along the path, over that when nobody is near, away from the edges."""
    rng = np.random.default_rng(0)
    places = np.arange(1.5, SIDE - 1.5, 2.7)
    lattice = np.stack(np.meshgrid(places, places), axis=2).reshape(-1, 2)
    start = rng.permutation(lattice)[: int(DENSITY * SIDE**2)]
    start = start + rng.uniform(-0.6, 0.6, start.shape)
    assert len(start) / SIDE**2 == DENSITY
    exits = [box(SIDE - 1, 0, SIDE, SIDE), other_exit]
    n = len(start)
    walked = walk(
        box(0, 0, SIDE, SIDE), start, exits, np.arange(n) % 2, [FREE] * n, seconds=8, model=model
    )
    step = np.diff(walked.xy, axis=0)
    speed = np.hypot(step[..., 0], step[..., 1]) / np.diff(walked.time)[:, None]
    middle = ((walked.xy > 8) & (walked.xy < SIDE - 8)).all(axis=2)
    counted = middle[1:] & middle[:-1] & (walked.time[1:, None] > 2.0)
    return speed[counted].mean() / FREE


@pytest.mark.parametrize(
    "other_exit",
    [box(0, 0, 1, SIDE), box(0, SIDE - 1, SIDE, SIDE)],
    ids=["head-on", "crossing"],
)
def test_streams_keep_their_speed_where_the_plain_model_loses_it(other_exit):
    kept = path_speed("collision-free-speed", other_exit)
    assert KEPT <= kept <= 1.0
    assert path_speed("collision-free-speed-plain", other_exit) < kept
