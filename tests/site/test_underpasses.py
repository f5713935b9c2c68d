"""Which bridges pass over ground, and what is then over and under."""

import shapely
from shapely import Polygon, box

from twin.site.things import Level, Stretch
from twin.site.underpasses import APPROACH, find_underpasses, reaches
from twin.site.walkable import SOLID

# a towpath of 6 m from west to east, banks north and south of it, and a deck of 4 m across
PATH = Level("level/path", "Path", box(0, 10, 100, 16), 1.0)
GROUND = box(0, 0, 100, 30)


def deck(south, north, west=40, east=44):
    return Stretch("bridge/deck", "Deck", box(west, south, east, north))


def test_a_deck_that_cuts_a_zone_passes_over_it():
    found = find_underpasses(GROUND, [deck(8, 20)], [PATH], [])
    assert found.below.equals(box(40, 10, 44, 16))
    assert found.covered.symmetric_difference(box(40, 9, 44, 17)).area < 0.5  # rounded corners
    ahead = [box(40 - APPROACH, 10, 40, 16), box(44, 10, 44 + APPROACH, 16)]
    assert found.approach.symmetric_difference(shapely.union_all(ahead)).area < 1e-6
    # two sides of 6 m, each thickened, with round ends
    assert abs(found.sides.area - 2 * (6 * 2 * SOLID + 3.14 * SOLID**2)) < 0.05
    assert not found.sides.intersects(box(40.5, 0, 43.5, 30))


def test_a_deck_that_ends_on_a_zone_lands_there():
    for lands in (deck(12, 20), deck(8, 14), deck(17, 25)):
        found = find_underpasses(GROUND, [lands], [PATH], [])
        assert found.below.is_empty
        assert found.sides.is_empty


def test_water_is_not_walked_on_below_a_deck():
    water = [Stretch("water/canal", "Canal", box(0, 13, 100, 20))]
    dry = GROUND.difference(water[0].polygon).union(deck(8, 22).polygon)
    found = find_underpasses(dry, [deck(8, 22)], [PATH], water)
    assert found.below.equals(box(40, 10, 44, 13))


def test_what_an_underpass_joins_is_one_part():
    # a fence keeps the path apart from its banks; the deck is open to both banks
    fence = shapely.union_all([box(0, 9.6, 100, 10), box(0, 16, 100, 16.4)]) - box(40, 8, 44, 18)
    ground = GROUND.difference(fence)
    found = find_underpasses(ground, [deck(8, 20)], [PATH], [])
    parts = sorted(reaches(ground, found), key=lambda part: part.area)
    path = [part for part in parts if part.intersects(shapely.Point(10, 13))]
    assert len(path) == 1
    assert path[0].intersects(shapely.Point(90, 13))
    assert not path[0].intersects(shapely.Point(42, 13))  # the deck
    banks = [part for part in parts if part.intersects(shapely.Point(10, 5))]
    assert banks[0].intersects(shapely.Point(10, 25))


def test_no_bridges_no_underpasses():
    found = find_underpasses(GROUND, [], [PATH], [])
    assert found.below.is_empty
    assert found.around.is_empty
    assert isinstance(found.decks, Polygon | shapely.MultiPolygon)
