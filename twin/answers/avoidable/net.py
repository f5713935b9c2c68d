"""The walkable ground as a net: nodes every 2 m, from each of which one walks in 16 directions.

What cameras learn is asked at more places than that, every metre, as it changes within a few steps;
each edge knows over which places it leads.
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from twin.arrays import Bools, Floats, Ints
from twin.site import Site
from twin.site.ground import Ground
from twin.site.storeys import walked

__all__ = ["DIRECTIONS", "Net", "directions_of", "net_of", "squares_of"]

DIRECTIONS = 16
"""Directions of walking that are told apart, over the full turn. [1] assumption (range 8-36)"""

BLOCK = 4
"""Nodes of the ground, 0.5 m apart, along a side of the square that one node of the net stands for.
[1] assumption (range 2-6): two people pass each other on 2 m of ground, so no finer choice between
ways is one that people have."""

SQUARE = 2
"""The same of the square that a place stands for, at which cameras are asked what they learn. [1]
assumption (range 1-4): on the last metres before a camera each doubles what a second tells."""

ALONG = 8
"""Points of an edge at which the place is looked up. [1] assumption (range 4-16): 0.25 to 0.7 m."""

CLEAR = 0.2
"""Ways keep so far off walls. [m] assumption (range 0.1-0.3): half a slim body; the least at which
no way slips through a wall drawn 0.3 m thick between two nodes of the ground."""

ROOM = 0.5
"""Clearance from which a node of the ground stands for its square by its place alone. [m]
assumption (range 0.3-1)"""

_HALF = ((1, 0), (0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (-1, 2), (-2, 1))
"""Offsets of half the neighbours in squares; the others lie opposite."""


Numbers = NDArray[np.integer[Any]]

Points = tuple[Floats, Bools]
"""Points (N, 2) on the map [m], and which of them are drawn below a deck (N,)."""


@dataclass(frozen=True, eq=False)
class Net:
    """Nodes on the ground and the edges between them, each in both directions.

    Attributes
    ----------
    xy : (N, 2) array
        Where the nodes are on the map. [m]
    below : (N,) array of bool
        Whether they are drawn below a deck, see :mod:`twin.site.storeys`.
    first : (N + 1,) array of int64
        Where the edges out of each node begin, and the end.
    start, to : (E,) array of int32
        From which node to which an edge leads.
    metres : (E,) array
        Its length. [m]
    direction : (E,) array of int
        Its direction, see :func:`directions_of`.
    steps : (E,) array of bool
        Whether it leads over steps or close by.
    places : (M, 2) array
        Places on the map at which cameras are asked what they learn. [m]
    places_below : (M,) array of bool
        Whether they are drawn below a deck.
    along : (E, K) array of int32
        Over which places an edge leads, each for a K-th of its length.
    """

    xy: Floats
    below: Bools
    first: NDArray[np.int64]
    start: NDArray[np.int32]
    to: NDArray[np.int32]
    metres: Floats
    direction: Ints
    steps: Bools
    places: Floats
    places_below: Bools
    along: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        nodes: Points,
        places: Points,
        start: Numbers,
        to: Numbers,
        steps: Bools,
        along: Numbers,
    ) -> Self:
        """Make a net of edges in any order."""
        xy, below = nodes
        order = np.lexsort((to, start))
        start, to = start[order], to[order]
        away = xy[to] - xy[start]
        return cls(
            xy, below, np.searchsorted(start, np.arange(len(xy) + 1)).astype(np.int64),
            start.astype(np.int32), to.astype(np.int32), np.hypot(*away.T),
            directions_of(away), steps[order], *places, along[order].astype(np.int32),
        )  # fmt: skip

    @cached_property
    def without_steps(self) -> "Net":
        """The same nodes without the edges over steps."""
        kept = ~self.steps
        if kept.all():
            return self
        return Net.of(
            (self.xy, self.below), (self.places, self.places_below), self.start[kept],
            self.to[kept], self.steps[kept], self.along[kept],
        )  # fmt: skip

    @cached_property
    def main(self) -> Bools:
        """Mark the nodes (N,) of the largest part that hangs together."""
        size = (len(self.xy),) * 2
        graph = csr_array((np.ones(len(self.to)), (self.start, self.to)), shape=size)
        _, part = connected_components(graph, directed=False)
        return np.asarray(part == np.bincount(part).argmax())

    def nearest(self, xy: Floats) -> tuple[Ints, Floats]:
        """Find the node of the main part nearest to points (G, 2) on the map, and how far it is.

        Of nodes above and below a deck those above are taken.
        """
        there = np.flatnonzero(self.main & ~self.below)
        at = np.empty(len(xy), dtype=np.intp)
        far = np.empty(len(xy))
        for g, point in enumerate(xy):
            apart = np.hypot(*(self.xy[there] - point).T)
            nearest = int(apart.argmin())
            at[g], far[g] = there[nearest], apart[nearest]
        return at, far


def directions_of(away: Floats) -> Ints:
    """Give the directions of vectors (N, 2) numbers, anticlockwise from east; 0 of no length.

    Examples
    --------
    >>> directions_of(np.array([[2.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])).tolist()
    [0, 4, 10]
    """
    turn = np.arctan2(away[:, 1], away[:, 0]) * (DIRECTIONS / (2.0 * math.pi))
    return np.rint(turn).astype(np.intp) % DIRECTIONS


@lru_cache(maxsize=2)  # a question and the walk after it ask for the same net
def net_of(site: Site) -> Net:
    """Lay a net over the ground of a site.

    Of each square that node of the ground stands for it which is nearest to its middle and has
    room, or, in narrow places, the one farthest from walls. An edge leads to each of 16 squares
    round about to which the straight line is clear.
    """
    ground = walked(site)
    clear = ground.walkable & (ground.clearance >= CLEAR)
    number, row, column = _numbered(ground, BLOCK)
    found = [_edges(clear, ground.by_stairs, number, row, column, offset) for offset in _HALF]
    found.append(_between_storeys(ground, number, row, column))
    start, to, steps = (np.concatenate(part) for part in zip(*found, strict=True))
    place, *at = _numbered(ground, SQUARE)
    along = np.empty((len(start), ALONG), dtype=np.int32)
    for k, share in enumerate((np.arange(ALONG) + 0.5) / ALONG):
        j, i = _between(row, column, start, to, share)
        along[:, k] = place[j // SQUARE, i // SQUARE]
    # between the two drawings there is no straight line, only the ends
    apart = np.flatnonzero((row[start] >= ground.rows) != (row[to] >= ground.rows))
    for k in range(ALONG):
        end = (start if k % 2 else to)[apart]
        along[apart, k] = place[row[end] // SQUARE, column[end] // SQUARE]
    return Net.of(
        _on_map(ground, row, column), _on_map(ground, *at), np.append(start, to),
        np.append(to, start), np.append(steps, steps), np.concatenate([along, along]),
    )  # fmt: skip


def _on_map(ground: Ground, row: Ints, column: Ints) -> Points:
    """Say where nodes of the ground are on the map, and which are below a deck."""
    below = row >= ground.rows
    return ground.at(row, column, 0.0)[:, :2] - np.outer(below, [0.0, ground.lift]), below


def _between(row: Ints, column: Ints, start: Ints, to: Ints, share: float) -> tuple[Ints, Ints]:
    """Find the nodes of the ground nearest to points of edges, a share of the way along each."""
    j, i = (
        np.rint(line[start] + share * (line[to] - line[start])).astype(np.intp)
        for line in (row, column)
    )
    return j, i


def squares_of(site: Site, xy: Floats) -> tuple[float, float, float, Floats]:
    """Mark the squares of the places of a site's net in which points (N, 2) lie, for a map.

    Returns
    -------
    west, south, side : float
        Corner of the grid, and side of a square. [m]
    marked : (ny, nx) array
        1 where a point lies, else 0; row 0 is the southernmost.
    """
    ground = walked(site)
    side = SQUARE * ground.cell
    west, south = ground.x0 - ground.cell / 2, ground.y0 - ground.cell / 2
    out = np.zeros((-(-ground.rows // SQUARE), -(-ground.shape[1] // SQUARE)))
    column, row = np.floor((xy - [west, south]) / side).astype(np.intp).T
    out[row, column] = 1.0
    return west, south, side, out


def _numbered(ground: Ground, side: int) -> tuple[Ints, Ints, Ints]:
    """Choose the node of the ground that stands for each square of so many nodes a side.

    Returns
    -------
    number : (ny, nx) array of int
        Number of each square that has one, or -1.
    row, column : (N,) array of int
        The chosen nodes.
    """
    ny, nx = (-(-size // side) for size in ground.shape)
    worth = np.full((ny * side, nx * side), -np.inf)
    row, column = np.nonzero(ground.walkable & (ground.clearance >= CLEAR))
    clearance = ground.clearance[row, column].astype(np.float64)
    off = np.hypot(row % side - side // 2, column % side - side // 2)
    worth[row, column] = np.where(clearance >= ROOM, -off, clearance - 2.0 * side)
    squares = worth.reshape(ny, side, nx, side).swapaxes(1, 2).reshape(ny, nx, -1)
    there = squares.max(axis=2) > -np.inf
    number = np.full((ny, nx), -1, dtype=np.intp)
    number[there] = np.arange(np.count_nonzero(there))
    best = squares.argmax(axis=2)[there]
    top, left = (side * line for line in np.nonzero(there))
    return number, top + best // side, left + best % side


def _edges(
    clear: Bools, stairs: Bools, number: Ints, row: Ints, column: Ints, offset: tuple[int, int]
) -> tuple[Ints, Ints, Bools]:
    """Find the edges to the squares at an offset east and north, and which are over steps."""
    dx, dy = offset
    ny, nx = number.shape
    here = number[: ny - dy, max(-dx, 0) : nx - max(dx, 0)]
    there = number[dy:, max(dx, 0) : nx - max(-dx, 0)]
    both = (here >= 0) & (there >= 0)
    start, to = here[both], there[both]
    longest = max(np.ptp(np.stack([line[start], line[to]]), axis=0).max() for line in (row, column))
    open_ = np.ones(len(start), dtype=np.bool_)
    steps = np.zeros(len(start), dtype=np.bool_)
    # half a node at a time
    for share in np.linspace(0.0, 1.0, 1 + 2 * int(longest)):
        j, i = _between(row, column, start, to, share)
        at = j * clear.shape[1] + i
        open_ &= clear.ravel()[at]
        steps |= stairs.ravel()[at]
    return start[open_], to[open_], steps[open_]


def _between_storeys(
    ground: Ground, number: Ints, row: Ints, column: Ints
) -> tuple[Ints, Ints, Bools]:
    """Join nodes to the square in the other drawing in which the same place lies."""
    start = np.arange(len(row))
    twin = ground.twins[row * ground.shape[1] + column]
    j, i = np.divmod(twin, ground.shape[1])
    to = np.where(twin >= 0, number[j // BLOCK, i // BLOCK], -1)
    start, to = start[to >= 0], to[to >= 0]
    over = ground.by_stairs[row, column]
    return start, to, over[start] | over[to]
