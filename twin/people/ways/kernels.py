"""Looking up the way to a goal in a :class:`twin.people.field.Field`."""

import math

import numpy as np

from twin.jit import kernel
from twin.people.columns.kernels import SIDE, SIDE_BITS

__all__ = ["remaining", "spared", "way"]

_COSINE = np.cos(2.0 * np.pi * np.arange(256) / 256.0)
_SINE = np.sin(2.0 * np.pi * np.arange(256) / 256.0)


@kernel
def spared(field, goal):
    """Return the row of a goal among those of ways without steps; negative for other ways."""
    return goal - field.spots.shape[0] + field.other_angle.shape[0]


@kernel
def way(field, goal, x, y):
    """Look up the direction to a goal, blended over the four nearest nodes; 0, 0 where none is."""
    tile, known, angle, grid = field.tile, field.known, field.angle, field.grid
    tiles = known.size
    apart = spared(field, goal)
    u = max((x - grid[0]) / grid[2], 0.0)
    v = max((y - grid[1]) / grid[2], 0.0)
    i, j = int(u), int(v)
    a, b = u - i, v - j
    sx, sy, sw = 0.0, 0.0, 0.0
    for dj in range(2):
        row = min((j + dj) >> SIDE_BITS, tile.shape[0] - 1)
        for di in range(2):
            t = tile[row, min((i + di) >> SIDE_BITS, tile.shape[1] - 1)]
            if t < 0:
                continue
            k = (((j + dj) & (SIDE - 1)) << SIDE_BITS) + ((i + di) & (SIDE - 1))
            if known[t] >> np.uint64(k) & np.uint64(1):
                w = (a if di else 1.0 - a) * (b if dj else 1.0 - b) + 1e-9
                turn = angle[goal * tiles + t if apart < 0 else field.other_angle[apart, t], k]
                sx += w * _COSINE[turn]
                sy += w * _SINE[turn]
                sw += w
    if sw == 0.0:
        return 0.0, 0.0
    length = math.sqrt(sx * sx + sy * sy)
    if length < 1e-6:
        # opposite ways meet (a ridge of the field): any of them will do
        return 1.0, 0.0
    return sx / length, sy / length


@kernel
def remaining(field, goal, x, y):
    """Look up the length of the way to a goal at the nearest node. [m]"""
    tile, known, grid = field.tile, field.known, field.grid
    ny, nx = field.surface.shape
    i = min(max(int((x - grid[0]) / grid[2] + 0.5), 0), nx - 1)
    j = min(max(int((y - grid[1]) / grid[2] + 0.5), 0), ny - 1)
    t = tile[j >> SIDE_BITS, i >> SIDE_BITS]
    k = ((j & (SIDE - 1)) << SIDE_BITS) + (i & (SIDE - 1))
    if t < 0 or not known[t] >> np.uint64(k) & np.uint64(1):
        return math.inf
    apart = spared(field, goal)
    row = goal * known.size + t if apart < 0 else field.other_cost[apart, t]
    return field.metres[field.cost[row, k]]
