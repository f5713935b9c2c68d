"""Which exit people choose who may take any: the one they are through first."""

import numpy as np

from twin.arrays import Floats, Ints

__all__ = ["FLOW", "soonest"]

FLOW = 1.6
"""People who get through a metre of an exit in a second. [1/(m s)] seyfried2009 (range 1.6-2.8).

The lower end, which walkers of the day's model come nearest to: 1.4 to 1.6."""

_STEPS = 400  # of finding the prices, the later the smaller


def soonest(there: Floats, width: Floats) -> Ints:
    """Choose exits so that everybody is out soon, and nobody goes farther than need be.

    How many take each exit follows from people coming one after the other, each of whom takes the
    exit they are through soonest: near ones, until so many wait there that farther ones are
    quicker. Who they are are those to whom it is least out of the way.

    Parameters
    ----------
    there : (N, E) array
        When each person could be at each exit; infinite where there is no way. [s]
    width : (E,) array
        Widths of the exits. [m]

    Returns
    -------
    (N,) array of int
        Numbers of exits.

    Examples
    --------
    Eight people in a row, one second apart, between two exits: each goes to the nearer.

    >>> import numpy as np
    >>> row = np.arange(8.0)
    >>> soonest(np.column_stack([1 + row, 8 - row]), np.array([1.0, 1.0])).tolist()
    [0, 0, 0, 0, 1, 1, 1, 1]

    With one exit far narrower than the other, more go to that.

    >>> soonest(np.column_stack([1 + row, 8 - row]), np.array([0.3, 0.1])).tolist()
    [0, 0, 0, 0, 0, 0, 1, 1]
    """
    wanted = _numbers(there, width)
    # an exit has a price, which rises while too many want it; there is one at which it fits
    price = np.zeros(len(width))
    finite = np.where(np.isfinite(there), there, np.nan)
    largest = float(np.nanmax(finite) - np.nanmin(finite)) + 1.0 if len(there) else 1.0
    best, error = np.argmin(there, axis=1), np.inf
    for step in range(_STEPS):
        chosen = np.argmin(there + price, axis=1)
        over = np.bincount(chosen, minlength=len(width)) - wanted
        if np.abs(over).sum() < error:
            best, error = chosen, np.abs(over).sum()
        if error <= 1:
            break
        price += largest * over / len(there) / (1 + step / 8)
    return np.asarray(best, dtype=np.intp)


def _numbers(there: Floats, width: Floats) -> Ints:
    """Count how many take each exit."""
    free = np.zeros(len(width))
    takes = 1.0 / (FLOW * width)
    counts = np.zeros(len(width), dtype=np.intp)
    for i in np.argsort(there.min(axis=1), kind="stable").tolist():
        through = np.maximum(there[i], free)
        k = int(np.argmin(through))
        counts[k] += 1
        free[k] = through[k] + takes[k]
    return counts
