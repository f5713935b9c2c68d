"""The ground square by square is that of the heights asked one by one."""

import datetime as dt

import numpy as np
import pytest
import shapely

from tests.site.small_map import feature, polygon, rectangle, small_site
from tests.site.underpass import bridge_site
from twin.resources import maps_dir
from twin.site import load
from twin.site.relief import CELL, EVEN, FLAT, grounds


@pytest.fixture(scope="module")
def kings_cross():
    return load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2025, 6, 11))


def anywhere(area, count, seed):
    rng = np.random.default_rng(seed)
    west, south, east, north = area.bounds
    points = rng.uniform([west, south], [east, north], (50 * count, 2))
    return points[shapely.contains_xy(area, *points.T)][:count]


def middles(relief, points):
    """Middles of the squares in which points lie."""
    corner = np.array([relief.west, relief.south])
    return corner + (np.floor((points - corner) * relief.per_m) + 0.5) / relief.per_m


def test_squares_have_the_height_of_their_middle(kings_cross):
    points = anywhere(kings_cross.walkable, 4000, 1)
    # below a deck over water nobody walks
    wet = shapely.union_all([water.polygon for water in kings_cross.water])
    points = points[~shapely.contains_xy(wet.buffer(CELL), *points.T)]
    at = middles(kings_cross.relief, points)
    wanted = kings_cross.height(at, below=True)
    off = np.abs(grounds(kings_cross.relief, points, below=1) - wanted)
    assert off.max() <= EVEN  # of squares of a metre on even ground
    assert np.mean(off < 0.03) > 0.99
    # beside a deck, whoever is not below it is on it
    decks = shapely.union_all([bridge.polygon for bridge in kings_cross.bridges]).buffer(1.0)
    beside = shapely.contains_xy(decks, *points.T)
    off = np.abs(grounds(kings_cross.relief, points) - kings_cross.height(at))
    assert off[~beside].max() <= EVEN
    # whoever stands on steps or a deck is there to the slope of half a square
    decks = [bridge.polygon.buffer(-CELL) for bridge in kings_cross.bridges]
    steep = shapely.union_all([*decks, *(flight.polygon for flight in kings_cross.stairs)])
    points = anywhere(steep.intersection(kings_cross.walkable), 2000, 2)
    off = grounds(kings_cross.relief, points) - kings_cross.height(
        middles(kings_cross.relief, points)
    )
    assert np.abs(off).max() < EVEN


def test_ground_below_decks_is_another(tmp_path):
    site = bridge_site(tmp_path)
    points = np.array([(59.0, 12.0), (57.2, 9.1), (20.0, 12.0)])
    for below in (0, 1):
        wanted = site.height(middles(site.relief, points), below=bool(below))
        np.testing.assert_allclose(grounds(site.relief, points, below=below), wanted, atol=1e-5)
    assert grounds(site.relief, points, below=1).tolist() == [-3.0] * 3


def test_outside_the_nearest_square_counts(kings_cross):
    relief = kings_cross.relief
    rows, columns = relief.z.shape[1:]
    far = [(relief.west - 1e6, relief.south - 1.0), (relief.west + 1e6, relief.south + 1e6)]
    assert grounds(relief, np.array(far)).tolist() == [relief.z[0, 0, 0], relief.z[0, -1, -1]]
    _, _, east, north = kings_cross.extent.bounds
    assert rows * CELL - 8 < north - relief.south <= rows * CELL
    assert columns * CELL - 8 < east - relief.west <= columns * CELL


def test_without_zones_it_is_flat(tmp_path):
    levels = [level.id for level in small_site(tmp_path).levels]
    assert small_site(tmp_path, drop=tuple(levels)).relief is FLAT
    assert grounds(FLAT, np.array([(1e5, -3.0), (0.0, 0.0)])).tolist() == [0.0, 0.0]


def test_water_is_level_and_no_higher_than_its_banks(kings_cross):
    relief = kings_cross.relief
    for water in kings_cross.water:
        others = [one.polygon for one in kings_cross.water if one is not water]
        decks = shapely.union_all([bridge.polygon for bridge in kings_cross.bridges])
        dry = shapely.union_all([kings_cross.walkable.difference(decks), *others]).buffer(CELL)
        within = water.polygon.intersection(kings_cross.extent.buffer(-CELL))
        if (open_ := within.difference(dry)).is_empty:
            continue
        points = anywhere(open_, 500, 3)
        z = grounds(relief, points, below=1)
        assert np.ptp(z) == 0
        rim = shapely.get_coordinates(shapely.segmentize(water.polygon.exterior, 1.0))
        assert (z[0] <= kings_cross.height(rim, below=True) + 0.1).all()


def test_off_the_ground_people_walk_on_it_slopes_without_steps(kings_cross):
    """Squares are 8 m wide there: from one half metre to the next it rises little by little."""
    relief = kings_cross.relief
    near = shapely.union_all([kings_cross.walkable, *(w.polygon for w in kings_cross.water)])
    points = anywhere(kings_cross.extent.difference(near.buffer(12.0)), 3000, 4)
    rise = grounds(relief, points + np.array([CELL, 0.0])) - grounds(relief, points)
    # 7 m, from the lowest zone to the highest, over 8 m at most
    assert np.abs(rise).max() < 7.0 / 8 * CELL + 0.01
    assert np.mean(rise != 0) > 0.3


def test_water_beyond_the_ground_changes_nothing(tmp_path):
    pond = feature("water/far", polygon(rectangle(300, 300, 320, 320)), name="Pond")
    one, other = (small_site(tmp_path, add=add) for add in ((), (pond,)))
    np.testing.assert_array_equal(one.relief.z, other.relief.z)
