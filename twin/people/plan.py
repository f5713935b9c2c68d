"""Itineraries: what each person means to do, drawn from persona, map and clock, by address.

A plan is a function of the person's own draws and the map; who else comes plays no part. Members of
a group share the draws of their first member and so the plan, but for steps of adults or children
only. Venues are chosen by kind, attraction and nearness among those open at that time.
"""

import bisect
import functools
import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from twin.arrays import Floats, Ints
from twin.people.crowd import DAY_END, Crowd
from twin.people.goals import Goals
from twin.people.personas import Persona, Step, personas
from twin.people.population import Population
from twin.people.profile import QUARTER
from twin.people.traits import Address
from twin.rng import Stream
from twin.site import Site

__all__ = ["LAST_OUT", "Opening", "Plan", "Planner", "Stop", "opening_hours"]

NEARNESS = 300.0
"""Length of way over which a venue's attraction falls to 1/e. [m] assumption (range 150-600)."""

SHORTEST_STAY = 600.0
"""Nobody goes to stay until a clock time for less than this. [s] assumption (range 300-1800)."""

LAST_OUT = DAY_END - 1500.0
"""Everybody who has to leave the estate sets off in time to be out by then. [s after midnight]"""

SURE = 1.2
"""People allow this many times the undisturbed walking time. assumption (range 1.1-1.5)."""

_DRAWS = 3
"""Uniform draws of each step: whether, where, how long."""

Opening = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to do.

    Attributes
    ----------
    key : int
        Number of the step; members of a group who share it wait for each other.
    goal : int
        Gate or venue, as numbered by :class:`~twin.people.goals.Goals`.
    away : bool
        Off the estate and back by the same gate.
    stay : float
        How long; infinite when ``until`` counts. [s]
    until : float
        When to go on at the latest. [s after midnight]
    belongs : bool
        A place of the person's own, such as a desk, that lets them in at any hour.
    """

    key: int
    goal: int
    away: bool
    stay: float
    until: float
    belongs: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A day on the estate.

    Attributes
    ----------
    start, end : int
        Goals where it begins and ends; a venue when people live or stay there.
    stops : list of Stop
        What is between.
    """

    start: int
    end: int
    stops: list[Stop]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Venues of some kinds and their weights before nearness and opening hours."""

    number: int
    venues: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A step with the numbers of its draws; ``parts`` are its own steps, or the branches'."""

    step: Step
    key: int
    parts: tuple["_Leaf", ...] = ()
    branches: tuple[tuple[float, tuple["_Leaf", ...]], ...] = ()


def opening_hours(site: Site) -> list[Opening]:
    """List when each venue is open on the site's date and the night after, after its midnight."""
    weekday = site.date.weekday()
    return [venue.opening.intervals(weekday) for venue in site.venues]


