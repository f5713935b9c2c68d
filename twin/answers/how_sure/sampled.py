"""Sampled: all numbers moved at once, at points that fill their ranges evenly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, qmc

from twin.answers.how_sure.moved import Moved
from twin.arrays import Floats

__all__ = ["FEWEST", "MOST", "PRECISION", "Sampled", "sampled"]

FEWEST, MOST = 32, 128
"""Points, doubled until the ends are known. [1] assumption (range 16-64 and 64-1024)."""

PRECISION = 0.05
"""How far an end of an interval may move when the points are doubled, over the figure. [1]
assumption (range 0.01-0.1)."""

ENDS = (2.5, 97.5)
"""Percentiles that hold 95 of 100."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """What came of it.

    Attributes
    ----------
    ends : (2, F) array
        Between which each figure lies in 95 of 100 points.
    points : int
        How many there were.
    moved : float
        How far an end of a figure moved at most when they were last doubled, over the figure. [1]
    """

    ends: Floats
    points: int
    moved: float


def sampled(
    numbers: Sequence[Moved],
    figures: Callable[[Mapping[str, float]], Floats],
    spread: Floats,
) -> Sampled:
    """Move all numbers at once, and draw the day anew.

    The points are those of Sobol' [sobol1967]_, in the middle of their cells, so that each number
    alone takes evenly spread values; nothing is random.

    Parameters
    ----------
    numbers : sequence of Moved
        What is moved.
    figures : callable
        Returns F figures for values of the numbers.
    spread : (F,) array
        Standard deviation from day to day over the figure; all figures of a day are drawn
        together. [1]
    """
    # each prefix of a power of two is spread evenly
    cube = qmc.Sobol(len(numbers) + 1, scramble=False).random(MOST) + 0.5 / MOST
    found = np.empty((MOST, len(spread)))
    before, change, done = None, np.inf, 0
    points = FEWEST
    while True:
        for i in range(done, points):
            at = {one.name: one.at(u) for one, u in zip(numbers, cube[i, 1:], strict=True)}
            found[i] = figures(at) * np.maximum(0.0, 1.0 + float(norm.ppf(cube[i, 0])) * spread)
        ends = np.percentile(found[:points], ENDS, axis=0)
        if before is not None:
            scale = np.maximum(np.median(found[:points], axis=0), 1.0)
            change = float((np.abs(ends - before) / scale).max())
        if change <= PRECISION or points == MOST:
            return Sampled(ends, points, change)
        before, done, points = ends, points, 2 * points
