"""The ground with underpasses: two drawings that are one ground where there is no deck."""

import numpy as np
import pytest
import shapely

from tests.site.small_map import feature, line, small_site
from tests.site.underpass import DECK, STEPS, bridge_site
from twin.errors import MapError
from twin.site.ground import Ground
from twin.site.routes import STAIRS_PACE, fields
from twin.site.storeys import walked
from twin.site.surface.kernels import Surface

WEST, EAST, BANK = (10.0, 12.0), (110.0, 12.0), (59.0, 2.5)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return bridge_site(tmp_path_factory.mktemp("map"))


def test_without_underpasses_and_steps_it_is_the_plan(tmp_path):
    plain = small_site(tmp_path, drop=("stairs/bank",))
    one, two = walked(plain), Ground.of(plain)
    assert one.lift == 0
    assert one.clearance.tobytes() == two.clearance.tobytes()
    assert one.index.tobytes() == two.index.tobytes()
    assert not one.surface.any()


def test_over_and_under_are_two_places_and_everywhere_else_is_one(site):
    ground = walked(site)
    j, i = ground.node([59.0], [12.0])
    over, under = (j[0], i[0]), (j[0] + round(ground.lift / ground.cell), i[0])
    assert ground.walkable[over]
    assert ground.walkable[under]
    assert ground.index[over] != ground.index[under]
    assert ground.surface[over] & Surface.ZONE == Surface.COVERED
    # twins point at each other and have one number; whoever has none has a number of their own
    here = np.flatnonzero(ground.twins >= 0)
    assert (ground.twins[ground.twins[here]] == here).all()
    index = ground.index.ravel()
    assert (index[here] == index[ground.twins[here]]).all()
    walkable = index[ground.walkable.ravel()]
    numbers, times = np.unique(walkable, return_counts=True)
    assert times.max() == 2
    assert (times == 2).sum() == here.size / 2
    assert numbers.tolist() == list(range(len(numbers)))


def test_the_way_under_the_deck_is_straight_and_the_way_up_is_by_the_steps(site):
    goals = np.array([WEST, EAST, BANK])
    routes = fields(walked(site), goals, np.ones(3), keep_off_walls=False)
    # 100 m along the towpath, under the deck
    assert routes.between[0, 1] == pytest.approx(100.0, rel=0.01)
    assert routes.between[1, 0] == pytest.approx(100.0, rel=0.01)
    # to the bank beside the deck's end one goes round by the steps, from both sides
    steps = np.array(shapely.Polygon(STEPS).centroid.coords[0])
    for start, goal in ((0, 2), (1, 2), (2, 0)):
        straight = np.hypot(*(goals[start] - steps)) + np.hypot(*(steps - goals[goal]))
        assert routes.between[goal, start] == pytest.approx(straight, rel=0.05)


def test_steps_count_for_the_time_they_take(tmp_path):
    # a flight of 10 m across the whole bank: there is no way round it
    flight = {"stairs/bank": line([(58, 30), (58, 40)])}
    site = small_site(tmp_path, move=flight, edit={"stairs/bank": {"width_m": 100.0}})
    goals = np.array([[58.0, 42.0], [58.0, 27.0]])
    routes = fields(walked(site), goals, np.ones(2))
    flat = fields(Ground.of(site), goals, np.ones(2))
    more = routes.between - flat.between
    assert more[0, 1] == pytest.approx(10.0 * (1 / STAIRS_PACE - 1), abs=0.8)  # a row of nodes
    assert more[1, 0] == pytest.approx(10.0 * (1 / STAIRS_PACE - 1), abs=0.8)


def test_no_way_crosses_the_sides_of_the_deck(site):
    ground = walked(site)
    west, _, east, _ = shapely.Polygon(DECK).bounds
    y = np.arange(9.0, 19.0, 0.25)  # where the towpath and the water are beside the deck
    for x in (west, east):
        on_the_map = np.column_stack([np.full(y.size, x), y])
        assert (ground.clearance_at(on_the_map) < 0).all()


def test_points_beyond_the_map_get_its_edge_and_never_what_is_below(site):
    ground = walked(site)
    assert ground.node([59.0], [12.0 + ground.lift])[0][0] == ground.rows - 1
    assert ground.clearance_at([[59.0, 12.0 + ground.lift]])[0] < 0


def test_a_gate_that_is_reached_only_from_the_deck_is_refused(tmp_path):
    closed = feature(
        "barrier/closed",
        line([(99, 8), (104, 8)]),
        name="No way down",
        barrier="railing",
        height_m=1.1,
    )
    words = r'"gate/below" can be reached from most gates only over the side of a bridge'
    with pytest.raises(MapError, match=words):
        bridge_site(tmp_path, more=(closed,))
