"""The guide: which venues there are, when they are open, how far they lie, which one is chosen."""

import bisect
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from twin.arrays import Floats, Ints
from twin.people.crowd import DAY_END, Crowd
from twin.people.goals import Goals
from twin.people.personas import Step
from twin.people.profile import QUARTER
from twin.site import Site

__all__ = ["Guide", "normal_from"]

NEARNESS = 300.0
"""Length of way over which a venue's attraction falls to 1/e. [m] assumption (range 150-600)."""

LAST_OUT = DAY_END - 1500.0
"""Everybody who has to leave the estate sets off in time to be out by then. [s after midnight]"""

LONGEST_SEAT = 7200.0
"""Nobody wants to sit or stand about outdoors for longer at one place. [s] assumption (range
3600-10800)."""

SURE = 1.2
"""People allow this many times the undisturbed walking time. assumption (range 1.1-1.5)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Venues of some kinds and their weights before nearness and opening hours."""

    number: int
    venues: Ints
    weights: Floats
    cumulated: list[float]


class Guide:
    """What people know of the estate.

    Parameters
    ----------
    site : Site
        Venues and their hours.
    goals : Goals
        Ways between them.
    crowd : Crowd
        How long people stay.
    weekday : int
        0 is Monday.
    """

    def __init__(self, site: Site, goals: Goals, crowd: Crowd, weekday: int) -> None:
        self._crowd = crowd
        self._goals = goals
        self._used = np.array([gate.share > 0.0 for gate in site.gates])
        self._hours = [venue.opening.intervals(weekday) for venue in site.venues]
        self._venues = site.venues
        self._by_kind: dict[str, list[int]] = {}
        for v, venue in enumerate(site.venues):
            self._by_kind.setdefault(venue.venue, []).append(v)
        self._tables: dict[tuple[tuple[tuple[str, float], ...], bool], _Table] = {}
        # numbers side by side, since there are half a million: in a list each is an object
        self._choices: dict[tuple[int, int, int, bool], array[float]] = {}
        self._near = [self._nearness(step_free=step_free) for step_free in (False, True)]
        middle = QUARTER * (np.arange(int(DAY_END / QUARTER)) + 0.5)
        self._open = np.array(
            [[self.is_open(goals.gates + v, t) for t in middle] for v in range(len(site.venues))]
        ).reshape(-1, middle.size)

    def _nearness(self, *, step_free: bool) -> Floats:
        """Weigh how near each venue is to each goal; 0 where one cannot get."""
        length = self._goals.lengths(step_free=step_free)[self._goals.gates :]
        reached = self._goals.step_free[self._goals.gates :] | (not step_free)
        near: Floats = np.exp(-length / NEARNESS) * reached[:, None]
        return near

    def choose(
        self, kinds: dict[str, float], at: int, time: float, u: float, *, step_free: bool = False
    ) -> int:
        """Choose a venue of some kinds that is open at a time, near where one is.

        Each kind's weight is shared by its venues' attraction, times nearness. Where one is now is
        chosen again only when there is nothing else; who needs no steps chooses among what can be
        reached without.

        Returns
        -------
        int
            A goal, or -1 when nothing is open, or nothing can be reached.
        """
        quarter = min(max(int(time // QUARTER), 0), self._open.shape[1] - 1)
        table = self._table(kinds)
        key = (table.number, at, quarter, step_free)
        cumulated = self._choices.get(key)
        if cumulated is None:
            near = self._near[step_free][table.venues, at] * self._open[table.venues, quarter]
            elsewhere = near * (table.venues != at - self._goals.gates)
            near = elsewhere if elsewhere.any() else near
            cumulated = self._choices[key] = array("d", np.cumsum(table.weights * near))
        return self._pick(table, cumulated, u)

    def own(self, kinds: dict[str, float], u: float) -> int:
        """Choose a place of one's own, wherever it lies; -1 when the map has none.

        Each kind's weight is shared by its venues' capacity: a house fills as its neighbours do.
        """
        table = self._table(kinds, own=True)
        return self._pick(table, table.cumulated, u)

    def is_gate(self, goal: int) -> bool:
        """Say whether a goal is a gate, not a venue."""
        return goal < self._goals.gates

    def next_gate(self, gate: int, *, step_free: bool) -> int:
        """Find the nearest other gate that people come by; the same one when there is none."""
        length = self._goals.lengths(step_free=step_free)[: self._used.size, gate]
        others = self._used & (np.arange(self._used.size) != gate)
        return int(np.argmin(np.where(others, length, np.inf))) if others.any() else gate

    def is_open(self, goal: int, time: float) -> bool:
        """Say whether a venue is open at a time of this day; a gate always is."""
        venue = goal - self._goals.gates
        return venue < 0 or any(a <= time < b for a, b in self._hours[venue])

    def closes(self, goal: int, time: float) -> float:
        """Say when a venue that is open closes; the same moment when it is not open."""
        hours = self._hours[goal - self._goals.gates]
        return next((b for a, b in hours if a <= time < b), time)

    def way(self, goal: int, at: int, *, step_free: bool = False) -> float:
        """Return the length of the way between goals, with steps or without. [m]"""
        return float(self._goals.lengths(step_free=step_free)[goal, at])

    def last_moment(self, goal: int, end: int, pace: float, *, step_free: bool = False) -> float:
        """Say when to set off from a goal so as to be out in time. [s after midnight]"""
        return LAST_OUT - SURE * self.way(end, goal, step_free=step_free) / pace

    def dwell(self, step: Step, goal: int, u: float) -> float:
        """Draw how long somebody stays at a goal: lognormal, outdoors up to a longest time. [s]"""
        venue = self._venues[goal - self._goals.gates] if goal >= self._goals.gates else None
        if step.stay is not None:
            median, sigma = 60.0 * step.stay[0], step.stay[1]
        elif venue is not None:
            median, sigma = venue.dwell_median_s, venue.dwell_sigma
        else:
            return 0.0
        factor, stay = self._crowd.dwell_factor, median * math.exp(sigma * normal_from(u))
        if venue is not None and not venue.indoor:
            factor *= self._crowd.outdoor_factor
            stay = min(stay, LONGEST_SEAT)
        return factor * stay

    def _table(self, kinds: dict[str, float], *, own: bool = False) -> _Table:
        """List the venues of some kinds, each kind's weight shared by attraction or capacity."""
        key = (tuple(kinds.items()), own)
        found = self._tables.get(key)
        if found is None:
            venues: list[int] = []
            weights: list[float] = []
            for kind, weight in kinds.items():
                every = self._by_kind.get(kind, [])
                one = [self._venues[v].capacity if own else self._venues[v].weight for v in every]
                venues += every
                weights += [weight * each / sum(one) for each in one]
            found = self._tables[key] = _Table(
                len(self._tables),
                np.array(venues, dtype=np.intp),
                np.array(weights),
                np.cumsum(weights).tolist(),
            )
        return found

    def _pick(self, table: _Table, cumulated: Sequence[float], u: float) -> int:
        """Invert the distribution over the venues of a table: a goal, or -1 when all weigh 0."""
        if not cumulated or cumulated[-1] <= 0.0:
            return -1
        at = bisect.bisect_right(cumulated, u * cumulated[-1])
        return self._goals.gates + int(table.venues[min(at, len(cumulated) - 1)])


def normal_from(u: float) -> float:
    """Turn a uniform draw into a standard normal number, at most 3.5 in size."""
    return float(ndtri(min(max(u, 2.5e-4), 1.0 - 2.5e-4)))
