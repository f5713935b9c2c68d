"""Kinds of people: why they come, and whether they come once a week or less often."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from scipy.optimize import brentq

from twin.arrays import Floats, Ints
from twin.people import Crowd
from twin.people.company import draw_sizes
from twin.people.personas import Persona, personas
from twin.people.pool.attend import comers
from twin.people.pool.ids import MEMBERS, persona_of
from twin.people.pool.means import expected_of, mean_chance, mean_of_week, week
from twin.people.pool.often import chances
from twin.people.traits import Address
from twin.rng import Stream

__all__ = ["KINDS", "Pool", "kind_of", "who_came"]

OFTEN = ("rarer", "weekly")
"""How often somebody comes, who comes once a week or not."""

KINDS = tuple((persona, often) for persona in personas() for often in OFTEN)
"""Every kind, by number: persona and how often they come."""

WEEKLY = 1.0 / 7.0
"""Days a day on which somebody comes who comes once a week. [1] assumption (range 1/14-2/7)"""

NODES = 32
"""Chances of coming that stand for all who come weekly, or rarer, of a persona. [1] assumption
(range 16-256): 32 and 256 agree to 1e-6 on who comes in a year."""


def who_came(crowd: Crowd, address: Address, weekday: int) -> Ints:
    """List the home ids of everybody who comes on a day, at whatever hour, rising."""
    first = comers(crowd, address, weekday)
    sizes = draw_sizes(address.life, first, crowd, list(personas().values()))
    ends = np.cumsum(sizes)
    member = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - sizes, sizes)
    return np.asarray(np.repeat(first, sizes) + member, dtype=np.intp)


def kind_of(home: Ints, crowd: Crowd, life: Address) -> Ints:
    """Give the number of the kind of each person (N,), told by home id."""
    first = home - home % MEMBERS
    persona, u = persona_of(home), life.uniform(Stream.COME, first, 0)
    kind = np.zeros(home.size, dtype=np.intp)
    for k, one in enumerate(personas().values()):
        mine = np.flatnonzero(persona == k)
        kind[mine] = _kinds(k, chances(one, crowd, u[mine]) * mean_of_week(one))
    return kind


@dataclass(frozen=True, eq=False)
class Pool:
    """Everybody who could come, as a few chances of coming that stand for all.

    Attributes
    ----------
    kind : (M,) array of int
        Number of the kind.
    people : (M,) array
        How many such people there are. [1]
    by_day : (M, 7) array
        Chance of coming on each day of the week, Monday first. [1]
    """

    kind: Ints
    people: Floats
    by_day: Floats

    @classmethod
    def of(cls, crowd: Crowd, *, nodes: int = NODES) -> Self:
        """Lay chances of coming through every kind, closer together towards both ends.

        Gauss-Legendre points s [golub1969]_ on the uniform draw u = s^2 (3 - 2 s).

        References
        ----------
        .. [golub1969] key in twin/sources.bib.
        """
        usual = crowd.model_copy(update={"event": None})
        points, weights = np.polynomial.legendre.leggauss(nodes)
        s = 0.5 * (points + 1.0)
        within, weight = s * s * (3.0 - 2.0 * s), 3.0 * s * (1.0 - s) * weights
        kind, people, by_day = [], [], []
        for k, (name, one) in enumerate(personas().items()):
            there = expected_of(usual, 0)[name] / (mean_chance(one, usual) * week(one)[0])
            for start, end in pairwise([0.0, *_share_rarer(one, usual), 1.0]):
                chance = chances(one, usual, start + (end - start) * within)
                kind.append(_kinds(k, chance * mean_of_week(one)))
                people.append(there * (end - start) * weight)
                by_day.append(chance[:, None] * np.array(week(one)))
        return cls(np.concatenate(kind), np.concatenate(people), np.concatenate(by_day))


def _share_rarer(one: Persona, crowd: Crowd) -> list[float]:
    """Find the share of a persona who come less than once a week, if some do and some do not."""

    def beyond(u: float) -> float:
        return float(chances(one, crowd, np.array([u]))[0]) * mean_of_week(one) - WEEKLY

    return [float(brentq(beyond, 0.0, 1.0))] if beyond(0.0) < 0.0 < beyond(1.0) else []


def _kinds(persona: int, days_a_day: Floats) -> Ints:
    """Give the number of the kind of people of a persona who come on so many days a day (N,)."""
    found: Ints = len(OFTEN) * persona + (days_a_day >= WEEKLY * (1.0 - 1e-9)).astype(np.intp)
    return found
