"""Whether what stands still hides a point from a camera, exactly and without trying everything.

A solid is an upright prism (plan edges, base, top) or the crown of a tree (an upright ellipsoid);
both are closed, so that touching hides. A sight line is hidden by a prism iff its part between base
and top, seen in the plan, crosses an edge or begins inside the outline: this needs no special case
for roofs, canopies or points inside.

The table of a camera divides the plan round it into bins of direction. Each bin lists, nearest
first, the solids that reach into it; ``far`` is a distance beyond which a wall that spans the whole
bin, standing on the ground and higher than camera and heads, hides everything. All bounds are
rounded outward by :data:`ROUND`, so they never change an answer, only its cost.

Directions are *diamond angles*: monotone in the angle, 0 to 4 for a full turn, no trigonometry.
"""

import math
from typing import Any

import numpy as np

from twin.cameras.kernels import Record
from twin.jit import kernel

__all__ = [
    "cells",
    "diamond",
    "far_walls",
    "hidden",
    "in_crown",
    "in_prism",
    "many_hidden",
    "spans",
]

ROUND = 1.0e-6
"""Outward rounding of distances. [m]"""

TURN = 1.0e-9
"""Outward rounding of diamond angles. [1]"""

VERTICAL = 1.0e-12
"""A sight line shorter than this in the plan is vertical. [m]"""


@kernel
def diamond(dx: float, dy: float) -> float:
    """Return the diamond angle of a direction, in [0, 4); 1 is east, 2 north."""
    size = abs(dx) + abs(dy)
    if size == 0.0:
        return 0.0
    angle = 1.0 + dy / size if dx >= 0.0 else 3.0 - dy / size
    return angle if angle < 4.0 else 0.0


@kernel
def direction(angle: float) -> tuple[float, float]:
    """Return a vector of a diamond angle, |x| + |y| = 1; inverse of :func:`diamond`."""
    angle = angle % 4.0
    if angle <= 2.0:
        y = angle - 1.0
        return 1.0 - abs(y), y
    y = 3.0 - angle
    return abs(y) - 1.0, y


@kernel
def in_prism(
    edges: Any, first: int, last: int, base: float, top: float,
    cx: float, cy: float, cz: float, x: float, y: float, z: float,
) -> bool:  # fmt: skip
    """Say whether the line from (cx, cy, cz) to (x, y, z) meets a prism with these edges."""
    start, stop = 0.0, 1.0
    rise = z - cz
    if rise == 0.0:
        if cz < base or cz > top:
            return False
    else:
        a, b = (base - cz) / rise, (top - cz) / rise
        start, stop = max(start, min(a, b)), min(stop, max(a, b))
        if start > stop:
            return False
    dx, dy = x - cx, y - cy
    if abs(dx) + abs(dy) < VERTICAL:
        dx, dy, start, stop = 1.0, 0.0, 0.0, 0.0
    inside = False
    for i in range(first, last):
        px, py = edges[i, 0] - cx, edges[i, 1] - cy
        qx, qy = edges[i, 2] - cx, edges[i, 3] - cy
        p = dx * py - dy * px
        q = dx * qy - dy * qx
        if (p > 0.0 and q > 0.0) or (p < 0.0 and q < 0.0):
            continue
        across = dx * (qy - py) - dy * (qx - px)
        if across == 0.0:
            # along the line: the edges beside it decide
            continue
        t = (px * (qy - py) - py * (qx - px)) / across
        if start <= t <= stop:
            return True
        if t < start and (p > 0.0) != (q > 0.0):
            inside = not inside
    return inside


@kernel
def in_crown(crown: Any, cx: float, cy: float, cz: float, x: float, y: float, z: float) -> bool:
    """Say whether a line meets an ellipsoid: x, y, z of its centre, radius, half height."""
    flat = crown[3] / crown[4]
    ax, ay, az = cx - crown[0], cy - crown[1], flat * (cz - crown[2])
    dx, dy, dz = x - cx, y - cy, flat * (z - cz)
    size = dx * dx + dy * dy + dz * dz
    t = -(ax * dx + ay * dy + az * dz) / size if size > 0.0 else 0.0
    t = min(1.0, max(0.0, t))
    ax, ay, az = ax + t * dx, ay + t * dy, az + t * dz
    return bool(ax * ax + ay * ay + az * az <= crown[3] * crown[3])


