"""Whether other people hide somebody at a moment.

A body is an upright capsule with a flat foot, under a sphere for the head. The people of a moment
are chained square by square of the grid, so that whoever can stand in a sight line is found below
the part of it that is lower than a head. Mostly that part is short, and the squares about everybody
are a word of bits; where it is longer, it is followed over wide squares, row by row. Few people are
much taller than the others: they are chained once more and looked for where the line is lower than
they, so that for all others the shorter part is enough.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import ROUND

__all__ = [
    "MARGIN",
    "WIDE",
    "Here",
    "Layer",
    "Places",
    "Sizes",
    "behind_body",
    "behind_others",
    "leave",
    "look_about",
    "may_be_behind",
    "settle",
]

WIDE = 2
"""Wide squares are two to the power of so many squares of the grid wide; changes no answer."""

MARGIN = 4
"""Squares each way that are known about everybody; changes no answer."""


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


class Layer(NamedTuple):
    """People on squares.

    Attributes
    ----------
    before : (n,) array of int32
        One more than the one before each on the same square, 0 at none; -1 for whoever is on none.
    around : (n,) array of uint64
        The bits of the 8 x 8 squares about each, from four west and south of their own: whether
        somebody stands there, and on their own whether somebody else does. Mostly nobody does, and
        that is all there is to be asked. Made by :func:`look_about`.
    last : (rows, columns) array of int32
        For each square, one more than the last who stands there; 0 before, and after :func:`leave`.
    taken : (2, rows + 8, words) array of uint64
        A bit for each square on which somebody stands, and for each on which two or more do,
        likewise, with a margin all round: of four rows, and of a word.
    """

    before: Any
    around: Any
    last: Any
    taken: Any


class Places(NamedTuple):
    """Who stands where at a moment.

    Attributes
    ----------
    here : (n, 8) array
        Everybody, :class:`Here`.
    top : (n,) array
        How high everybody reaches above the ground; what follows is made by :func:`settle`. [m]
    square : (n,) array of int32
        Square of the grid of each; -1 outside it.
    column, row : (n,) array of int32
        Those of the square of each; -1 outside.
    every, wide, tall : Layer
        Everybody, everybody on wide squares, and on wide squares whoever is tall.
    """

    here: Any
    top: Any
    square: Any
    column: Any
    row: Any
    every: Any
    wide: Any
    tall: Any


class Sizes(NamedTuple):
    """How large people are at a moment.

    Attributes
    ----------
    tall : float
        Whoever reaches higher above the ground is among the tall. [m]
    tallest, widest : float
        Nobody reaches higher above the ground, or farther from their middle. [m]
    """

    tall: float
    tallest: float
    widest: float


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
    t = min(1.0, max(0.0, -(ax * dx + ay * dy) / flat)) if flat > 0.0 else 0.0
    ex, ey = ax + t * dx, ay + t * dy
    if ex * ex + ey * ey > radius * radius:
        return False
    # below the centre of the cap it is a cylinder
    az = cz - (shoulder - radius)
    if az + t * dz <= 0.0 or (flat == 0.0 and az + dz <= 0.0):
        return cz + t * dz >= foot or _rises_to(foot, cz, dz, t, ex, ey, flat, radius)
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    # nearest the axis it is above the cap's centre: whatever meets the column meets the cap
    return ex * ex + ey * ey + ez * ez <= radius * radius


@kernel
def _rises_to(
    foot: float, cz: float, dz: float, t: float, ex: float, ey: float, flat: float, radius: float
) -> bool:
    """Say whether a line that is below a body where it is nearest is not all the way through.

    Nearest it is (ex, ey) from the axis, at the share ``t``; ``flat`` is its squared length in the
    plan.
    """
    if flat == 0.0:
        return max(cz, cz + dz) >= foot
    half = math.sqrt(max(0.0, radius * radius - ex * ex - ey * ey) / flat)
    start, stop = max(0.0, t - half), min(1.0, t + half)
    return cz + max(start * dz, stop * dz) >= foot


@kernel
def settle(grid: Any, places: Any, count: int) -> Any:
    """Put the first people of a moment where they stand; return their :class:`Sizes`."""
    total, tallest, widest = 0.0, 0.0, 0.0
    for n in range(count):
        total, tallest = total + places.top[n], max(tallest, places.top[n])
        widest = max(widest, places.here[n, Here.RADIUS], places.here[n, Here.HEAD])
    # half way from the mean to the tallest: few are between
    tall = (total / max(1, count) + tallest) / 2.0
    for n in range(count):
        x = math.floor((places.here[n, Here.X] - grid.west) * grid.per_m)
        y = math.floor((places.here[n, Here.Y] - grid.south) * grid.per_m)
        if not ((x >= 0.0) & (y >= 0.0) & (x < grid.columns) & (y < grid.rows)):
            places.square[n] = places.column[n] = places.row[n] = -1
            continue
        i, j = int(x), int(y)
        places.column[n], places.row[n] = i, j
        places.square[n] = j * grid.columns + i
        _put(places.every, n, i, j)
        _put(places.wide, n, i >> WIDE, j >> WIDE)
        places.tall.before[n] = -1
        if places.top[n] > tall:
            _put(places.tall, n, i >> WIDE, j >> WIDE)
    return Sizes(tall, tallest, widest)


@kernel
def _put(layer: Any, n: int, i: int, j: int) -> None:
    """Put somebody on a square."""
    before = layer.last[j, i]
    layer.taken[min(before, 1), j + MARGIN, (i >> 6) + 1] |= np.uint64(1) << np.uint64(i & 63)
    layer.before[n] = before
    layer.last[j, i] = n + 1


@kernel
def leave(places: Any, count: int) -> None:
    """Undo :func:`settle`."""
    for n in range(count):
        i, j = places.column[n], places.row[n]
        if j >= 0:
            _clear(places.every, i, j)
            _clear(places.wide, i >> WIDE, j >> WIDE)
            if places.tall.before[n] >= 0:
                _clear(places.tall, i >> WIDE, j >> WIDE)


@kernel
def _clear(layer: Any, i: int, j: int) -> None:
    layer.last[j, i] = 0
    layer.taken[0, j + MARGIN, (i >> 6) + 1] = 0
    layer.taken[1, j + MARGIN, (i >> 6) + 1] = 0


@kernel
def look_about(places: Any, n: int) -> None:
    """Note where others are about somebody on the grid, for the questions that follow."""
    i, j = places.column[n], places.row[n]
    places.every.around[n] = _window(places.every, n, i, j)
    places.tall.around[n] = _window(places.tall, n, i >> WIDE, j >> WIDE)


@kernel
def _window(layer: Any, n: int, column: int, row: int) -> Any:
    """Return the bits of the 8 x 8 squares about one; see :class:`Layer`."""
    taken, out = layer.taken, np.uint64(0)
    west = column + 64 - MARGIN
    word, shift = west >> 6, np.uint64(west & 63)
    for j in range(2 * MARGIN):
        bits = taken[0, row + j, word] >> shift
        bits |= taken[0, row + j, word + 1] << np.uint64(1) << (np.uint64(63) - shift)
        out |= (bits & np.uint64(255)) << np.uint64(8 * j)
    if layer.before[n] < 0:
        return out
    own = np.uint64(8 * MARGIN + MARGIN)
    several = taken[1, row + MARGIN, (column >> 6) + 1] >> np.uint64(column & 63)
    return (out & ~(np.uint64(1) << own)) | ((several & np.uint64(1)) << own)


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
def _low_share(z: float, cz: float, top: float, rise: float) -> float:
    """Return the share of a line from z to cz, up to 1, beyond which it is above a slope.

    The slope begins at a height of ``top`` and rises by ``rise`` to the end of the line.
    """
    above, steeper = top + ROUND - z, cz - z - rise
    return above / steeper if steeper > above else 1.0


@kernel
def _reached(
    me: int, grid: Any, places: Any, per_m: float, dx: float, dy: float, begin: float, end: float,
    pad: float,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Return first and last column and row of squares where whoever touches part of a line stands.

    The part is between two shares of the line (dx, dy) from somebody.
    """
    x, y = places.here[me, Here.X] - grid.west, places.here[me, Here.Y] - grid.south
    return (
        int(math.floor((x + min(begin * dx, end * dx) - pad) * per_m)),
        int(math.floor((x + max(begin * dx, end * dx) + pad) * per_m)),
        int(math.floor((y + min(begin * dy, end * dy) - pad) * per_m)),
        int(math.floor((y + max(begin * dy, end * dy) + pad) * per_m)),
    )


