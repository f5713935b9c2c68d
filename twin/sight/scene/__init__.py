"""What stands still and can hide a face, arranged round each camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from twin.arrays import Bools, Floats, Ints, as_shape
from twin.cameras import Camera, Lens
from twin.cameras.mount import HIGHEST
from twin.errors import ShapeError
from twin.sight.scene import kernels
from twin.sight.views import HEADS, Solids, Views
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
    """Solids that stand still.

    Crowns are opaque. assumption: a crown in leaf lets through 0 to 0.3 of what is behind it; in
    winter far more.

    Parameters
    ----------
    footprints : sequence of P polygons
        Outline of each upright prism; holes are open. [m]
    base, top : (P,) array
        Heights between which each is solid. [m]
    crowns : (K, 5) array, optional
        Crowns of trees, upright ellipsoids: centre x, y, z, radius and half height. [m]

    Raises
    ------
    ShapeError
        If a footprint is no valid polygon, or a solid has no volume.

    Examples
    --------
    >>> scene = Scene([shapely.box(10, -5, 11, 5)], [0], [3])
    >>> lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=90)
    >>> view = scene.look_from([[0, 0, 5]], [camera_rotation(90, -10)], lens, 60)
    >>> view.visible([0, 0], [[12, 0, 1.6], [30, 0, 1.6]]).tolist()
    [False, True]
    """

    footprints: Sequence[Any]
    base: Any
    top: Any
    crowns: Any = None

    def __post_init__(self) -> None:
        """Check the solids and make them arrays."""
        outlines = tuple(self.footprints)
        for n, outline in enumerate(outlines):
            if not isinstance(outline, Polygon | MultiPolygon) or not outline.is_valid:
                kind = getattr(outline, "geom_type", type(outline).__name__)
                message = f"footprint {n} is a {kind}, but must be a polygon that crosses nothing."
                raise ShapeError(message)
        base = as_shape("base", self.base, (len(outlines),))
        top = as_shape("top", self.top, (len(outlines),))
        crowns = np.zeros((0, 5)) if self.crowns is None else self.crowns
        round_ = as_shape("crowns", crowns, (None, 5))
        if (base > top).any() or (round_[:, 3:] <= 0).any():
            message = "a solid has its base above its top or no size, but must have a volume."
            raise ShapeError(message)
        for name, value in zip(
            ("footprints", "base", "top", "crowns"), (outlines, base, top, round_), strict=True
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, site: SightSite) -> Self:
        """Collect what stands on a site."""
        prisms = site.prisms()
        return cls(prisms.footprints, prisms.base, prisms.top, site.crowns())

    @cached_property
    def solids(self) -> Solids:
        """The scene as the kernels read it."""
        outlines = list(shapely.orient_polygons(np.array(self.footprints, dtype=object)))
        edges, owner = plan_edges(outlines) if outlines else (np.zeros((0, 2, 2)), np.zeros(0))
        heights = np.column_stack([self.base, self.top])
        box = np.hstack([shapely.bounds(outlines).reshape(-1, 4), heights])
        walls = np.hstack([edges.reshape(-1, 4), heights[owner.astype(np.intp)]])
        prism = np.searchsorted(owner, np.arange(len(outlines) + 1)).astype(np.uint32)
        return Solids(walls, owner.astype(np.uint32), prism, box, self.crowns)

    def look_from(
        self,
        position: ArrayLike,
        rotation: ArrayLike,
        lens: Lens | Sequence[Lens],
        reach: ArrayLike,
        *,
        heads: ArrayLike = HEADS,
    ) -> Views:
        """Arrange the scene round cameras.

        Parameters
        ----------
        position : (C, 3) array
            Optical centre of each camera. [m]
        rotation : (C, 3, 3) array
            Takes site directions to each camera's; see :func:`twin.frames.camera_rotation`.
        lens : Lens or sequence of C lenses
            Of all cameras, or of each.
        reach : float or (C,) array
            How far each camera sees. [m]
        heads : (2,) or (C, 2) array
            Lowest and highest face that is answered at once, for all cameras or each; changes the
            time only. [m]

        Returns
        -------
        Views
            What the cameras see.

        Raises
        ------
        ShapeError
            If the shapes do not fit each other, a rotation is none, or a reach is not above 0.
        """
        positions = as_shape("position", position, (None, 3))
        count = len(positions)
        rotations = as_shape("rotation", rotation, (count, 3, 3))
        turned = rotations @ rotations.transpose(0, 2, 1)
        if not np.allclose(turned, np.eye(3), atol=1e-9) or (np.linalg.det(rotations) < 0).any():
            message = "rotation is not a right-handed rotation matrix for every camera."
            raise ShapeError(message)
        lenses = [lens] * count if isinstance(lens, Lens) else list(lens)
        if len(lenses) != count:
            message = f"there are {len(lenses)} lenses for {count} cameras, but must be as many."
            raise ShapeError(message)
        far = as_shape("reach", _for_each(reach, (count,)), (count,))
        if (far <= 0).any():
            message = f"reach is {far.min():g} m, but must be above 0."
            raise ShapeError(message)
        tall = as_shape("heads", _for_each(heads, (count, 2)), (count, 2))
        return Views.of(self.solids, positions, rotations, lenses, far, tall)


def _for_each(value: ArrayLike, shape: tuple[int, ...]) -> Any:
    """Repeat what holds for all cameras; leave as it is what does not fit."""
    given = np.asarray(value)
    fits = given.ndim < len(shape) and given.shape == shape[len(shape) - given.ndim :]
    return np.broadcast_to(given, shape) if fits else given


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
