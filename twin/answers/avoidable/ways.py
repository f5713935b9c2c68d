"""The shortest and less exposed ways over a net, and how little exposed a way can be at all.

Ways are the cheapest ones for a cost of their metres and so many metres more for each unit of
evidence: one for each of :data:`WEIGHTS`. Each is exact for its cost, so that costs bound what
evidence any way of a length has, found or not (Lagrange's bound, [handler1980]_). One more way is
the one least in view of cameras, whichever way faces point.

References
----------
.. [handler1980] key in twin/sources.bib.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twin import jit
from twin.answers.avoidable.exposed import Exposed
from twin.answers.avoidable.kernels import cheapest, summed
from twin.answers.avoidable.net import Net
from twin.arrays import Bools, Floats, Ints
from twin.usual import SPEED

__all__ = [
    "LEAST",
    "SAME",
    "SHORTEST",
    "UNSEEN",
    "WEIGHTS",
    "Found",
    "Ways",
    "least_within",
    "no_less_than",
]

WEIGHTS: Final = (1e-9, 2.0, 10.0, 50.0, 250.0, 1e9)
"""How many metres somebody walks to avoid one unit of evidence. [m]

The first finds the shortest way, of several the least exposed; the last the least exposed one, of
several the shortest. Those between are a choice: a unit less at a weight of 2 pays for the detour
round one pass, at 250 for one across the site."""

SHORTEST, LEAST, UNSEEN = 0, len(WEIGHTS) - 1, len(WEIGHTS)
"""Columns of the shortest way, the least exposed, and the one least in view; of several of these
last the shortest."""

SAME: Final = 1e-9
"""Of a length: sums of the same edges in another order are as long. [1]"""


@dataclass(frozen=True)
class Found:
    """What adds up along ways: P pairs of places, a column for each of the W ways.

    Attributes
    ----------
    metres : (P, W) array
        Length; infinite where there is no way. [m]
    evidence : (P, W) array
        Evidence of all looks, one a second. [1]
    shown, searched : (P, W) array
        Length in view of a camera, and on which a face is good enough to be searched. [m]
    """

    metres: Floats
    evidence: Floats
    shown: Floats
    searched: Floats


@dataclass(frozen=True, eq=False)
class Ways:
    """A net with what cameras learn along each of its edges.

    Attributes
    ----------
    net : Net
        The net.
    columns : (E, 4) array
        Of each edge: metres, evidence, metres shown and metres searched.
    """

    net: Net
    columns: Floats

    @classmethod
    def of(cls, net: Net, exposed: Exposed) -> "Ways":
        """Add up what is learned at the places over which each edge leads."""

        def mean(values: NDArray[Any], *direction: Ints) -> Floats:
            parts = [values[(place, *direction)].astype(np.float64) for place in net.along.T]
            return np.asarray(sum(parts) / len(parts), dtype=np.float64)

        columns = (
            net.metres,
            net.metres / SPEED * mean(exposed.evidence, net.direction),
            net.metres * mean(exposed.shown),
            net.metres * mean(exposed.searched, net.direction),
        )
        return cls(net, np.ascontiguousarray(np.stack(columns, axis=1)))

    @cached_property
    def _costs(self) -> list[Floats]:
        """Costs of the edges for each of the ways. [m]"""
        metres, evidence, shown, _ = self.columns.T
        return [metres + weight * evidence for weight in WEIGHTS] + [metres + WEIGHTS[-1] * shown]

    def found(self, pairs: Sequence[tuple[int, int]], *, settled: float = 0.0) -> Found:
        """Find the ways between pairs of nodes.

        A pair whose shortest way is not exposed has that way at every weight, and one whose
        shortest way is not in view, at all.

        Parameters
        ----------
        pairs : sequence of (int, int)
            Nodes where ways begin and end.
        settled : float
            Where the least exposed way is at most so much longer than the shortest, it is told at
            the weights between too: then ask only for ways of at least this extra length, or of
            none. [1]
        """
        ends: dict[int, list[int]] = {}
        for number, (start, _) in enumerate(pairs):
            ends.setdefault(start, []).append(number)
        to = np.array([end for _, end in pairs], dtype=np.intp)
        out = np.empty((len(pairs), len(self._costs), self.columns.shape[1]))

        def one(start: int) -> None:
            scratch = _Scratch.of(self.net)

            def find(rows: Ints, column: int, *, also: slice = slice(0)) -> None:
                if rows.size:
                    told = self._summed(scratch, start, to[rows], self._costs[column])
                    out[rows, column] = told
                    out[rows, also] = told[:, None]

            rows = np.array(ends[start], dtype=np.intp)
            find(rows, SHORTEST, also=slice(None))
            find(rows[out[rows, SHORTEST, 2] > 0.0], UNSEEN)
            rows = rows[out[rows, SHORTEST, 1] > 0.0]
            find(rows, LEAST, also=slice(SHORTEST + 1, LEAST))
            longest = (1.0 + settled) * out[rows, SHORTEST, 0] * (1.0 + SAME)
            rows = rows[out[rows, LEAST, 0] > longest]
            for column in range(SHORTEST + 1, LEAST):
                find(rows, column)

        with ThreadPoolExecutor(jit.threads_available()) as pool:
            list(pool.map(one, ends))
        return Found(*np.moveaxis(out, 2, 0))

    def nodes(self, start: int, end: int, column: int) -> Ints:
        """List the nodes of the way from a node to another of a column of what is found."""
        scratch = _Scratch.of(self.net)
        self._summed(scratch, start, np.array([end], dtype=np.intp), self._costs[column])
        return np.array([*_back(self.net, scratch, end)], dtype=np.intp)[::-1]

    def _summed(self, scratch: "_Scratch", start: int, ends: Ints, cost: Floats) -> Floats:
        """Add up the columns (G, 4) of the cheapest ways to some nodes; infinite where none is."""
        net = self.net
        cheapest(
            net.first, net.to, cost, start, ends, scratch.total, scratch.came_by, scratch.left,
            scratch.heap, scratch.key,
        )  # fmt: skip
        out = np.empty((len(ends), self.columns.shape[1]))
        summed(net.start, scratch.came_by, ends, self.columns, out)
        out[np.isinf(scratch.total[ends])] = np.inf
        return out


@dataclass(frozen=True)
class _Scratch:
    """What the kernel writes to; a thread's own."""

    total: Floats
    came_by: NDArray[np.int32]
    left: Bools
    heap: NDArray[np.int32]
    key: Floats

    @classmethod
    def of(cls, net: Net) -> "_Scratch":
        nodes, edges = len(net.xy), len(net.to)
        return cls(
            np.empty(nodes), np.empty(nodes, dtype=np.int32), np.empty(nodes, dtype=np.bool_),
            np.empty(edges + 1, dtype=np.int32), np.empty(edges + 1),
        )  # fmt: skip


