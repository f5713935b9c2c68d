"""Lists of neighbours that are kept until somebody may have come near unlisted (Verlet lists)."""

import math

from twin.jit import kernel
from twin.people.cells.kernels import bucket, run_of_cells
from twin.people.columns.kernels import Place
from twin.people.laws.kernels import in_sight
from twin.site.between.kernels import bilinear

__all__ = ["list_neighbours"]


@kernel
def _keep_seen(field, here, x, y, near, first, last):
    """Drop the pairs of somebody with those behind a wall; return how many remain in all."""
    clearance, grid = field.clearance, field.grid
    free, _, _ = bilinear(clearance, grid, x, y)
    kept = first
    for q in range(first, last):
        j = near[1, q]
        rx, ry = here[j, Place.X] - x, here[j, Place.Y] - y
        near[0, kept], near[1, kept] = near[0, q], j
        # no wall is nearer than the clearance
        hidden = rx * rx + ry * ry > free * free and not in_sight(
            clearance, grid, 0.0, x, y, x + rx, y + ry
        )
        kept += not hidden
    return kept


@kernel
def list_neighbours(field, here, size, starts, order, first, last, near):
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
    near : (3, M) uint32 array, out
        Pairs, by its first two rows: whose neighbour, counted from ``first``, and which row
        that neighbour is.

    Returns
    -------
    int
        How many pairs there are; more than M when not all found room.
    """
    last_room = near.shape[1] - 1
    far2 = size * size
    found = 0
    for rank in range(first, last):
        i, before = order[rank], found
        x, y = here[i, Place.X], here[i, Place.Y]
        cx, cy = int(math.floor(x / size)), int(math.floor(y / size))
        cells, runs = run_of_cells(cx)
        for run in range(runs):
            column = cx - 1 + run
            south, level, north = bucket(column, cy - 1), bucket(column, cy), bucket(column, cy + 1)
            # one loop over three rows, since guessing a loop's end wrong is what takes time
            first0, first1, first2 = starts[south], starts[level], starts[north]
            end0 = starts[south + cells] - first0
            end1 = end0 + starts[level + cells] - first1
            end2 = end1 + starts[north + cells] - first2
            for k in range(end2):
                in_row = first0 if k < end0 else (first1 - end0 if k < end1 else first2 - end1)
                j = order[k + in_row]
                rx, ry = here[j, Place.X] - x, here[j, Place.Y] - y
                # written in any case, which is sooner done than guessing wrong
                at = min(found, last_room)
                near[0, at], near[1, at] = rank - first, j
                found += (rx * rx + ry * ry <= far2) & (j != i)
        if found > before and found <= last_room:
            found = _keep_seen(field, here, x, y, near, before, found)
    return found
