"""Shapley values: what several bring about together, divided fairly between them.

The value of one is the mean of what it adds to those before it, over all orders in which they could
come [shapley1953]_. It is also the mean, over t from 0 to 1, of what one adds when each other is
there with chance t [owen1972]_. Here a thing is brought about unless each misses it, so what one
adds is a polynomial in t, and a few points of Gauss and Legendre give its mean exactly, for any
number of players: no subset is listed and nothing is drawn.

References
----------
.. [shapley1953] key in twin/sources.bib.
.. [owen1972] key in twin/sources.bib; multilinear extension.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats, Ints, as_shape
from twin.errors import ShapeError
from twin.exposure.evidence import runs

__all__ = ["Worth", "worth_of_any", "worth_of_chances"]


class Worth(NamedTuple):
    """What each of several players (C,) is worth.

    Attributes
    ----------
    added : (C,) array
        What all bring about, less what the others do.
    share : (C,) array
        Shapley value; they sum to what all bring about.
    """

    added: Floats
    share: Floats


def worth_of_any(
    thing: Ints, player: Ints, players: int, *, weight: ArrayLike | None = None
) -> Worth:
    """Divide things that any one player brings about: each equally between those that do.

    Parameters
    ----------
    thing, player : (R,) array of int
        Which player brings about which thing; each pair once.
    players : int
        How many players there are.
    weight : (M,) array, optional
        What each thing counts; 1 when missing.

    Returns
    -------
    Worth
        In units of the weights.

    Examples
    --------
    The first thing takes player 0 alone, the second either.

    >>> worth_of_any(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).share.tolist()
    [1.5, 0.5]
    """
    many = np.bincount(thing)[thing] if len(thing) else np.zeros(0)
    counts = np.ones(len(thing)) if weight is None else np.asarray(weight, np.float64)[thing]
    return _summed(player, players, counts * (many == 1), counts / many)


def worth_of_chances(thing: Ints, player: Ints, missed: ArrayLike, players: int) -> Worth:
    """Divide the expected number of things that happen unless every player misses them.

    Parameters
    ----------
    thing, player : (R,) array of int
        Which player may bring about which thing; each pair once, those of a thing side by side.
    missed : (R,) array
        Chance that it does not, independent of the others. [1]
    players : int
        How many players there are.

    Returns
    -------
    Worth
        Expected numbers. [1]

    Raises
    ------
    ShapeError
        If a chance does not lie between 0 and 1, or their number differs.

    Notes
    -----
    With k players at a thing, what one adds has degree k - 1 in t, for which (k + 1) // 2 points
    are enough.

    Examples
    --------
    Two players bring about a thing half of the times each: together 0.75 times.

    >>> worth = worth_of_chances(np.array([0, 0]), np.array([0, 1]), [0.5, 0.5], 2)
    >>> worth.added.tolist(), worth.share.round(6).tolist()
    ([0.25, 0.25], [0.375, 0.375])
    """
    left = as_shape("missed", missed, (len(thing),))
    if len(left) and not 0.0 <= left.min() <= left.max() <= 1.0:
        message = (
            f"missed lies between {left.min():g} and {left.max():g}, but must lie between 0 and 1."
        )
        raise ShapeError(message)
    added, share = np.zeros(len(left)), np.zeros(len(left))
    first = runs(thing)
    counts = np.diff(np.append(first, len(left)))
    for k in np.unique(counts):
        rows = np.arange(k)[:, None] + first[counts == k]
        brings = 1.0 - left[rows]
        added[rows] = _adds(brings, 1.0)
        share[rows] = sum(weight * _adds(brings, t) for t, weight in _points((int(k) + 1) // 2))
    return _summed(player, players, added, share)


def _summed(player: Ints, players: int, added: Floats, share: Floats) -> Worth:
    """Add up for each player what it adds and its shares, told pair by pair (R,)."""
    sums = (np.bincount(player, weights=part, minlength=players) for part in (added, share))
    return Worth(*(np.asarray(one, dtype=np.float64) for one in sums))


@cache
def _points(count: int) -> list[tuple[float, float]]:
    """Place the points of Gauss and Legendre on 0 to 1, each with its weight."""
    points, weights = np.polynomial.legendre.leggauss(count)
    return [(0.5 * (1.0 + at), 0.5 * weight) for at, weight in zip(points, weights, strict=True)]


def _adds(brings: Floats, t: float) -> Floats:
    """Compute what each of k players (k, G) adds when each other is there with chance t."""
    missed = 1.0 - t * brings
    others = np.ones_like(brings)
    for i in range(1, len(missed)):
        np.multiply(others[i - 1], missed[i - 1], out=others[i])
    after = np.ones_like(brings[0])
    for i in reversed(range(len(missed) - 1)):
        after *= missed[i + 1]
        others[i] *= after
    others *= brings
    return others
