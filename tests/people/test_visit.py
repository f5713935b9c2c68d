"""Visits: a party gets into a room as one, or gives up as one, and leaves nothing taken."""

import numpy as np
import simpy
from hypothesis import given
from hypothesis import strategies as st

from tests.site.small_map import small_site
from twin.people import Crowd, simulate
from twin.people.crowd import Shares
from twin.people.estate import Lost
from twin.people.lines import Line, Tills
from twin.people.visit import Visit
from twin.people.whereabouts import Whereabouts

NOBODY = np.empty((0, 2))


@given(room=st.integers(1, 6), taken=st.integers(0, 6), members=st.integers(1, 8))
def test_a_party_is_in_when_there_is_room_for_all_of_it(room, taken, members):
    env = simpy.Environment()
    line = Line(env, room, NOBODY)
    others = [line.ask() for _ in range(min(taken, room))]
    visit = Visit(env, line, None, members)
    # a party larger than the room asks for all of it
    assert visit.inside == (len(others) + min(members, room) <= room)
    visit.patience(60.0)
    env.run(61.0)
    assert visit.refused == (not visit.inside)
    assert visit.ended.triggered == visit.refused
    visit.close()
    visit.close()
    for request in others:
        request.resource.release(request)
    # the whole room is free again
    assert all(request.triggered for request in [line.ask() for _ in range(room)])


def test_a_party_waits_for_the_last_place_and_then_does_not_give_up():
    env = simpy.Environment()
    line = Line(env, 2, NOBODY)
    other = line.ask()
    visit = Visit(env, line, None, 2)
    visit.patience(60.0)
    env.run(59.0)
    assert not visit.inside
    line.serve(other, 0.5)
    env.run(100.0)
    assert visit.inside
    assert visit.granted.triggered
    assert not visit.refused


def test_a_party_is_served_by_the_last_till_and_sits_only_if_all_can():
    for seats, seated in ((2, True), (1, False)):
        env = simpy.Environment()
        tills = Tills(env, 1, 3, 40.0, NOBODY)
        places = simpy.Resource(env, capacity=seats)
        visit = Visit(env, tills, places, 2)
        # one after the other, 40 s each; both members are told the same
        assert visit.buy() == visit.buy() == (80.0, seated)
        visit.close()
        assert places.count == 0


def test_a_party_of_whom_all_are_stuck_leaves_its_room_to_others(tmp_path, monkeypatch):
    # whoever comes first gets stuck in the line, and the others on their way to the door much later
    walk_to, seen, lost = Whereabouts.walk, set(), {}

    def losing(where, row, goal, target, arrive):
        seen.add(where)
        leader = where._leader[row]
        room = goal in where._estate.lines and goal not in where._estate.serve_s
        in_line = room and not np.array_equal(target, where._goals.xy[goal])
        if room and in_line == (row == leader) and where._leader.count(leader) > 1:
            yield where._estate.env.timeout(20.0 if in_line else 1200.0)
            lost.setdefault(leader, set()).add(row)
            raise Lost
        return (yield from walk_to(where, row, goal, target, arrive))

    monkeypatch.setattr(Whereabouts, "walk", losing)
    small = {"venue/cafe": {"capacity": 2}, "venue/shop": {"capacity": 2}}
    visitors = dict.fromkeys(Shares().model_dump(), 0.0) | {"visitor": 1.0}
    crowd = Crowd(total=400, group_factor=2, shares=visitors)
    day = simulate(small_site(tmp_path, edit=small), crowd, seed=4, threads=1)
    for _ in day.slabs():
        pass
    (where,) = seen
    whole = [len(rows) == where._leader.count(leader) for leader, rows in lost.items()]
    assert sum(whole) > 5
    rooms = [line._counters for line in where._estate.lines.values()]
    assert [(room.count, len(room.queue)) for room in rooms] == [(0, 0)] * len(rooms)
