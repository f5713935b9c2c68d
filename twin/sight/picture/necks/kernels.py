"""Where a ray meets a neck.

A neck is only drawn. As sight knows none, one that would hide a head gives way to it, so that a
picture still shows the head of whom sight sees.
"""

import math
from typing import Any

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.picture.bins.kernels import diamond
from twin.sight.picture.rays.kernels import HEAD, Figure, column_hit

__all__ = ["NECK", "NECK_RADIUS", "with_necks"]

NECK = HEAD + 1
"""Kind of what is met."""

NECK_RADIUS = 0.058
"""Radius of a neck. [m] assumption (range 0.05-0.065); only drawn"""


@kernel
def with_necks(
    record: Any, people: Any, dx: float, dy: float, dz: float,
    kind: int, item: int, distance: float, edge: int,
) -> tuple[int, int, float, int]:  # fmt: skip
    """Return what a unit ray meets first once necks are there, from what it met without them."""
    if kind == HEAD or math.hypot(dx, dy) == 0.0:
        return kind, item, distance, edge
    first, items, near, figures = people
    flat = math.hypot(dx, dy)
    bins = len(first) - 1
    b = min(int(diamond(dx, dy) * (bins / 4)), bins - 1)
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    for e in range(first[b], first[b + 1]):
        if near[e] > distance * flat:
            break
        k = items[e]
        t = column_hit(figures, k, NECK_RADIUS, cx, cy, dx, dy)
        z = cz + t * dz
        # from within the shoulders to within the head
        low = figures[k, Figure.SHOULDER] - figures[k, Figure.RADIUS]
        if t < distance and low <= z <= figures[k, Figure.EYE]:
            kind, item, distance, edge = NECK, k, t, -1
    return kind, item, distance, edge
