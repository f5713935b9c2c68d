"""The shipped map as ground to walk on: loads at any date, and every goal can be reached."""

import datetime as dt
import functools
from dataclasses import replace

import numpy as np
import pytest
import shapely
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from twin.resources import maps_dir
from twin.site import load
from twin.site.routes import fields
from twin.site.storeys import walked
from twin.site.surface.kernels import Surface
from twin.site.underpasses import find_underpasses

MAP = maps_dir() / "kings_cross_central.geojson"
DATE = dt.date(2025, 6, 11)


@functools.cache
def shipped(date=DATE):
    return load(MAP, date=date)


@pytest.mark.parametrize("year", [2012, 2016, 2019])
def test_it_loads_as_of_any_date(year):
    site = load(MAP, date=dt.date(year, 5, 15))
    assert site.walkable.geom_type == "Polygon"
    assert any(building.hoarding for building in site.buildings)


def tread(ground, storey, at):
    """Tell the storey of walkers by the nearest node and where they came from; node numbers too."""
    j, i = ground.node(*at.T)
    zone = ground.surface[j, i] & Surface.ZONE
    covered = np.where(storey > 0, 2, -1)
    storey = np.where(zone == Surface.COVERED, covered, zone.astype(int))
    return storey, j + np.where(storey > 0, round(ground.lift / ground.cell), 0), i


def walk_everywhere(goals, every):
    """Follow the ways to some goals from every so many-th node; return those who did not arrive."""
    site = shipped()
    ground = walked(site)
    doors = np.array([thing.xy for thing in (*site.gates, *site.venues)])[goals]
    routes = fields(ground, doors, np.ones(len(doors)), threads=2)
    j, i = np.nonzero(ground.walkable[: ground.rows])
    starts = np.column_stack([ground.x0 + i * ground.cell, ground.y0 + j * ground.cell])
    # who is on an approach goes on below, where the map has the side of a deck
    free = ground.surface[j, i] & Surface.ZONE != Surface.APPROACH
    lost = []
    for goal, door in enumerate(doors):
        yaw = routes.yaw(goal, starts)
        ahead = starts + ground.cell * np.column_stack([np.cos(yaw), np.sin(yaw)])
        # no way leads into a wall; interpolated clearance errs by 0.11 m at corners, twin.site.ground
        assert ground.clearance_at(ahead[free]).min() > -0.11
        at = starts[goal::every].copy()
        storey = np.zeros(len(at), dtype=int)
        for _ in range(6000):
            storey, j, i = tread(ground, storey, at)
            yaw = routes.angle[goal, routes.index[j, i]].astype(np.int8) * (np.pi / 128)
            at += 0.25 * np.column_stack([np.cos(yaw), np.sin(yaw)])
            left = np.hypot(*(at - door).T) > 0.75
            at, storey = at[left], storey[left]
            if len(at) == 0:
                break
        lost += at.tolist()
    return lost


def test_ways_arrive():
    assert not walk_everywhere(slice(0, None, 90), 999)


@pytest.mark.slow
def test_all_ways_arrive_from_everywhere():
    assert not walk_everywhere(slice(None), 101)


def test_both_ends_of_the_towpath_are_reached_from_everywhere():
    gates = [k for k, gate in enumerate(shipped().gates) if gate.gate == "towpath"]
    assert len(gates) == 2
    for gate in gates:
        assert not walk_everywhere(slice(gate, gate + 1), 499)


def test_four_bridges_pass_over_the_towpath():
    site = shipped()
    found = find_underpasses(site.walkable, site.bridges, site.levels, site.water)
    assert len(shapely.get_parts(found.below)) == len(site.bridges) == 4
    # before 2017 and July 2021 two of them did not exist
    early = shipped(dt.date(2016, 5, 15))
    found = find_underpasses(early.walkable, early.bridges, early.levels, early.water)
    assert len(shapely.get_parts(found.below)) == 2


def test_the_mouths_of_underpasses_are_open():
    site = shipped()
    ground = walked(site)
    found = find_underpasses(site.walkable, site.bridges, site.levels, site.water)
    mouths = [
        mouth
        for bridge in site.bridges
        for mouth in shapely.get_parts(
            shapely.line_merge(bridge.polygon.boundary & found.below.buffer(0.01))
        )
        if mouth.length > 1.0
    ]
    assert len(mouths) == 8
    for mouth in mouths:
        middle = mouth.interpolate(0.5, normalized=True)
        at = [[middle.y + ground.lift - ground.y0], [middle.x - ground.x0]]
        clear = ndimage.map_coordinates(ground.clearance, np.array(at) / ground.cell, order=1)
        assert clear[0] > 0.3 * mouth.length  # half of it where the sides are square


def pieces_without(ground, closed):
    """Give each connected piece of the ground a number when an area is closed; 0 is outside.

    Nodes are joined to their four neighbours, and twins to each other.
    """
    shape = ground.shape
    j, i = np.mgrid[: shape[0], : shape[1]]
    y = ground.y0 + j * ground.cell - np.where(j >= ground.rows, ground.lift, 0.0)
    free = ground.walkable & ~shapely.contains_xy(closed, ground.x0 + i * ground.cell, y)
    label, count = ndimage.label(free)
    twins = replace(ground, walkable=free).twins
    here = np.flatnonzero(twins >= 0)
    pairs = label.ravel()[here], label.ravel()[twins[here]]
    graph = coo_array((np.ones(here.size), pairs), shape=(count + 1, count + 1))
    piece = connected_components(graph, directed=False)[1] + 1
    return np.where(label > 0, piece[label], 0)


def test_the_towpath_is_left_by_steps_and_its_ramp_alone():
    site = shipped()
    ground = walked(site)
    flights = shapely.union_all([flight.polygon.buffer(0.5) for flight in site.stairs])
    ramp = shapely.LineString([(141.0, 4.6), (148.0, 12.0)]).buffer(0.8)
    towpath, square, york_way = (160.0, 15.0), (50.0, 0.0), (228.0, 10.0)
    for closed, apart in ((flights | ramp, True), (flights, False), (ramp, False)):
        piece = pieces_without(ground, closed)
        of = [piece[ground.node(*at)] for at in (towpath, square, york_way)]
        assert min(of) > 0
        assert (of[0] != of[1]) == apart
        assert of[1] == of[2]
    # and it is one piece from end to end, below four bridges
    piece = pieces_without(ground, flights | ramp)
    ends = [gate.xy for gate in site.gates if gate.gate == "towpath"]
    assert {int(piece[ground.node(*at)]) for at in ends} == {int(piece[ground.node(*towpath)])}
