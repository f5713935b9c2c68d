"""Pictures, pixel by pixel; each row of pixels is written by one thread.

A pixel is one ray through its middle. Where that meets something else than a neighbour's ray does,
and on people, the colour is the mean over several rays.
"""

import math
from typing import Any

from numba import prange

from twin.cameras.kernels import Record, ray_of_pixel
from twin.jit import kernel
from twin.sight.picture.bins.kernels import diamond
from twin.sight.picture.necks.kernels import with_necks
from twin.sight.picture.paint.kernels import seen_colour
from twin.sight.picture.rays.kernels import BANK, BODY, GROUND, HEAD, first_hit
from twin.sight.picture.slopes.kernels import gradient_at, ground_hit, steepest_near

__all__ = ["NO_RAY", "STEEP", "colour", "first_shown", "trace"]

NO_RAY = -1
"""Kind of a pixel that no ray reaches."""

SHALLOW = -0.08
"""Rays that fall less go far, so that solids are near by comparison; changes no pixel. [1]"""

STEEP = 1.0
"""Ground that rises more looks like a wall. [1] assumption (range 0.8-1.5); only drawn"""


@kernel
def site_ray(record: Any, u: float, v: float) -> tuple[float, float, float]:
    """Return the unit ray of the site frame that a pixel looks along; NaN where none reaches."""
    x, y, z = ray_of_pixel(record, u, v)
    r = Record.ROTATION
    return (
        record[r] * x + record[r + 3] * y + record[r + 6] * z,
        record[r + 1] * x + record[r + 4] * y + record[r + 7] * z,
        record[r + 2] * x + record[r + 5] * y + record[r + 8] * z,
    )


@kernel
def first_shown(
    record: Any, slopes: Any, solids: Any, people: Any, head: float, dx: float, dy: float, dz: float
) -> tuple[int, int, float, int]:
    """Return what a picture shows along a unit ray of the site frame: what it meets, or a neck."""
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    # what is found first spares the other the way beyond it
    solids_first = dz > SHALLOW and slopes.high.size > 1
    ground = math.inf
    if not solids_first:
        ground = ground_hit(slopes, cx, cy, cz, dx, dy, dz, math.inf)
    kind, item, distance, edge = first_hit(record, solids, people, head, dx, dy, dz, ground)
    if solids_first and kind != HEAD:
        ground = ground_hit(slopes, cx, cy, cz, dx, dy, dz, distance)
        if ground < distance:
            kind, item, distance, edge = GROUND, -1, ground, -1
    if kind == GROUND:
        x, y = cx + distance * dx, cy + distance * dy
        if steepest_near(slopes, x, y) > STEEP and math.hypot(*gradient_at(slopes, x, y)) > STEEP:
            kind = BANK
    return with_necks(record, people, dx, dy, dz, kind, item, distance, edge)


@kernel(parallel=True)
def trace(
    record: Any, slopes: Any, solids: Any, people: Any, head: float, kind: Any, item: Any,
    distance: Any, edge: Any,
) -> None:  # fmt: skip
    """Write what the ray through the middle of each pixel meets into arrays (H, W)."""
    for i in prange(kind.shape[0]):
        for j in range(kind.shape[1]):
            dx, dy, dz = site_ray(record, j + 0.5, i + 0.5)
            if math.isnan(dx):
                kind[i, j], item[i, j], distance[i, j], edge[i, j] = NO_RAY, -1, math.inf, -1
                continue
            what, n, t, e = first_shown(record, slopes, solids, people, head, dx, dy, dz)
            kind[i, j], item[i, j], distance[i, j], edge[i, j] = what, n, t, e


@kernel
def _alone(kind: Any, item: Any, edge: Any, i: int, j: int) -> bool:
    """Say whether a pixel shows something else than one beside it, or somebody."""
    if kind[i, j] >= BODY:
        return True
    for n in range(4):
        y = i + (n == 0) - (n == 1)
        x = j + (n == 2) - (n == 3)
        if y < 0 or x < 0 or y >= kind.shape[0] or x >= kind.shape[1]:
            continue
        if kind[y, x] != kind[i, j] or item[y, x] != item[i, j] or edge[y, x] != edge[i, j]:
            return True
    return False


@kernel(parallel=True)
def colour(
    record: Any, slopes: Any, solids: Any, people: Any, paint: Any, ground: Any, light: Any,
    head: float, samples: int, kind: Any, item: Any, distance: Any, edge: Any, out: Any,
) -> None:  # fmt: skip
    """Write the colour of each pixel into ``out`` (H, W, 3), from what :func:`trace` found.

    ``samples``: rays along each side of a pixel that needs several.
    """
    bins = len(people[0]) - 1
    for i in prange(kind.shape[0]):
        for j in range(kind.shape[1]):
            if kind[i, j] == NO_RAY:
                out[i, j, 0], out[i, j, 1], out[i, j, 2] = 0, 0, 0
                continue
            side = samples if _alone(kind, item, edge, i, j) else 1
            red, green, blue = 0.0, 0.0, 0.0
            for s in range(side * side):
                u, v = j + (s % side + 0.5) / side, i + (s // side + 0.5) / side
                dx, dy, dz = site_ray(record, u, v)
                what, n, t, e = kind[i, j], item[i, j], distance[i, j], edge[i, j]
                if side > 1:
                    what, n, t, e = first_shown(record, slopes, solids, people, head, dx, dy, dz)
                b = min(int(diamond(dx, dy) * (bins / 4)), bins - 1)
                fine = max(1.0e-9, t / (record[Record.FOCAL] * side))
                r, g, w = seen_colour(
                    record, slopes, solids, people, paint, ground, light, head, dx, dy, dz, b, what,
                    n, t, e, fine,
                )  # fmt: skip
                red, green, blue = red + r, green + g, blue + w
            share = 255.0 / (side * side)
            out[i, j, 0] = int(min(255.0, max(0.0, red * share + 0.5)))
            out[i, j, 1] = int(min(255.0, max(0.0, green * share + 0.5)))
            out[i, j, 2] = int(min(255.0, max(0.0, blue * share + 0.5)))
