"""Loading as of a date, and every way a map can be wrong: one sentence each."""

import datetime as dt
import json
import math
import re
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.small_map import (
    BLOCK,
    DATE,
    HALL,
    feature,
    line,
    lonlat,
    point,
    polygon,
    rectangle,
    small_map,
    small_site,
    write_small_map,
)
from twin.errors import MapError
from twin.site import load

BEFORE = dt.date(2016, 8, 31)
POND = feature("water/pond", polygon(rectangle(1, 1, 2, 2)), name="Pond")
BOW_TIE = polygon([(20, 45), (50, 65), (50, 45), (20, 65)])


def problems(folder, *, date=DATE, **changes):
    """Load a changed map and return its problems."""
    with pytest.raises(MapError) as caught:
        small_site(folder, date=date, **changes)
    return caught.value.problems


def test_the_small_map_loads(tmp_path):
    site = small_site(tmp_path)
    assert site.name == "Small site"
    assert site.date == DATE
    assert len(site.sha256) == 64
    assert site.origin.tolist() == [530100.0, 183500.0]
    assert [gate.share for gate in site.gates] == [0.4, 0.3, 0.2, 0.1]
    assert len(site.venues) == 9
    hall = next(b for b in site.buildings if b.id == "building/hall")
    assert hall.polygon.symmetric_difference(shapely.Polygon(HALL)).area < 1.0
    assert shapely.box(*site.extent.bounds).area == pytest.approx(120 * 80, rel=1e-3)


def test_a_plot_under_construction_is_a_hoarding(tmp_path):
    site = small_site(tmp_path, date=BEFORE)
    block = next(b for b in site.buildings if b.id == "building/block")
    assert block.hoarding
    assert block.blocks
    assert (block.base, block.top) == (0.0, 2.4)
    assert {venue.building for venue in site.venues} == {"building/hall", None}
    assert {mount.id for mount in site.mounts} == {"mount/hall-south", "mount/lamp", "mount/canopy"}
    assert not site.walkable.intersects(shapely.Polygon(BLOCK).buffer(-0.1))


def test_a_building_that_is_gone_leaves_its_ground(tmp_path):
    gone = {"building/block": {"end_date": "2017-06-13"}}
    site = small_site(tmp_path, edit=gone)
    assert {b.id for b in site.buildings} == {"building/hall", "building/canopy"}
    assert "building/block" not in {venue.building for venue in site.venues}
    assert site.walkable.contains(shapely.Polygon(BLOCK).buffer(-0.1))
    last_day = small_site(tmp_path, edit={"building/block": {"end_date": "2017-06-14"}})
    assert "building/block" in {b.id for b in last_day.buildings}


def test_other_things_come_and_go_with_their_dates(tmp_path):
    edit = {
        "bridge/foot": {"start_date": "2018"},
        "tree/plane": {"end_date": "2016"},
        "venue/seats": {"start_date": "2018"},
        "sign/north": {"start_date": "2018"},
    }
    found = problems(tmp_path, edit=edit)
    assert all("venue/park" in text or "gate/south" in text for text in found)  # over the bridge
    site = small_site(tmp_path, edit=edit, date=dt.date(2018, 1, 1))
    assert not site.trees
    assert len(site.bridges) == len(site.signs) == 1


def test_what_the_file_says_reaches_the_site(tmp_path):
    site = small_site(tmp_path)
    school = next(v for v in site.venues if v.id == "venue/school")
    assert school.sensitive
    assert school.sensitive_reason == "children"
    assert school.dwell_median_s == 400 * 60
    assert school.opening.is_open(8 * 3600, 0)
    assert not school.opening.is_open(8 * 3600, 6)
    assert site.mounts[0].yaw == pytest.approx(-1.5707963)  # heading 180 looks south
    assert site.signs[0].reading_angle == pytest.approx(1.0471976)
    assert site.stairs[0].polygon.area == pytest.approx(16, rel=0.01)
    assert site.furniture[0].polygon.area == pytest.approx(1.2**2 * 3.14159, rel=0.05)
    assert site.levels[0].z == -3.0


