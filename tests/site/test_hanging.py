"""On which ground a camera hangs, and that it is in what sight has it in."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
import shapely

from tests.site.slope import sloping_site
from tests.site.small_map import feature, polygon, rectangle, small_site
from twin.cameras import Lens
from twin.frames import camera_rotation
from twin.resources import maps_dir
from twin.sight import Scene
from twin.site import load
from twin.site.hanging import above_datum
from twin.site.relief import grounds
from twin.site.things import Level, Stretch

LENS = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=60)


@pytest.fixture(scope="module")
def slope(tmp_path_factory):
    return sloping_site(tmp_path_factory.mktemp("map"))


def test_a_camera_is_in_what_sight_has_it_in():
    """About everything of the shipped map, a camera is told inside iff it sees nothing at all."""
    site = load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2017, 6, 14))
    standing, rng = site.standing, np.random.default_rng(8)
    told = []
    for outline, top, ground in zip(
        standing.prisms.footprints, standing.prisms.top, standing.ground, strict=True
    ):
        west, south, east, north = outline.buffer(1.0).bounds
        x, y = rng.uniform([west, south], [east, north], (4, 2)).T
        told += zip(x, y, np.maximum(0.5, top - ground + rng.uniform(-1.5, 1.0, 4)), strict=True)
    told = np.array(told)
    at = np.array([above_datum(site, position) for position in told])
    count = len(at)
    views = Scene.of(site).look_from(
        at, np.tile(camera_rotation(0, 0), (count, 1, 1)), LENS, np.full(count, 1.0)
    )
    blind = ~views.visible(np.arange(count), at + 1e-6)
    inside = [bool(site.inside(position, 1e-5)) for position in told]
    assert inside == blind.tolist()
    assert 100 < blind.sum() < count - 100


def test_on_a_roof_a_camera_stands_on_the_ground_of_its_building(slope):
    hall = next(b for b in slope.buildings if b.name == "Hall")
    n = slope.standing.prisms.things.index(hall)
    for x, y in ((21, 46), (35, 55), (49, 64)):
        at = above_datum(slope, np.array([x, y, hall.top + 3.0]))
        assert at[:2].tolist() == [x, y]
        assert at[2] == pytest.approx(slope.standing.prisms.top[n] + 3.0)
        # nowhere is the place as high
        assert abs(grounds(slope.relief, np.array([[x, y]]))[0] - slope.standing.ground[n]) > 0.1
        assert slope.inside(np.array([x, y, hall.top + 0.1]), 0.01) == []
        assert slope.inside(np.array([x, y, hall.top - 0.1]), 0.01) == [
            "building 'Hall' (0 to 20 m high)"
        ]


def test_beside_a_building_or_under_a_canopy_it_stands_on_the_place(slope):
    for x, y, height in ((35, 44.9, 22.0), (55, 48, 3.0), (55, 59, 3.9), (40, 40, 4.0)):
        (ground,) = grounds(slope.relief, np.array([[x, y]]))
        assert above_datum(slope, np.array([x, y, height]))[2] == pytest.approx(ground + height)
    # on the canopy it is on it
    n = next(n for n, b in enumerate(slope.buildings) if b.name == "Canopy")
    for y in (48, 59):
        at = above_datum(slope, np.array([55, y, 5.5]))
        assert at[2] == pytest.approx(slope.standing.prisms.top[n] + 0.5)


def test_the_tallest_counts_where_several_stand(tmp_path):
    tower = feature(
        "building/tower", polygon(rectangle(22, 60, 26, 64)), name="Tower", building="yes",
        base_m=0, top_m=40, height_basis="test", confidence="high", basis="test",
    )  # fmt: skip
    site = sloping_site(tmp_path, add=(tower,))
    n = next(n for n, b in enumerate(site.buildings) if b.name == "Tower")
    at = above_datum(site, np.array([24.0, 62.0, 41.0]))
    assert at[2] == pytest.approx(site.standing.prisms.top[n] + 1.0)


def test_heights_are_told_above_the_ground_of_the_camera(slope):
    """The canopy is level, 4 to 5 m above 2.04 m; the ground below it rises from 1.3 to 2.8 m."""
    (told,) = slope.inside(np.array([55.0, 59.0, 3.5]), 0.01)
    assert told.startswith("building 'Canopy' (3.19")
    assert slope.inside(np.array([55.0, 48.0, 3.5]), 0.01) == []
    # and a slope makes a crown no lower than its tree
    (x, y), (ground,) = (31.0, 39.0), grounds(slope.relief, np.array([[31.0, 39.0]]))
    middle = slope.standing.crowns[0, 2] - ground
    assert slope.inside(np.array([x, y, middle]), 0.01) == ["the crown of 'tree/plane'"]


def test_a_camera_over_water_may_be_in_the_ground_beside_it(tmp_path):
    """Water is as low as its lowest bank, at -5 m; a zone reaches over it at -3 m."""
    pool = feature(
        "level/pool", polygon(rectangle(0, 24, 120, 28)), name="Pool", z_m=-5.0, basis=""
    )
    pool["properties"]["basis"] = "test"
    site = small_site(
        tmp_path, move={"level/towpath": polygon(rectangle(0, 0, 120, 24))}, add=(pool,)
    )
    at = np.array([40.0, 22.0, 1.0])
    assert site.inside(at, 0.01) == ["the ground of 'Towpath' (2 m high)"]
    assert site.inside(np.array([40.0, 22.0, 2.02]), 0.01) == []


def test_a_camera_may_be_in_a_deck_above_another(tmp_path):
    ends = (
        (0, 30, 40, 50, 0.0),
        (80, 30, 120, 50, 0.0),
        (50, 0, 70, 20, 4.0),
        (50, 60, 70, 80, 4.0),
    )
    site = dataclasses.replace(
        small_site(tmp_path, drop=("furniture/kiosk",)),
        levels=tuple(
            Level(f"level/{n}", "", shapely.box(*e[:4]), e[4]) for n, e in enumerate(ends)
        ),
        bridges=(
            Stretch("bridge/upper", "Upper", shapely.box(56, 18, 64, 62)),
            Stretch("bridge/lower", "Lower", shapely.box(38, 36, 82, 44)),
        ),
        buildings=(),
    )
    assert site.inside(np.array([60.0, 40.0, 3.8]), 0.01) == [
        "the deck of 'Upper' (3.6 to 4 m high)"
    ]
    for height in (3.5, 4.1):
        assert site.inside(np.array([60.0, 40.0, height]), 0.01) == []
