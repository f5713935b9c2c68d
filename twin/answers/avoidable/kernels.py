"""Cheapest ways over a net from one node to all others, and what adds up along them."""

import math
from typing import Any

from twin.jit import kernel

__all__ = ["cheapest", "summed"]


@kernel
def cheapest(
    first: Any, to: Any, cost: Any, start: int, ends: Any, total: Any, came_by: Any, left: Any,
    heap: Any, key: Any,
) -> None:  # fmt: skip
    """Find the cheapest ways from a node to some others [dijkstra1959]_, with a binary heap.

    Parameters
    ----------
    first : (N + 1,) array of int
        Where the edges out of each node begin, and the end.
    to : (E,) array of int
        Where edges lead.
    cost : (E,) array
        What they cost, 0 or more.
    start : int
        Where ways begin.
    ends : (G,) array of int
        Where ways end; one may be there several times.
    total : (N,) array
        Output: cost of the way to each end, infinite where none leads; of other nodes no less than
        that.
    came_by : (N,) array of int
        Output: last edge of the way to each end, and to each node on one; -1 at the start and where
        none leads.
    left : (N,) array of bool
        Scratch: ends to which no way was found yet.
    heap, key : (E + 1,) array
        Scratch: nodes in the order of a heap, and what they cost when they were put there.

    References
    ----------
    .. [dijkstra1959] key in twin/sources.bib.
    """
    for node in range(total.size):
        total[node], came_by[node], left[node] = math.inf, -1, False
    missing = 0
    for node in ends:
        missing += 0 if left[node] else 1
        left[node] = True
    total[start] = 0.0
    heap[0], key[0] = start, 0.0
    held = 1
    while held > 0 and missing > 0:
        node, reached = heap[0], key[0]
        held -= 1
        _sink(heap, key, held)
        if reached > total[node]:
            continue  # a cheaper way was found since
        missing -= 1 if left[node] else 0
        left[node] = False
        for edge in range(first[node], first[node + 1]):
            other, sum_ = to[edge], reached + cost[edge]
            if sum_ < total[other]:
                total[other], came_by[other] = sum_, edge
                _rise(heap, key, held, other, sum_)
                held += 1


@kernel
def _rise(heap: Any, key: Any, at: int, node: int, value: float) -> None:
    """Put a node at the end of a heap and let it rise to its place."""
    while at > 0:
        above = (at - 1) >> 1
        if key[above] <= value:
            break
        heap[at], key[at] = heap[above], key[above]
        at = above
    heap[at], key[at] = node, value


@kernel
def _sink(heap: Any, key: Any, held: int) -> None:
    """Take the first of a heap away: let the last, at ``held``, sink from there to its place."""
    node, value = heap[held], key[held]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= held:
            break
        if below + 1 < held and key[below + 1] < key[below]:
            below += 1
        if key[below] >= value:
            break
        heap[at], key[at] = heap[below], key[below]
        at = below
    heap[at], key[at] = node, value


@kernel
def summed(came_from: Any, came_by: Any, ends: Any, columns: Any, out: Any) -> None:
    """Add up columns (E, K) of the edges of the ways to some nodes (G,) into ``out`` (G, K)."""
    for g in range(ends.size):
        for k in range(out.shape[1]):
            out[g, k] = 0.0
        edge = came_by[ends[g]]
        while edge >= 0:
            for k in range(out.shape[1]):
                out[g, k] += columns[edge, k]
            edge = came_by[came_from[edge]]
