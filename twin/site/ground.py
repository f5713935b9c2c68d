"""The walkable ground as a grid: which nodes are walkable and how far every node is from a wall.

Walkers look the clearance up bilinearly. It is the exact signed distance at each node, so along a
straight wall the interpolation is exact; near a sharp corner it is too large, on cells of 0.5 m by
at most 0.20 m at a true clearance of 0.2 m, 0.08 m at 0.5 m. A walker whose interpolated clearance
is at least ``KEEP_OFF`` stands outside everything drawn, and since nothing solid is thinner than
the grid can show (:mod:`twin.site.walkable`), crosses no wall.
"""

import functools
import logging
import time
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from twin.arrays import Bools, Floats, Ints, as_shape
from twin.errors import MapError, ShapeError
from twin.site.polygons import edges
from twin.site.site import Site
from twin.site.surface.kernels import Surface
from twin.site.things import Area
from twin.site.walkable import GRID

__all__ = [
    *("CELL", "FAR", "KEEP_OFF", "RIM", "Frame", "Ground"),
    *("connected", "largest_piece", "marked", "raster"),
]

log = logging.getLogger(__name__)

CELL = 0.5
"""Spacing of the nodes, the coarsest that shows everything solid. [m] (0.1-0.5)"""

KEEP_OFF = 0.18
"""Interpolated clearance from which a point is surely outside corners of 90 degrees and more. [m]

Worked in the tests; 0.26 m for the tip of a corner of 30 degrees."""

FAR = 20.0
"""Clearance is exact up to here and this far beyond. [m]

assumption: nothing that walks reacts to a wall farther away (range 5-50)."""

RIM = 3
"""Nodes beyond the ground on every side, so that looking up needs no edge cases."""

_SHORT = 1e-9  # m: an edge without a direction
_EIGHT = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)]


class Frame(NamedTuple):
    """Where nodes lie: spacing, place of node (0, 0) [m], rows and columns."""

    cell: float
    x0: float
    y0: float
    ny: int
    nx: int

    @classmethod
    def over(cls, area: Area, cell: float) -> "Frame":
        """Lay nodes at whole multiples of their spacing over an area and its rim.

        Raises
        ------
        ShapeError
            If the cell is coarser than ``CELL`` or finer than 0.1 m.
        MapError
            If the area is empty.
        """
        if not 0.1 <= cell <= CELL:
            message = f"cell is {cell}, but must lie between 0.1 and {CELL} m."
            raise ShapeError(message)
        west, south, east, north = shapely.bounds(area)
        if not np.isfinite(west):
            message = "the walkable ground is empty, but some ground must be walkable."
            raise MapError(message)
        x0 = float(np.floor(west / cell) - RIM) * cell
        y0 = float(np.floor(south / cell) - RIM) * cell
        nx = int(np.ceil((east - x0) / cell)) + RIM + 1
        ny = int(np.ceil((north - y0) / cell)) + RIM + 1
        return cls(cell, x0, y0, ny, nx)


