"""Squares of the ground from which a camera may see a face, and which cameras those are."""

import math
from typing import Any, NamedTuple

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.solids.kernels import ROUND, TURN
from twin.sight.table.kernels import BINS, Head, aside

__all__ = ["Grid", "may_see", "span"]


class Grid(NamedTuple):
    """Squares of the ground, row by row from the south-west, and the cameras of each.

    It holds for heads between two heights, of bodies that reach no higher than a third.

    Attributes
    ----------
    west, south : float
        Corner. [m]
    per_m : float
        Squares a metre. [1/m]
    columns, rows : int
        How many there are each way.
    first : (rows columns + 1,) array of uint32
        First camera of each square, and the end.
    camera : (n,) array of uint16
        Cameras that may see somebody there, or somebody behind whoever stands there; rising.
    low, high, top : float
        Lowest and highest head, and how high anybody reaches. [m]
    """

    west: float
    south: float
    per_m: float
    columns: int
    rows: int
    first: Any
    camera: Any
    low: float
    high: float
    top: float


@kernel
def may_see(
    table: Any, c: int, record: Any, x0: float, y0: float, side: float, lowest: Any, highest: Any,
    reach: float, out: Any,
) -> None:  # fmt: skip
    """Mark the squares (ny, nx) in which a line to a head may be open, between two heights of each.

    A square is left out only when all of it is beyond reach, outside the cone round the image, or
    in every bin of direction behind what hides everything.
    """
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    head = table.head[c]
    fx, fy = head[Head.AHEAD_X], head[Head.AHEAD_Y]
    # a line is nowhere lower or higher than both ends; what hides all behind it hides all of these
    least, most = min(cz, head[Head.LOW]), max(cz, head[Head.HIGH])
    for j in range(out.shape[0]):
        for i in range(out.shape[1]):
            low, high = max(lowest[j, i], least), min(highest[j, i], most)
            out[j, i] = False
            if low > high:
                continue
            ball = math.sqrt(side * side / 2 + (high - low) * (high - low) / 4) + ROUND
            dx, dy = x0 + (i + 0.5) * side - cx, y0 + (j + 0.5) * side - cy
            dz = (low + high) / 2 - cz
            distance = math.sqrt(dx * dx + dy * dy + dz * dz)
            if distance - ball > reach:
                continue
            if distance > ball:
                r = Record.ROTATION + 6
                ahead = record[r] * dx + record[r + 1] * dy + record[r + 2] * dz
                theta = math.acos(max(-1.0, min(1.0, ahead / distance)))
                if theta - math.asin(ball / distance) > record[Record.LARGEST_ANGLE] + TURN:
                    continue
            out[j, i] = _is_open(
                table, c, head[Head.BINS_PER_TURN], dx * fx + dy * fy, dy * fx - dx * fy, side
            )


@kernel
def _is_open(table: Any, c: int, scale: float, ahead: float, left: float, side: float) -> bool:
    """Say whether some point of a square, turned any way, may be before what hides everything."""
    half = side * math.sqrt(0.5) + ROUND
    away = math.hypot(ahead, left)
    if away <= half:
        return True
    # the circle round the square lies between two directions; a diamond angle never changes faster
    # than the angle
    centre, width = aside(ahead, left), math.asin(half / away) + TURN
    nearest = (away - half) * (away - half)
    all_round = 4.0 * scale <= BINS * (1.0 + TURN)
    for round_ in range(-1, 2):
        begin = centre + 4.0 * round_
        low = math.floor((begin - width) * scale + BINS / 2)
        high = math.floor((begin + width) * scale + BINS / 2)
        if round_ == 0 and not all_round and (low < 0 or high >= BINS):
            return True
        for b in range(max(0, int(low)), min(BINS - 1, int(high)) + 1):
            if nearest <= table.bound[c * BINS + b, 1]:
                return True
    return False


@kernel
def span(
    relief: Any, west: float, south: float, side: float, least: Any, most: Any, low: Any, high: Any
) -> None:
    """Write the least and greatest height of the ground in and about squares (ny, nx). [m]

    Squares of the relief that touch one count, so that rounding loses none. ``least`` and ``most``
    (columns of the relief,) are scratch.
    """
    rows, columns = relief.z.shape[1], relief.z.shape[2]
    for j in range(low.shape[0]):
        y = (south + j * side - relief.south) * relief.per_m
        least[:], most[:] = math.inf, -math.inf
        first, last = _touched(y, side * relief.per_m, rows)
        for storey in range(2):
            for row in range(first, last + 1):
                for column in range(columns):
                    z = relief.z[storey, row, column]
                    least[column], most[column] = min(least[column], z), max(most[column], z)
        for i in range(low.shape[1]):
            x = (west + i * side - relief.west) * relief.per_m
            first, last = _touched(x, side * relief.per_m, columns)
            low[j, i], high[j, i] = least[first], most[first]
            for column in range(first + 1, last + 1):
                low[j, i] = min(low[j, i], least[column])
                high[j, i] = max(high[j, i], most[column])


@kernel
def _touched(begin: float, long: float, count: int) -> tuple[int, int]:
    """Return the first and last of so many squares that touch a part of a line; the nearest one."""
    first = min(max(begin - 1.0, 0.0), count - 1.0)
    last = min(max(begin + long + 1.0, 0.0), count - 1.0)
    return int(first), int(last)
