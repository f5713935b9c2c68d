"""The most and the fewest people that so many cameras reach: what a search finds, what is certain.

The best and the worst choice of n from hundreds of cameras cannot be found by trying all. A greedy
search hangs one camera after the other, each where it adds most. Because a camera adds the less the
more others there are, it reaches at least 1 - 1/e = 63 % of what the best n of the same candidates
do (section 4 of [nemhauser1978]_). That promises nothing about cameras that are no candidates, and
nothing about a search for the worst, which hangs each camera where it adds least.

So both ends are told with what is certain beside them. No n cameras reach more than ``at_most``:
whatever cameras S reach, n others add at most the n largest of what one adds to S by itself; the
least of these sums over all S of the greedy search holds. No n reach fewer than ``at_least``: among
any n is one that reaches as many by itself as the n-th of all, fewest first.

References
----------
.. [nemhauser1978] key in twin/sources.bib.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from twin.answers.unknown.reach import Reach
from twin.arrays import Floats, Ints

__all__ = ["GUARANTEED", "Ends", "ends", "greedy"]

GUARANTEED = 1.0 - np.exp(-1.0)
"""Share of the best that greedy search reaches at least [nemhauser1978]. [1]"""


@dataclass(frozen=True, eq=False)
class Ends:
    """The most and the fewest people that 1 to N of some cameras reach, each (N,). [1]

    Attributes
    ----------
    order : (N,) array of int
        Cameras as the greedy search for the best hangs them.
    best, worst : (N,) array
        What the greedy searches reach.
    at_most, at_least : (N,) array
        What no choice of so many passes, or falls below.
    whole : float
        What all cameras together reach.
    """

    order: Ints
    best: Floats
    worst: Floats
    at_most: Floats
    at_least: Floats
    whole: float


def ends(reach: Reach, most: int) -> Ends:
    """Search for the best and the worst of so many cameras, and bound them.

    Parameters
    ----------
    reach : Reach
        Whom each camera reaches.
    most : int
        Cameras of the largest layout, at most all.
    """
    order, best, at_most = greedy(reach, most, "most")
    _, worst, _ = greedy(reach, most, "least")
    alone = np.sort(reach.by_camera(reach.adds(reach.nobody())))
    left = reach.nobody()
    whole = sum(reach.add(left, camera) for camera in range(reach.cameras))
    return Ends(order, best, worst, np.minimum(at_most, whole), alone[:most], whole)


def greedy(reach: Reach, most: int, by: Literal["most", "least"]) -> tuple[Ints, Floats, Floats]:
    """Hang cameras one after the other, each where it adds most or least.

    Of several that add as many, the first is hung.

    Parameters
    ----------
    reach, most
        As for :func:`ends`.
    by : str
        Whether each adds ``most`` or ``least``.

    Returns
    -------
    order : (most,) array of int
        Cameras as they are hung.
    reached : (most,) array
        How many people the first so many reach. [1]
    at_most : (most,) array
        What no choice of so many passes. [1]
    """
    sign = 1.0 if by == "most" else -1.0
    left, reached = reach.nobody(), 0.0
    pairs = reach.adds(left)
    free = np.ones(reach.cameras, dtype=np.bool_)
    order, counts, at_most = np.zeros(most, np.intp), np.zeros(most), np.full(most, np.inf)
    for n in range(most + 1):
        adds = reach.by_camera(pairs)
        largest = np.cumsum(np.sort(adds[free])[::-1][:most])
        np.minimum(at_most[: len(largest)], reached + largest, out=at_most[: len(largest)])
        if n == most:
            break
        camera = int(np.argmax(np.where(free, sign * adds, -np.inf)))
        free[camera] = False
        reached += reach.add(left, camera)
        order[n], counts[n] = camera, reached
        touched = np.zeros(reach.people, dtype=np.bool_)
        touched[reach.person[slice(*reach.starts[camera : camera + 2])]] = True
        again = np.flatnonzero(touched[reach.person])
        pairs[again] = reach.adds(left, again)
    return order, counts, at_most