class Planner:
    """Draw plans.

    Parameters
    ----------
    site : Site
        Venues and their hours.
    goals : Goals
        Ways between them.
    crowd : Crowd
        Settings.
    population : Population
        Who comes.
    address : Address
        The day.
    """

    def __init__(
        self, site: Site, goals: Goals, crowd: Crowd, population: Population, address: Address
    ) -> None:
        self._crowd = crowd
        self._goals = goals
        self._population = population
        self._address = address
        self._hours = opening_hours(site)
        self._venues = site.venues
        self._by_kind: dict[str, list[int]] = {}
        for v, venue in enumerate(site.venues):
            self._by_kind.setdefault(venue.venue, []).append(v)
        self._personas = list(personas().values())
        self._trees = [_number(p) for p in self._personas]
        self._tables: dict[tuple[tuple[str, float], ...], _Table] = {}
        self._choices: dict[tuple[int, int, int], list[float]] = {}
        self._near = np.exp(-goals.cost[goals.gates :] / NEARNESS)
        middle = QUARTER * (np.arange(int(DAY_END / QUARTER)) + 0.5)
        self._open = np.array(
            [[self.is_open(v, t) for t in middle.tolist()] for v in range(len(site.venues))]
        ).reshape(-1, middle.size)
        self.first_venue = goals.gates

    @functools.cached_property
    def _draws(self) -> dict[int, Floats]:
        """Draw everything for every first member at once: row to (1 + steps * 3,) numbers."""
        population = self._population
        out: dict[int, Floats] = {}
        rows: Ints = np.unique(population.leader)
        for k, (_, count) in enumerate(self._trees):
            mine = rows[population.persona[rows] == k]
            counters = np.arange(len(self._personas[k].places) + 1 + _DRAWS * count)
            u = self._address.uniform(
                Stream.AGENDA, population.number[mine][:, None], counters[None, :]
            )
            out.update(zip(mine.tolist(), u, strict=True))
        return out

    def plan(self, row: int) -> Plan:
        """Draw the plan of one person."""
        population = self._population
        leader = int(population.leader[row])
        kind = int(population.persona[row])
        persona = self._personas[kind]
        u = self._draws[leader]
        places = self._places(persona, u)
        start = end = self._start(persona, float(u[0]), places)
        if start < 0:
            start, end = int(population.gate_in[leader]), int(population.gate_out[leader])
        draft = _Draft(
            planner=self,
            u=u[1 + len(persona.places) :].tolist(),
            places=places,
            gate=int(population.gate_out[leader]),
            end=end,
            child=bool(population.traits.band[row] == 0),
            pace=float(population.pace[leader]),
            time=float(population.arrive[leader]),
            at=start,
        )
        draft.follow(self._trees[kind][0])
        return Plan(start, end, draft.stops)

    def _places(self, persona: Persona, u: Floats) -> dict[str, int]:
        """Draw the places of one's own: name to goal, -1 where the map has none."""
        out = {}
        for k, (name, kinds) in enumerate(persona.places.items(), start=1):
            table = self._table(kinds)
            out[name] = self._pick(table, np.cumsum(table.weights).tolist(), float(u[k]))
        return out

    def _start(self, persona: Persona, u: float, places: dict[str, int]) -> int:
        """Draw where the day begins: a goal, or -1 for a gate."""
        for name, share in persona.start.items():
            if u < share:
                return -1 if name == "gate" else places[name]
            u -= share
        return -1

    def choose(self, kinds: dict[str, float], at: int, time: float, u: float) -> int:
        """Choose a venue that is open at a time, near where one is; -1 when there is none."""
        quarter = min(max(int(time // QUARTER), 0), self._open.shape[1] - 1)
        table = self._table(kinds)
        key = (table.number, at, quarter)
        cumulated = self._choices.get(key)
        if cumulated is None:
            near = self._near[table.venues, at] * self._open[table.venues, quarter]
            cumulated = self._choices[key] = np.cumsum(table.weights * near).tolist()
        return self._pick(table, cumulated, u)

    def _table(self, kinds: dict[str, float]) -> _Table:
        """List the venues of some kinds, each kind's weight shared by their attraction."""
        key = tuple(kinds.items())
        found = self._tables.get(key)
        if found is None:
            venues: list[int] = []
            weights: list[float] = []
            for kind, weight in kinds.items():
                every = self._by_kind.get(kind, [])
                total = sum(self._venues[v].weight for v in every)
                venues += every
                weights += [weight * self._venues[v].weight / total for v in every]
            found = _Table(len(self._tables), np.array(venues, dtype=np.intp), np.array(weights))
            self._tables[key] = found
        return found

    def _pick(self, table: _Table, cumulated: list[float], u: float) -> int:
        """Invert the distribution over the venues of a table: a goal, or -1 when all weigh 0."""
        if not cumulated or cumulated[-1] <= 0.0:
            return -1
        at = bisect.bisect_right(cumulated, u * cumulated[-1])
        return self._goals.gates + int(table.venues[min(at, len(cumulated) - 1)])

    def is_open(self, venue: int, time: float) -> bool:
        """Say whether a venue is open at a time of this day."""
        return any(a <= time < b for a, b in self._hours[venue])

    def closes(self, venue: int, time: float) -> float:
        """Say when a venue that is open closes."""
        return next((b for a, b in self._hours[venue] if a <= time < b), time)

    def way(self, goal: int, at: int) -> float:
        """Return the length of the way between goals. [m]"""
        return float(self._goals.cost[goal, at])

    def last_moment(self, goal: int, end: int, pace: float) -> float:
        """Say when to set off from a goal so as to be out in time."""
        return LAST_OUT - SURE * self.way(end, goal) / pace

    def dwell(self, step: Step, goal: int, u: float) -> float:
        """Draw how long somebody stays at a venue. [s]"""
        venue = self._venues[goal - self._goals.gates] if goal >= self._goals.gates else None
        if step.stay is not None:
            median, sigma = 60.0 * step.stay[0], step.stay[1]
        elif venue is not None:
            median, sigma = venue.dwell_median_s, venue.dwell_sigma
        else:
            return 0.0
        factor = self._crowd.dwell_factor
        if venue is not None and not venue.indoor:
            factor *= self._crowd.outdoor_factor
        return factor * median * math.exp(sigma * _normal(u))


@dataclass
class _Draft:
    """A plan in the making: where one is and when, if nothing holds one up."""

    planner: Planner
    u: list[float]
    places: dict[str, int]
    gate: int
    end: int
    child: bool
    pace: float
    time: float
    at: int

    def __post_init__(self) -> None:
        self.stops: list[Stop] = []

    def follow(self, leaves: tuple[_Leaf, ...]) -> None:
        """Take the steps one by one, each when its time and chance are there."""
        for leaf in leaves:
            step = leaf.step
            if self._wants(leaf):
                if leaf.branches:
                    self.follow(_branch(leaf, self._draw(leaf, 1)))
                elif leaf.parts:
                    self.follow(leaf.parts)
                else:
                    self._add(step, leaf)

    def _draw(self, leaf: _Leaf, which: int) -> float:
        return self.u[_DRAWS * leaf.key + which]

    def _wants(self, leaf: _Leaf) -> bool:
        """Say whether a step is for this person, now, today."""
        step = leaf.step
        if step.who != "all" and (step.who == "child") != self.child:
            return False
        if step.between is not None:
            first, last = (_seconds(clock) for clock in step.between)
            if not first <= self.time < last:
                return False
        return self._draw(leaf, 0) < step.chance

    def _add(self, step: Step, leaf: _Leaf) -> None:
        """Add a stop, unless there is nowhere to go or no time."""
        planner = self.planner
        if step.away:
            goal = self.gate
        elif step.at is not None:
            goal = self.places[step.at]
        else:
            goal = planner.choose(step.go or {}, self.at, self.time, self._draw(leaf, 1))
        if goal < 0:
            return
        belongs = step.at is not None
        arrive = self.time + planner.way(goal, self.at) / self.pace
        last = planner.last_moment(goal, self.end, self.pace)
        stay, until = math.inf, last
        if step.until is not None:
            clock, spread = step.until
            until = _seconds(clock) + 60.0 * spread * _normal(self._draw(leaf, 2))
            if until < arrive + min(SHORTEST_STAY, 60.0 * spread):
                return
            until = min(until, last)
        else:
            stay = planner.dwell(step, goal, self._draw(leaf, 2))
        if not belongs and not step.away:
            until = min(until, planner.closes(goal - planner.first_venue, arrive))
        leave = min(arrive + stay, until)
        if leave <= arrive:
            return
        self.stops.append(Stop(leaf.key, goal, step.away, stay, until, belongs))
        self.time, self.at = leave, goal


def _number(persona: Persona) -> tuple[tuple[_Leaf, ...], int]:
    """Give every step, repeated and nested ones too, a number of its own."""
    count = 0

    def number(steps: tuple[Step, ...]) -> tuple[_Leaf, ...]:
        nonlocal count
        leaves: list[_Leaf] = []
        for step in steps:
            for _ in range(step.times):
                key = count
                count += 1
                parts = number(step.steps)
                branches = tuple((b.share, number(b.steps)) for b in step.either)
                leaves.append(_Leaf(step, key, parts, branches))
        return tuple(leaves)

    tree = number(persona.steps)
    return tree, count


def _branch(leaf: _Leaf, u: float) -> tuple[_Leaf, ...]:
    """Choose one of several courses."""
    u *= sum(share for share, _ in leaf.branches)
    for share, leaves in leaf.branches:
        if u < share:
            return leaves
        u -= share
    return leaf.branches[-1][1]


@functools.lru_cache(maxsize=256)
def _seconds(clock: str) -> float:
    hours, minutes = clock.split(":")
    return 3600.0 * int(hours) + 60.0 * int(minutes)


def _normal(u: float) -> float:
    """Turn a uniform draw into a standard normal number, at most 3.5 in size."""
    return float(ndtri(min(max(u, 2.5e-4), 1.0 - 2.5e-4)))
