"""The shipped map as ground to walk on: loads at any date, and every goal can be reached."""

import datetime as dt

import numpy as np
import pytest

from twin.resources import maps_dir
from twin.site import load
from twin.site.ground import Ground
from twin.site.routes import fields

MAP = maps_dir() / "kings_cross_central.geojson"
DATE = dt.date(2025, 6, 11)


@pytest.mark.parametrize("year", [2012, 2016, 2019])
def test_it_loads_as_of_any_date(year):
    site = load(MAP, date=dt.date(year, 5, 15))
    assert site.walkable.geom_type == "Polygon"
    assert any(building.hoarding for building in site.buildings)


def walk_everywhere(goals, every):
    """Follow the ways to some goals from every so many-th node; return those who did not arrive."""
    site = load(MAP, date=DATE)
    ground = Ground.of(site)
    doors = np.array([thing.xy for thing in (*site.gates, *site.venues)])[goals]
    routes = fields(ground, doors, np.ones(len(doors)), threads=2)
    j, i = np.nonzero(ground.walkable)
    starts = np.column_stack([ground.x0 + i * ground.cell, ground.y0 + j * ground.cell])
    lost = []
    for goal, door in enumerate(doors):
        yaw = routes.yaw(np.full(len(starts), goal), starts)
        ahead = starts + ground.cell * np.column_stack([np.cos(yaw), np.sin(yaw)])
        # no way leads into a wall; interpolated clearance errs by 0.11 m at corners, twin.site.ground
        assert ground.clearance_at(ahead).min() > -0.11
        at = starts[goal::every].copy()
        for _ in range(6000):
            yaw = routes.yaw(np.full(len(at), goal), at)
            at += 0.25 * np.column_stack([np.cos(yaw), np.sin(yaw)])
            at = at[np.hypot(*(at - door).T) > 0.75]
            if len(at) == 0:
                break
        lost += at.tolist()
    return lost


def test_ways_arrive():
    assert not walk_everywhere(slice(0, None, 90), 999)


@pytest.mark.slow
def test_all_ways_arrive_from_everywhere():
    assert not walk_everywhere(slice(None), 101)
