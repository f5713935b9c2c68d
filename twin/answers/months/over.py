"""Different people over times, for one thing that can happen to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from twin.answers.months.habits import Habits
from twin.answers.months.moments import Moments
from twin.answers.months.never import beta, some_always, some_never
from twin.arrays import Floats

__all__ = ["Expected", "Over", "different"]

Never = Callable[[Floats, Floats, int], Floats]
"""A shape of :mod:`~twin.answers.months.never`."""


@dataclass(frozen=True, eq=False)
class Expected:
    """Visits to be expected in several times, (K, D + 1) each, for three rarest visitors.

    Attributes
    ----------
    usual : tuple of T arrays
        With the scenario's.
    rarest : tuple of two tuples of T arrays
        With the rarest, and the least rare, that can be defended.
    """

    usual: tuple[Floats, ...]
    rarest: tuple[tuple[Floats, ...], tuple[Floats, ...]]


@dataclass(frozen=True, eq=False)
class Over:
    """How many different people it happens to in each of T times; arrays are (T,) and expected.

    Attributes
    ----------
    happens : array
        Days of a person on which it happens, everybody's added up. [1]
    fewest, most : array
        Different people, whatever shape chances have: what the days leave open. [1]
    people, deviation : array or None
        Different people where chances are Beta, and the standard error of that; None where the days
        do not tell. [1]
    rarest : tuple of two arrays, or None
        The same people with the rarest, and with the least rare visitor. [1]
    alike : array
        What it would be if all people of a kind were alike, which they are not. [1]
    by_kind : tuple of arrays, (K,) each
        ``people`` of each kind in each time, and then those of ``rarest``; of the times alone, and
        those of ``alike``, where the days do not tell. [1]
    """

    happens: Floats
    fewest: Floats
    most: Floats
    people: Floats | None
    deviation: Floats | None
    rarest: tuple[Floats, Floats] | None
    alike: Floats
    by_kind: tuple[Floats, ...]

    @classmethod
    def of(
        cls,
        moments: Moments,
        weights: Floats,
        expected: Expected,
        *,
        told: bool,
        error: bool,
        wider: Self | None = None,
    ) -> Self:
        """Carry what some days tell to longer times.

        Parameters
        ----------
        moments : Moments
            Of the days.
        weights : (J,) array
            Share of people of each kind of face. [1]
        expected : Expected
            Visits.
        told : bool
            Whether the days are enough for likeness.
        error : bool
            Whether to tell the standard error, which takes long.
        wider : Over, optional
            What has happened to everybody to whom this does. Its people are never fewer: it shows
            best who never comes by, which a narrower Beta distribution does not know.
        """
        habits, usual = Habits.of(moments), expected.usual
        known = np.array([whose == "kind" for whose in habits.of_whom])[:, None] & told
        mean, likeness = habits.mean, habits.likeness
        told = told and "nobody" not in habits.of_whom
        average = (mean @ weights)[:, None]
        alike = by_kind = different(beta, average, 0.0 * average, np.ones(1), usual)
        people = deviation = rarest = None
        if told:
            low, high = expected.rarest
            by_kind = different(beta, mean, likeness, weights, (*usual, *low, *high))
            if wider is not None:
                by_kind = tuple(map(np.minimum, by_kind, wider.by_kind))
            totals = _totals(by_kind).reshape(3, len(usual))
            people, rarest = totals[0], (totals[1], totals[2])
            deviation = _error(moments, weights, usual) if error else None
        least, most = np.where(known, likeness, 1.0), np.where(known, likeness, 0.0)
        return cls(
            happens=np.array([average[:, 0] @ (v @ np.arange(v.shape[1])) for v in usual]),
            fewest=_totals(different(some_never, mean, least, weights, usual)),
            most=_totals(different(some_always, mean, most, weights, usual)),
            people=people,
            deviation=deviation,
            rarest=rarest,
            alike=_totals(alike),
            by_kind=by_kind,
        )


def different(
    never: Never, mean: Floats, likeness: Floats, weights: Floats, visits: Sequence[Floats]
) -> tuple[Floats, ...]:
    """Expect different people: the sum over persons of 1 - (1 - p)^n.

    Parameters
    ----------
    never : callable
        Shape of the chances.
    mean, likeness : (K, J) array
        As for it. [1]
    weights : (J,) array
        Share of people of each kind of face. [1]
    visits : sequence of (K, D + 1) arrays
        People of each kind, by days on which they come. [1]

    Returns
    -------
    tuple of (K,) arrays
        Different people of each kind. [1]
    """
    longest = max(each.shape[1] for each in visits) - 1
    none = np.einsum("kjn,j->kn", never(mean, likeness, longest), weights)
    return tuple(
        np.asarray((each * (1.0 - none[:, : each.shape[1]])).sum(axis=1)) for each in visits
    )


def _totals(people: Sequence[Floats]) -> Floats:
    """Add up the people of all kinds, (T,)."""
    return np.array([kinds.sum() for kinds in people])


def _error(moments: Moments, weights: Floats, visits: Sequence[Floats]) -> Floats:
    """Compute the standard error by leaving out parts of the pool in turn [kott2001]_.

    References
    ----------
    .. [kott2001] key in twin/sources.bib.
    """
    found = []
    for part in moments.left_out():
        habits = Habits.of(part)
        found.append(_totals(different(beta, habits.mean, habits.likeness, weights, visits)))
    apart = np.array(found)
    deviations: Floats = np.sqrt(
        (len(apart) - 1) / len(apart) * ((apart - apart.mean(axis=0)) ** 2).sum(axis=0)
    )
    return deviations
