"""How many different people a face recogniser would identify, were each enrolled."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from twin.answers.counts import Exposed
from twin.arrays import Floats
from twin.exposure import PROFILES, Recognisers

__all__ = ["distribution", "machine", "spread"]

COVER = 0.95
"""Probability of the interval; assumption (0.9-0.99), the usual choice."""

DIRECT = 512
"""Lengths up to which a product of distributions is summed directly; a matter of speed."""

METHOD = (
    "Expected number: sum of each person's chance of at least one correct identification that day. "
    "Interval: exact Poisson binomial, equal tails. It holds the chance of recognition on this "
    "simulated day only; another day, another crowd or another recogniser differ by more."
)


def machine(day: Exposed, recognisers: Recognisers) -> dict[str, Any]:
    """Add up the chances of identification.

    Parameters
    ----------
    day : Exposed
        Rows by day, one for each person seen.
    recognisers : Recognisers
        What the chances were computed with.

    Returns
    -------
    dict
        ``gallery`` and ``fpir``, for which every figure holds; ``profiles``, expected numbers of
        people; ``intervals``, each with ``sd``, ``low`` and ``high``; ``cover``; ``method``.
    """
    return {
        "gallery": round(recognisers.gallery.value),
        "fpir": recognisers.fpir,
        "profiles": {name: float(np.sum(day.machine[name])) for name in PROFILES},
        "intervals": {name: spread(day.machine[name]) for name in PROFILES},
        "cover": COVER,
        "about": {name: getattr(recognisers.profiles, name).about for name in PROFILES},
        "method": METHOD,
    }


def spread(chances: ArrayLike) -> dict[str, float]:
    """Say how far a number of people may lie from the expected one.

    Parameters
    ----------
    chances : (N,) array
        Chance of each person, independent of the others. [1]

    Returns
    -------
    dict
        ``sd``, standard deviation; ``low`` and ``high``, the smallest whole numbers with at least
        2.5 % and 97.5 % of the distribution at or below them.

    Examples
    --------
    Two coins: 0, 1 or 2 with 1/4, 1/2, 1/4.

    >>> spread([0.5, 0.5])
    {'sd': 0.7071067811865476, 'low': 0, 'high': 2}
    """
    p = np.asarray(chances, dtype=np.float64)
    below = np.cumsum(distribution(p))
    tail = 0.5 * (1.0 - COVER)
    low, high = (int(np.searchsorted(below, q * below[-1])) for q in (tail, 1.0 - tail))
    return {"sd": float(np.sqrt(np.sum(p * (1.0 - p)))), "low": low, "high": high}


def distribution(chances: ArrayLike) -> Floats:
    """Compute the distribution of the number of successes of unequal trials.

    The Poisson binomial distribution [hong2013]_, by multiplying generating functions in pairs.

    Parameters
    ----------
    chances : (N,) array
        Chance of each trial. [1]

    Returns
    -------
    (N + 1,) array
        Probability of 0, 1, ..., N successes. [1]

    References
    ----------
    .. [hong2013] key in twin/sources.bib.

    Examples
    --------
    >>> distribution([0.5, 0.2]).round(12).tolist()
    [0.4, 0.5, 0.1]
    """
    p = np.asarray(chances, dtype=np.float64)
    parts: list[Floats] = [np.array([1.0 - q, q]) for q in p[p > 0.0]] or [np.ones(1)]
    while len(parts) > 1:
        odd = [parts.pop()] if len(parts) % 2 else []
        parts = [_product(a, b) for a, b in zip(parts[::2], parts[1::2], strict=True)] + odd
    return np.concatenate([parts[0], np.zeros(len(p) + 1 - len(parts[0]))])


def _product(a: Floats, b: Floats) -> Floats:
    """Multiply two polynomials; by Fourier transform when long."""
    if min(len(a), len(b)) <= DIRECT:
        return np.convolve(a, b)
    length = len(a) + len(b) - 1
    size = 1 << (length - 1).bit_length()
    both = np.fft.irfft(np.fft.rfft(a, size) * np.fft.rfft(b, size), size)[:length]
    return np.maximum(both, 0.0)
