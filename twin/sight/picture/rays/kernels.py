"""What a ray from a camera meets first, and how far away.

Solids and bodies are those of :mod:`twin.sight`: closed upright prisms, ellipsoids, and people as
capsules with a flat foot under spheres. So a ray through the centre of a head meets that head first
iff nothing else hides the centre; only somebody's own shoulders stand in the way here and not
there. The ground between solids hides nobody: it gives way to a head.
"""

import math
from enum import IntEnum
from typing import Any

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.picture.bins.kernels import diamond

__all__ = [
    "BANK",
    "BODY",
    "CROWN",
    "GROUND",
    "HEAD",
    "LEVEL",
    "SKY",
    "WALL",
    "Figure",
    "body_hit",
    "column_hit",
    "crown_hit",
    "first_hit",
    "many_hits",
    "prism_hit",
]

SKY, GROUND, BANK, WALL, LEVEL, CROWN, BODY, HEAD = range(8)
"""What is met; BANK is steep ground, LEVEL the top or the underside of a prism."""

UPRIGHT = 1.0e-9
"""A ray that moves less in the plan is tilted to this. [1]"""


class Figure(IntEnum):
    """Columns of somebody as a picture shows them: body [m], turn of the head, colours."""

    X = 0
    Y = 1
    EYE = 2
    RADIUS = 3
    SHOULDER = 4
    APART = 5
    """Half the distance of the eyes."""
    FOOT = 6
    """Height of the ground below; eyes and shoulders are above the datum, too."""
    SIN_YAW = 7
    COS_YAW = 8
    SIN_PITCH = 9
    COS_PITCH = 10
    SHIRT = 11
    TROUSERS = 14
    HAIR = 17
    LENGTH = 20


@kernel
def prism_hit(
    edges: Any, first: int, last: int, base: float, top: float,
    cx: float, cy: float, cz: float, dx: float, dy: float, dz: float,
) -> tuple[float, int]:  # fmt: skip
    """Return how far a unit ray goes to a prism, and the edge it meets; -1 for top or underside.

    Infinity when it meets none; 0 from inside.
    """
    best, edge = math.inf, -1
    flat_at = math.inf
    if dz < 0.0 and cz > top:
        flat_at = (top - cz) / dz
    elif dz > 0.0 and cz < base:
        flat_at = (base - cz) / dz
    # whether the start, and the place where the ray is level with top or underside, are inside
    inside, over = False, False
    for i in range(first, last):
        px, py = edges[i, 0] - cx, edges[i, 1] - cy
        qx, qy = edges[i, 2] - cx, edges[i, 3] - cy
        p = dx * py - dy * px
        q = dx * qy - dy * qx
        if (p > 0.0) == (q > 0.0):
            continue
        ex, ey = qx - px, qy - py
        t = (px * ey - py * ex) / (dx * ey - dy * ex)
        if t <= 0.0:
            continue
        inside = not inside
        if t > flat_at:
            over = not over
        if t < best and base <= cz + t * dz <= top:
            best, edge = t, i
    if inside and base <= cz <= top:
        return 0.0, edge
    if over and flat_at < best:
        return flat_at, -1
    return best, edge


@kernel
def _ball(ax: float, ay: float, az: float, dx: float, dy: float, dz: float, radius: float) -> float:
    """Return the multiple of a direction at which a line from (ax, ay, az) enters a ball at 0."""
    size = dx * dx + dy * dy + dz * dz
    along = ax * dx + ay * dy + az * dz
    rest = ax * ax + ay * ay + az * az - radius * radius
    if rest <= 0.0:
        return 0.0
    # from the place nearest the centre, which loses no digits far away
    t = -along / size
    nx, ny, nz = ax + t * dx, ay + t * dy, az + t * dz
    half = radius * radius - nx * nx - ny * ny - nz * nz
    if along >= 0.0 or half < 0.0:
        return math.inf
    return t - math.sqrt(half / size)


@kernel
def crown_hit(
    crown: Any, cx: float, cy: float, cz: float, dx: float, dy: float, dz: float
) -> float:
    """Return how far a unit ray goes to an ellipsoid; see :mod:`twin.sight.solids.kernels`."""
    flat = crown[3] / crown[4]
    return _ball(cx - crown[0], cy - crown[1], flat * (cz - crown[2]), dx, dy, flat * dz, crown[3])


@kernel
def column_hit(
    figures: Any, k: int, radius: float, cx: float, cy: float, dx: float, dy: float
) -> float:
    """Return how far a unit ray goes to an endless upright column about somebody."""
    ax, ay = cx - figures[k, Figure.X], cy - figures[k, Figure.Y]
    return _ball(ax, ay, 0.0, dx, dy, 0.0, radius)


