"""Parties: how many each persona has, and how large they are."""

import numpy as np

from twin.arrays import Floats, Ints
from twin.people.pool.ids import home_id
from twin.people.pool.means import GROUP_SIZES
from twin.people.traits import Address, choose
from twin.rng import Stream

__all__ = ["count", "sizes"]


def count(life: Address, persona: int, parties: float) -> int:
    """Count a persona's parties; a fraction is one more, or none, by its own draw.

    The mean is exact, however few they are, and a larger fraction takes nobody away.
    """
    whole = int(parties)
    u = life.uniform(Stream.COME, np.array([home_id(persona, whole, 0)]), 1)
    return whole + int(u[0] < parties - whole)


def sizes(u_company: Floats, u_size: Floats, company: float) -> Ints:
    """Turn uniform draws into the members of parties.

    Parameters
    ----------
    u_company, u_size : (N,) array
        In [0, 1).
    company : float
        Chance that a first member has company. [1]

    Returns
    -------
    (N,) array of int
        From 1 to :data:`~twin.people.pool.ids.MEMBERS`.
    """
    drawn = np.array(list(GROUP_SIZES))[choose(u_size, np.array(list(GROUP_SIZES.values())))]
    return np.where(u_company < company, drawn, 1)
