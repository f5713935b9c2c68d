"""Who comes: persona, company, arrival, gates and body of every person, each by address.

Person i's persona inverts the distribution at ``uniform(seed, PERSONA, replication, day, i, 0)``,
and so on for every trait; whoever comes in company takes persona, arrival and gates from the first
member of the group. Groups take consecutive numbers, and nothing depends on how many people there
are in all, so one person more changes nobody else.
"""

import datetime
from dataclasses import dataclass

import numpy as np

from twin.arrays import Bools, Floats, Ints
from twin.people.crowd import Crowd
from twin.people.gates import draw_gates, gate_weights
from twin.people.gaze import PHONE_HABIT
from twin.people.personas import AGE_BANDS, Persona, personas
from twin.people.profile import arrival_time, profile
from twin.people.traits import Address, Traits, choose, draw_traits
from twin.rng import Stream
from twin.site.things import Gate

__all__ = ["GROUP_SIZES", "Population", "day_of", "draw_population"]

GROUP_SIZES = {2: 0.75, 3: 0.21, 4: 0.04}
"""Sizes of groups of two and more: zero-truncated Poisson, mean 0.83 [moussaid2010]; the mean is an
assumption (range 0.6-1.1)."""

SLOWER_BY = 0.05
"""How much slower a group walks for each member after the first. [m/s] assumption (0.02-0.1), after
the linear law of moussaid2010."""

SLOWEST_GROUP = 0.5
"""No group walks slower. [m/s] weidmann1993, the cut of the free speed."""

_PHONE_BANDS = np.array([name != "child" for name in AGE_BANDS])


@dataclass(frozen=True, eq=False)
class Population:
    """Everybody who is simulated, one row a person, by rising number.

    Attributes
    ----------
    number : (N,) array
        The person's number in the whole day, the address of every draw.
    persona : (N,) array
        Index into the personas.
    arrive : (N,) array
        Time of arrival, seconds after midnight.
    leader : (N,) array
        Row of the group's first member.
    size : (N,) array
        Size the group was drawn with.
    gate_in, gate_out : (N,) array
        Index into the gates.
    traits : Traits
        Bodies.
    pace : (N,) array
        Speed the person walks at when nobody is near: the free speed, or the group's. [m/s]
    phone, face_covering : (N,) array
        Reads a phone at times while walking; covers nose and mouth.
    """

    number: Ints
    persona: Ints
    arrive: Floats
    leader: Ints
    size: Ints
    gate_in: Ints
    gate_out: Ints
    traits: Traits
    pace: Floats
    phone: Bools
    face_covering: Bools


def day_of(date: datetime.date) -> int:
    """Turn a date into the day of its draws; 0 is for lifelong traits."""
    return date.toordinal()


def draw_population(
    crowd: Crowd, gates: tuple[Gate, ...], address: Address, weekday: int
) -> Population:
    """Draw everybody who arrives within the simulated time.

    Parameters
    ----------
    crowd : Crowd
        Settings.
    gates : tuple of Gate
        Where people come and go.
    address : Address
        The day.
    weekday : int
        0 is Monday.

    Returns
    -------
    Population
        By rising number.
    """
    every = list(personas().values())
    person = np.arange(crowd.total, dtype=np.intp)
    company = np.array([_company(p, crowd) for p in every])
    mean_size = 1.0 + company * (sum(k * p for k, p in GROUP_SIZES.items()) - 1.0)
    shares = _shares(crowd, every, weekday)
    own = choose(address.uniform(Stream.PERSONA, person), shares / mean_size)
    leader, size = _groups(address, person, company[own])
    persona = own[leader]
    arrive = np.empty(crowd.total)
    u = address.uniform(Stream.ARRIVAL, leader)
    for k, p in enumerate(every):
        mine = persona == k
        arrive[mine] = arrival_time(u[mine], profile(p, weekday))
    kept = np.flatnonzero((arrive >= crowd.start_s) & (arrive < crowd.end_s))
    row = np.full(crowd.total, -1, dtype=np.intp)
    row[kept] = np.arange(kept.size)
    person, persona, first = kept, persona[kept], leader[kept]
    traits = _bodies(address, person, first, persona, every)
    weights = gate_weights(shares, gates, every)
    gate_in, gate_out = draw_gates(address, first, persona, weights, gates, every)
    return Population(
        number=person,
        persona=persona,
        arrive=arrive[kept],
        leader=row[first],
        size=size[kept],
        gate_in=gate_in,
        gate_out=gate_out,
        traits=traits,
        pace=_paces(traits, row[first], size[kept]),
        phone=(
            address.uniform(Stream.PHONE, person)
            < min(crowd.phone_share / PHONE_HABIT, 1.0) * _PHONE_BANDS[traits.band]
        ),
        face_covering=address.uniform(Stream.TRAITS, person, 6) < crowd.face_covering_share,
    )


def _shares(crowd: Crowd, every: list[Persona], weekday: int) -> Floats:
    """Return the personas' shares of a weekday, not normalised."""
    shares = np.array([getattr(crowd.shares, name) for name in personas()])
    if weekday >= 5:
        shares = shares * np.array([p.weekend[weekday - 5] for p in every])
    return shares


def _company(persona: Persona, crowd: Crowd) -> float:
    """Turn the share of people in company into the chance that a first member has company."""
    share = min(persona.company * crowd.group_factor, 1.0)
    mean = sum(k * p for k, p in GROUP_SIZES.items())
    return share / (mean - share * (mean - 1.0))


def _groups(address: Address, person: Ints, company: Floats) -> tuple[Ints, Ints]:
    """Give each first member the numbers that follow; return leader and drawn size of everyone."""
    sizes = np.array(list(GROUP_SIZES))
    drawn = sizes[
        choose(address.uniform(Stream.GROUP, person, 1), np.array(list(GROUP_SIZES.values())))
    ]
    drawn = np.where(address.uniform(Stream.GROUP, person, 0) < company, drawn, 1)
    leaders = []
    i, n = 0, person.size
    steps: list[int] = drawn.tolist()
    while i < n:
        leaders.append(i)
        i += steps[i]
    first = np.array(leaders, dtype=np.intp)
    leader = np.repeat(first, drawn[first])[:n]
    return leader, drawn[leader]


def _bodies(
    address: Address, person: Ints, first: Ints, persona: Ints, every: list[Persona]
) -> Traits:
    """Draw sex, age and body; only others than the first member of a group can be children."""
    female = np.array([p.female for p in every])[persona]
    woman = address.uniform(Stream.TRAITS, person, 0) < female
    u = address.uniform(Stream.TRAITS, person, 1)
    band = np.zeros(person.size, dtype=np.int8)
    for k, p in enumerate(every):
        mine = persona == k
        shares = np.array([p.ages[name] for name in AGE_BANDS[1:]])
        band[mine] = 1 + choose(u[mine], shares)
    children = np.array([p.child for p in every])[persona]
    child = (person != first) & (address.uniform(Stream.GROUP, person, 2) < children)
    band[child] = 0
    return draw_traits(address, person, woman, band)


def _paces(traits: Traits, leader: Ints, size: Ints) -> Floats:
    """Let a group walk at its first member's speed, slower the larger it was drawn."""
    together = np.clip(traits.speed[leader] - SLOWER_BY * (size - 1), SLOWEST_GROUP, None)
    return np.where(size > 1, together, traits.speed)