BAD_FEATURES = {
    "self-crossing": (
        {"move": {"building/hall": BOW_TIE}},
        r'"building/hall" is not a simple polygon \(self-intersection at easting 530135',
    ),
    "negative height": (
        {"edit": {"building/hall": {"top_m": -3}}},
        r"top_m is -3, but must be greater than or equal to 0",
    ),
    "top below base": (
        {"edit": {"building/canopy": {"top_m": 3}}},
        r"top_m is 3, but must be above base_m, which is 4",
    ),
    "not a number": (
        {"edit": {"tree/plane": {"top_m": float("nan")}}},
        r"top_m is nan, but must be a finite number",
    ),
    "infinite": ({"edit": {"sign/north": {"reading_m": float("inf")}}}, r"reading_m is inf"),
    "text for a number": (
        {"edit": {"building/hall": {"top_m": "20 m"}}},
        r"top_m is '20 m', but must be a valid number",
    ),
    "nan coordinate": (
        {"move": {"gate/west": {"type": "Point", "coordinates": [float("nan"), 51.5]}}},
        r'"gate/west" has the position \[nan, 51.5\], but every coordinate must be a number',
    ),
    "grid metres": (
        {"move": {"gate/west": {"type": "Point", "coordinates": [530102, 183555]}}},
        r"looks like metres of a map grid, but GeoJSON must have longitude and latitude",
    ),
    "swapped": (
        {"move": {"gate/west": {"type": "Point", "coordinates": lonlat((2, 55))[0][::-1]}}},
        r"km from the map's origin, .*are longitude and latitude swapped\?",
    ),
    "far away": (
        {"move": {"gate/west": {"type": "Point", "coordinates": [2.35, 48.85]}}},
        r"must lie within 20 km\.",
    ),
    "unknown key": (
        {"edit": {"venue/cafe": {"capasity": 3}}},
        r'"venue/cafe": unknown key \'capasity\'; did you mean \'capacity\'\?',
    ),
    "missing key": ({"edit": {"venue/cafe": {"weight": ...}}}, r"weight is missing, but must be"),
    "unknown kind": (
        {"edit": {"sign/north": {"kind": "sing"}}},
        r"kind is 'sing'; did you mean 'sign'\?",
    ),
    "no kind": ({"edit": {"sign/north": {"kind": ...}}}, r"kind is None; allowed are boundary, "),
    "wrong geometry": (
        {"move": {"gate/west": line([(0, 0), (1, 1)])}},
        r"has a geometry of type 'LineString', but must have Point",
    ),
    "no geometry": ({"move": {"gate/west": {}}}, r"has no geometry, but must have one of type"),
    "open ring": (
        {"move": {"building/hall": {"type": "Polygon", "coordinates": [lonlat(BLOCK)]}}},
        r"last position differs from its first",
    ),
    "short ring": (
        {"move": {"building/hall": {"type": "Polygon", "coordinates": [lonlat(BLOCK[:2])]}}},
        r"a ring of 2 positions, but must have at least 4",
    ),
    "no ring": (
        {"move": {"building/hall": {"type": "Polygon", "coordinates": []}}},
        r"polygon without a ring",
    ),
    "no area": (
        {"move": {"building/hall": polygon(rectangle(20, 45, 20.05, 45.05))}},
        r"has an area of 0.00\d+ m2, but must have at least 0.01 m2",
    ),
    "flat coordinates": (
        {"move": {"building/hall": {"type": "Polygon", "coordinates": [1, 2]}}},
        r"not the nested lists of a Polygon",
    ),
    "words for coordinates": (
        {"move": {"gate/west": {"type": "Point", "coordinates": ["a", "b"]}}},
        r"has the position \['a', 'b'\], but must have \[longitude, latitude\]",
    ),
    "line of one point": (
        {"move": {"barrier/wall": line([(6, 66)])}},
        r"a line of 1 positions, but must have at least 2",
    ),
    "line of no length": (
        {"move": {"barrier/wall": line([(6, 66), (6, 66)])}},
        r"a line of no length",
    ),
    "empty multipolygon": (
        {"move": {"place/square": {"type": "MultiPolygon", "coordinates": []}}},
        r"has no polygon, but must have at least one",
    ),
    "overlapping parts": (
        {"move": {"place/square": {"type": "MultiPolygon", "coordinates": [
            polygon(BLOCK)["coordinates"], polygon(BLOCK)["coordinates"]]}}},
        r'"place/square" is not a simple polygon',
    ),
    "no radius": (
        {"edit": {"furniture/kiosk": {"radius_m": ...}}},
        r"radius_m is missing, but a Point must have it",
    ),
    "no width": (
        {"edit": {"stairs/bank": {"width_m": ...}}},
        r"width_m is missing, but a LineString must have it",
    ),
    "bad hours": (
        {"edit": {"venue/cafe": {"opening_hours": "Mon 9-5"}}},
        r"opening_hours: '9-5' is not a span of time",
    ),
    "bad date": (
        {"edit": {"building/hall": {"start_date": "soon"}}},
        r"start_date: 'soon' is not a date, but must be YYYY",
    ),
    "end before start": (
        {"edit": {"building/hall": {"end_date": "2009"}}},
        r"end_date 2009 lies before start_date 2010",
    ),
    "no reason": (
        {"edit": {"venue/school": {"sensitive_reason": ...}}},
        r"must say why the venue is sensitive",
    ),
    "reason without cause": (
        {"edit": {"venue/cafe": {"sensitive_reason": "cake"}}},
        r"sensitive_reason is given, but sensitive is false",
    ),
    "crown without height": (
        {"edit": {"tree/plane": {"crown_base_m": 9}}},
        r"top_m is 9, but must be above crown_base_m, 9",
    ),
    "missing id": (
        {"add": ({k: v for k, v in POND.items() if k != "id"},)},
        r"feature \d+ has no id, but must have one of its own",
    ),
    "bad id": ({"add": ({**POND, "id": "Bad Id"},)}, r"id is 'Bad Id', but must be lower-case"),
    "duplicate id": (
        {"add": (feature("gate/west", point(1, 1), name="x", gate="bus", width_m=1, share=0, basis="-"),)},
        r'"gate/west": the id stands on line \d+ already, but must be unique',
    ),
    "not a feature": ({"add": ({"type": "Fature", "id": "a/b"},)}, r"not an object of type 'Feature'"),
    "unknown member": (
        {"add": ({**POND, "propertys": 1},)},
        r"unknown member 'propertys'; did you mean 'properties'\?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "words"), BAD_FEATURES.values(), ids=BAD_FEATURES.keys())
def test_a_bad_feature_gets_one_sentence_with_its_line(tmp_path, changes, words):
    found = problems(tmp_path, **changes)
    assert len(found) == 1, found
    assert re.search(words, found[0]), found[0]
    path, number, _ = found[0].split(":", 2)
    named = re.search(r'feature "([^"]+)"', found[0])
    line = Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert named is None or f'"id": "{named[1]}"' in line


BAD_WHOLES = {
    "shares": (
        {"edit": {"gate/west": {"share": 0.5}}},
        r"the shares of the 4 gates sum to 1.1, but must sum to 1",
    ),
    "no boundary": ({"drop": ("boundary/site",)}, r"no feature of kind 'boundary'"),
    "no extent": ({"drop": ("extent/site",)}, r"no feature of kind 'extent'"),
    "two boundaries": (
        {"add": (feature("boundary/b", polygon(HALL), name="B", basis="-"),)},
        r'"boundary/b": there are 2 features of kind \'boundary\', but must be 1',
    ),
    "unknown building": (
        {"edit": {"venue/cafe": {"building": "building/hal"}}},
        r"building is 'building/hal', but no feature has this id; did you mean 'building/hall'\?",
    ),
    "building is a tree": (
        {"edit": {"venue/cafe": {"building": "tree/plane"}}},
        r"'tree/plane', which is not a building",
    ),
    "gate off the ground": (
        {"move": {"gate/west": point(-5, 55)}},
        r'"gate/west" lies 5.0 m outside the extent as of 2017-06-14',
    ),
    "venue in a wall": (
        {"move": {"venue/cafe": point(30, 50)}},
        r'"venue/cafe" lies inside building "building/hall"',
    ),
    "venue at a wall": (
        {"move": {"venue/cafe": point(28, 44.8)}},
        r'"venue/cafe" lies 0.20 m from building/hall',
    ),
    "venue in water": (
        {"move": {"venue/park": point(30, 24)}},
        r'"venue/park" lies in the water of "water/canal"',
    ),
    "venue in a kiosk": (
        {"move": {"venue/seats": point(62, 36)}},
        r'"venue/seats" lies inside "furniture/kiosk"',
    ),
    "mount in the air": (
        {"move": {"mount/hall-south": point(35, 40)}},
        r'"mount/hall-south": the nearest facade is 5.0 m away',
    ),
    "canopy mount on a wall": (
        {"move": {"mount/canopy": point(35, 45)}},
        r"the nearest canopy is 15.\d m away",
    ),
    "crs": (
        {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}},
        r"crs is 'urn:ogc:def:crs:EPSG::27700', but coordinates must be longitude and latitude",
    ),
    "type": ({"type": "Feature"}, r"type is 'Feature', but must be 'FeatureCollection'"),
    "name": ({"name": 3}, r"name is not text"),
    "unknown top member": ({"nmae": "x"}, r"unknown member 'nmae'; did you mean 'name'\?"),
    "other grid": ({"twin_map": {"crs": "EPSG:3857"}}, r"twin_map: crs is 'EPSG:3857', but must be"),
    "other version": ({"twin_map": {"version": 2}}, r"twin_map: version is 2, but must be 1"),
    "unknown map key": (
        {"twin_map": {"licens": "x"}},
        r"twin_map: unknown key 'licens'; did you mean 'licence'\?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "words"), BAD_WHOLES.values(), ids=BAD_WHOLES.keys())
def test_a_bad_whole_gets_one_sentence(tmp_path, changes, words):
    found = problems(tmp_path, **changes)
    assert len(found) == 1, found
    assert re.search(words, found[0]), found[0]


def test_an_island_is_told(tmp_path):
    found = problems(tmp_path, drop=("bridge/foot",))
    assert len(found) == 2
    assert re.search(r'"gate/south" cannot be reached on foot from most gates', found[0])
    assert re.search(r'"venue/park" cannot be reached on foot', found[1])


def test_an_extent_full_of_building_is_told(tmp_path):
    found = problems(tmp_path, move={"building/hall": polygon(rectangle(-9, -9, 130, 90))})
    assert "nothing is left to walk on within the extent as of 2017-06-14" in found[0]


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path):
    found = problems(
        tmp_path,
        edit={"gate/west": {"share": 0.5}, "venue/cafe": {"capacity": 0, "colour": "red"}},
        move={"venue/park": point(30, 24), "sign/north": polygon(HALL)},
        drop=("boundary/site",),
    )
    lines = [int(text.split(":")[1]) for text in found]
    assert lines == sorted(lines)
    words = ["boundary", "capacity is 0", "unknown key 'colour'", "sign/north", "sum to 1.1"]
    assert all(any(word in text for text in found) for word in words), found


def test_no_frame_no_site(tmp_path):
    data = small_map()
    del data["twin_map"]
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({**data, "twin-map": {}}), encoding="utf-8")
    with pytest.raises(MapError, match=r"twin_map is missing.*did you mean 'twin-map'") as caught:
        load(path, date=DATE)
    assert len(caught.value.problems) == 2


def test_features_may_be_missing_or_no_list(tmp_path):
    data = small_map()
    path = tmp_path / "map.geojson"
    for features in ({}, {"features": {}}):
        path.write_text(
            json.dumps({**{k: v for k, v in data.items() if k != "features"}, **features})
        )
        with pytest.raises(MapError, match="features is missing, but must be a list"):
            load(path, date=DATE)


def test_crs84_may_be_said(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert small_site(tmp_path, crs=crs).gates


def test_a_key_that_stands_twice_is_told(tmp_path):
    path = write_small_map(tmp_path / "map.geojson")
    text = path.read_text(encoding="utf-8").replace('"height_deg"', '"heading_deg"')
    path.write_text(text.replace('"share": 0.4', '"share": 0.4, "share": 0.4'), encoding="utf-8")
    with pytest.raises(MapError, match=r"\"gate/west\": key 'share' stands twice"):
        load(path, date=DATE)
    path.write_text(text.replace('"name": "Small site"', '"name": "a", "name": "b"', 1), "utf-8")
    with pytest.raises(MapError, match="member 'name' stands twice"):
        load(path, date=DATE)


def places(value, path=()):
    """List the path to every value inside plain data."""
    steps = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [p for key, inner in steps for p in [(*path, key), *places(inner, (*path, key))]]


ODD = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1e-12,
        1e308,
        math.inf,
        math.nan,
        530_000,
        "",
        "24/7",
        [],
        {},
        [[]],
        [1, 2],
        [None],
    ]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(places(small_map())), ODD), min_size=1, max_size=3))
def test_any_odd_value_gets_a_sentence_or_is_fine(tmp_path_factory, changes):
    data = small_map()
    for path, value in sorted(changes, key=lambda change: -len(change[0])):
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
    file = tmp_path_factory.mktemp("maps") / "map.geojson"
    file.write_text(json.dumps(data), encoding="utf-8")
    try:
        found = () if load(file, date=DATE).gates else ("no gates",)
    except MapError as error:
        found = error.problems or ("no problems",)
    assert all(text.startswith(f"{file}:") and "\n" not in text for text in found)
