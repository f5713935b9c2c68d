"""What stands still and can hide a face."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, as_all, as_shape
from twin.cameras import Camera, Lens
from twin.errors import ShapeError
from twin.sight.solids import Solids
from twin.sight.solids.kernels import ROUND
from twin.sight.views import HEADS, Views
from twin.site.hanging import HasStanding, above_datum
from twin.site.relief import grounds
from twin.site.relief.kernels import Relief
from twin.usual import LEAST_DENSITY

__all__ = [
    "LEAST_DENSITY",
    "Scene",
    "SightSite",
    "feet",
    "on_ground",
    "reach",
]


class SightSite(HasStanding, Protocol):
    """What of a site decides who is seen."""

    @property
    def extent(self) -> BaseGeometry:
        """Where people may walk. [m]."""


@dataclass(frozen=True, eq=False)
class Scene:
    """Solids that stand still.

    Crowns are opaque: which are in leaf is the site's business, see :mod:`twin.site.leaves`.

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
        If a footprint is no valid polygon, a base is above its top, or a crown has no volume.

    Examples
    --------
    >>> import shapely
    >>> from twin.frames import camera_rotation
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
        listed = "a sequence of polygons such as [polygon]"
        outlines = as_all(object, "footprints", self.footprints, wanted=listed)
        for n, outline in enumerate(outlines):
            if not isinstance(outline, Polygon | MultiPolygon) or not outline.is_valid:
                kind = getattr(outline, "geom_type", type(outline).__name__)
                message = f"footprint {n} is a {kind}, but must be a polygon that crosses nothing."
                raise ShapeError(message)
        base = as_shape("base", self.base, (len(outlines),))
        top = as_shape("top", self.top, (len(outlines),))
        crowns = np.zeros((0, 5)) if self.crowns is None else self.crowns
        round_ = as_shape("crowns", crowns, (None, 5))
        for n in np.flatnonzero(base > top)[:1]:
            message = f"base[{n}] is {base[n]:g} m, but must not be above top[{n}], {top[n]:g} m."
            raise ShapeError(message)
        for n in np.flatnonzero((round_[:, 3:] <= 0).any(axis=1))[:1]:
            radius, half = round_[n, 3:]
            message = (
                f"crowns[{n}] has radius {radius:g} and half height {half:g} m, but both must be "
                "above 0."
            )
            raise ShapeError(message)
        # arrays are copied: what is changed afterwards is no part of the scene
        for name, value in zip(
            ("footprints", "base", "top", "crowns"),
            (outlines, base.copy(), top.copy(), round_.copy()),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, site: SightSite) -> Self:
        """Collect what stands on a site."""
        prisms = site.standing.prisms
        return cls(prisms.footprints, prisms.base, prisms.top, site.standing.crowns)

    @cached_property
    def solids(self) -> Solids:
        """The scene as the kernels read it."""
        return Solids.of(self.footprints, self.base, self.top, self.crowns)

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
            Optical centre of each camera, in the heights of the solids: on a site above its datum,
            where :func:`on_ground` puts a camera, whose own height is above its ground. [m]
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
            If the shapes do not fit each other, a rotation or lens is none, a reach is not above
            0, or a lowest face is above the highest.
        """
        positions = as_shape("position", position, (None, 3))
        count = len(positions)
        rotations = as_shape("rotation", rotation, (count, 3, 3))
        turned = rotations @ rotations.transpose(0, 2, 1)
        if not np.allclose(turned, np.eye(3), atol=1e-9) or (np.linalg.det(rotations) < 0).any():
            message = "rotation is not a right-handed rotation matrix for every camera."
            raise ShapeError(message)
        listed = "a Lens or a sequence of one for each camera"
        each = [lens] * count if isinstance(lens, Lens) else lens
        lenses = as_all(Lens, "lens", each, wanted=listed)
        if len(lenses) != count:
            message = f"there are {len(lenses)} lenses for {count} cameras, but must be as many."
            raise ShapeError(message)
        far = as_shape("reach", _for_each(reach, (count,)), (count,))
        if (far <= 0).any():
            message = f"reach is {far.min():g} m, but must be above 0."
            raise ShapeError(message)
        tall = as_shape("heads", _for_each(heads, (count, 2)), (count, 2))
        for low, high in tall[tall[:, 0] > tall[:, 1]][:1]:
            message = (
                f"heads is {low:g} to {high:g} m, but the lowest must not be above the highest."
            )
            raise ShapeError(message)
        return Views.of(self.solids, positions, rotations, lenses, far.copy(), tall)


def _for_each(value: ArrayLike, shape: tuple[int, ...]) -> Any:
    """Repeat what holds for all cameras; leave as it is what does not fit."""
    given = np.asarray(value)
    fits = given.ndim < len(shape) and given.shape == shape[len(shape) - given.ndim :]
    return np.broadcast_to(given, shape) if fits else given


def on_ground(camera: Camera, site: HasStanding) -> Camera:
    """Return a camera, whose height is told above its ground, with its height above the datum."""
    return replace(camera, position=above_datum(site, camera.position))


def feet(now: pa.Table, relief: Relief) -> Floats:
    """Say how high people of tracks (n,) stand above the datum. [m]"""
    xy = np.column_stack([now[name].to_numpy() / 100 for name in ("x_cm", "y_cm")])
    ground, under = (grounds(relief, xy, below=below) for below in (0, 1))
    return np.where(now["below"].to_numpy() == 1, under, ground)


def reach(camera: Camera) -> float:
    """Return a distance beyond which nothing has :data:`LEAST_DENSITY`. [m]"""
    return camera.lens.farthest_m(LEAST_DENSITY) + ROUND
