"""Evidence: how telling looks are, as whole numbers that can be added up in any order.

The chance of missing somebody in several looks is a product of (1 - share), so minus its logarithm
is a sum. Kept as a whole number, that sum is the same to the last bit in any order and pieces.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.exposure.profiles import PROFILES, Recognisers
from twin.exposure.recogniser import look_share

__all__ = ["MOST", "UNITS", "best_of_each", "evidence", "runs", "share_of", "shares_of"]

UNITS = 2.0**44
"""Evidence in one e-fold, as a whole number: one look is kept to 6e-14."""

MOST = int(40 * UNITS)
"""Evidence is cut here: a chance of missing of exp(-40) = 4e-18 is none in float64."""


def evidence(
    ied: Floats,
    yaw: Floats,
    pitch: Floats,
    blur: Floats,
    *,
    most: NDArray[np.integer[Any]],
    dark: Bools,
    recognisers: Recognisers,
) -> NDArray[np.int64]:
    """Express how telling each look is as a whole number that can be added up.

    Parameters
    ----------
    ied, yaw, pitch, blur : (N,) array
        As in :func:`~twin.exposure.recogniser.look_share`; ``ied`` is not a number where there
        was no measurable face.
    most : (N,) array of int
        Samples with a measurable face in this second.
    dark : (N,) array
        Whether it was dark.
    recognisers : Recognisers
        The recogniser in its profiles.

    Returns
    -------
    (3, N) array of int64
        -log(1 - share) in units of 2^-44, for each profile.
    """
    units = np.zeros((len(PROFILES), len(ied)), dtype=np.int64)
    correlation = recognisers.correlation_s.value
    fits = int(1.0 / correlation) if correlation < 1.0 else 1
    for night, curves in ((False, recognisers.curves), (True, recognisers.curves_after_dark)):
        face = np.flatnonzero(~np.isnan(ied) & (dark == night))
        independent = np.clip(most[face].astype(np.int64), 1, fits)
        seen = [np.asarray(a, dtype=np.float64)[face] for a in (ied, yaw, pitch, blur)]
        for row, curve in zip(units, curves, strict=True):
            share = look_share(*seen, curve=curve)
            with np.errstate(divide="ignore"):
                telling = np.minimum(-np.log1p(-share), MOST / UNITS)
            row[face] = np.rint(telling * UNITS).astype(np.int64) * independent
    return np.minimum(units, MOST)


def best_of_each(
    person: NDArray[Any],
    number: NDArray[Any],
    tick: NDArray[np.int64],
    units: NDArray[np.int64],
    *,
    ticks: int,
) -> NDArray[np.int64]:
    """Keep the best look of a pass in each stretch of the clock, for each profile by itself.

    Passes do not take looks from each other, or a worse look in one could make another count.

    Parameters
    ----------
    person, number, tick : (N,) array
        Whom a look is at, in which pass, and when [0.25 s].
    units : (3, N) array of int64
        Evidence of each look.
    ticks : int
        Length of a stretch. [0.25 s]

    Returns
    -------
    (3, N) array of int64
        The same; 0 for the others, and for all but the first of equally good ones.
    """
    kept = np.zeros_like(units)
    whose = (person.astype(np.int64) << 32) + number
    order = np.lexsort((tick, whose))
    first = runs(whose[order], tick[order] // ticks)
    length = np.diff(np.append(first, len(order)))
    group = np.repeat(np.arange(len(first)), length)
    for row, out in zip(units, kept, strict=True):
        ordered = row[order]
        best = np.flatnonzero(ordered == np.repeat(np.maximum.reduceat(ordered, first), length))
        chosen = order[best[np.diff(group[best], prepend=-1) != 0]]
        out[chosen] = row[chosen]
    return kept


def share_of(units: NDArray[np.int64]) -> Floats:
    """Turn added-up evidence back into the share of the ceiling reached, 1 - prod(1 - s). [1]."""
    return np.asarray(-np.expm1(units / -UNITS), dtype=np.float64)


def shares_of(units: NDArray[np.int64], starts: Ints) -> Floats:
    """Add up the evidence of each pass and turn it into the share of the ceiling it reaches.

    Parameters
    ----------
    units : (3, N) array of int64
        Evidence, that of one pass side by side.
    starts : (G,) array
        First column of each pass; rises from 0.

    Returns
    -------
    (3, G) array
        For each profile. [1]
    """
    return share_of(np.minimum(np.add.reduceat(units, starts, axis=1), MOST))


def runs(*keys: NDArray[Any]) -> Ints:
    """Find the first row of each run of equal keys in sorted columns (N,); returns (G,).

    Examples
    --------
    >>> runs(np.array([4, 4, 7]), np.array([0, 1, 1])).tolist()
    [0, 1, 2]
    """
    if not len(keys[0]):
        return np.zeros(0, dtype=np.intp)
    change = np.zeros(len(keys[0]), dtype=np.bool_)
    change[0] = True
    for key in keys:
        change[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(change)
