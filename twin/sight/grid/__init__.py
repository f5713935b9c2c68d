"""Which cameras may see each square of the ground."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats, Ints, around
from twin.cameras.kernels import Record
from twin.errors import ShapeError
from twin.sight.grid import kernels
from twin.sight.grid.kernels import Grid
from twin.sight.table.kernels import Head, Table
from twin.site.relief.kernels import Relief

__all__ = ["BESIDE", "SQUARE", "Spans", "gridded", "reached", "spans", "squares"]

SQUARE = 2
"""Side of a square, if that does not make too many; changes no answer. [m]"""

SQUARES = 4_000_000
"""How many squares there are at most; changes no answer. [1]"""

BESIDE = 1
"""How far squares go beyond all that is reached: more than the breadth of anybody, since who stands
there may hide somebody, and since rounding must not lead beyond them. [m]"""

CAMERAS = int(np.iinfo(np.uint16).max)
"""How many cameras there are at most. [1]"""

Spans = tuple[Floats, Floats]
"""Least and greatest height of the ground in each square, (rows, columns) each. [m]"""


def squares(records: Floats, reach: Floats) -> Grid:
    """Lay squares, from whole metres on, over all that any camera reaches and some more.

    Parameters
    ----------
    records : (C, Record) array
        The cameras.
    reach : (C,) array
        How far each sees. [m]

    Returns
    -------
    Grid
        Without what each camera may see; it goes on for :data:`BESIDE`.

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
    return Grid(float(low[0]), float(low[1]), 1.0 / side, int(columns), int(rows), *4 * [None])


def gridded(
    table: Table,
    records: Floats,
    reach: Floats,
    bare: Grid,
    ground: Spans,
    heads: Floats,
    *,
    tallest: float = 0.0,
) -> Grid:
    """Mark for each camera the squares of the ground where it may see faces.

    Parameters
    ----------
    table : Table
        What hides what, with the heights of faces.
    records : (C, Record) array
        The cameras.
    reach : (C,) array
        How far each sees. [m]
    bare : Grid
        Made by :func:`squares`.
    ground : Spans
        Made by :func:`spans`.
    heads : (C, 2) array
        Lowest and highest face, above the ground, of each camera. [m]
    tallest : float
        How high anybody reaches above the ground. [m]
    """
    found, cameras = [np.zeros(0, np.intp)], [np.zeros(0, np.uint16)]
    roofs, rises = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    (low, high), side = ground, round(1 / bare.per_m)
    wide, level = around(around(high, np.fmax), np.fmax), low.min() == high.max()
    for c, rows_of, columns_of in _marked(table, records, reach, bare, low, high, heads):
        found.append(rows_of * bare.columns + columns_of)
        cameras.append(np.full(len(rows_of), c, dtype=np.uint16))
        roof, rise = np.zeros((2, len(rows_of)), dtype=np.float32)
        if level:
            roof[:] = high.max()
        else:
            kernels.roofs(
                records[c], bare.west, bare.south, side, rows_of, columns_of, low, heads[c, 0],
                wide, tallest, roof, rise,
            )  # fmt: skip
        roofs.append(roof)
        rises.append(rise)
    square, camera = np.concatenate(found), np.concatenate(cameras)
    roof, rise = np.concatenate(roofs), np.concatenate(rises)
    order = np.argsort(square, kind="stable")
    count = bare.rows * bare.columns
    first = np.searchsorted(square[order], np.arange(count + 1)).astype(np.uint32)
    return bare._replace(first=first, camera=camera[order], roof=roof[order], rise=rise[order])


def reached(
    table: Table, records: Floats, reach: Floats, grid: Grid, ground: Spans, tallest: float
) -> NDArray[np.uint8]:
    """Mark the squares (rows, columns) of all who may be seen or stand before somebody who is.

    ``tallest``: how high anybody reaches above the ground. [m]
    """
    _, high = ground
    # a line to a head is nowhere lower than the lowest head and the camera
    lowest = np.minimum(table.head[:, Head.LOW], table.up)
    heads = np.column_stack([lowest, np.full(len(lowest), tallest)])
    mark = np.zeros((grid.rows + 2, grid.columns + 2), dtype=np.uint8)
    for _, j, i in _marked(table, records, reach, grid, np.zeros_like(high), high, heads):
        for up in range(3):  # a body reaches less far than to the next square but one
            for right in range(3):
                mark[j + up, i + right] = 1
    return np.ascontiguousarray(mark[1:-1, 1:-1])


def spans(grid: Grid, relief: Relief) -> Spans:
    """Return the least and greatest height of the ground in each square (rows, columns). [m]"""
    low, high = np.empty((2, grid.rows, grid.columns))
    if relief.z.min() == relief.z.max():  # no matter which squares touch which
        low[:] = high[:] = relief.z.max()
        return low, high
    least, most = np.empty((2, relief.z.shape[2]))
    kernels.span(relief, grid.west, grid.south, 1 / grid.per_m, least, most, low, high)
    return low, high


def _marked(
    table: Table,
    records: Floats,
    reach: Floats,
    grid: Grid,
    lowest: Floats,
    highest: Floats,
    heads: Floats,
) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield each camera with row and column of the squares where it may see something.

    Something between two heights of each square (rows, columns), and so much above these (C, 2) for
    each camera. [m]
    """
    low = np.array([grid.west, grid.south])
    for c, record in enumerate(records):
        at = record[Record.X : Record.Y + 1]
        i0, j0 = np.floor((at - reach[c] - low) * grid.per_m).astype(int)
        i1, j1 = np.floor((at + reach[c] - low) * grid.per_m).astype(int)
        mark = np.empty((j1 - j0 + 1, i1 - i0 + 1), dtype=np.bool_)
        here = np.s_[j0 : j1 + 1, i0 : i1 + 1]
        kernels.may_see(
            table, c, record, low[0] + i0 / grid.per_m, low[1] + j0 / grid.per_m, 1 / grid.per_m,
            lowest[here] + heads[c, 0], highest[here] + heads[c, 1], reach[c], mark,
        )  # fmt: skip
        j, i = np.nonzero(mark)
        yield c, j + j0, i + i0
