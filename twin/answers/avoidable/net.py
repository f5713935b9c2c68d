"""The walkable ground as a net: nodes every 2 m, from each of which one walks in 16 directions."""

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
[1] assumption (range 2-6): 2 m are finer than what a camera 10 m away shows alike."""

CLEAR = 0.2
"""Ways keep so far off walls. [m] assumption (range 0.1-0.3): half a slim body; the least at which
no way slips through a wall drawn 0.3 m thick between two nodes of the ground."""

ROOM = 0.5
"""Clearance from which a node of the ground stands for its square by its place alone. [m]
assumption (range 0.3-1)"""

_HALF = ((1, 0), (0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (-1, 2), (-2, 1))
"""Offsets of half the neighbours in squares; the others lie opposite."""


@dataclass(frozen=True, eq=False)
class Net:
    """Nodes on the ground and the edges between them, each in both directions.

    Attributes
    ----------
    xy : (N, 2) array
        Places of the nodes on the map. [m]
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
    """

    xy: Floats
    below: Bools
    first: NDArray[np.int64]
    start: NDArray[np.int32]
    to: NDArray[np.int32]
    metres: Floats
    direction: Ints
    steps: Bools

    @classmethod
    def of(
        cls,
        xy: Floats,
        below: Bools,
        start: NDArray[np.integer[Any]],
        to: NDArray[np.integer[Any]],
        steps: Bools,
    ) -> Self:
        """Make a net of edges in any order."""
        order = np.lexsort((to, start))
        start, to = start[order], to[order]
        away = xy[to] - xy[start]
        return cls(
            xy, below, np.searchsorted(start, np.arange(len(xy) + 1)).astype(np.int64),
            start.astype(np.int32), to.astype(np.int32), np.hypot(*away.T),
            directions_of(away), steps[order],
        )  # fmt: skip

    @cached_property
    def without_steps(self) -> "Net":
        """The same nodes without the edges over steps."""
        kept = ~self.steps
        if kept.all():
            return self
        return Net.of(self.xy, self.below, self.start[kept], self.to[kept], self.steps[kept])

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
    chosen = _chosen(ground)
    node = np.flatnonzero(chosen >= 0)
    number = np.full(chosen.shape, -1, dtype=np.intp)
    number.ravel()[node] = np.arange(len(node))
    row, column = np.divmod(chosen.ravel()[node], ground.shape[1])
    xy = ground.at(row, column, 0.0)[:, :2]
    below = row >= ground.rows
    clear = ground.walkable & (ground.clearance >= CLEAR)
    stairs = ground.by_stairs
    found = [_edges(clear, stairs, number, row, column, offset) for offset in _HALF]
    found.append(_between_storeys(ground, number, row, column, stairs))
    start, to, steps = (np.concatenate(part) for part in zip(*found, strict=True))
    on_map = xy - np.outer(below, [0.0, ground.lift])
    return Net.of(
        on_map, below, np.append(start, to), np.append(to, start), np.append(steps, steps)
    )


def squares_of(site: Site, xy: Floats) -> tuple[float, float, float, Floats]:
    """Mark the squares of a site's net in which points (N, 2) lie, for a map.

    Returns
    -------
    west, south, side : float
        Corner of the grid, and side of a square. [m]
    marked : (ny, nx) array
        1 where a point lies, else 0; row 0 is the southernmost.
    """
    ground = walked(site)
    side = BLOCK * ground.cell
    west, south = ground.x0 - ground.cell / 2, ground.y0 - ground.cell / 2
    out = np.zeros((-(-ground.rows // BLOCK), -(-ground.shape[1] // BLOCK)))
    column, row = np.floor((xy - [west, south]) / side).astype(np.intp).T
    out[row, column] = 1.0
    return west, south, side, out


def _chosen(ground: Ground) -> Ints:
    """Choose the node of the ground that stands for each square: its number, or -1."""
    ny, nx = (-(-size // BLOCK) for size in ground.shape)
    worth = np.full((ny * BLOCK, nx * BLOCK), -np.inf)
    row, column = np.nonzero(ground.walkable & (ground.clearance >= CLEAR))
    clearance = ground.clearance[row, column].astype(np.float64)
    off = np.hypot(row % BLOCK - BLOCK // 2, column % BLOCK - BLOCK // 2)
    worth[row, column] = np.where(clearance >= ROOM, -off, clearance - 2.0 * BLOCK)
    squares = worth.reshape(ny, BLOCK, nx, BLOCK).swapaxes(1, 2).reshape(ny, nx, -1)
    best = squares.argmax(axis=2)
    top, left = np.indices((ny, nx)) * BLOCK
    at = (top + best // BLOCK) * ground.shape[1] + left + best % BLOCK
    return np.where(squares.max(axis=2) > -np.inf, at, -1)


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
        j, i = (
            np.rint(line[start] + share * (line[to] - line[start])).astype(np.intp)
            for line in (row, column)
        )
        at = j * clear.shape[1] + i
        open_ &= clear.ravel()[at]
        steps |= stairs.ravel()[at]
    return start[open_], to[open_], steps[open_]


def _between_storeys(
    ground: Ground, number: Ints, row: Ints, column: Ints, stairs: Bools
) -> tuple[Ints, Ints, Bools]:
    """Join nodes to the square in the other drawing in which the same place lies."""
    start = np.arange(len(row))
    twin = ground.twins[row * ground.shape[1] + column]
    j, i = np.divmod(twin, ground.shape[1])
    to = np.where(twin >= 0, number[j // BLOCK, i // BLOCK], -1)
    start, to = start[to >= 0], to[to >= 0]
    over = stairs[row, column]
    return start, to, over[start] | over[to]