def _back(net: Net, scratch: _Scratch, end: int) -> Iterator[int]:
    """Go back from a node along the way that was found to it."""
    yield end
    while (edge := int(scratch.came_by[end])) >= 0:
        end = int(net.start[edge])
        yield end


def least_within(found: Found, extra: float) -> Ints:
    """Choose the least exposed way (P,) of those at most so much longer than the shortest. [1]

    Of several that are as little exposed it is the shortest. Returns columns.
    """
    shortest = found.metres[:, SHORTEST, None]
    allowed = found.metres <= (1.0 + extra) * shortest * (1.0 + SAME)
    evidence = np.where(allowed, found.evidence, np.inf)
    best = evidence.min(axis=1, keepdims=True)
    metres = np.where(evidence <= best, found.metres, np.inf)
    chosen: Ints = metres.argmin(axis=1)
    return chosen


def no_less_than(found: Found, extra: float) -> Floats:
    """Bound from below the evidence of any way at most so much longer than the shortest. [1]

    At a weight w, where the cheapest way costs C, a way of at most B metres has evidence
    (C - B) / w at least; nor has any way less than the least exposed one. Of those as short as the
    shortest, that has least.
    """
    if extra == 0.0:
        return found.evidence[:, SHORTEST]
    most = (1.0 + extra) * found.metres[:, :1] * (1.0 + SAME)
    weights = np.array(WEIGHTS[1:LEAST])
    with np.errstate(invalid="ignore"):  # where there is no way
        cost = found.metres[:, 1:LEAST] + weights * found.evidence[:, 1:LEAST]
        bounds: Floats = np.maximum((cost - most) / weights, found.evidence[:, LEAST, None])
    return np.asarray(bounds.max(axis=1))
