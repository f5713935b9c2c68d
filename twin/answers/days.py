"""How far a count may lie from this one on another day with the same laws and other people."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from twin.answers.counts import Exposed, human_density
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES

__all__ = ["COVER", "DEVIATES", "METHOD", "NONE", "Parties", "interval", "intervals"]

COVER = 0.95
"""Probability of the interval; assumption (0.9-0.99), the usual choice."""

DEVIATES = 1.959964
"""Standard deviations either side of the mean that hold :data:`COVER` of a normal distribution."""

METHOD = (
    "Interval: 95 of 100 days like this one, with other people drawn by the same laws, more or "
    "fewer of them, and every recognition drawn anew. Parties are taken as drawn independently of "
    "one another. It holds nothing of what was assumed: another crowd, recogniser or map may "
    "differ by more."
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
    """Who came with whom, and of how many who could have come.

    Parameters
    ----------
    people : pyarrow.Table
        The people table.
    pool : mapping of str to float
        Persona to the parties it has in the pool, those who did not come included.
    """

    def __init__(self, people: pa.Table, pool: Mapping[str, float]) -> None:
        person = np.asarray(people.column("person").to_numpy())
        _, first, party = np.unique(
            np.asarray(people.column("group").to_numpy()), return_index=True, return_inverse=True
        )
        self._party: Ints = np.zeros(int(person.max(initial=-1)) + 1, dtype=np.intp)
        self._party[person] = party
        self._count = first.size
        index = {name: k for k, name in enumerate(pool)}
        self._persona: Ints = np.array(
            [index[str(name)] for name in people.column("persona").take(first).to_pylist()],
            dtype=np.intp,
        )
        self._pool = np.array(list(pool.values()))

    def variance(self, person: Ints, values: Floats) -> float:
        """Return the variance of the sum of values of persons (N,), parties being drawn anew.

        Of each persona n parties are drawn independently from all there could be. With t what a
        party adds, 0 if it does not come, the variance is the sum of t^2 less the square of the sum
        over n (a total of a random sample, chapter 2 of [cochran1977]_).

        References
        ----------
        .. [cochran1977] key in twin/sources.bib.
        """
        of_party = np.bincount(self._party[person], weights=values, minlength=self._count)
        squares, totals, came = (
            np.bincount(self._persona, weights=each, minlength=self._pool.size)
            for each in (of_party**2, of_party, np.ones(self._count))
        )
        # a pool that holds a fraction of a party may have sent a whole one
        drawn = np.maximum(np.maximum(self._pool, came), 1.0)
        return float((squares - totals**2 / drawn).sum())


def interval(
    person: Ints, values: ArrayLike, parties: Parties, *, chance: bool = False
) -> dict[str, float]:
    """Say between which numbers a count lies on 95 of 100 days like this one.

    The variance of parties drawn anew, :meth:`Parties.variance`; where the values are chances of an
    event, the sum of p (1 - p) is added.

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
        ``sd``; ``low`` and ``high``, of a normal distribution, not below 0.

    Notes
    -----
    assumption: parties are independent. They share the ground, so a crowded hour is seen less by
    each; on the small site 30 seeds scatter as the interval says.
    """
    found = np.asarray(values, dtype=np.float64)
    total = float(found.sum())
    variance = parties.variance(person, found)
    if chance:
        variance += float(found @ (1.0 - found))
    sd = float(np.sqrt(variance))
    return {
        "sd": sd,
        "low": max(0.0, total - DEVIATES * sd),
        "high": total + DEVIATES * sd,
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
