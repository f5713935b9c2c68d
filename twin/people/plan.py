"""Itineraries: what each person means to do, drawn from persona, map and clock, by address.

Where the day begins and the places of one's own, such as a desk, are drawn for life; what else one
does and where is drawn for the day.

A plan is a function of the person's own draws and the map; who else comes plays no part. Members of
a group share the draws and the plan of their first member, but for steps of adults or children
only. Venues are chosen by kind, attraction and nearness among those open at that time; when one of
the party needs a way without steps, among those that have one. A party with a child chooses no pub.
To places of its own, such as a home, and to its gates a party goes in any case, helped over steps
where there is no other way: an assumption. Whoever does not just pass through has something to do:
when every step falls away, one is done anyway; when nothing is open at all, they walk through to
the next gate.
"""

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from twin.people.crowd import Event
from twin.people.event import GUEST, PLACE, attending
from twin.people.guide import Guide, normal_from
from twin.people.personas import Persona, Step, begins, personas
from twin.people.plans.kernels import draw
from twin.people.population import Population
from twin.people.traits import Address
from twin.rng import Stream
from twin.timeofday import seconds_of

__all__ = ["CLEARED", "Plan", "Planner", "Stop"]

NOT_WITH_CHILDREN = ("pub",)
"""Kinds of venue that parties with a child do not choose: assumption."""

SHORTEST_STAY = 600.0
"""Nobody goes to stay until a clock time for less than this. [s] assumption (range 300-1800)."""

CLEARED = 600.0
"""Over how long before a venue closes those who are left go. [s] assumption (range 300-1200)."""

_DRAWS = 4
"""Uniform draws of each step: whether, where, how long, how soon before closing."""

_AGENDA = int(Stream.AGENDA)


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
    apart : bool
        Only of the party's adults, or only of its children.
    comes_apart : bool
        The way there too: the others were left at a stop before.
    """

    key: int
    goal: int
    away: bool
    stay: float
    until: float
    belongs: bool
    apart: bool
    comes_apart: bool


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

    @property
    def goals(self) -> tuple[int, ...]:
        """Where it begins, what is between on the estate, and where it ends."""
        return (self.start, *(stop.goal for stop in self.stops if not stop.away), self.end)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A step with the number of its draws; ``parts`` are its own steps."""

    step: Step
    key: int
    parts: tuple["_Leaf", ...] = ()
    branches: tuple[tuple[float, tuple["_Leaf", ...]], ...] = ()


class Planner:
    """Draw plans.

    Parameters
    ----------
    guide : Guide
        The estate.
    population : Population
        Who comes.
    address : Address
        The day.
    event : (Event, int) or None
        What is on that day, and the goal where.
    """

    def __init__(
        self,
        guide: Guide,
        population: Population,
        address: Address,
        event: tuple[Event, int] | None,
    ) -> None:
        self.guide = guide
        self._population = population
        self._life, self._today = address.life.array, address.array
        self._own: dict[str, int] = {}
        self._party = -1
        self._drawn: dict[bool, Plan] = {}
        every = personas()
        if event is not None:
            self._own = {PLACE: event[1]}
            every = every | {GUEST: attending(every[GUEST], event[0])}
        self._personas = list(every.values())
        self._trees = [_number(persona) for persona in self._personas]

    def plan(self, row: int) -> Plan:
        """Draw the plan of one person.

        What a party does together is as its first member, who is grown up, has it.
        """
        population = self._population
        leader, child = int(population.leader[row]), bool(population.traits.band[row] == 0)
        plan = self._plan_of(leader, child=False)
        if child:
            own = self._plan_of(leader, child=True)
            stops = [stop for stop in own.stops if stop.apart]
            stops += [stop for stop in plan.stops if not stop.apart]
            plan = replace(plan, stops=sorted(stops, key=lambda stop: stop.key))
        return plan

    def _plan_of(self, leader: int, *, child: bool) -> Plan:
        """Draw the plan of a party's adults or children once; they come one after the other."""
        if leader != self._party:
            self._party, self._drawn = leader, {}
        if child not in self._drawn:
            self._drawn[child] = self._plan(leader, child=child)
        return self._drawn[child]

    def _plan(self, leader: int, *, child: bool) -> Plan:
        """Draw the plan of a party's adults or children."""
        population = self._population
        kind = int(population.persona[leader])
        persona = self._personas[kind]
        u = self._draws(leader, kind)
        places = {
            name: self._own.get(name, self.guide.own(kinds, u[k]))
            for k, (name, kinds) in enumerate(persona.places.items(), start=1)
        }
        where = begins(persona, u[0])
        start = end = places.get(where, -1)
        if start < 0:
            start, end = int(population.gate_in[leader]), int(population.gate_out[leader])
        draft = _Draft(
            guide=self.guide,
            u=u[1 + len(persona.places) :],
            places=places,
            gate=int(population.gate_out[leader]),
            end=end,
            child=child,
            with_child=leader in self._with_child,
            step_free=bool(population.step_free[leader]),
            pace=float(population.pace[leader]),
            # children are alone nowhere on the way, so this is the adults'
            pace_apart=float(population.pace_apart[leader]),
            time=float(population.arrive[leader]),
            at=start,
        )
        other = replace(draft, stops=[])
        draft.follow(self._trees[kind][0])
        if persona.same_gate > 0 and not child and all(s.goal == start for s in draft.stops):
            other.insist(self._trees[kind][0])
            draft = other if other.stops else draft
        idle = all(stop.goal == start for stop in draft.stops)
        if idle and not child and self.guide.is_gate(start) and start == end:
            # nothing is open, and nobody comes to go at once
            return Plan(start, self.guide.next_gate(start, step_free=draft.step_free), [])
        return Plan(start, end, draft.stops)

    @functools.cached_property
    def _with_child(self) -> frozenset[int]:
        """List the first members, by row, of parties with a child."""
        population = self._population
        return frozenset(population.leader[population.traits.band == 0].tolist())

    def _draws(self, leader: int, kind: int) -> list[float]:
        """Draw everything for a first member, lifelong numbers first."""
        own = 1 + len(self._personas[kind].places)
        u = np.empty(own + _DRAWS * self._trees[kind][1])
        home = int(self._population.home_id[leader])
        draw(self._life, _AGENDA, home, 0, u[:own])
        draw(self._today, _AGENDA, home, own, u[own:])
        found: list[float] = u.tolist()
        return found


