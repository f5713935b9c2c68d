"""Windows of homes: points on the walls of buildings in which people live."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from shapely import LinearRing, Polygon
from shapely.geometry.polygon import orient

from twin.arrays import Bools, Floats, Ints
from twin.cameras.mount import FACE_HEIGHT
from twin.site import Site
from twin.site.things import Building

__all__ = ["HOMES", "Windows", "homes_of"]

HOMES = frozenset(
    {
        *("apartments", "bungalow", "detached", "dormitory", "house", "residential"),
        *("semidetached_house", "terrace"),
    }
)
"""Buildings in which people live, by their tag of [osm]; a hotel is none here."""

STOREY = 3.1
"""From floor to floor. [m] assumption (range 2.8-3.6): blocks of flats have 3.0 to 3.2"""

ALONG = 3.0
"""There is a window on so much of a wall. [m] assumption (range 1.5-6): one or two a room"""

OFF = 0.1
"""Whoever stands at a window is looked for so far outside its wall, which hides them otherwise. [m]
assumption (range 0.02-0.3)"""


@dataclass(frozen=True, eq=False)
class Windows:
    """Where somebody could stand at a window of a home.

    Attributes
    ----------
    homes : tuple of Building
        The buildings.
    home : (N,) array of int
        Number of each window's building.
    storey : (N,) array of int
        0 is the ground floor, or the lowest of a building that begins above the ground.
    at : (N, 3) array
        The face of whoever stands there, above the datum. [m]
    outward : (N, 2) array
        Direction of length 1 out of the building.
    """

    homes: tuple[Building, ...]
    home: Ints
    storey: Ints
    at: Floats
    outward: Floats

    @classmethod
    def of(cls, site: Site) -> Self:
        """Put a window on every storey of every few metres of the walls of homes.

        None is where a wall stands against another building.
        """
        homes = tuple(homes_of(site))
        parts = [_of_building(site, number, home) for number, home in enumerate(homes)]
        columns = zip(*parts, strict=True) if parts else [[np.zeros((0, n))] for n in (1, 1, 3, 2)]
        number, storey, at, outward = (np.concatenate(column) for column in columns)
        return cls(
            homes, number.astype(np.intp).ravel(), storey.astype(np.intp).ravel(), at, outward
        )


def homes_of(site: Site) -> Iterator[Building]:
    """List the buildings that stand and in which people live: by their tag, or by a venue."""
    lived_in = {venue.building for venue in site.venues if venue.venue == "home"}
    for building in site.buildings:
        home = building.building in HOMES or building.id in lived_in
        if home and not building.hoarding:
            yield building


def _of_building(site: Site, number: int, home: Building) -> tuple[Ints, Ints, Floats, Floats]:
    """Put windows on one building: its number, storey, place and way out of each."""
    outline = orient(home.polygon)
    walls = [_along(ring) for ring in (outline.exterior, *outline.interiors)]
    xy, outward = (np.concatenate(column) for column in zip(*walls, strict=True))
    xy = xy + OFF * outward
    storeys = max(1, int((home.top - home.base + 1e-9) // STOREY))
    height = home.base + STOREY * np.arange(storeys) + FACE_HEIGHT
    storey, wall = (n.ravel() for n in np.mgrid[:storeys, : len(xy)])
    free = ~_against(site, home, xy[wall], height[storey])
    storey, wall = storey[free], wall[free]
    at = np.column_stack([xy[wall], _ground(site, home) + height[storey]])
    return np.full(len(wall), number), storey, at, outward[wall]


def _along(ring: LinearRing) -> tuple[Floats, Floats]:
    """Divide a ring, with the building on its left, into equal parts; return middles and normals.

    Returns
    -------
    xy, outward : (W, 2) array
        One for each part, of about :data:`ALONG`. [m]
    """
    corners = shapely.get_coordinates(ring)
    sides = np.diff(corners, axis=0)
    length = np.hypot(*sides.T)
    corners, sides, length = corners[:-1][length > 0], sides[length > 0], length[length > 0]
    ends = np.cumsum(length)
    count = max(1, round(float(ends[-1]) / ALONG))
    upto = (np.arange(count) + 0.5) * ends[-1] / count
    side = np.searchsorted(ends, upto)
    ahead = sides[side] / length[side, None]
    xy = corners[side] + ahead * (upto - (ends - length)[side])[:, None]
    return xy, np.column_stack([ahead[:, 1], -ahead[:, 0]])


def _against(site: Site, home: Building, xy: Floats, height: Floats) -> Bools:
    """Say which points (N,) so high above the ground [m] are in another building."""
    out = np.zeros(len(xy), dtype=np.bool_)
    for other in site.buildings:
        if other is not home and _near(other.polygon, home.polygon):
            level = (other.base <= height) & (height < other.top)
            out |= level & shapely.contains_xy(other.polygon, *xy.T)
    return out


def _near(one: Polygon, other: Polygon) -> bool:
    return bool(shapely.dwithin(one, other, OFF))


def _ground(site: Site, home: Building) -> float:
    """Return the height above the datum of the ground on which a building stands. [m]"""
    standing = site.standing
    return float(standing.ground[standing.prisms.things.index(home)])
