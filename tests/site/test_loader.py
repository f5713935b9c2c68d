"""Loading as of a date, and every way a map can be wrong: one sentence each."""

import datetime as dt
import json
import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.site.small_map import (
    BLOCK,
    DATE,
    HALL,
    point,
    polygon,
    small_map,
    small_problems,
    small_site,
)
from twin.errors import MapError, ShapeError
from twin.site import load

BEFORE = dt.date(2016, 8, 31)


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


@pytest.mark.parametrize("date", ["2017-06-14", dt.datetime(2017, 6, 14, tzinfo=dt.UTC)])
def test_something_else_than_a_date_is_told(tmp_path, date):
    small_site(tmp_path)
    with pytest.raises(ShapeError, match=r"date is .*2017.*, but must be a date"):
        small_site(tmp_path, date=date)


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
    found = small_problems(tmp_path, edit=edit)
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


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path):
    found = small_problems(
        tmp_path,
        edit={"gate/west": {"share": 0.5}, "venue/cafe": {"capacity": 0, "colour": "red"}},
        move={"venue/park": point(30, 24), "sign/north": polygon(HALL)},
        drop=("boundary/site",),
    )
    lines = [int(text.split(":")[1]) for text in found]
    assert lines == sorted(lines)
    words = ["boundary", "capacity is 0", "unknown key 'colour'", "sign/north", "sum to 1.1"]
    assert all(any(word in text for text in found) for word in words), found


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
