"""How far a count may lie from this one on another day with the same laws and other people."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from twin.answers.counts import Exposed, human_density
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES

__all__ = ["COVER", "METHOD", "NONE", "Parties", "interval", "intervals"]

COVER = 0.95
"""Probability of the interval; assumption (0.9-0.99), the usual choice."""

DEVIATES = 1.959964
"""Standard deviations either side of the mean that hold :data:`COVER` of a normal distribution."""

METHOD = (
    "Interval: 95 of 100 days like this one, with other people drawn by the same laws and every "
    "recognition drawn anew. Parties are taken as drawn independently of one another. It holds "
    "nothing of what was assumed: another crowd, recogniser or map may differ by more."
)

NONE = {
    "seen": None,
    "identify_with_face": None,
    "templated": None,
    "machine": dict.fromkeys(PROFILES),
    "cover": COVER,
    "method": (
        "No interval: these people were recorded once, and one recording does not tell what other "
        "days would bring."
    ),
}
"""Stands for the intervals of recorded people, whom no law draws anew."""


class Parties:
    """Who came with whom, and how many were asked for.

    Parameters
    ----------
    people : pyarrow.Table
        The people table.
    asked : int
        People of the whole day, those outside the simulated hours included.
    """

    def __init__(self, people: pa.Table, asked: int) -> None:
        person = np.asarray(people.column("person").to_numpy())
        _, party = np.unique(np.asarray(people.column("group").to_numpy()), return_inverse=True)
        self._party: Ints = np.zeros(int(person.max(initial=-1)) + 1, dtype=np.intp)
        self._party[person] = party
        self.sizes: Floats = np.bincount(party).astype(np.float64)
        self.asked = max(asked, people.num_rows)

    def totals(self, person: Ints, values: Floats) -> Floats:
        """Add up values of persons (N,) for each party."""
        return np.bincount(self._party[person], weights=values, minlength=len(self.sizes)).astype(
            np.float64
        )


def interval(
    person: Ints, values: ArrayLike, parties: Parties, *, chance: bool = False
) -> dict[str, float]:
    """Say between which numbers a count lies on 95 of 100 days like this one.

    With T the count, r = T / people asked for, and t and n a party's count and size, the variance
    is the sum of (t - r n)^2 over parties, those who did not come in the simulated hours included:
    a ratio to the number of people, drawn party by party (chapter 9A of [cochran1977]_). Where the
    values are chances of an event, the sum of p (1 - p) is added.

    Parameters
    ----------
    person : (N,) array of int
        Persons.
    values : (N,) array
        What each adds to the count, 0 to 1; others add nothing. [1]
    parties : Parties
        Who came with whom.
    chance : bool
        Whether the values are chances of an event that happens or not.

    Returns
    -------
    dict
        ``sd``; ``low`` and ``high``, of a normal distribution, not below 0 nor above all.

    References
    ----------
    .. [cochran1977] key in twin/sources.bib.

    Notes
    -----
    assumption: parties are independent. They share the ground, so a crowded hour is seen less by
    each; on the small site 30 seeds scatter as the interval says.
    """
    found = np.asarray(values, dtype=np.float64)
    total = float(found.sum())
    rate = total / parties.asked if parties.asked else 0.0
    apart = parties.totals(person, found) - rate * parties.sizes
    absent = parties.asked - float(parties.sizes.sum())
    variance = float(apart @ apart) + absent * rate * rate
    if chance:
        variance += float(found @ (1.0 - found))
    sd = float(np.sqrt(variance))
    return {
        "sd": sd,
        "low": max(0.0, total - DEVIATES * sd),
        "high": min(float(parties.asked), total + DEVIATES * sd),
    }


def intervals(day: Exposed, parties: Parties) -> dict[str, Any]:
    """Give the interval of every headline: people seen, identifiable, searched; by profile."""
    counts = {
        "seen": np.ones(len(day.person)),
        "identify_with_face": day.face_density >= human_density(),
        "templated": day.templated,
    }
    return {
        **{name: interval(day.person, values, parties) for name, values in counts.items()},
        "machine": {
            name: interval(day.person, day.machine[name], parties, chance=True) for name in PROFILES
        },
        "cover": COVER,
        "method": METHOD,
    }
