"""Walking by published models: synchronous steps, neighbours kept in lists for several of them.

A list holds who is within the look and a *skin* beyond; it stays complete until somebody may have
walked half the skin. Everybody's new place is worked out from everybody's old one, and each person
is written by one thread, so the result does not depend on how many there are.
"""

import math

from numba import prange
from numba.np.ufunc.parallel import get_thread_id

from twin.jit import kernel
from twin.people.cells.kernels import sort_into_cells
from twin.people.columns.kernels import GONE, Place
from twin.people.walks.columns.kernels import Rule
from twin.people.walks.lists.kernels import list_neighbours
from twin.people.walks.steps.kernels import step

__all__ = ["PIECE", "stroll"]

_SKIN = 0.55  # [m]; a choice of speed (0.3-1): longer lists, or lists made more often

PIECE = 128
"""People whose steps are worked out together: few enough for the fastest memory."""


@kernel
def _keep_active(here, active, n):
    """Drop the rows of who has left; return how many remain."""
    kept = 0
    for k in range(n):
        if here[active[k], Place.X] != GONE:
            active[kept] = active[k]
            kept += 1
    return kept


@kernel
def _keep_moment(here, active, n, out):
    """Write down where everybody is."""
    for k in range(n):
        i = active[k]
        if here[i, Place.X] != GONE:
            out[i, 0], out[i, 1] = here[i, Place.X], here[i, Place.Y]


@kernel
def _most(told, pieces):
    """Return the greatest number told; 0 when nobody tells one."""
    most = 0.0
    for p in range(pieces):
        most = max(most, told[p])
    return most


@kernel
def _store(out, k, value):
    """Store a number; numba drops some stores that stand in a parallel loop."""
    out[k] = value


@kernel(parallel=True)
def stroll(
    field,
    rule,
    place,
    body,
    goal,
    near,
    count,
    active,
    state,
    steps,
    every,
    trace,
    left,
    cell,
    starts,
    order,
    desk,
    pairs,
    told,
    alone,
):
    """Walk everyone up to a number of steps, or until lists need more room.

    Parameters
    ----------
    field, rule, body, goal, left : arrays
        As in :func:`twin.people.walks.steps.kernels.step`.
    place : (2, N, 4) array
        Places and velocities; ``state[2]`` says which half is the present.
    near : (P, 3, M) uint32 array
        Room for the pairs of each piece of ``PIECE`` people.
    count : (P,) array
        Room for how many there are.
    active : (N,) int32 array
        Rows of who has not left, ``state[1]`` of them.
    state : (4,) int64 array
        Steps taken, people in ``active``, present half of ``place``, moments kept; changed.
    steps : int
        Up to which step to walk.
    every : int
        Steps from one kept moment to the next.
    trace : (T, N, 2) array, out
        Places at the kept moments; who has left is not written. [m]
    cell, starts, order : arrays
        Room: (N,) int32, (BUCKETS**2 + 2,) int32, (N,) uint32.
    desk, pairs : (threads, 6, PIECE) and (threads, 3, M) arrays
        Room for the piece that each thread walks: used again, it stays in the fastest memory.
    told : (P, 2) array
        What each piece tells; its second column counts steps.
    alone : bool
        Whether one thread walks all.

    Returns
    -------
    int
        0 when done; else how many neighbours a piece must have room for, and walking can go on.
    """
    size = rule[Rule.LOOK] + _SKIN
    s, n, now, kept = state[0], state[1], state[2], state[3]
    walked = math.inf
    need = 0.0
    while s < steps:
        here, there = place[now], place[1 - now]
        if s == kept * every:
            _keep_moment(here, active, n, trace[kept])
            kept += 1
        if walked > 0.5 * _SKIN:
            n = _keep_active(here, active, n)
            sort_into_cells(here, active, n, size, cell, starts, order)
        pieces = (n + PIECE - 1) // PIECE
        if walked > 0.5 * _SKIN:
            if alone:
                for p in range(pieces):
                    a, b = p * PIECE, min((p + 1) * PIECE, n)
                    count[p] = list_neighbours(field, here, size, starts, order, a, b, near[p])
            else:
                for p in prange(pieces):
                    a, b = p * PIECE, min((p + 1) * PIECE, n)
                    found = list_neighbours(field, here, size, starts, order, a, b, near[p])
                    _store(count, p, found)
            need = _most(count, pieces)
            if need >= near.shape[2]:
                break
            walked = 0.0
        if alone:
            for p in range(pieces):
                rows = order[p * PIECE : min((p + 1) * PIECE, n)]
                step(
                    field, rule, here, there, body, goal, near[p], int(count[p]), rows, s, left,
                    told[p], desk[0], pairs[0],
                )  # fmt: skip
        else:
            for p in prange(pieces):
                rows = order[p * PIECE : min((p + 1) * PIECE, n)]
                mine = get_thread_id()
                step(
                    field, rule, here, there, body, goal, near[p], int(count[p]), rows, s, left,
                    told[p], desk[mine], pairs[mine],
                )  # fmt: skip
        walked += _most(told[:, 0], pieces)
        s += 1
        now = 1 - now
    state[0], state[1], state[2], state[3] = s, n, now, kept
    return int(need) if need >= near.shape[2] else 0