@kernel
def _others_on(around: Any, i: int, j: int, box: tuple[int, int, int, int]) -> tuple[bool, Any]:
    """Say whether squares are in the window about (i, j), and on which of them others stand."""
    left, right, bottom, up = box
    a, b, c, d = left - i + MARGIN, right - i + MARGIN, bottom - j + MARGIN, up - j + MARGIN
    inside = (a >= 0) & (b < 2 * MARGIN) & (c >= 0) & (d < 2 * MARGIN)
    every = ~np.uint64(0)
    of_row = (np.uint64(255) >> np.uint64((7 - b) & 7)) & (np.uint64(255) << np.uint64(a & 7))
    of_rows = (every >> np.uint64((56 - 8 * d) & 63)) & (every << np.uint64(8 * c & 63))
    bits = around & ((of_row & np.uint64(255)) * np.uint64(0x0101010101010101)) & of_rows
    return inside, bits


@kernel
def may_be_behind(
    me: int,
    cx: float,
    cy: float,
    cz: float,
    grid: Any,
    places: Any,
    roof: float,
    rise: float,
    sizes: Any,
) -> bool:
    """Say whether anybody stands where they might hide somebody; see :func:`behind_others`."""
    here, i, j = places.here[me], places.column[me], places.row[me]
    dx, dy, z, per_m = cx - here[Here.X], cy - here[Here.Y], here[Here.EYE], grid.per_m
    pad = sizes.widest + ROUND + here[Here.APART]
    low, high = (
        _low_share(z, cz, roof + sizes.tall, rise),
        _low_share(z, cz, roof + sizes.tallest, rise),
    )
    box = _reached(me, grid, places, per_m, dx, dy, 0.0, low, pad)
    inside, bits = _others_on(places.every.around[me], i, j, box)
    if not inside or bits != np.uint64(0) or high <= low:
        return not inside or bits != np.uint64(0)
    box = _reached(me, grid, places, per_m / (1 << WIDE), dx, dy, low, high, pad)
    inside, bits = _others_on(places.tall.around[me], i >> WIDE, j >> WIDE, box)
    return not inside or bits != np.uint64(0)


