"""What people do all day: one SimPy process each.

Come, walk to what was planned, queue where it is full, stay, go on, leave. Plans hold every choice;
the further small draws (which seat, how patient, which way one walks and sits) have addresses too.
"""

import math

import numpy as np
import simpy

from twin.arrays import Floats
from twin.people.buses import Timetable
from twin.people.estate import Estate, Lost, Party, Process
from twin.people.goals import Goals, Spots
from twin.people.lines import Line, Tills
from twin.people.plan import Planner, Stop
from twin.people.population import Population
from twin.people.services import services
from twin.people.standing import TOGETHER
from twin.people.tracks import QUEUEING, RESTING
from twin.people.traits import Address
from twin.people.visit import Visit
from twin.people.whereabouts import ABREAST, Whereabouts
from twin.rng import Stream

__all__ = ["Agenda"]

PATIENCE = (120.0, 600.0)
"""Shortest and longest wait in a queue before giving up, drawn evenly. [s] assumption (60-1200)."""

DOOR = 0.8
"""How near to a door counts as there. [m] assumption (range 0.5-1.5)."""

DOOR_WIDTH = 0.6
"""Over how much of a door people come out, half to either side. [m] assumption (range 0-1)."""

SPOT = 0.3
"""How near to a seat or a place in a queue counts as there. [m] assumption (range 0.2-0.5)."""

_LAST = -1
"""Number of the last step of every plan, the way out, beside those of its stops."""

_MEET = 1000
"""Added to the number of a step: before it, the party meets; more steps than a plan has."""

_SMALL = 8
"""Small draws of the day, kept for each person."""


