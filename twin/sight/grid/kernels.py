"""Squares of the ground from which a camera may see a face, and which cameras those are."""

import math
from typing import Any, NamedTuple

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.solids.kernels import ROUND, TURN
from twin.sight.table.kernels import BINS, Head, aside

__all__ = ["Grid", "may_see", "roofs", "span"]

LEVEL = 5
"""Squares from somebody within which ground is told level; changes no answer."""


class Grid(NamedTuple):
    """Squares of the ground, row by row from the south-west, and the cameras of each.

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
        Cameras that may see somebody there, rising.
    roof, rise : (n,) array of float32
        The ground in the line to each is nowhere higher than the first, and the second times the
        share of the line, where the line is not above everybody. [m]
    """

    west: float
    south: float
    per_m: float
    columns: int
    rows: int
    first: Any
    camera: Any
    roof: Any
    rise: Any


@kernel
def may_see(
    table: Any, c: int, record: Any, x0: float, y0: float, side: float, lowest: Any, highest: Any,
    reach: float, out: Any,
) -> None:  # fmt: skip
    """Mark the squares (ny, nx) in which a camera could see something between two heights of each.

    A square is left out only when all of it is beyond reach, outside the cone round the image, or
    in every bin of direction behind what hides everything.
    """
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    head = table.head[c]
    fx, fy = head[Head.AHEAD_X], head[Head.AHEAD_Y]
    # what hides all behind it hides whatever is as high as camera and heads, or between
    least, most = min(cz, head[Head.LOW]), max(cz, head[Head.HIGH])
    for j in range(out.shape[0]):
        for i in range(out.shape[1]):
            low, high = lowest[j, i], highest[j, i]
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
            out[j, i] = (
                low < least
                or high > most
                or _is_open(
                    table, c, head[Head.BINS_PER_TURN], dx * fx + dy * fy, dy * fx - dx * fy, side
                )
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


@kernel
def roofs(
    record: Any, west: float, south: float, side: float, rows: Any, columns: Any, low: Any,
    face: float, ground: Any, tallest: float, roof: Any, rise: Any,
) -> None:  # fmt: skip
    """Write how high the ground is in the lines from squares (n,) to a camera; see :class:`Grid`.

    Ground does not count where nobody on it reaches up to the line. ``low`` (ny, nx): the lowest
    ground in each square, ``face``: the lowest face above it; ``ground`` (ny, nx): the highest
    ground within two squares; ``tallest``: how high anybody reaches above it. [m]
    """
    cx = (record[Record.X] - west) / side - 0.5
    cy = (record[Record.Y] - south) / side - 0.5
    cz = record[Record.Z]
    for n in range(len(rows)):
        j, i = rows[n], columns[n]
        z, dx, dy = low[j, i] + face, cx - i, cy - j
        steps = max(1, int(math.ceil(math.hypot(dx, dy))))
        level, slope = ground[j, i], -math.inf
        for s in range(steps + 1):
            # the line begins anywhere in the square, and bodies are wide: within two steps
            before, after = max(0.0, (s - 2.0) / steps), min(1.0, (s + 2.0) / steps)
            line = z + min((cz - z) * before, (cz - z) * after)
            row = min(max(int(round(j + dy * s / steps)), 0), ground.shape[0] - 1)
            column = min(max(int(round(i + dx * s / steps)), 0), ground.shape[1] - 1)
            high = ground[row, column]
            if high + tallest >= line:
                if s <= LEVEL:
                    level = max(level, high)
                else:
                    slope = max(slope, (high - level) / before)
        if slope == -math.inf:
            slope = 0.0
        elif slope < 0.0:  # where ground is told level it must not be told lower
            level -= slope * min(1.0, (LEVEL + 2.0) / steps)
        # rounded up, since single precision may round the other way
        roof[n], rise[n] = level + 1e-6 * abs(level), slope + 1e-6 * abs(slope)
