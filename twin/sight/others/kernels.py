"""Whether other people hide somebody at a moment.

A body is an upright capsule from the ground to the shoulders, under a sphere for the head. The
people of a moment are chained square by square of the ground, so that whoever can stand in a sight
line is found in the squares below the part of it that is lower than the tallest head.
"""

import math
from enum import IntEnum
from typing import Any

import numpy as np

from twin.jit import kernel
from twin.sight.grid.kernels import place_of
from twin.sight.solids.kernels import ROUND

__all__ = ["Here", "behind_body", "behind_others", "leave", "settle"]


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
    LENGTH = 8
    """A line of the processor's cache."""


@kernel
def behind_body(
    cx: float, cy: float, cz: float, x: float, y: float, z: float,
    bx: float, by: float, eye: float, radius: float, shoulder: float, head: float,
) -> bool:  # fmt: skip
    """Say whether the line from (cx, cy, cz) to (x, y, z) meets a body standing at (bx, by).

    ``eye``: height of the head's centre; ``shoulder``: top of the capsule; ``head``: radius.
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
    # the axis goes from the ground, where nothing passes below, to the centre of the upper cap
    az = cz - (shoulder - radius)
    if az + t * dz <= 0.0 or (flat == 0.0 and az + dz <= 0.0):
        return True
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    # nearest the axis it is above the cap's centre: whatever meets the column meets the cap
    return ex * ex + ey * ey + ez * ez <= radius * radius


@kernel
def settle(
    grid: Any, people: Any, count: int, first: Any, order: Any, here: Any, who: Any, square: Any,
    start: Any, taken: Any,
) -> None:  # fmt: skip
    """Sort the people (count, 8) of a moment by the squares in which they stand.

    Parameters
    ----------
    grid, people, count
        The ground, who is there, and how many.
    first : (n,) array of int32
        Scratch, two longer at least than rows and columns.
    order : (3, count) array of int32
        Scratch.
    here, who, square : array
        Outputs, by square: the people (count, 8), their numbers (count,), and the square of each
        (count,); those outside the grid come last, with one more than the last square.
    start : (squares,) array of int32
        For each square, one more than the first who stands there: it is 0 before, and again after
        :func:`leave`.
    taken : (2, rows, words) array of uint64
        A bit for each square in which somebody stands, and for each in which two or more do,
        likewise. Most squares are empty, and these bits are near at hand when nothing else is.
    """
    columns, rows = grid.columns, grid.rows
    column, row, by_column = order[0], order[1], order[2]
    # by column, then by row without changing that order
    for b in range(len(first)):
        first[b] = 0
    for n in range(count):
        i, j = place_of(grid, people[n, Here.X], people[n, Here.Y])
        column[n], row[n] = i if i >= 0 else 0, j if j >= 0 else rows
        first[column[n] + 1] += 1
    for b in range(1, columns):
        first[b] += first[b - 1]
    for n in range(count):
        by_column[first[column[n]]] = n
        first[column[n]] += 1
    for b in range(len(first)):
        first[b] = 0
    for n in range(count):
        first[row[n] + 1] += 1
    for b in range(1, rows + 1):
        first[b] += first[b - 1]
    for m in range(count):
        n = by_column[m]
        i, j = column[n], row[n]
        place = first[j]
        first[j] += 1
        s = j * columns + i
        who[place], square[place] = n, s
        for c in range(Here.LENGTH):
            here[place, c] = people[n, c]
        if j == rows:
            continue
        bit = np.uint64(1) << np.uint64(i & 63)
        if start[s] == 0:
            start[s] = place + 1
            taken[0, j, i >> 6] |= bit
        else:
            taken[1, j, i >> 6] |= bit


@kernel
def leave(grid: Any, here: Any, square: Any, count: int, start: Any, taken: Any) -> None:
    """Undo :func:`settle`."""
    for place in range(count):
        s = square[place]
        if s >= grid.rows * grid.columns:
            break
        start[s] = 0
        i, j = place_of(grid, here[place, Here.X], here[place, Here.Y])
        taken[0, j, i >> 6], taken[1, j, i >> 6] = 0, 0


@kernel
def _others(taken: Any, row: int, left: int, right: int, mine: int) -> bool:
    """Say whether anybody else stands in the squares of a row from one to another.

    ``mine``: the square, in this row, of who does not count; -1 when that is in another.
    """
    found = np.uint64(0)
    every = ~np.uint64(0)
    for word in range(left >> 6, (right >> 6) + 1):
        mask = every
        if word == left >> 6:
            mask &= every << np.uint64(left & 63)
        if word == right >> 6:
            mask &= every >> np.uint64(63 - (right & 63))
        some, several = taken[0, row, word], taken[1, row, word]
        if mine >> 6 == word:
            some &= several | ~(np.uint64(1) << np.uint64(mine & 63))
        found |= some & mask
    return bool(found != np.uint64(0))


@kernel
def _meets(
    cx: float, cy: float, cz: float, x: float, y: float, z: float, here: Any, other: int
) -> bool:
    return behind_body(
        cx, cy, cz, x, y, z, here[other, Here.X], here[other, Here.Y], here[other, Here.EYE],
        here[other, Here.RADIUS], here[other, Here.SHOULDER], here[other, Here.HEAD],
    )  # fmt: skip


@kernel
def behind_others(
    me: int, face: bool, ex: float, ey: float, cx: float, cy: float, cz: float, grid: Any,
    here: Any, count: int, square: Any, start: Any, taken: Any, tallest: float, widest: float,
) -> tuple[bool, bool]:  # fmt: skip
    """Say whether others hide somebody's head from a camera, and whether they hide an eye.

    Parameters
    ----------
    me : int
        Row of ``here``.
    face : bool
        Whether the eyes matter.
    ex, ey : float
        From the head's centre to one eye; the other is opposite. [m]
    cx, cy, cz : float
        The camera. [m]
    grid, here, count, square, start, taken
        Who stands where, see :func:`settle`.
    tallest, widest : float
        Nobody is higher or reaches farther from their middle. [m]
    """
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    dx, dy = cx - x, cy - y
    pad = widest + ROUND + here[me, Here.APART]
    # only where the line is lower than everybody's head can it be hidden
    top = tallest + ROUND
    share = (top - z) / (cz - z) if cz > top else 1.0
    size = math.sqrt(dx * dx + dy * dy)
    aside, least, most = pad * size, -pad * size, (share * size + pad) * size
    low, high = min(y, y + share * dy) - pad, max(y, y + share * dy) + pad
    bottom = max(0, int(math.floor((low - grid.south) * grid.per_m)))
    up = min(grid.rows - 1, int(math.floor((high - grid.south) * grid.per_m)))
    west, east = min(x, x + share * dx) - pad, max(x, x + share * dx) + pad
    left = max(0, int(math.floor((west - grid.west) * grid.per_m)))
    right = min(grid.columns - 1, int(math.floor((east - grid.west) * grid.per_m)))
    mine, my_row = place_of(grid, x, y)
    eye_hidden = False
    for row in range(bottom, up + 1):
        if not _others(taken, row, left, right, mine if row == my_row else -1):
            continue
        end = row * grid.columns + right
        other = 0
        for s in range(row * grid.columns + left, end + 1):
            if start[s] > 0:
                other = start[s] - 1
                break
        while other < count and square[other] <= end:
            ox, oy = here[other, Here.X] - x, here[other, Here.Y] - y
            along, across = dx * ox + dy * oy, abs(dx * oy - dy * ox)
            # one branch: a processor foretells it, and few come through
            if (along >= least) & (along <= most) & (across <= aside) & (other != me):
                if _meets(cx, cy, cz, x, y, z, here, other):
                    return True, True
                if face and not eye_hidden:
                    eye_hidden = _meets(cx, cy, cz, x + ex, y + ey, z, here, other) or _meets(
                        cx, cy, cz, x - ex, y - ey, z, here, other
                    )
            other += 1
    return False, eye_hidden
