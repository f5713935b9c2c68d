"""What stands on a site at its height above the datum, and the ground itself.

Everything else of the site is told above the ground. Here roofs are level, walls and hoardings
follow the ground piece by piece, and what reaches the ground goes down to the lowest ground of the
site, so that nothing is open below. The ground hides too: each zone of known height is solid up to
it, and bridges are slabs. Between the zones the ground slopes evenly and hides nobody.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.site.heights import deck
from twin.site.polygons import polygons_in
from twin.site.relief import CELL, HasHeights, grounds
from twin.site.relief.kernels import Relief
from twin.site.things import Area, Barrier, Building, Prisms
from twin.site.underpasses import passes_over

__all__ = ["GROUND", "Standing", "standing"]

GROUND = -1
"""Number of what is no thing of the map but its ground or a deck."""

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
    thing : (P,) array of int
        Number of each in the order of ``Site.prisms()``; :data:`GROUND` for ground and decks.
    crowns : (K, 5) array
        Crowns of trees: centre x, y, z, radius and half height. [m]
    """

    prisms: Prisms
    thing: NDArray[np.intp]
    crowns: Floats


class HasSolids(HasHeights, Protocol):
    """What of a site stands there."""

    @property
    def relief(self) -> Relief:
        """How high the ground lies, square by square."""

    @property
    def buildings(self) -> Sequence[Building]:
        """Buildings, canopies and hoardings."""

    @property
    def barriers(self) -> Sequence[Barrier]:
        """Walls, hedges and fences."""

    def prisms(self) -> Prisms:
        """List buildings, walls, furniture, trunks, above the ground. [m]."""

    def crowns(self) -> Floats:
        """List the crowns of trees in leaf, above the ground. [m]."""


def standing(site: HasSolids) -> Standing:
    """Put what stands on a site on its ground."""
    prisms, crowns = site.prisms(), site.crowns()
    if not site.levels:
        return Standing(prisms, np.arange(len(prisms.footprints)), crowns)
    solids = [*_on_ground(site, prisms), *_ground(site)]
    # small zones, or zones all of steps, hide nothing, and then there may be no solid at all
    outlines, base, top, thing = zip(*solids, strict=True) if solids else ((), (), (), ())
    raised = crowns.copy()
    raised[:, 2] += grounds(site.relief, crowns[:, :2])
    told = Prisms(list(outlines), np.array(base, np.float64), np.array(top, np.float64))
    return Standing(told, np.array(thing, np.intp), raised)


_Solid = tuple[shapely.Polygon, float, float, int]


def _on_ground(site: HasSolids, prisms: Prisms) -> Iterator[_Solid]:
    """Raise solids: those that reach the ground go down to the lowest."""
    bottom = _bottom(site)
    follows = [building.hoarding for building in site.buildings]
    follows += [True] * sum(barrier.hides for barrier in site.barriers)
    for n, (outline, base, top) in enumerate(
        zip(prisms.footprints, prisms.base.tolist(), prisms.top.tolist(), strict=True)
    ):
        if n < len(follows) and follows[n]:
            fence: Any = outline.difference(outline.buffer(-HOARDING, join_style="mitre"))
            pieces = list(_pieces(site.relief, fence))
        else:
            pieces = [(outline, float(grounds(site.relief, _corners(outline)).mean()))]
        for piece, ground in pieces:
            yield piece, ground + base if base > 0 else bottom, ground + top, n


def _ground(site: HasSolids) -> Iterator[_Solid]:
    """List zones of ground, up to their height, and decks."""
    bottom = _bottom(site)
    smaller: list[Area] = [flight.polygon for flight in site.stairs]
    for zone in sorted(site.levels, key=lambda zone: zone.polygon.area):
        landing = [b.polygon for b in site.bridges if not passes_over(b.polygon, zone.polygon)]
        # where another height holds, and as far about it as a square of it may reach
        other = shapely.union_all([*smaller, *landing])
        for part in polygons_in(zone.polygon.difference(other).buffer(-CELL, join_style="mitre")):
            yield part, bottom, zone.z, GROUND
        smaller.append(zone.polygon)
    for bridge in site.bridges:
        ends, (start, stop) = deck(bridge, site.levels)
        count = max(1, math.ceil(abs(stop - start) / LEVEL))
        for n, strip in enumerate(_strips(bridge.polygon, ends, count)):
            top = min(start + (stop - start) * share for share in (n / count, (n + 1) / count))
            yield from ((part, top - DECK, top, GROUND) for part in polygons_in(strip))


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


def _bottom(site: HasHeights) -> float:
    return min(zone.z for zone in site.levels) - _DEPTH


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