@kernel
def hidden(record: Any, table: Any, x: float, y: float, z: float) -> bool:
    """Say whether anything that stands still hides a point from a camera.

    ``table`` is (far, first, item, near, edges, edge_first, heights, crowns): bins (B,), (B + 1,);
    entries (E,), (E,); edges (W, 4); first edge of each prism (P + 1,); base and top (P, 2); crowns
    (K, 5). Item n is prism n, or crown n - P.
    """
    far, first, item, near, edges, edge_first, heights, crowns = table
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    dx, dy = x - cx, y - cy
    bins = len(far)
    b = min(int(diamond(dx, dy) * (bins / 4)), bins - 1)
    distance = math.sqrt(dx * dx + dy * dy)
    if distance > far[b]:
        return True
    low, high = min(z, cz), max(z, cz)
    for e in range(first[b], first[b + 1]):
        if near[e] > distance:
            return False
        n = item[e]
        if n >= len(heights):
            if in_crown(crowns[n - len(heights)], cx, cy, cz, x, y, z):
                return True
        elif (
            low <= heights[n, 1]
            and high >= heights[n, 0]
            and in_prism(
                edges, edge_first[n], edge_first[n + 1], heights[n, 0], heights[n, 1],
                cx, cy, cz, x, y, z,
            )
        ):  # fmt: skip
            return True
    return False


@kernel
def many_hidden(record: Any, table: Any, points: Any, out: Any) -> None:
    """Write whether each point (N, 3) is hidden into ``out`` (N,)."""
    for i in range(len(points)):
        out[i] = hidden(record, table, points[i, 0], points[i, 1], points[i, 2])


@kernel
def _reach(px: float, py: float, qx: float, qy: float, low: float, high: float) -> float:
    """Return the least distance of the part of an edge between two diamond angles; lower bound."""
    start, stop = 0.0, 1.0
    ex, ey = qx - px, qy - py
    for k in range(2):
        ux, uy = direction(low if k == 0 else high)
        # left of the low direction and right of the high one
        sign = 1.0 if k == 0 else -1.0
        a = sign * (ux * py - uy * px)
        slope = sign * (ux * ey - uy * ex)
        if slope > 0.0:
            start = max(start, -a / slope)
        elif slope < 0.0:
            stop = min(stop, -a / slope)
    if start > stop:
        start, stop = 0.0, 1.0
    size = ex * ex + ey * ey
    t = -(px * ex + py * ey) / size if size > 0.0 else 0.0
    t = min(stop, max(start, t))
    return math.hypot(px + t * ex, py + t * ey)


@kernel
def spans(record: Any, edges: Any, bins: int, whole: bool, out: Any) -> None:
    """Write into ``out`` (B,) how near a solid with these plan edges may come in each bin.

    ``whole``: the camera is above, below or inside the outline, so it reaches into every bin at
    distance 0. Bins it does not reach keep infinity.
    """
    for b in range(bins):
        out[b] = 0.0 if whole else math.inf
    if whole:
        return
    width = 4.0 / bins
    for i in range(len(edges)):
        px, py = edges[i, 0] - record[Record.X], edges[i, 1] - record[Record.Y]
        qx, qy = edges[i, 2] - record[Record.X], edges[i, 3] - record[Record.Y]
        if px * qy - py * qx < 0.0:
            px, py, qx, qy = qx, qy, px, py
        low = diamond(px, py) - TURN
        high = low + (diamond(qx, qy) - low - TURN) % 4.0 + 2 * TURN
        for k in range(int(math.floor(low / width)), int(math.floor(high / width)) + 1):
            near = _reach(px, py, qx, qy, k * width - TURN, (k + 1) * width + TURN) - ROUND
            out[k % bins] = min(out[k % bins], max(0.0, near))


