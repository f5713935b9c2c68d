"""Where everybody is: their walks from place to place, and where they stand meanwhile."""

import numpy as np

from twin.arrays import Floats
from twin.people.estate import Estate, Process, first_tick
from twin.people.goals import Goals
from twin.people.mobility import BREADTH
from twin.people.population import Population
from twin.people.standing import Standing
from twin.people.tracks import RESTING, Stay
from twin.people.traits import Address
from twin.people.visited import Visited
from twin.people.walking import Leg
from twin.rng import Stream

__all__ = ["ABREAST", "Whereabouts"]

ABREAST = 0.75
"""Distance between people who walk side by side. [m] moussaid2010: 0.7 to 0.8 m."""

_WAYS = 16
"""Lifelong draws of places to pass, kept for each person."""


class Whereabouts:
    """The places of everybody of a day.

    Parameters
    ----------
    estate : Estate
        Who walks, and what is recorded.
    goals : Goals
        The ways.
    population : Population
        Who they are.
    address : Address
        Where their draws are.

    Attributes
    ----------
    xy : (N, 2) array
        Where each is, or was last. [m]
    at : (N,) array of int
        The goal where that is.
    pace : (N,) array
        At what speed each walks when nobody is near. [m/s]
    visited : Visited
        The venues they were in.
    """

    def __init__(
        self, estate: Estate, goals: Goals, population: Population, address: Address
    ) -> None:
        n = population.home_id.size
        self.xy: Floats = np.zeros((n, 2))
        self.at = np.zeros(n, dtype=np.intp)
        self.pace = population.pace.copy()
        self.visited = Visited()
        self._estate = estate
        self._goals = goals
        # lists, since somebody looks into them a million times, and an array makes a number anew
        self._person: list[int] = population.home_id.tolist()
        self._leader: list[int] = population.leader.tolist()
        self._step_free: list[bool] = population.step_free.tolist()
        self._phone: list[bool] = population.phone.tolist()
        self._breadth: list[float] = np.array(BREADTH)[population.mobility].tolist()
        self._paused: dict[int, float] = {}  # who is outdoors at the end of a walk, since when
        self._standing = Standing(estate, population.leader, population.size)
        person = population.home_id[:, None]
        self._u_via = address.life.uniform(Stream.VENUE, person, np.arange(_WAYS)[None, :])

    def go_in(self, row: int) -> None:
        """Be indoors or away, where nobody is recorded."""
        self._paused.pop(row, None)

    def walk(self, row: int, goal: int, target: Floats, arrive: float) -> Process:
        """Walk to a point near a goal; return the moment of arrival."""
        goals = self._goals
        self.visited.leave(row, float(self._estate.env.now))
        if row in self._paused:
            # from the end of one walk to the beginning of the next: at a whole second, with room
            facing = float(goals.facing[self.at[row]])
            self.stand(row, self._paused[row], RESTING, facing)
        self._standing.leave(row)
        leader = self._leader[row]
        place = row - leader
        # the first member in the middle, then left, right, left ...
        side = (place + 1) // 2 * (1.0 if place % 2 else -1.0)
        step_free = self._step_free[row]
        way = goals.routes.row(goal, step_free=step_free)
        start_x, start_y = self.xy[row].tolist()
        x, y = target.tolist()
        leg = Leg(
            person=self._person[row],
            group=self._person[leader],
            x=start_x,
            y=start_y,
            goal=way,
            via=goals.routes.row(self._via(row, goal), step_free=step_free),
            target_x=x,
            target_y=y,
            approach=goals.approach(way, x, y),
            arrive=arrive,
            pace=float(self.pace[row]),
            abreast=ABREAST * side,
            phone=self._phone[row],
            breadth=self._breadth[row],
        )
        moment, end_x, end_y = yield from self._estate.walk(leg)
        self.xy[row], self.at[row] = (end_x, end_y), goal
        self._paused[row] = moment
        return moment

    def stand(
        self, row: int, moment: float, activity: int, facing: float, *, board: bool = False
    ) -> None:
        """Stand or sit where one is, from a moment on until one walks."""
        self._paused.pop(row, None)
        x, y = self.xy[row].tolist()
        stay = Stay(
            *(self._person[row], first_tick(moment), x, y, facing, activity, self._phone[row]),
            board=board,
        )
        self._standing.stand(row, stay)

    def leave(self, row: int, moment: float) -> None:
        """Be gone from where one stood, from a moment on."""
        self._paused.pop(row, None)
        self._standing.leave(row)
        self._estate.leave(self._person[row], moment)

    def _via(self, row: int, goal: int) -> int:
        """Choose a place to pass on the way; members of a group choose alike.

        Between the same two places it is the same on any day: one's usual way.
        """
        leader, start = self._leader[row], int(self.at[row])
        u = float(self._u_via[leader, (start * len(self._goals.xy) + goal) % _WAYS])
        return self._goals.via(goal, start, u, step_free=self._step_free[row])
