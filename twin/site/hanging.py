"""On which ground a camera hangs, and what it is in.

A camera's height is told above its ground: that of its place, but on or in a thing that stands
there, such as a building, the ground on which that stands. So one that is told 3 m higher than a
roof hangs 3 m above it, wherever that is on a slope.
"""

from typing import Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.site.relief import grounds
from twin.site.relief.kernels import Relief
from twin.site.standing import Standing
from twin.site.things import Barrier, Building, Furniture, Level, Stretch, Tree

__all__ = ["HasStanding", "above_datum", "inside"]


class HasStanding(Protocol):
    """What of a site a camera hangs on, or is in."""

    @property
    def relief(self) -> Relief:
        """How high the ground lies, square by square."""

    @property
    def standing(self) -> Standing:
        """What can hide a face, above the datum."""


def above_datum(site: HasStanding, position: Floats) -> Floats:
    """Return a position (3,), whose height is told above its ground, above the datum. [m]"""
    x, y, z = position
    return np.array([x, y, z + _ground(site, position)])


def _ground(site: HasStanding, position: Floats) -> float:
    """Return the height of the ground above which that of a position is told. [m]"""
    standing, (x, y, z) = site.standing, position
    # under a canopy one is not on it
    on = np.flatnonzero(~standing.is_ground & (standing.foot - standing.ground <= z))
    on = on[shapely.intersects_xy(_outlines(standing)[on], x, y)]
    if len(on):
        return float(standing.ground[on[standing.prisms.top[on].argmax()]])
    return float(grounds(site.relief, position[None, :2])[0])


def inside(site: HasStanding, position: Floats, touch: float) -> list[str]:
    """Name what a position is in; see :meth:`twin.site.Site.inside`."""
    standing, ground = site.standing, _ground(site, position)
    prisms, crowns = standing.prisms, standing.crowns
    at = above_datum(site, position)
    near = np.flatnonzero((prisms.base - touch < at[2]) & (at[2] < prisms.top + touch))
    near = near[shapely.distance(_outlines(standing)[near], shapely.Point(at[:2])) < touch]
    # one piece tells of its thing
    piece = {prisms.things[k]: k for k in reversed(near.tolist())}
    named = [
        _named(thing, standing.foot[k] - ground, prisms.top[k] - ground)
        for thing, k in reversed(piece.items())
        if not isinstance(thing, Barrier | Tree)
    ]
    if named:
        return named
    away = np.linalg.norm((at - crowns[:, :3]) / crowns[:, [3, 3, 4]], axis=1)
    ids = {tuple(thing.xy): thing.id for thing in prisms.things if isinstance(thing, Tree)}
    within = [ids[x, y] for x, y in crowns[away <= 1, :2]]
    return [
        *(["a wall, hedge or trunk"] if piece else []),
        *([f"the crown of {within[0]!r}"] if within else []),
    ]


def _named(thing: Building | Furniture | Level | Stretch, low: float, high: float) -> str:
    """Name something between two heights. [m]"""
    low, high = (round(z, 3) + 0.0 for z in (low, high))  # no -0
    match thing:
        case Building():
            kind = "hoarding" if thing.hoarding else "building"
        case Furniture():
            kind = "furniture"
        case Stretch():
            kind = "the deck of"
        case Level():
            return f"the ground of {thing.name!r} ({high:g} m high)"
    return f"{kind} {thing.name!r} ({low:g} to {high:g} m high)"


def _outlines(standing: Standing) -> NDArray[np.object_]:
    return np.array(standing.prisms.footprints, dtype=object)
