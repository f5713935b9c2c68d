"""Everything that can be wrong between features: sums, references, doors in walls, islands."""

import re

import pytest

from tests.site.small_map import (
    HALL,
    feature,
    point,
    polygon,
    rectangle,
    small_problems,
)

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
    found = small_problems(tmp_path, **changes)
    assert len(found) == 1, found
    assert re.search(words, found[0]), found[0]


def test_an_island_is_told(tmp_path):
    found = small_problems(tmp_path, drop=("bridge/foot",))
    assert len(found) == 2
    assert re.search(r'"gate/south" cannot be reached on foot from most gates', found[0])
    assert re.search(r'"venue/park" cannot be reached on foot', found[1])


def test_an_extent_full_of_building_is_told(tmp_path):
    found = small_problems(tmp_path, move={"building/hall": polygon(rectangle(-9, -9, 130, 90))})
    assert "nothing is left to walk on within the extent as of 2017-06-14" in found[0]
