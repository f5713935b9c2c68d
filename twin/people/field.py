"""The ground and the ways over it, laid out as the walking kernels read them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.memory import let_go
from twin.people.columns.kernels import SIDE
from twin.site.lengths import METRES
from twin.site.polygons import edges
from twin.site.routes import Routes
from twin.site.surface.kernels import Surface
from twin.site.things import Area

__all__ = ["Field"]


class Field(NamedTuple):
    """The ground and the ways over it as the kernel reads them, a tile of nodes at a time.

    Attributes
    ----------
    clearance : (ny, nx) float32 array
        Signed distance to the nearest wall at nodes, positive on walkable ground. [m]
    surface : (ny, nx) uint8 array
        Steps and storeys, in the codes of :class:`twin.site.surface.kernels.Surface`.
    uneven : (TY, TX) bool array
        Which tiles of ``SIDE`` by ``SIDE`` nodes have a code other than ``PLAIN``.
    tile : (TY, TX) int32 array
        Number of each tile that has a way, or -1.
    known : (T,) uint64 array
        Which nodes of a tile have one, as bits, row by row.
    angle : (A, SIDE**2) uint8 array
        Ways from the nodes of a tile, in 256ths of a turn anticlockwise from east: in row
        ``g * T + t`` those to goal g from tile t, unless ``other_angle`` says where.
    other_angle : (G - P, T) int32 array
        For all goals but the first P, which row of ``angle`` that is: ways without steps are mostly
        those with them, and a copy of all would be the largest thing in memory.
    cost, other_cost : (C, SIDE**2) uint8 and (G - P, T) int32 arrays
        Lengths of those ways, laid out alike, in the code of :mod:`twin.site.lengths`; ``metres``
        (256,) reads it. [m]
    spots : (G, 2) array
        Where the goals are. [m]
    grid : (4,) array
        Place of node (0, 0), spacing, and how far north what lies below bridges is drawn. [m]
    door_edges : (W, 2, 2) array
        Rings of the polygons that end a walk. [m]
    first_edge : (G + 1,) int64 array
        Where the rings of each goal begin; a goal without rings is a disc.
    """

    clearance: NDArray[np.float32]
    surface: NDArray[np.uint8]
    uneven: NDArray[np.bool_]
    tile: NDArray[np.int32]
    known: NDArray[np.uint64]
    angle: NDArray[np.uint8]
    other_angle: NDArray[np.int32]
    cost: NDArray[np.uint8]
    other_cost: NDArray[np.int32]
    metres: NDArray[np.float32]
    spots: Floats
    grid: Floats
    door_edges: Floats
    first_edge: NDArray[np.int64]

    @classmethod
    def of(cls, routes: Routes, doors: Sequence[Area] = ()) -> "Field":
        """Lay out the ways to goals, which may have polygons that end a walk: one each, or none."""
        ground = routes.ground
        tiles, (ny, nx) = _tiles(np.asarray(routes.index), beyond=-1)
        uneven = (_tiles(ground.surface, beyond=Surface.PLAIN)[0] != Surface.PLAIN).any(axis=1)
        used = (tiles >= 0).any(axis=1)
        columns = tiles[used]
        tile = np.full(ny * nx, -1, dtype=np.int32)
        tile[used] = np.arange(len(columns))
        bits = np.uint64(1) << np.arange(SIDE * SIDE, dtype=np.uint64)
        known = ((columns >= 0) * bits).sum(axis=1, dtype=np.uint64)
        first = routes.between.shape[1]
        rings, owner = edges(doors)
        return cls(
            ground.clearance, ground.surface, uneven.reshape(ny, nx),
            tile.reshape(ny, nx), known, *_laid_out(routes.angle, columns, first),
            *_laid_out(routes.distance, columns, first), METRES, np.asarray(routes.goals),
            np.array([ground.x0, ground.y0, ground.cell, ground.lift]),
            rings, np.searchsorted(owner, np.arange(len(routes.goals) + 1)),
        )  # fmt: skip


def _laid_out(
    codes: NDArray[np.uint8], columns: NDArray[np.int32], first: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Lay out directions or lengths by tile, and say where those of all goals but the first are."""
    tiles, known = len(columns), columns >= 0
    other = np.empty((len(codes) - first, tiles), dtype=np.int32)
    # memory that is never written to is never taken
    laid = np.empty((len(codes) * tiles, columns.shape[1]), dtype=np.uint8)
    used = first * tiles
    for goal, row in enumerate(codes):
        new = np.take(row, columns, mode="clip")  # what is not known is not read
        let_go(codes)
        if goal < first:
            laid[goal * tiles : (goal + 1) * tiles] = new
            continue
        rows = np.arange(tiles, dtype=np.int32) + (goal - first) * tiles
        changed = ((new != laid[rows]) & known).any(axis=1)
        count = int(np.count_nonzero(changed))
        laid[used : used + count] = new[changed]
        rows[changed] = np.arange(used, used + count)
        other[goal - first] = rows
        used += count
    return laid[:used], other


def _tiles(nodes: NDArray[Any], *, beyond: int) -> tuple[NDArray[Any], tuple[int, int]]:
    """Cut nodes (ny, nx) into tiles (TY * TX, SIDE**2), and say how many; filled up at the edge."""
    ny, nx = (-(-count // SIDE) for count in nodes.shape)
    padded = np.full((ny * SIDE, nx * SIDE), beyond, dtype=nodes.dtype)
    padded[: nodes.shape[0], : nodes.shape[1]] = nodes
    cut = padded.reshape(ny, SIDE, nx, SIDE).swapaxes(1, 2)
    return cut.reshape(ny * nx, SIDE * SIDE), (ny, nx)
