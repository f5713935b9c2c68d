"""The running estate: the clock that walks everybody, rooms that fill, friends who wait.

Whoever wants to walk asks for it and waits; at each whole second the clock lets those set out who
find room, in the order of asking, and wakes who has arrived. Time outdoors that is not walking is a
stay at one spot; indoors nobody is recorded. Nothing here draws.
"""

import gc
import math
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import simpy

from twin.people.goals import Goals
from twin.people.lines import Line, Tills
from twin.people.services import services
from twin.people.tracks import Recorder, Stay
from twin.people.walking import Leg, Walking
from twin.site import Site
from twin.tables import TICKS_PER_SECOND

__all__ = ["CROWDED", "Estate", "Lost", "Party", "Process"]

CROWDED = frozenset(
    {
        *("cafe", "restaurant", "pub", "shop", "supermarket", "market", "museum", "library"),
        *("leisure", "health", "venue", "station_lounge", "worship"),
    }
)
"""Kinds of indoor venue whose capacity binds; desks, homes and classrooms wait for their own."""

Process = Generator[simpy.Event, Any, Any]
Decided = TypeVar("Decided")
_Asked = tuple[Leg, simpy.Event, float]  # a walk somebody waits to begin, and since when


class Lost(Exception):  # noqa: N818 - an outcome of a day, caught where the day is lived
    """Somebody is stuck and cannot be helped."""


@dataclass(slots=True)
class Party:
    """The members of a group with the same plan, who wait for each other after each stop.

    Attributes
    ----------
    members : int
        How many have not finished their day.
    """

    members: int
    _waiting: dict[int, list[simpy.Event]] = field(default_factory=dict)
    _decided: dict[int, Any] = field(default_factory=dict)

    def once(self, key: int, decide: Callable[[], Decided]) -> Decided:
        """Decide something about a stop for all members; the first who is there decides."""
        if key not in self._decided:
            self._decided[key] = decide()
        decided: Decided = self._decided[key]
        return decided

    def forget(self, key: int) -> None:
        """Forget what was decided about a stop that all members have done with."""
        self._decided.pop(key, None)

    def wait(self, key: int, event: simpy.Event) -> None:
        """Wait at a stop; the event happens when all members do."""
        self._waiting.setdefault(key, []).append(event)
        self.check()

    def check(self) -> None:
        """Let those go on whose whole party is there."""
        for key, events in list(self._waiting.items()):
            if len(events) >= self.members:
                for event in self._waiting.pop(key):
                    event.succeed()


