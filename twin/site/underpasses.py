"""Where ground passes below a bridge, and how one gets there.

A bridge passes over a zone of the ground's level when its deck cuts the zone in two; where the deck
only ends on the zone, it lands there. Under the deck the ground goes on between the deck's sides,
as wide as the zone is without its water; from the deck nobody gets down but by the ways of the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon

from twin.site.polygons import polygons_in
from twin.site.things import Area, Level, Stretch
from twin.site.walkable import GRID, SOLID

__all__ = ["APPROACH", "Underpasses", "find_underpasses", "joined", "passes_over", "reaches"]

APPROACH = 6.0
"""How far before a deck people are told apart from those on it. [m]

More than the 4.4 m from which walkers take notice of each other, so that nobody out of an underpass
overlooks somebody on the way in. assumption (range 4.5-10)."""

ABUTMENT = 1.0
"""How much ground behind the wall under a deck counts as covered. [m]

More than half the diagonal of a cell, so that whoever walks along that wall is told to be under the
deck by the nearest node. assumption (range 0.5-2)."""

_PIECE = 1.0  # m2: smaller pieces of a zone are what drawing left over; assumption (range 0.1-3)


@dataclass(frozen=True, eq=False)
class Underpasses:
    """All underpasses of a site together.

    Attributes
    ----------
    decks : polygon or multipolygon
        Bridges that pass over ground. [m]
    covered : polygon or multipolygon
        The part of the decks that is over ground, and :data:`ABUTMENT` more. [m]
    below : polygon or multipolygon
        Walkable ground below decks. [m]
    approach : polygon or multipolygon
        Ground of the same level within :data:`APPROACH` of it. [m]
    around : polygon or multipolygon
        All walkable ground within twice that, decks left out. [m]
    sides : polygon or multipolygon
        The sides of the decks over ground, which nobody steps across; thickened. [m]
    """

    decks: Area
    covered: Area
    below: Area
    approach: Area
    around: Area
    sides: Area


def find_underpasses(
    walkable: Area, bridges: Sequence[Stretch], levels: Sequence[Level], water: Sequence[Stretch]
) -> Underpasses:
    """Find where ground passes below bridges.

    Parameters
    ----------
    walkable : polygon or multipolygon
        Ground that people can reach, decks among it. [m]
    bridges, levels, water : sequences
        Of the map.

    Returns
    -------
    Underpasses
        Empty areas when there are none.
    """
    wet = shapely.union_all([stretch.polygon for stretch in water])
    decks, covered, below, zones, sides = [], [], [], [], []
    for bridge in bridges:
        for level in levels:
            if not passes_over(bridge.polygon, level.polygon):
                continue
            ground = shapely.intersection_all([walkable, bridge.polygon, level.polygon])
            ground = joined([shapely.difference(ground, wet, grid_size=GRID)])
            if ground.is_empty:
                continue
            decks.append(bridge.polygon)
            below.append(ground)
            covered.append(bridge.polygon.intersection(level.polygon.buffer(ABUTMENT)))
            zones.append(level.polygon)
            sides.append(bridge.polygon.boundary.intersection(level.polygon).buffer(SOLID))
    all_decks, all_below = joined(decks), joined(below)
    open_ground = walkable.difference(all_decks)
    zone = joined(zones).intersection(open_ground)
    return Underpasses(
        decks=all_decks,
        covered=joined(covered),
        below=all_below,
        approach=joined([zone.intersection(all_below.buffer(APPROACH))]),
        around=joined([open_ground.intersection(all_below.buffer(2.0 * APPROACH))]),
        sides=joined(sides),
    )


def reaches(walkable: Area, found: Underpasses) -> list[Area]:
    """List the parts of the ground that are connected when nobody steps across a deck's side.

    Parts that an underpass joins are one. [m]
    """
    pieces = polygons_in(walkable.difference(found.sides))
    joins = []
    for below in polygons_in(found.below):
        mouths = joined([found.approach.intersection(below.buffer(APPROACH))])
        joins.append({k for k, piece in enumerate(pieces) if _overlap(piece, mouths) > _PIECE})
    parts: list[set[int]] = []
    for one in [*joins, *({k} for k in range(len(pieces)))]:
        apart = [part for part in parts if part.isdisjoint(one)]
        parts = [*apart, one.union(*(part for part in parts if not part.isdisjoint(one)))]
    return [joined([pieces[k] for k in sorted(part)]) for part in parts if part]


def _overlap(one: Area, other: Area) -> float:
    """Measure the area two areas share. [m2]"""
    return float(one.intersection(other).area)


def passes_over(deck: Area, zone: Area) -> bool:
    """Say whether a deck cuts a zone in two."""
    if not deck.intersects(zone):
        return False
    rest = polygons_in(zone.difference(deck))
    beside = [part for part in rest if part.area > _PIECE and part.distance(deck) < GRID]
    return len(beside) > 1


def joined(parts: Sequence[shapely.Geometry]) -> Area:
    """Join the polygons among geometries."""
    found = polygons_in(shapely.union_all(list(parts), grid_size=GRID))
    return found[0] if len(found) == 1 else MultiPolygon(found)
