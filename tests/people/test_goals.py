"""Goals: places to sit and queue lie on free ground; places to pass make small detours."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from tests.site.small_map import line, small_site
from twin.people.goals import (
    APART,
    DETOUR_MOST,
    DIRECT,
    GATE_FIRST,
    QUEUE_LONGEST,
    QUEUE_STEP,
    Spots,
    find_goals,
)
from twin.people.walking import MARGIN


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="module")
def goals(site):
    return find_goals(site, cache=None, threads=1)


def test_every_gate_and_venue_is_a_goal(site, goals):
    assert len(goals.xy) == len(site.gates) + len(site.venues)
    assert goals.gates == len(site.gates)
    assert np.isfinite(goals.cost).all()


def test_ways_are_at_least_as_long_as_the_crow_flies(goals):
    apart = np.hypot(*(goals.xy[:, None] - goals.xy[None]).transpose(2, 0, 1))
    # costs are read at the nearest node, half a cell off at most
    assert (goals.cost > 0.999 * apart - 0.5).all()


def test_seats_and_queues_are_on_free_ground(site, goals):
    spots = [s.xy for s in (*goals.seats, *goals.stops) if s is not None]
    for places in (*spots, *goals.lines):
        if places is not None and len(places):
            points = shapely.points(places)
            assert shapely.contains(site.walkable, points).all()
            assert shapely.distance(points, site.walkable.boundary).min() > MARGIN - 0.12


def test_targets_are_walked_to_straight_before_one_has_passed_them(tmp_path):
    # the seats of the square on 10 m of steps: their way is twice as long as the ground
    wide = {"stairs/bank": {"width_m": 60.0}}
    on_steps = small_site(tmp_path, move={"stairs/bank": line([(58, 29), (58, 40)])}, edit=wide)
    goals = find_goals(on_steps, cache=None, threads=1)
    for goal, spots in enumerate(goals.seats):
        if spots is not None:
            way = goals.routes.cost(np.full(len(spots.xy), goal), spots.xy)
            approach = [goals.approach(goal, *xy) for xy in spots.xy.tolist()]
            assert (np.array(approach) >= way + 1.9).all()
            assert (np.array(approach) >= np.hypot(*(spots.xy - goals.xy[goal]).T) + 1.9).all()


def test_seats_have_room_for_each(site, goals):
    for venue, spots in zip(site.venues, goals.seats[goals.gates :], strict=True):
        if not venue.indoor:
            assert len(spots.xy) == venue.capacity
            near = shapely.STRtree(shapely.points(spots.xy)).query(
                shapely.points(spots.xy), "dwithin", 1.2
            )
            assert near.shape[1] == len(spots.xy)  # each only itself


def test_indoor_venues_have_a_queue_and_no_seats(site, goals):
    for k, venue in enumerate(site.venues, start=goals.gates):
        assert (goals.seats[k] is None) == venue.indoor
        assert (goals.lines[k] is not None) == venue.indoor


def test_people_wait_for_buses_in_line_along_the_kerb_and_then_about_the_stop(site):
    # the eastern gate stands 3 m from the edge of the ground, which runs north
    gates = tuple(replace(g, gate="bus") if g.id == "gate/east" else g for g in site.gates)
    goals = find_goals(replace(site, gates=gates), cache=None, threads=1)
    stop = next(k for k, g in enumerate(gates) if g.gate == "bus")
    assert [k for k, spots in enumerate(goals.stops) if spots is not None] == [stop]
    xy = goals.stops[stop].xy
    line, about = xy[:QUEUE_LONGEST], xy[QUEUE_LONGEST:]
    assert len(about) > 10
    np.testing.assert_allclose(np.abs(np.diff(line[:, 1])), QUEUE_STEP, atol=0.01)
    np.testing.assert_allclose(line[:, 0], line[0, 0], atol=0.3)
    pairs = shapely.STRtree(shapely.points(xy)).query(shapely.points(xy), "dwithin", 0.7)
    assert pairs.shape[1] == len(xy)  # each only itself


def test_nobody_queues_where_others_do_or_before_another_door(site, goals):
    lines = [(k, places) for k, places in enumerate(goals.lines) if places is not None]
    assert max(len(places) for _, places in lines) == QUEUE_LONGEST
    for k, places in lines:
        others = [other for j, other in lines if j != k] + [np.delete(goals.xy, k, axis=0)]
        if len(places):
            apart = shapely.distance(
                shapely.MultiPoint(places), shapely.MultiPoint(np.concatenate(others))
            )
            assert apart >= APART


def test_lines_before_ticket_gates_lead_away_from_the_door(site, goals):
    for gate, places in zip(site.gates, goals.lines, strict=False):
        assert (places is not None) == (gate.gate in ("underground", "rail"))
        if places is not None:
            away = np.hypot(*(places - gate.xy).T)
            np.testing.assert_allclose(away, GATE_FIRST + QUEUE_STEP * np.arange(len(away)))


def test_gates_are_as_wide_as_the_map_says(site, goals):
    for gate, spots in zip(site.gates, goals.seats, strict=False):
        assert np.hypot(*(spots.xy - gate.xy).T).max() <= max(gate.width / 2, 1.0)


def test_people_in_a_queue_face_the_door(site, goals):
    # the cafe's door is south of the hall: one faces north
    cafe = next(k for k, v in enumerate(site.venues) if v.venue == "cafe") + goals.gates
    assert goals.facing[cafe] == pytest.approx(np.pi / 2, abs=0.05)


def test_a_place_to_pass_makes_a_small_detour_or_none(goals):
    u = np.linspace(0, 0.999, 200)
    passed = 0
    for goal in range(len(goals.xy)):
        for start in range(len(goals.xy)):
            for x in u[::20]:
                via = goals.via(goal, start, float(x))
                if via != goal:
                    passed += 1
                    way = goals.cost[via, start] + goals.cost[goal, via]
                    assert way < (1 + DETOUR_MOST) * goals.cost[goal, start]
                    assert x >= DIRECT
    assert passed > 0


def test_places_are_taken_once_and_given_back():
    spots = Spots(np.zeros((5, 2)))
    taken = [spots.take_nearest(spots.any_free(0.7), most=1.0) for _ in range(5)]
    assert sorted(taken) == [0, 1, 2, 3, 4]
    assert spots.free == 0
    spots.give_back(3)
    spots.give_back(1)
    assert spots.free == 2
    assert spots.take_first() == 1
    assert spots.take_first() == 3


def test_companions_take_the_places_nearest_to_the_first_one_and_no_distant_ones():
    spots = Spots(np.array([[0.0, 0.0], [9.0, 0.0], [1.0, 0.0], [2.5, 0.0]]))
    first = spots.any_free(0.99)
    assert first.tolist() == [0.0, 0.0]
    assert [spots.take_nearest(first, most=4.0) for _ in range(4)] == [0, 2, 3, -1]
    assert spots.free == 1
