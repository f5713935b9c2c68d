"""A party's visit to a room: it asks for room as one, goes in as one and gives up as one."""

import simpy

from twin.people.lines import Line, Tills

__all__ = ["Visit"]


class Visit:
    """Room for a party, asked for by whoever of it comes first.

    Parameters
    ----------
    env : simpy.Environment
        The clock.
    room : Line
        The room; a party larger than it asks for all of it.
    seats : simpy.Resource or None
        Places to sit of a room with tills.
    members : int
        How many there are.
    """

    def __init__(
        self, env: simpy.Environment, room: Line, seats: simpy.Resource | None, members: int
    ) -> None:
        self.room = room
        self.refused = False
        self.waiting = False
        self.ended: simpy.Event = env.event()
        self._env = env
        self._seats = seats
        self._members = members
        self._served: float | None = None
        self._closed = False
        self._taken: list[simpy.resources.resource.Request] = []
        self._asked = [room.ask() for _ in range(min(members, room.counters))]
        # an event of its own: a condition within another one stops checking when the other happens
        self.granted: simpy.Event = env.event()
        env.all_of(self._asked).callbacks.append(self._grant)

    @property
    def inside(self) -> bool:
        """Whether there is room for the whole party."""
        return not self.refused and all(request.triggered for request in self._asked)

    def _grant(self, _: simpy.Event) -> None:
        self.granted.succeed()

    def patience(self, seconds: float) -> None:
        """Give up after a time, counted from the first call. [s]"""
        if not self.waiting:
            self.waiting = True
            timeout = self._env.timeout(seconds)
            timeout.callbacks.append(lambda _: None if self.inside else self.give_up())

    def give_up(self) -> None:
        """Go on without having been in, all together."""
        if not self.refused:
            self.refused = True
            self.ended.succeed()
            self.close()

    def buy(self) -> tuple[float, bool]:
        """Be served at the tills; return until when [s], and whether all have a place to sit."""
        if self._served is None and isinstance(self.room, Tills) and self._seats is not None:
            self._served = max(self.room.pay(request) for request in self._asked)
            if self._seats.capacity - self._seats.count >= self._members:
                self._taken = [self._seats.request() for _ in range(self._members)]
        return self._served or 0.0, bool(self._taken)

    def close(self) -> None:
        """Leave the room to others, once; tills are left by whoever is served."""
        if self._closed:
            return
        self._closed = True
        if self._served is None:
            for request in self._asked:
                if request.triggered:
                    request.resource.release(request)
                else:
                    request.cancel()
        for seat in self._taken:
            seat.resource.release(seat)