@kernel
def behind_others(
    me: int, face: bool, ex: float, ey: float, cx: float, cy: float, cz: float, grid: Any,
    places: Any, roof: float, rise: float, sizes: Any,
) -> tuple[bool, bool]:  # fmt: skip
    """Say whether others hide somebody's head from a camera, and whether they hide an eye.

    Parameters
    ----------
    me : int
        Number of somebody on the grid, who has looked about.
    face : bool
        Whether the eyes matter.
    ex, ey : float
        From the head's centre to one eye; the other is opposite. [m]
    cx, cy, cz : float
        The camera. [m]
    grid, places
        Who stands where.
    roof, rise : float
        How high the ground is in the line, see :class:`~twin.sight.grid.kernels.Grid`. [m]
    sizes : Sizes
        How large people are.
    """
    here, i, j = places.here[me], places.column[me], places.row[me]
    z, per_m = here[Here.EYE], grid.per_m
    dx, dy = cx - here[Here.X], cy - here[Here.Y]
    pad = sizes.widest + ROUND + here[Here.APART]
    low, high = (
        _low_share(z, cz, roof + sizes.tall, rise),
        _low_share(z, cz, roof + sizes.tallest, rise),
    )
    line = (me, face, ex, ey, cx, cy, cz, pad)
    box = _reached(me, grid, places, per_m, dx, dy, 0.0, low, pad)
    inside, bits = _others_on(places.every.around[me], i, j, box)
    if inside:
        head, eye = _behind_about(places.every, bits, i, j, line, places.here, low)
    else:
        head, eye = _behind_along(places.wide, grid, line, places.here, 0.0, low)
    if not head and high > low:
        head, also = _behind_along(places.tall, grid, line, places.here, low, high)
        eye |= also
    return head, eye


