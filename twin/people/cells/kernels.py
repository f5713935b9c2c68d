"""Sorting people into the cells of a wrapped grid; serial, so always the same."""

import math

from twin.jit import kernel
from twin.people.columns.kernels import BUCKETS, Place

__all__ = ["bucket", "run_of_cells", "sort_into_cells"]


@kernel
def bucket(cx, cy):
    """Say which bucket a cell belongs to; far cells share one."""
    return (cy & (BUCKETS - 1)) * BUCKETS + (cx & (BUCKETS - 1))


@kernel
def run_of_cells(cx):
    """Say how many cells from ``cx - 1`` on are one run of ``order``, and how many runs make three.

    Neighbours in a row lie one after the other, but where the grid is wrapped.
    """
    return (1, 3) if ((cx + 1) & (BUCKETS - 1)) < 2 else (3, 1)


@kernel
def sort_into_cells(here, active, n, size, cell, starts, order):
    """Sort the first ``n`` rows of ``active`` by their cells, by counting.

    Parameters
    ----------
    here : (cap, 4) array
        Places, see :class:`twin.people.columns.kernels.Place`. [m]
    active : (>= n,) int32 array
        Rows to sort.
    n : int
        How many.
    size : float
        Side of a cell. [m]
    cell : (cap,) int32 array
        Room for the bucket of each row.
    starts : (BUCKETS**2 + 2,) int32 array, out
        Bucket b holds ``order[starts[b]]`` to ``order[starts[b + 1] - 1]``.
    order : (>= n,) int32 array, out
        Rows in the order of their buckets, and as in ``active`` within one.
    """
    for k in range(starts.size):
        starts[k] = 0
    for k in range(n):
        i = active[k]
        b = bucket(
            int(math.floor(here[i, Place.X] / size)), int(math.floor(here[i, Place.Y] / size))
        )
        cell[i] = b
        starts[b + 2] += 1
    for k in range(2, starts.size):
        starts[k] += starts[k - 1]
    for k in range(n):
        i = active[k]
        b = cell[i] + 1
        order[starts[b]] = i
        starts[b] += 1
