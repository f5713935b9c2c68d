"""What a scene hides from many cameras, by a table of the few things that can.

Cameras and scene stand still while many points are asked about. The directions in which a camera
looks are cut into BINS; for each, two squared distances in the plan answer most questions at once:
nothing hides *before* the first, everything is hidden *behind* the second, where a wall stands that
fills the bin and is higher than camera and heads. Between them, what is listed for the bin is
tried. All bounds are rounded outward, so they never change an answer, only its cost, and a point
that the table does not cover (another direction, beyond reach, no height of a head) is tried
against everything.

A wall hides what the prism it belongs to hides: a sight line meets a prism iff it crosses one of
its edges between base and top, or comes in or out through its roof or floor; and then it crosses an
edge above or below. So a bin lists the edges that face the camera, for nothing else leads into an
outline, and only a line that crosses one above or below tries the whole prism. Where the camera is
above, below or inside an outline, that prism is listed whole.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import ROUND, TURN, in_crown, in_prism

__all__ = ["BINS", "Head", "Table", "arrange", "aside", "hides", "listed", "tried", "visible"]

BINS = 256
"""Bins of direction of a camera; changes no answer."""

BLOCK = 256
"""Points that are worked on together: as much as the nearest cache holds; changes no answer."""


class Head(IntEnum):
    """Columns of what the table knows of a camera: one line of the processor's cache."""

    X = 0
    Y = 1
    AHEAD_X = 2
    AHEAD_Y = 3
    """Where it looks, in the plan, of length 1."""
    BINS_PER_TURN = 4
    """Bins for each unit of the diamond angle."""
    REACH = 5
    """Square of the reach in the plan. [m2]"""
    LOW = 6
    HIGH = 7
    """Heights that the table covers. [m]"""
    LENGTH = 8


class Table(NamedTuple):
    """Cameras, table and scene.

    Attributes
    ----------
    head : (C, 8) array
        See :class:`Head`.
    up : (C,) array
        Height of each camera. [m]
    bound : (C BINS + 1, 2) array of float32
        Squared distances before which nothing and behind which everything hides; the last row is
        that of all that is not covered. [m2]
    first : (C BINS + 1,) array of uint32
        First item of each bin, and the end.
    item : (n,) array of uint32
        What may hide: edge w, whole prism W + p, crown W + P + k.
    walls : (W, 6) array
        Edges x, y, x, y, base and top, prism by prism; what is solid lies to their left. [m]
    owner : (W,) array of uint32
        Prism of each.
    prism : (P + 1,) array of uint32
        First edge of each prism, and the end.
    box : (P, 6) array
        West, south, east, north, base and top of each prism. [m]
    crowns : (K, 5) array
        Centre x, y, z, radius and half height. [m]
    """

    head: Any
    up: Any
    bound: Any
    first: Any
    item: Any
    walls: Any
    owner: Any
    prism: Any
    box: Any
    crowns: Any


@kernel
def aside(ahead: float, left: float) -> float:
    """Return the diamond angle of a direction from ahead, -2 to 2, monotone in the angle."""
    turn = left / max(abs(ahead) + abs(left), 1e-300)
    back = (2.0 if left >= 0.0 else -2.0) - turn
    return back if ahead < 0.0 else turn


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


@kernel
def blocked(t: Any, cx: float, cy: float, cz: float, x: float, y: float, z: float) -> bool:
    """Say whether anything hides a point from another, by trying everything."""
    west, east, south, north = min(cx, x), max(cx, x), min(cy, y), max(cy, y)
    low, high = min(cz, z), max(cz, z)
    for p in range(len(t.box)):
        if (
            (t.box[p, 0] <= east) & (t.box[p, 2] >= west)
            & (t.box[p, 1] <= north) & (t.box[p, 3] >= south)
            & (t.box[p, 4] <= high) & (t.box[p, 5] >= low)
        ) and in_prism(
            t.walls, t.prism[p], t.prism[p + 1], t.box[p, 4], t.box[p, 5], cx, cy, cz, x, y, z
        ):  # fmt: skip
            return True
    for k in range(len(t.crowns)):
        if in_crown(t.crowns[k], cx, cy, cz, x, y, z):
            return True
    return False


