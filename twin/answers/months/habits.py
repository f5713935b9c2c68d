"""How chances lie among the people of a kind: their mean, and how much of a habit they are.

A person's chance of being captured on a day of coming is drawn once for life, from a Beta
distribution for each kind; captures are then beta-binomial [skellam1948]_. It is told by its mean m
and by its likeness r, the correlation of two days of one person, by which the variance of chances
is r m (1 - m): at 0 all are alike, at 1 some are always captured and the others never. Both are
those of the days, by the method of moments.

References
----------
.. [skellam1948] key in twin/sources.bib.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from twin.answers.months.kinds import KINDS, OFTEN
from twin.answers.months.moments import Moments
from twin.arrays import Floats, Ints

__all__ = ["FEWEST_PAIRS", "Habits"]

FEWEST_PAIRS = 100
"""Pairs of visits of one person, from which a kind's likeness is taken; with fewer it is that of
its persona, or of everybody. [1] assumption (range 30-1000)"""


@dataclass(frozen=True, eq=False)
class Habits:
    """How chances lie among people of each kind.

    Attributes
    ----------
    mean : (K, J) array
        Mean chance on a day of coming, for each kind of people and of face. [1]
    likeness : (K, J) array
        Correlation of two days of one person, 0 to 1. [1]
    of_whom : tuple of K str
        Whose likeness it is: ``kind``, ``persona``, ``all``, or ``nobody`` where nobody came
        twice, whose likeness of 0 says nothing.
    """

    mean: Floats
    likeness: Floats
    of_whom: tuple[str, ...]

    @classmethod
    def of(cls, moments: Moments) -> Self:
        """Read them from sums over persons, all parts together.

        A kind nobody came of has the mean of its persona, or of everybody.
        """
        whole = moments.whole()
        weight, once = whole.weight[0], whole.once[0]
        pairs, both = whole.weight_of_pairs[0], whole.twice[0]
        every, persona = np.zeros(len(KINDS), dtype=np.intp), np.arange(len(KINDS)) // len(OFTEN)
        mean = _share(once, weight)
        for group in (persona, every):
            wider = _share(_gathered(once, group), _gathered(weight[:, None], group)[:, 0])
            mean = np.where(np.isnan(mean), wider, mean)
        mean = np.clip(np.nan_to_num(mean), 0.0, 1.0)
        # what pairs agree beyond what they would of people who are all alike, of the most they can
        beyond = both - pairs[:, None] * mean**2
        most = pairs[:, None] * mean * (1.0 - mean)
        likeness = np.full(mean.shape, np.nan)
        whose = np.full(len(KINDS), "nobody", dtype=object)
        for name, group in (
            ("kind", np.arange(len(KINDS))),
            ("persona", persona),
            ("all", every),
        ):
            enough = _gathered(whole.pairs[0][:, None], group)[:, 0] >= FEWEST_PAIRS
            fresh = enough & (whose == "nobody")
            told = _share(_gathered(beyond, group), _gathered(most, group))
            likeness[fresh] = told[fresh]
            whose[fresh] = name
        return cls(mean, np.clip(np.nan_to_num(likeness), 0.0, 1.0), tuple(str(w) for w in whose))


def _gathered(values: Floats, group: Ints) -> Floats:
    """Add up rows (K, J) by group, and give each row its group's sum."""
    sums = np.zeros_like(values)
    np.add.at(sums, group, values)
    found: Floats = sums[group]
    return found


def _share(part: Floats, whole: Floats) -> Floats:
    """Divide; not a number where there is nothing to divide by."""
    whole = whole if whole.ndim == part.ndim else whole[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(whole > 0, part / whole, np.nan)
    return found