@kernel
def _behind_about(
    layer: Any, bits: Any, i: int, j: int, line: Any, here: Any, end: float
) -> tuple[bool, bool]:
    """Say whether those on squares of the window about (i, j) hide a head, and whether an eye.

    The squares are told as bits; they matter who are along a line up to a share of it.
    """
    eye = False
    while bits != np.uint64(0):
        one = bits & (~bits + np.uint64(1))
        bits ^= one
        bit = math.frexp(float(one))[1] - 1
        other = layer.last[j + bit // 8 - MARGIN, i + bit % 8 - MARGIN] - 1
        head, also = _behind_chain(layer, other, line, here, 0.0, end)
        eye |= also
        if head:
            return True, True
    return False, eye


@kernel
def _behind_along(
    layer: Any, grid: Any, line: Any, here: Any, begin: float, end: float
) -> tuple[bool, bool]:
    """Say whether those of a wide layer hide a head, and whether an eye.

    They matter who are along a part of the line, between two shares of it, and are looked for row
    by row on the squares where whoever touches it there stands.
    """
    me, _, _, _, cx, cy, _, pad = line
    per_m = grid.per_m / (1 << WIDE)
    x, y = (here[me, Here.X] - grid.west) * per_m, (here[me, Here.Y] - grid.south) * per_m
    dx, dy = (cx - here[me, Here.X]) * per_m, (cy - here[me, Here.Y]) * per_m
    pad *= per_m
    rows, columns = layer.last.shape
    first = max(0, int(math.floor(y + min(begin * dy, end * dy) - pad)))
    last = min(rows - 1, int(math.floor(y + max(begin * dy, end * dy) + pad)))
    share = 1.0 / dy if abs(dy) > 1e-9 else math.inf
    eye = False
    for row in range(first, last + 1):
        # where the line is no farther than the pad from the row
        one, two = begin, end
        if share != math.inf:
            one = min(max((row - pad - y) * share, begin), end)
            two = min(max((row + 1.0 + pad - y) * share, begin), end)
        left = max(0, int(math.floor(x + min(one * dx, two * dx) - pad)))
        right = min(columns - 1, int(math.floor(x + max(one * dx, two * dx) + pad)))
        for word in range(left >> 6, (right >> 6) + 1):
            bits = _of_row(layer.taken, row, word, left, right)
            while bits != np.uint64(0):
                bit = bits & (~bits + np.uint64(1))
                bits ^= bit
                column = 64 * word + math.frexp(float(bit))[1] - 1
                other = layer.last[row, column] - 1
                head, also = _behind_chain(layer, other, line, here, begin, end)
                eye |= also
                if head:
                    return True, True
    return False, eye


@kernel
def _behind_chain(
    layer: Any, other: int, line: Any, here: Any, begin: float, end: float
) -> tuple[bool, bool]:
    """Say whether those on a square, from one on, hide a head, and whether an eye."""
    me, face, ex, ey, cx, cy, cz, pad = line
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    dx, dy = cx - x, cy - y
    size = math.sqrt(dx * dx + dy * dy)
    aside, least, most = pad * size, (begin * size - pad) * size, (end * size + pad) * size
    eye = False
    while other >= 0:
        ox, oy = here[other, Here.X] - x, here[other, Here.Y] - y
        along, across = dx * ox + dy * oy, abs(dx * oy - dy * ox)
        # one branch: a processor foretells it, and few come through
        if (along >= least) & (along <= most) & (across <= aside) & (other != me):
            # the head, and then one eye and the other
            for target in range(3 if face and not eye else 1):
                side = (0.0, 1.0, -1.0)[target]
                if _meets(cx, cy, cz, x + side * ex, y + side * ey, z, here, other):
                    if target == 0:
                        return True, True
                    eye = True
        other = layer.before[other] - 1
    return False, eye


@kernel
def _of_row(taken: Any, row: int, word: int, left: int, right: int) -> Any:
    """Return the bits of the squares of a row from one to another that lie in a word."""
    bits, every = taken[0, row + MARGIN, word + 1], ~np.uint64(0)
    if word == left >> 6:
        bits &= every << np.uint64(left & 63)
    if word == right >> 6:
        bits &= every >> np.uint64(63 - (right & 63))
    return bits
