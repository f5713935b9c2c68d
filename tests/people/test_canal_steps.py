"""The steps down to the canal on the shipped map: everybody who means to sit there gets there."""

import datetime as dt

import numpy as np
import pytest

from tests.people.walkers import Walker, walk
from twin.people.goals import SEAT_AREA, WINDING, WINDING_SLACK, _disc
from twin.resources import maps_dir
from twin.site import load
from twin.site.routes import STAIRS_PACE, fields
from twin.site.storeys import walked
from twin.site.surface.kernels import Surface


@pytest.fixture(scope="module")
def steps():
    """Places on the canal steps, with the ways to them."""
    site = load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2025, 6, 15))
    venues = [venue for venue in site.venues if "canal-steps" in venue.id]
    assert len(venues) == 2
    xy = np.array([venue.xy for venue in venues])
    routes = fields(walked(site), xy, np.ones(2), threads=1)
    places = [_disc(routes, k, v.capacity, SEAT_AREA) for k, v in enumerate(venues)]
    return routes, places


def test_the_way_to_a_seat_is_as_the_crow_flies(steps):
    routes, places = steps
    for goal, xy in enumerate(places):
        assert len(xy) > 100
        way = routes.cost(np.full(len(xy), goal), xy)
        flight = np.hypot(*(xy - routes.goals[goal]).T)
        codes = routes.ground.surface[routes.ground.node(*xy.T)]
        on_steps = codes & Surface.STAIRS != 0
        assert (way <= WINDING * flight / STAIRS_PACE + WINDING_SLACK).all()
        assert on_steps.any()  # people do sit on the steps themselves


def test_everybody_gets_to_a_seat_from_wherever_they_come(steps):
    routes, places = steps
    rng = np.random.default_rng(5)
    ground = routes.ground
    for goal, seats in enumerate(places):
        far = routes.goals[goal] + rng.uniform(-80, 80, (4000, 2))
        open_ground = (ground.clearance_at(far) > 0.5) & (routes.columns(far) >= 0)
        far = far[open_ground & (routes.cost(np.full(4000, goal), far) < 150)][:200]
        assert len(far) == 200
        walkers = []
        for k, start in enumerate(far.tolist()):
            seat = seats[k % len(seats)]
            along = float(routes.cost([goal], [seat])[0])
            approach = 2.0 + max(along, float(np.hypot(*(seat - routes.goals[goal]))))
            walkers.append(
                Walker(tuple(start), goal, 1.1 + 0.002 * k, approach=approach, arrive=0.3,
                       target=tuple(seat.tolist()), at=2 * k)
            )  # fmt: skip
        found = walk(ground, routes.goals, walkers, seconds=900)
        assert len(found.arrived) == 200
        assert min(found.arrived.values()) > 0
        taken = np.array([found.arrived[k] - w.at for k, w in enumerate(walkers)])
        # 150 m, and 20 m more, at the pace of steps all the way
        assert taken.max() < 170 / (1.1 * STAIRS_PACE)
