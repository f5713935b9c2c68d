"""Lines of people who wait for their turn, each at a place of their own on the ground.

Counters - rooms with places for so many, or ticket gates - are SimPy resources, served in the order
of asking. Who waits stands at the first free place; when somebody leaves the line, everybody
behind goes one place forward. That is an event for each person and step, and nothing in between.
"""

import heapq
from dataclasses import dataclass

import simpy
from simpy.resources.resource import Request

from twin.arrays import Floats

__all__ = ["Line", "Tills", "Waiting"]


@dataclass(slots=True, eq=False)
class Waiting:
    """Somebody in a line.

    Attributes
    ----------
    place : int
        How many stand before them.
    forward : simpy.Event
        Happens when that becomes fewer; a new one each time.
    """

    place: int
    forward: simpy.Event


class Line:
    """Counters, and the line before them.

    Parameters
    ----------
    env : simpy.Environment
        The clock.
    counters : int
        How many are served at a time.
    places : (N, 2) array
        Where people wait, the first next to the counters. [m]

    Attributes
    ----------
    places : (N, 2) array
        As above.
    """

    def __init__(self, env: simpy.Environment, counters: int, places: Floats) -> None:
        self.places = places
        self._env = env
        self._counters = simpy.Resource(env, capacity=counters)
        self._line: list[Waiting] = []

    @property
    def full(self) -> bool:
        """Whether there is no place to wait."""
        return len(self._line) >= len(self.places)

    @property
    def counters(self) -> int:
        """How many are served at a time."""
        return int(self._counters.capacity)

    def ask(self) -> Request:
        """Ask for a counter; it is one's own once the request is triggered, until released."""
        return self._counters.request()

    def join(self) -> Waiting:
        """Stand at the end; there must be a place."""
        last = Waiting(len(self._line), self._env.event())
        self._line.append(last)
        return last

    def leave(self, who: Waiting) -> None:
        """Leave the line, from its head or from anywhere; those behind go forward."""
        del self._line[who.place]
        for behind in self._line[who.place :]:
            behind.place -= 1
            behind.forward.succeed()
            behind.forward = self._env.event()

    def serve(self, request: Request, seconds: float) -> None:
        """Keep a counter for a time, after which the next in line has it. [s]"""

        def release(_: simpy.Event) -> None:
            self._counters.release(request)

        self._env.timeout(seconds).callbacks.append(release)


class Tills(Line):
    """Tills with those who wait for them inside, and the line outside of those who do not fit in.

    Inside one is served in the order of coming by whichever till is free first, each taking the
    same time; when is known as soon as one is in.

    Parameters
    ----------
    env : simpy.Environment
        The clock.
    tills : int
        How many.
    inside : int
        How many can wait inside for each.
    seconds : float
        How long each takes. [s]
    places : (N, 2) array
        Where people wait outside, the first next to the door. [m]
    """

    def __init__(
        self, env: simpy.Environment, tills: int, inside: int, seconds: float, places: Floats
    ) -> None:
        super().__init__(env, tills * (1 + inside), places)
        self._seconds = seconds
        self._ready = [float(env.now)] * tills

    def pay(self, request: Request) -> float:
        """Wait inside and be served; return until when, which is when another may come in. [s]"""
        served = max(float(self._env.now), self._ready[0]) + self._seconds
        heapq.heapreplace(self._ready, served)
        self.serve(request, served - self._env.now)
        return served
