"""Company: how many come together, of what ages they are, and who has children of school age along.

Friends and couples are of like age; children come with somebody of the age of parents more often
than with others. Both leave the shares as they are: every first member's age band, and how many of
the others are children, are those of the persona.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from twin.arrays import Bools, Floats, Ints
from twin.people.crowd import Crowd
from twin.people.personas import AGE_BANDS, Persona
from twin.people.pool.ids import persona_of
from twin.people.pool.means import GROUP_SIZES, chance_of_company
from twin.people.pool.parties import sizes
from twin.people.traits import CHILD_AGE, Address, child_age, choose
from twin.rng import Stream

__all__ = ["LIKE", "child_chances", "draw_bands", "draw_sizes", "pupils", "share_with_pupils"]

LIKE = 0.9
"""How alike the ages of companions are to the first member's: correlation of their normal scores.
[1] assumption (range 0.7-0.97)."""

PARENTS = {"16-29": 0.35, "30-44": 1.0, "45-64": 0.6, "65+": 0.15}
"""How often a companion is a child, over how often at 30 to 44 years: parents are 25 to 60, some
grandparents come too. [1] assumption (each half to twice)."""

SCHOOL_AGE = 5.0
"""Younger children come along at any hour. [year] assumption (range 4-5)."""


def draw_sizes(life: Address, first: Ints, crowd: Crowd, every: list[Persona]) -> Ints:
    """Count the members of each party, told by its first member's home id (N,)."""
    persona = persona_of(first)
    u_company = life.uniform(Stream.GROUP, first, 0)
    u_size = life.uniform(Stream.GROUP, first, 1)
    members = np.ones(first.size, dtype=np.intp)
    for k, p in enumerate(every):
        mine = persona == k
        members[mine] = sizes(u_company[mine], u_size[mine], chance_of_company(p, crowd))
    return members


def draw_bands(life: Address, person: Ints, first: Ints, every: list[Persona]) -> NDArray[np.int8]:
    """Draw age bands, for life.

    A companion's normal score is mixed from the first member's and one of its own, so that it is
    standard normal again (a Gaussian copula [nelsen2006]_).

    Parameters
    ----------
    life : Address
        Of day 0.
    person, first : (N,) arrays
        Home ids, and those of the party's first member, who is never a child.
    every : list of Persona
        All of them.

    Returns
    -------
    (N,) array
        Index into ``AGE_BANDS``.

    References
    ----------
    .. [nelsen2006] key in twin/sources.bib, chapter 2.
    """
    u, u_first = (life.uniform(Stream.TRAITS, one, 1) for one in (person, first))
    tiny = 2.0**-54  # a draw may be 0, whose score is infinite
    mixed = LIKE * ndtri(u_first + tiny) + np.sqrt(1.0 - LIKE**2) * ndtri(u + tiny)
    u = np.where(person == first, u, ndtr(mixed))
    u_child = life.uniform(Stream.GROUP, person, 2)
    persona = persona_of(person)
    band = np.zeros(person.size, dtype=np.int8)
    for k, p in enumerate(every):
        mine = persona == k
        ages = _ages(p)
        chance = child_chances(p)[choose(u_first[mine], ages)]
        child = (person[mine] != first[mine]) & (u_child[mine] < chance)
        band[mine] = np.where(child, 0, 1 + choose(u[mine], ages))
    return band


def child_chances(persona: Persona) -> Floats:
    """Return the chance that a companion is a child, by the first member's band (4,). [1]

    Its mean over the ages is the persona's; who comes only with children is a parent already.
    """
    parents = np.array([PARENTS[name] for name in AGE_BANDS[1:]])
    if persona.child == 1.0:
        return np.ones(parents.size)
    chances: Floats = persona.child * parents / (parents @ _ages(persona))
    return chances


def pupils(life: Address, person: Ints, band: NDArray[np.int8]) -> Bools:
    """Tell who is a child of school age."""
    found: Bools = (band == 0) & (child_age(life, person) >= SCHOOL_AGE)
    return found


def share_with_pupils(persona: Persona, crowd: Crowd) -> float:
    """Return the share of a persona's parties to be expected with a child of school age. [1]"""
    old = (CHILD_AGE[1] - SCHOOL_AGE) / (CHILD_AGE[1] - CHILD_AGE[0])
    chance = old * child_chances(persona)
    any_of = sum(share * (1.0 - (1.0 - chance) ** (n - 1)) for n, share in GROUP_SIZES.items())
    found: float = chance_of_company(persona, crowd) * float(any_of @ _ages(persona))
    return found


def _ages(persona: Persona) -> Floats:
    return np.array([persona.ages[name] for name in AGE_BANDS[1:]])
