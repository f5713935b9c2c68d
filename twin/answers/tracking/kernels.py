"""Which passes of a person are joined, and how far they walked between moments."""

from typing import Any

import numpy as np

from twin.jit import kernel
from twin.rng import Stream, uniform

__all__ = ["link", "walked"]

_ALIKE = int(Stream.ALIKE)


@kernel
def _root(out: Any, i: int) -> int:
    """Follow a pass to the earliest one it is joined with so far."""
    while out[i] != i:
        i = out[i]
    return i


@kernel
def link(
    first: Any,
    start: Any,
    end: Any,
    shown: Any,
    name: Any,
    home: Any,
    address: Any,
    alike: float,
    window: float,
    out: Any,
) -> None:
    """Join the passes of each person by face and by appearance.

    Each pair of passes is tried by itself, so that another pass takes no link away; the draw is at
    the address of the two passes' names, whichever comes first.

    Parameters
    ----------
    first : (G + 1,) array of int
        First pass of each person, and the number of passes.
    start, end : (N,) array of int64
        Of each pass; of one person by start. [0.25 s]
    shown : (N,) array of bool
        Whether the face was identified.
    name : (N,) array of int64
        Name of each pass, below 2**32.
    home : (G,) array of int64
        Name of each person, below 2**32.
    address : (3,) array of int64
        Seed, repetition, day.
    alike : float
        Chance to join two passes, one right after the other, by appearance. [1]
    window : float
        Time over which that chance falls to 0. [0.25 s]
    out : (N,) array of int64
        Filled with the number of the earliest pass that each is joined with, directly or by others.
    """
    for g in range(home.size):
        face = -1
        for k in range(first[g], first[g + 1]):
            out[k] = k
            if shown[k]:
                face = k if face < 0 else face
                out[k] = face
        for k in range(first[g], first[g + 1]):
            for j in range(first[g], k):
                chance = alike * (1.0 - max(0, start[k] - end[j]) / window)
                if chance > 0.0:
                    one, other = _root(out, j), _root(out, k)
                    if one != other and chance > uniform(
                        address[0], _ALIKE, address[1], address[2], home[g], name[j] ^ name[k]
                    ):
                        out[max(one, other)] = min(one, other)
        for k in range(first[g], first[g + 1]):
            out[k] = out[out[k]]  # roots come first, and theirs are known


@kernel
def walked(person: Any, tick: Any, x_cm: Any, y_cm: Any, first: Any, cut: Any, out: Any) -> None:
    """Add up how far people walked in each interval between moments.

    A row that follows none of the same person a moment before, as where a stretch of the table
    begins, is taken to be reached by a step as long as the next.

    Parameters
    ----------
    person, tick, x_cm, y_cm : (N,) array
        Tracks in stretches of one person, each by time. [0.25 s], [cm]
    first : (P + 1,) array of int
        First moment of each person, and the number of all.
    cut : (C,) array of int
        Moments of each person, rising. [0.25 s]
    out : (C + P,) array
        For each person one interval more than moments: before the first, between them, after the
        last. Lengths are added to what it holds. [m]
    """
    fresh = True
    for i in range(1, person.size):
        p = person[i]
        if p != person[i - 1] or tick[i] != tick[i - 1] + 1:
            fresh = True
            continue
        dx, dy = float(x_cm[i] - x_cm[i - 1]), float(y_cm[i] - y_cm[i - 1])
        step = 0.01 * np.sqrt(dx * dx + dy * dy)
        at = tick[i - 1]
        low, high = first[p], first[p + 1]
        while low < high:
            middle = (low + high) // 2
            if cut[middle] <= at:
                low = middle + 1
            else:
                high = middle
        out[low + p] += 2.0 * step if fresh else step
        fresh = False
