"""Who else stands in a sight line."""

import numpy as np

from twin.sight.grid.kernels import Grid
from twin.sight.others.kernels import MARGIN, WIDE, Here, Layer, Places

__all__ = ["room_for"]


def room_for(grid: Grid, most: int, old: Places | None = None) -> Places:
    """Return room for so many people at a moment; what belongs to the ground is the old one's."""
    square, column, row = (np.empty(most, dtype=np.int32) for _ in range(3))
    here, top = np.zeros((most, int(Here.LENGTH))), np.zeros(most)
    layers = (
        _layer(grid, most, 0, None if old is None else old.every),
        _layer(grid, most, WIDE, None if old is None else old.wide),
        _layer(grid, most, WIDE, None if old is None else old.tall),
    )
    return Places(here, top, square, column, row, *layers)


def _layer(grid: Grid, most: int, wide: int, old: Layer | None) -> Layer:
    before, around = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.uint64)
    if old is not None:
        return Layer(before, around, old.last, old.taken)
    rows, columns = (((size - 1) >> wide) + 1 for size in (grid.rows, grid.columns))
    last = np.zeros((rows, columns), dtype=np.int32)
    taken = np.zeros((2, rows + 2 * MARGIN, columns // 64 + 4), dtype=np.uint64)
    return Layer(before, around, last, taken)
