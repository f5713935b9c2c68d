"""Which cameras may see each square of the ground."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats, Ints
from twin.cameras.kernels import Record
from twin.errors import ShapeError
from twin.sight.grid import kernels
from twin.sight.grid.kernels import Grid
from twin.sight.table.kernels import Head, Table

__all__ = ["SQUARE", "gridded", "reached"]

SQUARE = 2
"""Side of a square, if that does not make too many; changes no answer. [m]"""

SQUARES = 4_000_000
"""How many squares there are at most; changes no answer. [1]"""

CAMERAS = int(np.iinfo(np.uint16).max)
"""How many cameras there are at most. [1]"""


def gridded(table: Table, records: Floats, reach: Floats) -> Grid:
    """Mark for each camera the squares of the ground where it may see faces.

    Parameters
    ----------
    table : Table
        What hides what, with the heights of faces.
    records : (C, Record) array
        The cameras.
    reach : (C,) array
        How far each sees. [m]

    Returns
    -------
    Grid
        Squares, from whole metres on, that cover all that any camera reaches.

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
        low, high = np.floor((at - far).min(axis=0)), (at + far).max(axis=0)
    side = max(SQUARE, math.ceil(math.sqrt(float(np.prod(high - low)) / SQUARES)))
    columns, rows = ((high - low) // side).astype(int) + 1
    bare = Grid(float(low[0]), float(low[1]), 1.0 / side, int(columns), int(rows), None, None)
    squares, cameras = [np.zeros(0, np.intp)], [np.zeros(0, np.uint16)]
    heights = table.head[:, Head.LOW : Head.HIGH + 1]
    for c, rows_of, columns_of in _marked(table, records, reach, bare, heights):
        squares.append(rows_of * columns + columns_of)
        cameras.append(np.full(len(rows_of), c, dtype=np.uint16))
    square, camera = np.concatenate(squares), np.concatenate(cameras)
    order = np.argsort(square, kind="stable")
    first = np.searchsorted(square[order], np.arange(rows * columns + 1)).astype(np.uint32)
    return bare._replace(first=first, camera=camera[order])


def reached(
    table: Table, records: Floats, reach: Floats, grid: Grid, heights: Floats
) -> NDArray[np.uint8]:
    """Mark the squares (rows, columns) of all who may be seen or stand before somebody who is.

    ``heights`` (C, 2): the lowest of heads and camera, and the tallest. [m]
    """
    mark = np.zeros((grid.rows + 2, grid.columns + 2), dtype=np.uint8)
    for _, j, i in _marked(table, records, reach, grid, heights):
        for up in range(3):  # a body reaches less far than to the next square but one
            for right in range(3):
                mark[j + up, i + right] = 1
    return np.ascontiguousarray(mark[1:-1, 1:-1])


def _marked(
    table: Table, records: Floats, reach: Floats, grid: Grid, heights: Floats
) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield each camera with row and column of the squares where it may see something."""
    low = np.array([grid.west, grid.south])
    for c, record in enumerate(records):
        at = record[Record.X : Record.Y + 1]
        i0, j0 = np.floor((at - reach[c] - low) * grid.per_m).astype(int)
        i1, j1 = np.floor((at + reach[c] - low) * grid.per_m).astype(int)
        mark = np.empty((j1 - j0 + 1, i1 - i0 + 1), dtype=np.bool_)
        kernels.may_see(
            table, c, record, low[0] + i0 / grid.per_m, low[1] + j0 / grid.per_m, 1 / grid.per_m,
            heights[c, 0], heights[c, 1], reach[c], mark,
        )  # fmt: skip
        j, i = np.nonzero(mark)
        yield c, j + j0, i + i0
