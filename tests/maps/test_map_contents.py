"""What the shipped map holds: enough of everything, all of it where it can be."""

import math
import re
from collections import Counter
from typing import Any

import pytest
import shapely
from shapely import LineString, Point

HECTARE = 1e4


def test_it_is_plain_geojson_with_its_frame_and_licence(drawing: Any) -> None:
    about = drawing.head["twin_map"]
    assert drawing.head["type"] == "FeatureCollection"
    assert "crs" not in drawing.head  # RFC 7946: always WGS84
    assert (about["version"], about["crs"]) == (1, "EPSG:27700")
    assert about["licence"] == "ODbL-1.0"
    assert "OpenStreetMap contributors" in about["attribution"]


def test_outlines_are_sound_and_ids_are_unique(drawing: Any) -> None:
    ids = [f.id for f in drawing.features]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(/[a-z0-9]+(-[a-z0-9]+)*)", i) for i in ids)
    assert [f.id for f in drawing.features if not f.outline.is_valid or f.outline.is_empty] == []


def test_the_boundary_is_67_acres(drawing: Any) -> None:
    assert drawing.one("boundary").area / HECTARE == pytest.approx(27.1, abs=0.3)


def test_two_fifths_of_the_site_is_built_on(drawing: Any) -> None:
    boundary = drawing.one("boundary")
    built = drawing.merged("building").intersection(boundary).area
    assert built / boundary.area == pytest.approx(0.43, abs=0.03)


def test_buildings_do_not_stand_in_each_other(drawing: Any) -> None:
    solid = [f for f in drawing.kind("building") if f.blocks]
    tree = shapely.STRtree([f.outline for f in solid])
    clashes = [
        (f.id, solid[k].id)
        for i, f in enumerate(solid)
        for k in tree.query(f.outline)
        if k > i and solid[k].outline.intersection(f.outline).area > 2.0
    ]
    assert clashes == []


def test_heights_say_where_they_come_from(drawing: Any) -> None:
    for f in drawing.kind("building"):
        assert 0.0 <= f["base_m"] < f["top_m"] <= 90.0, f.id
        assert f["confidence"] in {"high", "medium", "low"}, f.id
        assert f["height_basis"], f.id
        assert f["basis"], f.id


def test_canopies_arcades_and_frames_are_open_at_eye_level(drawing: Any) -> None:
    open_below = {f.id for f in drawing.kind("building") if not f.blocks}
    assert open_below == {
        "building/west-handyside-canopy",
        "building/coal-drops-west-arcade",
        "building/coal-drops-east-arcade",
        "building/coal-drops-west-roof",
        "building/coal-drops-east-roof",
    }
    assert not any("gasholder park" in f["name"].lower() for f in drawing.kind("building"))


def test_kings_boulevard_has_its_length_and_width(drawing: Any) -> None:
    """About 300 m from Battle Bridge Place to Goods Way, 20 to 25 m between the fronts."""
    outlines = {f.id.split("/")[1]: f.outline for f in drawing.kind("building")}
    west = [outlines["two-pancras-square"], outlines["three-pancras-square"]]
    for front in (*west, outlines["one-pancras-square"]):
        assert 20.0 <= front.distance(outlines["google-kgx1"]) <= 25.0
    (boulevard,) = (f for f in drawing.kind("place") if f.id == "place/kings-boulevard")
    _, south, _, north = boulevard.outline.bounds
    assert 250.0 <= north - south <= 310.0


def test_walkable_ground_is_one_piece(drawing: Any) -> None:
    pieces = [p for p in shapely.get_parts(drawing.walkable) if p.area > 5.0]
    assert len(pieces) == 1
    assert pieces[0].area > 120_000.0


def test_everything_is_reached_by_ways_two_metres_wide(drawing: Any) -> None:
    wide = max(shapely.get_parts(drawing.walkable.buffer(-1.0)), key=lambda p: p.area)
    points = [*drawing.kind("gate"), *drawing.kind("venue")]
    assert [f.id for f in points if wide.distance(f.outline) > 1.8] == []
    assert [f.id for f in drawing.kind("bridge") if wide.disjoint(f.outline)] == []


def test_doors_and_gates_are_clear_of_walls(drawing: Any) -> None:
    walkable, walls = drawing.walkable, drawing.walls
    for f in (*drawing.kind("venue"), *drawing.kind("gate")):
        assert walkable.contains(f.outline), f.id
        assert walls.distance(f.outline) >= 0.5, f.id


def test_doors_are_at_the_wall_of_their_building(drawing: Any) -> None:
    outlines = {f.id: f.outline for f in drawing.kind("building")}
    with_house = [f for f in drawing.kind("venue") if f["building"] is not None]
    assert len(with_house) > 80
    for f in with_house:
        assert 0.5 <= outlines[f["building"]].distance(f.outline) <= 1.0, f.id


