"""Who else stands in a sight line."""

import numpy as np

from twin.sight.grid.kernels import Grid
from twin.sight.others.kernels import MARGIN, SPOTS, Here, Places

__all__ = ["room_for"]


def room_for(grid: Grid, most: int, last: Places | None = None) -> Places:
    """Return room for so many people at a moment; what belongs to the ground is the last's."""
    columns, rows = SPOTS * grid.columns, SPOTS * grid.rows
    if last is None:
        start = np.zeros(rows * columns, dtype=np.int32)
        taken = np.zeros((2, rows + 2 * MARGIN, columns // 64 + 4), dtype=np.uint64)
        first = np.empty(max(rows, columns) + 2, dtype=np.int32)
    else:
        start, taken, first = last.start, last.taken, last.first
    people, here = (np.zeros((most, int(Here.LENGTH))) for _ in range(2))
    who, square, spot, column, row = (np.empty(most, dtype=np.int32) for _ in range(5))
    around, order = np.empty(most, dtype=np.uint64), np.empty((3, most), dtype=np.int32)
    return Places(people, here, who, square, spot, column, row, around, start, taken, first, order)