@dataclass
class _Draft:
    """A plan in the making: where one is and when, if nothing holds one up."""

    guide: Guide
    u: list[float]
    places: dict[str, int]
    gate: int
    end: int
    child: bool
    with_child: bool
    step_free: bool
    pace: float
    pace_apart: float
    time: float
    at: int
    stops: list[Stop] = field(default_factory=list)

    def follow(self, leaves: tuple[_Leaf, ...], *, apart: bool = False) -> None:
        """Take the steps one by one, each when its time and chance are there."""
        for leaf in leaves:
            if not self._wants(leaf):
                continue
            alone = apart or leaf.step.who != "all"
            if leaf.branches:
                self.follow(_branch(leaf, self._draw(leaf, 1)), apart=alone)
            elif leaf.parts:
                self.follow(leaf.parts, apart=alone)
            else:
                self._add(leaf, apart=alone)

    def insist(self, leaves: tuple[_Leaf, ...]) -> None:
        """Go somewhere, whatever the chances: take the step that came nearest to being taken.

        Steps for another time of the day come after all others.
        """
        for _, _, leaf in sorted(self._chances(leaves, 1.0, late=False), key=lambda one: one[:2]):
            self._add(leaf, apart=False)
            if self.stops:
                return

    def _chances(
        self, leaves: tuple[_Leaf, ...], chance: float, *, late: bool
    ) -> Iterator[tuple[bool, float, _Leaf]]:
        """List what the party could go to: out of its hours, draw over chance, step."""
        for leaf in leaves:
            if leaf.step.who != "all" or leaf.step.chance == 0.0:
                continue
            out, likely = late or not self._in_time(leaf.step), chance * leaf.step.chance
            if leaf.branches:
                branch = _branch(leaf, self._draw(leaf, 1))
                yield from self._chances(branch, likely, late=out)
            elif leaf.parts:
                yield from self._chances(leaf.parts, likely, late=out)
            elif leaf.step.go is not None:
                yield out, self._draw(leaf, 0) / likely, leaf

    def _draw(self, leaf: _Leaf, which: int) -> float:
        return self.u[_DRAWS * leaf.key + which]

    def _wants(self, leaf: _Leaf) -> bool:
        """Say whether a step is for this person, now, today."""
        step = leaf.step
        if step.who != "all" and (step.who == "child") != self.child:
            return False
        return self._in_time(step) and self._draw(leaf, 0) < step.chance

    def _in_time(self, step: Step) -> bool:
        """Say whether this is a step's time of the day."""
        if step.between is None:
            return True
        first, last = (seconds_of(clock) for clock in step.between)
        return first <= self.time < last

    def _add(self, leaf: _Leaf, *, apart: bool) -> None:
        """Add a stop, unless there is nowhere to go or no time."""
        step = leaf.step
        goal = self._goal(leaf)
        if goal < 0:
            return
        guide, step_free = self.guide, self.step_free
        # they part at the first such stop, and meet at the last
        comes_apart = apart and bool(self.stops) and self.stops[-1].apart
        pace = self.pace_apart if comes_apart else self.pace
        arrive = self.time + guide.way(goal, self.at, step_free=step_free) / pace
        stay = math.inf
        until = guide.last_moment(goal, self.end, self.pace, step_free=step_free)
        if step.until is not None:
            clock, spread = step.until
            wanted = seconds_of(clock) + 60.0 * spread * normal_from(self._draw(leaf, 2))
            if wanted < arrive + min(SHORTEST_STAY, 60.0 * spread):
                return
            until = min(until, wanted)
        else:
            stay = guide.dwell(step, goal, self._draw(leaf, 2))
        if step.go is not None:
            until = min(until, guide.closes(goal, arrive) - CLEARED * self._draw(leaf, 3))
        leave = min(arrive + stay, until)
        if leave > arrive:
            own = step.at is not None
            self.stops.append(Stop(leaf.key, goal, step.away, stay, until, own, apart, comes_apart))
            self.time, self.at = leave, goal

    def _goal(self, leaf: _Leaf) -> int:
        """Find where a step leads; -1 when the map has no such place or nothing is open."""
        step = leaf.step
        if step.go is not None:
            u = self._draw(leaf, 1)
            kinds = step.go
            if self.with_child:
                kinds = {k: w for k, w in kinds.items() if k not in NOT_WITH_CHILDREN}
            return self.guide.choose(kinds, self.at, self.time, u, step_free=self.step_free)
        return self.gate if step.at is None else self.places[step.at]


def _number(persona: Persona) -> tuple[tuple[_Leaf, ...], int]:
    """Give every step, repeated and nested ones too, a number of its own; return how many."""
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
