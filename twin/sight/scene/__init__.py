"""What stands still and can hide a face, arranged round each camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from twin.arrays import Bools, Floats, Ints, as_shape
from twin.cameras import Camera
from twin.cameras.mount import HIGHEST
from twin.errors import ShapeError
from twin.sight.scene import kernels
from twin.site.polygons import edges as plan_edges
from twin.site.things import Prisms

__all__ = [
    "BINS",
    "LEAST_DENSITY",
    "Around",
    "Scene",
    "SightSite",
    "by_bin",
    "reach",
    "square_round",
]

BINS = 4096
"""Bins of direction round a camera; changes no answer."""

LEAST_DENSITY = 12.5
"""Nothing with fewer pixels counts as seen: the monitor level of [iec62676_4_2015]_. [px/m]"""


class SightSite(Protocol):
    """What of a site decides who is seen."""

    @property
    def extent(self) -> BaseGeometry:
        """Where people may walk. [m]."""

    def prisms(self) -> Prisms:
        """Upright solids."""

    def crowns(self) -> Floats:
        """Crowns of trees, (K, 5): centre x, y, z, radius, half height. [m]."""


@dataclass(frozen=True, eq=False)
class Scene:
    """Solids as arrays.

    Crowns are opaque. assumption: a crown in leaf lets through 0 to 0.3 of what is behind it; in
    winter far more.

    Attributes
    ----------
    edges : (W, 4) array
        Plan edges x, y, x, y of all prisms, prism by prism. [m]
    edge_first : (P + 1,) array
        First edge of each prism, and the end.
    heights : (P, 2) array
        Base and top of each prism. [m]
    crowns : (K, 5) array
        Centre x, y, z, radius and half height of each crown. [m]
    outlines : tuple of polygon
        Footprints of the prisms.
    """

    edges: Floats
    edge_first: Ints
    heights: Floats
    crowns: Floats
    outlines: tuple[BaseGeometry, ...]

    @classmethod
    def of(cls, site: SightSite) -> Self:
        """Collect what stands on a site."""
        prisms = site.prisms()
        heights = np.column_stack([prisms.base, prisms.top]).reshape(-1, 2)
        return cls.from_solids(prisms.footprints, heights, site.crowns())

    @classmethod
    def from_solids(
        cls, outlines: list[Any], heights: ArrayLike, crowns: ArrayLike | None = None
    ) -> Self:
        """Arrange footprints with their base and top (P, 2), and crowns (K, 5). [m]"""
        tall = as_shape("heights", heights, (len(outlines), 2))
        round_ = as_shape("crowns", np.zeros((0, 5)) if crowns is None else crowns, (None, 5))
        if (tall[:, 0] > tall[:, 1]).any() or (round_[:, 3:] <= 0).any():
            message = "a solid has its base above its top or no size, but must have a volume."
            raise ShapeError(message)
        walls, owner = plan_edges(outlines) if outlines else (np.zeros((0, 2, 2)), np.zeros(0))
        first = np.searchsorted(owner, np.arange(len(outlines) + 1)).astype(np.intp)
        return cls(walls.reshape(-1, 4).copy(), first, tall, round_, tuple(outlines))


@dataclass(frozen=True, eq=False)
class Around:
    """A scene arranged round one camera: what :func:`twin.sight.scene.kernels.hidden` reads."""

    camera: Camera
    table: tuple[Any, ...]

    @classmethod
    def of(cls, scene: Scene, camera: Camera, *, bins: int = BINS, above: bool = False) -> Self:
        """Arrange a scene round a camera.

        ``above``: keep what rises behind a wall that hides every head, for rays that go over it;
        changes no answer about heads.
        """
        record = camera.record
        far = np.full(bins, np.inf)
        where = shapely.Point(camera.position[:2])
        tall = max(HIGHEST, float(camera.position[2]))
        shapes: list[tuple[Floats, bool]] = []
        for n, outline in enumerate(scene.outlines):
            walls = scene.edges[scene.edge_first[n] : scene.edge_first[n + 1]]
            whole = bool(shapely.distance(outline, where) <= kernels.ROUND)
            shapes.append((walls, whole))
            stands = scene.heights[n, 0] <= 0 and scene.heights[n, 1] >= tall
            if stands and not whole and not above:
                kernels.far_walls(record, walls, far)
        shapes += [square_round(camera, crown[:2], crown[3]) for crown in scene.crowns]
        table = (
            far, *by_bin(camera, shapes, far),
            scene.edges, scene.edge_first, scene.heights, scene.crowns,
        )  # fmt: skip
        return cls(camera, table)

    def hidden(self, points: ArrayLike) -> Bools:
        """Say which points (N, 3) of the site frame the scene hides from the camera.

        Raises
        ------
        ShapeError
            If a point is below the ground or above :data:`HIGHEST`.
        """
        checked = as_shape("points", points, (None, 3))
        if ((checked[:, 2] < 0) | (checked[:, 2] > HIGHEST)).any():
            message = f"points reach outside 0 to {HIGHEST:g} m above the ground, but must not."
            raise ShapeError(message)
        out = np.empty(len(checked), dtype=np.bool_)
        kernels.many_hidden(self.camera.record, self.table, checked, out)
        return out

    def cells(
        self, corner: tuple[float, float], shape: tuple[int, int], side: float, heights: Floats
    ) -> NDArray[np.uint8]:
        """Mark the cells of a grid: 2 where a head may be seen, 1 within two cells of those.

        Parameters
        ----------
        corner : tuple of float
            South-west corner of the grid. [m]
        shape : tuple of int
            Rows and columns.
        side : float
            Side of a cell. [m]
        heights : (2,) array
            Lowest and highest head. [m]
        """
        seen = np.empty(shape, dtype=np.bool_)
        kernels.cells(
            self.camera.record, self.table, corner[0], corner[1], side,
            float(heights[0]), float(heights[1]), reach(self.camera), seen,
        )  # fmt: skip
        near = np.empty(shape, dtype=np.bool_)
        kernels.widen(seen, 2, near)
        return seen.astype(np.uint8) + near.astype(np.uint8)


def reach(camera: Camera) -> float:
    """Return a distance beyond which nothing has :data:`LEAST_DENSITY`. [m]"""
    return camera.lens.farthest_m(LEAST_DENSITY) + kernels.ROUND


def square_round(camera: Camera, xy: Floats, radius: float) -> tuple[Floats, bool]:
    """Return the edges of the square round a circle in the plan, and if the camera is in it."""
    (x, y), r = xy, radius
    corners = np.array([[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]])
    offset = np.abs(xy - camera.position[:2]).max()
    return np.hstack([corners, np.roll(corners, -1, axis=0)]), bool(offset <= r + kernels.ROUND)


def by_bin(
    camera: Camera, shapes: Sequence[tuple[Floats, bool]], far: Floats
) -> tuple[Ints, Ints, Floats]:
    """Sort shapes into bins of direction, nearest first.

    Parameters
    ----------
    camera : Camera
        Round which to sort.
    shapes : sequence of (array, bool)
        Edges (E, 4) of each in the plan, and whether the camera is in it. [m]
    far : (B,) array
        What begins beyond this is left out of a bin. [m]

    Returns
    -------
    first : (B + 1,) array
        First entry of each bin, and the end.
    item, near : (n,) array
        Number of each entry's shape, and how near that may come. [m]
    """
    out, count = np.empty(len(far)), len(far)
    bins, near, many = [np.zeros(0, np.intp)], [np.zeros(0)], []
    for walls, whole in shapes:
        kernels.spans(camera.record, walls, count, whole, out)
        reached = np.flatnonzero(np.isfinite(out) & (out <= far))
        bins.append(reached)
        near.append(out[reached])
        many.append(len(reached))
    bin_of, away = np.concatenate(bins), np.concatenate(near)
    item = np.repeat(np.arange(len(many), dtype=np.intp), many)
    order = np.lexsort((item, away, bin_of))
    first = np.searchsorted(bin_of[order], np.arange(count + 1)).astype(np.intp)
    return first, item[order], away[order]
