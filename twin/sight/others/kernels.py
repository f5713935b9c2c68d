"""Whether other people hide somebody at a moment.

A body is an upright capsule from the ground to the shoulders, under a sphere for the head. The
people of a moment are chained spot by spot of the ground, so that whoever can stand in a sight line
is found below the part of it that is lower than the tallest head.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import ROUND

__all__ = [
    "MARGIN",
    "SPOTS",
    "Here",
    "Places",
    "behind_body",
    "behind_others",
    "leave",
    "may_be_behind",
    "settle",
]

SPOTS = 2
"""Spots along a side of a square of the grid; changes no answer."""

MARGIN = 4
"""Spots each way that are known about everybody; changes no answer."""


class Here(IntEnum):
    """Columns of somebody at one moment. [m]"""

    X = 0
    Y = 1
    EYE = 2
    HEAD = 3
    """Radius of the head, about the eyes."""
    RADIUS = 4
    SHOULDER = 5
    APART = 6
    """Half the distance of the eyes."""
    FOOT = 7
    """Where the body begins."""
    LENGTH = 8
    """A line of the processor's cache."""


class Places(NamedTuple):
    """Who stands where at a moment.

    A spot is a square of the grid, cut :data:`SPOTS` times each way.

    Attributes
    ----------
    here : (n, 8) array
        Everybody, :class:`Here`; what follows is made of it by :func:`settle`.
    square : (n,) array of int32
        Square of the grid of each; -1 outside it.
    column, row : (n,) array of int32
        Those of the spot of each; -1 outside.
    around : (n,) array of uint64
        The bits of the 8 x 8 spots about each, from four west and south of their own: whether
        somebody stands there, and on their own whether somebody else does. Mostly nobody does, and
        that is all there is to be asked.
    before : (n,) array of int32
        One more than the one before each on the same spot; 0 at none.
    last : (spots,) array of int32
        For each spot, one more than the last who stands there; 0 before, and after :func:`leave`.
    taken : (2, rows + 8, words) array of uint64
        A bit for each spot on which somebody stands, and for each on which two or more do,
        likewise, with a margin all round: of four rows, and of a word.
    """

    here: Any
    square: Any
    column: Any
    row: Any
    around: Any
    before: Any
    last: Any
    taken: Any


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
def settle(grid: Any, places: Any, count: int) -> None:
    """Put the first people of a moment on the spots where they stand."""
    last, taken, per_m = places.last, places.taken, SPOTS * grid.per_m
    columns, rows = SPOTS * grid.columns, SPOTS * grid.rows
    for n in range(count):
        x = math.floor((places.here[n, Here.X] - grid.west) * per_m)
        y = math.floor((places.here[n, Here.Y] - grid.south) * per_m)
        if not ((x >= 0.0) & (y >= 0.0) & (x < columns) & (y < rows)):
            places.square[n] = places.column[n] = places.row[n] = -1
            continue
        i, j = int(x), int(y)
        s = j * columns + i
        places.column[n], places.row[n] = i, j
        places.square[n] = j // SPOTS * grid.columns + i // SPOTS
        bit = np.uint64(1) << np.uint64(i & 63)
        taken[1 if last[s] > 0 else 0, j + MARGIN, (i >> 6) + 1] |= bit
        places.before[n] = last[s]
        last[s] = n + 1
    for n in range(count):
        if places.row[n] >= 0:
            places.around[n] = _window(taken, places.column[n], places.row[n])


@kernel
def _window(taken: Any, column: int, row: int) -> Any:
    """Return the bits of the 8 x 8 spots about one; see :class:`Places`."""
    out = np.uint64(0)
    west = column + 64 - MARGIN
    word, shift = west >> 6, np.uint64(west & 63)
    for j in range(2 * MARGIN):
        bits = taken[0, row + j, word] >> shift
        bits |= taken[0, row + j, word + 1] << np.uint64(1) << (np.uint64(63) - shift)
        out |= (bits & np.uint64(255)) << np.uint64(8 * j)
    own = np.uint64(8 * MARGIN + MARGIN)
    several = taken[1, row + MARGIN, (column >> 6) + 1] >> np.uint64(column & 63)
    return (out & ~(np.uint64(1) << own)) | ((several & np.uint64(1)) << own)


@kernel
def leave(grid: Any, places: Any, count: int) -> None:
    """Undo :func:`settle`."""
    for n in range(count):
        i, j = places.column[n], places.row[n]
        if j >= 0:
            places.last[j * SPOTS * grid.columns + i] = 0
            places.taken[0, j + MARGIN, (i >> 6) + 1] = 0
            places.taken[1, j + MARGIN, (i >> 6) + 1] = 0


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
def _reached(
    me: int, cx: float, cy: float, cz: float, grid: Any, places: Any, top: float, rise: float,
    widest: float,
) -> tuple[float, int, int, int, int]:  # fmt: skip
    """Return the part of the line from somebody to a camera in which anybody can stand.

    The share of the line that is lower than everybody's head, and first and last column and row of
    the spots where whoever touches it there stands.
    """
    x, y, z = places.here[me, Here.X], places.here[me, Here.Y], places.here[me, Here.EYE]
    pad = widest + ROUND + places.here[me, Here.APART]
    # as far as the line is not above a slope from ``top`` on, which rises so much to its end
    above, steeper = top + ROUND - z, cz - z - rise
    share = above / steeper if steeper > above else 1.0
    dx, dy, per_m = share * (cx - x), share * (cy - y), SPOTS * grid.per_m
    return (
        share,
        int(math.floor((min(x, x + dx) - pad - grid.west) * per_m)),
        int(math.floor((max(x, x + dx) + pad - grid.west) * per_m)),
        int(math.floor((min(y, y + dy) - pad - grid.south) * per_m)),
        int(math.floor((max(y, y + dy) + pad - grid.south) * per_m)),
    )


