"""Arrange a scene round a camera: what can hide something in each bin of direction, and from where.

All bounds are rounded outward; see :mod:`twin.sight.table.kernels`.
"""

import math
from typing import Any

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import ROUND, TURN
from twin.sight.table.kernels import BINS, Head, aside

__all__ = ["arrange"]


@kernel
def _direction(turn: float) -> tuple[float, float]:
    """Return a vector of a diamond angle from -2 to 2, |x| + |y| = 1."""
    if turn > 1.0:
        return 1.0 - turn, 2.0 - turn
    if turn < -1.0:
        return 1.0 + turn, -2.0 - turn
    return 1.0 - abs(turn), turn


@kernel
def _away(px: float, py: float, ex: float, ey: float, start: float, stop: float) -> float:
    """Return the least distance of a part of p + t e, from ``start`` to ``stop``, to the origin."""
    t = -(px * ex + py * ey) / (ex * ex + ey * ey)
    t = min(stop, max(start, t))
    return math.hypot(px + t * ex, py + t * ey)


@kernel
def _least(
    px: float, py: float, qx: float, qy: float, low: float, high: float
) -> float:  # fmt: skip
    """Return the least distance of the part of an edge between two diamond angles; lower bound."""
    start, stop = 0.0, 1.0
    ex, ey = qx - px, qy - py
    for side in range(2):
        ux, uy = _direction(low if side == 0 else high)
        # left of the low direction and right of the high one
        sign = 1.0 if side == 0 else -1.0
        a = sign * (ux * py - uy * px)
        slope = sign * (ux * ey - uy * ex)
        if slope > 0.0:
            start = max(start, -a / slope)
        elif slope < 0.0:
            stop = min(stop, -a / slope)
    if start > stop:
        start, stop = 0.0, 1.0
    return max(0.0, _away(px, py, ex, ey, start, stop) - ROUND)


@kernel
def _most(px: float, py: float, qx: float, qy: float, low: float, high: float) -> float:
    """Return the distance of an edge, that goes on beyond two diamond angles, between them."""
    across = px * qy - py * qx
    farthest = 0.0
    for side in range(2):
        ux, uy = _direction(low if side == 0 else high)
        # the edge is p + s (q - p); the ray u meets it at this multiple of u
        down = ux * (qy - py) - uy * (qx - px)
        farthest = max(farthest, across / down * math.hypot(ux, uy))
    return farthest + ROUND


@kernel
def _stands_round(walls: Any, first: int, last: int, x: float, y: float) -> bool:
    """Say whether a point is inside an outline in the plan, or at its edge."""
    inside = False
    for w in range(first, last):
        px, py, qx, qy = walls[w, 0] - x, walls[w, 1] - y, walls[w, 2] - x, walls[w, 3] - y
        if _away(px, py, qx - px, qy - py, 0.0, 1.0) <= ROUND:
            return True
        if (py > 0.0) != (qy > 0.0) and (px * qy - py * qx > 0.0) == (qy > py):
            inside = not inside
    return inside


@kernel
def _put(
    b: int, item: int, near: float, far: Any, entry_bin: Any, entry: Any, entry_near: Any, n: int
) -> int:
    """Note that something reaches into a bin, if it is not behind what hides everything there."""
    if near > far[b]:
        return n
    if n < len(entry):
        entry_bin[n], entry[n], entry_near[n] = b, item, near
    return n + 1


@kernel
def _edge(
    px: float, py: float, qx: float, qy: float, scale: float, reach: float, item: int,
    fills: bool, far: Any, entry_bin: Any, entry: Any, entry_near: Any, n: int,
) -> int:  # fmt: skip
    """Lower ``far`` to an edge that fills bins, or else note the bins into which an edge reaches.

    The edge is relative to the camera: ahead and left of it.
    """
    if px * qy - py * qx < 0.0:
        px, py, qx, qy = qx, qy, px, py
    begin = aside(px, py)
    turn = aside(qx, qy) - begin
    turn = turn if turn >= 0.0 else turn + 4.0
    if turn > 3.0:  # seen end on, and rounded
        turn = 0.0
    for round_ in range(-1, 2):
        low, high = begin + 4.0 * round_ - TURN, begin + 4.0 * round_ + turn + TURN
        start = max(0, int(math.floor(low * scale + BINS / 2)))
        stop = min(BINS - 1, int(math.floor(high * scale + BINS / 2)))
        for b in range(start, stop + 1):
            right, left = (b - BINS / 2) / scale, (b + 1 - BINS / 2) / scale
            if not fills:
                near = _least(px, py, qx, qy, right - TURN, left + TURN)
                if near <= reach:
                    n = _put(b, item, near, far, entry_bin, entry, entry_near, n)
            elif low + 3 * TURN <= right and high - 3 * TURN >= left:
                far[b] = min(far[b], _most(px, py, qx, qy, right, left))
    return n


