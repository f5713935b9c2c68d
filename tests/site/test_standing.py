"""What stands on the ground of a site: nothing lost, nobody inside, and the ground in between."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
import shapely

from tests.site.small_map import feature, polygon, rectangle, small_site
from tests.site.underpass import bridge_site
from twin.resources import maps_dir
from twin.sight import Scene
from twin.site import load
from twin.site.relief import grounds
from twin.site.standing import DECK, HOARDING, LEVEL
from twin.site.things import Barrier, Building, Level, Stretch


@pytest.fixture(scope="module")
def kings_cross():
    return load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2019, 5, 13))


def test_things_are_whole_and_as_high_above_their_ground_as_on_the_map(kings_cross):
    site, standing = kings_cross, kings_cross.standing
    prisms, hoardings = site.prisms(), {b for b in site.buildings if b.hoarding}
    outlines = np.array(standing.prisms.footprints, dtype=object)
    lowest = site.relief.z.min()
    assert hoardings
    for n, outline in enumerate(prisms.footprints):
        thing = prisms.things[n]
        pieces = [k for k, one in enumerate(standing.prisms.things) if one is thing]
        wanted = outline
        if thing in hoardings:
            wanted = outline.difference(outline.buffer(-HOARDING, join_style="mitre"))
        together = shapely.union_all(list(outlines[pieces]))
        assert together.symmetric_difference(wanted).area < 1e-6
        for k in pieces:
            corners = shapely.get_coordinates(shapely.segmentize(outlines[k], 1.0))
            ground = grounds(site.relief, corners)
            above = standing.prisms.top[k] - prisms.top[n]
            assert standing.ground[k] == pytest.approx(above)
            assert standing.foot[k] == pytest.approx(above + prisms.base[n])
            assert ground.min() - 1e-6 <= above <= ground.max() + 1e-6
            if prisms.base[n] > 0:
                assert standing.prisms.base[k] - prisms.base[n] == pytest.approx(above)
            else:
                assert standing.prisms.base[k] < lowest
    crowns, raised = site.crowns(), standing.crowns
    np.testing.assert_array_equal(np.delete(raised, 2, axis=1), np.delete(crowns, 2, axis=1))
    np.testing.assert_allclose(raised[:, 2] - crowns[:, 2], grounds(site.relief, crowns[:, :2]))


def test_walls_and_hoardings_follow_the_ground(kings_cross):
    site, standing = kings_cross, kings_cross.standing
    for outline, thing in zip(standing.prisms.footprints, standing.prisms.things, strict=True):
        if not (isinstance(thing, Barrier) or (isinstance(thing, Building) and thing.hoarding)):
            continue
        west, south, east, north = outline.bounds
        rise = np.ptp(grounds(site.relief, shapely.get_coordinates(outline)))
        assert rise <= LEVEL or max(east - west, north - south) <= 2.0


def test_nobody_stands_in_the_ground_or_a_deck(kings_cross):
    """At any walkable place, above and below decks, eyes of a child are in the open."""
    site, standing = kings_cross, kings_cross.standing
    rng = np.random.default_rng(5)
    area = site.walkable.buffer(-0.2)
    west, south, east, north = area.bounds
    at = rng.uniform([west, south], [east, north], (200_000, 2))
    at = at[shapely.contains_xy(area, *at.T)]
    bridges = shapely.union_all([bridge.polygon for bridge in site.bridges])
    towpath = next(zone.polygon for zone in site.levels if zone.id == "level/towpath")
    under = shapely.contains_xy(bridges.intersection(towpath).buffer(-0.3), *at.T)
    assert len(at) > 20_000
    assert under.sum() > 20
    for points, below in ((at, 0), (at[under], 1)):
        eyes = grounds(site.relief, points, below=below) + 1.0
        for k in np.flatnonzero(standing.is_ground):
            inside = shapely.contains_xy(standing.prisms.footprints[k], *points.T)
            base, top = standing.prisms.base[k], standing.prisms.top[k]
            assert not (inside & (eyes >= base) & (eyes <= top)).any()


def test_zones_are_solid_up_to_their_height_and_no_farther(tmp_path):
    site = bridge_site(tmp_path)
    standing = site.standing
    solids = [
        *zip(
            standing.prisms.footprints, standing.prisms.base, standing.prisms.top,
            standing.prisms.things, strict=True,
        )
    ]  # fmt: skip
    zones = [solid for solid in solids if isinstance(solid[-1], Level)]
    assert {zone for *_, zone in zones} == set(site.levels)
    for outline, base, top, zone in zones:
        assert zone.z == top
        assert zone.polygon.contains(outline)
        assert base < min(zone.z for zone in site.levels)
        # steps are no part of it
        assert all(flight.polygon.disjoint(outline) for flight in site.stairs)
    decks = [(o, b, t) for o, b, t, thing in solids if isinstance(thing, Stretch)]
    (bridge,) = site.bridges
    whole = shapely.union_all([outline for outline, _, _ in decks])
    assert whole.symmetric_difference(bridge.polygon).area < 1e-6
    assert all(t - b == pytest.approx(DECK) for _, b, t in decks)
    for outline, _, top in decks:
        z = grounds(site.relief, shapely.get_coordinates(outline.buffer(-0.4)))
        assert (top <= z + 0.1).all()
        assert (z - top <= LEVEL + 0.1).all()


def test_smaller_zones_are_cut_out_of_larger(tmp_path):
    pit = rectangle(30, 2, 36, 6)
    site = small_site(
        tmp_path, add=(feature("level/pit", polygon(pit), name="Pit", z_m=-6.0, basis="test"),)
    )
    standing = site.standing
    tops = [
        standing.prisms.top[k]
        for k in np.flatnonzero(standing.is_ground)
        if standing.prisms.footprints[k].contains(shapely.Point(33, 4))
    ]
    assert tops == [-6.0]


def test_without_zones_all_stands_as_drawn(tmp_path):
    levels = tuple(level.id for level in small_site(tmp_path).levels)
    site = small_site(tmp_path, drop=levels)
    prisms, standing = site.prisms(), site.standing
    assert standing.prisms.footprints == prisms.footprints
    np.testing.assert_array_equal(standing.prisms.top, prisms.top)
    assert standing.prisms.things == prisms.things
    assert not standing.is_ground.any()
    assert not standing.ground.any()


def test_zones_too_small_to_hide_anything_are_no_solids(tmp_path):
    """A map of one strip of known height, 0.8 m wide, and of nothing that stands there."""
    full = small_site(tmp_path)
    (zone, *_) = full.levels
    strip = dataclasses.replace(zone, polygon=shapely.box(5, 5, 5.8, 20))
    nothing = dict.fromkeys(("buildings", "furniture", "barriers", "trees", "bridges"), ())
    site = dataclasses.replace(full, levels=(strip,), **nothing)
    assert site.standing.prisms.footprints == []
    assert site.standing.prisms.base.shape == site.standing.ground.shape == (0,)
    assert len(Scene.of(site).solids.walls) == 0
