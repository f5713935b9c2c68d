"""Service: Fruin's six levels of service of a walkway, by the density of people on it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from twin.arrays import Floats, Ints
from twin.report import style

__all__ = ["BANDS", "BARE", "Band", "bands_of"]


@dataclass(frozen=True)
class Band:
    """A range of densities that is drawn in one colour.

    Attributes
    ----------
    name : str
        The level of service and, where it is split, which part of it.
    least : float
        The least density. [1/m2]
    meaning : str
        How people walk.
    colour : str
        On a map.
    """

    name: str
    least: float
    meaning: str
    colour: str


_SQUARE_FOOT: Final = 0.3048**2
"""[m2]"""

_FREE: Final = "walk as they like"

BARE: Final = Band("A, hardly any", 0.0, _FREE, style.GROUND)
"""Below the first of :data:`BANDS`, where ground is left bare."""

# Fruin gives square feet to a person on a walkway, 35, 25, 15, 10 and 5 [fruin1971]_; the parts
# of A are ours, so that a map shows where people go: assumption (range 0.002-0.01, 0.01-0.04 and
# 0.05-0.15 1/m2).
BANDS: Final = (
    Band("A, few", 0.005, _FREE, "#fdf3d6"),
    Band("A, some", 0.02, _FREE, "#fbdf9d"),
    Band("A, many", 0.1, _FREE, "#f8bd5f"),
    Band("B", 1 / (35 * _SQUARE_FOOT), "walk at their pace, give way now and then", "#ee8d3e"),
    Band("C", 1 / (25 * _SQUARE_FOOT), "cannot always pass or keep their pace", "#d9583b"),
    Band("D", 1 / (15 * _SQUARE_FOOT), "are mostly slowed down, hard to cross", "#b3305a"),
    Band("E", 1 / (10 * _SQUARE_FOOT), "all shuffle, stop at times", "#7d1d6d"),
    Band("F", 1 / (5 * _SQUARE_FOOT), "hardly move, touch each other", "#35104f"),
)
"""From the emptiest to the fullest.

References
----------
.. [fruin1971] key in twin/sources.bib; levels of service of walkways.
"""


def bands_of(density: Floats) -> Ints:
    """Say in which of :data:`BANDS` densities [1/m2] are; -1 below the first.

    Examples
    --------
    >>> import numpy as np
    >>> [BANDS[i].name for i in bands_of(np.array([0.02, 0.3, 0.4, 1.0, 2.0, 3.0]))]
    ['A, some', 'A, many', 'B', 'D', 'E', 'F']
    """
    edges = [band.least for band in BANDS]
    found: Ints = np.digitize(density, edges).astype(np.intp) - 1
    return found
