"""The people of a moment, camera by camera."""

import numpy as np

from twin.sight.grid.kernels import Grid
from twin.sight.groups.kernels import LANES, Eye, Here, Mark, Member, Room

__all__ = ["room_for"]


def room_for(grid: Grid, cameras: int, most: int) -> Room:
    """Return room for so many people at a moment, all of whom stand where squares hold."""
    longest = int(np.diff(grid.first).max(initial=0))
    square, row, order = np.empty((3, most), dtype=np.int32)
    return Room(
        np.zeros((most, int(Here.LENGTH))),
        square,
        row,
        order,
        np.empty(grid.rows + 2, dtype=np.int32),
        np.empty(1),
        np.zeros(cameras + 2, dtype=np.int64),
        np.empty(most * longest, dtype=np.uint32),  # of which only what a moment needs is touched
        np.empty((int(Member.LENGTH), most + LANES)),
        np.empty((int(Mark.LENGTH), most + LANES), dtype=np.uint32),
        np.empty((int(Eye.LENGTH), 2 * most + LANES)),
        np.empty(2 * most + LANES, dtype=np.uint32),
    )
