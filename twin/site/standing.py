"""What stands on a site at its height above the datum, and the ground itself.

Everything else of the site is told above the ground. Here roofs are level, walls and hoardings
follow the ground piece by piece, and what reaches the ground goes down to the lowest ground of the
site, so that nothing is open below. The ground hides too: each zone of known height is solid up to
it, and bridges are slabs. Between the zones the ground slopes evenly and hides nobody.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import shapely

from twin.arrays import Bools, Floats
from twin.site.heights import Heights
from twin.site.polygons import polygons_in
from twin.site.relief import CELL, HasHeights, grounds
from twin.site.relief.kernels import Relief
from twin.site.things import Area, Barrier, Building, Level, Prisms, Stretch, Thing
from twin.site.underpasses import passes_over

__all__ = ["Standing", "standing"]

DECK = 0.4
"""Thickness of a deck. [m] assumption (range 0.3-1.0): the slab of a footbridge, which leaves who
walks below it their headroom; its girders hide more."""

HOARDING = 0.3
"""Thickness of a hoarding, inward from its outline. [m] assumption (range 0.05-0.5)"""

LEVEL = 0.3
"""The ground along a piece of a wall, hoarding or deck rises by no more than this. [m] assumption
(range 0.1-0.5)."""

_SHORT = 2.0  # m: pieces are not cut shorter; assumption (range 1-4)
_DEPTH = 1.0  # m: how far solids go down below the lowest ground; any will do


@dataclass(frozen=True, eq=False)
class Standing:
    """Solids above the datum of the map.

    Attributes
    ----------
    prisms : Prisms
        Upright solids: those of ``Site.prisms()``, whole or in pieces, then ground and decks.
    ground : (P,) array
        Height of the ground on which each stands; of ground and decks, which stand on none, that
        of their underside. [m]
    crowns : (K, 5) array
        Crowns of trees: centre x, y, z, radius and half height. [m]
    """

    prisms: Prisms
    ground: Floats
    crowns: Floats

    @property
    def is_ground(self) -> Bools:
        """Say whether each prism (P,) is ground or a deck."""
        ground = [isinstance(thing, Level | Stretch) for thing in self.prisms.things]
        return np.array(ground, dtype=np.bool_)

    @property
    def foot(self) -> Floats:
        """Height (P,) at which what is to be seen of each begins: its underside or ground. [m]"""
        return np.maximum(self.prisms.base, self.ground)


class HasSolids(HasHeights, Protocol):
    """What of a site stands there."""

    @property
    def relief(self) -> Relief:
        """How high the ground lies, square by square."""

    def prisms(self) -> Prisms:
        """List buildings, walls, furniture, trunks, above the ground. [m]."""

    def crowns(self) -> Floats:
        """List the crowns of trees in leaf, above the ground. [m]."""


def standing(site: HasSolids) -> Standing:
    """Put what stands on a site on its ground."""
    prisms, crowns = site.prisms(), site.crowns()
    if not site.heights.levels:
        return Standing(prisms, np.zeros(len(prisms.things)), crowns)
    solids = [*_on_ground(site, prisms), *_ground(site.heights)]
    ground = np.array([ground for _, ground in solids], dtype=np.float64)
    raised = crowns.copy()
    raised[:, 2] += grounds(site.relief, crowns[:, :2])
    return Standing(Prisms.of([solid for solid, _ in solids]), ground, raised)


_Solid = tuple[tuple[shapely.Polygon, float, float, Thing], float]


def _on_ground(site: HasSolids, prisms: Prisms) -> Iterator[_Solid]:
    """Raise solids, yield each with its ground: those that reach it go down to the lowest."""
    bottom = _bottom(site.heights)
    for outline, base, top, thing in zip(
        prisms.footprints, prisms.base.tolist(), prisms.top.tolist(), prisms.things, strict=True
    ):
        if isinstance(thing, Barrier) or (isinstance(thing, Building) and thing.hoarding):
            fence: Any = outline.difference(outline.buffer(-HOARDING, join_style="mitre"))
            pieces = list(_pieces(site.relief, fence))
        else:
            pieces = [(outline, float(grounds(site.relief, _corners(outline)).mean()))]
        for piece, ground in pieces:
            yield (piece, ground + base if base > 0 else bottom, ground + top, thing), ground


def _ground(heights: Heights) -> Iterator[_Solid]:
    """List zones of ground, up to their height, and decks, each with its underside."""
    bottom = _bottom(heights)
    smaller: list[Area] = [flight.of.polygon for flight in heights.flights]
    decks = [deck.of.polygon for deck in heights.decks]
    for zone in sorted(heights.levels, key=lambda zone: zone.polygon.area):
        landing = [deck for deck in decks if not passes_over(deck, zone.polygon)]
        # where another height holds, and as far about it as a square of it may reach
        other = shapely.union_all([*smaller, *landing])
        for part in polygons_in(zone.polygon.difference(other).buffer(-CELL, join_style="mitre")):
            yield (part, bottom, zone.z, zone), bottom
        smaller.append(zone.polygon)
    for deck in heights.decks:
        start, stop = deck.z
        count = max(1, math.ceil(abs(stop - start) / LEVEL))
        for n, strip in enumerate(_strips(deck.of.polygon, deck.ends, count)):
            top = min(start + (stop - start) * share for share in (n / count, (n + 1) / count))
            for part in polygons_in(strip):
                yield (part, top - DECK, top, deck.of), top - DECK


def _strips(outline: Area, ends: Floats, count: int) -> Iterator[shapely.Geometry]:
    """Cut an outline across into so many parts of one length, from the first end to the last."""
    along = (ends[1] - ends[0]) / count
    wide = 2.0 * np.hypot(*(ends[1] - ends[0])) * np.array([-along[1], along[0]]) / np.hypot(*along)
    for n in range(count):
        # the first and last go on beyond the ends
        start = ends[0] + (n - (n == 0)) * along
        stop = ends[0] + (n + 1 + (n == count - 1)) * along
        across = shapely.Polygon([start - wide, start + wide, stop + wide, stop - wide])
        yield shapely.intersection(outline, across)


def _bottom(heights: Heights) -> float:
    return min(zone.z for zone in heights.levels) - _DEPTH


def _corners(outline: Area) -> Floats:
    """Return points (N, 2) of an outline, corners and some between. [m]"""
    return shapely.get_coordinates(shapely.segmentize(outline, _SHORT))


def _pieces(relief: Relief, outline: Area) -> Iterator[tuple[shapely.Polygon, float]]:
    """Cut an outline until the ground along each piece is level; yield each with its height."""
    z = grounds(relief, _corners(outline))
    west, south, east, north = shapely.bounds(outline)
    if np.ptp(z) <= LEVEL or max(east - west, north - south) <= _SHORT:
        yield from ((part, float(z.mean())) for part in polygons_in(outline))
        return
    if east - west >= north - south:
        cut = (west + east) / 2
        halves = (west, south, cut, north), (cut, south, east, north)
    else:
        cut = (south + north) / 2
        halves = (west, south, east, cut), (west, cut, east, north)
    for half in halves:
        for part in polygons_in(shapely.intersection(outline, shapely.box(*half))):
            yield from _pieces(relief, part)
