"""Compiled costs of the way: from where they are known outwards, with a queue of buckets.

Nodes are numbered row by row, ``nx`` to a row. When some ground turns slower, only the costs that
were solved by way of it are forgotten and solved again (:func:`forget`, :func:`put_beside`).
"""

import math

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats, Ints
from twin.jit import kernel

__all__ = ["forget", "put_all", "put_beside", "sweep"]

Links = NDArray[np.int32]


@kernel
def _solve(west: float, east: float, south: float, north: float, f: float) -> float:
    """Solve the upwind eikonal equation at a node: first-order Godunov scheme [sethian1996]."""
    a, b = min(west, east), min(south, north)
    if abs(a - b) >= f:
        return min(a, b) + f
    return 0.5 * (a + b + math.sqrt(2.0 * f * f - (a - b) * (a - b)))


@kernel
def _insert(c: int, bucket: int, head: Links, after: Links, before: Links, home: Links) -> None:
    """Put a node at the head of a bucket."""
    first = head[bucket]
    after[c] = first
    before[c] = -1
    if first >= 0:
        before[first] = c
    head[bucket] = c
    home[c] = bucket


@kernel
def _remove(c: int, head: Links, after: Links, before: Links, home: Links) -> None:
    """Take a node out of its bucket."""
    nxt, prv = after[c], before[c]
    if prv >= 0:
        after[prv] = nxt
    else:
        head[home[c]] = nxt
    if nxt >= 0:
        before[nxt] = prv
    home[c] = -1


@kernel
def put_all(
    time: Floats, width: float, head: Links, after: Links, before: Links, home: Links
) -> int:
    """Put every node whose time is known into the empty buckets; return how many."""
    waiting = 0
    head[:] = -1
    for c in range(len(time)):
        home[c] = -1
        if time[c] < np.inf:
            _insert(c, int(time[c] / width) % len(head), head, after, before, home)
            waiting += 1
    return waiting


@kernel
def _leads_over(time: Floats, slow: Floats, nx: int, cell: float, n: int, c: int) -> bool:
    """Tell whether the time of a node was solved from that of its neighbour ``c``."""
    if not time[c] < time[n] < np.inf:
        return False
    along = 1 if abs(n - c) == 1 else nx
    across = nx if along == 1 else 1
    if min(time[n - along], time[n + along]) < time[c]:
        return False
    return bool(time[c] - min(time[n - across], time[n + across]) < slow[n] * cell)


@kernel
def forget(
    time: Floats,
    slow: Floats,
    changed: Ints,
    twins: Links,
    nx: int,
    cell: float,
    stack: Links,
    marked: Links,
) -> int:
    """Forget the times that were solved by way of some nodes, and those of the nodes themselves.

    They are infinite afterwards; ``stack`` lists them. Returns how many.
    """
    count = 0
    marked[:] = 0
    for k in range(len(changed)):
        if time[changed[k]] < np.inf:
            marked[changed[k]] = 1
            stack[count] = changed[k]
            count += 1
    done = 0
    while done < count:
        c = stack[done]
        done += 1
        for side in range(5):
            if side == 4:
                n = twins[c]
                follows = n >= 0
            else:
                n = c + (1 if side == 0 else -1 if side == 1 else nx if side == 2 else -nx)
                follows = _leads_over(time, slow, nx, cell, n, c)
            if follows and not marked[n]:
                marked[n] = 1
                stack[count] = n
                count += 1
    for k in range(count):
        time[stack[k]] = np.inf
    return count


@kernel
def put_beside(
    time: Floats,
    forgotten: Links,
    nx: int,
    width: float,
    head: Links,
    after: Links,
    before: Links,
    home: Links,
) -> int:
    """Put the nodes beside forgotten ones into the empty buckets; return how many."""
    waiting = 0
    head[:] = -1
    home[:] = -1
    for k in range(len(forgotten)):
        for side in range(4):
            c = forgotten[k] + (1 if side == 0 else -1 if side == 1 else nx if side == 2 else -nx)
            if home[c] < 0 and time[c] < np.inf:
                _insert(c, int(time[c] / width) % len(head), head, after, before, home)
                waiting += 1
    return waiting


@kernel
def sweep(
    waiting: int,
    time: Floats,
    slow: Floats,
    twins: Links,
    nx: int,
    cell: float,
    width: float,
    head: Links,
    after: Links,
    before: Links,
    home: Links,
) -> None:
    """Solve the eikonal equation from the nodes that wait outwards.

    Nodes wait in a ring of buckets of equal width [yatziv2006]; a node whose time falls once more
    is put back, so that the result is the solution of the upwind equations and not of the order.
    Twins are one place, and have one time.
    """
    buckets = len(head)
    current = 0
    while waiting > 0:
        c = head[current]
        if c < 0:
            current = (current + 1) % buckets
            continue
        _remove(c, head, after, before, home)
        waiting -= 1
        n = twins[c]
        if n >= 0 and time[c] < time[n] - 1e-9:
            if home[n] >= 0:
                _remove(n, head, after, before, home)
                waiting -= 1
            time[n] = time[c]
            _insert(n, current, head, after, before, home)
            waiting += 1
        for side in range(4):
            n = c + (1 if side == 0 else -1 if side == 1 else nx if side == 2 else -nx)
            f = slow[n] * cell
            if f == np.inf or time[n] <= time[c]:
                continue
            value = _solve(time[n - 1], time[n + 1], time[n - nx], time[n + nx], f)
            if value < time[n] - 1e-9:
                if home[n] >= 0:
                    _remove(n, head, after, before, home)
                    waiting -= 1
                time[n] = value
                _insert(n, int(value / width) % buckets, head, after, before, home)
                waiting += 1