@kernel
def listed(t: Any, c: int, i: int, x: float, y: float, z: float) -> bool:
    """Say whether something listed for a bin hides a point from its camera."""
    cx, cy, cz = t.head[c, Head.X], t.head[c, Head.Y], t.up[c]
    dx, dy, rise = x - cx, y - cy, z - cz
    walls, prisms = len(t.walls), len(t.box)
    for e in range(t.first[i], t.first[i + 1]):
        n = int(t.item[e])
        p = n - walls
        if n < walls:
            # as in in_prism, whose answer this is as long as it crosses between base and top
            px, py = t.walls[n, 0] - cx, t.walls[n, 1] - cy
            qx, qy = t.walls[n, 2] - cx, t.walls[n, 3] - cy
            a = dx * py - dy * px
            b = dx * qy - dy * qx
            if ((a > 0.0) & (b > 0.0)) | ((a < 0.0) & (b < 0.0)):
                continue
            base, top = t.walls[n, 4], t.walls[n, 5]
            if (max(z, cz) < base) | (min(z, cz) > top):
                continue
            across = dx * (qy - py) - dy * (qx - px)
            if across == 0.0:
                continue
            at = (px * (qy - py) - py * (qx - px)) / across
            if not (at >= 0.0) & (at <= 1.0):
                continue
            if rise == 0.0:
                return True
            below, above = (base - cz) / rise, (top - cz) / rise
            if (at >= min(below, above)) & (at <= max(below, above)):
                return True
            p = t.owner[n]
        elif p >= prisms:
            if in_crown(t.crowns[p - prisms], cx, cy, cz, x, y, z):
                return True
            continue
        if in_prism(
            t.walls, t.prism[p], t.prism[p + 1], t.box[p, 4], t.box[p, 5], cx, cy, cz, x, y, z
        ):
            return True
    return False


@kernel
def tried(t: Any, c: int, x: float, y: float, z: float) -> bool:
    """Say whether anything hides a point from a camera, by trying everything."""
    return blocked(t, t.head[c, Head.X], t.head[c, Head.Y], t.up[c], x, y, z)


@kernel
def hides(t: Any, c: int, x: float, y: float, z: float) -> bool:
    """Say whether the scene hides a point from a camera."""
    dx, dy = x - t.head[c, Head.X], y - t.head[c, Head.Y]
    ahead = dx * t.head[c, Head.AHEAD_X] + dy * t.head[c, Head.AHEAD_Y]
    left = dy * t.head[c, Head.AHEAD_X] - dx * t.head[c, Head.AHEAD_Y]
    place = aside(ahead, left) * t.head[c, Head.BINS_PER_TURN] + BINS / 2
    away = dx * dx + dy * dy
    if not (
        (place >= 0.0) & (place < BINS) & (away > 0.0) & (away <= t.head[c, Head.REACH])
        & (z >= t.head[c, Head.LOW]) & (z <= t.head[c, Head.HIGH])
    ):  # fmt: skip
        return tried(t, c, x, y, z)
    i = c * BINS + int(place)
    if away > t.bound[i, 1]:
        return True
    return away > t.bound[i, 0] and listed(t, c, i, x, y, z)


