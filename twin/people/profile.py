"""When people arrive: quarter-hour profiles built from the Underground counts in profile.yaml.

Whoever comes by an Underground gate is one of those who leave the Underground, whatever counts
shape the other arrivals of their persona; of those who pass through, who come by another gate and
leave by one of the Underground, is one of those who enter it.

The windows of the personas say when people come for what they do, so that all arrivals together do
not have the shape of the counts: the Underground's evening is that of people on their way home, few
of whom have anything to do on the estate (assumption).
"""

import functools
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.people.crowd import DAY_START
from twin.people.personas import Counts, Persona

__all__ = [
    "BINS",
    "QUARTER",
    "Counts",
    "arrival_time",
    "counts_of",
    "edges",
    "out_of_school",
    "profile",
    "share_between",
]

BINS = 80
"""Quarter hours from 05:00 to 01:00."""

QUARTER = 900.0
"""Length of a bin. [s]"""

_FILE = Path(__file__).with_name("profile.yaml")


def edges() -> Floats:
    """Return the (81,) edges of the quarter hours, seconds after midnight."""
    return DAY_START + QUARTER * np.arange(BINS + 1, dtype=np.float64)


@functools.cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


def counts_of(
    persona: Persona, coming: NDArray[np.str_], leaving: NDArray[np.str_]
) -> NDArray[np.str_]:
    """Say which Underground counts shape the arrivals of people of a persona.

    Parameters
    ----------
    persona : Persona
        Theirs.
    coming, leaving : (N,) array of str
        Kinds of the gates by which they come and leave; empty for those who come by none.

    Returns
    -------
    (N,) array of str
        ``in``, ``out`` or ``both``.
    """
    passing = "in" if persona.counts == "both" else persona.counts
    found = np.where(leaving == "underground", passing, persona.counts)
    return np.where(coming == "underground", "out", found)


def profile(persona: Persona, weekday: int, counts: Counts) -> Floats:
    """Shape a persona's arrivals over the day.

    The counts of people who leave (or enter, or both) the Underground [tfl_counts], times the
    persona's window at the middle of each quarter hour.

    Parameters
    ----------
    persona : Persona
        Whose.
    weekday : int
        0 is Monday.
    counts : {"in", "out", "both"}
        Which counts; see :func:`counts_of`.

    Returns
    -------
    (80,) array
        Share of the persona's day that arrives in each quarter hour; adds up to 1.
    """
    data = _data()
    counted = data["counts"][data["days"][weekday]]
    shape = np.zeros(BINS)
    for direction in ("in", "out"):
        if counts in (direction, "both"):
            shape += np.array(counted[direction], dtype=np.float64)
    hours = np.array(sorted(persona.window))
    weights = np.array([persona.window[h] for h in hours.tolist()])
    border = edges()
    middle = (border[:-1] + border[1:]) / 2
    shape *= np.interp(middle / 3600.0, hours, weights)
    normed: Floats = shape / shape.sum()
    return normed


def share_between(shape: Floats, start: float, end: float) -> float:
    """Return the share of a profile that arrives between two moments, seconds after midnight. [1]

    Examples
    --------
    >>> share_between(np.full(80, 1 / 80), 8 * 3600, 9 * 3600)
    0.05
    """
    return float(shape @ np.diff(np.clip(edges(), start, end))) / QUARTER


def out_of_school(
    shape: Floats, school: tuple[float, float], share: float
) -> tuple[Floats, Floats]:
    """Part a profile into that of parties who keep out of school hours and that of all others.

    Both together, by their shares, are the profile again; only where the hours left are fewer than
    such parties do the others have none of them.

    Parameters
    ----------
    shape : (80,) array
        Made by :func:`profile`.
    school : (float, float)
        First and last of the hours they keep out of. [h after midnight]
    share : float
        Of such parties among all, below 1. [1]

    Returns
    -------
    (80,) array, (80,) array
        Of those who keep out, of the others; each adds up to 1.
    """
    middle = (edges()[:-1] + QUARTER / 2) / 3600.0
    left = np.where((middle < school[0]) | (middle >= school[1]), shape, 0.0)
    if not left.any():
        return shape, shape
    left = left / left.sum()
    others = np.maximum(shape - share * left, 0.0)
    return left, others / others.sum()


def arrival_time(u: Floats, shape: Floats) -> Floats:
    """Turn uniform draws into arrival times by inverting the cumulated profile.

    Parameters
    ----------
    u : (N,) array
        In [0, 1).
    shape : (80,) array
        Made by :func:`profile`; constant within each quarter hour.

    Returns
    -------
    (N,) array
        Seconds after midnight.
    """
    cumulated = np.concatenate([[0.0], np.cumsum(shape)])
    time: Floats = np.interp(u * cumulated[-1], cumulated, edges())
    return time
