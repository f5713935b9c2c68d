"""The formulas that every model of walking is made of: pushes, room ahead, walls, doors.

References
----------
.. [tordeux2016] key in twin/sources.bib.
.. [helbing2000] key in twin/sources.bib.
"""

import math

import numpy as np

from twin.jit import kernel
from twin.site.between.kernels import bilinear
from twin.site.surface.kernels import Storey

__all__ = [
    *("FASTEST_FREE", "RADIUS"),
    *("entered", "headway", "in_sight", "keep_off", "lift", "push"),
]

RADIUS = 0.2  # of a body [m]: tordeux2016, section 3; jupedsim
FASTEST_FREE = 2.2  # greatest free speed [m/s]: weidmann1993, where it is cut
_FARTHEST = 0.2  # no step, put right at a wall, is longer [m]: 2.2 m/s * 1.3 * 0.05 s, and as much

_PLANE = float(Storey.PLANE)


@kernel
def lift(grid, storey):
    """Say how far north of their place on the map the ground of a storey is drawn. [m]"""
    return grid[3] if storey > _PLANE else 0.0


_MOST = 64.0  # exp of more counts as that of this, and of less than minus this as nothing
_QUARTERS = np.exp(0.25 * np.arange(-4.0 * _MOST, 4.0 * _MOST + 1.0))


@kernel
def _exp(x):
    """Raise e to a power, to 1e-15 of the value: a table of quarters, and Taylor's row between.

    Unlike the library's function it can be worked out for several numbers at once.
    """
    within = min(max(x, -_MOST), _MOST)
    n = np.uint32(np.int32(4.0 * within + (4.0 * _MOST + 0.5)))
    t = within - 0.25 * (n - 4.0 * _MOST)
    t2 = t * t
    t4 = t2 * t2
    low = 1.0 + t + t2 * (1.0 / 2.0 + t * (1.0 / 6.0))
    high = 1.0 / 24.0 + t * (1.0 / 120.0) + t2 * (1.0 / 720.0 + t * (1.0 / 5040.0))
    whole = _QUARTERS[n] * (low + t4 * (high + t4 * (1.0 / 40320.0 + t * (1.0 / 362880.0))))
    return whole if x > -_MOST else 0.0


@kernel
def push(strength, reach, size, d):
    """Repel at a distance ``d`` from somebody or something that is touched at ``size``. [m]

    Equation (4) of tordeux2016 (a pure number beside the wished direction of length 1) and, with a
    strength in newtons, the first term of equation (2) of helbing2000.
    """
    return strength * _exp((size - d) / reach)


@kernel
def headway(rx, ry, ex, ey, size):
    """Measure the room in front: equation (3) of tordeux2016, infinite when nobody is in the way.

    ``rx, ry`` is where the other one is from here, ``ex, ey`` the direction of walking. [m]
    """
    if rx * ex + ry * ey > 0.0 and abs(rx * ey - ry * ex) <= size:
        return math.sqrt(rx * rx + ry * ry) - size
    return math.inf


@kernel
def keep_off(clearance, grid, margin, x, y, nx, ny):
    """Bring a step that ends too near a wall back onto walkable ground."""
    c, gx, gy = bilinear(clearance, grid, nx, ny)
    for _ in range(3):
        if c >= margin:
            break
        g = math.sqrt(gx * gx + gy * gy)
        if g < 1e-6:
            break
        nx += (margin - c + 1e-4) * gx / g
        ny += (margin - c + 1e-4) * gy / g
        c, gx, gy = bilinear(clearance, grid, nx, ny)
    if c < margin:
        before, _, _ = bilinear(clearance, grid, x, y)
        if c < before:
            return x, y
    if (nx - x) * (nx - x) + (ny - y) * (ny - y) > _FARTHEST * _FARTHEST:
        return x, y
    return nx, ny


@kernel
def in_sight(clearance, grid, margin, x, y, tx, ty):
    """Tell whether the straight way between two points keeps a clearance all along it.

    Goes on by the clearance of where it is, since no wall can be nearer.
    """
    rx, ry = tx - x, ty - y
    d = math.sqrt(rx * rx + ry * ry)
    gone = 0.0
    while gone < d:
        c, _, _ = bilinear(clearance, grid, x + gone / d * rx, y + gone / d * ry)
        if c <= margin:
            return False
        gone += max(c - margin, 0.25 * grid[2])
    return True


@kernel
def entered(edges, first, last, x, y):
    """Tell whether a point lies in a polygon, by counting the edges to its left (even-odd rule).

    ``edges`` (W, 2, 2) from ``first`` up to ``last`` are its rings. [m]
    """
    inside = False
    for w in range(first, last):
        ya, yb = edges[w, 0, 1], edges[w, 1, 1]
        if (ya > y) != (yb > y):
            xa, xb = edges[w, 0, 0], edges[w, 1, 0]
            if x > xa + (y - ya) / (yb - ya) * (xb - xa):
                inside = not inside
    return inside