@kernel
def body_hit(
    figures: Any, k: int, head: float,
    cx: float, cy: float, cz: float, dx: float, dy: float, dz: float,
) -> tuple[float, int]:  # fmt: skip
    """Return how far a unit ray goes to somebody, and whether to BODY or HEAD."""
    ax, ay = cx - figures[k, Figure.X], cy - figures[k, Figure.Y]
    at_head = _ball(ax, ay, cz - figures[k, Figure.EYE], dx, dy, dz, head)
    radius = figures[k, Figure.RADIUS]
    cap = figures[k, Figure.SHOULDER] - radius
    best = _ball(ax, ay, cz - cap, dx, dy, dz, radius)
    column = column_hit(figures, k, radius, cx, cy, dx, dy)
    if cz + column * dz < figures[k, Figure.FOOT]:
        column = _sole_hit(figures, k, ax, ay, cz, dx, dy, dz)
    if column < best and cz + column * dz <= cap:
        best = column
    if at_head <= best:
        return at_head, HEAD
    return best, BODY


@kernel
def _sole_hit(
    figures: Any, k: int, ax: float, ay: float, cz: float, dx: float, dy: float, dz: float
) -> float:
    """Return how far a ray from (ax, ay) off somebody rises to where they stand, else infinity."""
    if dz <= 0.0:
        return math.inf
    t = (figures[k, Figure.FOOT] - cz) / dz
    x, y, radius = ax + t * dx, ay + t * dy, figures[k, Figure.RADIUS]
    return t if x * x + y * y <= radius * radius else math.inf


@kernel
def first_hit(
    record: Any, solids: Any, people: Any, head: float, dx: float, dy: float, dz: float,
    ground: float,
) -> tuple[int, int, float, int]:  # fmt: skip
    """Return what a unit ray of the site frame meets first.

    Parameters
    ----------
    record : (Record,) array
        The camera.
    solids : tuple
        Bins of direction, what is in them and how near, and what that is: first (B + 1,), item and
        near (E,); edges (W, 4), first edge of each prism (P + 1,), base and top (P, 2), crowns
        (K, 5). Item n is prism n, or crown n - P.
    people : tuple
        Bins of direction likewise, and who is in them: first, item, near, figures (n, Figure).
    head : float
        Radius of a head. [m]
    dx, dy, dz : float
        The ray.
    ground : float
        How far it goes to the ground; infinity when there is none. [m]

    Returns
    -------
    kind, item : int
        What: prism, crown or figure; -1 for sky and ground.
    distance : float
        How far. [m]
    edge : int
        Edge of a wall, else -1.
    """
    first, item, near, edges, edge_first, heights, crowns = solids
    first_here, item_here, near_here, figures = people
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    kind, what, best, edge = SKY, -1, math.inf, -1
    flat = math.sqrt(dx * dx + dy * dy)
    if flat < UPRIGHT:
        dx, dy, flat = UPRIGHT, 0.0, UPRIGHT
    bins = len(first) - 1
    b = min(int(diamond(dx, dy) * (bins / 4)), bins - 1)
    # people first: they are near, and end the search for solids early
    for e in range(first_here[b], first_here[b + 1]):
        if near_here[e] > best * flat:
            break
        k = item_here[e]
        # falls below their feet before it comes near
        if dz < 0.0 and cz + near_here[e] / flat * dz < figures[k, Figure.FOOT]:
            continue
        t, part = body_hit(figures, k, head, cx, cy, cz, dx, dy, dz)
        if t < best:
            kind, what, best = part, k, t
    if ground < best and kind != HEAD:
        kind, what, best = GROUND, -1, ground
    for e in range(first[b], first[b + 1]):
        if near[e] > best * flat:
            break
        n = item[e]
        if n >= len(heights):
            t = crown_hit(crowns[n - len(heights)], cx, cy, cz, dx, dy, dz)
            if t < best:
                kind, what, best, edge = CROWN, n - len(heights), t, -1
            continue
        # all of it lies beyond ``near``: is the ray over or under it by then?
        z = cz + near[e] / flat * dz
        if (dz >= 0.0 and z > heights[n, 1]) or (dz <= 0.0 and z < heights[n, 0]):
            continue
        t, i = prism_hit(
            edges, edge_first[n], edge_first[n + 1], heights[n, 0], heights[n, 1],
            cx, cy, cz, dx, dy, dz,
        )  # fmt: skip
        if t < best:
            kind, what, best, edge = WALL if i >= 0 else LEVEL, n, t, i
    if ground < best and kind != HEAD:
        return GROUND, -1, ground, -1
    return kind, what, best, edge


@kernel
def many_hits(
    record: Any, solids: Any, people: Any, head: float, rays: Any, kind: Any, item: Any,
    distance: Any,
) -> None:  # fmt: skip
    """Write :func:`first_hit` of unit rays (N, 3), no ground, into arrays (N,)."""
    for i in range(len(rays)):
        kind[i], item[i], distance[i], _ = first_hit(
            record, solids, people, head, rays[i, 0], rays[i, 1], rays[i, 2], math.inf
        )