@kernel
def _others_on(
    places: Any, me: int, left: int, right: int, bottom: int, up: int
) -> tuple[bool, Any]:
    """Say whether spots are in somebody's window, and on which of them others stand, as bits."""
    i, j = places.column[me], places.row[me]
    a, b, c, d = left - i + MARGIN, right - i + MARGIN, bottom - j + MARGIN, up - j + MARGIN
    inside = (a >= 0) & (b < 2 * MARGIN) & (c >= 0) & (d < 2 * MARGIN)
    every = ~np.uint64(0)
    of_row = (np.uint64(255) >> np.uint64((7 - b) & 7)) & (np.uint64(255) << np.uint64(a & 7))
    of_rows = (every >> np.uint64((56 - 8 * d) & 63)) & (every << np.uint64(8 * c & 63))
    bits = places.around[me] & ((of_row & np.uint64(255)) * np.uint64(0x0101010101010101)) & of_rows
    return inside, bits


@kernel
def may_be_behind(
    me: int, cx: float, cy: float, cz: float, grid: Any, places: Any, top: float, rise: float,
    widest: float,
) -> bool:  # fmt: skip
    """Say whether anybody stands where they might hide somebody; see :func:`behind_others`."""
    _, left, right, bottom, up = _reached(me, cx, cy, cz, grid, places, top, rise, widest)
    inside, bits = _others_on(places, me, left, right, bottom, up)
    return not inside or bits != np.uint64(0)


@kernel
def behind_others(
    me: int, face: bool, ex: float, ey: float, cx: float, cy: float, cz: float, grid: Any,
    places: Any, top: float, rise: float, widest: float,
) -> tuple[bool, bool]:  # fmt: skip
    """Say whether others hide somebody's head from a camera, and whether they hide an eye.

    Parameters
    ----------
    me : int
        Number of somebody on the grid.
    face : bool
        Whether the eyes matter.
    ex, ey : float
        From the head's centre to one eye; the other is opposite. [m]
    cx, cy, cz : float
        The camera. [m]
    grid, places
        Who stands where.
    top, rise : float
        Nobody reaches higher than the first, and the second times the share of the line, where the
        line is not above them anyway. [m]
    widest : float
        Nobody reaches farther from their middle. [m]
    """
    here = places.here
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    dx, dy = cx - x, cy - y
    share, left, right, row, last_row = _reached(me, cx, cy, cz, grid, places, top, rise, widest)
    pad = widest + ROUND + here[me, Here.APART]
    size = math.sqrt(dx * dx + dy * dy)
    aside, least, most = pad * size, -pad * size, (share * size + pad) * size
    # the spots that matter: of the window, or of rows of the ground, a word of bits at a time
    columns = SPOTS * grid.columns
    inside, bits = _others_on(places, me, left, right, row, last_row)
    row, last_row = max(0, row) - 1, min(SPOTS * grid.rows - 1, last_row)
    left, right = max(0, left), min(columns - 1, right)
    word = right >> 6
    if not inside:
        bits = np.uint64(0)
    eye_hidden = False
    while True:
        if bits == np.uint64(0):
            word += 1
            if word > right >> 6:
                word, row = left >> 6, row + 1
            if inside or row > last_row or left > right:
                break
            bits = _of_row(places.taken, row, word, left, right)
            continue
        one = bits & (~bits + np.uint64(1))
        bits ^= one
        bit = math.frexp(float(one))[1] - 1
        if inside:
            i, j = places.column[me] + bit % 8 - MARGIN, places.row[me] + bit // 8 - MARGIN
        else:
            i, j = 64 * word + bit, row
        other = places.last[j * columns + i] - 1
        while other >= 0:
            ox, oy = here[other, Here.X] - x, here[other, Here.Y] - y
            along, across = dx * ox + dy * oy, abs(dx * oy - dy * ox)
            # one branch: a processor foretells it, and few come through
            if (along >= least) & (along <= most) & (across <= aside) & (other != me):
                # the head, and then one eye and the other
                for target in range(3 if face and not eye_hidden else 1):
                    side = (0.0, 1.0, -1.0)[target]
                    if _meets(cx, cy, cz, x + side * ex, y + side * ey, z, here, other):
                        if target == 0:
                            return True, True
                        eye_hidden = True
            other = places.before[other] - 1
    return False, eye_hidden


@kernel
def _of_row(taken: Any, row: int, word: int, left: int, right: int) -> Any:
    """Return the bits of the spots of a row from one to another that lie in a word."""
    bits, every = taken[0, row + MARGIN, word + 1], ~np.uint64(0)
    if word == left >> 6:
        bits &= every << np.uint64(left & 63)
    if word == right >> 6:
        bits &= every >> np.uint64(63 - (right & 63))
    return bits
