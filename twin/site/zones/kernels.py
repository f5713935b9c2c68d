"""How far points are from areas."""

import math
from typing import Any

from twin.jit import kernel

__all__ = ["distances"]


@kernel
def distances(walls: Any, first: Any, x: Any, y: Any, out: Any) -> None:
    """Write how far points (N,) are from areas, 0 inside, into ``out`` (A, N). [m]

    ``walls`` (W, 2, 2) are closed rings, area by area, those of each from ``first`` (A + 1,) on.
    """
    for n in range(len(x)):
        for a in range(len(first) - 1):
            inside, nearest = False, math.inf
            for w in range(first[a], first[a + 1]):
                px, py = x[n] - walls[w, 0, 0], y[n] - walls[w, 0, 1]
                dx, dy = walls[w, 1, 0] - walls[w, 0, 0], walls[w, 1, 1] - walls[w, 0, 1]
                long = dx * dx + dy * dy
                along = (px * dx + py * dy) / long
                if along <= 0.0:
                    away = math.sqrt(px * px + py * py)
                elif along >= 1.0:
                    qx, qy = x[n] - walls[w, 1, 0], y[n] - walls[w, 1, 1]
                    away = math.sqrt(qx * qx + qy * qy)
                else:
                    away = abs((px * dy - py * dx) / long) * math.sqrt(long)
                nearest = min(nearest, away)
                # crossings to the west, half open in y: a corner between two edges is counted once
                across = (y[n] < walls[w, 0, 1]) != (y[n] < walls[w, 1, 1])
                if across and (px * dy > py * dx) == (dy > 0.0):
                    inside = not inside
            out[a, n] = 0.0 if inside else nearest
