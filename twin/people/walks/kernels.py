"""Walking by published models: synchronous steps, neighbours kept in lists for several of them.

A list holds who is within the look and a *skin* beyond; it stays complete until somebody may have
walked half the skin. Everybody's new place is worked out from everybody's old one, and each person
is written by one thread, so the result does not depend on how many there are.
"""

import math

from numba import prange

from twin.jit import kernel
from twin.people.cells.kernels import sort_into_cells
from twin.people.columns.kernels import GONE, Place
from twin.people.walks.columns.kernels import Rule
from twin.people.walks.lists.kernels import list_neighbours
from twin.people.walks.steps.kernels import step

__all__ = ["stroll"]

_SKIN = 0.6  # [m]; a choice of speed (0.3-1): longer lists, or lists made more often
_PIECE = 64  # people a thread takes at a time


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
    taken,
    cell,
    starts,
    order,
    longest,
    alone,
):
    """Walk everyone up to a number of steps, or until lists need more room.

    Parameters
    ----------
    field, rule, body, goal, near, count, left, taken : arrays
        As in :func:`twin.people.walks.steps.kernels.step`.
    place : (2, N, 4) array
        Places and velocities; ``state[2]`` says which half is the present.
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
    cell, starts, order, longest : arrays
        Room: (N,) int32, (BUCKETS**2 + 2,) int32, (N,) int32, (pieces,) float64.
    alone : bool
        Whether one thread walks all.

    Returns
    -------
    int
        0 when done; else how many neighbours the lists must have room for, and walking can go on.
    """
    dt, size = rule[Rule.DT], rule[Rule.LOOK] + _SKIN
    s, n, now, kept = state[0], state[1], state[2], state[3]
    walked = math.inf
    need = 0
    while s < steps:
        here, there = place[now], place[1 - now]
        if s == kept * every:
            for k in range(n):
                i = active[k]
                if here[i, Place.X] != GONE:
                    trace[kept, i, 0], trace[kept, i, 1] = here[i, Place.X], here[i, Place.Y]
            kept += 1
        pieces = (n + _PIECE - 1) // _PIECE
        if walked > 0.5 * _SKIN:
            n = _keep_active(here, active, n)
            pieces = (n + _PIECE - 1) // _PIECE
            sort_into_cells(here, active, n, size, cell, starts, order)
            if alone:
                list_neighbours(field, here, size, starts, order, 0, n, near, count)
            else:
                for p in prange(pieces):
                    last = min((p + 1) * _PIECE, n)
                    list_neighbours(field, here, size, starts, order, p * _PIECE, last, near, count)
            for k in range(n):
                need = max(need, count[active[k]])
            if need > near.shape[1]:
                break
            walked = 0.0
        moment = s * dt
        if alone:
            walked += step(
                field, rule, here, there, body, goal, near, count, order, 0, n, moment, left, taken
            )
        else:
            for p in prange(pieces):
                last = min((p + 1) * _PIECE, n)
                _store(
                    longest,
                    p,
                    step(
                        field, rule, here, there, body, goal, near, count, order, p * _PIECE, last,
                        moment, left, taken,
                    ),
                )  # fmt: skip
            far = 0.0
            for p in range(pieces):
                far = max(far, longest[p])
            walked += far
        s += 1
        now = 1 - now
    state[0], state[1], state[2], state[3] = s, n, now, kept
    return need if need > near.shape[1] else 0
