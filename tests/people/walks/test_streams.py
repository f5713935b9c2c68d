"""Two streams through each other on open ground: people of the day lose next to nothing."""

import numpy as np
import pytest
from shapely import box

from twin.people import walk

pytestmark = pytest.mark.slow

SIDE, FREE, DENSITY = 60.0, 1.34, 0.125
ALONE = 0.003  # people on a square metre who meet nobody
KEPT = 0.97  # of the free speed, at this density
EAST, WEST, NORTH = box(SIDE - 1, 0, SIDE, SIDE), box(0, 0, 1, SIDE), box(0, SIDE - 1, SIDE, SIDE)
AHEAD = {EAST: (1, 0), WEST: (-1, 0), NORTH: (0, 1)}


def progress(model, other_exit, density, seeds):
    """Measure the mean speed towards the exits, away from the edges. [m/s]"""
    gained, counts = 0.0, 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        places = np.arange(1.5, SIDE - 1.5, 2.7)
        lattice = np.stack(np.meshgrid(places, places), axis=2).reshape(-1, 2)
        start = rng.permutation(lattice)[: int(density * SIDE**2)]
        start = start + rng.uniform(-0.6, 0.6, start.shape)
        n, exits = len(start), [EAST, other_exit]
        walked = walk(
            box(0, 0, SIDE, SIDE), start, exits, np.arange(n) % 2, [FREE] * n,
            seconds=8, model=model, seed=seed,
        )  # fmt: skip
        ahead = np.array([AHEAD[one] for one in exits])[np.arange(n) % 2]
        speed = (np.diff(walked.xy, axis=0) * ahead).sum(axis=2) / np.diff(walked.time)[:, None]
        middle = ((walked.xy > 8) & (walked.xy < SIDE - 8)).all(axis=2)
        counted = middle[1:] & middle[:-1] & (walked.time[1:, None] > 2.0)
        gained, counts = gained + speed[counted].sum(), counts + np.count_nonzero(counted)
    return gained / counts


@pytest.fixture(scope="module")
def alone():
    """How fast somebody gets on who meets nobody: slower than the free speed by wandering."""
    found = progress("collision-free-speed", NORTH, ALONE, range(100, 180))
    assert 0.97 * FREE < found < FREE
    return found
