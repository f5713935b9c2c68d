"""Laws of a day on the small map, where there are few seats: of seats, companions and families."""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest

from tests.site.small_map import small_site
from twin.people import Crowd, simulate
from twin.people.agenda import _LAST, SPOT, Agenda
from twin.people.crowd import Shares
from twin.people.standing import TOGETHER
from twin.people.whereabouts import ABREAST, Whereabouts
from twin.tables import ACTIVITIES

SEATS = {"venue/seats": {"capacity": 2}, "venue/park": {"capacity": 1}}
ROOMS = {f"venue/{name}": {"capacity": 2000} for name in ("cafe", "shop", "school")}


class Noted:
    """What the agenda of a day did.

    Attributes
    ----------
    walks : list of (moment, row, goal, target)
        Every walk as it is asked for.
    steps : list of (moment, row, key, goal, apart, place)
        Every step, and the way out, as somebody sets about it, and the goal where they then are.
    """

    def __init__(self, patch):
        self.walks, self.steps = [], []
        walk = Whereabouts.walk

        def walking(where, row, goal, target, arrive):
            self.where = where
            self.walks.append((where._estate.env.now, row, goal, tuple(target)))
            return walk(where, row, goal, target, arrive)

        patch.setattr(Whereabouts, "walk", walking)
        for name in ("_away", "_outdoors", "_indoors"):
            patch.setattr(Agenda, name, self._noting_steps(getattr(Agenda, name)))
        patch.setattr(Agenda, "_out", self._noting_ways_out(Agenda._out))

    def _note(self, agenda, row, *step):
        self.steps.append((agenda._estate.env.now, row, *step, int(agenda._where.at[row])))

    def _noting_steps(self, done):
        def step(agenda, row, stop, party):
            self._note(agenda, row, stop.key, stop.goal, stop.apart)
            return done(agenda, row, stop, party)

        return step

    def _noting_ways_out(self, done):
        def out(agenda, row, goal, party, key):
            if key == _LAST:
                self._note(agenda, row, key, goal, False)
            return done(agenda, row, goal, party, key)

        return out


@pytest.fixture(scope="module")
def noted(tmp_path_factory):
    """Live a day of families and visitors, many in groups; what was noted, and the tracks."""
    site = small_site(tmp_path_factory.mktemp("map"), edit=SEATS | ROOMS)
    mixed = dict.fromkeys(Shares().model_dump(), 0.0) | {"family": 0.5, "visitor": 0.5}
    with pytest.MonkeyPatch.context() as patch:
        told = Noted(patch)
        day = simulate(site, Crowd(total=250, shares=mixed, group_factor=1.5), seed=4, threads=1)
        told.tracks = pa.concat_tables([slab.table for slab in day.slabs()])
    told.population = day._population
    assert day.facts()["stuck"] == 0
    return told


@pytest.fixture(scope="module")
def outdoors(noted):
    """List the outdoor venues: goal to the places there are."""
    goals = noted.where._goals
    return {
        goal: spots.xy
        for goal, spots in enumerate(goals.seats)
        if goal >= goals.gates and spots is not None
    }


def test_walks_to_seats_are_to_seats_that_are_there(noted, outdoors):
    population = noted.population
    parties = defaultdict(list)
    for moment, row, goal, target in noted.walks:
        if goal in outdoors:
            seat = np.hypot(*(outdoors[goal] - target).T).min() == 0.0
            assert seat or population.size[row] > 1
            parties[moment, int(population.leader[row]), goal].append(seat)
    # somebody of every party has a seat, and companions without one come with them
    assert all(any(seats) for seats in parties.values())
    assert any(not all(seats) for seats in parties.values())
    # and most who would sit find everything taken
    wish = {
        (moment, population.leader[row], goal)
        for moment, row, _, goal, _, _ in noted.steps
        if goal in outdoors
    }
    assert len(parties) < 0.7 * len(wish)


def test_a_party_sits_and_stands_together(noted, outdoors):
    leader = noted.population.leader
    parties = defaultdict(list)
    for moment, row, goal, target in noted.walks:
        if goal in outdoors:
            parties[moment, int(leader[row]), goal].append(target)
    larger = [np.array(targets) for targets in parties.values() if len(targets) > 1]
    assert len(larger) > 30
    for targets in larger:
        apart = np.hypot(*(targets[:, None] - targets).transpose(2, 0, 1))
        assert apart.max() < TOGETHER + 4 * ABREAST


def test_nobody_rests_off_a_seat_but_beside_companions(noted, outdoors):
    population = noted.population
    column = {name: noted.tracks[name].to_numpy() for name in noted.tracks.column_names}
    rest = column["activity"] == ACTIVITIES.index("resting")
    person, tick = column["person"][rest], column["tick"][rest]
    xy = np.column_stack([column["x_cm"], column["y_cm"]])[rest] / 100
    spots = np.concatenate(list(outdoors.values()))
    apart = np.hypot(*(xy[:, None] - spots).transpose(2, 0, 1))
    alone = population.size[person] == 1
    assert alone.sum() > 1000
    assert apart[alone].min(axis=1).max() < SPOT + 0.01
    # at no time are there more parties than seats
    venue = np.repeat(list(outdoors), [len(xy) for xy in outdoors.values()])[apart.argmin(axis=1)]
    for goal, seats in outdoors.items():
        there = np.column_stack([tick, population.leader[person]])[venue == goal]
        parties = np.unique(np.unique(there, axis=0)[:, 0], return_counts=True)[1]
        assert 1 <= parties.max() <= len(seats)


def test_a_party_sets_about_what_it_does_together_at_one_moment_and_place(noted):
    population = noted.population
    child = population.traits.band == 0
    together, at_school = defaultdict(dict), {}
    for moment, row, key, goal, apart, place in noted.steps:
        who = bool(child[row]) if apart else None
        together[int(population.leader[row]), who, key][row] = (moment, place)
        if who:
            at_school[int(population.leader[row])] = goal
    fetched = set()
    for (leader, who, _), members in together.items():
        rows = np.arange(leader, leader + population.size[leader])
        assert len(members) == len(rows if who is None else rows[child[rows] == who])
        assert len(set(members.values())) == 1
        if who is None and members[leader][1] == at_school.get(leader):
            fetched.add(leader)
    # every family whose children were at school goes on from there, all of them
    assert len(fetched) > 30
    assert fetched == set(at_school)