@kernel
def far_walls(record: Any, edges: Any, out: Any) -> None:
    """Lower ``out`` (B,) to the distance beyond which these full-height walls hide everything."""
    bins = len(out)
    width = 4.0 / bins
    for i in range(len(edges)):
        px, py = edges[i, 0] - record[Record.X], edges[i, 1] - record[Record.Y]
        qx, qy = edges[i, 2] - record[Record.X], edges[i, 3] - record[Record.Y]
        across = px * qy - py * qx
        if across < 0.0:
            px, py, qx, qy = qx, qy, px, py
            across = -across
        if across < ROUND:
            continue
        low = diamond(px, py) + TURN
        high = low + (diamond(qx, qy) - low + TURN) % 4.0 - 2 * TURN
        if high - low > 2.0:
            continue
        for k in range(int(math.ceil(low / width)), int(math.floor(high / width))):
            farthest = 0.0
            for side in range(2):
                ux, uy = direction((k + side) * width)
                # the edge is p + s (q - p); the ray u meets it at this multiple of u
                down = ux * (qy - py) - uy * (qx - px)
                farthest = max(farthest, across / down * math.hypot(ux, uy))
            out[k % bins] = min(out[k % bins], farthest + ROUND)


@kernel
def cells(
    record: Any, table: Any, x0: float, y0: float, side: float, low: float, high: float,
    reach: float, out: Any,
) -> None:  # fmt: skip
    """Mark the cells (ny, nx) in which some head between two heights could be seen.

    A cell is left out only when all of it is beyond reach, outside the cone round the image, or
    beyond ``far`` in every bin it spans.
    """
    far = table[0]
    bins = len(far)
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    ball = math.sqrt(side * side / 2 + (high - low) * (high - low) / 4) + ROUND
    for j in range(out.shape[0]):
        for i in range(out.shape[1]):
            dx, dy = x0 + (i + 0.5) * side - cx, y0 + (j + 0.5) * side - cy
            dz = (low + high) / 2 - cz
            distance = math.sqrt(dx * dx + dy * dy + dz * dz)
            out[j, i] = False
            if distance - ball > reach:
                continue
            if distance > ball:
                r = Record.ROTATION + 6
                ahead = record[r] * dx + record[r + 1] * dy + record[r + 2] * dz
                theta = math.acos(max(-1.0, min(1.0, ahead / distance)))
                if theta - math.asin(ball / distance) > record[Record.LARGEST_ANGLE] + TURN:
                    continue
            out[j, i] = _may_be_seen(far, bins, dx, dy, side)


@kernel
def _may_be_seen(far: Any, bins: int, dx: float, dy: float, side: float) -> bool:
    """Say whether some point of a square may be nearer than ``far`` in its bin."""
    half = side / 2 + ROUND
    nearest = math.hypot(max(0.0, abs(dx) - half), max(0.0, abs(dy) - half))
    if nearest == 0.0:
        return True
    centre = diamond(dx, dy)
    low, high = 0.0, 0.0
    for k in range(4):
        corner = diamond(dx + (half if k % 2 else -half), dy + (half if k // 2 else -half))
        turn = (corner - centre + 2.0) % 4.0 - 2.0
        low, high = min(low, turn), max(high, turn)
    width = 4.0 / bins
    for k in range(
        int(math.floor((centre + low - TURN) / width)),
        int(math.floor((centre + high + TURN) / width)) + 1,
    ):
        if nearest <= far[k % bins]:
            return True
    return False


@kernel
def widen(mask: Any, steps: int, out: Any) -> None:
    """Mark in ``out`` every cell within so many steps of a marked cell, in both directions."""
    ny, nx = mask.shape
    for j in range(ny):
        for i in range(nx):
            out[j, i] = np.any(
                mask[max(0, j - steps) : j + steps + 1, max(0, i - steps) : i + steps + 1]
            )
