"""The site as of a date: everything that stands still, in one frozen record."""

import datetime as dt
import threading
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import Polygon

from twin.arrays import Floats, Ints, as_shape
from twin.site.hanging import inside
from twin.site.heights import Heights
from twin.site.leaves import in_leaf
from twin.site.places import place_of
from twin.site.relief import relief_of
from twin.site.relief.kernels import Relief
from twin.site.standing import Standing, standing
from twin.site.things import (
    Area,
    Barrier,
    Building,
    Furniture,
    Gate,
    Level,
    Mount,
    Place,
    Prisms,
    Sign,
    Stretch,
    Thing,
    Tree,
    Venue,
)

__all__ = ["Site"]

WALL_THICKNESS = 0.3
"""Thickness of a wall or hedge that is drawn as a line. [m] assumption (range 0.2-0.8)."""

_LOOKING_UP = threading.Lock()
"""Polygons prepared for quick tests must not be tested by two threads at once."""


@dataclass(frozen=True, eq=False)
class Site:
    """A site as of a date; made by :func:`twin.site.load`.

    Attributes
    ----------
    name : str
        Name of the map.
    sha256 : str
        Hash of the map file.
    origin : (2,) array
        Easting and northing of the frame's origin, EPSG:27700. [m]
    date : date
        The day the map was read as of.
    boundary : polygon or multipolygon
        The planner's site. [m]
    extent : Polygon
        Where people may walk before anything solid is taken away. [m]
    walkable : polygon or multipolygon
        Where people do walk: connected, and every gate and venue lies on it. [m]
    gates, venues, places, buildings, water, bridges, stairs, levels, furniture, barriers, trees, \
mounts, signs : tuple
        What stands there; see :mod:`twin.site.things`.

    """

    name: str
    sha256: str
    origin: Floats
    date: dt.date
    boundary: Area
    extent: Polygon
    walkable: Area
    gates: tuple[Gate, ...]
    venues: tuple[Venue, ...]
    places: tuple[Place, ...]
    buildings: tuple[Building, ...]
    water: tuple[Stretch, ...]
    bridges: tuple[Stretch, ...]
    stairs: tuple[Stretch, ...]
    levels: tuple[Level, ...]
    furniture: tuple[Furniture, ...]
    barriers: tuple[Barrier, ...]
    trees: tuple[Tree, ...]
    mounts: tuple[Mount, ...]
    signs: tuple[Sign, ...]

    def prisms(self) -> Prisms:
        """List every upright solid that can hide a face.

        Buildings, canopies and hoardings; walls and hedges; street furniture; trunks as octagons
        up to the crown. Crowns are ellipsoids, see :meth:`crowns`.
        """
        solids: list[tuple[Polygon, float, float, Thing]] = [
            *((b.polygon, b.base, b.top, b) for b in self.buildings),
            *(
                (b.line.buffer(WALL_THICKNESS / 2, cap_style="square"), 0.0, b.height, b)
                for b in self.barriers
                if b.hides
            ),
            *((f.polygon, f.base, f.top, f) for f in self.furniture),
            *((_octagon(t), 0.0, max(t.crown_base, 0.1), t) for t in self.trees),
        ]
        return Prisms.of(solids)

    def crowns(self) -> Floats:
        """List the crowns of trees that are in leaf as upright ellipsoids.

        Returns
        -------
        (N, 5) array
            Centre x, y, z; radius in the plan; half the height. [m]

        """
        rows = [
            (*t.xy, (t.crown_base + t.top) / 2, t.crown_radius, (t.top - t.crown_base) / 2)
            for t in self.trees
            if t.evergreen or in_leaf(self.date)
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, 5)

    def place_index(self, x: ArrayLike, y: ArrayLike) -> Ints:
        """Say on which named place points lie.

        Parameters
        ----------
        x, y : (N,) array
            Points in the site frame. [m]

        Returns
        -------
        (N,) array
            Index into ``places`` of the smallest place that holds the point (the first in the file
            when two are equally small); -1 where there is none.
        """
        points = as_shape("x", x, (None,)), as_shape("y", y, (None,))
        with _LOOKING_UP:
            return place_of(*points, self._places_by_area)

    def height(self, xy: ArrayLike, *, below: ArrayLike = False) -> Floats:
        """Say how high the ground lies at points (N, 2), above the map's datum. [m]

        On a bridge that is its deck, unless ``below``; see :meth:`twin.site.heights.Heights.at`.
        The height of a camera is told above the ground, so this must not be added to it.
        """
        return self.heights.at(xy, below=below)

    @cached_property
    def heights(self) -> Heights:
        """How high the ground lies anywhere."""
        return Heights.of(self.levels, self.stairs, self.bridges)

    @cached_property
    def relief(self) -> Relief:
        """How high the ground lies, square by square."""
        return relief_of(self)

    @cached_property
    def standing(self) -> Standing:
        """What can hide a face, above the map's datum."""
        return standing(self)

    def inside(self, position: Floats, touch: float) -> list[str]:
        """Name the solids that a camera is in, as sight has them.

        Parameters
        ----------
        position : (3,) array
            Where it hangs; its height above its ground, see :mod:`twin.site.hanging`. [m]
        touch : float
            It is in what is nearer than this. [m]

        Returns
        -------
        list of str
            Such as ``building 'Hall' (0 to 20 m high)``, with heights above the camera's ground.
        """
        return inside(self, position, touch)

    @cached_property
    def _places_by_area(self) -> list[tuple[int, Area]]:
        """Order the places by area and make their look-up fast."""
        polygons = [place.polygon for place in self.places]
        shapely.prepare(polygons)
        order = sorted(range(len(polygons)), key=lambda i: (polygons[i].area, i))
        return [(i, polygons[i]) for i in order]


def _octagon(tree: Tree) -> Polygon:
    """Outline a trunk by eight corners on its circle."""
    angle = np.arange(8) * (np.pi / 4)
    ring = tree.xy + tree.trunk_radius * np.column_stack([np.cos(angle), np.sin(angle)])
    return Polygon(ring)
