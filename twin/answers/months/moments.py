"""What some days say of how chances lie among people of a kind: sums over persons.

Of one person two days are independent, so the mean of the products of two different days is the
mean of the square of a person's chance: no day is compared with itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Self

import numpy as np

from twin.answers.months.captures import Captured
from twin.answers.months.kinds import KINDS
from twin.arrays import Bools, Floats, Ints
from twin.people.pool.ids import MEMBERS

__all__ = ["PARTS", "Came", "Moments"]

PARTS = 20
"""Parts of the pool that are left out in turn. [1] assumption (range 10-50)"""


@dataclass(frozen=True, eq=False)
class Came:
    """Who came on some days.

    Attributes
    ----------
    home : (N,) array of int
        Home ids, rising, each once.
    days : (N,) array of int
        On how many of the days each came.
    kind : (N,) array of int
        Number of each one's kind.
    weight, squares : (N,) array
        What these days weigh, added up, and their squares, added up. [1]
    """

    home: Ints
    days: Ints
    kind: Ints
    weight: Floats
    squares: Floats

    @classmethod
    def of(
        cls, homes: Sequence[Ints], weights: Sequence[float], kind: Callable[[Ints], Ints]
    ) -> Self:
        """Join who came on each of some days.

        Parameters
        ----------
        homes : sequence of arrays of int
            Home ids of each day, each once.
        weights : sequence of float
            What each day weighs. [1]
        kind : callable
            Gives the kind of home ids.
        """
        home, place, days = np.unique(
            np.concatenate(homes), return_inverse=True, return_counts=True
        )
        weigh = np.repeat(np.asarray(weights), [each.size for each in homes])[:, None]
        sums = _gathered(place, np.concatenate([weigh, weigh**2], axis=1), home.size)
        return cls(home, days.astype(np.intp), kind(home), sums[:, 0], sums[:, 1])

    @property
    def part(self) -> Ints:
        """Part of the pool each is in; a party is never parted."""
        return (self.home // MEMBERS) % PARTS


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over persons, by part of the pool and kind, (G, K) or, for kinds of face, (G, K, J).

    Attributes
    ----------
    visits, pairs : (G, K) array
        Visits of people of the kind, and pairs of visits of one person. [1]
    weight, weight_of_pairs : (G, K) array
        What they weigh, pairs counted both ways round. [1]
    once : (G, K, J) array
        Sum of the chances of all visits, each times its weight. [1]
    twice : (G, K, J) array
        Sum of the products of the chances of all pairs, times their weight. [1]
    """

    visits: Floats
    pairs: Floats
    weight: Floats
    weight_of_pairs: Floats
    once: Floats
    twice: Floats

    @classmethod
    def of(cls, came: Came, days: Sequence[Captured], weights: Sequence[float]) -> Self:
        """Add up what happened on the days on which these came.

        Parameters
        ----------
        came : Came
            Who came, and how often.
        days : sequence of Captured
            What happened on each day.
        weights : sequence of float
            What each day weighs. [1]
        """
        visits = came.days.astype(np.float64)
        home = np.concatenate([day.home for day in days])
        # a visit weighs what its day does
        parts = zip(days, weights, strict=True)
        chance = np.concatenate([weight * day.chance for day, weight in parts])
        place = np.minimum(np.searchsorted(came.home, home), max(came.home.size - 1, 0))
        # an event's guests are nobody's regulars: they are not in the pool
        known = came.home[place] == home if came.home.size else np.zeros(home.size, dtype=np.bool_)
        place, chance = place[known], chance[known]
        once = _gathered(place, chance, visits.size)
        squares = _gathered(place, chance**2, visits.size)
        cell = came.part * len(KINDS) + came.kind

        def added(values: Floats) -> Floats:
            sums = _gathered(cell, values, PARTS * len(KINDS))
            return sums.reshape(PARTS, len(KINDS), -1)

        return cls(
            visits=added(visits[:, None])[..., 0],
            pairs=added((0.5 * visits * (visits - 1.0))[:, None])[..., 0],
            weight=added(came.weight[:, None])[..., 0],
            weight_of_pairs=added((came.weight**2 - came.squares)[:, None])[..., 0],
            once=added(once),
            twice=added(once**2 - squares),
        )

    def whole(self) -> Self:
        """Add up all parts, which are then one."""
        return self._of(lambda sums: sums.sum(axis=0, keepdims=True))

    def left_out(self) -> Iterator[Self]:
        """Leave out each part in turn."""
        for part in range(len(self.visits)):
            kept = np.arange(len(self.visits)) != part
            yield self._of(partial(_summed, kept))

    def _of(self, change: Callable[[Floats], Floats]) -> Self:
        return type(self)(*(change(getattr(self, field.name)) for field in fields(self)))


def _gathered(cell: Ints, values: Floats, cells: int) -> Floats:
    """Add up rows (N, J) by cell, (cells, J)."""
    sums = [np.bincount(cell, weights=column, minlength=cells) for column in values.T]
    return np.stack(sums, axis=1).astype(np.float64)


def _summed(kept: Bools, sums: Floats) -> Floats:
    """Add up some of the parts."""
    found: Floats = sums[kept].sum(axis=0, keepdims=True)
    return found
