"""Who else stands in a sight line."""

import numpy as np

from twin.sight.grid.kernels import Grid
from twin.sight.others.kernels import MARGIN, SPOTS, Here, Places

__all__ = ["room_for"]


def room_for(grid: Grid, most: int, old: Places | None = None) -> Places:
    """Return room for so many people at a moment; what belongs to the ground is the old one's."""
    columns, rows = SPOTS * grid.columns, SPOTS * grid.rows
    if old is None:
        last = np.zeros(rows * columns, dtype=np.int32)
        taken = np.zeros((2, rows + 2 * MARGIN, columns // 64 + 4), dtype=np.uint64)
    else:
        last, taken = old.last, old.taken
    square, column, row, before = (np.empty(most, dtype=np.int32) for _ in range(4))
    here, around = np.zeros((most, int(Here.LENGTH))), np.empty(most, dtype=np.uint64)
    return Places(here, square, column, row, around, before, last, taken)