class Agenda:
    """Everybody's day.

    Parameters
    ----------
    estate : Estate
        What everybody shares.
    goals : Goals
        The ways.
    population : Population
        Who comes.
    planner : Planner
        What they mean to do.
    address : Address
        Where their draws are.

    Attributes
    ----------
    leave : (N,) array
        When each left; NaN before. [s after midnight]
    stuck : (N,) array of bool
        Who got stuck.
    went : list of tuple of int
        Once somebody has arrived, the goals of their plan, which itself is far larger.
    visited : Visited
        The venues they were in.
    queued : int
        How often somebody queued.
    refused : (N,) array of bool
        Who had no room at a place of their own, such as that of the event they came for: it was
        full for too long, or no seat was left.
    """

    def __init__(
        self,
        estate: Estate,
        goals: Goals,
        population: Population,
        planner: Planner,
        address: Address,
    ) -> None:
        n = population.home_id.size
        self.leave = np.full(n, np.nan)
        self.stuck = np.zeros(n, dtype=np.bool_)
        self.went: list[tuple[int, ...]] = [()] * n
        self.queued = 0
        self.refused = np.zeros(n, dtype=np.bool_)
        self._estate = estate
        self._goals = goals
        self._population = population
        self._planner = planner
        self._where = Whereabouts(estate, goals, population, address)
        self.visited = self._where.visited
        self._parties: dict[int, tuple[Party, Party, Party]] = {}
        person = population.home_id[:, None]
        self._u = address.uniform(Stream.PLACE, person, np.arange(_SMALL)[None, :])
        self._u_route = address.life.uniform(Stream.GATE, population.home_id, 4)[population.leader]
        self._buses = Timetable(address, services().buses)
        estate.env.process(self._arrivals())

    def _arrivals(self) -> Process:
        """Start everybody's day at its time."""
        env, arrive = self._estate.env, self._population.arrive
        order = np.argsort(arrive, kind="stable")
        for row, time in zip(order.tolist(), arrive[order].tolist(), strict=True):
            if time > env.now:
                yield env.timeout(time - env.now)
            env.process(self._day(row))

    def _day(self, row: int) -> Process:
        """Live one person's day."""
        plan = self._planner.plan(row)
        self.went[row] = plan.goals
        whole, alike = self._join(row)
        paces, paces_apart = self._population.pace, self._population.pace_apart
        self._where.xy[row], self._where.at[row] = self._entrance(row, plan.start), plan.start
        if plan.start >= self._goals.gates:
            self.visited.enter(row, plan.start)
        try:
            for stop in plan.stops:
                party = alike if stop.apart else whole
                self._where.pace[row] = (paces_apart if stop.comes_apart else paces)[row]
                yield from self._gather(_MEET + stop.key, party)
                if stop.away:
                    yield from self._away(row, stop, party)
                elif self._goals.seats[stop.goal] is not None:
                    yield from self._outdoors(row, stop, party)
                    yield from self._gather(stop.key, party)
                else:
                    yield from self._indoors(row, stop, party)
            yield from self._gather(_MEET + _LAST, whole)
            self._where.pace[row] = paces[row]
            moment = yield from self._out(row, plan.end, whole, _LAST)
        except Lost:
            self.stuck[row] = True
        else:
            if plan.end < self._goals.gates:
                self.leave[row] = moment
            else:
                self.visited.enter(row, plan.end, moment)
        for party in {id(one): one for one in (whole, alike)}.values():
            party.members -= 1
            party.check()
        if not whole.members:
            self._parties.pop(int(self._population.leader[row]), None)

    def _outdoors(self, row: int, stop: Stop, party: Party) -> Process:
        """Sit or stand about outdoors, beside one's party; it goes on when nothing is free.

        Whoever finds no seat near companions who did stands beside them.
        """
        spots = self._goals.seats[stop.goal]
        if spots is None:
            return
        leader = int(self._population.leader[row])
        place = party.once(stop.key, lambda: self._free_place(leader, stop, spots))
        if place is None:
            return
        spot = spots.take_nearest(place, TOGETHER)
        try:
            if spot >= 0:
                target = spots.xy[spot]
            else:
                middle = self._goals.xy[stop.goal]
                beside = ABREAST * (1 + row - leader) / max(math.dist(place, middle), ABREAST)
                target = place + min(beside, 1.0) * (middle - place)
            moment = yield from self._where.walk(row, stop.goal, target, SPOT)
            self.visited.enter(row, stop.goal, moment)
            facing = 2.0 * np.pi * float(self._u[leader, (stop.key + 1) % _SMALL]) - np.pi
            self._where.stand(row, moment, RESTING, facing)
            yield from self._estate.wait(_end(stop, moment))
        finally:
            if spot >= 0:
                spots.give_back(spot)

    def _free_place(self, leader: int, stop: Stop, spots: Spots) -> Floats | None:
        """Choose where a party sits; None where nothing is free, or it is shut. [m]"""
        if not spots.free or not self._open(stop, float(self._estate.env.now)):
            return None
        return spots.any_free(float(self._u[leader, stop.key % _SMALL]))

    def _indoors(self, row: int, stop: Stop, party: Party) -> Process:
        """Go in by the door, queueing when it is full; nobody inside is recorded."""
        try:
            moment = yield from self._where.walk(row, stop.goal, self._goals.xy[stop.goal], DOOR)
            visit = party.once(stop.key, lambda: self._visit(stop, party.members))
            if visit is not None:
                moment = yield from self._queue(row, stop, visit, moment)
                end, room = _end(stop, moment), visit.inside
                if room and isinstance(visit.room, Tills):
                    served, room = visit.buy()
                    end = max(end, served) if room else served
                self.refused[row] |= stop.belongs and not room
                if visit.inside:
                    yield from self._inside(row, stop, moment, end)
            elif self._open(stop, moment):
                yield from self._inside(row, stop, moment, _end(stop, moment))
            else:
                self._where.stand(row, moment, RESTING, self._facing(stop.goal))
        except Lost:
            if party.members == 1:
                # the last of a party leaves the room that another may have asked for
                asked: Visit | None = party.once(stop.key, lambda: None)
                if asked is not None:
                    asked.close()
            raise
        yield from self._gather(stop.key, party)
        if visit is not None:
            visit.close()

    def _visit(self, stop: Stop, members: int) -> Visit | None:
        """Ask for room for a party; None where there is room for everybody, or it is shut."""
        room = self._estate.lines.get(stop.goal)
        if room is None or not self._open(stop, float(self._estate.env.now)):
            return None
        return Visit(self._estate.env, room, self._estate.seats.get(stop.goal), members)

    def _inside(self, row: int, stop: Stop, moment: float, until: float) -> Process:
        """Go in at a moment, stay indoors and come out at the door."""
        self._where.go_in(row)
        self.visited.enter(row, stop.goal, moment)
        yield from self._estate.wait(until)
        facing = self._facing(stop.goal)
        aside = DOOR_WIDTH * (float(self._u[row, (stop.key + 3) % _SMALL]) - 0.5)
        self._where.xy[row] = self._goals.xy[stop.goal] + aside * np.array(
            [-np.sin(facing), np.cos(facing)]
        )

    def _queue(self, row: int, stop: Stop, visit: Visit, moment: float) -> Process:
        """Queue at a door until the party is in or gives up; return when."""
        if visit.inside or visit.refused:
            return moment
        leader = int(self._population.leader[row])
        least, most = PATIENCE
        u = float(self._u[leader, (stop.key + 5) % _SMALL])
        if not visit.room.full:
            visit.patience(least + (most - least) * u)
            moment = yield from self._line_up(
                row, stop.goal, visit.room, visit.granted, visit.ended
            )
        elif not visit.waiting:
            visit.give_up()
        if not (visit.inside or visit.refused):
            # no place in the line for this one: beside it
            self._where.stand(row, moment, QUEUEING, self._facing(stop.goal))
            visit.patience(least + (most - least) * u)
            yield visit.granted | visit.ended
            moment = self._estate.env.now
        if visit.refused:
            # from now on one waits for those of one's party at most who are on their way
            self._where.stand(row, moment, RESTING, self._facing(stop.goal))
        return moment

    def _line_up(
        self, row: int, goal: int, line: Line, granted: simpy.Event, enough: simpy.Event
    ) -> Process:
        """Stand in line, going forward with it, until it is one's turn or enough.

        Returns the moment of giving up, or of being at the door.
        """
        self.queued += 1
        mine, place = line.join(), -1
        try:
            while not (granted.triggered or enough.triggered):
                if mine.place != place:
                    place = mine.place
                    moment = yield from self._where.walk(row, goal, line.places[place], SPOT)
                    self._where.stand(row, moment, QUEUEING, self._facing(goal))
                else:
                    yield granted | mine.forward | enough
        finally:
            line.leave(mine)
        if granted.triggered and math.dist(self._where.xy[row], self._goals.xy[goal]) > DOOR:
            return (yield from self._where.walk(row, goal, self._goals.xy[goal], DOOR))
        return self._estate.env.now

    def _away(self, row: int, stop: Stop, party: Party) -> Process:
        """Leave by a gate and come back by it later."""
        moment = yield from self._out(row, stop.goal, party, stop.key)
        self._where.go_in(row)
        yield from self._estate.wait(_end(stop, moment))
        self._where.xy[row] = self._entrance(row, stop.goal)

    def _out(self, row: int, goal: int, party: Party, key: int) -> Process:
        """Walk to a gate, or to the door where one lives; return when one was gone there."""
        stop = self._goals.stops[goal]
        if stop is not None:
            return (yield from self._by_bus(row, goal, stop, party, key))
        moment = yield from self._where.walk(row, goal, self._entrance(row, goal), DOOR)
        if goal in self._estate.serve_s:
            moment = yield from self._past_tickets(row, goal, moment)
        return moment

    def _past_tickets(self, row: int, goal: int, moment: float) -> Process:
        """Pass the ticket gates behind a door; return when one was gone from before it.

        Where many wait, staff leave the gates open [tfl_gates2017]: whoever finds the line at its
        longest walks in.
        """
        line = self._estate.lines[goal]
        request = line.ask()
        if not request.triggered:
            if line.full:
                request.cancel()
                return moment
            moment = yield from self._line_up(row, goal, line, request, self._estate.env.event())
            self._where.leave(row, moment)
        line.serve(request, self._estate.serve_s[goal])
        return moment

    def _by_bus(self, row: int, goal: int, stop: Spots, party: Party, key: int) -> Process:
        """Wait at a stop for one's party and the next bus of its route; return its time.

        People stand in the order of coming, but that buses of several routes leave gaps, which the
        next ones fill. One faces the nearest edge of the ground, taken for the kerb, with the board
        above it.
        """
        moment = yield from self._where.walk(row, goal, self._entrance(row, goal), DOOR)
        spot = stop.take_first() if stop.free else -1
        try:
            if spot >= 0:
                moment = yield from self._where.walk(row, goal, stop.xy[spot], SPOT)
            self._where.stand(row, moment, QUEUEING, self._facing(goal), board=True)
            yield from self._gather(key, party)
            leave = self._buses.next(goal, float(self._u_route[row]), self._estate.env.now)
            yield from self._estate.wait(leave)
        finally:
            if spot >= 0:
                stop.give_back(spot)
        self._where.leave(row, leave)
        return leave

    def _gather(self, key: int, party: Party) -> Process:
        """Wait until everybody of one's party has done with a stop."""
        if party.members > 1:
            event = self._estate.env.event()
            party.wait(key, event)
            yield event
        party.forget(key)

    def _join(self, row: int) -> tuple[Party, Party]:
        """Find one's party, and those of it who are as grown up."""
        leader, size = int(self._population.leader[row]), int(self._population.size[row])
        if size == 1:
            alone = Party(members=1)
            return alone, alone
        if leader not in self._parties:
            # all of them from the start: whoever comes first waits for those about to come
            group = self._population.traits.band[leader : leader + size] == 0
            children = int(np.count_nonzero(group))
            whole = Party(members=size)
            adults = Party(members=size - children) if children else whole
            self._parties[leader] = (whole, adults, Party(members=children))
        whole, adults, young = self._parties[leader]
        return whole, young if self._population.traits.band[row] == 0 else adults

    def _entrance(self, row: int, goal: int) -> Floats:
        """Return the person's own point across a gate, or the door of a venue."""
        spots = self._goals.seats[goal]
        if goal >= self._goals.gates or spots is None:
            point: Floats = self._goals.xy[goal]
        else:
            point = spots.xy[int(self._u[row, _SMALL - 1] * len(spots.xy))]
        return point

    def _open(self, stop: Stop, moment: float) -> bool:
        """Say whether somebody may go in now."""
        return stop.belongs or self._planner.guide.is_open(stop.goal, moment)

    def _facing(self, goal: int) -> float:
        """Return the direction towards the door of a goal. [rad]"""
        return float(self._goals.facing[goal])


def _end(stop: Stop, moment: float) -> float:
    """Say when somebody who arrived at a stop at a moment goes on."""
    return min(moment + stop.stay, max(stop.until, moment))
