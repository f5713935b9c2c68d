"""Home ids: the number of a person for life, made of persona, party and place in the party.

An id has 31 bits, so that it also is the person of an address and fits the columns of walkers:
4 for the persona, 25 for the party, 2 for the member.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from twin.arrays import Ints

__all__ = ["MEMBERS", "PARTIES", "home_id", "persona_of"]

MEMBERS = 4
"""Members of the largest party."""

PARTIES = 1 << 25
"""Parties a persona can have."""

Number = TypeVar("Number", int, "Ints")


def home_id(persona: int, party: Number, member: Number) -> Number:
    """Put persona, party and member together to a number for life.

    Parameters
    ----------
    persona : int
        Index into the personas.
    party : int or (N,) array of int
        Number of the party among those of the persona.
    member : int or (N,) array of int
        Place in the party; 0 is its first member, who decides for all.

    Returns
    -------
    int or (N,) array of int
        Home ids.

    Examples
    --------
    >>> home_id(1, 2, 3) == (1 << 27) + (2 << 2) + 3
    True
    """
    return MEMBERS * (PARTIES * persona + party) + member


def persona_of(home: "Ints") -> "Ints":
    """Return the persona of each home id: index into the personas."""
    return home // (MEMBERS * PARTIES)
