"""Where a ray meets the ground.

The squares of a relief are taken in blocks: a ray that stays above the highest ground of a block
passes it at once, and where all of a block is level it is a plane. Elsewhere the ray is followed
as far as the steepest ground of the block leaves free, at least a square.
"""

import math
from typing import Any, NamedTuple

from twin.jit import kernel

__all__ = ["BLOCK", "Slopes", "gradient_at", "ground_hit", "height_at", "steepest_near"]

BLOCK = 16
"""Squares along a side of a block; changes no picture."""

HALVINGS = 2
"""How often the last step is halved, before the ground along the rest counts as straight."""


class Slopes(NamedTuple):
    """Heights of the ground at the middles of squares, from the south-west.

    Attributes
    ----------
    west, south : float
        Corner. [m]
    per_m : float
        Squares a metre. [1/m]
    z : (rows, columns) array of float32
        Height at the middle of each, above the map's datum; whole blocks. [m]
    low, high : (rows / BLOCK, columns / BLOCK) array
        Lowest and highest ground of each block and one square about it. [m]
    steep : (rows / BLOCK, columns / BLOCK) array
        The ground of each rises nowhere more. [1]
    top : float
        The highest of all. [m]
    """

    west: float
    south: float
    per_m: float
    z: Any
    low: Any
    high: Any
    steep: Any
    top: float


@kernel
def _corner(slopes: Any, x: float, y: float) -> tuple[int, int, float, float]:
    """Return row and column of the middle south-west of a point, and how far it is beyond."""
    u = (x - slopes.west) * slopes.per_m - 0.5
    v = (y - slopes.south) * slopes.per_m - 0.5
    u = min(max(u, 0.0), slopes.z.shape[1] - 1.0)
    v = min(max(v, 0.0), slopes.z.shape[0] - 1.0)
    i, j = min(int(u), slopes.z.shape[1] - 2), min(int(v), slopes.z.shape[0] - 2)
    return j, i, v - j, u - i


@kernel
def height_at(slopes: Any, x: float, y: float) -> float:
    """Return the height of the ground at a point; beyond the squares that at their edge. [m]"""
    j, i, v, u = _corner(slopes, x, y)
    z = slopes.z
    south = z[j, i] + u * (z[j, i + 1] - z[j, i])
    north = z[j + 1, i] + u * (z[j + 1, i + 1] - z[j + 1, i])
    return float(south + v * (north - south))


@kernel
def _block(slopes: Any, x: float, y: float) -> tuple[int, int]:
    """Return row and column of the block of a point, or of the nearest."""
    rows, columns = slopes.high.shape
    i = int((x - slopes.west) * slopes.per_m / BLOCK)
    j = int((y - slopes.south) * slopes.per_m / BLOCK)
    return min(max(j, 0), rows - 1), min(max(i, 0), columns - 1)


@kernel
def steepest_near(slopes: Any, x: float, y: float) -> float:
    """Return a bound of how steeply the ground rises about a point. [1]"""
    j, i = _block(slopes, x, y)
    return float(slopes.steep[j, i])


@kernel
def gradient_at(slopes: Any, x: float, y: float) -> tuple[float, float]:
    """Return how the ground rises to the east and to the north, over two squares. [1]"""
    off = 1.0 / slopes.per_m
    east = height_at(slopes, x + off, y) - height_at(slopes, x - off, y)
    north = height_at(slopes, x, y + off) - height_at(slopes, x, y - off)
    return east / (2.0 * off), north / (2.0 * off)


@kernel
def _plane(z: float, cz: float, dz: float) -> float:
    """Return how far a ray goes down to a level; infinity when it does not."""
    return (z - cz) / dz if dz < 0.0 and cz > z else math.inf


@kernel
def _across(start: float, way: float, low: float, high: float) -> tuple[float, float]:
    """Return from where to where along a line it lies between two bounds."""
    if way == 0.0:
        return (-math.inf, math.inf) if low <= start <= high else (math.inf, -math.inf)
    a, b = (low - start) / way, (high - start) / way
    return min(a, b), max(a, b)


