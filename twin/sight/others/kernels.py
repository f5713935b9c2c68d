"""Whether other people hide somebody from a camera at a moment.

A body is an upright capsule from the ground to the shoulders, under a sphere for the head. Whoever
can stand before somebody whom a camera sees is one of its group, see
:mod:`twin.sight.groups.kernels`: all of it is gone through, in a plain loop without a branch that
does several at a time, and seldom is anybody left to be tried.
"""

import math
from typing import Any

import numpy as np

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.groups.kernels import LARGE, Here, Member, filled, members_between
from twin.sight.solids.kernels import ROUND

__all__ = ["TOGETHER", "behind_anybody", "behind_body", "behind_others"]

TOGETHER = 64
"""Members that are gone through before those left are tried, a bit for each."""


@kernel
def behind_body(
    cx: float, cy: float, cz: float, x: float, y: float, z: float,
    bx: float, by: float, foot: float, eye: float, radius: float, shoulder: float, head: float,
) -> bool:  # fmt: skip
    """Say whether the line from (cx, cy, cz) to (x, y, z) meets a body standing at (bx, by).

    ``foot``: underside of the capsule, which is flat; ``shoulder``: its top; ``eye``: height of the
    head's centre; ``head``: radius.
    """
    dx, dy, dz = x - cx, y - cy, z - cz
    ax, ay = cx - bx, cy - by
    flat = dx * dx + dy * dy
    size = flat + dz * dz
    if size == 0.0:
        return False
    az = cz - eye
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    if ex * ex + ey * ey + ez * ez <= head * head:
        return True
    # the part of the line that is not below the feet
    start, stop = 0.0, 1.0
    if min(cz, z) < foot:
        if max(cz, z) < foot:
            return False
        start, stop = ((foot - cz) / dz, 1.0) if dz > 0.0 else (0.0, (foot - cz) / dz)
    if flat > 0.0:
        t = min(stop, max(start, -(ax * dx + ay * dy) / flat))
    else:  # upright: its lower end
        t = start if dz > 0.0 else stop
    ex, ey = ax + t * dx, ay + t * dy
    if ex * ex + ey * ey > radius * radius:
        return False
    # below the centre of the cap it is a cylinder
    az = cz - (shoulder - radius)
    if az + t * dz <= 0.0:
        return True
    t = min(stop, max(start, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    # nearest the axis it is above the cap's centre: whatever meets the column meets the cap
    return ex * ex + ey * ey + ez * ez <= radius * radius


@kernel
def _may_meet(
    jx: float, jy: float, jz: float, square: float, aside: float, above: float,
    kx: float, ky: float, top: float,
) -> bool:  # fmt: skip
    """Say whether the line to a head may meet a body; both are told from the camera. [m]

    In the plan it must lie along the line and nearer to it than anybody is broad, and the line, as
    far as it is over the body, not be above it.

    Parameters
    ----------
    jx, jy, jz, square
        The head, and its squared distance in the plan.
    aside, above
        How broad anybody is at most, times the line's length in the plan, and that times its rise.
    kx, ky, top
        The body.
    """
    along, across = jx * kx + jy * ky, abs(jx * ky - jy * kx)
    return bool(
        (along >= -aside)
        & (along <= square + aside)
        & (across <= aside)
        & (along * jz - top * square <= above)
    )


@kernel
def _met(
    jx: float, jy: float, jz: float, square: float, aside: float, above: float,
    cx: float, cy: float, cz: float, x: Any, y: Any, top: Any, many: Any,
) -> Any:  # fmt: skip
    """Say as bits which of some bodies (n,), 64 at most, the line to a head may meet."""
    met = np.uint64(0)
    for m in range(many):
        one = _may_meet(jx, jy, jz, square, aside, above, x[m] - cx, y[m] - cy, top[m] - cz)
        met |= np.uint64(one) << np.uint64(m)
    return met


@kernel
def _meets(
    cx: float, cy: float, cz: float, x: float, y: float, z: float, here: Any, other: int
) -> bool:
    return behind_body(
        cx, cy, cz, x, y, z, here[other, Here.X], here[other, Here.Y], here[other, Here.FOOT],
        here[other, Here.EYE], here[other, Here.RADIUS], here[other, Here.SHOULDER],
        here[other, Here.HEAD],
    )  # fmt: skip


@kernel
def behind_others(
    grid: Any, room: Any, c: int, many: int, me: int, face: bool, ex: float, ey: float,
    record: Any, widest: float,
) -> tuple[bool, bool]:  # fmt: skip
    """Say whether others hide a member's head from a camera, and whether they hide an eye.

    Parameters
    ----------
    grid, room : Grid, Room
        Who stands where; the room's ``work`` holds the group of the camera.
    c, many : int
        Number of the camera, and of the members of its group.
    me : int
        The member.
    face : bool
        Whether the eyes matter.
    ex, ey : float
        From the head's centre to one eye; the other is opposite. [m]
    record : (Record,) array
        The camera.
    widest : float
        Nobody reaches farther from their middle. [m]
    """
    here, member = room.here, room.member[room.first[c] : room.first[c + 1]]
    xs, ys, tops = room.work[Member.X], room.work[Member.Y], room.work[Member.TOP]
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    x, y, z = xs[me], ys[me], room.work[Member.Z, me]
    jx, jy, jz = x - cx, y - cy, z - cz
    square = jx * jx + jy * jy
    pad = widest + ROUND + here[member[me], Here.APART]
    aside = pad * math.sqrt(square)
    above = abs(jz) * aside
    eye_hidden, start, stop = False, 0, int(filled(many))
    if many > LARGE:
        # the part of the line that is not above everybody
        least = cz - room.highest[0]
        share = least / -jz if least > 0.0 and jz < 0.0 else 0.0
        low, high = min(cy + share * jy, y), max(cy + share * jy, y)
        start, stop = members_between(grid, room, low - pad, high + pad)
    for begin in range(start, stop, TOGETHER):
        end = min(begin + TOGETHER, stop)
        met = _met(
            jx, jy, jz, square, aside, above, cx, cy, cz, xs[begin:end], ys[begin:end],
            tops[begin:end], np.uint32(end - begin),
        )  # fmt: skip
        if begin <= me < end:
            met &= ~(np.uint64(1) << np.uint64(me - begin))
        while met != np.uint64(0):
            one = met & (~met + np.uint64(1))
            met ^= one
            m = begin + math.frexp(float(one))[1] - 1
            # the head, and then one eye and the other
            for target in range(3 if face and not eye_hidden else 1):
                side = (0.0, 1.0, -1.0)[target]
                if _meets(cx, cy, cz, x + side * ex, y + side * ey, z, here, member[m]):
                    if target == 0:
                        return True, True
                    eye_hidden = True
    return False, eye_hidden


@kernel
def behind_anybody(here: Any, count: int, i: int, cx: float, cy: float, cz: float) -> bool:
    """Say whether any of so many people hide somebody's head from (cx, cy, cz), by trying all."""
    x, y, z = here[i, Here.X], here[i, Here.Y], here[i, Here.EYE]
    for other in range(count):
        if other != i and _meets(cx, cy, cz, x, y, z, here, other):
            return True
    return False