@dataclass(frozen=True, eq=False)
class Ground:
    """Nodes on a regular grid in the site frame; node (j, i) lies at (x0 + i cell, y0 + j cell).

    Ground as it is walked (:func:`twin.site.storeys.walked`) has more rows than the map: from row
    ``rows`` on, what lies below bridges and about it is drawn again, ``lift`` to the north.

    Attributes
    ----------
    cell : float
        Spacing of the nodes. [m]
    x0, y0 : float
        Position of node (0, 0). [m]
    walkable : (ny, nx) array of bool
        Nodes on walkable ground; all of them are connected through their four neighbours, and from
        one drawing to the other, unless every piece with room was asked for.
    clearance : (ny, nx) array of float32
        Signed distance to the nearest wall: positive on walkable nodes, negative elsewhere; between
        ``-FAR`` and ``FAR``. The edge of the extent is a wall. [m]
    surface : (ny, nx) array of uint8
        Steps and storeys, in the codes of :class:`twin.site.surface.kernels.Surface`.
    rows : int
        Rows of the map.
    lift : float
        How far to the north the second drawing lies; 0 when there is none. [m]
    """

    cell: float
    x0: float
    y0: float
    walkable: Bools
    clearance: NDArray[np.float32]
    surface: NDArray[np.uint8]
    rows: int
    lift: float

    @classmethod
    def of(cls, site: Site, cell: float = CELL) -> "Ground":
        """Lay the grid over a site as seen on a plan: bridges and what is below are one ground."""
        return cls.over(site.walkable, cell)

    @classmethod
    @functools.lru_cache(maxsize=4)  # a run asks for the same ground several times
    def over(
        cls,
        area: Area,
        cell: float = CELL,
        *,
        steps: Area | None = None,
        room: float | None = None,
    ) -> "Ground":
        """Lay the grid over walkable ground of one storey.

        Parameters
        ----------
        area : polygon or multipolygon
            In the site frame. [m]
        cell : float
            Spacing of the nodes. [m]
        steps : polygon or multipolygon, optional
            Where there are steps. [m]
        room : float, optional
            Clearance that makes a piece of ground worth keeping: every piece that has it somewhere
            is walkable. Without it only the largest piece is. [m]

        Raises
        ------
        ShapeError
            If the cell is coarser than ``CELL`` or finer than 0.1 m.
        MapError
            If no node is walkable.
        """
        frame = Frame.over(area, cell)
        surface = np.zeros((frame.ny, frame.nx), dtype=np.uint8)
        if steps is not None:
            surface[marked(steps, frame)] = Surface.STAIRS
        return connected(frame, *raster(area, frame), surface, 0.0, room)

    def at(self, rows: Ints, columns: Ints, height: float) -> Floats:
        """Return the points (N, 3) over nodes at a height. [m]"""
        return np.column_stack(
            [
                self.x0 + columns * self.cell,
                self.y0 + rows * self.cell,
                np.full(len(rows), height),
            ]
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns: (ny, nx)."""
        ny, nx = self.walkable.shape
        return ny, nx

    def node(self, x: ArrayLike, y: ArrayLike) -> tuple[Ints, Ints]:
        """Find the nearest nodes (row, column) of points; points beyond the map get its edge."""
        ny, nx = self.rows, self.shape[1]
        i = np.rint((np.asarray(x, dtype=np.float64) - self.x0) / self.cell)
        j = np.rint((np.asarray(y, dtype=np.float64) - self.y0) / self.cell)
        return (
            np.clip(j, 0, ny - 1).astype(np.intp),
            np.clip(i, 0, nx - 1).astype(np.intp),
        )

    def clearance_at(self, xy: ArrayLike) -> Floats:
        """Interpolate the clearance [m] bilinearly at points (N, 2) [m]."""
        points = as_shape("xy", xy, (None, 2))
        at = ((points - (self.x0, self.y0)) / self.cell)[:, ::-1].T
        found: Floats = ndimage.map_coordinates(
            self.clearance[: self.rows], at, order=1, mode="nearest", output=np.float64
        )
        return found

    @property
    def stairs(self) -> Bools:
        """Mark the nodes on steps: (ny, nx)."""
        on: Bools = self.surface & np.uint8(Surface.STAIRS) != 0
        return on

    @property
    def by_stairs(self) -> Bools:
        """Mark the nodes on steps and next to them: (ny, nx).

        Wheels keep off all of them, so that no slit beside steps is a way.
        """
        grown: Bools = ndimage.binary_dilation(self.stairs, np.ones((3, 3), dtype=np.bool_))
        return grown

    @functools.cached_property
    def twins(self) -> NDArray[np.int32]:
        """Number for each walkable node the same place in the other drawing: (ny * nx,), else -1.

        Covered ground has none: over and under the deck are two places.
        """
        out = np.full(self.walkable.size, -1, dtype=np.int32)
        if self.lift == 0.0:
            return out
        shift = round(self.lift / self.cell)
        here = self.walkable[self.rows - shift : self.shape[0] - shift]
        both = here & self.walkable[self.rows :]
        both &= self.surface[self.rows :] & Surface.ZONE != Surface.COVERED
        j, i = np.nonzero(both)
        below = (j + self.rows) * self.shape[1] + i
        above = below - shift * self.shape[1]
        out[below], out[above] = above, below
        return out

    @functools.cached_property
    def own(self) -> Bools:
        """Mark the walkable nodes that have a direction of their own: (ny, nx).

        Of twins only one has: on an approach the one drawn below, elsewhere the one on the map.
        """
        below = np.arange(self.shape[0])[:, None] >= self.rows
        approach = self.surface & Surface.ZONE == Surface.APPROACH
        echo: Bools = (self.twins.reshape(self.shape) >= 0) & (approach != below)
        return self.walkable & ~echo

    @functools.cached_property
    def index(self) -> NDArray[np.int32]:
        """Number the nodes that have a direction: (ny, nx) int32, -1 elsewhere.

        Walkable nodes come first, row by row, twins with one number; then the *fringe*: nodes on a
        wall next to a walkable node, so that every walkable point's nearest node has a number.
        """
        out = np.full(self.shape, -1, dtype=np.int32)
        count = np.count_nonzero(self.own)
        out[self.own] = np.arange(count, dtype=np.int32)
        out[self.fringe] = count + np.arange(self.fringe.sum(), dtype=np.int32)
        echo = np.flatnonzero(self.walkable & ~self.own)
        out.ravel()[echo] = out.ravel()[self.twins[echo]]
        return out

    @functools.cached_property
    def fringe(self) -> Bools:
        """Mark the nodes on walls that touch a walkable node, corners included: (ny, nx)."""
        grown: Bools = ndimage.binary_dilation(self.walkable, np.ones((3, 3), dtype=bool))
        return grown & ~self.walkable

    def ways_out(self) -> NDArray[np.intp]:
        """List for each fringe node the walkable neighbours that lead out of the wall.

        Returns
        -------
        (F, 8) array
            Flat node numbers, filled up with -1. A neighbour leads out when it lies along the
            slope of the clearance; where none does, the neighbour of most clearance is listed.
        """
        j, i = np.nonzero(self.fringe)
        c = self.clearance.astype(np.float64)
        slope_x, slope_y = c[j, i + 1] - c[j, i - 1], c[j + 1, i] - c[j - 1, i]
        out = np.full((len(j), 8), -1, dtype=np.intp)
        best = np.full(len(j), -np.inf)
        fallback = np.full(len(j), -1, dtype=np.intp)
        filled = np.zeros(len(j), dtype=np.intp)
        for di, dj in _EIGHT:
            ok = self.walkable[j + dj, i + di]
            flat = (j + dj) * self.shape[1] + i + di
            better = ok & (c[j + dj, i + di] > best)
            best[better], fallback[better] = c[j + dj, i + di][better], flat[better]
            leads = np.nonzero(ok & (di * slope_x + dj * slope_y > 0.0))[0]
            out[leads, filled[leads]] = flat[leads]
            filled[leads] += 1
        none = filled == 0
        out[none, 0] = fallback[none]
        return out


def raster(area: Area, frame: Frame) -> tuple[Bools, Floats]:
    """Mark the nodes (ny, nx) inside an area and measure their distance to its edge. [m]"""
    # Imported here so that reading a map does not wait for the compiler.
    from twin.site.kernels import fill, wall_distance

    cell, x0, y0, ny, nx = frame
    walls, _ = edges(area)
    walls = walls[np.hypot(*(walls[:, 1] - walls[:, 0]).T) > _SHORT]
    inside = np.zeros((ny, nx), dtype=np.bool_)
    fill(walls, x0, y0, cell, inside)
    distance = np.full((ny, nx), FAR * FAR)
    wall_distance(walls, x0, y0, cell, FAR, distance)
    inside &= distance > GRID  # a node on a wall is on the wall, whatever the last bit says
    return inside, distance


def marked(area: Area, frame: Frame) -> Bools:
    """Mark the nodes (ny, nx) inside an area, which may be empty."""
    # Imported here so that reading a map does not wait for the compiler.
    from twin.site.kernels import fill

    out = np.zeros((frame.ny, frame.nx), dtype=np.bool_)
    if not area.is_empty:
        walls, _ = edges(area)
        fill(walls, frame.x0, frame.y0, frame.cell, out)
    return out


def connected(
    frame: Frame,
    inside: Bools,
    distance: Floats,
    surface: NDArray[np.uint8],
    lift: float,
    room: float | None = None,
) -> Ground:
    """Keep the largest connected part of the nodes inside, or all with room; the rest is wall.

    Parameters
    ----------
    frame : Frame
        Of the map; the arrays may have further rows, see :class:`Ground`.
    inside, distance, surface : (ny, nx) arrays
        From :func:`raster`, and codes of the surface.
    lift : float
        See :class:`Ground`. [m]
    room : float, optional
        See :meth:`Ground.over`. [m]

    Raises
    ------
    MapError
        If no node is inside, or none has room.
    """
    began = time.perf_counter()
    whole = Ground(
        frame.cell, frame.x0, frame.y0, inside, np.empty(0, np.float32), surface, frame.ny, lift
    )
    if room is None:
        walkable = largest_piece(inside, whole.twins)
    else:
        walkable = _pieces_with(inside & (distance >= room), inside)
    if not walkable.any():
        message = f"no node of the {frame.cell} m grid is walkable, but some ground must be."
        raise MapError(message)
    # A nook that no four-neighbour leads to is a wall: its depth is at most a cell.
    clearance = np.where(walkable, distance, np.where(inside, -1e-3, -distance))
    log.info(
        "ground: %d x %d nodes, %d walkable, %d in nooks, %.2f s",
        *inside.shape,
        np.count_nonzero(walkable),
        np.count_nonzero(inside & ~walkable),
        time.perf_counter() - began,
    )
    return replace(
        whole,
        walkable=walkable,
        clearance=np.ascontiguousarray(clearance, dtype=np.float32),
    )


def largest_piece(inside: Bools, twins: NDArray[np.int32]) -> Bools:
    """Mark the largest connected part of some nodes (ny, nx); twins are one place."""
    labels, count = ndimage.label(inside)
    piece = _joined(labels, count, twins)
    largest = 1 + int(np.argmax(np.bincount(piece.ravel(), minlength=2)[1:]))
    marked_so: Bools = inside & (piece == largest)
    return marked_so


def _pieces_with(some: Bools, inside: Bools) -> Bools:
    """Mark the connected parts of the nodes inside (ny, nx) that hold any of some nodes."""
    labels, count = ndimage.label(inside)
    holds = np.zeros(count + 1, dtype=np.bool_)
    holds[labels[some]] = True
    marked_so: Bools = holds[labels]
    return marked_so


def _joined(labels: NDArray[Any], count: int, twins: NDArray[np.int32]) -> NDArray[Any]:
    """Give pieces of ground that twins join one number; 0 is outside."""
    here = np.flatnonzero(twins >= 0)
    if here.size == 0:
        return labels
    pairs = np.unique(np.column_stack([labels.ravel()[here], labels.ravel()[twins[here]]]), axis=0)
    graph = csr_array((np.ones(len(pairs)), pairs.T), shape=(count + 1, count + 1))
    _, piece = connected_components(graph, directed=False)
    out = piece + 1
    out[0] = 0
    return np.asarray(out[labels], dtype=np.int32)
