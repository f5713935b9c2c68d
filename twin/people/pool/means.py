"""Means of the pool: how often people come, in what company, and how many they must therefore be.

Only arithmetic, so that a scenario can be checked without loading what the simulation needs.
"""

import math
from typing import TYPE_CHECKING

from twin.people.personas import Persona, personas
from twin.people.pool.ids import MEMBERS

if TYPE_CHECKING:
    from twin.people.crowd import Crowd

__all__ = [
    "GROUP_SIZES",
    "YEAR",
    "chance_of_company",
    "ends",
    "expected",
    "expected_of",
    "mean_chance",
    "mean_of_week",
    "pool_sizes",
    "week",
]

GROUP_SIZES = {2: 0.75, 3: 0.21, MEMBERS: 0.04}
"""Sizes of groups of two and more: zero-truncated Poisson, mean 0.83 [moussaid2010]; the mean is an
assumption (range 0.6-1.1)."""

_MEAN_GROUP = sum(size * share for size, share in GROUP_SIZES.items())

YEAR = 365.0
"""Days of a year."""


def _shares(crowd: "Crowd") -> dict[str, float]:
    """Return how many of each persona are to be expected from Monday to Thursday, over the total.

    They add up to 1, or to more on a day with an event, whose guests come on top. [1]
    """
    extra = crowd.event.extra if crowd.event is not None else 0
    return {name: getattr(crowd.shares, name, extra / crowd.total) for name in personas()}


def week(persona: Persona) -> tuple[float, ...]:
    """Say how many come on each day of the week, as a share of the busiest.

    Parameters
    ----------
    persona : Persona
        Whose.

    Returns
    -------
    tuple of 7 float
        Monday first; at most 1. Monday to Thursday are alike. [1]
    """
    factors = (1.0, 1.0, 1.0, 1.0, *persona.days)
    return tuple(factor / max(factors) for factor in factors)


def mean_of_week(persona: Persona) -> float:
    """Return the mean of :func:`week`. [1]"""
    return sum(week(persona)) / 7.0


def mean_chance(persona: Persona, crowd: "Crowd") -> float:
    """Return the mean of :func:`~twin.people.pool.often.chances` over u. [1]"""
    if persona.comes is not None:
        return persona.comes.days / sum(week(persona)[:5])
    rarest, most = ends(crowd)
    mean: float = math.log(most / rarest) / (1.0 / rarest - 1.0 / most)
    return mean / mean_of_week(persona)


def ends(crowd: "Crowd") -> tuple[float, float]:
    """Return how often the rarest and the most frequent visitor come. [1/day]"""
    return crowd.rarest_per_year / YEAR, crowd.most_per_year / YEAR


def chance_of_company(persona: Persona, crowd: "Crowd") -> float:
    """Turn the share of people in company into the chance that a first member has company. [1]"""
    share = min(persona.company * crowd.group_factor, 1.0)
    return share / (_MEAN_GROUP - share * (_MEAN_GROUP - 1.0))


def _mean_size(persona: Persona, crowd: "Crowd") -> float:
    """Return the mean members of a party. [1]"""
    return 1.0 + chance_of_company(persona, crowd) * (_MEAN_GROUP - 1.0)


def pool_sizes(crowd: "Crowd") -> dict[str, float]:
    """Say how many parties each persona must have for a crowd of that size to come.

    Expected people on a day from Monday to Thursday, divided by members and by chance of coming.

    Parameters
    ----------
    crowd : Crowd
        Settings.

    Returns
    -------
    dict of str to float
        Persona to parties; not whole numbers, see :func:`~twin.people.pool.parties.count`.
    """
    shares = _shares(crowd)
    return {
        name: crowd.total
        * shares[name]
        / (_mean_size(one, crowd) * mean_chance(one, crowd) * week(one)[0])
        for name, one in personas().items()
    }


def expected_of(crowd: "Crowd", weekday: int) -> dict[str, float]:
    """Return how many people of each persona are to be expected on a day; 0 is Monday."""
    shares = _shares(crowd)
    return {
        name: crowd.total * shares[name] * week(one)[weekday] / week(one)[0]
        for name, one in personas().items()
    }


def expected(crowd: "Crowd", weekday: int) -> float:
    """Return the number of people to be expected on a day of the week; 0 is Monday."""
    return sum(expected_of(crowd, weekday).values())