@kernel
def arrange(
    head: Any, cz: float, walls: Any, prism: Any, box: Any, crowns: Any,
    far: Any, entry_bin: Any, entry: Any, entry_near: Any, bound: Any, first: Any, item: Any,
) -> int:  # fmt: skip
    """Arrange a scene round a camera.

    Parameters
    ----------
    head, cz
        :class:`Head` of the camera, and its height. [m]
    walls, prism, box, crowns : array
        The scene, see :class:`Table`.
    far, entry_bin, entry, entry_near : array
        Scratch: (BINS,), and three (E,) of uint32, uint32 and float64.
    bound, first, item : array
        Outputs: (BINS, 2), (BINS + 1,) and (E,), see :class:`Table`.

    Returns
    -------
    int
        How many items there are. Where they are more than E, nothing is written.
    """
    cx, cy, fx, fy = head[Head.X], head[Head.Y], head[Head.AHEAD_X], head[Head.AHEAD_Y]
    scale, reach = head[Head.BINS_PER_TURN], math.sqrt(head[Head.REACH])
    low, high = min(cz, head[Head.LOW]), max(cz, head[Head.HIGH])
    far[:] = math.inf
    n = 0
    # first what hides everything behind it, then what is not behind that
    for fills in (True, False):
        for p in range(len(box)):
            aside_x = max(box[p, 0] - cx, cx - box[p, 2], 0.0)
            aside_y = max(box[p, 1] - cy, cy - box[p, 3], 0.0)
            base, top = box[p, 4], box[p, 5]
            if top < low or base > high or math.hypot(aside_x, aside_y) > reach + ROUND:
                continue
            if fills and not (base <= low and top >= high):
                continue
            if max(aside_x, aside_y) <= ROUND and _stands_round(
                walls, prism[p], prism[p + 1], cx, cy
            ):
                for b in range(0 if fills else BINS):
                    n = _put(b, len(walls) + p, 0.0, far, entry_bin, entry, entry_near, n)
                continue
            for w in range(prism[p], prism[p + 1]):
                px, py = walls[w, 0] - cx, walls[w, 1] - cy
                qx, qy = walls[w, 2] - cx, walls[w, 3] - cy
                # what is solid lies to its left: seen from behind, another hides all that it does
                if px * qy - py * qx > ROUND * math.hypot(qx - px, qy - py):
                    continue
                n = _edge(
                    px * fx + py * fy, py * fx - px * fy, qx * fx + qy * fy, qy * fx - qx * fy,
                    scale, reach, w, fills, far, entry_bin, entry, entry_near, n,
                )  # fmt: skip
    for k in range(len(crowns)):
        dx, dy, radius = crowns[k, 0] - cx, crowns[k, 1] - cy, crowns[k, 3] + ROUND
        away = math.hypot(dx, dy)
        number = len(walls) + len(box) + k
        if crowns[k, 2] - crowns[k, 4] > high or crowns[k, 2] + crowns[k, 4] < low:
            continue
        if away <= radius:
            for b in range(BINS):
                n = _put(b, number, 0.0, far, entry_bin, entry, entry_near, n)
        elif away - radius <= reach:
            n = _crown(
                dx * fx + dy * fy, dy * fx - dx * fy, radius, scale, number,
                far, entry_bin, entry, entry_near, n,
            )  # fmt: skip
    if n <= len(entry):
        _sort(n, far, entry_bin, entry, entry_near, bound, first, item)
    return n


@kernel
def _crown(
    ahead: float, left: float, radius: float, scale: float, item: int,
    far: Any, entry_bin: Any, entry: Any, entry_near: Any, n: int,
) -> int:  # fmt: skip
    """Note the bins into which a circle round a place ahead and left of the camera reaches."""
    away = math.hypot(ahead, left)
    sine = radius / away
    cosine = math.sqrt(max(0.0, 1.0 - sine * sine))
    begin = aside(ahead * cosine + left * sine, left * cosine - ahead * sine)
    turn = aside(ahead * cosine - left * sine, left * cosine + ahead * sine) - begin
    turn = turn if turn >= 0.0 else turn + 4.0
    for round_ in range(-1, 2):
        low, high = begin + 4.0 * round_ - TURN, begin + 4.0 * round_ + turn + TURN
        start = max(0, int(math.floor(low * scale + BINS / 2)))
        stop = min(BINS - 1, int(math.floor(high * scale + BINS / 2)))
        for b in range(start, stop + 1):
            n = _put(b, item, away - radius, far, entry_bin, entry, entry_near, n)
    return n


@kernel
def _sort(
    n: int, far: Any, entry_bin: Any, entry: Any, entry_near: Any, bound: Any, first: Any,
    item: Any,
) -> None:  # fmt: skip
    """Sort what was noted by bin, nearest first, and write the bounds."""
    for b in range(BINS + 1):
        first[b] = 0
    for e in range(n):
        first[entry_bin[e] + 1] += 1
    for b in range(BINS):
        first[b + 1] += first[b]
        bound[b, 0] = math.inf
        # rounded outward, since single precision may round the other way
        bound[b, 1] = far[b] * far[b] * (1.0 + 1e-6)
    # ``far`` has done its work: now how many of each bin are there already
    for b in range(BINS):
        far[b] = 0.0
    for e in range(n):
        b = entry_bin[e]
        bound[b, 0] = min(bound[b, 0], np.float32(entry_near[e] * entry_near[e] * (1.0 - 1e-6)))
        place = np.int64(first[b]) + np.int64(far[b])
        far[b] += 1.0
        item[place] = e
        while place > first[b] and entry_near[item[place - 1]] > entry_near[e]:
            item[place] = item[place - 1]
            place -= 1
            item[place] = e
    for e in range(n):
        item[e] = entry[item[e]]