class Estate:
    """Clock, rooms and records that everybody shares.

    Parameters
    ----------
    site : Site
        The venues.
    goals : Goals
        Their numbers.
    walking : Walking
        Who is on foot.
    recorder : Recorder
        Where people outdoors are.
    start : int
        First moment. [s after midnight]

    Attributes
    ----------
    env : simpy.Environment
        The clock.
    lines : dict of int to Line
        By goal: rooms that fill, tills and ticket gates.
    seats : dict of int to simpy.Resource
        By goal: the people a venue with tills holds.
    serve_s : dict of int to float
        By goal: time for each at its ticket gates. [s]
    longest_wait : int
        The longest that somebody had to wait until there was room to set out, so far. [s]
    """

    def __init__(
        self, site: Site, goals: Goals, walking: Walking, recorder: Recorder, *, start: int
    ) -> None:
        self.env = simpy.Environment(initial_time=float(start))
        self.serve_s: dict[int, float] = {}
        self.lines: dict[int, Line] = {}
        self.seats: dict[int, simpy.Resource] = {}
        self._set_up_rooms(site, goals)
        self._set_up_tickets(site, goals)
        self._walking = walking
        self._recorder = recorder
        self.longest_wait = 0
        self._asked: list[_Asked] = []
        self._held: list[_Asked] = []
        self._on_foot: dict[int, simpy.Event] = {}
        self.env.process(self._clock(start))

    def _set_up_rooms(self, site: Site, goals: Goals) -> None:
        """Set up rooms that fill, tills, and the lines before both."""
        for goal, venue in enumerate(site.venues, start=goals.gates):
            places = goals.lines[goal]
            if places is None or venue.venue not in CROWDED:
                continue
            till = services().tills.get(venue.venue)
            if till is None:
                self.lines[goal] = Line(self.env, venue.capacity, places)
            else:
                count = max(venue.capacity // till.places, 1)
                self.lines[goal] = Tills(self.env, count, till.inside, till.serve_s, places)
                self.seats[goal] = simpy.Resource(self.env, capacity=venue.capacity)

    def _set_up_tickets(self, site: Site, goals: Goals) -> None:
        """Set up ticket gates and the lines before them."""
        for goal, gate in enumerate(site.gates):
            places = goals.lines[goal]
            if places is not None:
                tickets = services().ticket_gates[gate.gate]
                count = max(int(gate.width / tickets.door_m), 1)
                self.lines[goal] = Line(self.env, count, places)
                self.serve_s[goal] = tickets.serve_s

    def run(self, until: float) -> None:
        """Simulate up to a moment [s after midnight]."""
        with _garbage_later():
            self.env.run(until=until)

    def walk(self, leg: Leg) -> Process:
        """Walk; return the moment of arrival [s after midnight] and where one then is [m].

        Whoever sets out, from a door or from where they stand, first waits until there is room.

        Raises
        ------
        Lost
            If somebody makes no progress for too long.
        """
        event = self.env.event()
        self._asked.append((leg, event, self.env.now))
        moment, x, y = yield event
        if moment < 0:
            raise Lost
        return moment, x, y

    def wait(self, until: float) -> Process:
        """Let time pass up to a moment."""
        if until > self.env.now:
            yield self.env.timeout(until - self.env.now)

    def stand(self, stay: Stay) -> None:
        """Stand or sit outdoors from a moment on, until one walks."""
        self._recorder.stay(stay)

    def leave(self, person: int, moment: float) -> None:
        """Be gone from a moment on without walking, as by bus."""
        self._recorder.end_stay(person, first_tick(moment))

    def _clock(self, second: int) -> Process:
        """Walk everybody on foot, a second at a time."""
        while True:
            yield self.env.timeout(1.0)
            self._advance(second)
            second += 1
            yield self.env.timeout(0.0)  # who has arrived may ask for their next walk at once
            self._set_out(second)

    def _set_out(self, second: int) -> None:
        """Put on foot who has asked for it and finds room; the others stay first in turn."""
        # members of a party are numbered on from the first, whom the others keep to
        asked = [*self._held, *sorted(self._asked, key=_person)]
        may = self._walking.room_for([leg for leg, *_ in asked])
        self._asked, self._held = [], []
        for one, sets_out in zip(asked, may, strict=True):
            leg, event, since = one
            if sets_out:
                run = self._recorder.walk(leg.person, second * TICKS_PER_SECOND, phone=leg.phone)
                self._walking.add(leg, run, float(second))
                self._on_foot[leg.person] = event
            else:
                self._held.append(one)
                self.longest_wait = max(self.longest_wait, math.ceil(second - since))

    def _advance(self, second: int) -> None:
        """Walk from one whole second to the next and wake who has arrived."""
        n = self._walking.count
        if n == 0:
            return
        first = self._recorder.room(n * TICKS_PER_SECOND)
        tick = second * TICKS_PER_SECOND
        samples = self._recorder.samples
        for person, *result in self._walking.advance(tick, TICKS_PER_SECOND, samples, first):
            self._on_foot.pop(person).succeed(result)


@contextmanager
def _garbage_later() -> Iterator[None]:
    """Look for garbage afterwards: a day's processes and events live on, and are looked through."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _person(asked: _Asked) -> int:
    return asked[0].person


def first_tick(moment: float) -> int:
    """Return the first sample at or after a moment. [0.25 s]"""
    return math.ceil(moment * TICKS_PER_SECOND)
