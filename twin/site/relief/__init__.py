"""How high the ground lies, square by square, for whoever asks for many places."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
import shapely
from scipy.ndimage import zoom
from shapely.geometry.base import BaseGeometry

from twin.arrays import Bools, Floats, Ints, around
from twin.site.heights import Heights
from twin.site.relief import kernels
from twin.site.relief.kernels import Relief
from twin.site.things import Stretch

__all__ = ["CELL", "FLAT", "HasHeights", "grounds", "relief_of"]

CELL = 0.5
"""Side of a square. [m] assumption (range 0.25-1): zones and steps are drawn to half a metre."""

FAR = 8
"""Side of a square off the ground that people walk on, whole metres. [m] assumption (range 2-16):
only cameras and solids are there."""

BESIDE = 2.0
"""How far beside walkable ground it is measured as finely. [m] assumption (range 1-5): nobody is
farther from it than tracks are rounded."""

EVEN = 0.15
"""Squares of a metre among which the ground differs by less are not cut into finer ones. [m]
assumption (range 0.05-0.3)."""

FLAT = Relief(0.0, 0.0, 1.0, np.zeros((2, 1, 1), dtype=np.float32))
"""Ground that is at the datum everywhere."""


_T = TypeVar("_T", Bools, Floats)


class HasHeights(Protocol):
    """What of a site says how high its ground lies."""

    @property
    def extent(self) -> BaseGeometry:
        """Where people may walk. [m]."""

    @property
    def walkable(self) -> BaseGeometry:
        """Where they do. [m]."""

    @property
    def heights(self) -> Heights:
        """How high the ground lies anywhere: zones of known height, steps and decks."""

    @property
    def water(self) -> Sequence[Stretch]:
        """Water."""


def relief_of(site: HasHeights) -> Relief:
    """Measure the ground of a site: at the middle of each square near where people walk.

    Elsewhere, where only cameras and solids are, squares are coarse and the ground between their
    middles even. Water is level, as low as the lowest ground about it, except where people walk.
    """
    heights = site.heights
    if not heights.levels:
        return FLAT
    west, south, east, north = shapely.bounds(site.extent)
    corner = np.floor([west, south])
    shape = (int(-(-(north - corner[1]) // FAR)), int(-(-(east - corner[0]) // FAR)))

    def middles(at: tuple[Ints, ...], side: float) -> Floats:
        rows, columns = at
        middle: Floats = corner + (np.column_stack([columns, rows]) + 0.5) * side
        return middle

    z = heights.at(middles(np.nonzero(np.ones(shape)), FAR)).reshape(shape)
    z = zoom(z, FAR, order=1, mode="nearest", grid_mode=True)
    near = _squares(site.walkable.buffer(BESIDE), corner, 1, z.shape)
    z[near] = heights.at(middles(near, 1))
    uneven = np.zeros(z.shape, dtype=np.bool_)
    uneven[near] = (around(z, np.fmax) - around(z, np.fmin))[near] > EVEN
    times = round(1 / CELL)
    z, fine = _finer(z, times), np.nonzero(_finer(uneven, times))
    z[fine] = heights.at(middles(fine, CELL))
    under = z.copy()
    for deck in heights.decks:
        # so far to its sides that whoever walks along its edge is on it
        over = _squares(deck.of.polygon.buffer(CELL), corner, CELL, z.shape)
        z[over] = deck.at(middles(over, CELL))
        under[over] = heights.at(middles(over, CELL), below=True)
    decks = shapely.union_all([deck.of.polygon for deck in heights.decks])
    for water in site.water:
        # the slope up to its banks is beside it
        rows, columns = _squares(water.polygon.buffer(CELL), corner, CELL, z.shape)
        walked, wet, below, by_deck = (
            shapely.contains_xy(part, *middles((rows, columns), CELL).T)
            for part in (site.walkable, water.polygon, decks, decks.buffer(CELL))
        )
        level = ~walked | wet & below
        lowest = under[rows[level], columns[level]].min(initial=np.inf)
        under[rows[level], columns[level]] = lowest
        open_ = ~walked & ~by_deck
        z[rows[open_], columns[open_]] = lowest
    west, south = corner.tolist()
    return Relief(west, south, 1 / CELL, np.stack([z, under]).astype(np.float32))


def _squares(
    area: BaseGeometry, corner: Floats, side: float, shape: tuple[int, ...]
) -> tuple[Ints, Ints]:
    """List rows and columns of the squares, of so many, whose middles are in an area."""
    low = np.maximum((shapely.bounds(area)[:2] - corner) // side, 0).astype(np.intp)
    high = np.minimum((shapely.bounds(area)[2:] - corner) // side + 1, shape[::-1]).astype(np.intp)
    high = np.maximum(low, high)  # no square of an area that is beyond them all
    rows, columns = np.mgrid[low[1] : high[1], low[0] : high[0]].reshape(2, -1)
    shapely.prepare(area)
    x, y = (corner + (np.column_stack([columns, rows]) + 0.5) * side).T
    inside = shapely.contains_xy(area, x, y)
    return rows[inside], columns[inside]


def grounds(relief: Relief, xy: Floats, *, below: int = 0) -> Floats:
    """Look up the height of the ground (N,) at points (N, 2); ``below`` 1: below decks. [m]"""
    out = np.empty(len(xy))
    kernels.grounds(relief, xy[:, 0], xy[:, 1], below, out)
    return out


def _finer(squares: _T, times: int) -> _T:
    """Cut each square into so many each way."""
    return squares.repeat(times, axis=0).repeat(times, axis=1)
