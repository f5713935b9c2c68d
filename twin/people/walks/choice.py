"""Which exit people choose who may take any: the one they are through first."""

import numpy as np

from twin.arrays import Floats, Ints

__all__ = ["FLOW", "soonest"]

FLOW = 1.9
"""People who get through a metre of an exit in a second. [1/(m s)] seyfried2009 (range 1.6-2.8)."""


def soonest(there: Floats, width: Floats) -> Ints:
    """Choose exits, people who are near one first.

    Everybody knows how many have chosen each exit before and will be there sooner, and takes the
    one at which the later of their coming and their turn is soonest: a near exit, until so many
    wait at it that a farther one is quicker.

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
    Six people at one spot, 1 s from a narrow exit and 3 s from another.

    >>> soonest(np.tile([1.0, 3.0], (6, 1)), np.array([0.5, 0.5])).tolist()
    [0, 0, 0, 1, 0, 1]
    """
    free = np.zeros(len(width))
    chosen = np.zeros(len(there), dtype=np.intp)
    takes = 1.0 / (FLOW * width)
    for i in np.argsort(there.min(axis=1), kind="stable").tolist():
        through = np.maximum(there[i], free)
        exit_ = int(np.argmin(through))
        chosen[i] = exit_
        free[exit_] = through[exit_] + takes[exit_]
    return chosen
