"""Walkable ground: what is taken away, what stays, and in how many pieces."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box

from tests.site.small_map import BRIDGE, CANAL, CANOPY, HALL, line, point, polygon, small_site
from twin.site.things import Barrier, Building, Furniture, Stretch, Tree
from twin.site.walkable import BODY, SOLID, solid, walkable

NOWHERE = np.empty((0, 2))
ROOM = box(0, 0, 20, 20)


def building(outline, base=0.0):
    return Building("b", "b", "yes", outline, base, 9.0, False, "low", "-", None)


def barrier(*points):
    return Barrier("w", "w", "fence", LineString(points), 1.0)


def furniture(outline, what="bench", base=0.0):
    return Furniture("f", "f", what, outline, base, base + 1)


def tree(x, y, radius=0.2):
    return Tree("t", np.array([x, y]), radius, 2.0, 3.0, 8.0, evergreen=False)


def stretch(outline):
    return Stretch("s", "s", outline)


def ground(*, buildings=(), barriers=(), things=(), trees=(), water=(), bridges=(), gates=NOWHERE):
    obstacles = solid(buildings, barriers, things, trees)
    return walkable(ROOM, obstacles, water, bridges, np.asarray(gates, dtype=float).reshape(-1, 2))


def test_an_empty_room_is_walkable_to_its_walls():
    assert ground().equals(ROOM)


def test_buildings_are_cut_out_exactly():
    left = ground(buildings=[building(box(5, 5, 10, 12))])
    assert left.symmetric_difference(ROOM - box(5, 5, 10, 12)).area < 0.01


def test_people_walk_under_canopies_and_high_things():
    left = ground(
        buildings=[building(box(5, 5, 10, 12), base=2.3)],
        things=[furniture(box(1, 1, 3, 3), "advert", base=2.5)],
    )
    assert left.equals(ROOM)


def test_people_step_between_bollards():
    assert ground(things=[furniture(Point(5, 5).buffer(0.1), "bollard")]).equals(ROOM)


@pytest.mark.parametrize(
    "thing",
    [
        {"barriers": [barrier((10, 0), (10, 12))]},
        {"barriers": [barrier((3, 3), (9, 12))]},
        {"trees": [tree(10, 10, 0.1)]},
        {"things": [furniture(Point(10, 10).buffer(0.05), "lamp")]},
        {"things": [furniture(box(9, 10, 11, 10.1))]},
        {"buildings": [building(box(10, 5, 10.05, 15))]},
    ],
)
def test_thin_things_grow_to_what_the_grid_shows(thing):
    left = ground(**thing)
    gap = ROOM - left
    drawn = solid(
        thing.get("buildings", ()), thing.get("barriers", ()), thing.get("things", ()), thing.get("trees", ())
    )  # fmt: skip
    radius = shapely.length(shapely.maximum_inscribed_circle(drawn, tolerance=0.001))
    assert SOLID - 0.01 <= radius < SOLID + 0.07
    assert gap.buffer(0.01).contains(shapely.intersection(drawn, ROOM))


def test_a_thick_thing_keeps_its_outline():
    outline = box(4, 4, 8, 6)
    grown = solid([building(outline)], [], [], [])
    assert grown.symmetric_difference(outline).area < 1e-6


def test_water_is_taken_away_but_for_bridges():
    canal, deck = box(0, 8, 20, 12), box(5, 7.5, 8, 12.5)
    left = ground(water=[stretch(canal)], bridges=[stretch(deck)])
    assert left.geom_type == "Polygon"
    assert left.symmetric_difference(ROOM - (canal - deck)).area < 0.02


def test_a_bridge_drawn_a_hand_too_short_still_meets_the_bank():
    canal, deck = box(0, 8, 20, 12), box(5, 8.2, 8, 11.8)
    left = ground(water=[stretch(canal)], bridges=[stretch(deck)])
    assert left.contains(Point(6, 2))
    assert left.contains(Point(6, 18))


def test_the_piece_with_most_gates_stays():
    canal = [stretch(box(0, 14, 20, 16))]
    assert ground(water=canal).contains(Point(5, 5))
    assert not ground(water=canal).contains(Point(5, 18))
    assert ground(water=canal, gates=[(5, 18), (6, 18), (5, 5)]).contains(Point(5, 18))


@pytest.mark.parametrize(("gap", "together"), [(2 * BODY - 0.05, False), (2 * BODY + 0.05, True)])
def test_passages_are_as_wide_as_a_person(gap, together):
    wall = [building(box(9, 0, 11, 10)), building(box(9, 10 + gap, 11, 20))]
    left = ground(buildings=wall, gates=[(5, 5), (5, 6), (15, 5)])
    assert left.contains(Point(5, 15))
    assert left.contains(Point(15, 15)) == together


def test_nothing_left_is_empty():
    assert ground(buildings=[building(box(-1, -1, 21, 21))]).is_empty


spots = st.tuples(st.floats(0, 20), st.floats(0, 20))


@given(st.lists(spots, max_size=12), st.lists(st.tuples(spots, spots), max_size=4))
def test_what_is_left_is_clear_and_in_one_piece_for_a_person(trunks, fences):
    trees = [tree(x, y) for x, y in trunks]
    barriers = [barrier(a, b) for a, b in fences if a != b]
    left = ground(trees=trees, barriers=barriers)
    assert left.is_valid
    assert ROOM.buffer(1e-3).contains(left)
    for blocked in [*(Point(t.xy) for t in trees), *(b.line for b in barriers)]:
        assert left.distance(blocked) > SOLID - 0.02 or not ROOM.contains(blocked)
    cores = sorted(shapely.area(shapely.get_parts(left.buffer(-(BODY - 0.01)))), reverse=True)
    assert sum(cores[1:]) < 0.05  # beyond the main piece only the mitred tips of nooks


def test_the_small_site(tmp_path):
    site = small_site(tmp_path)
    left = site.walkable
    assert not left.intersects(shapely.Polygon(HALL).buffer(-0.05))
    assert left.contains(shapely.Polygon(CANOPY).buffer(-0.5))
    assert left.contains((shapely.Polygon(BRIDGE) & shapely.Polygon(CANAL)).buffer(-0.5))
    assert all(left.contains(Point(thing.xy)) for thing in (*site.gates, *site.venues))


def test_a_wall_across_the_bridge_cuts_it_off(tmp_path):
    site = small_site(
        tmp_path,
        drop=("gate/south", "venue/park"),
        edit={"gate/west": {"share": 0.5}},
        move={"barrier/wall": line([(54, 24), (64, 24)])},
    )
    assert not site.walkable.contains(Point(59, 22))
    assert not site.walkable.contains(Point(59, 10))
    assert site.walkable.contains(Point(59, 26))


def test_an_unreached_courtyard_is_no_ground(tmp_path):
    ring = polygon([(20, 45), (50, 45), (50, 65), (20, 65)])
    yard = polygon([(30, 50), (40, 50), (40, 60), (30, 60)])
    ring["coordinates"].append(yard["coordinates"][0])
    site = small_site(tmp_path, move={"building/hall": ring, "tree/plane": point(35, 55)})
    assert not site.walkable.contains(Point(33, 52))
