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

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import in_crown, in_prism

__all__ = ["BINS", "Head", "Table", "aside", "bins_of_one", "hidden_in", "listed", "tried"]

BINS = 256
"""Bins of direction of a camera; changes no answer."""


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
            if across != 0.0:
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
def bins_of_one(
    t: Any, c: Any, x: Any, y: Any, z: Any, many: Any, other: Any, square: Any, bin_of: Any
) -> None:
    """Write squared distance in the plan and bin of points (many,) from one camera.

    A point that the table does not cover is in the bin ``other``, at no distance.
    """
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
def hidden_in(
    t: Any, c: int, b: Any, other: Any, square: float, x: float, y: float, z: float
) -> bool:
    """Say whether the scene hides a point, of a bin and squared distance, from a camera.

    See :func:`bins_of_one`.
    """
    if square > t.bound[b, 1]:
        return True
    if square <= t.bound[b, 0]:
        return False
    return tried(t, c, x, y, z) if b == other else listed(t, c, b, x, y, z)