@kernel
def _over(
    slopes: Any, cx: float, cy: float, cz: float, dx: float, dy: float, dz: float, t: float
) -> float:
    """Return how high a ray is above the ground so far along it. [m]"""
    return cz + t * dz - height_at(slopes, cx + t * dx, cy + t * dy)


@kernel
def _follow(
    slopes: Any, low: float, high: float, steep: float, above: bool, start: float, stop: float,
    cx: float, cy: float, cz: float, dx: float, dy: float, dz: float,
) -> tuple[float, bool]:  # fmt: skip
    """Follow a ray through a block: how far it goes to the ground, and if it ends above it."""
    if dz < 0.0:
        if cz + start * dz > high:
            start, above = (high - cz) / dz, True
        stop = min(stop, (low - cz) / dz)
    elif dz > 0.0:
        stop = min(stop, (high - cz) / dz)
    flat = math.sqrt(dx * dx + dy * dy)
    square = 1.0 / (slopes.per_m * flat) if flat > 0.0 else math.inf
    fall = max(steep * flat - dz, 1e-9)
    over = _over(slopes, cx, cy, cz, dx, dy, dz, start)
    while start < stop:
        t = min(start + max(square, over / fall), stop)
        then = _over(slopes, cx, cy, cz, dx, dy, dz, t)
        if then > 0.0:
            above = True
        elif above:
            over = max(over, 0.0)
            for _ in range(HALVINGS):
                middle = (start + t) / 2
                between = _over(slopes, cx, cy, cz, dx, dy, dz, middle)
                if between > 0.0:
                    start, over = middle, between
                else:
                    t, then = middle, between
            return (start + (t - start) * over / (over - then) if then < 0.0 else t), False
        start, over = t, then
    return math.inf, above


@kernel
def ground_hit(
    slopes: Any, cx: float, cy: float, cz: float, dx: float, dy: float, dz: float, far: float
) -> float:
    """Return how far a unit ray goes to the ground; infinity when that is farther than ``far``.

    Beyond the squares the ground is level. A ray that starts below ground comes up first.
    """
    # at the edge of an image some of a pixel's rays are none
    if math.isnan(dx) or (dz >= 0.0 and cz > slopes.top):
        return math.inf
    rows, columns = slopes.high.shape
    side = BLOCK / slopes.per_m
    west, east = _across(cx, dx, slopes.west, slopes.west + columns * side)
    south, north = _across(cy, dy, slopes.south, slopes.south + rows * side)
    t, end = max(0.0, west, south), min(east, north, far)
    here = height_at(slopes, cx, cy)
    outside = _plane(here, cz, dz)
    if t >= end or outside <= t:
        return outside if outside <= far else math.inf
    above = cz > here
    if dz < 0.0 and cz + t * dz > slopes.top:
        t, above = (slopes.top - cz) / dz, True
    j, i = _block(slopes, cx + t * dx, cy + t * dy)
    # where the ray leaves this column and this row of blocks, and how far it is across others
    right, up = int(dx > 0.0), int(dy > 0.0)
    along = (slopes.west + (i + right) * side - cx) / dx if dx != 0.0 else math.inf
    aside = (slopes.south + (j + up) * side - cy) / dy if dy != 0.0 else math.inf
    column = side / abs(dx) if dx != 0.0 else math.inf
    row = side / abs(dy) if dy != 0.0 else math.inf
    while t < end and 0 <= i < columns and 0 <= j < rows:
        leave = min(along, aside, end)
        low, high = slopes.low[j, i], slopes.high[j, i]
        if cz + t * dz > high and cz + leave * dz > high:
            above = True
        elif above and low == high:
            if cz + leave * dz <= low:
                return float((low - cz) / dz)
        else:
            found, above = _follow(
                slopes, low, high, slopes.steep[j, i], above, t, leave, cx, cy, cz, dx, dy, dz
            )
            if found < math.inf:
                return float(found)
        t = max(t, leave)
        if along <= aside:
            i, along = i + (1 if right else -1), along + column
        else:
            j, aside = j + (1 if up else -1), aside + row
    if dz > 0.0 or end == math.inf or end == far:
        return math.inf
    beyond = _plane(height_at(slopes, cx + end * dx, cy + end * dy), cz, dz)
    return float(max(t, beyond))
