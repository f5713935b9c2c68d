"""Lists of neighbours that are kept until somebody may have come near unlisted (Verlet lists)."""

import math

from twin.jit import kernel
from twin.people.cells.kernels import bucket
from twin.people.columns.kernels import BUCKETS, Place
from twin.people.laws.kernels import bilinear, in_sight

__all__ = ["list_neighbours"]


@kernel
def list_neighbours(field, here, size, starts, order, first, last, near, ends):
    """List who is within a cell's side of the people of some ranks, and not behind a wall.

    Parameters
    ----------
    field : Field
        The ground.
    here : (N, 4) array
        Places. [m]
    size : float
        Side of a cell, which is how far people are listed. [m]
    starts, order : arrays
        As :func:`twin.people.cells.kernels.sort_into_cells` leaves them.
    first, last : int
        Ranks: places in ``order``.
    near : (M,) int32 array, out
        Rows of the neighbours of one after the other.
    ends : (N,) int32 array, out
        By rank, where the neighbours of each end.

    Returns
    -------
    int
        How many neighbours there are; more than M when not all found room.
    """
    clearance, grid = field.clearance, field.grid
    room = near.size
    far2 = size * size
    found = 0
    for rank in range(first, last):
        i = order[rank]
        x, y = here[i, Place.X], here[i, Place.Y]
        cx, cy = int(math.floor(x / size)), int(math.floor(y / size))
        free, _, _ = bilinear(clearance, grid, x, y)
        clear2 = min(free * free, far2)
        # three cells in a row are one piece of ``order``, but where the grid is wrapped
        wrapped = ((cx + 1) & (BUCKETS - 1)) < 2
        for dy in range(-1, 2):
            for dx in range(3 if wrapped else 1):
                b = bucket(cx + dx - 1, cy + dy)
                stop = b + (1 if wrapped else 3)
                for k in range(starts[b], starts[stop]):
                    j = order[k]
                    rx, ry = here[j, Place.X] - x, here[j, Place.Y] - y
                    d2 = rx * rx + ry * ry
                    if d2 > far2 or j == i:
                        continue
                    # no wall is nearer than the clearance
                    if d2 > clear2 and not in_sight(clearance, grid, 0.0, x, y, x + rx, y + ry):
                        continue
                    if found < room:
                        near[found] = j
                    found += 1
        ends[rank] = found
    return found
