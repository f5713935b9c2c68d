"""How high the ground lies: zones of the map, linear on steps and bridges, even slopes between.

Maps know the height of some zones only. Between them the ground is taken to slope evenly: the
height is the mean of the zones', weighted by the inverse square of the distance to each
[shepard1968]_, which meets every zone at its height.

References
----------
.. [shepard1968] key in twin/sources.bib.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import ArrayLike

from twin.arrays import Bools, Floats, as_shape
from twin.site.polygons import edges
from twin.site.things import Area, Level, Stretch
from twin.site.underpasses import passes_over
from twin.site.zones.kernels import distances

__all__ = ["Heights", "Ramp"]

BEYOND = 0.5
"""How far beyond its ends the ground says how high steps or a bridge begin and end. [m]
assumption (range 0.1-2): zones and steps are drawn to half a metre."""

_NEAR = 1e-6  # m: nearer than this to a zone is on it


@dataclass(frozen=True, eq=False)
class Ramp:
    """Steps or a deck: it rises evenly from one end to the other.

    Attributes
    ----------
    of : Stretch
        What it is on the map.
    ends : (2, 2) array
        Its ends, amid its breadth. [m]
    z : (2,) array
        How high they lie. [m]
    """

    of: Stretch
    ends: Floats
    z: Floats

    def at(self, points: Floats) -> Floats:
        """Say how high it is at points (N, 2); beyond its ends as high as there. [m]"""
        along = self.ends[1] - self.ends[0]
        share = np.clip((points - self.ends[0]) @ along / (along @ along), 0.0, 1.0)
        rise: Floats = self.z[0] + share * (self.z[1] - self.z[0])
        return rise


@dataclass(frozen=True, eq=False)
class Heights:
    """How high the ground of a site lies.

    Attributes
    ----------
    levels : sequence of Level
        Zones of known height; the smallest zone at a point counts.
    flights, decks : tuple of Ramp
        Steps, and bridges.
    """

    levels: Sequence[Level]
    flights: tuple[Ramp, ...]
    decks: tuple[Ramp, ...]

    @classmethod
    def of(
        cls, levels: Sequence[Level], stairs: Sequence[Stretch], bridges: Sequence[Stretch]
    ) -> Self:
        """Measure how high steps and decks of a map begin and end.

        Steps go along the side of their outline over which the ground rises most, decks along the
        longer, from one end to the other.
        """
        return cls(
            levels,
            tuple(_flight(flight, levels) for flight in stairs),
            tuple(_deck(bridge, levels) for bridge in bridges),
        )

    def at(self, xy: ArrayLike, *, below: ArrayLike = False) -> Floats:
        """Say how high the ground lies at points.

        Parameters
        ----------
        xy : (N, 2) array
            Points in the site frame. [m]
        below : bool or (N,) array of bool
            Whether the ground below bridges is meant, and not their decks.

        Returns
        -------
        (N,) array
            Height above the datum of the map; 0 where the map has no zone at all. [m]

        Raises
        ------
        ShapeError
            If ``xy`` is of another shape.
        """
        points = as_shape("xy", xy, (None, 2))
        under: Bools = np.broadcast_to(np.asarray(below, dtype=np.bool_), (len(points),))
        out = _on_ground(points, self.levels)
        for flight in self.flights:
            on = _on(points, flight.of.polygon)
            out[on] = flight.at(points[on])
        for deck in self.decks:
            on = _on(points, deck.of.polygon) & ~under
            out[on] = deck.at(points[on])
        return out


def _flight(flight: Stretch, levels: Sequence[Level]) -> Ramp:
    """Measure steps."""
    ends = max(_axes(flight.polygon), key=lambda ends: _rise(ends, levels))
    return Ramp(flight, ends, _on_ground(_beyond(ends), levels))


def _deck(bridge: Stretch, levels: Sequence[Level]) -> Ramp:
    """Measure a deck; zones that it passes over do not say how high it is."""
    ends = max(_axes(bridge.polygon), key=lambda ends: float(np.hypot(*(ends[1] - ends[0]))))
    banks = [zone for zone in levels if not passes_over(bridge.polygon, zone.polygon)]
    return Ramp(bridge, ends, _on_ground(_beyond(ends), banks))


def _on_ground(points: Floats, levels: Sequence[Level]) -> Floats:
    """Say how high the ground lies (N,), steps and bridges left out. [m]"""
    if not levels:
        return np.zeros(len(points))
    ordered = sorted(levels, key=lambda level: level.polygon.area)
    z = np.array([level.z for level in ordered])
    walls, owner = edges([level.polygon for level in ordered])
    zone = np.searchsorted(owner, np.arange(len(ordered) + 1))
    far = np.empty((len(ordered), len(points)))
    distances(walls, zone, points[:, 0], points[:, 1], far)
    weight = np.maximum(far, _NEAR) ** -2.0
    slope = (weight * z[:, None]).sum(axis=0) / weight.sum(axis=0)
    at = far <= _NEAR
    first: Floats = np.where(at.any(axis=0), z[at.argmax(axis=0)], slope)
    return first


def _on(points: Floats, area: Area) -> Bools:
    """Mark the points in an area or on its edge."""
    inside: Bools = shapely.intersects_xy(area, points[:, 0], points[:, 1])
    return inside


def _axes(area: Area) -> list[Floats]:
    """List the two lines (2, 2) that join the middles of opposite sides of an outline's box."""
    box = shapely.get_coordinates(shapely.oriented_envelope(area))
    middles = (box[:4] + box[1:5]) / 2
    return [middles[[0, 2]], middles[[1, 3]]]


def _rise(ends: Floats, levels: Sequence[Level]) -> float:
    """Say how much the ground rises or falls between the ends of a line. [m]"""
    low, high = _on_ground(_beyond(ends), levels)
    return abs(float(high - low))


def _beyond(ends: Floats) -> Floats:
    """Move the ends of a line apart."""
    ahead = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    return ends + BEYOND * np.array([-ahead, ahead])
