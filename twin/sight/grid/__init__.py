"""Which cameras may see each square of the ground."""

import math
from collections.abc import Iterator

import numpy as np

from twin.arrays import Floats, Ints, around
from twin.cameras.kernels import Record
from twin.errors import ShapeError
from twin.sight.grid import kernels
from twin.sight.grid.kernels import Grid
from twin.sight.table.kernels import Head, Table
from twin.site.relief.kernels import Relief

__all__ = ["BESIDE", "SQUARE", "gridded", "spans"]

SQUARE = 2
"""Side of a square, if that does not make too many; changes no answer. [m]"""

SQUARES = 4_000_000
"""How many squares there are at most; changes no answer. [1]"""

BESIDE = 1
"""How far squares go beyond all that is reached: more than the breadth of anybody, since who stands
there may hide somebody, and since rounding must not lead beyond them. [m]"""

CAMERAS = int(np.iinfo(np.uint16).max)
"""How many cameras there are at most. [1]"""


def gridded(
    table: Table, records: Floats, reach: Floats, relief: Relief | None, *, tallest: float
) -> Grid:
    """Mark for each camera the squares of the ground where it may see faces, and what is before.

    Parameters
    ----------
    table : Table
        What hides what, with the heights of faces.
    records : (C, Record) array
        The cameras.
    reach : (C,) array
        How far each sees. [m]
    relief : Relief, optional
        The ground, on which everybody stands who will be asked about. Without it the squares hold
        for whomever all tables cover.
    tallest : float
        How high anybody reaches above the ground, or above 0 without it. [m]

    Returns
    -------
    Grid
        Squares, from whole metres on, that cover all that any camera reaches and :data:`BESIDE`
        more.

    Raises
    ------
    ShapeError
        If there are more cameras than can be numbered.
    """
    count = len(records)
    if count > CAMERAS:
        message = f"there are {count} cameras, but must be {CAMERAS} at most."
        raise ShapeError(message)
    at, far = records[:, Record.X : Record.Y + 1], reach[:, None]
    low, high = np.zeros(2), np.zeros(2)
    if count:
        low = np.floor((at - far).min(axis=0)) - BESIDE
        high = (at + far).max(axis=0) + BESIDE
    side = max(SQUARE, math.ceil(math.sqrt(float(np.prod(high - low)) / SQUARES)))
    columns, rows = ((high - low) // side).astype(int) + 1
    holds = (-np.inf, np.inf, np.inf)
    if relief is None:
        lowest, highest = table.head[:, Head.LOW], table.head[:, Head.HIGH]
        holds = (lowest.max(initial=-np.inf), highest.min(initial=np.inf), tallest)
    corner = float(low[0]), float(low[1])
    bare = Grid(*corner, 1.0 / side, int(columns), int(rows), None, None, *holds)
    squares, cameras = [np.zeros(0, np.intp)], [np.zeros(0, np.uint16)]
    bottom, top = spans(bare, relief)
    for c, rows_of, columns_of in _marked(table, records, reach, bare, bottom, top + tallest):
        squares.append(rows_of * columns + columns_of)
        cameras.append(np.full(len(rows_of), c, dtype=np.uint16))
    square, camera = np.concatenate(squares), np.concatenate(cameras)
    order = np.argsort(square, kind="stable")
    first = np.searchsorted(square[order], np.arange(rows * columns + 1)).astype(np.uint32)
    return bare._replace(first=first, camera=camera[order])


def spans(grid: Grid, relief: Relief | None) -> tuple[Floats, Floats]:
    """Return the least and greatest height of the ground about squares (rows, columns). [m]

    Whoever stands in a square is over the eight about it, too.
    """
    low, high = np.empty((2, grid.rows, grid.columns))
    if relief is None:
        low[:], high[:] = -np.inf, 0.0
        return low, high
    if relief.z.min() == relief.z.max():  # no matter which squares touch which
        low[:] = high[:] = relief.z.max()
        return low, high
    least, most = np.empty((2, relief.z.shape[2]))
    kernels.span(relief, grid.west, grid.south, 1 / grid.per_m, least, most, low, high)
    return around(low, np.fmin), around(high, np.fmax)


def _marked(
    table: Table, records: Floats, reach: Floats, grid: Grid, bottom: Floats, top: Floats
) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield each camera with row and column of the squares of all who matter to it.

    It may see something between two heights of each square (rows, columns) [m] there or, since
    bodies are broad, in a square beside.
    """
    low, size = np.array([grid.west, grid.south]), np.array([grid.columns, grid.rows])
    for c, record in enumerate(records):
        at = record[Record.X : Record.Y + 1]
        i0, j0 = np.maximum(np.floor((at - reach[c] - low) * grid.per_m).astype(int) - 1, 0)
        i1, j1 = np.minimum(np.floor((at + reach[c] - low) * grid.per_m).astype(int) + 2, size)
        mark = np.empty((j1 - j0, i1 - i0), dtype=np.bool_)
        kernels.may_see(
            table, c, record, low[0] + i0 / grid.per_m, low[1] + j0 / grid.per_m, 1 / grid.per_m,
            bottom[j0:j1, i0:i1], top[j0:j1, i0:i1], reach[c], mark,
        )  # fmt: skip
        j, i = np.nonzero(around(mark, np.logical_or))
        yield c, j + j0, i + i0
