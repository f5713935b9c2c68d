"""Random numbers that are a pure function of their address.

One counter-based generator, Philox4x32-10 [salmon2011]_, addressed by (seed, stream, replication,
day, person, counter). The same functions take numbers inside kernels and arrays outside. There is
no generator state anywhere: person n + 1 changes nobody else, and the order of drawing is
irrelevant. Day 0 is kept for lifelong traits; no date is day 0.

References
----------
.. [salmon2011] key in twin/sources.bib; the constants are those of section 3.3 and Table 2.
"""

from enum import IntEnum
from typing import Any

import numpy as np
from numba.extending import register_jitable

__all__ = ["Stream", "normal", "philox", "uniform", "words"]


class Stream(IntEnum):
    """What a draw is for; a number is never used twice (1 was the persona) and never renamed."""

    ARRIVAL = 2
    GATE = 3
    TRAITS = 4
    AGENDA = 5
    VENUE = 6
    DWELL = 7
    GROUP = 8
    WALK = 9
    GAZE = 10
    PHONE = 11
    PLACE = 12
    PICTURE = 13
    COME = 14
    GLANCE = 15
    TRAIN = 16
    FACE = 17
    PASS = 18
    SHOWN = 19
    ALIKE = 20
    CANDIDATE = 21
    LAYOUT = 22


_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_5 = np.uint64(5)
_6 = np.uint64(6)
_2_POW_26 = 67108864.0
_2_POW_MINUS_53 = 1.0 / 9007199254740992.0


@register_jitable
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Encrypt a counter with a key: ten rounds of Philox4x32.

    Parameters
    ----------
    c0, c1, c2, c3 : uint64 or array of uint64
        The counter, 32 bits each.
    k0, k1 : uint64 or array of uint64
        The key, 32 bits each.

    Returns
    -------
    tuple of four uint64 or arrays
        128 random bits, 32 each.

    References
    ----------
    .. [salmon2011] key in twin/sources.bib, section 3.3.
    """
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * c0
        product_1 = _MULTIPLIER_1 * c2
        c0 = (product_1 >> _32) ^ c1 ^ k0
        c1 = product_1 & _LOW
        c2 = (product_0 >> _32) ^ c3 ^ k1
        c3 = product_0 & _LOW
        k0 = (k0 + _WEYL_0) & _LOW
        k1 = (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@register_jitable
def words(
    seed: Any, stream: Any, replication: Any, day: Any, person: Any, counter: Any
) -> tuple[Any, Any, Any, Any]:
    """Draw the 128 bits at an address.

    Parameters
    ----------
    seed, stream, replication, day, person, counter : int or array of int
        The address; each at least 0 and below 2**32. Arrays are broadcast.

    Returns
    -------
    tuple of four uint64 or arrays
        32 random bits each.
    """
    return philox(
        np.uint64(counter),
        np.uint64(person),
        np.uint64(day),
        np.uint64(replication),
        np.uint64(seed),
        np.uint64(stream),
    )


@register_jitable
def uniform(seed: Any, stream: Any, replication: Any, day: Any, person: Any, counter: Any) -> Any:
    """Draw from [0, 1) at an address.

    Parameters
    ----------
    seed, stream, replication, day, person, counter : int or array of int
        The address; each at least 0 and below 2**32. Arrays are broadcast.

    Returns
    -------
    float or array
        53 random bits as a float64 in [0, 1).

    Examples
    --------
    >>> float(uniform(1, 2, 0, 0, 7, 0)) == float(uniform(1, 2, 0, 0, 7, 0))
    True
    """
    r0, r1, _, _ = words(seed, stream, replication, day, person, counter)
    return ((r0 >> _5) * _2_POW_26 + (r1 >> _6)) * _2_POW_MINUS_53


@register_jitable
def normal(seed: Any, stream: Any, replication: Any, day: Any, person: Any, counter: Any) -> Any:
    """Draw from the standard normal distribution at an address.

    Box and Muller's method on the two halves of one 128-bit block: no branch and no rejection, so
    the same lines serve arrays and kernels. Equation (1) of [box1958]_.

    Parameters
    ----------
    seed, stream, replication, day, person, counter : int or array of int
        The address; each at least 0 and below 2**32. Arrays are broadcast.

    Returns
    -------
    float or array
        A standard normal number; at most 8.6 in size.

    References
    ----------
    .. [box1958] key in twin/sources.bib.
    """
    r0, r1, r2, r3 = words(seed, stream, replication, day, person, counter)
    # 1 - u lies in (0, 1], so the logarithm is finite.
    radius_u = 1.0 - ((r0 >> _5) * _2_POW_26 + (r1 >> _6)) * _2_POW_MINUS_53
    angle_u = ((r2 >> _5) * _2_POW_26 + (r3 >> _6)) * _2_POW_MINUS_53
    return np.sqrt(-2.0 * np.log(radius_u)) * np.cos(2.0 * np.pi * angle_u)
