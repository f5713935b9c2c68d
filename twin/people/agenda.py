"""What people do all day: one SimPy process each, and one that walks everybody.

Whoever wants to walk asks for it and waits; the walking process takes in who asked at each whole
second and wakes who has arrived. Time outdoors that is not walking is a stay at one spot; indoors
nobody is recorded. Nothing here draws: plans hold every choice, further small draws have addresses.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from twin.people.goals import Goals
from twin.people.plan import Plan, Planner, Stop
from twin.people.population import Population
from twin.people.tracks import QUEUEING, RESTING, Recorder, Stay
from twin.people.traits import Address
from twin.people.walk import Leg, Walking
from twin.rng import Stream
from twin.site import Site
from twin.tables import TICKS_PER_SECOND

__all__ = ["CROWDED", "Estate"]

CROWDED = frozenset(
    {
        *("cafe", "restaurant", "pub", "shop", "supermarket", "market", "museum", "library"),
        *("leisure", "health", "venue", "station_lounge", "worship"),
    }
)
"""Kinds of indoor venue whose capacity binds; desks, homes and classrooms wait for their own."""

PATIENCE = (120.0, 600.0)
"""Shortest and longest wait in a queue before giving up, drawn evenly. [s] assumption (60-1200)."""

DOOR = 0.8
"""How near to a door counts as there. [m] assumption (range 0.5-1.5)."""

SPOT = 0.3
"""How near to a seat or a place in a queue counts as there. [m] assumption (range 0.2-0.5)."""

ABREAST = 0.75
"""Distance between people who walk side by side. [m] moussaid2010: 0.7 to 0.8 m."""

_Process = Generator[simpy.Event, Any, Any]


class _Lost(Exception):  # noqa: N818 - an outcome, not an error; never leaves this file
    """Somebody is stuck."""


@dataclass
class _Party:
    """The members of a group with the same plan, who wait for each other after each stop."""

    members: int = 0
    waiting: dict[int, list[simpy.Event]] = field(default_factory=dict)

    def check(self) -> None:
        """Let those go on whose whole party is there."""
        for key, events in list(self.waiting.items()):
            if len(events) >= self.members:
                for event in self.waiting.pop(key):
                    event.succeed()


class Estate:
    """Everybody's day.

    Parameters
    ----------
    site, goals, population, planner, address
        The place, the ways, who comes, what they mean to do, and where their draws are.
    walking : Walking
        Who is on foot.
    recorder : Recorder
        Where people outdoors are.
    start : float
        First moment. [s after midnight]
    """

    def __init__(
        self,
        site: Site,
        goals: Goals,
        population: Population,
        planner: Planner,
        address: Address,
        walking: Walking,
        recorder: Recorder,
        *,
        start: float,
    ) -> None:
        n = population.number.size
        self.env = simpy.Environment(initial_time=start)
        self.leave = np.full(n, np.nan)
        self.stuck = np.zeros(n, dtype=np.bool_)
        self.itinerary: list[list[int]] = [[] for _ in range(n)]
        self.start_goal = np.zeros(n, dtype=np.intp)
        self.end_goal = np.zeros(n, dtype=np.intp)
        self.queued = 0
        self._goals = goals
        self._population = population
        self._planner = planner
        self._walking = walking
        self._recorder = recorder
        self._asked: list[tuple[Leg, simpy.Event]] = []
        self._on_foot: dict[int, simpy.Event] = {}
        self._xy = np.zeros((n, 2))
        self._at = np.zeros(n, dtype=np.intp)
        self._walks = np.zeros(n, dtype=np.intp)
        self._parties: dict[tuple[int, bool], _Party] = {}
        self._rooms = {
            goals.gates + v: simpy.Resource(self.env, capacity=venue.capacity)
            for v, venue in enumerate(site.venues)
            if venue.indoor and venue.venue in CROWDED and venue.capacity > 0
        }
        self._u_via = address.uniform(
            Stream.VENUE, population.number[:, None], np.arange(16)[None, :]
        )
        self._u = address.uniform(Stream.PLACE, population.number[:, None], np.arange(8)[None, :])
        self.env.process(self._arrivals())
        self.env.process(self._clock())

    def run(self, until: float) -> None:
        """Simulate up to a moment [s after midnight]."""
        self.env.run(until=until)

    # -- processes -------------------------------------------------------------------------------

    def _arrivals(self) -> _Process:
        """Start everybody's day at its time."""
        arrive = self._population.arrive
        order = np.argsort(arrive, kind="stable")
        for row, time in zip(order.tolist(), arrive[order].tolist(), strict=True):
            if time > self.env.now:
                yield self.env.timeout(time - self.env.now)
            self.env.process(self._day(row))

    def _clock(self) -> _Process:
        """Walk everybody on foot, a second at a time."""
        second = int(self.env.now)
        while True:
            yield self.env.timeout(1.0)
            tick = second * TICKS_PER_SECOND
            second += 1
            n = self._walking.count
            if n:
                first = self._recorder.room(n * TICKS_PER_SECOND)
                samples = self._recorder.samples
                for person, *result in self._walking.advance(
                    tick, TICKS_PER_SECOND, samples, first
                ):
                    self._on_foot.pop(person).succeed(result)
            for leg, event in self._asked:
                run = self._recorder.walk(leg.person, second * TICKS_PER_SECOND)
                self._walking.add(leg, run, float(second))
                self._on_foot[leg.person] = event
            self._asked.clear()

    def _day(self, row: int) -> _Process:
        """Live one person's day: come, do what was planned, leave."""
        plan = self._planner.plan(row)
        party = self._join(row)
        self._note(row, plan)
        self._xy[row] = self._entrance(row, plan.start)
        self._at[row] = plan.start
        try:
            for stop in plan.stops:
                if stop.away:
                    yield from self._away(row, stop)
                elif self._goals.seats[stop.goal] is not None:
                    yield from self._outdoors(row, stop, party)
                else:
                    yield from self._indoors(row, stop, party)
            moment = yield from self._out(row, plan.end)
        except _Lost:
            self.stuck[row] = True
        else:
            if plan.end < self._goals.gates:
                self.leave[row] = moment
        if party is not None:
            party.members -= 1
            party.check()

    # -- what people do --------------------------------------------------------------------------

    def _outdoors(self, row: int, stop: Stop, party: _Party | None) -> _Process:
        """Sit or stand about outdoors; go on at once when nothing is free."""
        spots = self._goals.seats[stop.goal]
        if spots is None or not spots.free or not self._open(stop, self.env.now):
            yield from self._gather(stop, party)
            return
        spot = spots.take_any(float(self._u[row, stop.key % 8]))
        try:
            x, y = spots.xy[spot].tolist()
            far = float(np.hypot(*(spots.xy[spot] - self._goals.xy[stop.goal])))
            moment = yield from self._walk(row, stop.goal, x, y, far + 2.0, SPOT)
            self._stand(row, moment, RESTING, self._turn(row, stop))
            yield from self._wait(_end(stop, moment))
            yield from self._gather(stop, party)
        finally:
            spots.give_back(spot)

    def _indoors(self, row: int, stop: Stop, party: _Party | None) -> _Process:
        """Go in by the door, queueing when it is full; nobody inside is recorded."""
        x, y = self._goals.xy[stop.goal].tolist()
        moment = yield from self._walk(row, stop.goal, x, y, 2.0, DOOR)
        room = self._rooms.get(stop.goal)
        if not self._open(stop, moment):
            self._stand(row, moment, RESTING, float(self._goals.facing[stop.goal]))
        elif room is None:
            yield from self._inside(row, stop, moment)
        else:
            with room.request() as request:
                entered = request.triggered
                if not entered:
                    entered, moment = yield from self._queue(row, stop, request, moment)
                if entered:
                    yield from self._inside(row, stop, moment)
        yield from self._gather(stop, party)

    def _inside(self, row: int, stop: Stop, moment: float) -> _Process:
        """Stay indoors and come out at the door."""
        yield from self._wait(_end(stop, moment))
        facing = float(self._goals.facing[stop.goal])
        aside = 0.6 * (float(self._u[row, (stop.key + 3) % 8]) - 0.5)
        self._xy[row] = self._goals.xy[stop.goal] + aside * np.array(
            [-np.sin(facing), np.cos(facing)]
        )

    def _queue(self, row: int, stop: Stop, request: Any, moment: float) -> _Process:
        """Queue beside the door; return whether one got in, and when."""
        spots = self._goals.queues[stop.goal]
        facing = float(self._goals.facing[stop.goal])
        if spots is None or not spots.free:
            self._stand(row, moment, RESTING, facing)
            return False, moment
        self.queued += 1
        spot = spots.take_first()
        try:
            x, y = spots.xy[spot].tolist()
            far = float(np.hypot(*(spots.xy[spot] - self._goals.xy[stop.goal])))
            moment = yield from self._walk(row, stop.goal, x, y, far + 3.0, SPOT)
            self._stand(row, moment, QUEUEING, facing)
            least, most = PATIENCE
            patience = least + (most - least) * float(self._u[row, (stop.key + 5) % 8])
            yield request | self.env.timeout(patience)
        finally:
            spots.give_back(spot)
        if not request.triggered:
            return False, moment
        x, y = self._goals.xy[stop.goal].tolist()
        moment = yield from self._walk(row, stop.goal, x, y, far + 3.0, DOOR)
        return True, moment

    def _away(self, row: int, stop: Stop) -> _Process:
        """Leave by a gate and come back by it later."""
        moment = yield from self._out(row, stop.goal)
        yield from self._wait(_end(stop, moment))
        self._xy[row] = self._entrance(row, stop.goal)

    def _out(self, row: int, goal: int) -> _Process:
        """Walk to a gate, or to the door where one lives; return when it was reached."""
        if goal < self._goals.gates:
            x, y = self._entrance(row, goal).tolist()
            far = float(np.hypot(*(np.array([x, y]) - self._goals.xy[goal])))
            return (yield from self._walk(row, goal, x, y, far + 2.0, DOOR))
        x, y = self._goals.xy[goal].tolist()
        return (yield from self._walk(row, goal, x, y, 2.0, DOOR))

    def _gather(self, stop: Stop, party: _Party | None) -> _Process:
        """Wait until everybody of one's party has done with a stop."""
        if party is not None and party.members > 1:
            event = self.env.event()
            party.waiting.setdefault(stop.key, []).append(event)
            party.check()
            yield event

    def _walk(
        self, row: int, goal: int, x: float, y: float, approach: float, arrive: float
    ) -> _Process:
        """Walk to a point near a goal; return the moment of arrival."""
        population = self._population
        leader = int(population.leader[row])
        place = row - leader
        # first member in the middle, then left, right, left ...
        abreast = ABREAST * ((place + 1) // 2) * (1.0 if place % 2 else -1.0) if place else 0.0
        event = self.env.event()
        start_x, start_y = self._xy[row].tolist()
        leg = Leg(
            person=int(population.number[row]),
            group=int(population.number[leader]),
            x=start_x,
            y=start_y,
            goal=goal,
            via=self._via(row, goal),
            target_x=x,
            target_y=y,
            approach=approach,
            arrive=arrive,
            pace=float(population.pace[row]),
            abreast=abreast,
            phone=bool(population.phone[row]),
        )
        self._asked.append((leg, event))
        moment, end_x, end_y = yield event
        if moment < 0:
            raise _Lost
        self._xy[row] = end_x, end_y
        self._at[row] = goal
        return moment

    def _via(self, row: int, goal: int) -> int:
        """Choose a place to pass on the way; members of a group choose alike."""
        leader = int(self._population.leader[row])
        u = self._u_via[leader, int(self._walks[row]) % self._u_via.shape[1]]
        self._walks[row] += 1
        return self._goals.via(goal, int(self._at[row]), float(u))

    # -- helpers ---------------------------------------------------------------------------------

    def _join(self, row: int) -> _Party | None:
        """Find one's party: those of the group who are as grown up; None when alone."""
        if self._population.size[row] == 1:
            return None
        key = (int(self._population.leader[row]), bool(self._population.traits.band[row] == 0))
        party = self._parties.setdefault(key, _Party())
        party.members += 1
        return party

    def _note(self, row: int, plan: Plan) -> None:
        """Keep what the people table says of a plan."""
        venues = [stop.goal for stop in plan.stops if not stop.away]
        self.itinerary[row] = venues + ([plan.end] if plan.end >= self._goals.gates else [])
        self.start_goal[row], self.end_goal[row] = plan.start, plan.end

    def _entrance(self, row: int, goal: int) -> Any:
        """Return the person's own point across a gate, or the door of a venue."""
        spots = self._goals.seats[goal]
        if goal >= self._goals.gates or spots is None:
            return self._goals.xy[goal]
        return spots.xy[int(self._u[row, 7] * len(spots.xy))]

    def _open(self, stop: Stop, moment: float) -> bool:
        """Say whether somebody may go in now."""
        if stop.belongs or stop.goal < self._goals.gates:
            return True
        return self._planner.is_open(stop.goal - self._goals.gates, moment)

    def _wait(self, until: float) -> _Process:
        """Let time pass."""
        if until > self.env.now:
            yield self.env.timeout(until - self.env.now)

    def _stand(self, row: int, moment: float, activity: int, facing: float) -> None:
        """Stand or sit where one is, from a moment on until one walks."""
        x, y = self._xy[row].tolist()
        first = int(np.ceil(moment * TICKS_PER_SECOND))
        person = int(self._population.number[row])
        phone = bool(self._population.phone[row])
        self._recorder.stay(Stay(person, first, x, y, facing, activity, phone))

    def _turn(self, row: int, stop: Stop) -> float:
        """Draw which way somebody sits: any."""
        return float(2.0 * np.pi * self._u[row, (stop.key + 1) % 8] - np.pi)


def _end(stop: Stop, moment: float) -> float:
    """Say when somebody who arrived at a stop at a moment goes on."""
    return min(moment + stop.stay, max(stop.until, moment))
