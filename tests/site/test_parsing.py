"""Everything that can be wrong with a feature by itself, or with the members of the file."""

import json
import re
from pathlib import Path

import pytest

from tests.site.small_map import (
    BLOCK,
    DATE,
    feature,
    line,
    lonlat,
    point,
    polygon,
    rectangle,
    small_map,
    small_problems,
    small_site,
    write_small_map,
)
from twin.errors import MapError
from twin.site import load

POND = feature("water/pond", polygon(rectangle(1, 1, 2, 2)), name="Pond")
BOW_TIE = polygon([(20, 45), (50, 65), (50, 45), (20, 65)])


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
    found = small_problems(tmp_path, **changes)
    assert len(found) == 1, found
    assert re.search(words, found[0]), found[0]
    path, number, _ = found[0].split(":", 2)
    named = re.search(r'feature "([^"]+)"', found[0])
    line = Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert named is None or f'"id": "{named[1]}"' in line


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