@kernel
def visible(
    t: Any, camera: Any, x: Any, y: Any, z: Any, work: Any, marks: Any, out: Any
) -> int:  # fmt: skip
    """Write whether the scene leaves each point (R,) open to a camera (R,) into ``out`` (R,).

    Returns the first pair whose camera there is not or whose point is not finite, and then ``out``
    holds nothing of it and what follows; -1 when there is none. ``work`` (4, BLOCK) of float64 and
    ``marks`` (2, BLOCK) of uint32 are scratch.
    """
    # plain loops over a block, over arrays that begin with it and by numbers without a sign: so a
    # processor does them many at a time
    ahead, left, scale, square = work[0], work[1], work[2], work[3]
    bin_of, undecided = marks[0], marks[1]
    other, cameras = np.uint32(len(t.bound) - 1), np.uint32(len(t.head))
    for start in range(0, len(x), BLOCK):
        many = np.uint32(min(BLOCK, len(x) - start))
        stop = start + many
        c, px, py, pz = camera[start:stop], x[start:stop], y[start:stop], z[start:stop]
        seen = out[start:stop]
        several, wrong = np.uint32(0), False
        for k in range(many):
            several |= c[k] ^ c[0]
            wrong |= c[k] >= cameras
        if wrong:
            for k in range(many):
                if c[k] >= cameras:
                    return int(start + k)
        if several == 0:
            _bins_of_one(t, c[0], px, py, pz, many, other, square, bin_of)
        else:
            _bins_of_many(t, c, px, py, pz, many, other, ahead, left, scale, square, bin_of)
        count = np.uint32(0)
        for k in range(many):
            i = bin_of[k]
            behind = square[k] > t.bound[i, 1]
            seen[k] = not behind
            undecided[count] = k
            count += np.uint32((square[k] > t.bound[i, 0]) & (not behind))
        for n in range(count):
            k = undecided[n]
            i = bin_of[k]
            if i != other:
                hidden = listed(t, c[k], i, px[k], py[k], pz[k])
            elif math.isfinite(px[k] + py[k] + pz[k]):
                hidden = tried(t, c[k], px[k], py[k], pz[k])
            else:
                return int(start + k)
            seen[k] = not hidden
    return -1


@kernel
def _bins_of_one(
    t: Any, c: int, x: Any, y: Any, z: Any, many: Any, other: Any, square: Any, bin_of: Any
) -> None:
    """Write squared distance in the plan and bin of points from one camera."""
    cx, cy, fx, fy = (
        t.head[c, Head.X],
        t.head[c, Head.Y],
        t.head[c, Head.AHEAD_X],
        t.head[c, Head.AHEAD_Y],
    )
    scale, reach = t.head[c, Head.BINS_PER_TURN], t.head[c, Head.REACH]
    low, high = t.head[c, Head.LOW], t.head[c, Head.HIGH]
    begin = np.uint32(c * np.uint32(BINS))
    for k in range(many):
        dx, dy = x[k] - cx, y[k] - cy
        place = aside(dx * fx + dy * fy, dy * fx - dx * fy) * scale + BINS / 2
        away = dx * dx + dy * dy
        covered = (
            (place >= 0.0)
            & (place < BINS)
            & (away > 0.0)
            & (away <= reach)
            & (z[k] >= low)
            & (z[k] <= high)
        )
        place = place if covered else 0.0
        bin_of[k] = begin + np.uint32(np.int32(place)) if covered else other
        square[k] = away if covered else 0.0


@kernel
def _bins_of_many(
    t: Any, camera: Any, x: Any, y: Any, z: Any, many: Any, other: Any,
    ahead: Any, left: Any, scale: Any, square: Any, bin_of: Any,
) -> None:  # fmt: skip
    """Write squared distance in the plan and bin of points, each from a camera of its own."""
    for k in range(many):
        head = t.head[camera[k]]
        dx, dy = x[k] - head[Head.X], y[k] - head[Head.Y]
        away = dx * dx + dy * dy
        ahead[k] = dx * head[Head.AHEAD_X] + dy * head[Head.AHEAD_Y]
        left[k] = dy * head[Head.AHEAD_X] - dx * head[Head.AHEAD_Y]
        scale[k] = head[Head.BINS_PER_TURN]
        square[k] = away
        covered = (
            (away > 0.0)
            & (away <= head[Head.REACH])
            & (z[k] >= head[Head.LOW])
            & (z[k] <= head[Head.HIGH])
        )
        bin_of[k] = camera[k] * np.uint32(BINS) if covered else other
    # the division apart, since it is what is done many at a time
    for k in range(many):
        place = aside(ahead[k], left[k]) * scale[k] + BINS / 2
        covered = (place >= 0.0) & (place < BINS) & (bin_of[k] != other)
        place = place if covered else 0.0
        bin_of[k] = bin_of[k] + np.uint32(np.int32(place)) if covered else other
        square[k] = square[k] if covered else 0.0