def test_gates_share_all_arrivals_and_most_come_by_rail(drawing: Any) -> None:
    gates = drawing.kind("gate")
    shares = Counter[str]()
    for f in gates:
        shares[f["gate"]] += f["share"]
        assert f["share"] > 0.0, f.id
        assert f["basis"], f.id
        assert 1.0 <= f["width_m"] <= 20.0, f.id
    assert len(gates) >= 16
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-9)
    assert set(shares) == {"underground", "rail", "street", "bridge", "towpath", "bus"}
    assert shares["underground"] + shares["rail"] > 0.6
    assert sum(f["gate"] == "towpath" for f in gates) == 2


def test_venues_hold_the_people_of_a_day(drawing: Any) -> None:
    venues = drawing.kind("venue")
    assert len(venues) >= 80
    room = Counter[str]()
    for f in venues:
        room[f["venue"]] += f["capacity"]
    assert room["office"] == pytest.approx(30_000, rel=0.1)
    assert room["college"] >= 5_000
    assert room["home"] + room["student_home"] == pytest.approx(2_000 * 1.8 + 657, rel=0.1)
    assert sum(room.values()) > 45_000
    kinds = {
        *(
            "office",
            "college",
            "school",
            "shop",
            "supermarket",
            "cafe",
            "restaurant",
            "pub",
        ),
        *(
            "hotel",
            "home",
            "student_home",
            "library",
            "leisure",
            "health",
            "worship",
            "nursery",
        ),
        *("museum", "venue", "park_seat", "square_seat", "market", "station_lounge"),
    }
    assert kinds <= set(room)


def test_sensitive_venues_say_why_and_seats_are_outdoors(drawing: Any) -> None:
    sensitive = [f for f in drawing.kind("venue") if f["sensitive"]]
    assert len(sensitive) >= 8
    for f in drawing.kind("venue"):
        assert f["sensitive"] == bool(f["sensitive_reason"]), f.id
        assert f["indoor"] == (f["venue"] not in {"park_seat", "square_seat", "market"}), f.id
    always = {"health", "worship", "nursery", "school"}
    assert all(f["sensitive"] for f in drawing.kind("venue") if f["venue"] in always)


def test_what_stands_in_the_street_stands_on_the_ground(drawing: Any) -> None:
    walkable = drawing.walkable
    furniture, trees = drawing.kind("furniture"), drawing.kind("tree")
    assert len(furniture) >= 40
    assert len(trees) >= 60
    for f in furniture:
        size = f.outline.buffer(f["radius_m"]) if f.outline.geom_type == "Point" else f.outline
        assert walkable.buffer(0.01).contains(size), f.id
    for f in trees:
        assert walkable.contains(f.outline.buffer(f["trunk_radius_m"])), f.id
        assert f["crown_base_m"] < f["top_m"], f.id


def test_mounts_look_out_of_their_walls(drawing: Any) -> None:
    mounts = drawing.kind("mount")
    assert len(mounts) >= 150
    houses = shapely.union_all([f.outline for f in drawing.kind("building") if f.blocks])
    for f in mounts:
        assert 3.0 <= f["height_m"] <= 9.0, f.id
        turn = math.radians(f["heading_deg"])
        x, y = f.outline.x, f.outline.y
        ahead = Point(x + 3.0 * math.sin(turn), y + 3.0 * math.cos(turn))
        assert not houses.intersects(LineString([f.outline, ahead])), f.id
        if f["mount"] == "facade":
            assert 0.1 <= houses.distance(f.outline) <= 0.5, f.id


def test_there_are_signs_stairs_levels_water_and_bridges(drawing: Any) -> None:
    assert len(drawing.kind("sign")) >= 10
    assert len(drawing.kind("stairs")) >= 10
    assert {"level/towpath", "level/pancras-road", "level/coal-drops-yard"} <= {
        f.id for f in drawing.kind("level")
    }
    bridges = {f.id: f for f in drawing.kind("bridge")}
    assert len(bridges) == 4
    assert bridges["bridge/esperance-bridge"]["start_date"].startswith("2021")
    water = drawing.merged("water")
    assert all(f.outline.intersects(water) for f in bridges.values())


def test_most_ground_has_a_name(drawing: Any) -> None:
    walkable = drawing.walkable
    assert walkable.intersection(drawing.merged("place")).area > 0.95 * walkable.area


def test_venues_and_mounts_point_at_features_that_exist(drawing: Any) -> None:
    houses = {f.id for f in drawing.kind("building")}
    named = {f["building"] for f in drawing.kind("venue")} - {None}
    assert named <= houses
