"""Four streams that cross on an open square of 200 m: the scene of a published benchmark.

The start, on a shaken lattice, and the exits, twenty a side, are those of the workloads that
walking is raced on (``open1000`` is this scene with 1,000 people); written out here so that
positions can be compared wherever JuPedSim is.
"""

import numpy as np
from shapely import Polygon, box

SIDE, SEED = 200.0, 20240601


def open_square(people):
    """Return ground, start, exits, exit of each, and speed of each, as ``walk`` takes them."""
    rng = np.random.default_rng(SEED)
    rows = int(np.ceil(np.sqrt(people)))
    pitch = (SIDE - 10.0) / rows
    lattice = np.stack(np.meshgrid(np.arange(rows), np.arange(rows)), axis=2).reshape(-1, 2)
    start = (lattice * pitch + 5.0 + pitch / 2)[rng.permutation(rows * rows)[:people]]
    shake = max(0.0, pitch / 2 - 0.35)
    start = start + rng.uniform(-shake, shake, start.shape)
    stream = np.arange(people) % 4  # east, west, north, south
    lane = np.where(stream < 2, start[:, 1], start[:, 0])
    exit_of = stream * 20 + np.clip(lane // 10, 0, 19).astype(int)
    ground = box(0, 0, SIDE, SIDE)
    return ground, start, _exits(), exit_of, _speeds(rng, people)


def _exits():
    """Make exits 8 m wide and 1 m deep, half a metre off the walls, one across from each lane."""
    middle = 5.0 + 10.0 * np.arange(20)
    far, near = (SIDE - 1.5, SIDE - 0.5), (0.5, 1.5)
    east, west = (
        [Polygon([(a, c - 4), (b, c - 4), (b, c + 4), (a, c + 4)]) for c in middle]
        for a, b in (far, near)
    )
    north, south = (
        [Polygon([(c - 4, a), (c + 4, a), (c + 4, b), (c - 4, b)]) for c in middle]
        for a, b in (far, near)
    )
    return east + west + north + south


def _speeds(rng, people):
    """Draw from a normal, 1.34 +- 0.26 m/s, anew outside of 0.5 to 2.2 m/s."""
    speed = rng.normal(1.34, 0.26, people)
    while (odd := (speed < 0.5) | (speed > 2.2)).any():
        speed[odd] = rng.normal(1.34, 0.26, odd.sum())
    return speed
