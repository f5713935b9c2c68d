"""Whether a solid hides a point: an upright prism, or the crown of a tree.

A solid is closed, so that touching hides: an upright prism (plan edges, base, top) or an upright
ellipsoid. A sight line is hidden by a prism iff its part between base and top, seen in the plan,
touches an edge or begins inside the outline: this needs no special case for roofs, canopies or
points inside.
"""

from typing import Any

from twin.jit import kernel

__all__ = ["ROUND", "TURN", "in_crown", "in_prism"]

ROUND = 1.0e-6
"""Outward rounding of distances. [m]"""

TURN = 1.0e-9
"""Outward rounding of diamond angles. [1]"""

VERTICAL = 1.0e-12
"""A sight line shorter than this in the plan is vertical. [m]"""


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
            # along the line, of which it takes the part between its ends
            long = dx * dx + dy * dy
            one, other = (px * dx + py * dy) / long, (qx * dx + qy * dy) / long
            if max(one, other) >= start and min(one, other) <= stop:
                return True
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
